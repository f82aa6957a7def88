"""Faults that rows can have, each in one cell, and what has to be said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from data_access.doctor.diagnosis import Problem
from tests.data_access.two_worlds import FOREIGN, OWN


@dataclass(frozen=True)
class Fault:
    """A value that has no business in a cell of the row with that key."""

    table: str
    column: str
    value: Any
    problem: Problem
    world: str = OWN
    # What is named, where it is not the cell's own column, and the key that is told as an example.
    named: str | None = None
    example: str | None = None

    @property
    def key(self) -> str:
        """The key of the row."""
        return f"{self.world}-{self.table}"

    def __str__(self) -> str:
        return f"{self.table}.{self.column}={self.value!r}"


# Nothing keeps these out of a view, nor out of a table without its checks and keys.
ANYWHERE = (
    Fault("miner", "sex", "unknown", Problem.unknown_code),
    Fault("miner", "sex", None, Problem.empty),
    Fault("miner", "birth_year", 1066, Problem.out_of_range),
    Fault("production_unit", "latitude", 123.456, Problem.out_of_range),
    Fault("production_unit", "longitude", float("inf"), Problem.unusable),
    Fault("production_unit", "region_id", "nowhere", Problem.refers_to_nothing),
    Fault("membership", "unit_id", "nowhere", Problem.refers_to_nothing),
    Fault("programme", "id", "", Problem.empty, example=""),
    Fault("programme", "follows_id", "nothing", Problem.refers_to_nothing),
    Fault("cover", "last_day", date(1999, 1, 1), Problem.breaks_rule, named=""),
    Fault("delivery", "currency_id", None, Problem.breaks_rule, named=""),
    Fault("miner", "id", f"{OWN}-miner", Problem.doubled, FOREIGN, example=f"{OWN}-miner"),
    Fault(
        *("membership", "miner_id", f"{OWN}-miner", Problem.doubled, FOREIGN),
        named="miner_id + joined_on", example=f"{OWN}-miner / 2024-01-01",
    ),
    Fault("membership", "miner_id", f"{OWN}-miner", Problem.overlapping, FOREIGN, "joined_on",
          f"{OWN}-membership"),
    Fault("assessment", "ladder_id", "other", Problem.refers_to_nothing, named="stage_id + ladder_id"),
)  # fmt: skip
# SQLite keeps whatever is written.
IN_SQLITE = (
    Fault("miner", "birth_year", "forty", Problem.unusable),
    Fault("miner", "birth_year", 1980.5, Problem.unusable),
    Fault("gold_lot", "fine_milligrams", "1,5", Problem.unusable),
    Fault("production_unit", "latitude", "12.345 S", Problem.unusable),
    Fault("criterion_result", "met", "yes", Problem.unusable, example=f"{OWN}-assessment / COMMON-criterion"),
    Fault("training_session", "held_on", "17.4.2024", Problem.unusable),
    Fault("training_session", "held_on", "2023-02-29", Problem.unusable),
    Fault("training_session", "held_on", "10000-01-01", Problem.unusable),
    Fault("training_session", "held_on", "0000-01-01", Problem.unusable),
    Fault("training_session", "held_on", 20240417, Problem.unusable),
    Fault("training_session", "held_on", "2024-04-17 00:00:00", Problem.unusable),
    Fault("assessment", "recorded_at", "2024-04-17", Problem.unusable),
    Fault("assessment", "recorded_at", "2024-04-17 25:00:00", Problem.unusable),
    Fault("assessment", "recorded_at", "2024-04-17 12:00:00+02", Problem.unusable),
    Fault("story", "title", b"Compa\xf1\xeda", Problem.unusable, example=f"{OWN}-story / en"),
)
# Postgres has days of which no calendar of ours knows.
IN_VIEWS = (
    Fault("training_session", "held_on", "infinity", Problem.unusable),
    Fault("training_session", "held_on", "10000-01-01", Problem.unusable),
    Fault("training_session", "held_on", "0044-03-15 BC", Problem.unusable),
    Fault("assessment", "recorded_at", "infinity", Problem.unusable),
    Fault("production_unit", "latitude", "NaN", Problem.unusable),
)

"""The sample package's CSV files, read as they lie on disk, and slow obvious ways to count in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "sample_data"
DATA_DATE = date(2026, 9, 30)

Row = dict[str, str]


@cache
def rows(table: str) -> list[Row]:
    """All rows of a table, cells as text."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def by_id(table: str) -> dict[str, Row]:
    """A table's rows by key."""
    return {row["id"]: row for row in rows(table)}


def day(cell: str) -> date | None:
    """The cell's day, or None if it is empty."""
    return date.fromisoformat(cell) if cell else None


def spans(row: Row, when: date, first: str = "first_day", last: str = "last_day") -> bool:
    """Whether the row's span, both days included, holds on the day."""
    return row[first] <= when.isoformat() and (not row[last] or when.isoformat() <= row[last])


def is_member(row: Row, when: date) -> bool:
    """Whether a membership holds on the day; on the day left the miner is gone."""
    return row["joined_on"] <= when.isoformat() and (not row["left_on"] or when.isoformat() < row["left_on"])


def units_enrolled(programme: str | None, when: date) -> set[str]:
    """Units with an enrolment (in that programme, or in any) that covers the day."""
    return {
        row["unit_id"]
        for row in rows("enrolment")
        if spans(row, when) and programme in (None, row["programme_id"])
    }


def miners_at_work(units: set[str], when: date, relation: str | None = None) -> set[str]:
    """Miners who work in those units on the day."""
    return {
        row["miner_id"]
        for row in rows("membership")
        if row["unit_id"] in units and is_member(row, when) and relation in (None, row["relation"])
    }


def insured(miners: set[str], when: date) -> set[str]:
    """Those of the miners who have cover of any product on the day."""
    return {row["miner_id"] for row in rows("cover") if row["miner_id"] in miners and spans(row, when)}


def made_up_organisations() -> set[str]:
    """Keys of the organisations that are marked as made up."""
    return {row["id"] for row in rows("organisation") if row["illustrative"] == "true"}


def organisation_of_unit(unit: str) -> str:
    """The organisation to which a unit belongs."""
    return by_id("production_unit")[unit]["organisation_id"]


def all_tables() -> Iterator[str]:
    """Names of all tables that the package has."""
    return (path.stem for path in sorted(FOLDER.glob("*.csv")))

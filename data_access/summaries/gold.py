"""What organisations sell, and what they receive and spend for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_access.summaries.counted import Counted
from data_access.summaries.register import EVERYBODY, Place, Register


@dataclass(frozen=True)
class Booked:
    """What an organisation booked on a day under some codes: an amount of each measure."""

    organisation: str
    place: Place
    day: int
    codes: Mapping[str, str | None]
    amounts: Mapping[str, int]


class Gold:
    """Counts what was booked, in the organisation's region and of the organisation itself."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def count(self, booked: Booked, counted: Counted) -> None:
        there = self._register.segment((), booked.place)
        own = self._register.segment((), booked.place, booked.organisation)
        for name, n in booked.amounts.items():
            measure = self._register.measure(name, **booked.codes)
            counted.amounts.one(measure, there, EVERYBODY, booked.day, n)
            counted.amounts_of_organisations.one(measure, own, EVERYBODY, booked.day, n)

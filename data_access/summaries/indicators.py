"""What surveys asked and programmes reported, as the values of indicators say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_access.summaries.counted import Counted
from data_access.summaries.register import EVERYBODY, Register
from data_access.summaries.support import Event


@dataclass(frozen=True)
class Indicated(Event):
    """What values that end on a day say, under some codes: an amount of each measure."""

    codes: Mapping[str, str | None]
    amounts: Mapping[str, int]


class Indicators:
    """Counts what values say, on their last day."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def count(self, indicated: Indicated, counted: Counted) -> None:
        segment = self._register.segment(indicated.programmes, indicated.place)
        for name, n in indicated.amounts.items():
            measure = self._register.measure(name, **indicated.codes)
            counted.amounts.one(measure, segment, EVERYBODY, indicated.day, n)

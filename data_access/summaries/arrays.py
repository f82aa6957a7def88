"""Spans of days of many at once, as arrays: days are ordinals, both ends of a span count.

A key says whose a span is. Where nothing else is said, spans come in any order, and those of one key may
overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.summaries.spans import FOREVER

Numbers = NDArray[np.int64]
_EPOCH = date(1970, 1, 1).toordinal()


def numbers(values: Any = ()) -> Numbers:
    """Whole numbers as an array."""
    return np.asarray(values, dtype=np.int64)


@dataclass(frozen=True)
class SpansOf:
    """Spans, each of a key."""

    key: Numbers
    first: Numbers
    last: Numbers

    def where(self, wanted: Any) -> SpansOf:
        """Some of the spans: by a mask or by places."""
        return SpansOf(self.key[wanted], self.first[wanted], self.last[wanted])


def same(left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
    """The places of all pairs of equal values; ``right`` is in order."""
    begins, ends = np.searchsorted(right, left, "left"), np.searchsorted(right, left, "right")
    places, nth = _repeated(ends - begins)
    return places, begins[places] + nth


def overlapping(left: SpansOf, right: SpansOf) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The places of all pairs of spans of one key that overlap, and the first and last day of what they
    have in common; ``right`` is in the order of its keys."""
    here, there = same(left.key, right.key)
    first = np.maximum(left.first[here], right.first[there])
    last = np.minimum(left.last[here], right.last[there])
    do = first <= last
    return here[do], there[do], first[do], last[do]


def held(spans: SpansOf, least: int = 1) -> SpansOf:
    """The days on which at least so many spans of a key hold, in order: of each key no two adjoin."""
    ending = spans.last < FOREVER
    key = np.concatenate([spans.key, spans.key[ending]])
    day = np.concatenate([spans.first, spans.last[ending] + 1])
    change = np.concatenate([np.ones(len(spans.key), np.int64), -np.ones(int(ending.sum()), np.int64)])
    order = np.lexsort((day, key))
    key, day, change = key[order], day[order], change[order]
    of_day = _last_of((key, day))
    running = np.cumsum(change)[of_day]
    key, day = key[of_day], day[of_day]
    # What went before in other keys, of which some never end, is not this one's.
    first_of_key = np.flatnonzero(_changes(key))
    before = np.where(first_of_key > 0, running[first_of_key - 1], 0)
    level = running - np.repeat(before, np.diff([*first_of_key, len(key)]))
    holds = level >= least
    held_before = np.concatenate([[False], holds[:-1]]) & ~_changes(key)
    begins = np.flatnonzero(holds & ~held_before)
    ends = np.flatnonzero(~holds & held_before)
    last = np.full(len(begins), FOREVER, np.int64)
    # Each end is of the span that began last before it.
    last[np.searchsorted(begins, ends, "left") - 1] = day[ends] - 1
    return SpansOf(key[begins], day[begins], last)


def months_later(day: Numbers, months: int) -> Numbers:
    """The same day so many months later, clipped to that month's end."""
    days, month = _days(day), _days(day).astype("datetime64[M]")
    begins = (month + months).astype("datetime64[D]")
    length = (month + months + 1).astype("datetime64[D]") - begins
    of_month = days - month.astype("datetime64[D]")
    return _ordinals(begins + np.minimum(of_month, length - 1))


def calendar_spans(day: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Days, their months and their years, written as 20240417, 20240400 and 20240000."""
    days = _days(day)
    months = days.astype("datetime64[M]")
    year, month = np.divmod(months.astype(np.int64) + 1970 * 12, 12)
    of_month = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    in_year = numbers(year * 10_000)
    in_month = in_year + (month + 1) * 100
    return in_month + of_month, in_month, in_year


def month_ends_within(spans: SpansOf) -> tuple[Numbers, Numbers]:
    """The ends of months after which spans go on: the places of the spans, and the days."""
    first, last = (_days(day).astype("datetime64[M]") for day in (spans.first, spans.last))
    place, nth = _repeated((last - first).astype(np.int64))
    return place, _ordinals((first[place] + nth + 1).astype("datetime64[D]")) - 1


def parts_in_months(spans: SpansOf) -> tuple[Numbers, SpansOf]:
    """What of each span, all of which end, lies in each month: places of the spans, and the parts, whose
    keys are the first days of the months."""
    first, last = (_days(day).astype("datetime64[M]") for day in (spans.first, spans.last))
    place, nth = _repeated((last - first).astype(np.int64) + 1)
    month = first[place] + nth
    begins, ends = _ordinals(month.astype("datetime64[D]")), _ordinals((month + 1).astype("datetime64[D]"))
    parts = SpansOf(begins, np.maximum(begins, spans.first[place]), np.minimum(ends - 1, spans.last[place]))
    return place, parts


def _repeated(how_many: Numbers) -> tuple[Numbers, Numbers]:
    """Each place as often as is said, and the how manieth time that is, from 0."""
    places = numbers(np.repeat(np.arange(len(how_many)), how_many))
    return places, np.arange(len(places)) - np.repeat(np.cumsum(how_many) - how_many, how_many)


def _days(day: Numbers) -> Any:
    return (day - _EPOCH).astype("datetime64[D]")


def _ordinals(days: Any) -> Numbers:
    return numbers(days.astype(np.int64) + _EPOCH)


def _changes(values: Numbers) -> NDArray[np.bool_]:
    """Where a value is another than the one before."""
    return np.concatenate([[True], values[1:] != values[:-1]])[: len(values)]


def _last_of(values: tuple[Numbers, ...]) -> NDArray[np.bool_]:
    """Where the next row has other values."""
    differs = np.zeros(max(len(values[0]) - 1, 0), dtype=bool)
    for each in values:
        differs |= each[1:] != each[:-1]
    return np.concatenate([differs, [True]])[: len(values[0])]

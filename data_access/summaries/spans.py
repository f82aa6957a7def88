"""Spans of days, and what can be made of them: days are ordinals, both ends of a span count.

Lists of spans are in order, and their spans neither overlap nor adjoin, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

Span = tuple[int, int]
Spans = Sequence[Span]
# What never ends.
FOREVER = date.max.toordinal()


def ordinal(day: date | None) -> int:
    """The ordinal of a day; of none, FOREVER."""
    return FOREVER if day is None else day.toordinal()


def day_before(day: int) -> int:
    """The day before a day; FOREVER before what never comes."""
    return day if day == FOREVER else day - 1


def united(spans: Iterable[Span]) -> list[Span]:
    """The days that lie in any of some spans, which may be in any order and overlap."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            if last > found[-1][1]:
                found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def common(one: Spans, other: Spans) -> list[Span]:
    """The days that lie in both of two lists of spans, which may adjoin."""
    found = []
    here = there = 0
    while here < len(one) and there < len(other):
        first, last = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if first <= last:
            found.append((first, last))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return found


def without(one: Spans, other: Spans) -> list[Span]:
    """The days of the first spans that lie in none of the other ones."""
    found = []
    for first, last in one:
        for begins, ends in other:
            if ends < first:
                continue
            if begins > last:
                break
            if begins > first:
                found.append((first, begins - 1))
            first = ends + 1
            if first > last:
                break
        if first <= last:
            found.append((first, last))
    return found


def month_of(day: int) -> str:
    """The month in which a day lies, as 2024-04."""
    return iso(day)[:7]


@cache
def iso(day: int) -> str:
    """The day as 2024-04-17."""
    return date.fromordinal(day).isoformat()


def months_of(first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """The months that a span touches, each with its own first and last day."""
    while first <= last:
        month, begins, ends = _month(first)
        yield month, begins, ends
        first = ends + 1


@cache
def _month(day: int) -> tuple[str, int, int]:
    known = date.fromordinal(day)
    begins = known.replace(day=1)
    after = date(known.year + known.month // 12, known.month % 12 + 1, 1)
    return known.isoformat()[:7], begins.toordinal(), after.toordinal() - 1


def month_begin(day: int) -> int:
    """The first day of a day's month."""
    return _month(day)[1]


def month_end(day: int) -> int:
    """The last day of a day's month."""
    return _month(day)[2]


def end_of(month: str) -> int:
    """The last day of a month, which is written as 2024-04."""
    return month_end(date.fromisoformat(f"{month}-01").toordinal())

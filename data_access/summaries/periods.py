"""How a period is read from the summaries: in whole years, whole months, and the days at its edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_access.selection import CALENDAR, Selection, finest
from data_access.summaries.spans import iso, month_begin, month_end, month_of, months_of


@dataclass(frozen=True)
class State:
    """A day on which a state is read: at the end of a month, and in the days ``since`` then."""

    label: str
    month: str
    since: int
    day: int


@dataclass(frozen=True)
class Piece:
    """A part of a period: a year or month as a whole, or days within a month."""

    label: str
    span: str
    first: int
    last: int

    @property
    def whole(self) -> bool:
        """Whether it is a whole year or month."""
        return bool(self.span)


def states(selection: Selection, by: Sequence[str]) -> list[State]:
    """The days on which a state is read, as ``scope.state_days`` has them; labels are of the finest unit."""
    days = {"": selection.as_of}
    if unit := finest(by):
        days = {CALENDAR[unit](month): day for month, day in selection.months()}
    return [_state(label, day.toordinal()) for label, day in days.items()]


def pieces(selection: Selection, by: Sequence[str], years: bool = True) -> Iterator[Piece]:
    """The period up to the as-of day in pieces, each within one span of the finest unit asked for.

    Without ``years`` there are months alone.
    """
    unit = finest(by)
    first, last = selection.first_day.toordinal(), selection.as_of.toordinal()
    months_of_year: dict[str, list[tuple[str, int, int]]] = {}
    for month, begins, ends in months_of(first, last):
        months_of_year.setdefault(month[:4], []).append((month, max(begins, first), min(ends, last)))
    for year, months in months_of_year.items():
        label = "" if unit is None else year
        begins, ends = months[0][1], months[-1][2]
        if years and unit in (None, "year") and _is_year(begins, ends):
            yield Piece(label, year, begins, ends)
            continue
        for month, begins, ends in months:
            label = "" if unit is None else CALENDAR[unit](month)
            whole = begins == month_begin(begins) and ends == month_end(ends)
            yield Piece(label, month if whole else "", begins, ends)


def times(label: str, by: Sequence[str]) -> dict[str, str]:
    """The codes of time that a label of the finest unit stands for."""
    unit = finest(by)
    if unit is None:
        return {}
    order = list(CALENDAR)
    coarser = order[order.index(unit) :]
    return {name: label if name == unit else _coarser(label, name) for name in coarser if name in by}


def _state(label: str, day: int) -> State:
    if day == month_end(day):
        return State(label, month_of(day), day + 1, day)
    begins = month_begin(day)
    return State(label, month_of(begins - 1), begins, day)


def _coarser(label: str, unit: str) -> str:
    """The quarter or year of a month or quarter."""
    if unit == "year":
        return label[:4]
    return CALENDAR[unit](label)


def _is_year(first: int, last: int) -> bool:
    return iso(first)[4:] == "-01-01" and iso(last)[4:] == "-12-31" and iso(first)[:4] == iso(last)[:4]

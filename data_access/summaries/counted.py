"""What was counted of some units or miners: to be added to the summaries, or taken off them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from data_access.summaries.arrays import Numbers, numbers
from data_access.summaries.register import EVERYBODY, EVERYWHERE
from data_access.summaries.spans import FOREVER, Span

# The span of what is so of somebody at all times.
ALWAYS = 0
MOST_PACKED = np.iinfo(np.int64).max
# No rows.
NOTHING = np.empty((5, 0), dtype=np.int64)


class Rows:
    """Rows of whole numbers, gathered one by one or many at once."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._ones: list[tuple[int, ...]] = []
        self._many: list[Numbers] = []

    def one(self, *row: int) -> None:
        """Adds a row."""
        self._ones.append(row)

    def many(self, *columns: Any) -> None:
        """Adds rows; a column is an array, or a number that is the same in all."""
        self._many.append(numbers(np.broadcast_arrays(*columns)))

    def take(self, other: Rows) -> None:
        """Adds the rows of another."""
        self._ones += other._ones
        self._many += other._many

    def gathered(self) -> Numbers:
        """All rows, an array for each column."""
        ones = numbers(self._ones).reshape(-1, self._columns).T
        return np.concatenate([ones, *self._many], axis=1)


class Counted:
    """How states changed and what was added up, by days; and who is in which set.

    Cells are measure, segment, kind of person and day; ``changes`` and ``amounts`` have a number behind
    them. ``people`` are measure, segment, kind, span of the calendar and the number of a miner: a span is
    written as a number, 20240417, 20240400 or 20240000. Organisations are in segments of their own: what
    changes of ``states_of_organisations`` and the ``amounts_of_organisations``, which are among the other
    amounts already. ``costs`` are of covers: measure, last day, first day, segment, the cost of each and how
    many.
    """

    def __init__(self) -> None:
        self.changes, self.amounts, self.people = Rows(5), Rows(5), Rows(5)
        self.states_of_organisations, self.amounts_of_organisations = Rows(5), Rows(5)
        self.costs = Rows(6)

    def take(self, other: Counted) -> None:
        """Adds what another has counted."""
        self.changes.take(other.changes)
        self.amounts.take(other.amounts)
        self.people.take(other.people)
        self.states_of_organisations.take(other.states_of_organisations)
        self.amounts_of_organisations.take(other.amounts_of_organisations)
        self.costs.take(other.costs)

    def state(self, measure: int, segment: int, kind: int, spans: Iterable[Span], n: int = 1) -> None:
        """Something is so on the days of some spans, of one or as many."""
        _add_spans(self.changes, measure, segment, kind, spans, n)

    def state_of_organisation(self, measure: int, segment: int, spans: Iterable[Span]) -> None:
        """The same of an organisation, in its own segment."""
        _add_spans(self.states_of_organisations, measure, segment, EVERYBODY, spans)

    def states(
        self, measure: Any, segment: Any, kind: Any, first: Numbers, last: Numbers, n: int = 1
    ) -> None:
        """The same of many at once: arrays of the same length, or numbers. With -1 it is taken off."""
        self.changes.many(measure, segment, kind, first, n)
        ends = last < FOREVER
        cells = (np.broadcast_to(each, first.shape)[ends] for each in (measure, segment, kind))
        self.changes.many(*cells, last[ends] + 1, -n)

    def sets(self, measure: Any, segment: Any, kind: Any, span: Any, number: Any) -> None:
        """People are counted in spans of the calendar."""
        self.people.many(measure, segment, kind, span, number)


def _add_spans(
    changes: Rows, measure: int, segment: int, kind: int, spans: Iterable[Span], n: int = 1
) -> None:
    for first, last in spans:
        changes.one(measure, segment, kind, first, n)
        if last < FOREVER:
            changes.one(measure, segment, kind, last + 1, -n)


def summed(rows: Numbers) -> Numbers:
    """The rows with equal cells added up, in their order; those that come to nothing are left out."""
    if not rows.shape[1]:
        return rows
    packed = _packed(rows[:-1])
    order = np.argsort(packed, kind="stable")
    begins = np.flatnonzero(np.diff(packed[order], prepend=packed.min() - 1))
    n = np.add.reduceat(rows[-1][order], begins)
    return np.concatenate([rows[:-1, order[begins]], n[None]])[:, n != 0]


def layers(rows: Numbers, regions: Numbers) -> Iterator[Numbers]:
    """The rows, as those of their whole regions, and as those of all segments together.

    ``regions`` has by the number of each segment that of its whole region.
    """
    yield rows
    for wider in (regions[rows[1]], EVERYWHERE):
        found = rows.copy()
        found[1] = wider
        yield found


def in_layers(rows: Numbers, regions: Numbers, apart: Numbers = NOTHING) -> Numbers:
    """The rows with equal cells added up in all layers; also rows that are apart from these, because they
    are among the others already."""
    return summed(np.concatenate([*layers(summed(rows), regions), apart], axis=1))


def less(rows: Numbers, before: Numbers) -> Numbers:
    """The rows, and those from before with the opposite numbers."""
    return np.concatenate([rows, np.concatenate([before[:-1], -before[-1:]])], axis=1)


def new_people(rows: Numbers, before: Numbers) -> Numbers:
    """The rows that are not among those from before, each once, in order."""
    both = np.concatenate([rows, before], axis=1)
    if not both.shape[1]:
        return both
    packed = _packed(_close_spans(both))
    own, places = np.unique(packed[: rows.shape[1]], return_index=True)
    if before.shape[1]:
        places = places[~np.isin(own, packed[rows.shape[1] :])]
    return rows[:, places]


def come_or_gone(rows: Numbers, before: Numbers) -> tuple[Numbers, Numbers]:
    """The rows and those from before without people who are counted in the same segments as before.

    Nothing of these changes in any layer, and they are nearly all of the rows.
    """
    both, own = _close_spans(np.concatenate([rows, before], axis=1)), rows.shape[1]
    if not both.shape[1]:
        return rows, before
    within = _packed(both)
    both[1] = EVERYWHERE
    wherever = _packed(both)
    stays = np.concatenate([np.isin(within[:own], within[own:]), np.isin(within[own:], within[:own])])
    concerned = np.isin(wherever, wherever[~stays])
    return rows[:, concerned[:own]], before[:, concerned[own:]]


def _close_spans(people: Numbers) -> Numbers:
    """The rows with spans as numbers that lie close together, in the same order."""
    measure, segment, kind, span, number = people
    years, months, days = span // 10_000, span // 100 % 100, span % 100
    return np.stack([measure, segment, kind, (years * 13 + months) * 32 + days, number])


def _packed(columns: Numbers) -> Numbers:
    """Each row as one number, in the order of the rows."""
    packed, most = np.zeros(columns.shape[1], np.int64), 1
    for column in columns:
        least = int(column.min())
        values = int(column.max()) - least + 1
        if most * values > MOST_PACKED:
            # Of the combinations so far most do not occur.
            packed = np.unique(packed, return_inverse=True)[1]
            most = int(packed.max()) + 1
        packed, most = packed * values + (column - least), most * values
    return packed

"""From days to months and years: how states stood at the ends of months, and what amounts add up to.

Rows are as in ``Counted``: measure, segment, kind of person, day, number. What comes of them has, in place
of the day, a span as ``calendar_spans`` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from data_access.summaries.arrays import Numbers, calendar_spans, numbers
from data_access.summaries.counted import Rows, summed
from data_access.summaries.register import EVERYBODY
from data_access.summaries.spans import months_of


def month_ends(changes: Numbers, last: int, integrals: Mapping[int, int]) -> Numbers:
    """By how much states differ at the end of each month up to that of the day ``last``, for each kind of
    person and for everybody.

    ``integrals`` names, for the measure of a state, that of the days on which it was so, added up in each
    month.
    """
    found = Rows(5)
    for known in _by_measure(summed(_with_everybody(changes[:, changes[3] <= last]))):
        measure, _, _, day, n = known
        months = list(months_of(int(day.min()), last))
        begins, ends = (numbers([month[place] for month in months]) for place in (1, 2))
        month = np.searchsorted(begins, day, "right") - 1
        cells, cell = np.unique(known[:3], axis=1, return_inverse=True)
        moved = np.zeros((cells.shape[1], len(months)), np.int64)
        np.add.at(moved, (cell, month), n)
        level = np.cumsum(moved, axis=1)
        _spread(found, cells, level, begins)
        if int(measure[0]) in integrals:
            # Of its own month a change counts for the days that are left, of the later ones for all.
            days = np.zeros_like(moved)
            np.add.at(days, (cell, month), n * (ends[month] - day + 1))
            days[:, 1:] += level[:, :-1] * (ends - begins + 1)[1:]
            cells[0] = integrals[int(measure[0])]
            _spread(found, cells, days, begins)
    return found.gathered()


def sums(amounts: Numbers) -> Numbers:
    """What amounts add up to in months and years, for each kind of person and for everybody."""
    measure, segment, kind, day, n = _with_everybody(amounts)
    _, month, year = calendar_spans(day)
    found = Rows(5)
    for span in (month, year):
        found.many(measure, segment, kind, span, n)
    return summed(found.gathered())


def _by_measure(rows: Numbers) -> Iterator[Numbers]:
    """Rows in order, each measure's by themselves."""
    begins = np.flatnonzero(np.diff(rows[0], prepend=-1))
    for first, after in zip(begins, [*begins[1:], rows.shape[1]], strict=False):
        yield rows[:, first:after]


def _with_everybody(rows: Numbers) -> Numbers:
    """The rows, and those of kinds of person once more as everybody's."""
    everybody = rows[:, rows[2] != EVERYBODY].copy()
    everybody[2] = EVERYBODY
    return np.concatenate([rows, everybody], axis=1)


def _spread(found: Rows, cells: Numbers, by_month: Numbers, begins: Numbers) -> None:
    """Adds a row for each cell and month in which there is something."""
    cell, month = np.nonzero(by_month)
    _, spans, _ = calendar_spans(begins)
    found.many(*cells[:, cell], spans[month], by_month[cell, month])

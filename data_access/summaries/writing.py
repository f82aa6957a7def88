"""Adds what was counted to the summary tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from pyroaring import BitMap
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    literal,
    or_,
    select,
    true,
)

from data_access.dialects import insert_or_update, ordinal_of
from data_access.schema import CoverCost, Measure, PeopleSet, Tally, TallyOfDay
from data_access.summaries.arrays import Numbers, numbers
from data_access.summaries.counted import ALWAYS, in_layers, summed
from data_access.summaries.measures import EVER
from data_access.summaries.months import month_ends, sums
from data_access.summaries.spans import month_of, months_of
from data_access.temporary import load, make, same_key, temporary_table

TALLY: Table = Tally.__table__  # type: ignore[assignment]
OF_DAY: Table = TallyOfDay.__table__  # type: ignore[assignment]
SETS: Table = PeopleSet.__table__  # type: ignore[assignment]
COSTS: Table = CoverCost.__table__  # type: ignore[assignment]
ROWS_AT_ONCE = 50_000
# Measure, span of the calendar, segment, kind of person.
SetKey = tuple[int, str, int, int]


def _passing(table: Table) -> Table:
    """The temporary table by which rows of a summary table come."""
    return temporary_table(f"passing_{table.name}", *(Column(each.name, each.type) for each in table.columns))


PASSING = {table: _passing(table) for table in (TALLY, OF_DAY, SETS, COSTS)}


class Whole(NamedTuple):
    """All that is counted in a store, without its layers: changes and amounts, those of organisations, and
    costs of covers, with equal cells added up; who is in which set; and by the number of each segment that of
    its whole region."""

    changes: Numbers
    amounts: Numbers
    states_of_organisations: Numbers
    amounts_of_organisations: Numbers
    costs: Numbers
    people: Mapping[SetKey, bytes]
    regions: Numbers


class Writer:
    """Writes to the summaries of a store. States of month ends are kept up to ``last_month``, an ordinal.

    ``integrals`` names, for a state's measure, that of the days on which it was so, month by month. Rows
    are as in ``Counted``.
    """

    def __init__(self, connection: Connection, last_month: int, integrals: Mapping[int, int]) -> None:
        self._connection, self._last, self._integrals = connection, last_month, integrals
        for passing in PASSING.values():
            make(connection, passing)

    def add(self, changes: Numbers, amounts: Numbers) -> None:
        """Adds changes of states, and amounts."""
        self._add(OF_DAY, summed(np.concatenate([changes, amounts], axis=1)))
        self._add(TALLY, np.concatenate([self._month_ends(changes), sums(amounts)], axis=1))

    def add_costs(self, costs: Numbers) -> None:
        """Adds costs of covers."""
        self._add(COSTS, summed(costs))

    def fill(self, whole: Whole, aside: bool = False) -> None:
        """Writes all that there is, in the order of the measures, into the tables, which are empty; or
        aside, into their temporary ones."""
        for rows, in_spans, layered in (
            (whole.changes, self._month_ends, True),
            (whole.amounts, sums, True),
            (whole.states_of_organisations, self._month_ends, False),
            (whole.amounts_of_organisations, sums, False),
        ):
            for part in _parts(rows):
                some = in_layers(part, whole.regions) if layered else part
                self._write(OF_DAY, _rows(OF_DAY, some), aside)
                self._write(TALLY, _rows(TALLY, in_spans(some)), aside)
        self._write(COSTS, _rows(COSTS, whole.costs), aside)
        people = whole.people
        self._write(SETS, ((*key, people[key]) for key in sorted(people)), aside)

    def put(self, more: Mapping[SetKey, BitMap], less: Mapping[SetKey, BitMap]) -> None:
        """Puts people into their sets, and takes out those who are gone from there."""
        keys = more.keys() | less.keys()
        self._pass(SETS, ((*key, b"") for key in keys))
        sets = {
            tuple(key): BitMap.deserialize(people) for *key, people in self._connection.execute(_held(SETS))
        }
        for key, others in less.items():
            sets[key] = sets.get(key, BitMap()) - others
        for key, new in more.items():
            sets[key] = sets[key] | new if key in sets else new
        self._take_out(SETS, [key for key, own in sets.items() if not own])
        self._pass(SETS, ((*key, written(own)) for key, own in sets.items() if own))
        self._put(SETS, lambda added: {"people": added.excluded.people})

    def shorten(self) -> None:
        """Forgets the states of all months after the last one that is kept."""
        month, integrals = month_of(self._last), list(self._integrals.values())
        of_states = or_(TALLY.c.measure_id.in_(_states()), TALLY.c.measure_id.in_(integrals))
        self._connection.execute(delete(TALLY).where(TALLY.c.span > month, of_states))

    def extend(self, since: int) -> None:
        """Takes states on from the day ``since``, the last of its month, to the last one kept."""
        before, begins = month_of(since), since + 1
        for month, first, last in months_of(begins, self._last):
            self._carry_over(before, month, last - first + 1)
        new = date.fromordinal(begins), date.fromordinal(self._last)
        changed = select(
            *OF_DAY.c["measure_id", "segment_id", "kind_id"], ordinal_of(OF_DAY.c.day), OF_DAY.c.n
        )
        found = self._connection.execute(
            changed.where(OF_DAY.c.day.between(*new), OF_DAY.c.measure_id.in_(_states()))
        ).all()
        self._add(TALLY, self._month_ends(numbers([tuple(row) for row in found]).reshape(-1, 5).T))

    def _month_ends(self, changes: Numbers) -> Numbers:
        return month_ends(changes, self._last, self._integrals)

    def _carry_over(self, before: str, month: str, days: int) -> None:
        cell = (TALLY.c.segment_id, TALLY.c.kind_id)
        stood = select(TALLY.c.measure_id, _as(month), *cell, TALLY.c.n)
        stood = stood.where(TALLY.c.span == before, TALLY.c.measure_id.in_(_states()))
        self._connection.execute(insert(TALLY).from_select(TALLY.columns.keys(), stood))
        for measure, integral in self._integrals.items():
            worked = select(_as(integral), _as(month), *cell, TALLY.c.n * days)
            worked = worked.where(TALLY.c.span == before, TALLY.c.measure_id == measure)
            self._connection.execute(insert(TALLY).from_select(TALLY.columns.keys(), worked))

    def _write(self, table: Table, rows: Iterable[Sequence[Any]], aside: bool = False) -> None:
        """Writes rows of whose keys there are none yet."""
        names = table.columns.keys()
        if aside or self._connection.dialect.name == "sqlite":
            load(self._connection, PASSING[table] if aside else table, names, rows)
            return
        # Into a table that row-level security guards, rows can't be copied.
        self._pass(table, rows)
        self._connection.execute(insert(table).from_select(names, select(PASSING[table])))

    def _add(self, table: Table, rows: Numbers) -> None:
        """Adds to what stands there; what comes to nothing is taken out."""
        self._pass(table, _rows(table, rows))
        self._put(table, lambda added: {"n": table.c.n + added.excluded.n})
        nothing = self._connection.execute(_held(table).where(table.c.n == 0)).all()
        self._take_out(table, [tuple(key) for *key, _ in nothing])

    def _take_out(self, table: Table, keys: Sequence[tuple[Any, ...]]) -> None:
        """Takes out the rows of some keys, each looked up by itself."""
        if keys:
            columns = {f"of_{column.name}": column for column in table.primary_key.columns}
            one = and_(*(column == bindparam(name) for name, column in columns.items()))
            self._connection.execute(
                delete(table).where(one), [dict(zip(columns, key, strict=True)) for key in keys]
            )

    def _pass(self, table: Table, rows: Iterable[Sequence[Any]]) -> None:
        """Puts rows into the temporary table that goes with a table."""
        self._connection.execute(delete(PASSING[table]))
        load(self._connection, PASSING[table], table.columns.keys(), rows)

    def _put(self, table: Table, merged: Callable[[Any], Mapping[str, Any]]) -> None:
        """Takes over what passes; where there is a row of the same key already, as ``merged`` says."""
        rows = select(PASSING[table]).where(true())
        added = insert_or_update(table, self._connection).from_select(table.columns.keys(), rows)
        keys = list(table.primary_key.columns)
        self._connection.execute(added.on_conflict_do_update(index_elements=keys, set_=merged(added)))


def _parts(rows: Numbers) -> Iterator[Numbers]:
    """Rows in parts, each with all of its measures."""
    begins = np.flatnonzero(np.diff(rows[0], prepend=-1))
    first = 0
    for after in (*begins[1:].tolist(), rows.shape[1]):
        if after - first >= ROWS_AT_ONCE or after == rows.shape[1]:
            yield rows[:, first:after]
            first = after


def _rows(table: Table, rows: Numbers) -> Iterator[tuple[Any, ...]]:
    """Rows as a table has them, with their days or spans as these are written."""
    for first in range(0, rows.shape[1], ROWS_AT_ONCE):
        some = rows[:, first : first + ROWS_AT_ONCE]
        if table is COSTS:
            measure, ends, begins, segment, cost, n = some.tolist()
            days = (map(date.fromordinal, ordinals) for ordinals in (ends, begins))
            yield from zip(measure, *days, segment, cost, n, strict=True)
            continue
        measure, segment, kind, time, n = some.tolist()
        times = [date.fromordinal(day) for day in time] if table is OF_DAY else _spans(some[3])
        yield from zip(measure, times, segment, kind, n, strict=True)


def sets_of(people: Numbers) -> Iterator[tuple[SetKey, BitMap]]:
    """The sets of rows that are in order, by their keys."""
    measure, segment, kind, span, number = people
    differs = np.diff(people[:4], axis=1).any(axis=0)
    begins = np.flatnonzero(np.concatenate([[True], differs])) if people.shape[1] else numbers()
    keys = zip(
        *(each[begins].tolist() for each in (measure, segment, kind)), _spans(span[begins]), strict=True
    )
    members = np.split(number.astype(np.uint32), begins[1:])
    for (own, where, whom, when), some in zip(keys, members, strict=False):
        yield (own, when, where, whom), BitMap(some)


def written(people: BitMap) -> bytes:
    """A set as the store keeps it."""
    people.run_optimize()
    return people.serialize()


def _spans(spans: Numbers) -> list[str]:
    """Spans of the calendar as they are written: 2024-04-17, 2024-04, 2024; or ever."""
    known, places = np.unique(spans, return_inverse=True)
    written = [_span(int(span)) for span in known]
    return [written[place] for place in places.tolist()]


def _span(span: int) -> str:
    if span == ALWAYS:
        return EVER
    year, month, day = span // 10_000, span // 100 % 100, span % 100
    parts = (f"{year:04}", f"{month:02}", f"{day:02}")
    return "-".join(part for part, number in zip(parts, (year, month, day), strict=True) if number)


def _states() -> Select[Any]:
    return select(Measure.id).where(Measure.state)


def _as(value: int | str) -> ColumnElement[Any]:
    return literal(value, Integer if isinstance(value, int) else String)


def _held(table: Table) -> Select[Any]:
    """The rows that stand there under the keys of those that pass.

    By a join, since SQLite looks up only the first part of a key in a list of keys.
    """
    passing = PASSING[table]
    return select(table).join_from(passing, table, same_key(table, passing))

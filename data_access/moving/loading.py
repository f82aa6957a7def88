"""Fills a store from rows of all its tables, in the transaction of whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Column, Connection, MetaData, Table, delete, insert, select, text

from data_access.kept_places import rebuild_places
from data_access.moving.counters import counters, set_counters
from data_access.moving.reading import Batch, all_tables, row_counts
from data_access.moving.refusal import CannotMove
from data_access.moving.watching import Watcher
from data_access.schema import ErasedMiner, PlaceKey
from data_access.summaries.keeping import rebuild
from data_access.temporary import load


class Source(Protocol):
    """Where the rows of a store come from: each table's number of rows, the rows, the numbers last given."""

    @property
    def rows(self) -> Mapping[str, int]: ...

    @property
    def counters(self) -> Mapping[str, int]: ...

    def batches(self, table: Table) -> Iterable[Batch]:
        """A table's rows as they are stored, all columns in their order."""


@dataclass(frozen=True)
class Refilled:
    """What a store holds now: rows by table, and how many people who had been erased from it and are not
    known to be erased in what took its place."""

    rows: Mapping[str, int]
    come_back: int


def refill(connection: Connection, source: Source, watcher: Watcher, *, replace: bool) -> Refilled:
    """Puts the rows of a source in the place of all that a store holds.

    ``connection`` is one of ``refilling``. Raises CannotMove for a store that holds something, unless
    it is to be replaced.
    """
    held = {name: count for name, count in row_counts(connection, all_tables()).items() if count}
    # The key comes with the empty store, and goes with its places.
    if not replace and (full := set(held) - {PlaceKey.__tablename__}):
        named = max(full, key=lambda name: held[name])
        raise CannotMove(
            f"The store is not empty: its table {named} has {held[named]:,} rows. Nothing was changed. "
            "Name an empty store that `python -m data_access create` has made, or write --replace "
            "to put this in the place of all that it holds."
        )
    erased, given = _erased(connection), counters(connection)
    _clear(connection, held, watcher)
    watcher.begins("loading", sum(source.rows.values()))
    for table in all_tables():
        LOADING[connection.dialect.name](connection, table, source.batches(table), watcher)
    # A running dashboard knows what it has found by the number of the data: none is given a second time.
    set_counters(connection, {name: max(given[name], source.counters.get(name, 0)) for name in given})
    rebuild(connection)
    if connection.scalar(select(PlaceKey.key)) is not None:
        rebuild_places(connection)
    # Both databases choose better ways through the tables when they have looked at what is in them.
    connection.execute(text("ANALYZE"))
    return Refilled(row_counts(connection, all_tables()), len(erased - _erased(connection)))


def _clear(connection: Connection, held: Mapping[str, int], watcher: Watcher) -> None:
    watcher.begins("clearing", sum(held.values()))
    for table in reversed(all_tables()):
        if table.name in held:
            connection.execute(delete(table))
            watcher.passed(held[table.name])


def _load_sqlite(connection: Connection, table: Table, batches: Iterable[Batch], watcher: Watcher) -> None:
    names = [column.name for column in table.columns]
    for batch in batches:
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in batch])
        watcher.passed(len(batch))


def _load_postgres(connection: Connection, table: Table, batches: Iterable[Batch], watcher: Watcher) -> None:
    """By COPY into a passing table: into one that row-level security guards COPY is refused.

    From there all rows come in one statement, after which references are looked at: a row may stand
    before the one that it refers to.
    """
    columns = [Column(column.name, column.type) for column in table.columns]
    passing = Table(
        f"moving_{table.name}", MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP"
    )
    passing.create(connection, checkfirst=False)
    names = [column.name for column in columns]
    for batch in batches:
        load(connection, passing, names, batch)
        watcher.passed(len(batch))
    connection.execute(insert(table).from_select(names, select(passing)))


LOADING: dict[str, Callable[[Connection, Table, Iterable[Batch], Watcher], None]] = {
    "sqlite": _load_sqlite,
    "postgresql": _load_postgres,
}


def _erased(connection: Connection) -> set[str]:
    return set(connection.scalars(select(ErasedMiner.token)))

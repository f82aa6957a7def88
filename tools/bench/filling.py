"""Loads a made-up world into a fresh store by the database's own bulk path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Table

from data_access.importing.comparing import TableCounts
from data_access.importing.descriptor import record_tables
from data_access.importing.recording import Described, begin_record, record_tables_of
from data_access.kept_places import rebuild_places
from data_access.migrations import migrate
from data_access.places import keep_key
from data_access.summaries.keeping import rebuild
from tools.bench.world import world
from tools.bench.world.columns import Array, Columns
from tools.bench.world.sizes import DATA_DATE, Size

ROWS_AT_ONCE = 200_000
BY = "the benchmark"
# What Postgres reads as no value.
NOTHING = r"\N"
ERA, DAYS_OF_ERA = np.datetime64("1990-01-01", "D"), 25_000


def fill(engine: Engine, size: Size) -> None:
    """Makes the store's tables and fills them; ``engine`` is the owner's, on Postgres a superuser's."""
    migrate(engine)
    unhurried = SQLITE_UNHURRIED if engine.dialect.name == "sqlite" else POSTGRES_UNHURRIED
    with engine.connect() as connection:
        for setting in unhurried:
            connection.exec_driver_sql(setting)
        connection.commit()
        with connection.begin():
            _load(connection, size)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    settle(engine)


def settle(engine: Engine) -> None:
    """All that follows a bulk load: what the store derives from its rows is made anew, then looked at."""
    with engine.begin() as connection:
        rebuild(connection)
        rebuild_places(connection)
        connection.exec_driver_sql("ANALYZE")


# Nobody else looks at the file, and what a crash would leave is thrown away.
SQLITE_UNHURRIED = (
    "PRAGMA foreign_keys = OFF",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -500000",
    "PRAGMA temp_store = MEMORY",
)
# As a replica, Postgres doesn't look every reference up.
POSTGRES_UNHURRIED = ("SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'")


def _load(connection: Connection, size: Size) -> None:
    """Rows first, indexes after them: that is several times as fast."""
    described = Described("bench", f"Benchmark, size {size.name}", "1", DATA_DATE, False, f"{size.name:0>64}")
    indexes = [index for table in record_tables().values() for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    import_id = begin_record(connection, described, "package", BY)
    rows: dict[str, int] = {}
    for name, columns in world(size):
        table = record_tables()[name]
        count = _count(columns)
        for first in range(0, count, ROWS_AT_ONCE):
            last = min(first + ROWS_AT_ONCE, count)
            _write(connection, table, _cut(columns, first, last), last - first, import_id)
        rows[name] = rows.get(name, 0) + count
    for index in indexes:
        index.create(connection)
    counted = {name: TableCounts(count, count, 0, 0, 0) for name, count in rows.items()}
    record_tables_of(connection, import_id, counted)
    keep_key(connection)


def _count(columns: Columns) -> int:
    return max((len(value) for value in columns.values() if _varies(value)), default=1)


def _cut(columns: Columns, first: int, last: int) -> Columns:
    return {name: value[first:last] if _varies(value) else value for name, value in columns.items()}


def _varies(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1


def _write(connection: Connection, table: Table, columns: Columns, count: int, import_id: int) -> None:
    columns = {**columns, "illustrative": False, "import_id": import_id}
    names = list(columns)
    listed = ", ".join(names)
    cells = [_cells(value, count) for value in columns.values()]
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(names))
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({listed}) VALUES ({places})", list(zip(*cells, strict=True))
        )
        return
    raw: Any = connection.connection.driver_connection
    lines = "\n".join(map("\t".join, zip(*map(_written, cells), strict=True)))
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:
        copy.write(lines + "\n")


def _cells(value: Any, count: int) -> list[Any]:
    """A column's cells as SQLite takes them: days as ISO texts, nothing as None."""
    if not _varies(value):
        constant = str(value) if isinstance(value, np.datetime64) else value
        return [constant] * count
    if value.dtype.kind == "M":
        return _days(value) if value.dtype == "datetime64[D]" else _moments(value)
    if value.dtype.kind == "f":
        return [None if number != number else number for number in value.tolist()]
    cells: list[Any] = value.tolist()
    return cells


def _days(days: Array) -> list[str | None]:
    number = np.where(np.isnat(days), DAYS_OF_ERA, (days - ERA).astype(int))
    written: list[str | None] = _calendar()[number].tolist()
    return written


def _moments(moments: Array) -> list[str]:
    return [f"{moment:%Y-%m-%d %H:%M:%S.%f}" for moment in moments.astype("datetime64[us]").tolist()]


@cache
def _calendar() -> Array:
    """Every day of the era as text, and last of all nothing."""
    days = np.datetime_as_string(ERA + np.arange(DAYS_OF_ERA)).astype(object)
    return np.append(days, np.array([None], dtype=object))


def _written(cells: Sequence[Any]) -> Iterator[str]:
    """Cells as Postgres reads them; no text of this world holds a tab or a backslash."""
    return (NOTHING if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells)

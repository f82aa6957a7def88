"""Temporary tables of a connection, how rows get into them fast, and which are the same as others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ClauseElement,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Index,
    MetaData,
    Table,
    and_,
    make_url,
)
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

METADATA = MetaData()


def temporary_table(name: str, *items: Column[Any] | Index) -> Table:
    """A table of the connection alone. Made once for all, so that statements are compiled once."""
    return Table(name, METADATA, *items, prefixes=["TEMPORARY"])


def make(connection: Connection, table: Table) -> None:
    """Makes a temporary table, empty, whether it was there before or not."""
    for statement in _making(table, connection.dialect.name):
        connection.exec_driver_sql(statement)


@cache
def _making(table: Table, database: str) -> tuple[str, ...]:
    """Written once for all, for SQLAlchemy keeps no statement that makes a table."""
    dialect = make_url(f"{database}://").get_dialect()()
    indexes = map(CreateIndex, table.indexes)
    making: tuple[ClauseElement, ...] = (DropTable(table, if_exists=True), CreateTable(table), *indexes)
    return tuple(str(statement.compile(dialect=dialect)) for statement in making)


def load(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Puts rows into a temporary table by the database's bulk path; values in the order of ``names``."""
    quote = connection.dialect.identifier_preparer.quote
    name, columns = quote(table.name), ", ".join(map(quote, names))
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    kinds = [table.c[name].type.dialect_impl(connection.dialect) for name in names]
    binds = [
        # Many rows have few days.
        (place, cache(bind) if isinstance(kind, Date) else bind)
        for place, kind in enumerate(kinds)
        if (bind := kind.bind_processor(connection.dialect)) is not None
    ]
    bound, places = _bound(rows, binds) if binds else rows, ", ".join("?" * len(names))
    raw = connection.connection.driver_connection
    raw.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", bound)


def same_key(table: Table, staged: FromClause) -> ColumnElement[bool]:
    """A row of a table and one that is to go into it are the same, by the key."""
    return same(table, staged, table.primary_key.columns.keys())


def same(
    left: FromClause, right: FromClause, columns: Sequence[str], right_columns: Sequence[str] | None = None
) -> ColumnElement[bool]:
    """Both have equal values in these columns, none of them missing."""
    pairs = zip(columns, right_columns or columns, strict=True)
    return and_(*(left.c[one] == right.c[other] for one, other in pairs))


def _bound(rows: Iterable[Sequence[Any]], binds: Sequence[tuple[int, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for place, bind in binds:
            values[place] = bind(values[place])
        yield values

"""Temporary tables of a connection: how they look, and how rows get into them fast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    and_,
)

from data_access.importing.descriptor import delivered_columns


def temporary_table(name: str, *items: Column[Any] | Index) -> Table:
    """A table of the connection alone. Made once for all imports, so that statements are compiled once."""
    return Table(name, METADATA, *items, prefixes=["TEMPORARY"])


METADATA = MetaData()
REFUSALS = temporary_table(
    "refusal",
    Column("number", Integer),
    Column("table_name", String),
    Column("line", Integer),
    Column("column_name", String),
    Column("value", String),
    Column("reason", String),
    Index("ix_refusal", "table_name", "line"),
)


@cache
def staged_table(table: Table) -> Table:
    """Where the rows of a table are staged: its columns without any of its constraints, and our own."""
    name = f"staged_{table.name}"
    return temporary_table(
        name,
        Column("number", Integer),
        Column("line", Integer),
        Column("refused", Boolean),
        *(Column(column.name, column.type) for column in delivered_columns(table)),
        Column("becomes", String(9)),
        Index(f"ix_{name}_number", "number"),
        Index(f"ix_{name}_line", "line"),
        Index(f"ix_{name}_key", *table.primary_key.columns.keys()),
    )


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
    binds = [
        table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for name in names
    ]
    bound = [
        tuple(value if bind is None else bind(value) for bind, value in zip(binds, row, strict=True))
        for row in rows
    ]
    places = ", ".join("?" * len(names))
    if bound:
        connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) VALUES ({places})", bound)


def same_key(table: Table, staged: FromClause) -> ColumnElement[bool]:
    """A row of the store and a staged one are the same, by the source's key."""
    return same(table, staged, table.primary_key.columns.keys())


def same(
    left: FromClause, right: FromClause, columns: Sequence[str], right_columns: Sequence[str] | None = None
) -> ColumnElement[bool]:
    """Both have equal values in these columns, none of them missing."""
    pairs = zip(columns, right_columns or columns, strict=True)
    return and_(*(left.c[one] == right.c[other] for one, other in pairs))

"""All rows of a table, as they are stored, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    Table,
    func,
    select,
    type_coerce,
)

from data_access.dialects import bytewise
from data_access.schema import Base, Derived, Photo, QuarantinedRow, RowVersion
from data_access.schema.base import Words

Batch = Sequence[Sequence[Any]]

ROWS_AT_A_TIME = 1000
# A row of these may hold a whole picture, and a kept upload whatever was sent.
WITH_PICTURES = {table.__tablename__ for table in (Photo, QuarantinedRow, RowVersion)}
PICTURES_AT_A_TIME = 50


def all_tables() -> list[Table]:
    """Every table of the store, each after those it refers to, but those that follow from others."""
    follow = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Derived)}
    return [table for table in Base.metadata.sorted_tables if table not in follow]


def batches(connection: Connection, table: Table, columns: Sequence[Column[Any]]) -> Iterator[Batch]:
    """The rows of a table in the order of their keys, the same on each database.

    Texts are as they were delivered. Of no more rows than a batch has is anything kept in memory.
    """
    statement = select(*(as_stored(column) for column in columns)).order_by(
        *(_in_order(column) for column in table.primary_key.columns)
    )
    options = {"yield_per": rows_at_a_time(table)}
    with connection.execute(statement, execution_options=options) as result:
        yield from result.partitions()


def as_stored(column: Column[Any]) -> ColumnElement[Any]:
    """The column without what is put around words for those who read them among others."""
    if isinstance(column.type, Words):
        return type_coerce(column, String).label(column.name)
    return column


def row_counts(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def rows_at_a_time(table: Table) -> int:
    """Of how many rows of a table the memory is asked for at once."""
    if any(isinstance(column.type, LargeBinary) for column in table.columns):
        return 1
    return PICTURES_AT_A_TIME if table.name in WITH_PICTURES else ROWS_AT_A_TIME


def _in_order(column: Column[Any]) -> ColumnElement[Any]:
    return bytewise(column) if isinstance(column.type, String) else column

"""Writes what was staged into the store, and keeps what it replaces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    type_coerce,
    update,
)

from data_access.dialects import insert_or_update
from data_access.importing.comparing import TableCounts
from data_access.importing.descriptor import delivered_columns, other_keys, record_tables, references_to
from data_access.importing.staging import CHANGED, NEW, ROWS_AT_ONCE, Stage
from data_access.schema import RowVersion
from data_access.schema.base import Words
from data_access.summaries.touching import Changed
from data_access.temporary import same_key


def apply(
    stage: Stage, found: Mapping[str, TableCounts], import_id: int, done: Callable[[int], None]
) -> None:
    """Takes in all rows that are new or changed, each table after those it refers to.

    ``done`` hears of the rows of each table.
    """
    for name in stage.each(done):
        table, counted = record_tables()[name], found[name]
        if counted.changed:
            _keep_versions(stage, table, import_id)
        if counted.accepted:
            if counted.changed:
                make_way(stage.connection, table, stage.tables[name])
            write(stage.connection, table, stage.tables[name], literal(import_id, Integer))


def changes(stage: Stage, found: Mapping[str, TableCounts]) -> Changed:
    """The rows that are to be new or changed, and the changed ones as they are."""
    rows: dict[str, list[FromClause]] = {}
    for name, counted in found.items():
        if counted.accepted:
            table, staged = record_tables()[name], stage.tables[name]
            rows[name] = [select(staged).where(staged.c.becomes.in_((NEW, CHANGED))).subquery("to_be")]
            if counted.changed:
                rows[name].append(select(table).where(_changes(table, staged)).subquery("as_it_was"))
    return Changed(rows, frozenset(name for name, counted in found.items() if counted.changed))


def write(connection: Connection, table: Table, staged: Table, writer: ColumnElement[Any]) -> None:
    """Writes the staged rows that are new or changed; ``writer`` is the import they are from."""
    names = [column.name for column in delivered_columns(table)]
    taken = staged.c.becomes.in_((NEW, CHANGED))
    rows = select(*(staged.c[name] for name in names), writer).where(taken)
    statement = insert_or_update(table, connection).from_select([*names, "import_id"], rows)
    replaced = [name for name in (*names, "import_id") if not table.c[name].primary_key]
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: statement.excluded[name] for name in replaced},
        )
    )


def make_way(connection: Connection, table: Table, staged: Table) -> None:
    """Takes out the rows that are to change: a unique key besides the source's may pass from one to another,
    and none is in the way then. Rows that others refer to step aside to numbers that none has."""
    changes = _changes(table, staged)
    if not references_to(table):
        connection.execute(delete(table).where(changes))
        return
    for columns in other_keys(table):
        number = next(table.c[name] for name in columns if isinstance(table.c[name].type, Integer))
        others = table.alias("others")
        last = select(func.max(others.c[number.name])).scalar_subquery()
        connection.execute(update(table).where(changes).values({number: number + last}))


def _changes(table: Table, staged: Table) -> ColumnElement[bool]:
    """A row is to be another: found by its key, however many there are."""
    keys = table.primary_key.columns
    changed = select(*(staged.c[key.name] for key in keys)).where(staged.c.becomes == CHANGED)
    among: ColumnElement[bool] = tuple_(*keys).in_(changed)
    return among


def row_key(values: list[Any]) -> str:
    """A key, by which versions and quarantined rows are found again."""
    return json.dumps(values, ensure_ascii=False, default=_plain)


def as_delivered(column: Column[Any]) -> ColumnElement[Any]:
    """A column with the texts that were delivered, not isolated for being shown among others."""
    return type_coerce(column, String) if isinstance(column.type, Words) else column


def _keep_versions(stage: Stage, table: Table, import_id: int) -> None:
    staged = stage.tables[table.name]
    columns = delivered_columns(table)
    changed = (
        select(*(as_delivered(column) for column in columns), table.c.import_id)
        .join(staged, and_(same_key(table, staged), staged.c.becomes == CHANGED))
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    rows = _versions(table, import_id, stage.connection.execute(changed))
    for some in iter(lambda: list(islice(rows, ROWS_AT_ONCE)), []):
        stage.connection.execute(insert(RowVersion), some)


def _versions(table: Table, import_id: int, rows: Any) -> Iterator[dict[str, Any]]:
    columns = delivered_columns(table)
    key = [number for number, column in enumerate(columns) if column.primary_key]
    for row in rows:
        values = {column.name: _plain(value) for column, value in zip(columns, row[:-1], strict=True)}
        yield {
            "import_id": import_id,
            "table_name": table.name,
            "row_key": row_key([row[number] for number in key]),
            "cells": json.dumps(values, ensure_ascii=False),
            "written_by": row[-1],
        }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value

"""The numbers that a database gives to new rows, so that one that was given is never given again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, column, delete, func, insert, select, table

from data_access.moving.reading import all_tables

# Where SQLite keeps the number last given, by table.
GIVEN = table("sqlite_sequence", column("name"), column("seq"))


def counters(connection: Connection) -> dict[str, int]:
    """The number last given in each table that numbers its rows; 0 where none was given yet."""
    return {name: _given(connection, numbered) for name, numbered in _numbered().items()}


def set_counters(connection: Connection, given: Mapping[str, int]) -> None:
    """Lets the numbers go on after those given and those that are there; undone with the transaction."""
    for name, numbered in _numbered().items():
        highest: int = connection.scalar(select(func.max(numbered))) or 0
        _set(connection, numbered, max(highest, given[name]))


def _numbered() -> dict[str, Column[Any]]:
    """The column that numbers the rows of a table, by table."""
    return {t.name: t.autoincrement_column for t in all_tables() if t.autoincrement_column is not None}


def _given(connection: Connection, numbered: Column[Any]) -> int:
    if connection.dialect.name == "sqlite":
        found = select(GIVEN.c.seq).where(GIVEN.c.name == numbered.table.name)
        return int(connection.scalar(found) or 0)
    sequence = _sequence(connection, numbered)
    last, is_given = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()
    return int(last) if is_given else int(last) - 1


def _set(connection: Connection, numbered: Column[Any], given: int) -> None:
    if connection.dialect.name == "sqlite":
        name = numbered.table.name
        connection.execute(delete(GIVEN).where(GIVEN.c.name == name))
        if given:
            connection.execute(insert(GIVEN).values(name=name, seq=given))
        return
    # What setval() does outlives a transaction that fails; this does not.
    sequence = _sequence(connection, numbered)
    connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} RESTART WITH {given + 1:d}")


def _sequence(connection: Connection, numbered: Column[Any]) -> str:
    """The name of the column's sequence on Postgres, quoted by Postgres."""
    return str(connection.scalar(select(func.pg_get_serial_sequence(numbered.table.name, numbered.name))))

"""What a store holds after imports, to be compared with what it is to hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from data_access.importing import ImportSummary, PackageRefused, Problem, import_package
from data_access.importing.descriptor import record_tables
from data_access.importing.retrying import Quarantined, quarantined
from data_access.moving.reading import all_tables
from data_access.selection import data_date, data_version
from data_access.summaries.checking import check
from tests.data_access.importing.packages import Tables, write

Rows = dict[str, list[tuple[Any, ...]]]

# The list of what was done only grows, and a store keeps the secret that it once has.
GROWING = {"package_import", "imported_table", "place_key"}


def contents(engine: Engine, *, without: set[str] = GROWING) -> Rows:
    """All rows of all tables, whoever wrote them, but of those that follow from others."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in all_tables()
            if table.name not in without
        }


def summaries_hold(engine: Engine) -> bool:
    """Whether the summaries are of these data, and hold what the records say."""
    with engine.connect() as connection, connection.begin() as transaction:
        checked = check(connection)
        transaction.rollback()
    assert not checked.wrong, checked.examples
    return checked.in_step


def records(engine: Engine) -> Rows:
    """The rows of the tables that packages bring."""
    return {name: rows for name, rows in contents(engine).items() if name in record_tables()}


def cell(engine: Engine, table: str, key: str, column: str) -> Any:
    """One cell of a row whose key is a single column; None also if there is no such row."""
    of = record_tables()[table]
    with engine.connect() as connection:
        return connection.scalar(select(of.c[column]).where(of.c.id == key))


def keys(engine: Engine, table: str) -> list[str]:
    """The keys that a table has, of several columns joined by a +."""
    of = record_tables()[table]
    with engine.connect() as connection:
        found = connection.execute(select(*of.primary_key.columns)).all()
    return sorted(" + ".join(map(str, row)) for row in found)


def waiting(engine: Engine) -> list[Quarantined]:
    """The rows in quarantine."""
    with engine.connect() as connection:
        return quarantined(connection)


def waiting_lines(engine: Engine) -> list[tuple[str, int]]:
    """Table and line of the rows in quarantine."""
    return sorted((row.table, row.line) for row in waiting(engine))


def version_of(engine: Engine) -> str:
    """The version of the data, by which viewers see that they have changed."""
    with engine.connect() as connection:
        return data_version(connection)


def reach(engine: Engine) -> str:
    """The day up to which the store's data reach."""
    with engine.connect() as connection:
        return data_date(connection).isoformat()


def take_in(engine: Engine, folder: Path, tables: Tables, **described: object) -> ImportSummary:
    """Imports a package whole; ``described`` changes what it says of itself."""
    return import_package(engine, write(folder, tables, **described))


def with_quarantine(engine: Engine, folder: Path, tables: Tables, **described: object) -> ImportSummary:
    """Imports a package with its bad rows set aside; the sums have to hold."""
    summary = import_package(engine, write(folder, tables, **described), quarantine=True)
    for name, counted in summary.tables.items():
        assert counted.accepted + counted.unchanged + counted.quarantined == counted.read == len(tables[name])
    return summary


def refused(engine: Engine, folder: Path, tables: Tables, **described: object) -> list[Problem]:
    """Why a package is refused; the store has then not changed in anything."""
    before = contents(engine, without=set())
    try:
        take_in(engine, folder, tables, **described)
    except PackageRefused as error:
        assert contents(engine, without=set()) == before
        return list(error.problems)
    raise AssertionError("the package was taken in")

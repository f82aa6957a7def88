"""A sister system with tables of its own, and the views through which the dashboard reads them.

Its names and types are others than the dashboard's; the views are the contract's own, filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, make_url, select, text

from data_access.commands import main
from data_access.contract import Family, NeededTable, contract
from data_access.schema import Base
from data_access.store import writing_engine
from data_access.views.skeleton import skeleton
from tests.conftest import PostgresDatabases

LEDGER, VIEWS = "ledger", "gold"
LEDGER_TYPES = {
    Family.text: "varchar",
    Family.whole: "numeric",
    Family.big: "numeric",
    Family.real: "numeric",
    Family.truth: "integer",
    Family.day: "timestamp",
    Family.moment: "timestamp",
}
EMPTY = re.compile(r"^    (?:NULL|false)::(.+?) AS (\w+)(,?)", re.MULTILINE)
VIEW = re.compile(r"^CREATE OR REPLACE VIEW (\w+) AS SELECT$.*?^WHERE false;$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class SisterSystem:
    """Its database: for its own administrator, for the owner of the views, and for who serves the dashboard.

    ``owner_url`` and ``app_url`` lead to the schema that holds the views.
    """

    server_url: str
    owner: str
    owner_url: str
    app: str
    app_url: str

    def administer(self, *statements: str) -> None:
        """Runs statements as the sister system's administrator."""
        _run(self.server_url, statements)

    def own(self, *statements: str) -> None:
        """Runs statements as the owner of the views."""
        _run(self.owner_url, statements)


@contextmanager
def sister_system(databases: PostgresDatabases, roles: tuple[str, str]) -> Iterator[SisterSystem]:
    """A sister system without rows, and no views yet; dropped in the end."""
    owner, app = roles
    url = databases.create()
    system = SisterSystem(
        url, owner, _in_schema(databases.url_as(url, owner)), app, _in_schema(databases.url_as(url, app))
    )
    system.administer(
        f"CREATE SCHEMA {LEDGER}",
        *(_ledger(table) for table in contract().values()),
        f"GRANT USAGE ON SCHEMA {LEDGER} TO {owner}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {LEDGER} TO {owner}",
        f"CREATE SCHEMA {VIEWS} AUTHORIZATION {owner}",
    )
    try:
        yield system
    finally:
        databases.drop(url)


@contextmanager
def viewed_system(databases: PostgresDatabases, roles: tuple[str, str]) -> Iterator[SisterSystem]:
    """A sister system whose views are there, and the dashboard's own tables beside them."""
    with sister_system(databases, roles) as system:
        system.own(filled_in())
        run("create", "--views", "--app-role", system.app, "--store", system.owner_url)
        yield system


def filled_in() -> str:
    """The contract's views, with the ledger's columns in the place of each NULL."""
    found = VIEW.sub(_filled_in, skeleton())
    assert "NULL::" not in found
    return found


def copy_rows(ordinary: Engine, system: SisterSystem) -> None:
    """Writes what an ordinary store holds into the ledger."""
    engine = writing_engine(system.server_url)
    with ordinary.connect() as from_store, engine.begin() as to_ledger:
        for name in contract():
            _copy(from_store, to_ledger, Base.metadata.tables[name])
    engine.dispose()


def run(*arguments: str, code: int = 0) -> None:
    """Runs a command, which has to end with that code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == code


def _copy(from_store: Connection, to_ledger: Connection, table: Table) -> None:
    names = [column.name for column in contract()[table.name].columns]
    rows = from_store.execute(select(*(table.columns[name] for name in names))).all()
    if rows:
        values = ", ".join(f":{name}" for name in names)
        insert = text(f"INSERT INTO {LEDGER}.t_{table.name} VALUES ({values})")
        to_ledger.execute(insert, [_plain(dict(row._mapping)) for row in rows])


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in row.items()}


def _ledger(table: NeededTable) -> str:
    columns = (f"f_{column.name} {LEDGER_TYPES[column.family]}" for column in table.columns)
    return f"CREATE TABLE {LEDGER}.t_{table.name} ({', '.join(columns)})"


def _filled_in(view: re.Match[str]) -> str:
    filled = EMPTY.sub(r"    f_\2::\1 AS \2\3", view.group())
    return filled.replace("WHERE false;", f"FROM {LEDGER}.t_{view[1]};")


def _in_schema(url: str) -> str:
    found = make_url(url).update_query_dict({"options": f"-csearch_path={VIEWS}"})
    return found.render_as_string(hide_password=False)


def _run(url: str, statements: tuple[str, ...]) -> None:
    engine = writing_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
    engine.dispose()

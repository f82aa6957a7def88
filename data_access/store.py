"""The store: where it is, how it is opened, and what to say when it can't be."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as AllInUse

from data_access import migrations
from data_access.connections import connected
from data_access.driver_words import in_words
from data_access.language import Later
from data_access.rights import Rights
from data_access.row_security.context import Keys, found_anew, see_as
from data_access.row_security.roles import serving_problem
from data_access.viewer import Viewer
from data_access.views.through import CREATE_VIEWS, no_schema, views_of, views_problem

DEFAULT_URL = "sqlite:///store/dashboard.sqlite"
QUERY_SECONDS = 20
# Viewers with different rights of whom it is remembered what they see.
MOST_KEPT = 200
SQLITE_STEPS_BETWEEN_CLOCK_CHECKS = 20_000
# How long whoever writes to an SQLite file waits for another who does, unless the URL says `timeout`.
SECONDS_FOR_WRITERS = 20
# What the system reports where nothing more can be written.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StoreUnavailable(Exception):
    """The store can't be read; the message says why and what to do."""


class NotToBeServed(StoreUnavailable):
    """The database would not guard the store from those who serve it; the message says what to do."""


@dataclass(frozen=True)
class Store:
    """A store opened for reading, and for what the dashboard itself writes: grants, the audit, sign-ins."""

    engine: Engine
    writer: Engine
    # What the database has found to be visible: by rights, and counting for these only.
    _found: dict[Rights, Keys] = field(default_factory=dict, compare=False, repr=False)

    @contextmanager
    def reading(
        self, viewer: Viewer | str | None = None, seconds: float = QUERY_SECONDS
    ) -> Iterator[Connection]:
        """A read-only connection for a viewer, or for what everybody may know of a store.

        A name alone is somebody signed in whose rights are to be found. On Postgres a row that the
        viewer may not see is not there, whatever is asked. Queries end after ``seconds``; raises
        StoreUnavailable.
        """
        with in_plain_words(self.engine, seconds), connected(self.engine) as connection:
            _limit(connection, seconds)
            rights = viewer.rights if isinstance(viewer, Viewer) else None
            see_as(connection, viewer, self._found.get(rights) if rights else None)
            yield connection
            if rights and rights.limited and (found := found_anew(connection)):
                self._keep(rights, found)

    @contextmanager
    def writing(self, viewer: Viewer | str, seconds: float = QUERY_SECONDS) -> Iterator[Connection]:
        """A transaction in which a viewer writes, committed at its end; raises StoreUnavailable.

        On Postgres everybody writes under their own name only, and grants only as an administrator.
        Statements end after ``seconds``, also those that wait for another writer.
        """
        with in_plain_words(self.writer, seconds), self.writer.begin() as connection:
            _limit(connection, seconds)
            see_as(connection, viewer)
            yield connection

    def _keep(self, rights: Rights, found: Keys) -> None:
        if len(self._found) >= MOST_KEPT:
            self._found.clear()
        self._found[rights] = found

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()
        self.writer.dispose()


def store_url() -> str:
    """The store's URL: DATABASE_URL, or the SQLite file that ``make run`` fills."""
    return os.environ.get("DATABASE_URL") or DEFAULT_URL


def open_store(url: str | None = None, *, serving: bool = False) -> Store:
    """Opens the store for reading and checks its schema; raises StoreUnavailable.

    ``serving`` it to viewers, on Postgres, takes a role that can't see past their rights; raises
    NotToBeServed for all others.
    """
    store = unchecked_store(url)
    try:
        with store.reading() as connection:
            if problem := schema_problem(connection) or views_problem(connection):
                raise StoreUnavailable(problem)
            on_postgres = connection.dialect.name == "postgresql"
            if serving and on_postgres and (refused := serving_problem(connection)):
                raise NotToBeServed(refused)
    except StoreUnavailable:
        store.close()  # whoever tries again opens another
        raise
    return store


def unchecked_store(url: str | None = None) -> Store:
    """Opens the store for reading, whatever is in it; raises StoreUnavailable for a URL that leads nowhere.

    A missing SQLite file is an error here, never a new empty store.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        if address.database in (None, "", ":memory:"):
            raise StoreUnavailable(
                Later("The store's URL names no file. Write sqlite:///path/to/file.sqlite.")
            )
        path = Path(address.database)
        if not path.is_file():
            raise StoreUnavailable(
                Later(
                    "There is no store at {file}. Run `make run`, or `python -m data_access create` "
                    "and `python -m data_access import PACKAGE`.",
                    file=path,
                )
            )
        # mode=rw: what a killed import has left behind is undone by whoever opens the file next, and
        # a connection that may not write at all could not read it.
        existing = address.set(database=f"file:{quote(str(path.resolve()))}").update_query_dict(
            {"mode": "rw", "uri": "true"}
        )
        # A pooled connection would go on reading a file that has been replaced.
        engine = create_engine(existing, poolclass=NullPool)
        event.listen(engine, "connect", _refuse_writing)
    else:
        engine = create_engine(address, pool_pre_ping=True, pool_size=8, max_overflow=8)
        engine = engine.execution_options(postgresql_readonly=True)
    return Store(engine, writing_engine(url))


def writing_engine(url: str | None = None) -> Engine:
    """An engine that may write: for creating a store and taking packages in."""
    address = _address(url)
    is_sqlite = address.get_backend_name() == "sqlite"
    patient = {"timeout": SECONDS_FOR_WRITERS} if is_sqlite and "timeout" not in address.query else {}
    engine = create_engine(address, poolclass=NullPool, connect_args=patient)
    if is_sqlite:
        event.listen(engine, "connect", _enforce_foreign_keys)
    return engine


@contextmanager
def in_plain_words(engine: Engine, seconds: float = QUERY_SECONDS) -> Iterator[None]:
    """Raises StoreUnavailable, in words, for whatever the database's driver raises, for a full pool and
    for a full disk."""
    # An import's bulk path has the driver itself, whose errors nobody wraps.
    drivers: type[Exception] = engine.dialect.loaded_dbapi.Error
    try:
        yield
    except AllInUse as error:
        raise StoreUnavailable(
            Later("All connections to the store are in use. Try again in a moment.")
        ) from error
    except (DBAPIError, drivers) as error:
        raise StoreUnavailable(in_words(error, engine.url, seconds)) from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StoreUnavailable(
            Later(
                "The disk for temporary files is full. Make room on it, or name another folder with TMPDIR."
            )
        ) from error


def schema_problem(connection: Connection) -> Later | None:
    """What to run if the store's schema isn't this program's; None if it is."""
    current, head = migrations.current_revision(connection), migrations.head_revision()
    if current == head:
        return None
    create = CREATE_VIEWS if (views := views_of(connection)) else "python -m data_access create"
    if current is None and connection.dialect.name == "postgresql" and no_schema(connection):
        return Later(
            "The search path of this role leads to no schema that it may use. Name the right one: "
            "postgresql://…?options=-csearch_path%3DSCHEMA; its owner lets roles in with `{command}`.",
            command=f"{CREATE_VIEWS} --app-role ROLE",
        )
    if current is None and views:
        return Later(
            "The schema has views, but not yet the dashboard's own tables beside them. Run `{command}`.",
            command=create,
        )
    if current is None:
        return Later("The store is empty: it has no tables yet. Run `{command}`.", command=create)
    if current in migrations.known_revisions():
        return Later(
            "The store's schema is at version {version}, this program needs {needed}. "
            "Run `{command}` to bring it up to date.",
            version=current,
            needed=head,
            command=create,
        )
    return Later(
        "The store's schema is at version {version}, which this program does not know. "
        "It was written by a newer version of the program: update the program.",
        version=current,
    )


def _address(url: str | None) -> URL:
    try:
        address = make_url(url or store_url())
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise StoreUnavailable(
            Later(
                "The store's URL is no database URL. Write sqlite:///path/to/file.sqlite "
                "or postgresql://user:password@host/name."
            )
        ) from error
    backend = address.get_backend_name()
    if backend == "postgresql":
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreUnavailable(
            Later("The store is SQLite or Postgres; {database} isn't known here.", database=backend)
        )
    return address.set(drivername="sqlite")


def _refuse_writing(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only = ON")


def _enforce_foreign_keys(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


def _limit(connection: Connection, seconds: float) -> None:
    """Ends a query after ``seconds``: Postgres does so itself, SQLite asks us now and then."""
    if connection.dialect.name == "postgresql":
        # Local to the transaction: a session-wide SET would reach the pool's next user.
        connection.execute(
            text("SELECT set_config('statement_timeout', :limit, true)"),
            {"limit": str(int(seconds * 1000))},
        )
        return
    raw: Any = connection.connection.driver_connection
    deadline = time.monotonic() + seconds
    raw.set_progress_handler(lambda: int(time.monotonic() > deadline), SQLITE_STEPS_BETWEEN_CLOCK_CHECKS)

"""One import at a time: a second one waits, and is told for whom."""

from __future__ import annotations

import gc
import getpass
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_access.store import StoreUnavailable

# Any number, but the same for all who import into a database.
LOCK = 4_167_036
SECONDS_BETWEEN_TRIES = 0.5
SECONDS_TO_WAIT = 600.0
POSTGRES_NAME = 63
MILLISECONDS_BETWEEN_LOOKS = 1_000
# Instead of 700.
OBJECTS_BETWEEN_LOOKS = 50_000
ANOTHER = "another program"


class StoreLocked(Exception):
    """Somebody else writes to the store, and did not end in time; the message says who, and since when."""


def who() -> str:
    """Who runs this program, and where."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a user whom the system does not know, as in a container
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"


@contextmanager
def only_writer(
    connection: Connection,
    doing: str,
    seconds: float = SECONDS_TO_WAIT,
    waiting: Callable[[str], None] = lambda _: None,
) -> Iterator[None]:
    """Keeps all others from importing while this goes on; whoever is killed keeps nobody.

    ``doing`` is told to those who wait. ``waiting`` hears once for whom this waits. Raises StoreLocked
    after ``seconds``, and StoreUnavailable if there can't be a lock.
    """
    lock: AbstractContextManager[None]
    if connection.dialect.name == "postgresql":
        lock = _postgres_lock(connection, doing, seconds, waiting)
    elif store := _file_of(connection):
        lock = _file_lock(store, doing, seconds, waiting)
    else:  # in memory, where it is nobody else's
        yield
        return
    try:
        with lock, _garbage_looked_for_seldom():
            yield
    finally:
        # The lock and what an import stages are the connection's: a pool must not get them back.
        connection.invalidate()


@contextmanager
def _garbage_looked_for_seldom() -> Iterator[None]:
    """Rows that come by thousands are no garbage: to look for it among them, and among all that the process
    holds besides, took a sixth of the time of an import."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def begin_writing(connection: Connection) -> None:
    """Takes SQLite's one lock for writers at once: whoever has read can't always get it any more."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _postgres_lock(
    connection: Connection, doing: str, seconds: float, waiting: Callable[[str], None]
) -> Iterator[None]:
    """An advisory lock of the session, in this database alone; its name says to others what goes on."""
    deadline, told = time.monotonic() + seconds, False
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
        holder = _postgres_holder(connection)
        connection.rollback()
        if time.monotonic() >= deadline:
            raise StoreLocked(_refusal(holder))
        if not told:
            waiting(f"Waiting for {holder}.")
            told = True
        time.sleep(SECONDS_BETWEEN_TRIES)
    try:
        connection.execute(
            text("SELECT set_config('application_name', :name, false)"), {"name": _session_name(doing)}
        )
        connection.commit()
        _watch_for_death(connection)
        yield
    finally:
        # A closed session's lock is free only once the server has noticed. If it can't be told, it did.
        with suppress(SQLAlchemyError):
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()


def _session_name(doing: str) -> str:
    """What goes on and by whom, in what Postgres keeps of a session's name: 63 characters, all ASCII."""
    by = f" by {who()}"
    room = max(0, POSTGRES_NAME - len(by))
    shown = doing if len(doing) <= room else f"{doing[: room - 3]}..."
    return f"{shown}{by}".encode("ascii", "replace").decode()[:POSTGRES_NAME]


def _watch_for_death(connection: Connection) -> None:
    """A server looks only after a statement whether its client still lives; ours are long ones."""
    setting = text(
        "SELECT set_config(name, :milliseconds, false) FROM pg_settings "
        "WHERE name = 'client_connection_check_interval'"  # there is none before Postgres 14
    )
    with suppress(DBAPIError), connection.begin():  # some systems can't look
        connection.execute(setting, {"milliseconds": str(MILLISECONDS_BETWEEN_LOOKS)})


def _postgres_holder(connection: Connection) -> str:
    found = connection.execute(
        text(
            "SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND classid = 0 AND objid = :lock AND objsubid = 1 AND granted "
            "AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        {"lock": LOCK},
    ).first()
    if found is None:
        return ANOTHER
    holder = found.application_name or ANOTHER
    if found.backend_start is None:  # which the sessions of other roles do not tell everybody
        return holder
    return f"{holder}, since {found.backend_start.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _file_of(connection: Connection) -> str:
    """The store's file as SQLite has opened it, by whatever name or link; empty if it is in memory."""
    listed = connection.exec_driver_sql("PRAGMA database_list").all()
    connection.rollback()
    return next((file for _, name, file in listed if name == "main"), "") or ""


@contextmanager
def _file_lock(store: str, doing: str, seconds: float, waiting: Callable[[str], None]) -> Iterator[None]:
    """A lock on a file beside the store; another file beside it says who has it."""
    lock, said = FileLock(f"{store}.lock"), Path(f"{store}.lock.json")
    try:
        _take(lock, said, seconds, waiting)
    except OSError as error:
        raise StoreUnavailable(
            f"The lock {store}.lock can't be taken: {error.strerror}. "
            "Check the rights on it, and on its folder."
        ) from error
    try:
        _say(said, doing)
        yield
    finally:
        _unsay(said)
        lock.release()


def _take(lock: FileLock, said: Path, seconds: float, waiting: Callable[[str], None]) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if seconds > 0:
            waiting(f"Waiting for {_file_holder(said)}.")
        try:
            lock.acquire(timeout=max(0, seconds), poll_interval=SECONDS_BETWEEN_TRIES)
        except Timeout as error:
            raise StoreLocked(_refusal(_file_holder(said))) from error


def _say(said: Path, doing: str) -> None:
    """Says who has the lock: whole, or not at all, and never who had it before and was killed."""
    since = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")[:19]
    written = said.with_name(f"{said.name}.new")
    try:
        written.write_text(json.dumps({"who": f"{doing} by {who()}", "since": f"{since} UTC"}), "utf-8")
        written.replace(said)
    except OSError:  # the disk is full, say; the lock holds without
        _unsay(written)
        _unsay(said)


def _unsay(said: Path) -> None:
    with suppress(OSError):
        said.unlink(missing_ok=True)


def _file_holder(said: Path) -> str:
    try:
        told = json.loads(said.read_text("utf-8"))
        return f"{told['who']}, since {told['since']}"
    except (OSError, ValueError, TypeError, KeyError):  # between taking the lock and saying so
        return ANOTHER


def _refusal(holder: str) -> str:
    return f"The store is being written to by {holder}. Wait until that has ended, then try again."

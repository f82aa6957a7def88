"""One import at a time: a second one waits, and is told for whom."""

from __future__ import annotations

import getpass
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text

# Any number, but the same for all who import into a database.
LOCK = 4_167_036
SECONDS_BETWEEN_TRIES = 0.5
SECONDS_TO_WAIT = 600.0


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
    after ``seconds``.
    """
    lock = _postgres_lock if connection.dialect.name == "postgresql" else _file_lock
    with lock(connection, doing, seconds, waiting):
        yield


def begin_writing(connection: Connection) -> None:
    """Takes SQLite's one lock for writers at once: whoever has read can't always get it any more."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _postgres_lock(
    connection: Connection, doing: str, seconds: float, waiting: Callable[[str], None]
) -> Iterator[None]:
    """An advisory lock of the session; its name says to others what goes on."""
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
    # A name has 63 bytes there.
    name = f"{doing} by {who()}".encode()[:63].decode(errors="ignore")
    connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
    connection.commit()
    yield


def _postgres_holder(connection: Connection) -> str:
    found = connection.execute(
        text(
            "SELECT application_name, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND objid = :lock AND granted AND pg_locks.database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        {"lock": LOCK},
    ).first()
    if found is None:
        return "another program"
    since = found.backend_start.astimezone(UTC)
    return f"{found.application_name or 'another program'}, since {since:%Y-%m-%d %H:%M:%S} UTC"


@contextmanager
def _file_lock(
    connection: Connection, doing: str, seconds: float, waiting: Callable[[str], None]
) -> Iterator[None]:
    """A lock on a file beside the store; another file beside it says who has it."""
    store = connection.engine.url.database
    if store in (None, "", ":memory:"):  # which nobody else has
        yield
        return
    lock, said = FileLock(f"{store}.lock"), Path(f"{store}.lock.json")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        waiting(f"Waiting for {_file_holder(said)}.")
        try:
            lock.acquire(timeout=seconds, poll_interval=SECONDS_BETWEEN_TRIES)
        except Timeout as error:
            raise StoreLocked(_refusal(_file_holder(said))) from error
    try:
        since = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")[:19]
        said.write_text(json.dumps({"who": f"{doing} by {who()}", "since": f"{since} UTC"}), "utf-8")
        yield
    finally:
        said.unlink(missing_ok=True)
        lock.release()


def _file_holder(said: Path) -> str:
    try:
        told = json.loads(said.read_text("utf-8"))
        return f"{told['who']}, since {told['since']}"
    except (OSError, ValueError):  # between taking the lock and saying so
        return "another program"


def _refusal(holder: str) -> str:
    return f"The store is being written to by {holder}. Wait until that has ended, then try again."

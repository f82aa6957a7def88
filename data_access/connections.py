"""The connection that a thread keeps for a while, to a database to which one has to be opened each time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

_KEPT = threading.local()


@contextmanager
def on_one_connection(engine: Engine) -> Iterator[None]:
    """Within it, this thread reads an SQLite file on one connection: to open one takes about as long as a
    question. Postgres has its connections at hand, and each is given back after a question."""
    if engine.dialect.name != "sqlite" or hasattr(_KEPT, "connections"):
        yield
        return
    _KEPT.connections = {}
    try:
        yield
    finally:
        kept: dict[Engine, Connection] = _KEPT.connections
        del _KEPT.connections
        for connection in kept.values():
            connection.close()


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection of its own, or the one that this thread keeps."""
    kept: dict[Engine, Connection] | None = getattr(_KEPT, "connections", None)
    if kept is None or engine.dialect.name != "sqlite":
        with engine.connect() as connection:
            yield connection
        return
    if engine not in kept:
        kept[engine] = engine.connect()
    yield kept[engine]

"""Which store a command means, and how it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import Connection, Engine

from data_access.store import in_plain_words, open_store, writing_engine

StoreUrl = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="URL of the store, instead of DATABASE_URL."),
]


@contextmanager
def reading(url: str | None) -> Iterator[Connection]:
    """A read-only connection to the store; raises StoreUnavailable."""
    store = open_store(url)
    try:
        with store.reading() as connection:
            yield connection
    finally:
        store.close()


@contextmanager
def writing(url: str | None) -> Iterator[Engine]:
    """An engine that may write to the store; raises StoreUnavailable."""
    engine = writing_engine(url)
    try:
        with in_plain_words(engine):
            yield engine
    finally:
        engine.dispose()

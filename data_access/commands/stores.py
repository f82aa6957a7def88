"""Which store a command means, and how it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated

import typer
from sqlalchemy import Connection, Engine

from data_access.store import in_plain_words, open_store, writing_engine
from data_access.viewer import UNRESTRICTED, Viewer

StoreUrl = Annotated[
    str | None,
    typer.Option("--store", metavar="URL", help="URL of the store, instead of DATABASE_URL."),
]


@contextmanager
def reading(url: str | None) -> Iterator[Connection]:
    """A read-only connection without limits: who has the store's URL has it; raises StoreUnavailable."""
    with closing(open_store(url)) as store, store.reading(UNRESTRICTED) as connection:
        yield connection


@contextmanager
def writing_as(viewer: Viewer, url: str | None) -> Iterator[Connection]:
    """A transaction in which somebody grants or revokes, committed at its end; raises StoreUnavailable."""
    with closing(open_store(url)) as store, store.writing(viewer) as connection:
        yield connection


@contextmanager
def writing(url: str | None) -> Iterator[Engine]:
    """An engine that may write to the store; raises StoreUnavailable."""
    engine = writing_engine(url)
    try:
        with in_plain_words(engine):
            yield engine
    finally:
        engine.dispose()

"""Readers: one that remembers asks a query without arguments only once."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from data_access.reader import Reader, Remembering
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Viewer


def asked(connection: Connection, viewer: Viewer, *words: str) -> list[str]:
    """A query whose answer is new each time."""
    return list(words)


@pytest.mark.parametrize(
    ("kind", "words", "remembers"),
    [(Reader, (), False), (Remembering, (), True), (Remembering, ("a word",), False)],
)
def test_what_is_remembered(
    kind: type[Reader], words: tuple[str, ...], remembers: bool, sqlite_store_url: str
) -> None:
    store = open_store(sqlite_store_url)
    read = kind(store, UNRESTRICTED)
    assert (read.ask(asked, *words) is read.ask(asked, *words)) is remembers
    assert read.ask(asked, *words) == list(words)
    store.close()


def test_each_remembers_for_itself(sqlite_store_url: str) -> None:
    store = open_store(sqlite_store_url)
    assert Remembering(store, UNRESTRICTED).ask(asked) is not Remembering(store, UNRESTRICTED).ask(asked)
    store.close()

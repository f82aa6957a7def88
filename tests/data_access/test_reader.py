"""Readers: one that remembers asks the same only once."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from data_access.reader import Reader, Remembering
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Viewer


def asked(connection: Connection, viewer: Viewer, *words: object) -> list[object]:
    """A query whose answer is new each time."""
    return list(words)


@pytest.mark.parametrize(
    ("kind", "words", "remembers"),
    [
        *((Reader, (), False), (Reader, ("a word",), False)),
        *((Remembering, (), True), (Remembering, ("a word",), True), (Remembering, (["a", "list"],), False)),
    ],
)
def test_what_is_remembered(
    kind: type[Reader], words: tuple[object, ...], remembers: bool, sqlite_store_url: str
) -> None:
    store = open_store(sqlite_store_url)
    read = kind(store, UNRESTRICTED)
    assert (read.ask(asked, *words) is read.ask(asked, *words)) is remembers
    assert read.ask(asked, *words) == list(words)
    assert read.ask(asked, "another") == ["another"]
    store.close()


def test_each_remembers_for_itself(sqlite_store_url: str) -> None:
    store = open_store(sqlite_store_url)
    assert Remembering(store, UNRESTRICTED).ask(asked) is not Remembering(store, UNRESTRICTED).ask(asked)
    store.close()

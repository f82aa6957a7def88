"""The sample store, read as the pages and the command line read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from data_access.reader import Reader, Remembering
from data_access.selection import Selection
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED
from tests.exhibits.gallery import Gallery, everything


@pytest.fixture(scope="session")
def read(sample_sqlite_store_url: str) -> Iterator[Reader]:
    store = open_store(sample_sqlite_store_url)
    yield Remembering(store, UNRESTRICTED)
    store.close()


@pytest.fixture(scope="session")
def chosen(read: Reader) -> Selection:
    """The selection of a viewer who has chosen nothing."""
    return everything(read)


@pytest.fixture(scope="session")
def gallery(read: Reader) -> Gallery:
    return Gallery(read)

"""The sample store, read as the pages and the command line read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from data_access.reader import Reader, Remembering
from data_access.selection import Selection
from data_access.store import Store, open_store
from data_access.viewer import UNRESTRICTED
from exhibits import pinning
from exhibits.contents import contents
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


@pytest.fixture
def fewer_contents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what the pages show, one exhibit in ten is pinned: for tests of how that goes on."""
    monkeypatch.setattr(pinning, "contents", lambda *asked: islice(contents(*asked), 0, None, 10))


@pytest.fixture
def own_url(copied_sample: Callable[[Path], Path], tmp_path: Path) -> str:
    """The URL of a sample store of the test's own, to write to."""
    return f"sqlite:///{copied_sample(tmp_path)}"


@pytest.fixture
def own(own_url: str) -> Iterator[Store]:
    """A sample store of the test's own."""
    store = open_store(own_url)
    yield store
    store.close()

"""The list of what the pages show is whole: what is not in it would not be pinned for a meeting."""

from __future__ import annotations

from typing import Any

import pytest

from data_access.reader import Remembering
from data_access.selection import Selection
from data_access.store import open_store
from exhibits.contents import PAGES, contents
from exhibits.exhibit import Exhibit
from pages.parts import reading
from pages.parts.kept import Question
from tests.pages.conftest import Open

VIEWERS = ("administrator@example.org", "coordinator@example.org", "presenter@example.org")
# Sponsors and presenters have no page that reckons with single people and costs.
OPENED = [(page, viewer) for viewer in VIEWERS for page in PAGES if (page, viewer) != ("reach", VIEWERS[2])]


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """Notes what is made for the pages: builders with their arguments."""
    noted: set[tuple[str, str]] = set()
    answered = reading._answered

    def noting(question: Question, version: str) -> Any:
        found = answered(question, version)
        for each in _exhibits(found):
            assert each.origin is not None
            noted.add((each.origin.builder, repr(each.origin.arguments)))
        return found

    # Of a question that was answered before, nobody would hear.
    kept = reading._KEPT.__class__(noting, most=2000, warmed=100)
    monkeypatch.setattr(reading, "_KEPT", kept)
    return noted


def _exhibits(found: Any) -> list[Exhibit]:
    if isinstance(found, Exhibit):
        return [found]
    if isinstance(found, list | tuple):
        return [exhibit for each in found for exhibit in _exhibits(each)]
    return []


@pytest.mark.parametrize(("page", "viewer"), OPENED)
def test_everything_that_a_page_places_is_listed(
    open_page: Open, placed: set[tuple[str, str]], page: str, viewer: str, sample_sqlite_store_url: str
) -> None:
    shown = open_page(page or "overview", as_=viewer)
    assert not shown.exception
    selection: Selection = shown.session_state["selection"]
    store = open_store(sample_sqlite_store_url)
    read = Remembering(store, shown.session_state["viewer"])
    listed = {
        (f"{each.build.__module__.removeprefix('exhibits.')}.{each.build.__name__}", repr(each.arguments))
        for each in contents(read, selection)
        if each.page == page
    }
    store.close()
    assert placed - listed == set()
    assert placed or page in ("reach", "stories")

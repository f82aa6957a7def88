"""The store goes away and comes back while somebody looks: one plain message, then the page again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, follow
from tools.serving import Server

Open = Callable[..., Visit]
# The page tries again every few seconds; SQLite itself waits five for a lock.
UNTIL_IT_NOTICES = 30_000


@contextmanager
def missing(store: Path) -> Iterator[None]:
    away = store.rename(store.with_suffix(".away"))
    yield
    away.rename(store)


@contextmanager
def garbage(store: Path) -> Iterator[None]:
    with missing(store):
        store.write_bytes(b"This was once a database." * 400)
        yield


@contextmanager
def locked(store: Path) -> Iterator[None]:
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # else who writes leaves others to read
    connection.execute("BEGIN EXCLUSIVE")
    yield
    connection.close()


@pytest.mark.parametrize(
    ("trouble", "told"),
    [(missing, "There is no store|can't be opened"), (garbage, "not a database"), (locked, "locked")],
    ids=["missing", "garbage", "locked"],
)
def test_a_page_says_what_is_wrong_with_the_store_and_comes_back_with_it(
    trouble: Callable[[Path], AbstractContextManager[None]],
    told: str,
    own_dashboard: Server,
    store_file: Path,
    visit: Open,
) -> None:
    page = visit(f"{own_dashboard.origin}/training?country=PE").page
    with trouble(store_file):
        follow(page, "Gold and money", "Premium")
        message = page.get_by_test_id("stAlert")
        expect(message).to_contain_text(re.compile(told), timeout=UNTIL_IT_NOTICES)
        expect(message).to_have_count(1)
        expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.locator('[class*="st-key-exhibit_"]').first).to_be_visible(timeout=UNTIL_IT_NOTICES)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page).to_have_url(f"{own_dashboard.origin}/premium?country=PE")


def test_a_page_opened_while_the_store_is_away_comes_with_it(
    own_dashboard: Server, store_file: Path, visit: Open
) -> None:
    with missing(store_file):
        page = visit(f"{own_dashboard.origin}/training?country=PE").page
        expect(page.get_by_test_id("stAlert")).to_contain_text("There is no store")
    expect(page.locator('[class*="st-key-exhibit_"]').first).to_be_visible(timeout=UNTIL_IT_NOTICES)
    expect(page).to_have_url(f"{own_dashboard.origin}/training?country=PE")

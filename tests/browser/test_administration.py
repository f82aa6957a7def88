"""The administrators' pages in a browser: by keyboard, on record, and shut to everybody else."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from data_access.audit import audit
from data_access.grants import Grant, grant, viewers
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Role
from tests.browser.conftest import Visit, visiting
from tests.browser.oidc import cookie_of
from tests.browser.test_exhibits import downloaded
from tests.browser.windows import Windows
from tests.choice import a_choice
from tools.browser import finished
from tools.serving import Server

Open = Callable[..., Visit]
CANARY = "canary-7f3b@x.org"
MOST_TABS = 120


def ask(store_file: Path, query: Callable[..., pd.DataFrame], *arguments: object) -> pd.DataFrame:
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        found = query(connection, UNRESTRICTED, *arguments)
    store.close()
    return found


def downloads(store_file: Path) -> pd.DataFrame:
    return ask(store_file, audit).query("action == 'download'")


def test_a_download_leaves_one_entry_and_the_audit_shows_it(
    own_dashboard: Server, store_file: Path, visit: Open
) -> None:
    page = visit(f"{own_dashboard.origin}/training?country=PE&from=2026-01-01&to=2026-06-30").page
    assert downloads(store_file).empty
    file = downloaded(page, "people_trained")
    with Path(file.path()).open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    (entry,) = downloads(store_file).itertuples()
    assert (entry.exhibit, entry.row_count) == ("people_trained", len(rows) - 1)
    asked = {"country": ["PE"], "from": ["2026-01-01"], "to": ["2026-06-30"]}
    assert parse_qs(entry.selection) == asked
    page = visit(f"{own_dashboard.origin}/audit").page
    expect(page.get_by_test_id("stMain")).to_contain_text("1 download")
    listed = page.locator('[role="grid"]')
    expect(listed).to_contain_text("people_trained")
    file = downloaded(page, "audit")
    with Path(file.path()).open(encoding="utf-8-sig", newline="") as opened:
        found = list(csv.DictReader(opened))
    assert {row["Exhibit"] for row in found} == {"", "people_trained"}
    assert list(downloads(store_file)["exhibit"]) == ["audit", "people_trained"]


def test_what_can_not_be_put_on_record_does_not_leave(
    own_dashboard: Server, store_file: Path, visit: Open
) -> None:
    page = visit(f"{own_dashboard.origin}/training").page
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("ALTER TABLE audit_entry RENAME TO elsewhere")
    files: list[str] = []
    page.on("download", lambda file: files.append(file.url))
    exhibit = page.locator(".st-key-exhibit_people_trained")
    exhibit.get_by_role("button", name="Download", exact=True).click()
    failed = exhibit.get_by_test_id("stDownloadButtonError")
    expect(failed).to_be_visible()
    words = failed.evaluate("told => getComputedStyle(told, '::after').content")
    assert "No file was made" in words
    assert files == []
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("ALTER TABLE elsewhere RENAME TO audit_entry")
    downloaded(page, "people_trained")
    assert len(downloads(store_file)) == 1


def test_no_table_or_chart_hands_out_its_data_by_itself(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training").page
    shown = page.locator(".st-key-exhibit_people_trained")
    shown.get_by_role("button", name="Table", exact=True).click()
    finished(page)
    shown.get_by_test_id("stDataFrame").hover()
    expect(shown.get_by_role("button", name="Search")).to_be_visible()
    shown.get_by_test_id("stVegaLiteChart").hover()
    expect(shown.get_by_role("button", name="Download as PNG")).to_be_visible()
    for name in ("Download as CSV", "Show data", "Copy Vega-Lite spec"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def tab_to(page: Page, wanted: Locator) -> None:
    """Moves by the tabulator alone, as far as it takes."""
    for _ in range(MOST_TABS):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{wanted} can't be reached by keyboard")


def test_a_grant_is_given_and_taken_back_by_keyboard_alone(
    own_dashboard: Server, store_file: Path, visit: Open
) -> None:
    page = visit(f"{own_dashboard.origin}/access").page
    tab_to(page, page.get_by_label("E-mail address of the sign-in"))
    page.keyboard.type("zoe@x.org")
    page.keyboard.press("Tab")
    finished(page)
    tab_to(page, page.get_by_test_id("stMain").get_by_role("radio").first)
    page.keyboard.press("Space")
    finished(page)
    expect(page.locator(".st-key-would_see")).to_contain_text("by name and exact place")
    tab_to(page, page.get_by_role("button", name="Give the grant"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Granted zoe")
    row = page.locator("[class*='st-key-grant_row_']").filter(has_text="zoe@x.org")
    expect(row).to_contain_text("All programmes and regions")
    found = ask(store_file, viewers, date.today()).set_index("viewer")
    assert (found.loc["zoe@x.org", "role"], found.loc["zoe@x.org", "state"]) == ("coordinator", "in force")
    finished(page)
    tab_to(page, row.get_by_role("button", name="Revoke", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Revoke it"))
    page.keyboard.press("Enter")
    expect(row).to_contain_text("Revoked by")
    found = ask(store_file, viewers, date.today()).set_index("viewer")
    assert found.loc["zoe@x.org", "state"] == "revoked"


@pytest.fixture(scope="module")
def with_canary(guarded_store: str) -> None:
    """A grant and an entry of the audit name somebody whom nobody else may hear of."""
    store = open_store(guarded_store)
    with store.writing(UNRESTRICTED) as connection:
        grant(connection, UNRESTRICTED, Grant(CANARY, Role.presenter, first_day=date.today()))
    store.close()


def frames(windows: Windows, server: Server, path: str, role: Role) -> list[bytes]:
    """All that a server sends over the websocket to the viewer of a role who opens a path."""
    cookie = cookie_of(server, sub=role, email=f"{role}@example.org")
    with visiting(windows, server.origin + path, cookies=[cookie]) as visit:
        return visit.frames


@pytest.mark.usefixtures("with_canary")
@pytest.mark.parametrize("role", a_choice(Role, 2))
def test_only_administrators_are_sent_anything_of_these_pages(
    role: Role, guarded_dashboard: Server, windows: Windows
) -> None:
    for path in ("/access", "/audit"):
        sent = frames(windows, guarded_dashboard, path, role)
        assert any(b"Administration" in frame or b"All figures" in frame for frame in sent)
        told = any(CANARY.encode() in frame for frame in sent)
        assert told == (role == Role.administrator), f"{role} at {path}"

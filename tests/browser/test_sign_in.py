"""Signing in and out in a real browser, with a real sign-in service: nobody sees what isn't theirs."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import make_url

from data_access.grants import Grant, grant, revoke
from data_access.store import writing_engine
from data_access.viewer import UNRESTRICTED, Role
from tests.browser.conftest import Visit, follow, visiting
from tests.browser.oidc import CLIENT_SECRET, COOKIE_SECRET, Provider, cookie_of, guarded, sign_in
from tests.browser.windows import Windows
from tools.browser import finished
from tools.serving import Server

Open = Callable[..., Visit]
# Names that are on every page of the dashboard, in a filter if nowhere else.
OF_THE_STORE = (b"Arequipa", b"Step by step in Peruvian small mines", b"HSE-2", b"Sample data")
LINK = "/training?country=PE&from=2025-01-01&to=2025-12-31"
A_TAB_NOTICES = 30_000
STRANGER, LEAVING = "stranger@example.org", "leaving@example.org"


def door(page: Page, within: int = A_TAB_NOTICES) -> Page:
    """The page before the dashboard, where there is nothing else."""
    expect(page.get_by_role("link", name="Sign in")).to_be_visible(timeout=within)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stTopNavSection")).to_have_count(0)
    expect(page.locator('[class*="st-key-exhibit_"]')).to_have_count(0)
    return page


def dashboard_of(page: Page, viewer: str) -> None:
    expect(page.locator(".st-key-who")).to_contain_text(f"Signed in as {viewer}")


def done(store: str, viewer: str) -> list[str]:
    """What the audit says that a viewer did."""
    with closing(sqlite3.connect(str(make_url(store).database))) as connection:
        rows = connection.execute("SELECT action FROM audit_entry WHERE viewer = ? ORDER BY id", (viewer,))
        return [action for (action,) in rows]


@pytest.fixture
def granting(guarded_store: str) -> Iterator[Callable[[str, Role], None]]:
    """Grants somebody a role, and takes it back at the test's end."""
    engine, given = writing_engine(guarded_store), []

    def give(viewer: str, role: Role) -> None:
        with engine.begin() as connection:
            grant(connection, UNRESTRICTED, Grant(viewer, role, first_day=date.today()))
        given.append(viewer)

    yield give
    engine.dispose()


def take_back(store: str, viewer: str) -> None:
    engine = writing_engine(store)
    with engine.begin() as connection:
        revoke(connection, UNRESTRICTED, viewer)
    engine.dispose()


def test_a_cold_deep_link_shows_nothing_and_is_opened_after_signing_in(
    guarded_store: str, sign_in_service: Provider, tmp_path: Path, visit: Open
) -> None:
    with guarded(guarded_store, tmp_path, sign_in_service.issuer) as just_started:
        seen = visit(just_started.origin + LINK)
        door(seen.page)
        assert seen.page.url == just_started.origin + LINK
        told = b"".join(seen.frames)
        assert len(told) > 500 and not [name for name in OF_THE_STORE if name in told]

        sign_in(seen.page, "coordinator@example.org")
        expect(seen.page).to_have_url(just_started.origin + LINK)
        dashboard_of(seen.page, "coordinator@example.org")
        expect(seen.page.locator('[class*="st-key-exhibit_"]').first).to_be_visible()
        told = b"".join(seen.frames)
        assert b"Arequipa" in told and b"Colombia" not in told
        assert not [secret for secret in (CLIENT_SECRET, COOKIE_SECRET) if secret.encode() in told]
        follow(seen.page, "Gold and money", "Premium")
        finished(seen.page)
        seen.page.reload()
        finished(seen.page)
    assert done(guarded_store, "coordinator@example.org")[-1:] == ["sign_in"]


def test_the_address_of_the_sign_in_is_known_in_any_letters(
    guarded_dashboard: Server, guarded_store: str, visit: Open
) -> None:
    page = visit(guarded_dashboard.origin).page
    before = done(guarded_store, "coordinator@example.org")
    sign_in(page, "Verified")
    dashboard_of(page, "coordinator@example.org")
    assert done(guarded_store, "coordinator@example.org") == [*before, "sign_in"]


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("unverified", "has not verified that administrator@example.org"),
        ("nameless", "did not say your e-mail"),
    ],
)
def test_an_address_that_nobody_vouches_for_opens_nothing(
    user: str, told: str, guarded_dashboard: Server, visit: Open
) -> None:
    seen = visit(f"{guarded_dashboard.origin}/map")
    sign_in(seen.page, user)
    said = door(seen.page).get_by_test_id("stAlert").inner_text().replace("\u2060", "")
    assert told in said
    assert not [name for name in OF_THE_STORE if name in b"".join(seen.frames)]


def test_a_grant_opens_the_page_of_whoever_waits_and_its_end_closes_it(
    guarded_dashboard: Server, guarded_store: str, granting: Callable[[str, Role], None], visit: Open
) -> None:
    seen = visit(f"{guarded_dashboard.origin}/stages?country=CO")
    sign_in(seen.page, STRANGER)
    expect(seen.page.get_by_text("Nothing has been granted to you yet")).to_be_visible()
    expect(seen.page.get_by_test_id("stCode")).to_have_text(STRANGER)
    expect(seen.page.get_by_test_id("stSidebar")).to_be_hidden()
    assert not [name for name in OF_THE_STORE if name in b"".join(seen.frames)]
    assert done(guarded_store, STRANGER) == []

    granting(STRANGER, Role.coordinator)
    expect(seen.page.locator(".st-key-who")).to_be_visible(timeout=A_TAB_NOTICES)
    finished(seen.page)
    expect(seen.page).to_have_url(f"{guarded_dashboard.origin}/stages?country=CO")

    take_back(guarded_store, STRANGER)
    expect(seen.page.get_by_text("Nothing has been granted to you yet")).to_be_visible(timeout=A_TAB_NOTICES)
    expect(seen.page.get_by_test_id("stSidebar")).to_be_hidden()


def test_signing_out_ends_every_tab_and_every_copy_of_the_cookie(
    guarded_dashboard: Server,
    guarded_store: str,
    granting: Callable[[str, Role], None],
    windows: Windows,
    visit: Open,
) -> None:
    granting(LEAVING, Role.administrator)
    seen = visit(f"{guarded_dashboard.origin}/training")
    sign_in(seen.page, LEAVING)
    context = seen.page.context
    idle, other = context.new_page(), context.new_page()
    for tab in (idle, other):
        tab.goto(f"{guarded_dashboard.origin}/stages")
        finished(tab)
        dashboard_of(tab, LEAVING)
    copied = context.cookies()

    finished(seen.page)
    seen.page.get_by_role("link", name="Sign out").click()
    seen.page.get_by_role("button", name="End session").click()
    expect(seen.page.get_by_text("You have signed out")).to_be_visible()
    for tab in (idle, other):
        door(tab)
    with visiting(windows, f"{guarded_dashboard.origin}/map", cookies=copied) as replay:
        door(replay.page)
        assert not [name for name in OF_THE_STORE if name in b"".join(replay.frames)]
    assert done(guarded_store, LEAVING) == ["sign_in", "sign_out"]

    sign_in(door(seen.page), LEAVING)
    dashboard_of(seen.page, LEAVING)


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"iat": time.time() - 8 * 3600 - 90, "exp": time.time() + 3600}, "ended after 8 hours"),
        ({"exp": time.time() - 90}, "Your sign-in has ended"),
        ({"iat": time.time() + 86_400}, "a time that is still to come"),
        ({"iat": "soon"}, "did not say the time"),
        ({"email": "administrator@example.org, sponsor@example.org"}, "did not say your e-mail"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_sign_in_that_is_over_or_odd_asks_for_another_one(
    claims: dict[str, Any], told: str, guarded_dashboard: Server, windows: Windows
) -> None:
    with windows.opened(cookies=[cookie_of(guarded_dashboard, **claims)]) as page:
        page.goto(guarded_dashboard.origin + LINK)
        finished(page)
        expect(door(page).get_by_test_id("stAlert")).to_contain_text(told)
        assert page.url == guarded_dashboard.origin + LINK


@pytest.mark.thorough
def test_a_sign_in_that_ends_while_somebody_looks_is_noticed(
    guarded_dashboard: Server, windows: Windows
) -> None:
    with windows.opened(cookies=[cookie_of(guarded_dashboard, exp=time.time() - 30)]) as page:
        page.goto(guarded_dashboard.origin + LINK)
        dashboard_of(page, "administrator@example.org")
        expect(door(page, 60_000).get_by_test_id("stAlert")).to_contain_text("Your sign-in has ended")
        assert page.url == guarded_dashboard.origin + LINK


@pytest.mark.parametrize(
    "forgery",
    [
        {"secret": "another-secret-0123456789-abcdefghijklmnopqrstuvwxyz"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "https://evil.example"},
        {"is_logged_in": False},
    ],
    ids=str,
)
def test_a_forged_cookie_and_one_of_another_place_are_worth_nothing(
    forgery: dict[str, Any], guarded_dashboard: Server, windows: Windows
) -> None:
    with windows.opened(cookies=[cookie_of(guarded_dashboard, **forgery)]) as page:
        page.goto(f"{guarded_dashboard.origin}/map")
        finished(page)
        door(page)


def test_the_cookies_of_these_tests_would_be_good_if_they_were_not_spoilt(
    guarded_dashboard: Server, windows: Windows
) -> None:
    with windows.opened(cookies=[cookie_of(guarded_dashboard)]) as page:
        page.goto(f"{guarded_dashboard.origin}/training")
        finished(page)
        dashboard_of(page, "administrator@example.org")


def test_whoever_is_refused_comes_back_to_the_link_and_is_told(
    guarded_dashboard: Server, visit: Open
) -> None:
    page = visit(guarded_dashboard.origin + LINK).page
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name="Deny").click()
    expect(door(page).get_by_test_id("stAlert")).to_contain_text("did not succeed")
    expect(page).to_have_url(guarded_dashboard.origin + LINK)


@pytest.mark.parametrize(
    "answer",
    [
        "?state=invented&code=invented",
        "?error=server_error&error_description=%3Cscript%3Ealert(1)%3C/script%3E",
        "?code=invented",
    ],
)
def test_an_answer_that_nobody_asked_for_opens_nothing(
    answer: str, guarded_dashboard: Server, visit: Open
) -> None:
    page = visit(f"{guarded_dashboard.origin}/oauth2callback{answer}").page
    expect(door(page).get_by_test_id("stAlert")).to_contain_text("did not succeed")
    expect(page).to_have_url(f"{guarded_dashboard.origin}/")
    assert "alert(1)" not in page.content()


def test_a_service_that_is_away_is_told_in_plain_words(
    guarded_store: str, tmp_path: Path, visit: Open
) -> None:
    with guarded(guarded_store, tmp_path, "http://127.0.0.1:9") as server:
        page = visit(server.origin + LINK).page
        page.get_by_role("link", name="Sign in").click()
        expect(door(page).get_by_test_id("stAlert")).to_contain_text("did not succeed")
        expect(page).to_have_url(server.origin + LINK)
        assert not re.search(r"Error|Traceback|127\.0\.0\.1:9\b", page.locator("body").inner_text())


@pytest.mark.parametrize(
    ("settings", "secret", "told"),
    [
        ({"cookie_secret": "short"}, "short", "cookie_secret has fewer than 32 characters"),
        ({"cookie_secret": ""}, "", "cookie_secret has fewer than 32 characters"),
        ({"spoil": "[auth"}, "", "the secrets file can't be read"),
    ],
    ids=["short", "empty", "unreadable"],
)
def test_settings_that_are_not_whole_let_nobody_in(
    settings: dict[str, str], secret: str, told: str, guarded_store: str, tmp_path: Path, windows: Windows
) -> None:
    with guarded(guarded_store, tmp_path, "http://127.0.0.1:9", **settings) as server:
        with windows.opened(cookies=[cookie_of(server, secret)]) as page:
            for link in ("/map", "/training"):
                page.goto(server.origin + link)
                finished(page)
                expect(page.get_by_test_id("stAlert")).to_contain_text("not set up well")
                expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
                expect(page.get_by_test_id("stSidebar")).to_be_hidden()
                expect(page.get_by_test_id("stTopNavSection")).to_have_count(0)
        assert server.log.read_text().count(told) == 1

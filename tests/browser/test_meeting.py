"""A meeting on a projector: by keys alone, legible from the back row, with a second window that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data_access.grants import Grant, grant
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Role
from tests.browser.conftest import Visit, visiting
from tests.browser.test_pages import grave_findings
from tests.browser.windows import Windows
from tools.browser import finished
from tools.serving import Server

PROJECTOR: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}
# A busy machine may take its time.
SECONDS_TO_PIN = 300
AS = "as=sponsor@example.org"
# The sizes of all letters on a slide that anybody sees, but for those that a map draws.
SIZES = """() => [...document.querySelectorAll('.st-key-slide *')]
    .filter(one => one.checkVisibility() && [...one.childNodes].some(
        child => child.nodeType === Node.TEXT_NODE && child.textContent.trim()))
    .map(one => [parseFloat(getComputedStyle(one).fontSize), one.textContent.trim()])"""
BEYOND = """() => [...document.querySelectorAll('.st-key-slide h1, .st-key-slide p, .st-key-slide canvas')]
    .map(one => one.getBoundingClientRect())
    .filter(box => box.right > window.innerWidth + 1 || box.bottom > window.innerHeight + 1).length"""

# How many lines the foot of a slide has.
FOOT_LINES = """() => {
    const foot = document.querySelector('.slide_foot');
    return foot.offsetHeight / parseFloat(getComputedStyle(foot).lineHeight);
}"""


@pytest.fixture
def meeting(own_dashboard: Server, windows: Windows) -> Iterator[Visit]:
    """A meeting just made of the template for sponsors."""
    with visiting(windows, f"{own_dashboard.origin}/meeting?{AS}", **PROJECTOR) as visit:
        page = visit.page
        page.get_by_label("Title", exact=True).fill("Review")
        page.keyboard.press("Tab")
        finished(page)
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()
        finished(page)
        yield visit


def slides_of(visit: Visit) -> Page:
    page = visit.page
    page.get_by_role("button", name="Show the slides").click()
    expect(page.locator(".st-key-slide h1")).to_have_text("Review")
    finished(page)
    return page


def titles(page: Page, keys: list[str]) -> list[str]:
    """The title of the slide after each key."""
    found = []
    for key in keys:
        before = page.locator(".st-key-slide").inner_text()
        page.keyboard.press(key)
        expect(page.locator(".st-key-slide")).not_to_have_text(before, use_inner_text=True)
        finished(page)
        found.append(page.locator(".st-key-slide h1").inner_text())
    return found


def test_keys_move_through_the_slides_and_leave_them(meeting: Visit) -> None:
    page = slides_of(meeting)
    there = titles(page, ["ArrowRight", "PageDown"])
    back = titles(page, ["ArrowLeft", "PageUp"])
    assert back == [there[0], "Review"]
    last, first = titles(page, ["End", "Home"])
    assert last != there[1] and first == "Review"
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start the meeting")).to_be_visible()
    assert "view=" not in page.url
    assert meeting.complaints == [] and meeting.outside() == []


def test_every_slide_is_legible_from_the_back_row_and_shows_no_control(meeting: Visit) -> None:
    page = slides_of(meeting)
    number = int(re.findall(r"/ (\d+)$", _with_foot(page))[0])
    assert number > 10
    for _ in range(number):
        sizes = page.evaluate(SIZES)
        assert [said for size, said in sizes if size < 24] == []
        assert page.evaluate(BEYOND) == 0
        # What is withheld is said whole, if it takes a second line.
        assert round(page.evaluate(FOOT_LINES)) <= 2
        for control in ("stHeader", "stSidebar", "stToolbar"):
            expect(page.get_by_test_id(control)).not_to_be_visible()
        before = page.locator(".st-key-slide").inner_text()
        page.keyboard.press("ArrowRight")
        if not before.endswith(f"{number} / {number}"):
            expect(page.locator(".st-key-slide")).not_to_have_text(before, use_inner_text=True)
        finished(page)
    assert grave_findings(page) == set()
    assert meeting.complaints == [] and meeting.outside() == []


def test_a_second_window_follows_with_the_clock_and_what_comes_next(meeting: Visit) -> None:
    page = meeting.page
    notes = page.get_by_label("Notes for you alone").first
    notes.fill("Say who they are.\nThen wait.")
    notes.blur()
    finished(page)
    address = page.get_by_role("link", name="Clock and notes").get_attribute("href")
    slides_of(meeting)
    other = page.context.new_page()
    other.goto(page.url.split("?")[0] + f"{address}&{AS}")
    speaker = other.locator(".speaker")
    expect(speaker.locator("h1")).to_have_text("Review")
    (first,) = titles(page, ["ArrowRight"])
    expect(speaker.locator("h1")).to_have_text(first)
    expect(speaker).to_contain_text("Say who they are.")
    expect(speaker.locator("time")).to_have_text(re.compile(r"^\d+:\d\d$"))
    began = speaker.locator("time").inner_text()
    expect(speaker.locator("time")).not_to_have_text(began)


def test_a_started_meeting_shows_pinned_numbers_and_pins_the_pages_meanwhile(
    store_file: Path, own_dashboard: Server, windows: Windows
) -> None:
    """For somebody who sees one programme in one region, so that all is pinned within a minute."""
    narrow = "narrow@example.org"
    store = open_store(f"sqlite:///{store_file}")
    with store.writing(UNRESTRICTED) as connection:
        grant(connection, UNRESTRICTED, Grant(narrow, Role.presenter, ("HSE-2",), None, ("PE-ARE",)))
    store.close()
    with visiting(windows, f"{own_dashboard.origin}/meeting?as={narrow}", **PROJECTOR) as visit:
        page = visit.page
        page.get_by_label("Title", exact=True).fill("Review")
        page.keyboard.press("Tab")
        finished(page)
        page.get_by_role("button", name="Make it").click()
        page.get_by_role("button", name="Start the meeting").click()
        expect(page.get_by_text(re.compile("as of .* · pinned as [2-9A-Z]{8}"))).to_be_visible()
        expect(page.get_by_text(re.compile("^The slides are pinned."))).to_be_visible()
        page = slides_of(visit)
        assert re.search("Snapshot [2-9A-Z]{8} · 1 / ", _with_foot(page))
        page.keyboard.press("Escape")
        whole = page.get_by_text("All pages are pinned, for each programme and region of the selection.")
        expect(whole).to_be_visible(timeout=SECONDS_TO_PIN * 1000)
        page.reload()
        finished(page)
        # What the pages show can be added from what is pinned.
        expect(page.get_by_label("Exhibits")).to_be_enabled()
        assert visit.complaints == [] and visit.outside() == []


def _with_foot(page: Page) -> str:
    titles(page, ["ArrowRight"])
    return page.locator(".st-key-slide .slide_foot").inner_text()

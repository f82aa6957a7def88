"""Each page opens as it should: complete, without complaints, without a word to other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, visiting
from tests.browser.windows import Windows
from tests.choice import a_choice
from tools.browser import finished
from tools.serving import PAGES, Server

Open = Callable[..., Visit]
GRAVE = {"serious", "critical"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WITHOUT_CHARTS = {"/stories", "/access", "/audit", "/meeting"}
WIDTH_TOO_MUCH = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(main.scrollWidth - main.clientWidth,
                    document.documentElement.scrollWidth - window.innerWidth);
}"""


@pytest.fixture(scope="module", params=PAGES)
def seen(request: pytest.FixtureRequest, dashboard: Server, windows: Windows) -> Iterator[Visit]:
    """Each page in turn, opened once for all that is only looked at."""
    with visiting(windows, dashboard.origin + PAGES[request.param]) as visit:
        yield visit


def test_a_page_opens_complete_and_without_complaint(seen: Visit) -> None:
    expect(seen.page.get_by_role("heading", level=1)).to_be_visible()
    expect(seen.page.get_by_test_id("stMain").get_by_role("heading", level=3).first).to_be_visible()
    expect(seen.page.get_by_test_id("stException")).to_have_count(0)
    expect(seen.page.get_by_test_id("stAlert")).to_have_count(0)
    assert seen.complaints == []


def test_charts_and_maps_are_told_in_words(seen: Visit) -> None:
    drawn = seen.page.get_by_test_id("stVegaLiteChart").or_(seen.page.get_by_test_id("stDeckGlJsonChart"))
    words = drawn.evaluate_all("all => all.map(one => one.getAttribute('aria-label') ?? '')")
    assert words or urlsplit(seen.page.url).path in WITHOUT_CHARTS
    assert all(len(sentence.split()) > 3 for sentence in words)


def test_axe_finds_nothing_grave_by_day(seen: Visit) -> None:
    assert grave_findings(seen.page) == set()


def test_no_request_of_a_page_leaves_the_machine(seen: Visit) -> None:
    # What the Content-Security-Policy stops is no request, and a complaint.
    assert seen.outside() == seen.complaints == []
    assert any(urlsplit(url).scheme == "ws" for url in seen.requests), "websockets are counted, too"
    icons = seen.page.locator("head link[href]").evaluate_all("links => links.map(link => link.href)")
    assert {urlsplit(icon).netloc for icon in icons} == {urlsplit(seen.page.url).netloc}


@pytest.mark.parametrize(
    "request_of",
    [
        "fetch('http://elsewhere.invalid/').catch(() => 0)",
        "new Promise(done => { const seen = new Image(); seen.onerror = done; "
        "seen.src = 'http://elsewhere.invalid/seen.png' })",
        "new Promise(done => { const line = new WebSocket('ws://elsewhere.invalid/'); line.onerror = done })",
        """new Promise(done => { const worker = new Worker(URL.createObjectURL(new Blob(
        ["fetch('http://elsewhere.invalid/').catch(() => 0).then(() => postMessage(0))"])));
        worker.onmessage = done })""",
    ],
    ids=["fetch", "image", "websocket", "worker"],
)
def test_a_request_that_leaves_the_machine_would_be_counted(
    request_of: str, dashboard: Server, visit: Open
) -> None:
    seen = visit(f"{dashboard.origin}/training", bypass_csp=True)
    seen.page.evaluate(f"() => {request_of}.then(() => 0)")
    assert len(seen.outside()) == 1


def test_the_policy_stops_what_would_leave_the_machine(dashboard: Server, visit: Open) -> None:
    seen = visit(f"{dashboard.origin}/training")
    seen.page.evaluate("() => fetch('http://elsewhere.invalid/').catch(() => 0)")
    assert "Content Security Policy" in seen.complaints[0]


def test_a_small_screen_needs_no_sideways_scrolling(seen: Visit) -> None:
    desk = seen.page.viewport_size
    assert desk
    seen.page.set_viewport_size({"width": 390, "height": 844})
    # Charts take their time to shrink; what stays too wide makes this time out.
    seen.page.wait_for_function(f"() => ({WIDTH_TOO_MUCH})() <= 0")
    seen.page.set_viewport_size(desk)


@pytest.mark.parametrize("seen", a_choice(PAGES, 3), indirect=True)
def test_axe_finds_nothing_grave_by_night(seen: Visit) -> None:
    # The last that is looked at: charts follow the scheme when the page is opened again.
    seen.page.emulate_media(color_scheme="dark")
    seen.page.reload()
    finished(seen.page)
    assert grave_findings(seen.page) == set()


def test_axe_would_find_something_grave(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training").page
    before = grave_findings(page)
    page.evaluate("() => document.querySelector('h1').style.color = '#eee'")
    (found,) = grave_findings(page) - before
    assert found.startswith("color-contrast")


def test_a_phone_needs_no_sideways_scrolling(dashboard: Server, visit: Open) -> None:
    page = visit(dashboard.origin, **PHONE).page
    assert page.evaluate(WIDTH_TOO_MUCH) <= 0


def grave_findings(page: Page) -> set[str]:
    """What axe finds serious or critical: rule, place, reason."""
    return {
        f"{rule['id']}: {node['html']} {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    }

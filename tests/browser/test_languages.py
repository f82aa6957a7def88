"""The language is chosen with one click, goes along in the link, and is told to screen readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_access.language import say, speaking
from exhibits import words
from tests.browser.conftest import Visit, follow
from tests.browser.oidc import sign_in
from tests.browser.test_exhibits import downloaded, exhibit, rows_of
from tests.browser.test_links import choose, parameters, selection_in_words
from tests.browser.test_pages import grave_findings
from tests.translating import translated
from tools.browser import finished
from tools.serving import Server, serving

Open = Callable[..., Visit]
SPANISH_BROWSER = {"locale": "es-PE"}
# The page tries again every few seconds.
UNTIL_IT_TRIES = 30_000


@pytest.fixture(scope="module")
def marked_dashboard(
    sample_sqlite_store_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A dashboard whose messages are marked with their languages."""
    folder = tmp_path_factory.mktemp("marked")
    with ExitStack() as stack:
        with translated(folder):
            server = stack.enter_context(serving(sample_sqlite_store_url, folder / "server.log"))
        yield server


def speaks(page: Page, language: str) -> None:
    """Waits until the page says that it is in a language."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    finished(page)


def switch_to(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_a_page_speaks_the_browsers_language_and_says_so(dashboard: Server, visit: Open) -> None:
    seen = visit(f"{dashboard.origin}/training?country=PE", **SPANISH_BROWSER)
    speaks(seen.page, "es")
    expect(selection_in_words(seen.page)).to_contain_text("oct 2025 – sept 2026")
    expect(seen.page.get_by_role("radio", name="Español")).to_be_checked()
    assert seen.page.url == f"{dashboard.origin}/training?country=PE"
    assert grave_findings(seen.page) == set()
    assert seen.complaints == []


def test_the_language_is_chosen_by_keyboard_and_goes_along(dashboard: Server, visit: Open) -> None:
    seen = visit(f"{dashboard.origin}/training", **SPANISH_BROWSER)
    page = seen.page
    choose(page, "País", "Perú")
    expect(page).to_have_url(re.compile("country=PE"))
    page.get_by_role("radio", name="Español").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    speaks(page, "fr")
    expect(selection_in_words(page)).to_contain_text("Pérou · oct. 2025 – sept. 2026")
    assert parameters(page) == {"country": ["PE"], "lang": ["fr"]}

    with speaking("fr"):
        section, premium, depth = say("Gold and money"), say("Premium"), say("In depth")
    follow(page, section, premium)
    expect(page).to_have_url(re.compile(r"/premium\?country=PE&lang=fr$"))
    speaks(page, "fr")
    page.reload()
    finished(page)
    speaks(page, "fr")
    assert page.url.endswith("/premium?country=PE&lang=fr")
    in_depth = page.get_by_role("link", name=depth).first
    expect(in_depth).to_have_attribute("href", re.compile("lang=fr"))
    assert seen.complaints == []

    copied = visit(page.url, locale="en-GB").page
    speaks(copied, "fr")
    switch_to(copied, "English")
    speaks(copied, "en")
    assert parameters(copied) == {"country": ["PE"], "lang": ["en"]}
    assert grave_findings(copied) == set()


def test_widgets_keep_what_they_hold_in_other_words(marked_dashboard: Server, visit: Open) -> None:
    page = visit(f"{marked_dashboard.origin}/premium").page
    choose(page, "Period", "All years")
    expect(page).to_have_url(re.compile("from=2020-01-01"))
    currency = page.get_by_test_id("stMain").get_by_role("radio", name="USD")
    expect(currency).to_be_checked()
    before = parameters(page)
    for name, mark, language in (("Español", "¡", "es"), ("Français", "«", "fr")):
        switch_to(page, name)
        speaks(page, language)
        period = page.get_by_role("combobox", name=f"{mark}Period", exact=True)
        expect(period).to_have_value(f"{mark}All years")
        expect(selection_in_words(page)).to_contain_text("2020")
        expect(currency).to_be_checked()
        assert parameters(page) == before | {"lang": [language]}
    choose(page, "«Compared with", "«The same period last year")
    expect(page).to_have_url(re.compile("against=last_year.*&lang=fr$"))
    expect(page.get_by_role("combobox", name="«Period", exact=True)).to_have_value("«All years")
    assert page.title() == "«Premium"


def test_a_page_that_tries_again_speaks_on(
    store_file: Path, tmp_path: Path, visit: Open, marked_dashboard: Server
) -> None:
    folder = tmp_path / "catalogues"
    folder.mkdir()
    with translated(folder), serving(f"sqlite:///{store_file}", tmp_path / "own.log") as server:
        page = visit(f"{server.origin}/training?from=2020-01-01&to=2026-09-30", **SPANISH_BROWSER).page
        away = store_file.rename(store_file.with_suffix(".away"))
        switch_to(page, "Français")
        expect(page.get_by_role("heading", name="«The figures can't be read just now")).to_be_visible()
        speaks(page, "fr")
        # What tries again is a fragment, which runs without the page around it.
        page.wait_for_timeout(5_000)
        expect(page.get_by_role("button", name="Try again")).to_have_text("refresh«Try again")
        away.rename(store_file)
        expect(page.get_by_role("combobox", name="«Period", exact=True)).to_have_value(
            "«All years", timeout=UNTIL_IT_TRIES
        )
        speaks(page, "fr")


def test_the_language_survives_signing_in(guarded_dashboard: Server, visit: Open) -> None:
    page = visit(f"{guarded_dashboard.origin}/training?country=PE", **SPANISH_BROWSER).page
    speaks(page, "es")
    assert grave_findings(page) == set()
    switch_to(page, "Français")
    speaks(page, "fr")
    expect(page).to_have_url(f"{guarded_dashboard.origin}/training?country=PE&lang=fr")
    sign_in(page, "coordinator@example.org")
    expect(page).to_have_url(f"{guarded_dashboard.origin}/training?country=PE&lang=fr")
    speaks(page, "fr")
    expect(selection_in_words(page)).to_contain_text("oct. 2025 – sept. 2026")


def test_a_phone_finds_the_languages_in_its_drawer(dashboard: Server, visit: Open) -> None:
    page = visit(
        dashboard.origin, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).page
    page.get_by_test_id("stExpandSidebarButton").click()
    # They stand in one line as soon as the drawer is open.
    page.wait_for_function(
        "() => new Set([...document.querySelectorAll('.st-key-language_chosen button')]"
        ".map(button => button.offsetTop)).size === 1"
    )
    switch_to(page, "Español")
    speaks(page, "es")


NOTE_WHAT_IS_DRAWN = """() => {
    window.drawn = [];
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
        window.drawn.push(text);
        return draw.call(this, text, ...where);
    };
}"""


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_tables_write_numbers_as_the_language_does_and_sort_them_as_numbers(
    language: str, dashboard: Server, visit: Open
) -> None:
    # The browser's own language is none of ours.
    page = visit(f"{dashboard.origin}/premium?lang={language}", locale="de-CH").page
    name = "premium_by_organisation"
    due = [float(row[1]) for row in rows_of(downloaded(page, name))[1:]]
    page.evaluate(NOTE_WHAT_IS_DRAWN)
    grid = exhibit(page, name).get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box
    for descending in (False, True):
        page.evaluate("() => { window.drawn = [] }")
        page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + 15)
        in_order = sorted(due, reverse=descending)
        # Those who can't see it are told the numbers as such; what is drawn is on a canvas.
        first = grid.locator('[role="gridcell"][aria-colindex="2"]').first
        expect(first).to_have_text(f"{in_order[0]:.2f}".removesuffix("0").removesuffix(".0"))
        with speaking(language):
            written = [words.number(amount, 2) for amount in in_order[:5]]
        page.wait_for_function("all => all.every(text => window.drawn.includes(text))", arg=written)

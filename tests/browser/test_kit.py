"""The offline kit in a real browser, opened from a file: every chart, the keys, and not one request."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data_access.reader import Remembering
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED
from exhibits.exhibit import Exhibit
from exhibits.export.deck import Brand, Deck, Slide
from exhibits.export.kit import kit
from exhibits.theme import DARK, LIGHT
from tests.browser.conftest import Visit
from tests.browser.test_pages import PHONE, grave_findings
from tests.browser.windows import DESK
from tests.choice import a_choice
from tests.exhibits.gallery import BUILDERS, Gallery

DAY = date(2026, 9, 30)
BRAND = Brand("River & Sons", None, "#0B3D5C", "#BC861A")
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}
HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} ${7*7} <b>bold</b>"
FEW = (
    "units.units_map",
    "stages.units_over_time",
    "headlines.insured",
    "overdue.overdue_actions",
    "mercury.used_by_unit",
    "premium.spending_by_category",
)
# Of a slide or a page, its smallest words in pixels of the screen, as they are drawn.
SMALLEST = """place => {
    const sizes = [];
    const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const look = getComputedStyle(element);
        if (!walker.currentNode.data.trim() || !element.checkVisibility() || look.opacity === '0') continue;
        const svg = element.closest('svg');
        const scale = svg ? svg.getScreenCTM().a : 1;
        sizes.push([parseFloat(look.fontSize) * scale, walker.currentNode.data]);
    }
    return sizes.sort((one, other) => one[0] - other[0])[0];
}"""
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"

Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def gallery(sample_sqlite_store_url: str) -> Iterator[Gallery]:
    store = open_store(sample_sqlite_store_url)
    yield Gallery(Remembering(store, UNRESTRICTED))
    store.close()


@pytest.fixture(scope="module")
def few(gallery: Gallery) -> list[Exhibit]:
    return [gallery.exhibits(builder, "everything")[0] for builder in FEW]


def written(folder: Path, exhibits: list[Exhibit], **others: Any) -> str:
    """The address of a kit of these, unpacked as somebody would."""
    deck = Deck("What gold built", "For our sponsors", tuple(map(Slide, exhibits)), DAY, DAY, BRAND, "S-1")
    with ZipFile(io.BytesIO(kit(replace(deck, **others)))) as packed:
        packed.extractall(folder)
    return (folder / "index.html").as_uri()


@pytest.fixture(scope="module")
def address(few: list[Exhibit], tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("kit"), few)


def opened(context: BrowserContext, address: str) -> Visit:
    visit = Visit(context.new_page())
    visit.listen()
    visit.page.goto(address)
    finished(visit.page)
    return visit


def finished(page: Page) -> None:
    """Waits until all charts are drawn. The page's policy would stop a script of Playwright's that waits."""
    expect(page.locator("body")).to_have_attribute("data-drawn", "all")


@pytest.fixture
def read(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the kit in a browser without a network, with Playwright's options of a context."""
    contexts = []

    def open_(**options: Any) -> Visit:
        contexts.append(browser.new_context(**(DESK | {"offline": True} | options)))
        return opened(contexts[-1], options.pop("address", address))

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="module", params=a_choice(range(3), 3))
def whole(
    request: pytest.FixtureRequest,
    browser: Browser,
    gallery: Gallery,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Visit, list[Exhibit]]]:
    """A kit of the first that each builder makes, in three parts; it is only looked at."""
    builders = list(BUILDERS)[request.param :: 3]
    exhibits = [gallery.exhibits(builder, "everything")[0] for builder in builders]
    where = written(tmp_path_factory.mktemp("whole"), exhibits)
    with browser.new_context(**DESK, offline=True) as context:
        yield opened(context, where), exhibits


def present(page: Page) -> None:
    page.get_by_role("button", name="Present").click()
    finished(page)


def press(page: Page, key: str) -> str:
    """Presses a key; gives the count of the slide that is shown."""
    page.keyboard.press(key)
    finished(page)
    return page.locator("#count").inner_text()


def test_every_chart_is_drawn_and_nothing_is_asked_for(whole: tuple[Visit, list[Exhibit]]) -> None:
    visit, exhibits = whole
    drawn = [shown for shown in exhibits if not shown.empty and (shown.chart or shown.map)]
    figures = visit.page.locator("figure")
    expect(figures).to_have_count(len(drawn))
    marks = figures.evaluate_all(
        "all => all.map(one => one.querySelectorAll('svg [class*=role-mark] > *').length)"
    )
    assert len(drawn) > 12
    assert [shown.name for shown, number in zip(drawn, marks, strict=True) if number < 1] == []
    assert visit.requests == [visit.page.url.split("#")[0]]
    assert visit.complaints == []


def test_no_word_of_a_chart_leaves_its_frame(whole: tuple[Visit, list[Exhibit]]) -> None:
    page = whole[0].page
    beyond = """all => all.flatMap(figure => {
        const frame = figure.getBoundingClientRect();
        return [...figure.querySelectorAll('text')].filter(word => {
            const box = word.getBoundingClientRect();
            return box.width && (box.left < frame.left - 3 || box.right > frame.right + 3);
        }).map(word => word.textContent);
    })"""
    assert page.locator("figure").evaluate_all(beyond) == []
    assert page.evaluate(TOO_WIDE) <= 0


def test_axe_finds_nothing_grave_in_all_that_is_read(whole: tuple[Visit, list[Exhibit]]) -> None:
    page = whole[0].page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert grave_findings(page) == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_a_presentation(read: Open, scheme: str) -> None:
    page = read(color_scheme=scheme, **PROJECTOR).page
    present(page)
    for _slide in range(len(FEW) + 1):
        assert grave_findings(page) == set()
        press(page, "ArrowRight")


def test_charts_take_the_colours_of_the_reader_s_system(read: Open) -> None:
    page = read(color_scheme="dark").page

    def used(palette: Any) -> int:
        return int(
            page.locator("#exhibit-6 svg").evaluate(f"svg => svg.outerHTML.split('{palette.own}').length - 1")
        )

    assert used(DARK) and not used(LIGHT)
    page.emulate_media(color_scheme="light")
    expect(page.locator(f"#exhibit-6 svg path[fill='{LIGHT.own}']").first).to_be_visible()
    finished(page)
    assert used(LIGHT) and not used(DARK)


def test_it_is_printed_in_light(read: Open) -> None:
    page = read(color_scheme="dark").page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    finished(page)
    expect(page.locator(f"#exhibit-6 svg path[fill='{LIGHT.own}']").first).to_be_visible()
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == "rgb(251, 249, 245)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(f"#exhibit-6 svg path[fill='{DARK.own}']").first).to_be_attached()


def test_keys_lead_through_a_presentation(read: Open) -> None:
    visit = read(**PROJECTOR)
    page, last = visit.page, len(FEW) + 1
    present(page)
    assert page.locator("#count").inner_text() == f"1 / {last}"
    assert [
        press(page, key) for key in ("ArrowRight", "PageDown", " ", "ArrowLeft", "End", "ArrowRight")
    ] == [f"{number} / {last}" for number in (2, 3, 4, 3, last, last)]
    assert press(page, "Home") == f"1 / {last}"
    expect(page.get_by_role("status")).to_have_text(f"1 / {last}: What gold built")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".shown h2")).to_have_text(page.locator("#exhibit-1 h2").inner_text())
    expect(page.locator(".slide:visible")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Present")).to_be_visible()
    expect(page.locator("#exhibit-1")).to_be_in_viewport()
    assert visit.complaints == []


def test_buttons_lead_through_a_presentation_without_a_mouse(read: Open) -> None:
    page = read(**PROJECTOR).page
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Present")).to_be_focused()
    page.keyboard.press("Enter")
    finished(page)
    page.get_by_role("button", name="Next slide").focus()
    page.keyboard.press(" ")
    expect(page.locator("#count")).to_have_text(f"2 / {len(FEW) + 1}")
    page.get_by_role("button", name="Previous slide").click()
    expect(page.locator("#count")).to_have_text(f"1 / {len(FEW) + 1}")
    page.get_by_role("button", name="End the presentation").click()
    expect(page.locator(".slide:visible")).to_have_count(len(FEW) + 1)


def test_a_presentation_fills_the_screen_until_it_is_left(read: Open) -> None:
    page = read(**PROJECTOR).page
    present(page)
    expect(page.locator(":fullscreen")).to_have_count(1)
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(0)
    expect(page.locator("#count")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator(":fullscreen")).to_have_count(1)
    # What the browser does when its own key is pressed.
    page.evaluate("document.exitFullscreen()")
    expect(page.locator("#count")).to_be_hidden()


def test_a_presentation_can_be_read_from_the_back_row(whole: tuple[Visit, list[Exhibit]]) -> None:
    page = whole[0].page
    page.set_viewport_size({"width": 1280, "height": 720})
    present(page)
    small = {}
    for _slide in range(len(whole[1]) + 1):
        size, said = page.evaluate(SMALLEST, ".shown")
        if size < 23.95:
            small[said] = size
        press(page, "ArrowRight")
    page.keyboard.press("Escape")
    page.set_viewport_size(DESK["viewport"])
    assert small == {}


def test_keys_scroll_what_does_not_fit_on_a_slide(read: Open) -> None:
    page = read(**PROJECTOR).page
    present(page)
    while "used more" not in page.locator(".shown").inner_text():
        press(page, "ArrowRight")
    assert page.locator(".shown").evaluate("slide => slide.scrollHeight > slide.clientHeight")
    expect(page.locator(".shown footer")).not_to_be_in_viewport()
    for _press in range(60):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".shown footer")).to_be_in_viewport()


def test_tooltips_tell_all_their_lines(read: Open, few: list[Exhibit]) -> None:
    page = read().page
    row = few[5].frame.iloc[0]
    page.locator(f"#exhibit-6 svg path[fill='{LIGHT.own}']").first.hover()
    told = page.locator("#vg-tooltip-element.visible")
    expect(told).to_contain_text(row["row"])
    expect(told).to_contain_text(row["label"])


def test_the_table_behind_a_chart_opens_and_is_what_the_chart_shows(read: Open, few: list[Exhibit]) -> None:
    page = read().page
    exhibit = page.locator("#exhibit-6")
    expect(exhibit.get_by_role("table")).to_be_hidden()
    exhibit.get_by_text("Table", exact=True).click()
    cells = exhibit.get_by_role("table").locator("tbody td:first-child").all_inner_texts()
    assert cells == list(few[5].frame[next(iter(few[5].columns))])


def test_a_phone_needs_no_sideways_scrolling(read: Open) -> None:
    page = read(**PHONE).page
    assert page.evaluate(TOO_WIDE) <= 0
    size, said = page.evaluate(SMALLEST, "main")
    assert size > 10, said
    present(page)
    assert page.evaluate(TOO_WIDE) <= 0


def test_hostile_texts_run_nowhere(browser: Browser, gallery: Gallery, tmp_path: Path) -> None:
    kind = gallery.exhibits("premium.spending_by_category", "everything")[0]
    frame = kind.frame.assign(label=HOSTILE)
    frame.loc[frame.index[0], "row"] = HOSTILE
    assert kind.chart is not None
    rows = tuple(HOSTILE if row == kind.frame["row"].iloc[0] else row for row in kind.chart.arguments[0])
    chart = replace(kind.chart, arguments=(rows, *kind.chart.arguments[1:]))
    bad = replace(kind, title=HOSTILE, sentence=HOSTILE, frame=frame, chart=chart, suppressed=HOSTILE)
    where = written(tmp_path, [bad], title=HOSTILE, link="javascript:alert(1)")
    with browser.new_context(**DESK, offline=True) as context:
        visit = opened(context, where)
        visit.page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
        expect(visit.page.locator("h1")).to_have_text(HOSTILE)
        expect(visit.page.locator("svg text", has_text="onerror").first).to_be_visible()
        visit.page.locator(f"svg path[fill='{LIGHT.own}']").first.hover()
        expect(visit.page.locator("#vg-tooltip-element")).to_contain_text("<b>bold</b>")
        present(visit.page)
        press(visit.page, "ArrowRight")
        expect(visit.page.locator("img, b b, a[href^=javascript]")).to_have_count(0)
        assert visit.complaints == []
        assert len(visit.requests) == 1


def test_the_policy_stops_what_would_be_asked_for(read: Open) -> None:
    visit = read()
    visit.page.evaluate("fetch('http://elsewhere.invalid/').catch(() => 0)")
    visit.page.evaluate("new Promise(done => { const i = new Image(); i.onerror = done; i.src = 'x.png' })")
    assert len(visit.complaints) >= 2 and "Content Security Policy" in visit.complaints[0]


def test_its_tables_are_there_without_scripts(browser: Browser, address: str) -> None:
    with browser.new_context(**DESK, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert "The charts need JavaScript" in page.content()
        page.locator("#exhibit-6 summary").last.click()
        expect(page.locator("#exhibit-6 table")).to_be_visible()

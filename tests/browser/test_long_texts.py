"""Layouts hold where a language needs more words: all messages are longer by two fifths, on three screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, ViewportSize, expect

from data_access.commands.selecting import looking, selected
from data_access.meetings import Deck, make
from data_access.store import open_store
from exhibits.meeting import draft
from exhibits.subjects import SUBJECTS
from tests.browser.conftest import visiting
from tests.browser.test_meeting import BEYOND, SIZES
from tests.browser.windows import Windows
from tests.choice import a_choice
from tests.translating import LONGER, SIGNS, lengthened, translated
from tools.browser import finished
from tools.catalogues import template
from tools.serving import PAGES, Server, serving

LEGIBLE = (Path(__file__).parent / "legible.js").read_text("utf-8")
AS_ON_A_PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
SCREENS = ((1440, 900), (1280, 720), (390, 844))
# A chart is drawn anew some time after its page has become narrower.
MILLISECONDS_TO_REDRAW = 10_000
WHO = "coordinator@example.org"
ADMINISTRATIVE = {"access", "audit"}
# What each role sees otherwise than the others.
SEEN = [
    *(("administrator", name) for name in sorted(ADMINISTRATIVE)),
    *(("coordinator", name) for name in PAGES if name not in ADMINISTRATIVE),
    *(("sponsor", path or "overview") for path in SUBJECTS),
]
# Rows of these charts are called by names of the store, some with words of ours: where a screen is too narrow
# for one it is shortened, and the tooltip and the table beside the chart have all of it.
ROWS = (
    *("access_to_finance", "contested", "cooperatives_by_form", "mercury_used_by_unit", "safety_reach"),
    *("share_of_figure", "targets", "what_it_would_take", "who_is_protected", "why_refused"),
    "phases_over_time",
)
# The same goes for a box in which a programme is chosen.
NAMED_IN_FULL_ELSEWHERE = (
    f"^(shortened in exhibit_({'|'.join(ROWS)})|cut off in the box (chosen|reached)_programme)"
)


@pytest.fixture(scope="module")
def long_store(copied_sample: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a sample store in which a meeting is kept."""
    return f"sqlite:///{copied_sample(tmp_path_factory.mktemp('long'))}"


@pytest.fixture(scope="module")
def long_dashboard(long_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard whose messages are longer than those of English."""
    folder = tmp_path_factory.mktemp("longer")
    with ExitStack() as stack:
        with translated(folder, lengthened):
            server = stack.enter_context(serving(long_store, folder / "server.log"))
        yield server


@pytest.fixture(scope="module")
def meeting(long_store: str) -> Deck:
    """A coordinator's meeting of all slides that it usually begins with."""
    with closing(open_store(long_store)) as store:
        with store.reading(WHO) as connection:
            viewer = looking(connection, WHO)
            selection = selected(connection, viewer, {"programme": ["HSE-2"]}, None, None)
        drafted = draft(store, viewer, "coordination", selection, "Longer words")
        with store.writing(viewer) as connection:
            return make(connection, viewer, drafted)


@pytest.fixture(scope="module")
def page(windows: Windows, long_dashboard: Server) -> Iterator[Page]:
    """One window for all that is looked at."""
    with visiting(windows, f"{long_dashboard.origin}/audit?lang=fr") as visit:
        yield visit.page


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    finished(page)


def illegible(page: Page) -> list[str]:
    """What can't be read on this screen, but for what is told elsewhere.

    Charts are drawn anew for a screen that has become narrower, so what seems wrong is looked at until then.
    """
    with suppress(TimeoutError):
        page.wait_for_function(
            f"excepted => !({LEGIBLE})(excepted).length",
            arg=NAMED_IN_FULL_ELSEWHERE,
            timeout=MILLISECONDS_TO_REDRAW,
            polling=100,
        )
    found: list[str] = page.evaluate(LEGIBLE, NAMED_IN_FULL_ELSEWHERE)
    return found


def test_every_message_is_longer_by_two_fifths() -> None:
    ids = [message.id for message in template() if message.id]
    texts = [text for each in ids for text in ([each] if isinstance(each, str) else each)]
    places = re.compile(r"{\w*}|%")
    assert len(texts) > 1500
    for text in texts:
        longer = lengthened("fr", text)
        assert text in SIGNS or len(longer) >= LONGER * len(text)
        assert places.findall(longer) == places.findall(text)


@pytest.mark.parametrize("seen", a_choice(SEEN, 4), ids="-".join)
def test_a_page_has_room_for_longer_words(seen: tuple[str, str], page: Page, long_dashboard: Server) -> None:
    role, name = seen
    found: dict[int, list[str]] = {}
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        if (width, height) == SCREENS[0]:
            _open(page, f"{long_dashboard.origin}{PAGES[name]}?lang=fr&as={role}@example.org")
            expect(page.get_by_test_id("stException")).to_have_count(0)
        if said := illegible(page):
            found[width] = said
    assert found == {}


def test_slides_have_room_for_longer_words(page: Page, long_dashboard: Server, meeting: Deck) -> None:
    page.set_viewport_size(AS_ON_A_PROJECTOR)
    _open(page, f"{long_dashboard.origin}/meeting?meeting={meeting.id}&view=slides&lang=fr&as={WHO}")
    last = len(meeting.slides)
    assert last > 10
    found = {}
    for at in range(1, last + 1):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".slide_foot")).to_contain_text(f"{at} / {last}")
        finished(page)
        small = [said for size, said in page.evaluate(SIZES) if size < 24]
        beyond = page.evaluate(BEYOND)
        if wrong := [*illegible(page), *small, *([f"{beyond} beyond the screen"] if beyond else [])]:
            found[meeting.slides[at - 1].exhibit] = wrong
    assert found == {}


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ("h1.style.cssText = 'width: 3rem; overflow: hidden; white-space: nowrap'", "cut off by H1"),
        ("h1.style.cssText = 'position: relative; top: 4rem'", "covered in"),
        ("h1.style.cssText = 'width: 200vw'", "too wide by"),
    ],
)
def test_what_can_not_be_read_would_be_noticed(
    spoilt: str, said: str, page: Page, long_dashboard: Server
) -> None:
    page.set_viewport_size(AS_ON_A_PROJECTOR)
    _open(page, f"{long_dashboard.origin}/audit?lang=fr")
    page.evaluate(f"() => {{ const h1 = document.querySelector('h1'); {spoilt}; }}")
    assert any(each.startswith(said) for each in page.evaluate(LEGIBLE, NAMED_IN_FULL_ELSEWHERE))

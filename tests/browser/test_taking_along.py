"""Files taken along in a browser: a bar tells how far each is, and whoever made it fetches it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from data_access.audit import audit
from data_access.choosing import usual_period
from data_access.grants import Grant
from data_access.meetings import Deck, make
from data_access.reader import Reader
from data_access.selection import Selection, data_date
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Role, viewer_of
from exhibits.meeting import draft
from exhibits.starting import start
from tests.browser.conftest import Visit
from tests.browser.test_pages import PHONE, grave_findings
from tests.exhibits.export.reading import sheets_of
from tests.pages.administration import TODAY, give
from tools.browser import finished
from tools.serving import Server

WHO = "presenter@x.org"
HERE = ("HSE-2",), ("PE-ARE",)
SLIDES = 20
TITLE = "Review of the year"
# Notes from here on how far every bar has come that is drawn, in hundredths.
NOTE_BARS = """() => {
    window.told = [];
    const note = () => document.querySelectorAll('[data-testid="stProgress"] [role="progressbar"]')
        .forEach(bar => window.told.push(Number(bar.getAttribute('aria-valuenow'))));
    new MutationObserver(note).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""
Open = Callable[..., Visit]


@pytest.fixture
def deck(store_file: Path) -> Deck:
    """A meeting of many slides whose numbers are pinned."""
    programmes, regions = HERE
    give(store_file, Grant(WHO, Role.presenter, programmes, regions=regions, first_day=TODAY))
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        viewer = viewer_of(connection, WHO, TODAY)
    until = Reader(store, viewer).fact(data_date)
    selection = Selection(*usual_period(viewer, until), until).narrowed(
        programmes=programmes, regions=regions
    )
    drafted = draft(store, viewer, "public", selection, TITLE)
    slides = (drafted.slides * SLIDES)[:SLIDES]
    with store.writing(viewer) as connection:
        kept = make(connection, viewer, Deck("", TITLE, "public", drafted.selection, slides))
    pinned = start(store, viewer, kept, lambda done, of: None)
    store.close()
    return pinned


def taken(page: Page, kind: str) -> tuple[str, bytes]:
    """The name and the content of a file of what is on the page, as the browser gets it."""
    offer = page.get_by_test_id("stPopoverBody")
    if not offer.is_visible():
        page.get_by_role("button", name="Take along").click()
    offer.get_by_text(kind, exact=True).click()
    finished(page)
    offer.get_by_role("button", name="Make the file").click()
    fetch = offer.get_by_role("button", name="Download")
    expect(fetch).to_be_visible(timeout=60_000)
    finished(page)
    with page.expect_download() as download:
        fetch.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def texts(slide: object) -> str:
    """All that stands on a slide."""
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)  # type: ignore[attr-defined]


def audited(store_file: Path) -> list[tuple[str, str, int]]:
    """What was downloaded, the first first: of what, as in the URL, and how long it was."""
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        found = audit(connection, UNRESTRICTED, by=[WHO], actions=["download"])
    store.close()
    return [(row.exhibit, row.selection, row.row_count) for row in found[::-1].itertuples()]


def test_a_meeting_and_a_page_are_taken_along_as_they_were_seen(
    deck: Deck, store_file: Path, own_dashboard: Server, visit: Open
) -> None:
    assert deck.snapshot is not None
    seen = visit(f"{own_dashboard.origin}/meeting?meeting={deck.id}&as={WHO}")
    seen.page.evaluate(NOTE_BARS)
    name, content = taken(seen.page, "PowerPoint")
    told = seen.page.evaluate("() => window.told")
    assert told == sorted(told) and len(set(told)) > SLIDES / 2
    assert name == f"review_of_the_year_{deck.snapshot}.pptx"
    first, *others = map(texts, Presentation(BytesIO(content)).slides)
    assert TITLE in first and f"{own_dashboard.origin}/meeting?meeting={deck.id}" in first
    assert all(deck.snapshot in said for said in (first, *others[:SLIDES]))
    name, content = taken(seen.page, "Workbook")
    assert name == f"review_of_the_year_{deck.snapshot}.xlsx"
    cells = [str(cell) for rows in sheets_of(content).values() for row in rows for cell in row]
    assert TITLE in cells and any(deck.snapshot in cell for cell in cells)

    seen.open(f"{own_dashboard.origin}/training?country=PE&as={WHO}")
    expect(seen.page.get_by_test_id("stPopoverBody")).not_to_be_visible()
    name, content = taken(seen.page, "PDF on A4")
    assert name == "who_is_trained_2026-09-30.pdf"
    assert grave_findings(seen.page) == set()
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert "Who is trained" in pages[0] and "Peru" in pages[0]
    heading = seen.page.get_by_test_id("stMain").get_by_role("heading", level=3).first.inner_text()
    assert any(heading in " ".join(said.split()) for said in pages)
    assert [(what, asked) for what, asked, _ in audited(store_file)] == [
        (TITLE, f"meeting={deck.id}&snapshot={deck.snapshot}"),
        (TITLE, f"meeting={deck.id}&snapshot={deck.snapshot}"),
        ("training", "country=PE&from=2025-10-01&to=2026-09-30"),
    ]
    assert [length for *_, length in audited(store_file)][:2] == [SLIDES, SLIDES]
    assert seen.complaints == [] and seen.outside() == []


def test_it_has_room_on_a_phone(dashboard: Server, visit: Open) -> None:
    seen = visit(f"{dashboard.origin}/protection?lang=fr", **PHONE)
    page = seen.page
    page.get_by_role("button", name="Emporter").click()
    offer = page.get_by_test_id("stPopoverBody")
    expect(offer.get_by_role("button", name="Faire le fichier")).to_be_in_viewport(ratio=1)
    expect(offer.get_by_text("Kit pour une clé USB")).to_be_in_viewport(ratio=1)
    finished(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

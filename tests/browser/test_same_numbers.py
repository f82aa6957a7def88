"""One meeting on the screen and in each of its files: the numbers read back from all are the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data_access.choosing import usual_period
from data_access.grants import Grant, grant
from data_access.meetings import Deck, make
from data_access.reader import Reader
from data_access.rights import Rights
from data_access.selection import Selection, data_date
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Role, Viewer
from exhibits.exhibit import Exhibit
from exhibits.export.deck import unheard
from exhibits.export.files import file_of
from exhibits.meeting import deck_of, draft
from exhibits.starting import start
from tests.browser.conftest import Visit, visiting
from tests.browser.windows import Windows
from tests.exhibits.export.reading import Shown, sheets_of, slides_of, text_of, without_spaces
from tests.exhibits.export.test_kit import tables
from tools.browser import finished
from tools.serving import serving

WHO = Viewer("narrow@example.org", Role.presenter, Rights(("HSE-2",), ("PE-ARE",)))
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}


@dataclass
class OnScreen:
    """A slide as somebody in the room has it: its words, the rows its chart draws, the cells of its table."""

    title: str
    number: str
    drawn: dict[str, list[Any]]
    cells: list[list[str]]


@dataclass
class Everywhere:
    """A meeting's exhibits, each with its slide on the screen and in PowerPoint and with its sheet; the page
    of the kit; and all words on paper."""

    exhibits: list[tuple[Exhibit, OnScreen, Shown, list[list[Any]]]]
    kit: str
    paper: str


@pytest.fixture(scope="module")
def everywhere(
    copied_sample: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory, windows: Windows
) -> Everywhere:
    folder = tmp_path_factory.mktemp("everywhere")
    file = copied_sample(folder)
    meeting = _started(f"sqlite:///{file}")
    store = open_store(f"sqlite:///{file}")
    deck = deck_of(store, WHO, meeting)
    store.close()
    files = {name: file_of(name, deck) for name in ("deck.pptx", "deck.xlsx", "deck.zip", "deck.pdf")}
    asked = f"meeting?as={WHO.name}&meeting={meeting.id}"
    with (
        serving(f"sqlite:///{file}", folder / "server.log") as server,
        visiting(windows, f"{server.origin}/{asked}", **PROJECTOR) as visit,
    ):
        screen = list(_screen(visit, len(deck.slides)))
    with ZipFile(BytesIO(files["deck.zip"])) as packed:
        kit = packed.read("index.html").decode()
    exhibits = [slide.exhibit for slide in deck.slides]
    sheets = list(sheets_of(files["deck.xlsx"]).values())[1:]
    read_back = list(zip(exhibits, screen, slides_of(files["deck.pptx"])[1:], sheets, strict=False))
    assert len(read_back) == len(exhibits) > 10
    return Everywhere(read_back, kit, text_of(files["deck.pdf"]))


def _started(url: str) -> Deck:
    """A meeting whose numbers are pinned, of somebody who sees a small part of the sample."""
    store = open_store(url)
    programmes, regions = WHO.rights.programmes or (), WHO.rights.regions or ()
    with store.writing(UNRESTRICTED) as connection:
        grant(connection, UNRESTRICTED, Grant(WHO.name, WHO.role, programmes, None, regions))
    until = Reader(store, WHO).fact(data_date)
    drafted = draft(store, WHO, "sponsor", Selection(*usual_period(WHO, until), until), "Everywhere")
    with store.writing(WHO) as connection:
        kept = make(connection, WHO, drafted)
    meeting = start(store, WHO, kept, unheard)
    store.close()
    return meeting


def _screen(visit: Visit, number: int) -> Iterator[OnScreen]:
    page = visit.page
    page.get_by_role("button", name="Show the slides").click()
    expect(page.locator(".st-key-slide h1")).to_have_text("Everywhere")
    finished(page)
    for at in range(1, number + 1):
        visit.frames.clear()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".st-key-slide .slide_foot")).to_contain_text(f"{at} / {number}")
        finished(page)
        yield OnScreen(
            page.locator(".st-key-slide h1").inner_text(),
            _words(page, ".slide_number b"),
            _drawn(visit.frames),
            [row.split("\t") for row in _words(page, ".slide_table").splitlines()],
        )


def _words(page: Page, where: str) -> str:
    found = page.locator(f".st-key-slide {where}")
    return found.inner_text() if found.count() else ""


def _drawn(frames: list[bytes]) -> dict[str, list[Any]]:
    """The rows that the browser was given to draw the chart of a slide, column by column."""
    found: dict[str, list[Any]] = {}
    for frame in frames:
        message = ForwardMsg.FromString(frame)
        if message.WhichOneof("type") != "delta":
            continue
        element = message.delta.new_element
        if element.WhichOneof("type") == "vega_lite_chart":
            rows = element.vega_lite_chart.data.data or element.vega_lite_chart.datasets[0].data.data
            found = pa.ipc.open_stream(rows).read_all().to_pydict()
    return found


def alike(cells: list[Any]) -> list[Any]:
    """Cells as they are compared: numbers to ten digits, nothing as nothing."""
    return [
        f"{float(cell):.10g}"
        if isinstance(cell, int | float) and cell == cell
        else ("" if cell is None or cell != cell else str(cell))
        for cell in cells
    ]


def table_in(sheet: list[list[Any]], exhibit: Exhibit) -> dict[str, list[Any]]:
    """The table of a sheet: its columns by their names in the exhibit."""
    headings = [column.title for column in exhibit.columns.values()]
    head = next(at for at, row in enumerate(sheet) if at and row[: len(headings)] == headings)
    rows = sheet[head + 1 : head + 1 + len(exhibit.frame)]
    return {name: [row[place] for row in rows] for place, name in enumerate(exhibit.columns)}


def test_charts_draw_the_numbers_of_the_workbook_and_of_the_kit(everywhere: Everywhere) -> None:
    kit = dict(tables(everywhere.kit))
    compared = 0
    for exhibit, screen, _, sheet in everywhere.exhibits:
        if exhibit.chart is None or exhibit.headline is not None:
            continue
        listed = table_in(sheet, exhibit)
        rows = next(rows for caption, rows in kit.items() if exhibit.title in caption)
        for place, name in enumerate(exhibit.columns):
            if name not in exhibit.chart.columns:
                continue
            assert alike(screen.drawn[name]) == alike(listed[name]), (exhibit.title, name)
            exact = [_as_number(row[place][1]) for row in rows]
            assert alike(screen.drawn[name]) == alike(exact), (exhibit.title, name)
            compared += len(rows)
    assert compared > 40


def _as_number(exact: str) -> Any:
    return float(exact) if re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", exact) else exact


def test_native_charts_of_the_slides_have_the_numbers_on_the_screen(everywhere: Everywhere) -> None:
    compared = 0
    for _, screen, slide, _ in everywhere.exhibits:
        assert slide.title == screen.title
        there = {
            f"{abs(float(cell)):.6g}"
            for column in screen.drawn.values()
            for cell in column
            if isinstance(cell, int | float)
        }
        for chart in slide.charts:
            if not there:
                continue
            values = {f"{abs(value):.6g}" for series in chart.series.values() for value in series.values()}
            assert values <= there | {"0"}, screen.title
            compared += len(values)
    assert compared >= 10


def test_single_numbers_and_tables_are_said_alike_everywhere(everywhere: Everywhere) -> None:
    numbers = cells = 0
    for _, screen, slide, sheet in everywhere.exhibits:
        in_sheet = " ".join(str(cell) for row in sheet for cell in row)
        if screen.number:
            assert any(screen.number in text for text in slide.texts), screen.title
            assert screen.number.casefold() in in_sheet.casefold(), screen.title
            assert without_spaces(screen.number) in everywhere.paper
            assert screen.number in everywhere.kit
            numbers += 1
        for row in screen.cells[1:]:
            if len(row) < 2:
                continue
            # A slide leaves out columns without a word.
            said = [cell for cell in row if cell]
            assert any(said == listed for table in slide.tables for listed in table), row
            assert all(without_spaces(cell) in everywhere.paper for cell in row)
            cells += len(row)
    assert numbers >= 3 and cells > 4

"""Words from the store are words in every file: never markup, never a formula, never an error."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from exhibits.export.cells import legible
from exhibits.export.deck import Slide
from exhibits.export.paper import Paper, pdf
from exhibits.export.slides import pptx
from exhibits.export.workbook import xlsx
from tests.exhibits.export.decks import HOSTILE, deck_of, hostile
from tests.exhibits.export.reading import formulas_in, sheets_of, slides_of, text_of, without_spaces

# As much of a text as a narrow cell or a foot has room for.
BEGINNING = 20


@pytest.fixture(scope="module")
def deck() -> Any:
    exhibits = hostile()
    said = tuple(Slide(exhibit, notes=text) for exhibit in exhibits for text in HOSTILE[:1])
    own = tuple(Slide(exhibits[0], sentence=text, notes=text) for text in HOSTILE)
    titled = {"title": HOSTILE[0], "subtitle": HOSTILE[3], "snapshot": HOSTILE[2], "link": HOSTILE[8]}
    return deck_of([], slides=(*said, *own), **titled)


def test_slides_hold_them_as_text(deck: Any) -> None:
    shown = slides_of(pptx(deck))
    titles, notes = [slide.title for slide in shown], "\n".join(slide.notes for slide in shown)
    sentences = "\n".join(text for slide in shown for text in slide.texts)
    for text in map(legible, HOSTILE):
        assert any(title.startswith(text[:60].strip()) for title in titles)
        assert text in notes
        assert text[:60].strip() in sentences


def test_charts_and_the_sheets_behind_them_hold_them_as_text(deck: Any) -> None:
    written = Presentation(BytesIO(pptx(deck)))
    charts = [shape.chart for slide in written.slides for shape in slide.shapes if shape.has_chart]
    assert charts
    for chart in charts:
        assert list(chart.plots[0].categories) == [legible(text) for text in HOSTILE]
        behind = chart.part.chart_workbook.xlsx_part.blob
        assert formulas_in(behind) == []
        (sheet,) = sheets_of(behind).values()
        assert [row[0].strip() for row in sheet[1:]] == [legible(text).strip() for text in HOSTILE]
        assert [row[1] for row in sheet[1:]] == list(range(1, len(HOSTILE) + 1))


def test_the_workbook_holds_them_as_text(deck: Any) -> None:
    written = xlsx(deck)
    assert formulas_in(written) == []
    cells = {str(cell).strip() for rows in sheets_of(written).values() for row in rows for cell in row}
    assert {legible(text).strip() for text in HOSTILE} <= cells


@pytest.mark.parametrize("paper", ["a4", "16:9"])
def test_pages_hold_them_as_text(paper: Paper, deck: Any) -> None:
    read = text_of(pdf(deck, paper))
    # Signs of other scripts are there if the machine has a font for them, and come back in their own order.
    latin = [text for text in map(legible, HOSTILE) if text.isascii()]
    assert len(latin) > len(HOSTILE) / 2
    for text in latin:
        assert without_spaces(text)[:BEGINNING] in read

"""The workbook, read back: every cell of every exhibit, typed, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

from data_access.figures import known_figure
from data_access.language import speaking
from exhibits import words
from exhibits.exhibit import Exhibit
from exhibits.export.cells import legible
from exhibits.export.deck import Deck, Slide
from exhibits.export.imprint import plain
from exhibits.export.workbook import xlsx
from tests.exhibits.export.decks import bars_of, deck_of, typed
from tests.exhibits.export.reading import formulas_in, sheets_of
from tests.exhibits.gallery import BUILDERS, SELECTIONS, Gallery

Rows = list[list[Any]]


def exhibits_in(deck: Deck, file: bytes) -> Iterator[tuple[Exhibit, Rows, Rows]]:
    """Each exhibit with the lines above its table, and the table from its headings on."""
    sheets = list(sheets_of(file).values())[1:-2]
    for slide, rows in zip(deck.slides, sheets, strict=True):
        headings = [column.title for column in slide.exhibit.columns.values()]
        head = next(at for at, row in enumerate(rows) if at and row[: len(headings)] == headings)
        yield slide.exhibit, rows[:head], [row[: len(headings)] for row in rows[head:]]


def same(cell: Any, expected: Any) -> bool:
    """Whether a cell that was read is what the frame holds."""
    if not isinstance(expected, str) and pd.isna(expected):
        return bool(cell == "")
    if isinstance(expected, Decimal):
        exact = len(expected.normalize().as_tuple().digits) <= 15
        return bool(Decimal(repr(cell)) == expected if exact else cell == str(expected))
    if isinstance(expected, date):
        return bool(cell == expected)
    if isinstance(expected, str):
        return bool(cell == legible(expected))
    # A sheet has no more than sixteen digits.
    return not isinstance(cell, str) and bool(cell == pytest.approx(float(expected), rel=1e-15, abs=0))


def test_it_holds_every_cell_of_every_table(everything: Deck, workbook: bytes) -> None:
    count = 0
    for exhibit, _, (_, *rows) in exhibits_in(everything, workbook):
        assert len(rows) == len(exhibit.frame)
        for row, (_, expected) in zip(rows, exhibit.frame[list(exhibit.columns)].iterrows(), strict=True):
            assert all(same(cell, of) for cell, of in zip(row, expected, strict=True)), (exhibit.name, row)
            count += len(row)
    assert count > 5000


@pytest.mark.parametrize("selection", [name for name in SELECTIONS if name != "everything"])
def test_the_same_of_other_selections(selection: str, gallery: Gallery) -> None:
    deck = deck_of(exhibit for name in BUILDERS for exhibit in gallery.exhibits(name, selection))
    for exhibit, _, (_, *rows) in exhibits_in(deck, xlsx(deck)):
        for row, (_, expected) in zip(rows, exhibit.frame[list(exhibit.columns)].iterrows(), strict=True):
            assert all(same(cell, of) for cell, of in zip(row, expected, strict=True)), exhibit.name


def test_above_a_table_stands_what_it_is(everything: Deck, workbook: bytes) -> None:
    for exhibit, above, _ in exhibits_in(everything, workbook):
        said = "\n".join(str(row[0]) for row in above)
        for text in (exhibit.title, plain(exhibit.sentence), exhibit.subtitle, exhibit.suppressed, "S-7F3A"):
            assert text in said
        for grade in exhibit.evidence.split(", "):
            assert grade in said.lower()
        assert exhibit.missing in said or not exhibit.empty


def test_what_the_presenter_says_stands_above_the_table() -> None:
    deck = deck_of([], slides=(Slide(typed(), sentence="My own words."),))
    ((_, above, _),) = exhibits_in(deck, xlsx(deck))
    assert "My own words." in [row[0] for row in above]


def test_cells_are_typed() -> None:
    deck = deck_of([typed()])
    ((_, _, (_, first, second)),) = exhibits_in(deck, xlsx(deck))
    assert first == ["A", "USD 1.2K", 1234, 0.4321, 1234567890123.45, 5000, date(2026, 2, 28), 0.0123]
    assert second == ["", "–", "", 0.004, -0.07, "12345678901234567.89", "", 7.5]


def test_numbers_are_shown_in_formats_and_texts_that_look_like_formulas_stay_texts() -> None:
    file = xlsx(deck_of([typed(), bars_of(("=1+1", "plain"), (1, 2))]))
    with ZipFile(BytesIO(file)) as parts:
        styles = parts.read("xl/styles.xml").decode()
    for format in ("0.0%", "#,##0", "#,##0.00", "d mmm yyyy", "0.000"):
        assert f'formatCode="{format}"' in styles or format in ("#,##0", "#,##0.00")
    assert 'quotePrefix="1"' in styles
    assert formulas_in(file) == []


def test_its_first_sheet_leads_to_the_others(everything: Deck, workbook: bytes) -> None:
    sheets = sheets_of(workbook)
    names, first = list(sheets), next(iter(sheets.values()))
    said = [row[0] for row in first]
    for text in (
        everything.title,
        everything.subtitle,
        "As of 30 Sep 2026",
        "Snapshot S-7F3A",
        everything.link,
    ):
        assert text in said
    listed = first[said.index("Sheet") + 1 :]
    assert [row[0] for row in listed] == names[1:-2]
    assert [row[1] for row in listed] == [slide.exhibit.title for slide in everything.slides]
    assert [row[4] for row in listed] == [len(slide.exhibit.frame) for slide in everything.slides]
    with ZipFile(BytesIO(workbook)) as parts:
        links = parts.read("xl/worksheets/sheet1.xml").decode()
    assert links.count("<hyperlink ") == len(names) - 3


def test_names_of_sheets_are_short_and_no_two_alike(workbook: bytes) -> None:
    names = list(sheets_of(workbook))
    assert len({name.casefold() for name in names}) == len(names) > 150
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_it_says_what_its_figures_mean_and_where_they_come_from(everything: Deck, workbook: bytes) -> None:
    *_, definitions, sources = sheets_of(workbook).values()
    meant = {row[3]: row for row in definitions}
    for name in {name for slide in everything.slides for name in slide.exhibit.figures}:
        assert meant[name][:2] == [known_figure(name).title, known_figure(name).definition]
    told = [row for row in sources if row[0] in {slide.exhibit.title for slide in everything.slides}]
    assert len(told) == len(everything.slides)
    assert {row[4] for row in told} == {everything.data_date}
    assert {row[5] for row in told} == {everything.as_of}
    said = "\n".join(str(row[0]) for row in sources)
    assert words.evidence("contested") in said
    assert any("https://www.ocim.com" in row[6] for row in told)


def test_headings_stay_in_sight_and_can_be_filtered(workbook: bytes) -> None:
    with ZipFile(BytesIO(workbook)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert all('state="frozen"' in sheet for sheet in sheets)
    assert sum("<autoFilter " in sheet for sheet in sheets) > 150


def test_it_speaks_the_language_spoken() -> None:
    with speaking("fr"):
        (first, *_) = sheets_of(xlsx(deck_of([typed()]))).values()
    assert any("30 sept. 2026" in str(row[0]) for row in first)


def test_it_is_told_how_far_it_has_come() -> None:
    heard: list[tuple[int, int]] = []
    xlsx(deck_of([typed(), typed()]), lambda done, of: heard.append((done, of)))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]

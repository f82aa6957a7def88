"""Slides, read back: all that an exhibit says and shows is there, and everything has its place."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml

from data_access.figures import known_figure
from data_access.language import speaking
from exhibits import words
from exhibits.export import cells
from exhibits.export.deck import Deck, Slide
from exhibits.export.imprint import plain
from exhibits.export.native import native
from exhibits.export.slides import pptx
from tests.exhibits.export.decks import bars_of, brand, deck_of, exhibit_of, typed
from tests.exhibits.export.reading import Shown, formulas_in, inside, sheets_of, slides_of

Pair = tuple[Slide, Shown]


@pytest.fixture(scope="session")
def pairs(everything: Deck, slides: bytes) -> list[Pair]:
    """Each slide of the deck, and what came of it."""
    shown = slides_of(slides)
    assert len(shown) > len(everything.slides) + 2
    return list(zip(everything.slides, shown[1:], strict=False))


def test_it_opens_with_whose_and_of_when_it_is(everything: Deck, slides: bytes) -> None:
    opening = slides_of(slides)[0]
    said = "\n".join(opening.texts)
    assert opening.title == everything.title
    for text in (everything.subtitle, "As of 30 Sep 2026", everything.brand.name, "S-7F3A", everything.link):
        assert text in said
    assert not opening.numbered


def test_a_slide_says_what_its_exhibit_says(pairs: list[Pair]) -> None:
    for slide, shown in pairs:
        exhibit = slide.exhibit
        assert shown.title == exhibit.title
        said = "\n".join(shown.texts)
        assert exhibit.subtitle in said or exhibit.subtitle[:100] in said
        # A map's sentence says first that it is one.
        sentence = plain(exhibit.sentence).removeprefix("Map: ")
        beyond = sentence.removeprefix(exhibit.title).lstrip(".:; ")
        assert exhibit.headline or exhibit.empty or beyond[1:60] in said.replace("\x0b", "\n"), exhibit.name
        for part in (exhibit.selection, "As of 30 Sep 2026", "Snapshot S-7F3A"):
            assert part in shown.foot
        assert exhibit.suppressed in shown.foot
        for grade in exhibit.evidence.split(", "):
            assert grade in shown.foot.lower()
        assert exhibit.missing in said or not exhibit.empty


def test_what_the_presenter_says_is_said(pairs: list[Pair]) -> None:
    for slide, shown in pairs:
        assert shown.notes.startswith(f"Say this of {slide.exhibit.name}.")
        for figure in slide.exhibit.figures:
            assert known_figure(figure).definition in shown.notes
    (own,) = slides_of(pptx(deck_of([], slides=(Slide(typed(), sentence="My own words."),))))[1:2]
    assert "My own words.\nA subtitle" in own.texts
    assert "A sentence." not in "\n".join(own.texts)
    assert "A sentence." in own.notes


def test_native_charts_hold_the_values_that_are_on_screen(pairs: list[Pair]) -> None:
    count = 0
    for slide, shown in pairs:
        drawn = native(slide.exhibit)
        assert len(shown.charts) == (drawn is not None)
        if drawn is None:
            continue
        (chart,) = shown.charts
        assert chart.categories == list(drawn.categories)
        for series in drawn.series:
            known = zip(drawn.categories, series.values, strict=True)
            assert chart.series[series.name] == {name: value for name, value in known if value is not None}
            count += len(chart.series[series.name])
    assert count > 1000


def test_labels_say_what_they_say_on_screen(pairs: list[Pair]) -> None:
    numbers, texts = 0, 0
    for slide, shown in pairs:
        drawn = native(slide.exhibit)
        for series in drawn.series if drawn else ():
            labels = shown.charts[0].labels[series.name]
            for name, value, text in zip(
                shown.charts[0].categories, series.values, series.labels, strict=False
            ):
                if not text or value is None:
                    assert name not in labels
                elif labels[name]:
                    assert labels[name] == text
                    texts += 1
                else:
                    # The program writes the number itself, in a format that says the same.
                    assert text in (words.number(value), words.share(value))
                    numbers += 1
    assert numbers > 100 and texts > 100


def test_the_sheet_behind_a_chart_holds_its_values(slides: bytes) -> None:
    charts = [
        shape.chart
        for slide in Presentation(BytesIO(slides)).slides
        for shape in slide.shapes
        if shape.has_chart
    ]
    for chart in charts[:20]:
        behind = chart.part.chart_workbook.xlsx_part.blob
        assert formulas_in(behind) == []
        (rows,) = sheets_of(behind).values()
        head, *body = rows
        assert head[1:] == [series.name for series in chart.series]
        for place, series in enumerate(chart.series, 1):
            values = [None if row[place] == "" else row[place] for row in body]
            # A sheet has no more than sixteen digits.
            assert values == pytest.approx(list(series.values), rel=1e-15)


def test_tables_list_the_rows_in_their_order_and_say_how_many_there_are(pairs: list[Pair]) -> None:
    whole = cut = 0
    for slide, shown in pairs:
        if not shown.tables:
            continue
        (listed,) = shown.tables
        exhibit = slide.exhibit
        titles = [column.title for column in exhibit.columns.values()]
        places = [titles.index(title) for title in listed[0]]
        assert places == sorted(places)
        rows = [[row[place] for place in places] for row in cells.rows(exhibit)]
        assert len(listed) > 1
        for found, row in zip(listed[1:], rows, strict=False):
            assert all(
                cell == text or (cell[-1:] == "…" and text.startswith(cell[:-1]))
                for cell, text in zip(found, row, strict=True)
            )
        if len(listed) - 1 < len(rows):
            assert any(f"of {words.number(len(rows))} rows" in text for text in shown.texts)
            cut += 1
        else:
            whole += 1
    assert whole > 20 and cut > 5


def test_every_exhibit_is_shown_in_one_way(pairs: list[Pair]) -> None:
    for slide, shown in pairs:
        exhibit, ways = slide.exhibit, (len(shown.charts), len(shown.tables), shown.pictures)
        if exhibit.empty:
            assert ways == (0, 0, 0)
        else:
            assert sum(ways) == 1, exhibit.name
            assert bool(shown.tables) == (exhibit.chart is None and exhibit.map is None)
        if exhibit.headline is not None and not exhibit.empty:
            said = "\n".join(shown.texts)
            assert exhibit.headline.value in said
            assert exhibit.headline.change in said and exhibit.headline.compared_with in said
            assert exhibit.headline.note in said


def test_what_can_not_be_seen_is_said(pairs: list[Pair]) -> None:
    for slide, shown in pairs:
        if not slide.exhibit.empty:
            assert shown.descriptions == [plain(slide.exhibit.sentence)]


def test_it_ends_with_what_its_figures_mean_and_where_they_come_from(everything: Deck, slides: bytes) -> None:
    ends = "\n".join(
        text for shown in slides_of(slides)[len(everything.slides) + 1 :] for text in shown.texts
    )
    for name in {name for slide in everything.slides for name in slide.exhibit.figures}:
        assert known_figure(name).title in ends
        assert known_figure(name).definition in ends
    for text in ("S-7F3A", everything.link, words.evidence("contested"), "Natural Earth"):
        assert text in ends


def test_every_slide_but_the_first_is_numbered(slides: bytes) -> None:
    assert all(shown.numbered for shown in slides_of(slides)[1:])


def test_everything_stands_on_its_slide_and_nothing_on_something_else(slides: bytes) -> None:
    made = Presentation(BytesIO(slides))
    size = made.slide_width, made.slide_height
    for number, slide in enumerate(made.slides, 1):
        shapes = [shape for shape in slide.shapes if shape.width]
        assert all(inside(shape, size) for shape in shapes), number
        edges = sorted((shape.top, shape.top + shape.height, shape.left) for shape in shapes)
        in_one_column = [edge for edge in edges if edge[2] < made.slide_width // 4]
        for (_, bottom, _), (top, _, _) in pairwise(in_one_column):
            assert top >= bottom - 12700, number


def test_no_placeholder_is_left_empty(slides: bytes) -> None:
    for slide in Presentation(BytesIO(slides)).slides:
        for shape in slide.placeholders:
            filled = shape.has_chart or shape.has_table or hasattr(shape, "image")
            assert filled or shape.text_frame.text.strip(), (slide.slide_id, shape.name)


def test_type_is_large_enough_for_the_back_of_the_room(slides: bytes) -> None:
    for slide in Presentation(BytesIO(slides)).slides:
        for shape in slide.placeholders:
            if shape.has_text_frame and "ftr" not in shape.element.xpath(".//p:ph/@type"):
                sizes = [
                    run.font.size.pt
                    for line in shape.text_frame.paragraphs
                    for run in line.runs
                    if run.font.size
                ]
                assert all(size >= 18 for size in sizes), shape.text_frame.text


def test_the_house_is_in_the_theme_and_on_the_master(slides: bytes) -> None:
    with ZipFile(BytesIO(slides)) as parts:
        theme = parse_xml(parts.read("ppt/theme/theme1.xml"))
        assert len([name for name in parts.namelist() if "slideLayouts/slideLayout" in name]) == 7
    accents = [theme.xpath(f"//a:clrScheme/a:accent{n}/a:srgbClr/@val")[0] for n in (1, 2)]
    assert accents == ["5B2A12", "C58B1B"]
    assert theme.xpath("//a:minorFont/a:latin/@typeface") == ["Calibri"]
    master = Presentation(BytesIO(slides)).slide_master
    logos = master.element.xpath(".//p:pic//p:cNvPr/@descr")
    assert logos == [brand().name]
    assert Presentation(BytesIO(slides)).slide_width / Presentation(BytesIO(slides)).slide_height == 16 / 9


def test_a_house_without_a_logo_is_named() -> None:
    master = Presentation(BytesIO(pptx(deck_of([typed()], brand=brand(logo=False))))).slide_master
    assert "Fundación Oro Claro" in "".join(master.element.xpath(".//a:t/text()"))


def test_it_speaks_the_language_spoken() -> None:
    with speaking("es"):
        made = Presentation(BytesIO(pptx(deck_of([typed(), bars_of(("A", "B"), (1, 2))]))))
    runs = [run for slide in made.slides for run in slide.element.xpath(".//a:r/a:rPr/@lang")]
    assert set(runs) == {"es-ES"}
    assert made.core_properties.language == "es"
    (table,) = [shape.table for slide in made.slides for shape in slide.shapes if shape.has_table]
    assert "1.234.567.890.123,45" in [cell.text for row in table.rows for cell in row.cells]


def test_it_is_told_how_far_it_has_come() -> None:
    heard: list[tuple[int, int]] = []
    pptx(deck_of([typed(), typed()]), lambda done, of: heard.append((done, of)))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_table_is_as_large_as_it_has_room() -> None:
    few, many = (
        replace(bars_of(list(map(str, range(rows))), list(range(rows))), chart=None) for rows in (3, 300)
    )
    sizes = []
    for exhibit in (few, many):
        slide = Presentation(BytesIO(pptx(deck_of([exhibit])))).slides[1]
        sizes.append({float(size) / 100 for size in slide.element.xpath(".//a:tbl//a:rPr/@sz")})
    assert sizes == [{24.0}, {16.0}]


def test_a_deck_of_nothing_is_a_deck() -> None:
    assert [shown.title for shown in slides_of(pptx(deck_of([])))] == [
        "What the programmes reached",
        "Where the numbers come from",
    ]


def test_an_empty_exhibit_says_what_to_widen() -> None:
    empty = exhibit_of(typed().frame.iloc[:0], typed().columns)
    (shown,) = slides_of(pptx(deck_of([empty])))[1:2]
    assert any("Widen it." in text for text in shown.texts)

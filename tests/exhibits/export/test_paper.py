"""The PDF, read back: what it says, what its tables list, and that it can be listened to."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from data_access.figures import known_figure
from data_access.language import speaking
from exhibits import words
from exhibits.export import cells, tables
from exhibits.export.deck import Deck, Slide
from exhibits.export.imprint import plain
from exhibits.export.paper import MOST_BELOW, MOST_ROWS, Paper, pdf
from exhibits.forms import bars
from tests.exhibits.export.decks import bars_of, brand, deck_of, exhibit_of, typed
from tests.exhibits.export.reading import tags_of, text_of, without_spaces

PAPERS: tuple[Paper, ...] = ("a4", "16:9")


@pytest.fixture(scope="session")
def papers(paper: bytes, wide_paper: bytes) -> dict[str, bytes]:
    return dict(zip(PAPERS, (paper, wide_paper), strict=True))


@pytest.fixture(scope="session")
def decks(everything: Deck, varied: Deck) -> dict[str, Deck]:
    return dict(zip(PAPERS, (everything, varied), strict=True))


@pytest.fixture(scope="session")
def texts(papers: dict[str, bytes]) -> dict[str, str]:
    return {
        name: text_of(file, "What the programmes reached · Snapshot S-7F3A") for name, file in papers.items()
    }


def parts_of(deck: Deck, text: str) -> list[str]:
    """The text of each exhibit, from its title to its foot; before the first of them stand all titles."""
    found, at = [], text.index(without_spaces(deck.link))
    contents = text.find("Contents", at)
    if contents >= 0:
        last = without_spaces(deck.slides[-1].exhibit.title)
        at = text.index("Wherethenumberscomefrom", text.index(last, contents))
    for slide in deck.slides:
        begins = text.index(without_spaces(slide.exhibit.title), at)
        at = text.index("SnapshotS-7F3A", begins) + len("SnapshotS-7F3A")
        found.append(text[begins:at])
    return found


@pytest.mark.parametrize("name", PAPERS)
def test_it_says_what_its_exhibits_say(name: str, decks: dict[str, Deck], texts: dict[str, str]) -> None:
    for slide, said in zip(decks[name].slides, parts_of(decks[name], texts[name]), strict=True):
        exhibit = slide.exhibit
        # What only repeats the title is not said again; a map's sentence says first that it is one.
        told = plain(exhibit.sentence).removeprefix("Map: ")
        beyond = told.removeprefix(exhibit.title).lstrip(".:; ")[1:]
        expected = [exhibit.subtitle, exhibit.selection, exhibit.suppressed, "As of 30 Sep 2026"]
        expected += [exhibit.missing] if exhibit.empty else []
        if exhibit.headline is not None and not exhibit.empty:
            number = exhibit.headline
            expected += [number.value, number.change, number.compared_with, number.note]
        elif exhibit.headline is None:
            expected.append(beyond)
        assert [text for text in expected if without_spaces(text) not in said] == [], exhibit.name


@pytest.mark.parametrize("name", PAPERS)
def test_its_tables_list_what_is_on_screen(name: str, decks: dict[str, Deck], texts: dict[str, str]) -> None:
    count = 0
    for slide, said in zip(decks[name].slides, parts_of(decks[name], texts[name]), strict=True):
        exhibit = slide.exhibit
        charted = exhibit.chart is not None or exhibit.map is not None
        if exhibit.empty or (charted and (name == "16:9" or len(exhibit.frame) > MOST_BELOW)):
            continue
        rows = ["".join(map(without_spaces, row)) for row in cells.rows(exhibit)]
        if name == "16:9" or tables.laid_out(exhibit, (6.69, 99), (8.5,)).cut:
            # Of wide tables the first columns are listed, and long texts are cut.
            rows = [without_spaces(row[0])[:12] for row in cells.rows(exhibit)[:3]]
        listed = [row for row in rows[:MOST_ROWS] if row in said]
        columns = len(exhibit.columns)
        assert listed == rows[:MOST_ROWS] or columns > 8 or f"of{columns}columns" in said, exhibit.name
        count += len(listed)
    assert count > {"a4": 900, "16:9": 60}[name]


def test_numbers_in_charts_are_those_of_the_frame(everything: Deck, texts: dict[str, str]) -> None:
    count = 0
    for slide, said in zip(everything.slides, parts_of(everything, texts["a4"]), strict=True):
        exhibit = slide.exhibit
        if exhibit.chart is not None and exhibit.chart.draw is bars and not exhibit.empty:
            rows = exhibit.frame[exhibit.frame["row"].isin(exhibit.chart.arguments[0])]
            assert [label for label in rows["label"] if without_spaces(label) not in said] == []
            count += len(rows)
    assert count > 80


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_tagged_for_those_who_listen(
    name: str, decks: dict[str, Deck], papers: dict[str, bytes]
) -> None:
    read = PdfReader(BytesIO(papers[name]))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert read.metadata is not None and read.metadata.title == decks[name].title
    assert b"pdfuaid" in root["/Metadata"].get_data()
    tags = list(tags_of(papers[name]))
    said = [alt for tag, alt in tags if tag == "/Figure"]
    drawn = [slide.exhibit for slide in decks[name].slides if slide.exhibit.chart or slide.exhibit.map]
    for exhibit in drawn:
        assert exhibit.empty or plain(exhibit.sentence) in said
    kinds = {tag for tag, _ in tags}
    assert {"/H1", "/Table", "/TH", "/TD", "/P", "/Figure"} <= kinds


@pytest.mark.parametrize("name", PAPERS)
def test_it_has_bookmarks_and_numbers_of_pages(
    name: str, decks: dict[str, Deck], papers: dict[str, bytes]
) -> None:
    read = PdfReader(BytesIO(papers[name]))
    marks = [mark.title for mark in read.outline]  # type: ignore[union-attr]
    titles = [slide.exhibit.title for slide in decks[name].slides]
    assert marks == [*titles, "What the figures mean", "Where the numbers come from"]
    for number, page in list(enumerate(read.pages, 1))[1:]:
        assert page.extract_text().rstrip().endswith(str(number))


def test_an_exhibit_of_16_9_has_one_page(varied: Deck, papers: dict[str, bytes]) -> None:
    read = PdfReader(BytesIO(papers["16:9"]))
    pages = [read.get_destination_page_number(mark) for mark in read.outline]  # type: ignore[arg-type]
    assert pages[: len(varied.slides)] == list(range(1, len(varied.slides) + 1))
    assert float(read.pages[0].mediabox.width / read.pages[0].mediabox.height) == pytest.approx(
        16 / 9, rel=1e-3
    )


def test_a4_is_a4(papers: dict[str, bytes]) -> None:
    box = PdfReader(BytesIO(papers["a4"])).pages[3].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.parametrize("name", PAPERS)
def test_it_ends_with_definitions_and_sources(
    name: str, decks: dict[str, Deck], texts: dict[str, str]
) -> None:
    for figure in {figure for slide in decks[name].slides for figure in slide.exhibit.figures}:
        assert without_spaces(known_figure(figure).definition) in texts[name]
    assert without_spaces(words.evidence("estimated")) in texts[name]
    assert "https://www.ocim.com" in texts[name]


@pytest.mark.parametrize("name", PAPERS)
def test_its_type_is_in_it(name: str, papers: dict[str, bytes]) -> None:
    pages = PdfReader(BytesIO(papers[name])).pages
    fonts = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    }
    assert {"DashboardSans-Regular", "DashboardSerif-SemiBold"} <= fonts
    assert all(font.startswith("Dashboard") for font in fonts)


def test_it_speaks_the_language_spoken() -> None:
    with speaking("es"):
        file = pdf(deck_of([typed()]))
    assert PdfReader(BytesIO(file)).trailer["/Root"]["/Lang"] == "es"  # type: ignore[index]
    assert "1.234.567.890.123,45" in text_of(file)


def test_the_signs_of_our_languages_are_in_its_type() -> None:
    signs = "ñÑáéíóúü¿¡ çÇàâèêëîïôùûÿœŒ «» 1\u202f234 −5 → ↑ ↓ · – — … “” ’ € ≥ ± ◆"
    file = pdf(deck_of([exhibit_of(typed().frame, typed().columns, title=signs, subtitle=signs)]))
    # For a sign without type the standard would have been given up.
    assert b"pdfuaid" in PdfReader(BytesIO(file)).trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]
    assert text_of(file).count(without_spaces(signs)) == 2


def test_a_script_without_type_is_no_error() -> None:
    assert pdf(deck_of([bars_of(("ᚠᚢᚦ", "𓀀"), (1, 2))])).startswith(b"%PDF")


def test_a_house_without_a_logo_is_named() -> None:
    assert text_of(pdf(deck_of([typed()], brand=brand(logo=False)))).count("FundaciónOroClaro") > 2


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_may_be_a_png_or_a_jpeg(kind: str) -> None:
    file = pdf(deck_of([typed()], brand=brand(kind=kind)))
    assert ("/Figure", "Fundación Oro Claro") in list(tags_of(file))


def test_what_the_presenter_says_is_said_and_what_they_noted_is_not() -> None:
    deck = deck_of([], slides=(Slide(typed(), sentence="My own words.", notes="Not for the paper."),))
    text = text_of(pdf(deck))
    assert "Myownwords." in text
    assert "Notforthepaper" not in text


def test_it_is_told_how_far_it_has_come() -> None:
    heard: list[tuple[int, int]] = []
    pdf(deck_of([typed(), typed()]), hears=lambda done, of: heard.append((done, of)))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("name", PAPERS)
def test_a_deck_of_nothing_is_a_deck(name: Paper) -> None:
    assert "Wherethenumberscomefrom" in text_of(pdf(deck_of([]), name))

"""A deck as a workbook: a sheet for each exhibit, what its figures mean, where they come from."""

from __future__ import annotations

from data_access.language import say
from data_access.sheets import Heading, Sheet, as_workbook, sheet_names
from exhibits import words
from exhibits.exhibit import Exhibit
from exhibits.export import imprint
from exhibits.export.cells import legible
from exhibits.export.deck import Deck, Hears, Slide, unheard


def xlsx(deck: Deck, hears: Hears | None = None) -> bytes:
    """The deck as XLSX."""
    heard, of = hears or unheard, len(deck.slides) + 1
    titles = [f"{number} · {slide.exhibit.title}" for number, slide in enumerate(deck.slides, 1)]
    ends = say("Contents"), say("Definitions"), say("Sources")
    contents, definitions, sources, *names = sheet_names([*ends, *map(legible, titles)])
    sheets = [_contents(deck, contents, names)]
    for done, (slide, name) in enumerate(zip(deck.slides, names, strict=True)):
        heard(done, of)
        sheets.append(_exhibit(deck, slide, name))
    heard(len(deck.slides), of)
    sheets += [_definitions(deck, definitions), _sources(deck, sources)]
    written = as_workbook(
        sheets, legible(deck.title), legible(deck.brand.name), deck.as_of, deck.brand.primary
    )
    heard(of, of)
    return written


def _contents(deck: Deck, name: str, names: list[str]) -> Sheet:
    """The deck's title and days, and a link to each sheet."""
    above = [(legible(deck.title), "title"), (legible(deck.subtitle), "lead")]
    above += [(fact, "quiet") for fact in imprint.facts(deck)]
    headings = [
        Heading(say("Sheet")),
        Heading(say("What it shows")),
        Heading(say("Selection")),
        Heading(say("Evidence")),
        Heading(say("Rows"), "count"),
    ]
    rows = [
        (
            sheet,
            imprint.plain(slide.exhibit.title),
            legible(slide.exhibit.selection),
            imprint.graded(slide.exhibit),
            len(slide.exhibit.frame),
        )
        for sheet, slide in zip(names, deck.slides, strict=True)
    ]
    return Sheet(name, headings, rows, [line for line in above if line[0]], links=names)


def _exhibit(deck: Deck, slide: Slide, name: str) -> Sheet:
    """An exhibit's table, below all that is said of it."""
    exhibit = slide.exhibit
    said = [
        (exhibit.title, "title"),
        (imprint.sentence(slide), "lead"),
        (exhibit.subtitle, "quiet"),
        (imprint.foot(exhibit, deck), "quiet"),
        (exhibit.missing if exhibit.empty else "", "quiet"),
    ]
    headings = [Heading(legible(column.title), column.format) for column in exhibit.columns.values()]
    above = [(imprint.plain(text), style) for text, style in said if text]
    return Sheet(name, headings, _cells(exhibit), above)


def _cells(exhibit: Exhibit) -> list[list[object]]:
    """The table as it is: numbers, days and texts."""
    rows = exhibit.frame[list(exhibit.columns)].itertuples(index=False, name=None)
    return [[legible(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]


def _definitions(deck: Deck, name: str) -> Sheet:
    headings = [
        Heading(say("Figure")),
        Heading(say("What it means")),
        Heading(say("Evidence")),
        Heading(say("Name")),
    ]
    rows = [
        (figure.title, figure.definition, say(imprint.GRADES[figure.evidence]), figure.name)
        for figure in imprint.defined(deck)
    ]
    return Sheet(name, headings, rows, [(say("What the figures mean"), "title")])


def _sources(deck: Deck, name: str) -> Sheet:
    """Where each exhibit comes from, and what the grades of evidence mean."""
    above = [(say("Where the numbers come from"), "title")]
    above += [(line, "quiet") for line in imprint.sources(deck)]
    above += [
        (say("{grade}: {meaning}.", grade=grade, meaning=meaning), "quiet")
        for grade, meaning in imprint.grades(deck)
    ]
    headings = [
        Heading(say("What it shows")),
        Heading(say("Figures")),
        Heading(say("Selection")),
        Heading(say("Evidence")),
        Heading(say("Data to"), "day"),
        Heading(say("As of"), "day"),
        Heading(say("Published by")),
    ]
    rows = [
        (
            imprint.plain(exhibit.title),
            words.listed(
                [figure.title for figure in imprint.defined(deck) if figure.name in exhibit.figures]
            ),
            legible(exhibit.selection),
            imprint.graded(exhibit),
            exhibit.data_date,
            deck.as_of,
            "\n".join(imprint.published(exhibit)),
        )
        for exhibit in (slide.exhibit for slide in deck.slides)
    ]
    return Sheet(name, headings, rows, above)

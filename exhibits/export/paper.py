"""A deck on paper: a tagged PDF, in which pictures can be listened to and tables are tables."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from data_access.language import plural, say, spoken
from exhibits.exhibit import Exhibit, Headline
from exhibits.export import imprint, pictures, tables
from exhibits.export.cells import all_legible, legible
from exhibits.export.deck import Deck, Hears, Slide, unheard
from exhibits.export.fitting import fitted, pixels
from exhibits.export.native import least_height
from exhibits.export.places import FULL, HALF
from exhibits.export.slide_words import floor, foot, head, pages_of
from exhibits.theme import LIGHT

Paper = Literal["a4", "16:9"]
TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = Path(__file__).with_name("fonts")
# What charts ask for on screen, and what has its form on paper.
ON_SCREEN, ON_PAPER = "Source Sans", "Dashboard Sans"
# Of A4, in inches; and how many pixels a chart is wide there.
ACROSS, PIXELS_ACROSS, BESIDE_NUMBER = 6.69, 700, 4.2
SIZES_ON_A4, NUMBERS = (9.5, 8.5), (88, 72, 60, 48, 36)
# Rows of a table on A4, of one that stands below its chart, and of one that is not broken at a page's end.
MOST_ROWS, MOST_BELOW, FEW_ROWS = 60, 48, 16
GUTTER, HIGH, LINE_BELOW = 0.3, 4.3, 0.5


def pdf(deck: Deck, paper: Paper = "a4", hears: Hears | None = None) -> bytes:
    """The deck as PDF/UA, on pages to be held or on pages to be projected."""
    heard, of = hears or unheard, len(deck.slides) + 1
    with TemporaryDirectory(prefix="deck.") as name:
        folder, exhibits = Path(name), []
        for done, slide in enumerate(deck.slides):
            heard(done, of)
            exhibits.append(_exhibit(deck, slide, paper, folder, done))
        heard(len(deck.slides), of)
        told = _deck(deck, paper, folder) | {"exhibits": exhibits}
        Path(folder, "deck.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        template = Path(copy(TEMPLATE, folder))
        written = _compiled(template)
    heard(of, of)
    return written


def _compiled(template: Path) -> bytes:
    """The document as PDF/UA; as a tagged PDF that says so of itself no more, where a script has no font."""
    given: dict[str, Any] = {"root": template.parent, "font_paths": _fonts(), "format": "pdf"}
    try:
        written: bytes = typst.compile(template, pdf_standards="ua-1", **given)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        written = typst.compile(template, **given)
    return written


@cache
def _fonts() -> typst.Fonts:
    """Ours, and whatever the machine has for signs that ours lack."""
    return typst.Fonts(font_paths=[str(FONTS)])


def _deck(deck: Deck, paper: Paper, folder: Path) -> dict[str, Any]:
    """What is said of the deck as a whole."""
    if deck.brand.logo is not None:
        name = "logo.jpg" if deck.brand.logo.startswith(b"\xff\xd8") else "logo.png"
        Path(folder, name).write_bytes(deck.brand.logo)
    snapshot = say("Snapshot {snapshot}", snapshot=deck.snapshot) if deck.snapshot else ""
    return {
        "paper": paper,
        "title": legible(deck.title),
        "subtitle": legible(deck.subtitle),
        "house": legible(deck.brand.name),
        "logo": f"/{name}" if deck.brand.logo is not None else None,
        "colours": (LIGHT.ink, LIGHT.muted, LIGHT.line, LIGHT.paper),
        "brand": (deck.brand.primary, deck.brand.accent),
        "day": {"year": deck.as_of.year, "month": deck.as_of.month, "day": deck.as_of.day},
        "language": spoken(),
        "running": legible(" · ".join(part for part in (deck.title, snapshot) if part)),
        "facts": [
            {"words": fact, "link": fact == deck.link and fact.startswith(imprint.ADDRESSES)}
            for fact in imprint.facts(deck)
        ],
        "words": {"contents": say("Contents")},
        "ends": [
            {"title": title, "said": page, "first": at == 0}
            for title, said in imprint.ends(deck)
            for at, page in enumerate(pages_of(said) if paper == "16:9" else [said])
        ],
    }


def _exhibit(deck: Deck, slide: Slide, paper: Paper, folder: Path, place: int) -> dict[str, Any]:
    """What is said and shown of one exhibit."""
    exhibit, rows = slide.exhibit, len(slide.exhibit.frame)
    charted = not exhibit.empty and (exhibit.chart is not None or exhibit.map is not None)
    # Below its chart a table is whole, or it is in the workbook.
    listed = not exhibit.empty and (not charted or (paper == "a4" and rows <= MOST_BELOW))
    elsewhere = plural("{number} row is in the workbook.", "{number} rows are in the workbook.", rows)
    return {
        "title": legible(exhibit.title),
        "said": imprint.emphasised(imprint.own_sentence(slide)),
        "quiet": legible(exhibit.subtitle),
        "missing": legible(exhibit.missing or say("Nothing in this selection.")) if exhibit.empty else "",
        "number": None if exhibit.empty or exhibit.headline is None else _number(exhibit.headline, paper),
        "picture": _picture(exhibit, paper, folder, place) if charted else None,
        "table": _table(exhibit, paper, charted, _height(deck, slide)) if listed else None,
        "elsewhere": elsewhere if charted and not listed and paper == "a4" else "",
        "foot": imprint.foot(exhibit, deck),
        "long": listed and rows > FEW_ROWS,
    }


def _picture(exhibit: Exhibit, paper: Paper, folder: Path, place: int) -> dict[str, str]:
    """The exhibit's picture, in its own file, and what it shows."""
    beside = exhibit.headline is not None
    if paper == "16:9":
        size = pixels(least_height(exhibit), HALF.width if beside else FULL, HIGH)
    else:
        size = (440, 200) if beside else (PIXELS_ACROSS, max(exhibit.height, 240))
    file = f"{place}.svg"
    drawn = pictures.svg(all_legible(exhibit), *size).replace(ON_SCREEN, ON_PAPER)
    Path(folder, file).write_text(drawn, "utf-8")
    return {"file": f"/{file}", "alt": imprint.plain(exhibit.sentence)}


def _height(deck: Deck, slide: Slide) -> float:
    """What is left of a page of 16:9 for a table, and a line below it."""
    return floor(foot(slide, deck)) - head(slide).end - LINE_BELOW


def _table(exhibit: Exhibit, paper: Paper, charted: bool, high: float) -> dict[str, Any]:
    """The exhibit's table, as much of it as has room."""
    beside, parts = exhibit.headline is not None, []
    if paper == "16:9":
        table = tables.laid_out(exhibit, (HALF.width if beside else FULL, high))
    else:
        wide = BESIDE_NUMBER if beside and not charted else ACROSS
        narrow = charted and len(exhibit.frame) > FEW_ROWS
        table = tables.laid_out(
            exhibit, (wide, float("inf")), SIZES_ON_A4, MOST_ROWS, *([1.1] if narrow else [])
        )
        # A long and narrow one stands in two parts beside each other.
        if narrow and 2 * sum(table.widths) < ACROSS - GUTTER:
            half = -(-len(table.rows) // 2)
            parts = [table.rows[:half], table.rows[half:]]
    return {
        "size": table.size,
        "widths": table.widths,
        "numbers": table.numbers,
        "headings": table.headings,
        "parts": parts or [table.rows],
        "more": tables.left_out(table, exhibit),
    }


def _number(headline: Headline, paper: Paper) -> dict[str, Any]:
    """A number in large type, and what it is compared with."""
    value = legible(headline.value)
    room, sizes = (HALF.left - 1.0, NUMBERS) if paper == "16:9" else (2.2, (54, 44, 36, 28, 22))
    return {
        "value": value,
        "size": fitted(value, room, 1, sizes, serif=True).size,
        "colour": LIGHT.own,
        "change": legible(headline.change),
        "changed": {True: LIGHT.own, False: LIGHT.target, None: LIGHT.muted}[headline.good],
        "compared": legible(headline.compared_with),
        "note": legible(headline.note),
    }

"""A deck as HTML: its opening, its exhibits with their tables and definitions, and its sources."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, tostring

import pandas as pd

from data_access.definition import Figure
from data_access.figures import figures
from data_access.language import say
from exhibits.exhibit import Column, Exhibit, Headline
from exhibits.export import imprint
from exhibits.export.cells import NUMBERS, legible, written
from exhibits.export.deck import Brand, Deck, Slide

Content = Element | str | None
# What logos begin with, and what they are.
LOGOS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ARROWS = {True: "▲", False: "▼"}


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """An element with texts and elements in it; the texts are texts, whatever they hold.

    ``class_`` is written class, ``aria_label`` aria-label; an attribute without a value is left out.
    """
    made = Element(
        tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    )
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        elif part and len(made):
            made[-1].tail = (made[-1].tail or "") + part
        elif part:
            made.text = (made.text or "") + part
    return made


def html(made: Element) -> str:
    """An element as it is written."""
    return tostring(made, encoding="unicode", method="html")


def opening(deck: Deck) -> Element:
    """The first slide: whose deck it is, what it is called, and of when its numbers are."""
    return element(
        "section",
        _logo(deck.brand),
        element("h1", legible(deck.title)),
        element("p", legible(deck.subtitle), class_="subtitle") if deck.subtitle else None,
        element("ul", *(element("li", fact) for fact in imprint.facts(deck)), class_="facts"),
        class_="slide opening",
        id="opening",
        data_slide=legible(deck.title),
    )


def contents(deck: Deck) -> Element:
    """Links to all exhibits, by their titles."""
    links = [
        element("li", element("a", legible(slide.exhibit.title), href=f"#exhibit-{number}"))
        for number, slide in enumerate(deck.slides, 1)
    ]
    return element("nav", element("h2", say("Contents")), element("ol", *links), aria_label=say("Contents"))


def exhibit(slide: Slide, number: int, deck: Deck, charted: bool) -> Element:
    """An exhibit in its frame; where it is ``charted``, with room for the chart of its number."""
    shown = slide.exhibit
    said = imprint.own_sentence(slide)
    return element(
        "article",
        element("h2", legible(shown.title), id=f"title-{number}"),
        element("p", legible(shown.subtitle), class_="subtitle"),
        element("p", *_emphasised(said), class_="sentence") if said else None,
        *_body(shown, number, charted),
        _foot(shown, deck),
        class_="slide exhibit",
        id=f"exhibit-{number}",
        aria_labelledby=f"title-{number}",
        data_slide=legible(shown.title),
    )


def sources(deck: Deck) -> Element:
    """Where the numbers come from, and how well they are known."""
    grades = [element("li", element("b", grade), f": {meant}") for grade, meant in imprint.grades(deck)]
    return element(
        "section",
        element("h2", say("Where the numbers come from")),
        element("ul", *(element("li", line) for line in imprint.sources(deck)), *grades),
        class_="sources",
    )


def table(shown: Exhibit) -> Element:
    """An exhibit's table; its numbers also as they are, for whoever reads them by machine."""
    columns = shown.columns.items()
    cells = [[_cell(cell, column) for cell in shown.frame[name]] for name, column in columns]
    return element(
        "div",
        element(
            "table",
            element("caption", legible(shown.title)),
            element("thead", element("tr", *(_heading(column) for _name, column in columns))),
            element("tbody", *(element("tr", *row) for row in zip(*cells, strict=True))),
        ),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=say("Table: {title}", title=legible(shown.title)),
    )


def _body(shown: Exhibit, number: int, charted: bool) -> Iterator[Element]:
    if shown.empty:
        yield element("p", legible(shown.missing or say("Nothing in this selection.")), class_="missing")
        return
    if shown.headline:
        yield _headline(shown.headline)
    if charted:
        sentence = imprint.plain(shown.sentence)
        yield element("figure", class_="chart", role="img", aria_label=sentence, data_chart=str(number))
    elif not shown.headline:
        yield table(shown)


def _foot(shown: Exhibit, deck: Deck) -> Element:
    told = [_told(figures()[name]) for name in shown.figures]
    twin = not shown.empty and any((shown.chart, shown.map, shown.headline))
    return element(
        "footer",
        element("p", imprint.foot(shown, deck)),
        element("details", element("summary", say("Definition")), *told) if told else None,
        element("details", element("summary", say("Table")), table(shown)) if twin else None,
    )


def _told(figure: Figure) -> Element:
    named = element("code", figure.name)
    return element(
        "p", element("b", figure.title), " · ", named, f" · {figure.unit}", element("br"), figure.definition
    )


def _headline(number: Headline) -> Element:
    arrow = f"{ARROWS[number.difference > 0]} " if number.difference else ""
    change = element("b", f"{arrow}{legible(number.change)}") if number.change else None
    compared = f" {legible(number.compared_with)}" if number.change else ""
    return element(
        "div",
        element("p", legible(number.value), class_="value"),
        element("p", change, compared) if number.change else None,
        element("p", legible(number.note)) if number.note else None,
        class_="headline",
    )


def _emphasised(said: str) -> list[Content]:
    return [element("b", part) if bold else part for part, bold in imprint.emphasised(said)]


def _heading(column: Column) -> Element:
    return element("th", legible(column.title), scope="col", class_=_side(column))


def _cell(cell: Any, column: Column) -> Element:
    said: Content = written(cell, column.format)
    if not pd.isna(cell) and column.format == "day":
        said = element("time", said, datetime=_day(cell).isoformat())
    elif not pd.isna(cell) and column.format in ("count", "share", "money", "decimal"):
        said = element("data", said, value=str(cell))
    return element("td", said, class_="address" if "://" in str(cell) else _side(column))


def _day(cell: Any) -> date:
    day: date = pd.Timestamp(cell).date()
    return day


def _side(column: Column) -> str:
    return "number" if column.format in NUMBERS else ""


def _logo(brand: Brand) -> Element | None:
    data = brand.logo or b""
    kind = next((kind for head, kind in LOGOS.items() if data.startswith(head)), "")
    if not kind:
        return None
    return element(
        "img", src=f"data:{kind};base64,{b64encode(data).decode()}", alt=legible(brand.name), class_="logo"
    )

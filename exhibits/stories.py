"""Stories of transformation, their pictures, and the live figures that they quote."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd

from data_access import stories as known_stories
from data_access.definition import Figure
from data_access.disclosure.rules import NotForOutsiders
from data_access.disclosure.withholding import WITHHELD, any_withheld
from data_access.figures import known_figure
from data_access.names import minor_digits, names
from data_access.questions import COUNT, Question, codes_with_value, question_of
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.stories import LANGUAGE
from exhibits import ratios, words
from exhibits.asking import asked, with_units
from exhibits.exhibit import Column, Exhibit

# A figure within a text: [[mercury_reduction?organisation=MINAS-Y-CUEVAS&to=2025-12-31]].
REFERENCE = re.compile(r"\[\[([^\[\]]*)\]\]")
NOT_RECORDED = "nothing recorded"
NOT_TOLD = "not told to sponsors and presenters"
LONGEST_EXCERPT = 200


@dataclass(frozen=True)
class Quote:
    """A figure that a text quotes: its value in words, or why there is none.

    ``asked`` is the selection it is quoted for, in words; ``link`` holds the parameters under which
    the page of all figures shows it, and is empty for a value that isn't told. Of a quote that can't
    be followed, ``figure`` is None.
    """

    said: str
    figure: Figure | None = None
    asked: str = ""
    link: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """A story as it is shown. ``[[0]]``, ``[[1]]`` … in the Markdown of its body stand for its quotes."""

    story: str
    title: str
    body: str
    quotes: tuple[Quote, ...]
    organisation: str
    where: str
    when: str

    @property
    def text(self) -> str:
        """The body without marks, with the quoted values in their places."""
        return unmarked(REFERENCE.sub(lambda found: self.quotes[int(found[1])].said, self.body))

    @property
    def excerpt(self) -> str:
        """How the story begins: its first sentences, as many as are short."""
        sentences = re.split(r"(?<=[.!?:]) ", self.text)
        begun = sentences[0]
        for sentence in sentences[1:]:
            if len(begun) + len(sentence) > LONGEST_EXCERPT:
                break
            begun = f"{begun} {sentence}"
        return begun if begun.endswith((".", "!", "?")) else f"{begun.rstrip(':')} …"


@dataclass(frozen=True)
class Picture:
    """A JPEG or PNG with its caption, and since when it may be shown."""

    image: bytes
    caption: str
    credit: str


def told_stories(
    read: Reader, selection: Selection | None = None, language: str = LANGUAGE
) -> tuple[Told, ...]:
    """The stories of the selection's organisations, or all of them; the newest first."""
    found = read.ask(known_stories.stories, selection, language)
    known = read.ask(names)
    return tuple(_told(read, row, known) for row in found.itertuples())


def told_story(read: Reader, story: str, language: str = LANGUAGE) -> Told | None:
    """The story with that code, whatever is selected; None if there is none."""
    return next((told for told in told_stories(read, None, language) if told.story == story), None)


def pictures(read: Reader, story: str) -> tuple[Picture, ...]:
    """The pictures of a story that may be shown."""
    found = read.ask(known_stories.photos, story)
    return tuple(Picture(b64decode(row.image), row.caption, _credit(row)) for row in found.itertuples())


def story_figures(read: Reader, selection: Selection, story: str) -> Exhibit:
    """The figures that a story quotes, as the store has them now, each for the selection it names."""
    told = told_story(read, story)
    quotes = told.quotes if told else ()
    known = [quote for quote in quotes if quote.figure is not None]
    live = [quote for quote in known if quote.said != NOT_TOLD]
    frame = pd.DataFrame(
        [(_heading(quote), quote.said, _grade(quote), quote.asked or "–") for quote in quotes],
        columns=["figure", "value", "evidence", "asked"],
    )
    of_them = words.count(len(quotes), "figure", "figures")
    title = f"{of_them} behind this story"
    if len(live) < len(quotes):
        title = f"{words.number(len(live))} of {of_them} behind this story can be read"
    if quotes and not live:
        title = f"{words.capitalised(of_them)} behind this story, not told here"
    listed = "; ".join(f"{_heading(quote)}: {quote.said}" for quote in known)
    return Exhibit(
        name="story_figures",
        frame=frame,
        **asked(read, selection) | {"selection": told.title if told else "No such story"},
        title=title,
        sentence=f"{listed}." if listed else "No figure stands behind this story.",
        subtitle="Read from this store now, each for the selection that the story names",
        figures=tuple(dict.fromkeys(quote.figure.name for quote in known if quote.figure)),
        columns={
            "figure": Column("Figure"),
            "value": Column("Value", "number_text"),
            "evidence": Column("Evidence"),
            "asked": Column("Selection"),
        },
        missing="This story quotes no figure.",
    )


def unmarked(body: str) -> str:
    """Markdown as one line of plain text."""
    text = re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", body, flags=re.MULTILINE)
    return " ".join(text.replace("*", "").split())


def _told(read: Reader, row: Any, known: words.Names) -> Told:
    quotes: list[Quote] = []

    def numbered(found: re.Match[str]) -> str:
        quotes.append(_quote(read, found[1], known))
        return f"[[{len(quotes) - 1}]]"

    body = REFERENCE.sub(numbered, row.body)
    where = (row.place, _name(known, "region", row.region), _name(known, "country", row.country))
    return Told(
        story=row.story,
        title=row.title,
        body=body,
        quotes=tuple(quotes),
        organisation=_name(known, "organisation", row.organisation),
        where=", ".join(part for part in where if isinstance(part, str) and part),
        when=words.month(f"{row.happened_on:%Y-%m}") if isinstance(row.happened_on, date) else "",
    )


def _name(known: words.Names, kind: str, code: str | None) -> str:
    return known[kind].get(code, code) if isinstance(code, str) else ""


def _quote(read: Reader, reference: str, known: words.Names) -> Quote:
    """The live value that ``figure?query`` names, or the reason in words why there is none."""
    name, _, query = reference.strip().partition("?")
    try:
        figure = known_figure(name)
        question = read.ask(question_of, query)
        said = _value_or_refusal(read, figure, question, known)
    except ValueError as error:  # an unknown figure, dimension or code, or a query that can't be read
        return Quote(f"not shown: {error}")
    known = with_units(read, [question.only.get("unit")])
    codes = [words.name_of(known, kind, code) for kind, code in question.only.items()]
    said_of = " · ".join([*codes, words.selection(question.selection, known)])
    link = [("figure", name), *(pair for pair in parse_qsl(query) if pair[0] not in (*question.only, COUNT))]
    link += [("by", kind) for kind in question.only]
    return Quote(said, figure, said_of, () if said == NOT_TOLD else tuple(link))


def _value_or_refusal(read: Reader, figure: Figure, question: Question, known: words.Names) -> str:
    """The values of a figure in words, or that it isn't told."""
    try:
        return _value(read, figure, question, known)
    except NotForOutsiders:
        return NOT_TOLD


def _value(read: Reader, figure: Figure, question: Question, known: words.Names) -> str:
    """The values of a figure in words: one, or one for each ladder, currency …, which are never added."""
    if question.count is not None:
        groups = read.figure(figure.name, question.selection, [question.count], dict(question.only))
        if any_withheld(groups):
            return WITHHELD
        return words.number(codes_with_value(groups, question.count))
    frame = read.figure(figure.name, question.selection, only=dict(question.only))
    frame = frame[frame["value"].notna() | frame.get("suppressed", False)]
    digits = read.fact(minor_digits)
    apart = [kind for kind in figure.fixed if kind != "currency" and kind not in question.only]
    said = []
    for row in frame.to_dict("records"):
        value = (
            WITHHELD
            if row.get("suppressed")
            else words.measured(row["value"], figure.unit, row.get("currency"), digits)
        )
        group = ", ".join(words.name_of(known, kind, row[kind]) for kind in apart)
        said.append(ratios.with_its_count(value, figure, row["of"], group))
    return words.listed(said) or NOT_RECORDED


def _heading(quote: Quote) -> str:
    return quote.figure.title if quote.figure else "A figure that can't be read"


def _grade(quote: Quote) -> str:
    return words.capitalised(quote.figure.evidence) if quote.figure else "–"


def _credit(row: Any) -> str:
    """When a picture was taken, that it is made up, and since when it may be shown."""
    taken, shown = ("drawn", "released on") if row.illustrative else ("taken", "shown with consent of")
    parts = (
        "illustration" if row.illustrative else "",
        f"{taken} on {words.day(row.taken_on)}" if isinstance(row.taken_on, date) else "",
        f"{shown} {words.day(row.consent_on)}",
    )
    return words.capitalised(" · ".join(part for part in parts if part))

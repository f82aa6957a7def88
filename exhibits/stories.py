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
from data_access.language import mark, plural, say, spoken
from data_access.names import minor_digits, names
from data_access.questions import COUNT, Question, codes_with_value, question_of
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import ratios, words
from exhibits.asking import asked, with_units
from exhibits.exhibit import Column, Exhibit
from exhibits.untranslated import told_in

# A figure within a text: [[mercury_reduction?organisation=MINAS-Y-CUEVAS&to=2025-12-31]].
REFERENCE = re.compile(r"\[\[([^\[\]]*)\]\]")
NOT_RECORDED = mark("nothing recorded")
LONGEST_EXCERPT = 200


@dataclass(frozen=True)
class Quote:
    """A figure that a text quotes: its value in words, or why there is none.

    ``asked`` is the selection it is quoted for, in words; ``link`` holds the parameters under which
    the page of all figures shows it, and is empty for a value that isn't ``told``. Of a quote that can't
    be followed, ``figure`` is None.
    """

    said: str
    figure: Figure | None = None
    asked: str = ""
    link: tuple[tuple[str, str], ...] = ()
    told: bool = True


@dataclass(frozen=True)
class Told:
    """A story as it is shown. ``[[0]]``, ``[[1]]`` … in the Markdown of its body stand for its quotes.

    ``language`` is that of its title and body, which ``untranslated`` says where another is spoken.
    """

    story: str
    title: str
    body: str
    quotes: tuple[Quote, ...]
    organisation: str
    where: str
    when: str
    language: str

    @property
    def untranslated(self) -> str:
        """That it is told in another language than the one spoken; else nothing."""
        return told_in(self.language)

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


def told_stories(read: Reader, selection: Selection | None = None) -> tuple[Told, ...]:
    """The stories of the selection's organisations, or all of them; the newest first.

    Each is in the language spoken, or in another one where it has not been translated.
    """
    found = read.ask(known_stories.stories, selection, spoken())
    known = read.ask(names)
    return tuple(_told(read, row, known) for row in found.itertuples())


def told_story(read: Reader, story: str) -> Told | None:
    """The story with that code, whatever is selected; None if there is none."""
    return next((told for told in told_stories(read) if told.story == story), None)


def pictures(read: Reader, story: str) -> tuple[Picture, ...]:
    """The pictures of a story that may be shown."""
    found = read.ask(known_stories.photos, story)
    return tuple(Picture(b64decode(row.image), row.caption, _credit(row)) for row in found.itertuples())


def story_figures(read: Reader, selection: Selection, story: str) -> Exhibit:
    """The figures that a story quotes, as the store has them now, each for the selection it names."""
    told = told_story(read, story)
    quotes = told.quotes if told else ()
    known = [quote for quote in quotes if quote.figure is not None]
    live = [quote for quote in known if quote.told]
    frame = pd.DataFrame(
        [(_heading(quote), quote.said, _grade(quote), quote.asked or "–") for quote in quotes],
        columns=["figure", "value", "evidence", "asked"],
    )
    listed = [say("{figure}: {value}", figure=_heading(quote), value=quote.said) for quote in known]
    return Exhibit(
        name="story_figures",
        frame=frame,
        **asked(read, selection) | {"selection": told.title if told else say("No such story")},
        title=_how_many_figures(len(quotes), len(live)),
        sentence=f"{'; '.join(listed)}." if listed else say("No figure stands behind this story."),
        subtitle=say("Read from this store now, each for the selection that the story names"),
        figures=tuple(dict.fromkeys(quote.figure.name for quote in known if quote.figure)),
        columns={
            "figure": Column(say("Figure")),
            "value": Column(say("Value"), "number_text"),
            "evidence": Column(say("Evidence")),
            "asked": Column(say("Selection")),
        },
        missing=say("This story quotes no figure."),
    )


def _how_many_figures(quoted: int, told: int) -> str:
    """How many figures a story quotes, and how many of them can be read."""
    if quoted and not told:
        return plural(
            "{number} figure behind this story, not told here",
            "{number} figures behind this story, not told here",
            quoted,
        )
    if told < quoted:
        return plural(
            "{told} of {number} figure behind this story can be read",
            "{told} of {number} figures behind this story can be read",
            quoted,
            told=words.number(told),
        )
    return plural("{number} figure behind this story", "{number} figures behind this story", quoted)


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
        language=row.language,
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
        return Quote(say("not shown: {reason}", reason=error))
    known = with_units(read, [question.only.get("unit")])
    codes = [words.name_of(known, kind, code) for kind, code in question.only.items()]
    said_of = " · ".join([*codes, words.selection(question.selection, known)])
    link = [("figure", name), *(pair for pair in parse_qsl(query) if pair[0] not in (*question.only, COUNT))]
    link += [("by", kind) for kind in question.only]
    if said is None:
        return Quote(say("not told to sponsors and presenters"), figure, said_of, told=False)
    return Quote(said, figure, said_of, tuple(link))


def _value_or_refusal(read: Reader, figure: Figure, question: Question, known: words.Names) -> str | None:
    """The values of a figure in words, or None where it isn't told."""
    try:
        return _value(read, figure, question, known)
    except NotForOutsiders:
        return None


def _value(read: Reader, figure: Figure, question: Question, known: words.Names) -> str:
    """The values of a figure in words: one, or one for each ladder, currency …, which are never added."""
    if question.count is not None:
        groups = read.figure(figure.name, question.selection, [question.count], dict(question.only))
        if any_withheld(groups):
            return say(WITHHELD)
        return words.number(codes_with_value(groups, question.count))
    frame = read.figure(figure.name, question.selection, only=dict(question.only))
    frame = frame[frame["value"].notna() | frame.get("suppressed", False)]
    digits = read.fact(minor_digits)
    apart = [kind for kind in figure.fixed if kind != "currency" and kind not in question.only]
    said = []
    for row in frame.to_dict("records"):
        value = (
            say(WITHHELD)
            if row.get("suppressed")
            else words.measured(row["value"], figure.unit, row.get("currency"), digits)
        )
        group = ", ".join(words.name_of(known, kind, row[kind]) for kind in apart)
        said.append(ratios.with_its_count(value, figure, row["of"], group))
    return words.listed(said) or say(NOT_RECORDED)


def _heading(quote: Quote) -> str:
    return quote.figure.title if quote.figure else say("A figure that can't be read")


def _grade(quote: Quote) -> str:
    return words.capitalised(words.code(quote.figure.evidence)) if quote.figure else "–"


def _credit(row: Any) -> str:
    """When a picture was taken, that it is made up, and since when it may be shown."""
    taken = words.day(row.taken_on) if isinstance(row.taken_on, date) else ""
    consent = words.day(row.consent_on)
    if row.illustrative:
        parts = [
            say("illustration"),
            say("drawn on {day}", day=taken) if taken else "",
            say("released on {day}", day=consent),
        ]
    else:
        parts = [
            say("taken on {day}", day=taken) if taken else "",
            say("shown with consent of {day}", day=consent),
        ]
    return words.capitalised(" · ".join(part for part in parts if part))

"""What stands around exhibits on paper: their foot, what their figures mean, where they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_access.definition import Figure
from data_access.figures import figures
from data_access.language import mark, say
from exhibits import words
from exhibits.exhibit import Exhibit
from exhibits.export.cells import legible
from exhibits.export.deck import Deck, Slide

GRADES = {
    "counted": mark("Counted"),
    "reported": mark("Reported"),
    "estimated": mark("Estimated"),
    "contested": mark("Contested"),
}
EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
# What may stand before a title that a sentence repeats.
LEAD = re.compile(r"(\w+\s?:\s)?")
# Columns of tables in which somebody else's publication is named.
PUBLISHED, ADDRESSES = ("publisher", "source"), ("http://", "https://")


def sentence(slide: Slide) -> str:
    """What is said of an exhibit: the presenter's own sentence, or that of the exhibit."""
    return slide.sentence.strip() or slide.exhibit.sentence


def plain(text: str) -> str:
    """A sentence of ours without the marks that emphasise."""
    return EMPHASIS.sub(r"\1", legible(text))


def emphasised(text: str) -> list[tuple[str, bool]]:
    """A sentence of ours in pieces, each with whether it is emphasised."""
    pieces = EMPHASIS.split(legible(text))
    return [(piece, bool(place % 2)) for place, piece in enumerate(pieces) if piece]


def beyond_title(title: str, said: str) -> str:
    """What a sentence says that its title, which stands above it, has not said already; whether or not it
    begins with what it is of: ``Map: …``."""
    before, found, after = said.partition(title)
    of_what = LEAD.fullmatch(before) is not None
    if not found or not of_what or after[:1] not in (".", ":", ";"):
        return said
    return words.capitalised(after[1:].strip())


def own_sentence(slide: Slide) -> str:
    """What is said below a title: the presenter's sentence, or what the exhibit's says beyond its title; of a
    number that stands in large type nothing, unless the presenter says it."""
    if said := legible(slide.sentence.strip()):
        return said
    exhibit = slide.exhibit
    return "" if exhibit.headline else beyond_title(legible(exhibit.title), legible(exhibit.sentence))


def foot(exhibit: Exhibit, deck: Deck) -> str:
    """The selection, its day, how well its numbers are known, what is withheld, the snapshot."""
    said = (
        exhibit.selection,
        say("As of {day}", day=words.day(deck.as_of)),
        graded(exhibit),
        exhibit.suppressed,
        say("Snapshot {snapshot}", snapshot=deck.snapshot) if deck.snapshot else "",
    )
    return legible(" · ".join(part for part in said if part))


def graded(exhibit: Exhibit) -> str:
    """The grades of an exhibit's evidence."""
    grades = [say(GRADES[grade]) for grade in exhibit.evidence.split(", ")]
    return ", ".join([*grades[:1], *map(words.inside, grades[1:])])


def facts(deck: Deck) -> list[str]:
    """What opens a deck, besides its title: of when it is, whose, and under which id its numbers are kept."""
    days = {"day": words.day(deck.as_of), "data": words.day(deck.data_date)}
    same = deck.as_of == deck.data_date
    said = (
        say("As of {day}", **days) if same else say("As of {day}, with data to {data}", **days),
        deck.brand.name,
        say("Snapshot {snapshot}", snapshot=deck.snapshot) if deck.snapshot else "",
        deck.link,
    )
    return [legible(part) for part in said if part]


def defined(deck: Deck) -> list[Figure]:
    """The figures of a deck, each once, as they come."""
    named = dict.fromkeys(name for slide in deck.slides for name in slide.exhibit.figures)
    return [figures()[name] for name in named]


def grades(deck: Deck) -> list[tuple[str, str]]:
    """The grades of evidence in a deck, and what each means."""
    found = dict.fromkeys(grade for slide in deck.slides for grade in slide.exhibit.evidence.split(", "))
    return [(say(GRADES[grade]), words.evidence(grade)) for grade in GRADES if grade in found]


def published(exhibit: Exhibit) -> Iterator[str]:
    """Who published what an exhibit lists, and where, each once."""
    named = [name for name in PUBLISHED if name in exhibit.columns]
    if "source" in named:
        rows = exhibit.frame[exhibit.frame["source"].astype(str).str.startswith(ADDRESSES)][named]
        listed = rows.fillna("").itertuples(index=False)
        yield from dict.fromkeys(" · ".join(legible(str(cell)) for cell in row if cell) for row in listed)


def sources(deck: Deck) -> list[str]:
    """Where the numbers of a deck come from, line by line."""
    lines = [
        say(
            "Every number comes from the store of the programmes, with data to {day}.",
            day=words.day(deck.data_date),
        )
    ]
    if deck.snapshot:
        lines.append(say("The numbers are kept under the snapshot {snapshot}.", snapshot=deck.snapshot))
    if deck.link:
        lines.append(say("The same, live: {link}", link=deck.link))
    if any(slide.exhibit.map is not None for slide in deck.slides):
        lines.append(say("Borders: Natural Earth, in the public domain."))
    lines += dict.fromkeys(line for slide in deck.slides for line in published(slide.exhibit))
    return [legible(line) for line in lines]


def ends(deck: Deck) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a deck ends with: under each title paragraphs, each with the word that it explains, if any."""
    meant = [*((figure.title, figure.definition) for figure in defined(deck)), *grades(deck)]
    return [
        (say("What the figures mean"), [(legible(lead), legible(text)) for lead, text in meant]),
        (say("Where the numbers come from"), [("", line) for line in sources(deck)]),
    ]

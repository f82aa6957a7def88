"""Finds words in stories, in the directory and in practice notes, whatever their case and accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from data_access.language import say
from exhibits.directory import OFFERS, SUBJECTS, Note, Supporter
from exhibits.stories import Told, unmarked

Thing = TypeVar("Thing", Told, Supporter, Note)
BEFORE, AFTER = 70, 150


@dataclass(frozen=True)
class Part:
    """A piece of a text, and whether it is a word that was looked for."""

    text: str
    found: bool = False


@dataclass(frozen=True)
class Match(Generic[Thing]):
    """A thing that holds all the words looked for: its heading, and where in its text they stand."""

    thing: Thing
    heading: tuple[Part, ...]
    excerpt: tuple[Part, ...]


def search(query: str, things: tuple[Thing, ...]) -> tuple[Match[Thing], ...]:
    """The things in whose texts every word of the query begins a word; those that name one first."""
    wanted = re.findall(r"\w+", folded(query))
    found = []
    for thing in things:
        heading, text = _texts(thing)
        in_heading, in_text = _spans(wanted, heading), _spans(wanted, text)
        if wanted and all(in_heading[word] or in_text[word] for word in wanted):
            marked = _marked(heading, in_heading)
            excerpt = _cut(_marked(text, in_text))
            found.append((not any(in_heading.values()), Match(thing, marked, excerpt)))
    return tuple(match for _, match in sorted(found, key=lambda each: each[0]))


def folded(text: str) -> str:
    """The text without case and accents: ``Íquira`` → ``iquira``."""
    return _without_marks(text)[0]


def _texts(thing: Told | Supporter | Note) -> tuple[str, str]:
    """The heading and the text in which words are looked for."""
    if isinstance(thing, Told):
        return thing.title, f"{thing.where}. {thing.organisation}. {thing.text}"
    if isinstance(thing, Note):
        return thing.title, f"{say(SUBJECTS[thing.subject])}. {unmarked(thing.body)}"
    offers = (
        f"{say(OFFERS[offer.kind])}: {offer.description} ({', '.join(offer.countries)})."
        for offer in thing.offers
    )
    return thing.name, " ".join(offers)


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place of the one it comes from."""
    characters, places = [], []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(part):
                characters.append(part)
                places.append(place)
    return "".join(characters), places


def _spans(wanted: list[str], text: str) -> dict[str, list[tuple[int, int]]]:
    """Where words of the text begin with each word wanted: from one place up to another."""
    plain, places = _without_marks(text)
    spans: dict[str, list[tuple[int, int]]] = {}
    for word in wanted:
        starts = re.finditer(rf"(?<!\w){re.escape(word)}", plain)
        spans[word] = [(places[found.start()], places[found.end() - 1] + 1) for found in starts]
    return spans


def _marked(text: str, spans: dict[str, list[tuple[int, int]]]) -> tuple[Part, ...]:
    """The text in pieces, the words found apart."""
    parts, at = [], 0
    for start, end in sorted(span for found in spans.values() for span in found):
        if start >= at:
            parts += [Part(text[at:start]), Part(text[start:end], found=True)]
            at = end
    return tuple(part for part in (*parts, Part(text[at:])) if part.text)


def _cut(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The pieces around the first word found, or those at the head, with … where something is left out."""
    first = next((place for place, part in enumerate(parts) if part.found), 0)
    kept: list[Part] = []
    if first:
        kept.append(_shortened(parts[first - 1], BEFORE, _ending))
    length = 0
    for part in parts[first:]:
        if length + len(part.text) > AFTER:
            kept.append(_shortened(part, AFTER - length, _beginning))
            break
        kept.append(part)
        length += len(part.text)
    return tuple(kept)


def _shortened(part: Part, length: int, cut: Callable[[str, int], str]) -> Part:
    return part if len(part.text) <= length else Part(cut(part.text, length), part.found)


def _beginning(text: str, length: int) -> str:
    return f"{text[: max(length, 0)].rpartition(' ')[0]} …"


def _ending(text: str, length: int) -> str:
    return f"… {text[-length:].partition(' ')[2]}"

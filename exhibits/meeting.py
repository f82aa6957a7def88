"""A meeting: its slides, made from the numbers pinned for it, or from those of now before it starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from data_access.audience import audience
from data_access.disclosure.rules import NotForOutsiders
from data_access.language import say
from data_access.meetings import Deck, Slide, new_id, save
from data_access.pruning import prune
from data_access.reader import Reader, Remembering
from data_access.selection import Selection, data_version
from data_access.snapshots import Part, Pinned, parts, pin, pinned
from data_access.store import Store
from data_access.viewer import NotShared, Viewer
from exhibits.exhibit import Exhibit, Origin
from exhibits.making import UnknownExhibit, builder, made
from exhibits.pinning import Hears, PinnedExhibits, pinned_parts
from exhibits.templates import drafted
from exhibits.written import NotReadable, as_text, from_text


class Finds(Protocol):
    """Finds the exhibit of a slide."""

    def exhibit(self, builder: str, arguments: str) -> Exhibit | None:
        """The exhibit; None if there is none for whoever looks."""


@dataclass(frozen=True)
class Live:
    """Exhibits of a meeting that has not started: made from the data of now, for its audience."""

    read: Reader

    def exhibit(self, name: str, arguments: str) -> Exhibit | None:
        """The exhibit; None if its audience isn't told it, or nobody knows any more how it is made."""
        try:
            return made(self.read, builder(name), *from_text(arguments))
        except (NotForOutsiders, NotShared, UnknownExhibit, NotReadable):
            return None


@dataclass(frozen=True)
class Shown:
    """A slide with its exhibit; None for one that whoever looks is not shown."""

    slide: Slide
    exhibit: Exhibit | None


def slide_of(origin: Origin, sentence: str = "", notes: str = "") -> Slide:
    """The slide of an exhibit, as it is kept."""
    return Slide(origin.builder, as_text(origin.arguments), sentence, notes)


def listener(store: Store, viewer: Viewer, template: str, sponsor: str | None) -> Viewer:
    """As whom the exhibits of a meeting are read."""
    with store.reading(viewer) as connection:
        return audience(connection, viewer, template, sponsor)


def draft(
    store: Store, viewer: Viewer, template: str, selection: Selection, title: str, sponsor: str | None = None
) -> Deck:
    """A new meeting with the slides of its template; it is not kept yet."""
    read = Remembering(store, listener(store, viewer, template, sponsor))
    origins = [exhibit.origin for exhibit in drafted(read, template, selection)]
    slides = tuple(slide_of(origin) for origin in origins if origin is not None)
    return Deck("", title, template, as_text(selection), slides, sponsor)


def start(store: Store, viewer: Viewer, deck: Deck, hears: Hears) -> Deck:
    """Pins the numbers of a meeting, and keeps it with them.

    All of it is kept or nothing. Raises DataChanged, MeetingRefused, StoreUnavailable.
    """
    read_as = listener(store, viewer, deck.template, deck.sponsor)
    read = Reader(store, read_as)
    selection: Selection = from_text(deck.selection)
    version = read.fact(data_version)
    known = Pinned(
        id=new_id(),
        role=read_as.role,
        least_people=read_as.least_people,
        data_version=version,
        data_date=selection.data_date,
        as_of=selection.as_of,
        selection=deck.selection,
        sponsor=deck.sponsor,
    )
    made_parts = list(pinned_parts(store, read_as, selection, origins_of(deck.slides), hears))
    with store.writing(viewer) as connection:
        pin(connection, viewer, known, made_parts)
        kept = save(connection, viewer, replace(deck, snapshot=known.id))
        prune(connection, viewer)
    return kept


def origins_of(slides: Sequence[Slide]) -> list[Origin]:
    """What the exhibits of slides are made from; without those that nobody knows how to make any more."""
    found = []
    for slide in slides:
        try:
            builder(slide.exhibit)
            found.append(Origin(slide.exhibit, from_text(slide.arguments)))
        except (UnknownExhibit, NotReadable):
            continue
    return found


def pinned_exhibits(read: Reader, snapshot: str, language: str) -> PinnedExhibits:
    """The exhibits of a snapshot that the viewer's present rights cover, in a language."""
    found: tuple[Part, ...] = read.ask(parts, snapshot, language)
    return PinnedExhibits(found)


def finder(read: Reader, deck: Deck, language: str) -> Finds:
    """Where the exhibits of a meeting come from: its pinned numbers, once it was started."""
    if deck.snapshot is None:
        return Live(Remembering(read.store, listener(read.store, read.viewer, deck.template, deck.sponsor)))
    return pinned_exhibits(read, deck.snapshot, language)


def shown(deck: Deck, finds: Finds) -> list[Shown]:
    """The slides of a meeting with their exhibits."""
    return [Shown(slide, finds.exhibit(slide.exhibit, slide.arguments)) for slide in deck.slides]


def pinned_in_words(known: Pinned | None) -> str:
    """What stands on every slide and file of a meeting: which pinned numbers these are."""
    return "" if known is None else say("Pinned numbers {id}", id=known.id)


def known_snapshot(read: Reader, deck: Deck) -> Pinned | None:
    """The snapshot of a meeting; None before it was started."""
    return None if deck.snapshot is None else read.ask(pinned, deck.snapshot)

"""A meeting: its slides, made from the numbers pinned for it, or from those of now before it starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from data_access.audience import audience
from data_access.disclosure.rules import NotForOutsiders
from data_access.language import say
from data_access.meetings import Deck as Meeting
from data_access.meetings import Slide
from data_access.names import names
from data_access.reader import Reader, Remembering
from data_access.selection import Selection, data_version
from data_access.snapshots import OF_PAGES, OF_SLIDES, Pinned, last_with
from data_access.store import Store
from data_access.viewer import NotShared, Viewer
from exhibits import words
from exhibits.branding import brand
from exhibits.contents import Placed, contents
from exhibits.exhibit import Exhibit, Origin
from exhibits.export import deck as export
from exhibits.export.deck import Deck, Hears, unheard
from exhibits.making import UnknownExhibit, builder, made
from exhibits.pinning import PinnedExhibits, known_snapshot, pinned_exhibits
from exhibits.templates import SINCE, TEMPLATES, drafted, since
from exhibits.written import NotReadable, as_text, from_text


class Finds(Protocol):
    """Finds the exhibit of a slide."""

    def exhibit(self, builder: str, arguments: str, /) -> Exhibit | None:
        """The exhibit; None if there is none for whoever looks."""


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
) -> Meeting:
    """A new meeting with the slides of its template; it is not kept yet."""
    read = Remembering(store, listener(store, viewer, template, sponsor))
    last = _last(read, sponsor)
    begun_with = drafted(read, template, selection, None if last is None else last.id)
    origins = [exhibit.origin for exhibit in begun_with]
    slides = tuple(slide_of(origin) for origin in origins if origin is not None)
    return Meeting("", title, template, as_text(selection), slides, sponsor)


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


def live_exhibit(
    read: Reader, template: str, sponsor: str | None, name: str, arguments: str
) -> Exhibit | None:
    """An exhibit of a meeting that has not started, from the data of now; None if its audience isn't told it,
    or nobody knows any more how it is made."""
    return _told(replace(read, viewer=listener(read.store, read.viewer, template, sponsor)), name, arguments)


def _told(listens: Reader, name: str, arguments: str) -> Exhibit | None:
    """An exhibit as an audience is told it, by what it is made from."""
    try:
        return made(listens, builder(name), *from_text(arguments))
    except (NotForOutsiders, NotShared, UnknownExhibit, NotReadable):
        return None


def shown(deck: Meeting, finds: Finds) -> list[Shown]:
    """The slides of a meeting with their exhibits."""
    return [Shown(slide, finds.exhibit(slide.exhibit, slide.arguments)) for slide in deck.slides]


@dataclass(frozen=True)
class Offered:
    """An exhibit that a meeting can show: on which pages it stands, its title, and its slide."""

    pages: tuple[str, ...]
    title: str
    slide: Slide


def offered_live(
    read: Reader, template: str, sponsor: str | None, selection: str, page: str
) -> tuple[Offered, ...]:
    """The exhibits of a page that a meeting's audience is told."""
    listens = Remembering(read.store, listener(read.store, read.viewer, template, sponsor))
    found: dict[Origin, Offered] = {}
    for on, build, arguments in _placed(listens, from_text(selection), sponsor, page):
        if on != page:
            continue
        try:
            exhibit = made(listens, build, *arguments)
        except (NotForOutsiders, NotShared):
            continue
        if exhibit.origin is not None and not exhibit.empty:
            found[exhibit.origin] = Offered((page,), exhibit.title, slide_of(exhibit.origin))
    return tuple(found.values())


def _placed(listens: Reader, selection: Selection, sponsor: str | None, page: str) -> Iterable[Placed]:
    if page == SINCE:
        return since_last_meeting(listens, selection, sponsor)
    return contents(listens, selection)


def since_last_meeting(
    listens: Reader, selection: Selection, sponsor: str | None, but: str = ""
) -> Iterator[Placed]:
    """What changed since the last meeting with a sponsor, or with none in particular."""
    last = _last(listens, sponsor, but)
    if last is not None:
        for build, *arguments in since(selection, last.id):
            yield Placed(SINCE, build, tuple(arguments))


def _last(listens: Reader, sponsor: str | None, but: str = "") -> Pinned | None:
    with listens.store.reading(listens.viewer) as connection:
        return last_with(connection, listens.viewer, sponsor, data_version(connection), but)


def offered_pinned(pinned: PinnedExhibits, page: str) -> tuple[Offered, ...]:
    """The exhibits of a page that are pinned."""
    found = {
        (each.builder, each.arguments): Offered(each.pages, each.title, Slide(each.builder, each.arguments))
        for position in (OF_SLIDES, OF_PAGES)
        for each in pinned.listed(position)
        if page in each.pages
    }
    return tuple(found.values())


def pinned_in_words(known: Pinned | None) -> str:
    """What stands on every slide and file of a meeting: which numbers these are, and of which day."""
    if known is None:
        return ""
    return say("as of {day} · pinned as {id}", day=words.day(known.as_of), id=known.id)


class NoSuchMeeting(LookupError):
    """A meeting that there is not, or not for whoever asks."""

    def __init__(self, id: str) -> None:
        super().__init__(say("There is no meeting {id} for you.", id=id))


def deck_of(store: Store, viewer: Viewer, meeting: Meeting, hears: Hears = unheard, link: str = "") -> Deck:
    """A meeting as what is written into a file: slides that are not shown to whoever looks are left out."""
    read = Reader(store, viewer)
    found = None if meeting.snapshot is None else known_snapshot(read, meeting.snapshot)
    kept = None if meeting.snapshot is None else pinned_exhibits(read, meeting.snapshot)
    listens = Remembering(store, listener(store, viewer, meeting.template, meeting.sponsor))
    slides = []
    for done, slide in enumerate(meeting.slides):
        hears(done, len(meeting.slides))
        if kept is not None:
            exhibit = kept.exhibit(slide.exhibit, slide.arguments)
        else:
            exhibit = _told(listens, slide.exhibit, slide.arguments)
        if exhibit is not None:
            slides.append(export.Slide(exhibit, slide.sentence, slide.notes))
    hears(len(meeting.slides), len(meeting.slides))
    selection: Selection = from_text(meeting.selection)
    return Deck(
        title=meeting.title,
        subtitle=words.selection(selection, read.ask(names)),
        slides=tuple(slides),
        as_of=selection.as_of if found is None else found.as_of,
        data_date=selection.data_date if found is None else found.data_date,
        brand=brand(),
        snapshot=meeting.snapshot or "",
        link=link,
    )


def drafted_deck(
    store: Store,
    viewer: Viewer,
    template: str,
    selection: Selection,
    sponsor: str | None,
    hears: Hears = unheard,
) -> Deck:
    """A deck of a template, from the data of now."""
    return deck_of(
        store, viewer, draft(store, viewer, template, selection, say(TEMPLATES[template]), sponsor), hears
    )

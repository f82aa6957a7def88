"""Starts a meeting: its slides are pinned while somebody waits, and then all that the pages show."""

from __future__ import annotations

from dataclasses import replace

from data_access.connections import on_one_connection
from data_access.language import ENGLISH
from data_access.meetings import Deck, new_id, save
from data_access.pruning import prune
from data_access.reader import Reader, Remembering
from data_access.selection import Selection, data_version
from data_access.snapshots import OF_SLIDES, Pinned, parts, pin, pin_parts, pinned, positions
from data_access.store import Store
from data_access.viewer import Viewer
from exhibits.contents import Placed
from exhibits.export.deck import Hears
from exhibits.making import builder
from exhibits.meeting import NoSuchMeeting, listener, origins_of, since_last_meeting
from exhibits.pinning import pinned_pages, pinned_slides, scopes
from exhibits.standing import claims_standing, figures_standing
from exhibits.steady import DataChanged, refuse_changed
from exhibits.written import from_text


def start(store: Store, viewer: Viewer, deck: Deck, hears: Hears) -> Deck:
    """Pins the numbers of a meeting's slides, and keeps it with them; ``pin_pages`` pins the others.

    All of it is kept or nothing. Raises DataChanged, MeetingRefused, StoreUnavailable.
    """
    read = Remembering(store, listener(store, viewer, deck.template, deck.sponsor))
    selection: Selection = from_text(deck.selection)
    with on_one_connection(store.engine):
        version = read.fact(data_version)
        of_slides = pinned_slides(read, _of_slides(read, selection, deck), hears)
        known = Pinned(
            id=new_id(),
            role=read.viewer.role,
            least_people=read.viewer.least_people,
            data_version=version,
            data_date=selection.data_date,
            as_of=selection.as_of,
            selection=deck.selection,
            sponsor=deck.sponsor,
            parts=1 + len(scopes(read, selection)),
        )
        refuse_changed(store, viewer, version)
    with store.writing(viewer) as connection:
        pin(connection, viewer, known, of_slides)
        kept = save(connection, viewer, replace(deck, snapshot=known.id))
        prune(connection, viewer)
    return kept


def _of_slides(read: Reader, selection: Selection, deck: Deck) -> list[Placed]:
    """The exhibits of the slides, what can be added of what changed since the last meeting, and what the next
    one goes back to."""
    slides = [Placed("", builder(slide.builder), slide.arguments) for slide in origins_of(deck.slides)]
    changes = since_last_meeting(read, selection, deck.sponsor, but=deck.snapshot or "")
    standing = [Placed("", build, (selection,)) for build in (figures_standing, claims_standing)]
    return [*slides, *changes, *standing]


def pin_pages(store: Store, viewer: Viewer, deck: Deck, hears: Hears) -> None:
    """Pins what is not pinned yet of a meeting that has started: what all pages show of its selection, and of
    each programme and region in it.

    Each part is kept as soon as it is made. Raises DataChanged, NoSuchMeeting, StoreUnavailable.
    """
    listens = listener(store, viewer, deck.template, deck.sponsor)
    with store.reading(viewer) as connection:
        known = None if deck.snapshot is None else pinned(connection, viewer, deck.snapshot)
        if known is None:
            raise NoSuchMeeting(deck.id)
        there = positions(connection, viewer, known.id)
        slides, *_ = parts(connection, viewer, known.id, ENGLISH, frozenset({OF_SLIDES}))
    if slides.rights != listens.rights:
        raise DataChanged
    every = scopes(Reader(store, listens), from_text(known.selection))
    for position, scope in enumerate(every, 1):
        hears(position - 1, len(every))
        if position in there:
            continue
        refuse_changed(store, viewer, known.data_version)
        of_pages = pinned_pages(store, scope, position)
        refuse_changed(store, viewer, known.data_version)
        with store.writing(viewer) as connection:
            pin_parts(connection, known.id, of_pages)
    hears(len(every), len(every))

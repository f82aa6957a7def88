"""Meetings: decks of slides, and the numbers that were pinned for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from data_access.audit import now
from data_access.language import say
from data_access.schema import Meeting, MeetingSlide
from data_access.snapshots import covered_by
from data_access.viewer import Viewer

# Letters and digits that nobody takes for one another, read aloud or from a projector.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_NOTES = 120, 400, 4000
MOST_SLIDES = 60


class MeetingRefused(ValueError):
    """What can't be done to a meeting; the message says why and what to do."""


class ChangedMeanwhile(MeetingRefused):
    """Somebody else has saved the meeting since it was read."""

    def __init__(self) -> None:
        super().__init__(
            say(
                "This meeting was changed in another window since you opened it. "
                "Nothing was saved: open it anew."
            )
        )


@dataclass(frozen=True)
class Slide:
    """An exhibit of a meeting, by the name of what makes it and its arguments as JSON."""

    exhibit: str
    arguments: str
    sentence: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    """A meeting with its slides. ``revision`` says which version of it this is.

    ``shown`` is the slide on the screen, from 0, ``shown_since`` when the first one was shown (UTC).
    ``own`` is whether it is the viewer's: notes are for nobody else.
    """

    id: str
    title: str
    template: str
    selection: str
    slides: tuple[Slide, ...] = ()
    sponsor: str | None = None
    snapshot: str | None = None
    made_by: str = ""
    revision: int = 0
    shown: int = 0
    shown_since: datetime | None = None
    own: bool = True


def new_id() -> str:
    """An id that nobody else has, short enough to be read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def make(connection: Connection, viewer: Viewer, deck: Deck) -> Deck:
    """Keeps a new meeting of the viewer's; ``connection`` may write. Raises MeetingRefused."""
    kept = replace(deck, id=new_id(), made_by=viewer.name, revision=0, own=True)
    _refuse_long(kept)
    connection.execute(
        insert(Meeting).values(
            id=kept.id, made_by=viewer.name, made_at=now(), shown=0, revision=0, **_columns(kept)
        )
    )
    _write_slides(connection, kept)
    return kept


def save(connection: Connection, viewer: Viewer, deck: Deck) -> Deck:
    """Keeps a meeting as it is now; raises ChangedMeanwhile, and MeetingRefused."""
    _refuse_long(deck)
    changed = connection.execute(
        update(Meeting)
        .where(Meeting.id == deck.id, Meeting.revision == deck.revision, _own(viewer))
        .values(revision=deck.revision + 1, **_columns(deck))
    )
    if not changed.rowcount:
        raise ChangedMeanwhile
    connection.execute(delete(MeetingSlide).where(MeetingSlide.meeting_id == deck.id))
    _write_slides(connection, deck)
    return replace(deck, revision=deck.revision + 1)


def show_slide(connection: Connection, viewer: Viewer, meeting: str, slide: int, begin: bool) -> None:
    """Notes which slide of the viewer's meeting is on the screen; with ``begin`` its clock starts anew."""
    since = {"shown_since": now()} if begin else {}
    connection.execute(
        update(Meeting).where(Meeting.id == meeting, _own(viewer)).values(shown=slide, **since)
    )


def remove(connection: Connection, viewer: Viewer, meeting: str) -> None:
    """Removes a meeting of the viewer's; the numbers that were pinned for it stay for a while."""
    own = select(Meeting.id).where(Meeting.id == meeting, _own(viewer))
    if connection.scalar(own) is None:
        raise MeetingRefused(say("This meeting is not yours, or not there any more."))
    connection.execute(delete(MeetingSlide).where(MeetingSlide.meeting_id == meeting))
    connection.execute(delete(Meeting).where(Meeting.id == meeting))


def meetings(connection: Connection, viewer: Viewer) -> tuple[Deck, ...]:
    """The viewer's own meetings without their slides, the last changed first."""
    statement = select(Meeting).where(_own(viewer)).order_by(Meeting.changed_at.desc(), Meeting.id)
    return tuple(_deck(row, viewer, ()) for row in connection.execute(statement))


def meeting(connection: Connection, viewer: Viewer, id: str) -> Deck | None:
    """A meeting with its slides: one's own, or one whose pinned numbers are all within one's rights."""
    row = connection.execute(select(Meeting).where(Meeting.id == id, _seen(viewer))).first()
    if row is None:
        return None
    statement = select(MeetingSlide).where(MeetingSlide.meeting_id == id).order_by(MeetingSlide.position)
    return _deck(row, viewer, connection.execute(statement))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return Meeting.made_by == viewer.name


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    return or_(_own(viewer), Meeting.snapshot_id.in_(covered_by(viewer, widest=True)))


def _columns(deck: Deck) -> dict[str, object]:
    return {
        "title": deck.title,
        "template": deck.template,
        "selection": deck.selection,
        "sponsor_id": deck.sponsor,
        "snapshot_id": deck.snapshot,
        "changed_at": now(),
    }


def _write_slides(connection: Connection, deck: Deck) -> None:
    rows = [
        {
            "meeting_id": deck.id,
            "position": position,
            "exhibit": slide.exhibit,
            "arguments": slide.arguments,
            "sentence": slide.sentence or None,
            "notes": slide.notes or None,
        }
        for position, slide in enumerate(deck.slides)
    ]
    if rows:
        connection.execute(insert(MeetingSlide), rows)


def _deck(row: Row[Any], viewer: Viewer, slides: Iterable[Row[Any]]) -> Deck:
    own = row.made_by == viewer.name
    return Deck(
        id=row.id,
        title=row.title,
        template=row.template,
        selection=row.selection,
        slides=tuple(
            Slide(each.exhibit, each.arguments, each.sentence or "", (each.notes or "") if own else "")
            for each in slides
        ),
        sponsor=row.sponsor_id,
        snapshot=row.snapshot_id,
        made_by=row.made_by,
        revision=row.revision,
        shown=row.shown,
        shown_since=row.shown_since,
        own=own,
    )


def _refuse_long(deck: Deck) -> None:
    if not deck.title.strip() or len(deck.title) > LONGEST_TITLE:
        raise MeetingRefused(
            say("A meeting needs a title of no more than {number} characters.", number=LONGEST_TITLE)
        )
    if len(deck.slides) > MOST_SLIDES:
        raise MeetingRefused(
            say("A meeting has room for {number} slides: take one out first.", number=MOST_SLIDES)
        )
    for slide in deck.slides:
        for text, longest in ((slide.sentence, LONGEST_SENTENCE), (slide.notes, LONGEST_NOTES)):
            if len(text) > longest:
                raise MeetingRefused(
                    say(
                        "“{text} …” is too long: no more than {number} characters.",
                        text=text[:40],
                        number=longest,
                    )
                )

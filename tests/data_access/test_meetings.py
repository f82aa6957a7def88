"""Meetings: kept as they are, for whom they are, and never saved over what somebody else has saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from data_access.meetings import (
    ALPHABET,
    MOST_SLIDES,
    ChangedMeanwhile,
    Deck,
    MeetingRefused,
    Slide,
    make,
    meeting,
    meetings,
    remove,
    save,
    show_slide,
)
from data_access.rights import Rights
from data_access.snapshots import Part, Pinned, pin
from data_access.viewer import Role, Viewer
from tests.data_access.two_worlds import OWN, fill_both

OURS = Viewer("ours@x.org", Role.presenter)
THEIRS = Viewer("theirs@x.org", Role.presenter)
SLIDES = (Slide("training.people_trained", "[1]", "A sentence.", "A note."), Slide("units.units_map", "[2]"))
NEW = Deck("", "With partners", "public", "{}", SLIDES)


def kept(engine: Engine, deck: Deck = NEW, viewer: Viewer = OURS) -> Deck:
    with engine.begin() as connection:
        return make(connection, viewer, deck)


def read(engine: Engine, id: str, viewer: Viewer = OURS) -> Deck | None:
    with engine.connect() as connection:
        return meeting(connection, viewer, id)


def test_a_meeting_comes_back_as_it_was_kept(engine: Engine) -> None:
    deck = kept(engine)
    assert read(engine, deck.id) == deck
    assert set(deck.id) <= set(ALPHABET)
    assert (deck.slides, deck.made_by) == (SLIDES, OURS.name)


def test_slides_are_saved_in_their_new_order(engine: Engine) -> None:
    deck = kept(engine)
    changed = replace(deck, slides=(SLIDES[1], SLIDES[0], SLIDES[1]), title="Another title")
    with engine.begin() as connection:
        saved = save(connection, OURS, changed)
    assert read(engine, deck.id) == saved == replace(changed, revision=1)


def test_what_somebody_else_saved_first_is_not_lost(engine: Engine) -> None:
    deck = kept(engine)
    with engine.begin() as connection:
        first = save(connection, OURS, replace(deck, title="First"))
    with engine.begin() as connection, pytest.raises(ChangedMeanwhile, match="changed in another window"):
        save(connection, OURS, replace(deck, title="Second"))
    assert read(engine, deck.id) == first


def test_another_viewer_neither_sees_nor_changes_nor_removes_it(engine: Engine) -> None:
    deck = kept(engine)
    assert read(engine, deck.id, THEIRS) is None
    with engine.begin() as connection:
        assert meetings(connection, THEIRS) == ()
        with pytest.raises(ChangedMeanwhile):
            save(connection, THEIRS, deck)
        with pytest.raises(MeetingRefused, match="not yours"):
            remove(connection, THEIRS, deck.id)
        show_slide(connection, THEIRS, deck.id, 1, begin=True)
    assert read(engine, deck.id) == deck


def test_once_started_it_is_seen_without_notes_by_those_who_see_what_its_maker_saw(engine: Engine) -> None:
    fill_both(engine, OWN)
    rights = Rights((f"{OWN}-programme",), None)
    known = Pinned("ABCD2345", Role.presenter, 5, "1", date(2024, 1, 1), date(2024, 1, 1), "{}")
    with engine.begin() as connection:
        pin(connection, OURS, known, [Part(0, "en", rights, 0, b""), Part(1, "en", Rights((), None), 0, b"")])
    deck = kept(engine, replace(NEW, snapshot=known.id))
    found = read(engine, deck.id, replace(THEIRS, rights=rights))
    assert found is not None
    assert not found.own
    assert [slide.notes for slide in found.slides] == ["", ""]
    assert [slide.sentence for slide in found.slides] == ["A sentence.", ""]
    assert read(engine, deck.id, replace(THEIRS, rights=Rights((), None))) is None


def test_a_second_window_reads_which_slide_is_shown_and_since_when(engine: Engine) -> None:
    deck = kept(engine)
    with engine.begin() as connection:
        show_slide(connection, OURS, deck.id, 0, begin=True)
    begun = read(engine, deck.id)
    with engine.begin() as connection:
        show_slide(connection, OURS, deck.id, 1, begin=False)
    went_on = read(engine, deck.id)
    assert begun is not None
    assert begun.shown_since is not None
    assert went_on == replace(begun, shown=1)
    assert went_on.revision == deck.revision


def test_a_meeting_that_was_removed_is_gone(engine: Engine) -> None:
    gone, stays = kept(engine), kept(engine, replace(NEW, title="Stays"))
    with engine.begin() as connection:
        remove(connection, OURS, gone.id)
        assert [deck.title for deck in meetings(connection, OURS)] == ["Stays"]
    assert read(engine, gone.id) is None
    assert read(engine, stays.id) == stays


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "needs a title"),
        ({"title": "x" * 121}, "needs a title"),
        ({"slides": (SLIDES[0],) * (MOST_SLIDES + 1)}, "60 slides"),
        ({"slides": (Slide("a", "[]", "x" * 401),)}, "too long"),
        ({"slides": (Slide("a", "[]", "", "x" * 4001),)}, "too long"),
    ],
    ids=["no title", "long title", "many slides", "long sentence", "long notes"],
)
def test_what_is_too_much_is_refused(engine: Engine, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(MeetingRefused, match=said):
        kept(engine, replace(NEW, **wrong))  # type: ignore[arg-type]

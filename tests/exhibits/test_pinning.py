"""Pinned numbers: they stay while the store changes, in every language, for those whose rights cover them."""

from __future__ import annotations

import json
import lzma
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import text

from data_access.choosing import usual_period
from data_access.language import LANGUAGES, speaking
from data_access.meetings import Deck, make
from data_access.reader import Reader
from data_access.rights import Rights
from data_access.selection import Selection, data_date
from data_access.snapshots import OF_PAGES, OF_SLIDES, Part, parts, pin_parts, pinned, positions
from data_access.store import Store, open_store, writing_engine
from data_access.viewer import Role, Viewer
from exhibits.contents import Placed, contents
from exhibits.exhibit import Exhibit
from exhibits.export.deck import unheard
from exhibits.making import made
from exhibits.meeting import NoSuchMeeting, draft, live_exhibit, shown, slide_of
from exhibits.pinning import PinnedExhibits, pinned_exhibits, pinned_slides, scopes
from exhibits.starting import pin_pages, start
from exhibits.steady import DataChanged
from exhibits.written import as_text, exhibit_as_data
from tests.conftest import PostgresDatabases, guarded_database

# One programme in one region: so all is pinned within seconds, and there is no part for less than that.
VIEWER = Viewer("presenter@x.org", Role.presenter, Rights(("HSE-2",), ("PE-ARE",)))


def selection_of(read: Reader) -> Selection:
    until = read.fact(data_date)
    return Selection(*usual_period(read.viewer, until), until)


def made_ready(store: Store) -> Deck:
    deck = draft(store, VIEWER, "public", selection_of(Reader(store, VIEWER)), "With partners")
    with store.writing(VIEWER) as connection:
        return make(connection, VIEWER, deck)


def started(store: Store) -> Deck:
    return start(store, VIEWER, made_ready(store), unheard)


def test_the_same_id_shows_the_same_numbers_when_the_store_has_changed(own: Store) -> None:
    deck = started(own)
    read = Reader(own, VIEWER)
    before = [live_exhibit(read, deck.template, None, each.exhibit, each.arguments) for each in deck.slides]
    _all_leave(str(own.engine.url))
    live = [live_exhibit(read, deck.template, None, each.exhibit, each.arguments) for each in deck.slides]
    assert deck.snapshot is not None
    kept = shown(deck, pinned_exhibits(read, deck.snapshot))
    assert [each.exhibit and each.exhibit.title for each in kept] == [each and each.title for each in before]
    for was, each in zip(before, kept, strict=True):
        assert was is not None
        assert each.exhibit is not None
        pd.testing.assert_frame_equal(each.exhibit.table(), was.table().reset_index(drop=True))
    assert [each and each.title for each in live] != [each and each.title for each in before]


def test_a_meeting_starts_with_its_slides_and_the_pages_follow(own: Store) -> None:
    deck = started(own)
    read, selection = Reader(own, VIEWER), selection_of(Reader(own, VIEWER))
    assert deck.snapshot is not None
    assert read.ask(positions, deck.snapshot) == {OF_SLIDES}
    heard: list[tuple[int, int]] = []
    pin_pages(own, VIEWER, deck, lambda done, of: heard.append((done, of)))
    assert heard == [(0, 1), (1, 1)]
    assert read.ask(positions, deck.snapshot) == {OF_SLIDES, OF_PAGES}
    known = read.ask(pinned, deck.snapshot)
    assert known is not None
    assert known.parts == 2
    placed = list(contents(read, selection))
    assert len(placed) > 100
    for language in LANGUAGES:
        with speaking(language):
            listed = pinned_exhibits(read, deck.snapshot).listed(OF_PAGES)
        pages = {page for each in listed for page in each.pages}
        assert pages >= {"", "map", "stages", "training", "protection", "premium", "figures", "claims"}
    with speaking("es"):
        asked = next(each for each in placed if each.page == "training")
        expected = made(read, asked.build, *asked.arguments)
        kept = pinned_exhibits(read, deck.snapshot)
        found = kept.exhibit(expected.origin.builder, as_text(asked.arguments))  # type: ignore[union-attr]
    assert found is not None
    assert found.title == expected.title
    assert found.origin == expected.origin
    in_spanish = "".join(
        lzma.decompress(part.content).decode() for part in read.ask(parts, deck.snapshot, "es")
    )
    assert "Primeros auxilios" in in_spanish
    assert "First aid" not in in_spanish


@pytest.mark.usefixtures("fewer_contents")
def test_what_was_broken_off_goes_on_where_it_stood(own: Store) -> None:
    deck = started(own)
    assert deck.snapshot is not None
    rights = VIEWER.rights
    with own.writing(VIEWER) as connection:
        pin_parts(connection, deck.snapshot, [Part(OF_PAGES, "en", rights, 0, lzma.compress(b"[]"))])
    pin_pages(own, VIEWER, deck, unheard)
    assert pinned_exhibits(Reader(own, VIEWER), deck.snapshot).listed(OF_PAGES) == []


def test_pages_of_a_meeting_that_has_not_started_are_not_pinned(own: Store) -> None:
    with pytest.raises(NoSuchMeeting):
        pin_pages(own, VIEWER, made_ready(own), unheard)


def test_a_slide_is_looked_up_in_the_widest_part_that_has_it() -> None:
    def part(position: int, *kept: tuple[str, str]) -> Part:
        exhibits = [
            {"pages": [], "builder": name, "arguments": "[]", "exhibit": exhibit_as_data(titled(title))}
            for name, title in kept
        ]
        content = lzma.compress(json.dumps(exhibits).encode())
        return Part(position, "en", VIEWER.rights, len(kept), content)

    found = PinnedExhibits([part(4, ("a", "narrow"), ("b", "other")), part(1, ("a", "wide"))])
    titles = [each and each.title for each in (found.exhibit(name, "[]") for name in "abc")]
    assert titles == ["wide", "other", None]


def titled(title: str) -> Exhibit:
    return Exhibit(
        name="of_a_test",
        title=title,
        subtitle="",
        sentence="",
        selection="",
        figures=(),
        frame=pd.DataFrame(),
        columns={},
        evidence="counted",
        data_date=date(2024, 6, 30),
    )


def test_each_programme_and_region_has_a_part_for_whom_it_alone_was_granted(own: Store) -> None:
    viewer = replace(VIEWER, rights=Rights(("HSE-1", "HSE-2"), None))
    found = scopes(Reader(own, viewer), selection_of(Reader(own, viewer)))
    assert found[0].viewer == viewer
    rights = [scope.viewer.rights for scope in found[1:]]
    assert {each.programmes for each in rights if each.regions is None} <= {("HSE-1",), ("HSE-2",)}
    regions = [each.regions for each in rights if each.regions is not None]
    assert regions
    assert all(len(each) == 1 for each in regions)
    assert all(each.programmes == ("HSE-1", "HSE-2") for each in rights if each.regions is not None)
    for scope in found[1:]:
        one = scope.viewer.rights
        assert scope.selection.programmes == (one.programmes if one.regions is None else ())
        assert scope.selection.regions == (one.regions or ())


def test_numbers_of_two_days_are_not_pinned_together(own: Store) -> None:
    deck = made_ready(own)
    with pytest.raises(DataChanged):
        start(own, VIEWER, deck, lambda done, of: _imported_anew(own) if done == 0 else None)
    deck = start(own, VIEWER, deck, unheard)
    with pytest.raises(DataChanged):
        pin_pages(own, VIEWER, deck, lambda done, of: _imported_anew(own, "a third"))


def test_pages_are_not_pinned_for_other_rights_than_the_slides(own: Store) -> None:
    deck = started(own)
    now_less = replace(VIEWER, rights=Rights(("HSE-2",), ("PE-LAL",)))
    wider = replace(VIEWER, rights=Rights(None, None))
    with pytest.raises(NoSuchMeeting):
        pin_pages(own, now_less, deck, unheard)
    with pytest.raises(DataChanged):
        pin_pages(own, wider, deck, unheard)


def test_a_slide_with_other_arguments_is_pinned_with_the_slides(own: Store) -> None:
    read = Reader(own, VIEWER)
    chosen = selection_of(read).narrowed(countries=("PE",))
    first = next(iter(contents(read, chosen)))
    exhibit = made(read, first.build, *first.arguments)
    assert exhibit.origin is not None
    parts = pinned_slides(read, [Placed("", first.build, first.arguments)], unheard)
    kept = PinnedExhibits([part for part in parts if part.language == "en"])
    slide = slide_of(exhibit.origin)
    found = kept.exhibit(slide.exhibit, slide.arguments)
    assert found is not None
    assert found.title == exhibit.title
    assert kept.exhibit(slide.exhibit, as_text(("something else",))) is None


@pytest.mark.usefixtures("fewer_contents")
def test_numbers_are_pinned_in_a_store_that_an_ordinary_role_serves(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str], guarded_sample_template: str
) -> None:
    with guarded_database(postgres_databases, postgres_roles, guarded_sample_template) as database:
        store = open_store(database.app_url, serving=True)
        deck, read = started(store), Reader(store, VIEWER)
        assert deck.snapshot is not None
        pin_pages(store, VIEWER, deck, unheard)
        assert read.ask(positions, deck.snapshot) == {OF_SLIDES, OF_PAGES}
        before = shown(deck, pinned_exhibits(read, deck.snapshot))
        _all_leave(database.owner_url)
        after = shown(deck, pinned_exhibits(Reader(store, VIEWER), deck.snapshot))
        for was, each in zip(before, after, strict=True):
            assert was.exhibit is not None
            assert each.exhibit is not None
            pd.testing.assert_frame_equal(each.exhibit.table(), was.exhibit.table())
        elsewhere = replace(VIEWER, name="other@x.org", rights=Rights(("HSE-2",), ("PE-LAL",)))
        assert Reader(store, elsewhere).ask(positions, deck.snapshot) == frozenset()
        store.close()


def _all_leave(url: str) -> None:
    """Everybody is gone since long ago: no number of people stays what it was."""
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE enrolment SET last_day = first_day"))
        connection.execute(text("DELETE FROM tally"))
        connection.execute(text("DELETE FROM unit_standing"))
    engine.dispose()


def _imported_anew(store: Store, as_another: str = "another") -> None:
    engine = writing_engine(str(store.engine.url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE package_import SET content_hash = :it"), {"it": as_another})
    engine.dispose()

"""Pinned numbers: they stay while the store changes, in every language, for those whose rights cover them."""

from __future__ import annotations

import lzma
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import make_url, text

from data_access.choosing import usual_period
from data_access.language import LANGUAGES, speaking
from data_access.meetings import Deck, make
from data_access.reader import Reader
from data_access.rights import Rights
from data_access.selection import Selection, data_date
from data_access.store import Store, open_store, writing_engine
from data_access.viewer import Role, Viewer
from exhibits.contents import contents
from exhibits.making import made
from exhibits.meeting import draft, live_exhibit, pinned_exhibits, shown, slide_of, start
from exhibits.pinning import DataChanged, PinnedExhibits, pinned_parts, scopes
from exhibits.written import as_text

# A small part of the sample, so that all of it is pinned within seconds.
VIEWER = Viewer("presenter@x.org", Role.presenter, Rights(("HSE-2",), None))


@pytest.fixture
def own(sample_sqlite_store_url: str, tmp_path: Path) -> Iterator[Store]:
    """A sample store of the test's own."""
    sample = make_url(sample_sqlite_store_url).database
    assert sample is not None
    copy = shutil.copyfile(sample, tmp_path / "own.sqlite")
    store = open_store(f"sqlite:///{copy}")
    yield store
    store.close()


def selection_of(read: Reader) -> Selection:
    until = read.fact(data_date)
    return Selection(*usual_period(read.viewer, until), until)


def started(store: Store, viewer: Viewer = VIEWER) -> Deck:
    deck = draft(store, viewer, "public", selection_of(Reader(store, viewer)), "With partners")
    with store.writing(viewer) as connection:
        kept = make(connection, viewer, deck)
    return start(store, viewer, kept, lambda done, of: None)


def test_the_same_id_shows_the_same_numbers_when_the_store_has_changed(own: Store) -> None:
    deck = started(own)
    read = Reader(own, VIEWER)
    before = [live_exhibit(read, deck.template, None, each.exhibit, each.arguments) for each in deck.slides]
    _all_leave(own)
    live = [live_exhibit(read, deck.template, None, each.exhibit, each.arguments) for each in deck.slides]
    assert deck.snapshot is not None
    kept = shown(deck, pinned_exhibits(read, deck.snapshot, "en"))
    assert [each.exhibit and each.exhibit.title for each in kept] == [each and each.title for each in before]
    for was, each in zip(before, kept, strict=True):
        assert was is not None
        assert each.exhibit is not None
        pd.testing.assert_frame_equal(each.exhibit.table(), was.table().reset_index(drop=True))
    assert [each and each.title for each in live] != [each and each.title for each in before]


def test_every_exhibit_of_the_pages_is_pinned_in_every_language(own: Store) -> None:
    read = Reader(own, VIEWER)
    selection = selection_of(read)
    parts = list(pinned_parts(own, VIEWER, selection, (), lambda done, of: None))
    placed = list(contents(read, selection))
    assert len(placed) > 100
    for language in LANGUAGES:
        kept = PinnedExhibits([part for part in parts if part.language == language and part.position == 0])
        pages = {page for each in kept.listed() for page in each.pages}
        assert pages >= {"", "map", "stages", "training", "protection", "premium", "figures", "claims"}
    with speaking("es"):
        asked = next(each for each in placed if each.page == "training")
        expected = made(read, asked.build, *asked.arguments)
        kept = PinnedExhibits([part for part in parts if part.language == "es"])
        found = kept.exhibit(expected.origin.builder, as_text(asked.arguments))  # type: ignore[union-attr]
    assert found is not None
    assert found.title == expected.title
    assert found.origin == expected.origin
    in_spanish = "".join(lzma.decompress(part.content).decode() for part in parts if part.language == "es")
    assert "Primeros auxilios" in in_spanish
    assert "First aid" not in in_spanish


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
    def meanwhile(done: int, of: int) -> None:
        if done == 0:
            _imported_anew(own)

    with pytest.raises(DataChanged):
        list(pinned_parts(own, VIEWER, selection_of(Reader(own, VIEWER)), (), meanwhile))


def test_a_slide_with_other_arguments_is_pinned_with_the_pages(own: Store) -> None:
    read = Reader(own, VIEWER)
    chosen = selection_of(read).narrowed(countries=("PE",))
    first = next(iter(contents(read, chosen)))
    exhibit = made(read, first.build, *first.arguments)
    assert exhibit.origin is not None
    parts = list(pinned_parts(own, VIEWER, selection_of(read), [exhibit.origin], lambda done, of: None))
    kept = PinnedExhibits([part for part in parts if part.language == "en"])
    slide = slide_of(exhibit.origin)
    found = kept.exhibit(slide.exhibit, slide.arguments)
    assert found is not None
    assert found.title == exhibit.title
    assert kept.exhibit(slide.exhibit, as_text(("something else",))) is None


def _all_leave(store: Store) -> None:
    """Everybody is gone since long ago: no number of people stays what it was."""
    engine = writing_engine(str(store.engine.url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE enrolment SET last_day = first_day"))
        connection.execute(text("DELETE FROM tally"))
        connection.execute(text("DELETE FROM unit_standing"))
    engine.dispose()


def _imported_anew(store: Store) -> None:
    engine = writing_engine(str(store.engine.url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE package_import SET content_hash = 'another'"))
    engine.dispose()

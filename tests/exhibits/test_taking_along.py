"""A page as a deck: what whoever takes it along is told, of one state of the data."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from data_access.choosing import usual_period
from data_access.reader import Reader
from data_access.selection import Selection, data_date
from data_access.store import Store, writing_engine
from data_access.viewer import Role, Viewer
from exhibits import overdue, told, training
from exhibits.exhibit import Origin
from exhibits.making import name_of
from exhibits.steady import DataChanged
from exhibits.taking_along import deck_of_page

COORDINATOR = Viewer("coordinator@x.org", Role.coordinator)
SPONSOR = Viewer("sponsor@x.org", Role.sponsor)
LINK = "https://dashboard.example.org/training?country=PE"


def selection_of(store: Store, **narrowed: tuple[str, ...]) -> Selection:
    until = Reader(store, COORDINATOR).fact(data_date)
    return Selection(*usual_period(COORDINATOR, until), until).narrowed(**narrowed)


def shown(selection: Selection) -> list[Origin]:
    """What a page has shown a coordinator: of single units, and of people in sum."""
    builders = (training.people_trained, overdue.overdue_actions)
    return [Origin(name_of(build), (selection,)) for build in builders]


def test_a_deck_is_of_what_the_page_has_shown_in_its_order(own: Store) -> None:
    heard: list[tuple[int, int]] = []
    selection = selection_of(own, countries=("PE",))
    deck = deck_of_page(
        own, COORDINATOR, "Who is trained", selection, shown(selection), lambda *far: heard.append(far), LINK
    )
    assert [slide.exhibit.name for slide in deck.slides] == ["people_trained", "overdue_actions"]
    assert [slide.exhibit.origin for slide in deck.slides] == shown(selection)
    assert (deck.title, deck.link, deck.snapshot) == ("Who is trained", LINK, "")
    assert deck.subtitle == "All programmes · Peru · Oct 2025 – Sep 2026"
    assert (deck.as_of, deck.data_date) == (selection.as_of, selection.data_date)
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_the_viewer_is_not_told_and_what_is_empty_is_left_out(own: Store) -> None:
    selection = selection_of(own)
    told_too = Origin(name_of(told.told_now), (selection, "insured", ()))
    deck = deck_of_page(own, SPONSOR, "", selection, [*shown(selection), told_too])
    assert [slide.exhibit.origin for slide in deck.slides] == [told_too]
    nowhere = selection_of(own, programmes=("EMG",))
    assert deck_of_page(own, COORDINATOR, "", nowhere, shown(nowhere)).slides == ()


def test_numbers_of_two_days_do_not_stand_in_one_deck(own: Store) -> None:
    def meanwhile(done: int, of: int) -> None:
        if done == 1:
            engine = writing_engine(str(own.engine.url))
            with engine.begin() as connection:
                connection.execute(text("UPDATE package_import SET content_hash = 'another'"))
            engine.dispose()

    selection = selection_of(own)
    with pytest.raises(DataChanged, match="do it once more"):
        deck_of_page(own, COORDINATOR, "", selection, shown(selection), meanwhile)

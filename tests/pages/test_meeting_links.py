"""A link to a meeting names its numbers: it shows the same when the meeting has been started anew."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data_access.meetings import Deck
from data_access.rights import Rights
from data_access.store import open_store, writing_engine
from data_access.summaries.keeping import rebuild
from data_access.viewer import Role, Viewer
from exhibits.export.deck import unheard
from exhibits.starting import start
from pages.parts.meeting_link import address_of
from tests.pages.administration import look_as
from tests.pages.conftest import opened, parameters
from tests.pages.test_taking_along import BOSS, made, meeting_of, sheets


@pytest.fixture
def twice(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Deck, Deck]:
    """A meeting as it was started first, and as it was started anew when units had left; its maker looks."""
    look_as(BOSS, monkeypatch)
    kept, url = meeting_of(store_file), f"sqlite:///{store_file}"
    store = open_store(url)
    first = start(store, BOSS, kept, unheard)
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE enrolment SET last_day = first_day WHERE unit_id < 'S'"))
        rebuild(connection)
    engine.dispose()
    anew = start(store, BOSS, first, unheard)
    store.close()
    assert None not in (first.snapshot, anew.snapshot)
    return first, anew


def open_meeting(deck: Deck, **more: str) -> AppTest:
    app = opened(
        "meeting", **{name: values[0] for name, values in parse_qs(address_of(deck, **more)).items()}
    )
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(text.value for text in (*app.markdown, *app.caption, *app.get("html")))


def test_an_earlier_start_is_shown_as_it_was_and_not_changed(twice: tuple[Deck, Deck]) -> None:
    first, anew = twice
    earlier, now = open_meeting(first), open_meeting(anew)
    assert str(first.snapshot) in said(earlier) and str(anew.snapshot) in said(now)
    assert "of an earlier start" in earlier.info[0].value
    assert not [each for each in now.info if "of an earlier start" in each.value]
    keys = {button.key for button in earlier.button}
    assert {"show_slides", "numbers_now"} <= keys
    assert not {"start_meeting", "delete_meeting", "add", "pin_on"} & keys
    assert "start_meeting" in {button.key for button in now.button}
    slides = [
        said(open_meeting(each, view="slides").button(key="slide_right").click().run()) for each in twice
    ]
    assert slides[0] != slides[1]
    assert str(first.snapshot) in slides[0] and str(anew.snapshot) in slides[1]

    earlier.button(key="numbers_now").click().run()
    assert str(anew.snapshot) in said(earlier)
    assert parameters(earlier)["snapshot"] == [anew.snapshot]


def test_a_file_of_an_earlier_start_has_its_numbers(twice: tuple[Deck, Deck]) -> None:
    first, anew = twice
    files = [made(open_meeting(each)) for each in twice]
    assert first.snapshot is not None and anew.snapshot is not None
    for file, deck in zip(files, twice, strict=True):
        assert str(deck.snapshot) in file.name
        assert any(str(deck.snapshot) in cell for cell in sheets(file))
    assert files[0].content != files[1].content


def test_whoever_opens_a_meeting_has_its_numbers_in_the_link(twice: tuple[Deck, Deck]) -> None:
    app = opened("meeting", meeting=twice[1].id)
    assert parameters(app)["snapshot"] == [twice[1].snapshot]
    app.button(key="all_meetings").click().run()
    assert not {"meeting", "snapshot"} & parameters(app).keys()


def test_numbers_that_nobody_pinned_are_not_taken_for_others(twice: tuple[Deck, Deck]) -> None:
    app = opened("meeting", meeting=twice[1].id, snapshot="NOSUCH23")
    assert "There are no numbers" in app.info[0].value and "NOSUCH23" in app.info[0].value
    assert str(twice[1].snapshot) in said(app)


def test_numbers_that_rights_do_not_cover_are_not_there(
    twice: tuple[Deck, Deck], monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(Viewer("elsewhere@x.org", Role.coordinator, Rights(("FIN",), None)), monkeypatch)
    assert str(twice[0].snapshot) not in said(open_meeting(twice[0]))

"""Filters of very many names: nothing of the list is sent until it is asked for."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import filters
from tests.pages.conftest import Open, go_to, parameters, selection_in_words

KIND = "organisation"
CHOSEN = "OREX-INTERNAL"
NAME = "Internal miners at Minera Orex"


@pytest.fixture(autouse=True)
def few_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the sample's filters, that of organisations alone has more names than are listed."""
    monkeypatch.setattr(filters, "MOST_LISTED", 60)


def listed(app: AppTest) -> list[str]:
    """The organisations that the page was sent."""
    return [name for choice in app.multiselect if choice.key == KIND for name in choice.options]


def turn(app: AppTest, on: bool) -> AppTest:
    """Opens or closes the list."""
    app.session_state[f"listed_{KIND}"] = on
    return app.run()


def test_a_long_list_is_sent_when_it_is_asked_for(open_page: Open) -> None:
    app = open_page("map")
    assert listed(app) == []
    turn(app, True)
    assert len(listed(app)) > filters.MOST_LISTED
    turn(app, False)
    assert listed(app) == []


def test_the_other_filters_have_their_lists(open_page: Open) -> None:
    app = open_page("map")
    assert [choice.key for choice in app.sidebar.multiselect] == ["programme", "sponsor", "country", "region"]
    assert all(choice.options for choice in app.sidebar.multiselect)


def test_what_was_chosen_stays_and_can_be_taken_away_with_the_list_closed(open_page: Open) -> None:
    app = turn(open_page("map"), True)
    app.multiselect(key=KIND).set_value([CHOSEN]).run()
    turn(app, False)
    assert listed(app) == [NAME]
    assert parameters(app) == {KIND: [CHOSEN]}
    assert NAME in selection_in_words(app)
    app.multiselect(key=KIND).set_value([]).run()
    assert not app.run().exception
    assert listed(app) == []
    assert parameters(app) == {}


def test_a_link_to_an_organisation_is_followed_without_the_list(open_page: Open) -> None:
    app = open_page("map", organisation=CHOSEN)
    assert listed(app) == [NAME]
    assert NAME in selection_in_words(app)
    go_to(app, "premium")
    assert NAME in selection_in_words(app)
    app.button(key="reset").click().run()
    assert listed(app) == [] and parameters(app) == {}


def test_what_a_link_chose_and_was_taken_away_does_not_come_back(open_page: Open) -> None:
    app = open_page("map", organisation=CHOSEN)
    app.multiselect(key=KIND).set_value([]).run()
    for _ in range(2):
        assert not app.run().exception
        assert listed(app) == [] and parameters(app) == {}
    go_to(app, "premium")
    assert parameters(app) == {}


def test_the_list_opens_with_what_is_chosen_and_the_same_words_while_it_is_open(open_page: Open) -> None:
    app = turn(open_page("map"), True)
    assert app.session_state[f"said_{KIND}"] == "All organisations"
    app.multiselect(key=KIND).set_value([CHOSEN]).run()
    assert app.session_state[f"said_{KIND}"] == "All organisations"
    assert len(listed(app)) > filters.MOST_LISTED
    turn(app, False)
    assert app.session_state[f"said_{KIND}"] == "More organisations"
    turn(app, True)
    assert app.multiselect(key=KIND).value == [CHOSEN]


def test_a_list_that_has_become_short_is_there_at_once(open_page: Open) -> None:
    app = open_page("map", organisation=CHOSEN)
    app.multiselect(key="region").set_value(["PE-ARE"]).run()
    assert 1 < len(listed(app)) <= filters.MOST_LISTED
    assert app.multiselect(key=KIND).value == [CHOSEN]

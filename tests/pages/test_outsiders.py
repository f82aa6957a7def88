"""What sponsors and presenters find on the pages: their filters, their periods, and no page too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data_access.store import open_store
from data_access.viewer import LEAST_PEOPLE, viewer_of
from tests.pages.conftest import Open, go_to, parameters, selection_in_words, titles

TODAY = date(2026, 11, 28)
ROLES = ("sponsor", "presenter")
PAGES = (
    *("overview", "map", "stages", "training", "protection", "plans", "conditions", "gold", "premium"),
    *("mercury", "programme", "stories", "claims", "figures"),
)
OpenAs = Callable[..., AppTest]


@pytest.fixture
def open_as(sample_sqlite_store_url: str, open_page: Open, monkeypatch: pytest.MonkeyPatch) -> OpenAs:
    """Opens a page as one of the sample's viewers: ``open_as("sponsor", "map", country="PE")``."""

    def opened(
        role: str, page: str = "overview", least_people: int = LEAST_PEOPLE, **link: str | list[str]
    ) -> AppTest:
        with open_store(sample_sqlite_store_url).reading() as connection:
            found = viewer_of(connection, f"{role}@example.org", TODAY)
        viewer = replace(found, least_people=least_people)
        monkeypatch.setattr("pages.parts.viewer.look_as", lambda *_: (viewer, ()))
        return open_page(page, **link)

    return opened


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(role: str, page: str, open_as: OpenAs) -> None:
    app = open_as(role, page)
    assert not app.exception
    assert not app.error
    assert app.title
    assert titles(app)


def test_they_choose_one_programme_country_and_region(open_as: OpenAs) -> None:
    app = open_as("presenter", "map")
    assert [choice.key for choice in app.sidebar.multiselect] == ["programme", "country", "region"]
    assert {choice.proto.max_selections for choice in app.sidebar.multiselect} == {1}
    assert not app.sidebar.date_input


def test_periods_are_whole_quarters(open_as: OpenAs) -> None:
    app = open_as("presenter", "map")
    offered = list(app.selectbox(key="period").options)
    assert offered == [
        "Last four quarters", *(str(year) for year in range(2026, 2019, -1)), "All years", "Other quarters",
    ]  # fmt: skip
    app.selectbox(key="period").set_value("2026").run()
    assert parameters(app) == {"from": ["2026-01-01"], "to": ["2026-09-30"]}
    app.selectbox(key="period").set_value("other_days").run()
    first, last = (choice for choice in app.sidebar.selectbox if "quarter" in choice.label)
    assert (first.value, last.value) == ("2026-Q1", "2026-Q3")
    first.set_value("2026-Q2").run()
    assert parameters(app) == {"from": ["2026-04-01"], "to": ["2026-09-30"]}
    assert not app.exception


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"from_": "2025-01-15", "to": "2025-12-31"}, "whole quarters"),
        ({"from_": "2025-01-01", "to": "2026-12-31"}, "whole quarters"),
        ({"programme": ["HSE-2", "INS"]}, "all or one of the programmes"),
        ({"country": ["PE", "CO"]}, "all or one of the countries"),
        ({"sponsor": "OCIM"}, "no sponsor and no organisation"),
    ],
)
def test_a_link_that_asks_for_more_is_said_and_ignored(
    link: dict[str, str | list[str]], said: str, open_as: OpenAs
) -> None:
    app = open_as("presenter", "map", **link)
    assert [note for note in app.info if said in note.value.replace("\\", "")]
    assert parameters(app) == {}
    assert selection_in_words(app) == "All programmes · Oct 2025 – Sep 2026"


def test_a_link_to_somebody_elses_programme_is_as_one_to_none(open_as: OpenAs) -> None:
    said = [
        open_as("sponsor", "map", programme=code).info[0].value.replace("\\", "").replace(code, "…")
        for code in ("SMP-GH", "NOWHERE")
    ]
    foreign, nowhere = (text.partition(" Did you mean")[0] for text in said)
    assert foreign == nowhere


def test_filters_survive_a_visit_to_another_page(open_as: OpenAs) -> None:
    app = open_as("presenter", "map", country="PE")
    for page in ("stages", "plans", "map"):
        app = go_to(app, page)
        assert not app.exception
        assert selection_in_words(app).startswith("All programmes · Peru")


def test_what_is_left_out_is_said_at_the_foot(open_as: OpenAs) -> None:
    app = open_as("sponsor", "plans")
    foot = [each for each in app.expander if "not shown" in each.label]
    assert foot and "shown to coordinators" in foot[0].markdown[0].value
    assert foot[0].caption[0].value.startswith("People are told in groups of 5 or more,")


def test_the_number_of_people_at_the_foot_is_the_one_that_was_set(open_as: OpenAs) -> None:
    app = open_as("sponsor", "plans", least_people=12)
    foot = [each for each in app.expander if "not shown" in each.label]
    assert foot[0].caption[0].value.startswith("People are told in groups of 12 or more,")


def test_reach_is_no_page_of_theirs(open_as: OpenAs) -> None:
    app = open_as("sponsor", "reach")
    assert [title.value for title in app.title] == ["What the programmes reached"]


def test_a_coordinator_sees_the_pages_of_coordinators(open_as: OpenAs) -> None:
    app = open_as("coordinator", "training")
    assert not app.exception
    assert "Who is trained" in [title.value for title in app.title]
    assert not [each for each in app.expander if "not shown" in each.label]
    assert [choice.key for choice in app.sidebar.multiselect][1] == "sponsor"

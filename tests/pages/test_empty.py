"""A selection that holds nothing: it says which filter to widen, and a button does it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import PAGES, Open, charts, parameters, selection_in_words, titles


def offers(app: AppTest) -> dict[str, str]:
    """What can be widened: key → label."""
    keys = {str(button.key): button.label for button in app.button}
    return {key.removeprefix("widen_"): label for key, label in keys.items() if key.startswith("widen_")}


def widen(app: AppTest, kind: str) -> AppTest:
    return app.button(key=f"widen_{kind}").click().run()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_nothing_says_so_and_offers_to_widen(name: str, open_page: Open) -> None:
    app = open_page(name, programme="EMG")
    assert not app.exception and not app.error
    assert len(app.title) == 1 and titles(app) == ["Widen the selection"]
    assert charts(app) == 0
    assert app.main.markdown[0].value.startswith("No")
    assert selection_in_words(app) == "Emergency support 2020 · Oct 2025 – Sep 2026"
    assert offers(app)["programme"] == "Any programme (265 units)"


@pytest.mark.parametrize("name", PAGES)
def test_widening_shows_figures_again(name: str, open_page: Open) -> None:
    app = widen(open_page(name, programme="EMG"), "programme")
    assert not app.exception
    assert charts(app) > 0
    assert offers(app) == {} and parameters(app) == {}


def test_only_filters_that_help_are_offered(open_page: Open) -> None:
    # The programme works in Peru alone: to widen either filter helps.
    app = open_page("overview", programme="HSE-2", country="CO")
    assert set(offers(app)) == {"programme", "country", "all"}
    assert offers(app)["country"] == "Any country (20 units)"
    # Before all programmes only another period helps.
    app = open_page("overview", programme="HSE-2", sponsor="LVMH", from_="2010-01-01", to="2010-12-31")
    assert set(offers(app)) == {"period", "all"}


def test_widening_one_filter_leaves_the_others(open_page: Open) -> None:
    app = widen(open_page("overview", programme="HSE-2", country="CO"), "country")
    assert charts(app) > 0
    assert parameters(app) == {"programme": ["HSE-2"]}


def test_the_period_that_holds_something_is_offered(open_page: Open) -> None:
    app = open_page("overview", programme="EMG")
    assert offers(app)["period"] == "The twelve months to 31 Mar 2021"
    widen(app, "period")
    assert charts(app) > 0
    assert selection_in_words(app) == "Emergency support 2020 · Apr 2020 – Mar 2021"
    assert parameters(app) == {"programme": ["EMG"], "from": ["2020-04-01"], "to": ["2021-03-31"]}


def test_all_filters_can_be_reset_at_once(open_page: Open) -> None:
    link = {"programme": "HSE-2", "country": "CO", "from": "2010-01-01", "to": "2010-12-31"}
    app = widen(open_page("overview", **link), "all")
    assert charts(app) > 0
    assert parameters(app) == {}


def test_an_exhibit_of_nothing_on_a_page_of_something_says_what_to_do(open_page: Open) -> None:
    app = open_page("stages", programme="HSE-2", from_="2026-09-30", to="2026-09-30")
    assert not app.exception
    missing = [text.value for text in app.markdown if text.value.startswith(":material/filter_alt_off:")]
    assert any("No unit moved between two assessments in this period" in text for text in missing)
    assert all(len(text) > 40 for text in missing)

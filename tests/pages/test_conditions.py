"""The pages of working conditions and of mercury: what they show, what is missing, what can be turned."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, charts, go_to, selection_in_words, titles

GRADES = ("Counted", "Estimated", "Reported")


def feet(app: AppTest) -> list[str]:
    """The evidence grades at the feet of the page's exhibits."""
    said = [text.value.split(" · ")[0] for text in app.caption if " · data to 30 Sep 2026" in text.value]
    return [grade for grade in said if grade in GRADES]


def test_working_conditions_in_full(open_page: Open) -> None:
    app = open_page("conditions")
    assert not app.exception and not app.error
    assert app.title[0].value == "How miners work"
    assert re.search(r"Of \d+ people asked", app.main.markdown[0].value)
    assert charts(app) == 8
    assert feet(app) == ["Estimated", "Estimated", *["Counted"] * 5, "Estimated"]
    for words in (
        "health insurance",
        "dangers",
        "registry",
        "Contract",
        "refused",
        "cooperatives",
        "answered",
    ):
        assert any(words in title for title in titles(app)), (words, titles(app))
    said = [drawn.proto.alt for drawn in app.get("vega_lite_chart")]
    assert all(alt.endswith(".") and len(alt) > 20 for alt in said)


def test_each_survey_is_shown_by_itself_and_the_choice_is_kept(open_page: Open) -> None:
    app = open_page("conditions")
    (survey,) = app.main.button_group
    assert survey.options == [
        "Women in the mines of Antioquia",
        r"COVID\-19 in mining communities, May to July 2020",
    ]
    survey.set_value("COVID-2020").run()
    assert any("Could not work" in title for title in titles(app))
    go_to(app, "mercury")
    go_to(app, "conditions")
    assert app.main.button_group[0].value == "COVID-2020"
    assert any("Could not work" in title for title in titles(app))


def test_a_survey_that_the_selection_does_not_hold_is_not_kept(open_page: Open) -> None:
    app = open_page("conditions")
    app.main.button_group[0].set_value("COVID-2020").run()
    app.multiselect(key="programme").set_value(["WOM"]).run()
    assert not app.exception
    assert not app.main.button_group
    assert any("health insurance" in title for title in titles(app))


def test_rounds_before_the_period_are_shown(open_page: Open) -> None:
    app = open_page("conditions", from_="2026-09-01", to="2026-09-30")
    assert any("Mar – Apr 2023" in text.value for text in app.caption)


def test_a_selection_without_miners_asked_opens_with_its_permits(open_page: Open) -> None:
    app = open_page("conditions", programme="SMP-GH")
    assert not app.exception
    assert app.main.markdown[0].value.startswith("Of ")
    assert "granted" in app.main.markdown[0].value


def test_mercury_in_full(open_page: Open) -> None:
    app = open_page("mercury")
    assert not app.exception and not app.error
    assert app.title[0].value == "How much mercury is used"
    assert re.search(r"kg of mercury were used .* less\. \d+ of \d+", app.main.markdown[0].value)
    assert selection_in_words(app) == "All programmes · Oct 2025 – Sep 2026"
    assert [number.label for number in app.metric] == [
        "Mercury used less",
        "Miners supported",
        "Money mobilised",
        "Responsible gold",
    ]
    grades = [text.value for text in app.caption if "against Oct 2024" in text.value]
    assert [re.search(r"counted|reported", said) is not None for said in grades] == [True] * 4
    assert sum("counted" in said for said in grades) == 1
    assert charts(app) == 4
    assert any("used more than before" in title for title in titles(app))
    assert "Reported" in feet(app)


def test_minas_y_cuevas_in_2025(open_page: Open) -> None:
    app = open_page("mercury", organisation="MINAS-Y-CUEVAS", from_="2025-01-01", to="2025-12-31")
    assert not app.exception
    assert app.metric[0].value == "94 %"
    assert [number.value for number in app.metric[1:]] == ["–"] * 3


@pytest.mark.parametrize("page", ["conditions", "mercury"])
@pytest.mark.parametrize(
    ("first", "last"),
    [("2020-01-01", "2026-09-30"), ("2026-09-30", "2026-09-30"), ("2031-01-01", "2031-12-31")],
)
def test_the_page_stands_any_period(page: str, first: str, last: str, open_page: Open) -> None:
    app = open_page(page, from_=first, to=last)
    assert not app.exception and not app.error
    assert len(app.title) == 1


@pytest.mark.parametrize(
    ("page", "parameters", "why"),
    [
        ("mercury", {"programme": "HSE-2"}, "No mercury was reported"),
        ("conditions", {"programme": "HSE-1", "country": "GH"}, "Nobody was asked here"),
    ],
)
def test_a_selection_that_holds_nothing_says_what_to_widen(
    page: str, parameters: dict[str, str], why: str, open_page: Open
) -> None:
    app = open_page(page, **parameters)
    assert not app.exception
    assert app.main.markdown[0].value.startswith(why)
    assert app.button(key="widen_all")


@pytest.mark.parametrize("page", ["conditions", "mercury"])
def test_every_chart_has_its_table(page: str, open_page: Open) -> None:
    app = open_page(page)
    twins = [str(button.key) for button in app.button if str(button.key).startswith("twin_")]
    assert len(twins) == charts(app)
    for twin in twins:
        app.button(key=twin).click()
    app.run()
    assert not app.exception
    assert len(app.dataframe) == len(twins)

"""The page of protection: what a sponsor sees of the insurance initiative, and what can be turned."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, charts, selection_in_words, titles

WINTER = {"programme": "INS", "from_": "2024-12-01", "to": "2025-04-30"}
EXHIBITS = {
    "planned_and_reached",
    "targets_people_insured",
    "cover_and_turnover",
    "lapsing_by_region",
    "insured_by_relation",
    "insured_by_product",
    "cost_by_payer",
    "self_financing",
    "safety_reach",
    "units_without_provision",
    "incidents_by_severity",
    "injury_rate",
}


def downloads(app: AppTest) -> set[str]:
    return {str(button.key).removeprefix("download_") for button in app.get("download_button")}


def test_the_page_shows_cover_then_safety_then_incidents(open_page: Open) -> None:
    app = open_page("protection")
    assert not app.exception and not app.error
    assert app.title[0].value == "What protects people, and who pays"
    assert downloads(app) >= EXHIBITS
    assert [metric.label for metric in app.metric] == [
        "Insured today",
        "People insured",
        "Cover lapsing",
        "Left in the period",
    ]
    assert charts(app) >= 12 and len(app.get("deck_gl_json_chart")) == 1
    said = [drawn.proto.alt for kind in ("vega_lite_chart", "deck_gl_json_chart") for drawn in app.get(kind)]
    assert all(alt.endswith(".") and len(alt) > 20 for alt in said)


def test_the_shortfall_of_the_insurance_initiative_is_seen_first(open_page: Open) -> None:
    app = open_page("protection", **WINTER)
    assert not app.exception
    assert selection_in_words(app) == "Insurance initiative for external miners · Dec 2024 – Apr 2025"
    opening = app.main.markdown[0].value.replace("\\", "")
    assert "Of **200 planned** by 30 Apr 2025, 80 were insured: **120 short**." in opening
    assert titles(app)[0] == r"80 of the 200 people planned were insured\: 120 short"
    assert app.metric[1].value == "80"
    told = app.table[0].value.to_string().replace("\\", "")
    assert "Turnover among external miners" in told and "let miners and operator share its cost" in told


def test_one_currency_is_shown_at_a_time_and_kept(open_page: Open) -> None:
    app = open_page("protection")
    (currency,) = [group for group in app.main.button_group if group.key == "cover_currency"]
    assert (currency.options, currency.value) == (["COP", "PEN", "USD"], "COP")
    currency.set_value("PEN").run()
    assert not app.exception
    assert [title for title in titles(app) if title.startswith("Cover cost PEN")]
    # One that the selection does not hold gives way to one that it does.
    app.multiselect(key="country").set_value(["CO"]).run()
    assert not app.exception
    assert not [group for group in app.main.button_group if group.key == "cover_currency"]
    assert [title for title in titles(app) if title.startswith("Cover cost COP")]


def test_every_chart_opens_its_table(open_page: Open) -> None:
    app = open_page("protection", programme="HSE-2")
    twins = [str(button.key) for button in app.button if str(button.key).startswith("twin_")]
    for twin in twins:
        app.button(key=twin).click()
    app.run()
    assert not app.exception
    assert len([button for button in app.button if button.label == "Hide table"]) == len(twins) > 6


def test_a_selection_of_nobody_says_which_filter_to_widen(open_page: Open) -> None:
    app = open_page("protection", programme="EMG")
    assert not app.exception
    assert titles(app) == ["Widen the selection"]
    app.button(key="widen_programme").click().run()
    assert not app.exception and charts(app) > 0


def test_the_page_stands_periods_of_a_day_and_those_of_which_nothing_is_known(open_page: Open) -> None:
    for first, last in (
        ("2026-09-30", "2026-09-30"),
        ("2020-01-01", "2026-09-30"),
        ("2031-01-01", "2031-12-31"),
    ):
        app = open_page("protection", from_=first, to=last)
        assert not app.exception and not app.error

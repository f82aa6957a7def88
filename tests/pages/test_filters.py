"""The filters in the sidebar: what they offer, what they do, and what they write into the URL."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, go_to, parameters, selection_in_words, titles

FILTERS = ["programme", "sponsor", "country", "region", "organisation"]


def offered(app: AppTest, kind: str) -> list[str]:
    return list(app.multiselect(key=kind).options)


def test_the_sidebar_has_all_filters_and_a_period(open_page: Open) -> None:
    app = open_page("map")
    assert [choice.key for choice in app.sidebar.multiselect] == FILTERS
    assert app.sidebar.selectbox[0].label == "Period"
    assert not app.sidebar.date_input
    assert [choice.value for choice in app.sidebar.multiselect] == [[]] * len(FILTERS)


def test_filters_offer_names_and_hold_codes(open_page: Open) -> None:
    app = open_page("map")
    assert offered(app, "country") == ["Bolivia", "Colombia", "Ghana", "Honduras", "Peru"]
    app.multiselect(key="country").select("PE").run()
    assert app.multiselect(key="country").value == ["PE"]
    assert parameters(app) == {"country": ["PE"]}


def test_filters_offer_names_in_the_language_spoken_and_in_its_order(open_page: Open) -> None:
    offered_in = {
        language: offered(open_page("map", lang=language), "programme") for language in ("en", "es")
    }
    assert offered_in["en"][:2] == ["Access to finance", "Emergency support 2020"]
    assert offered_in["es"][:3] == [
        *("Acceso a financiamiento", "Apoyo de emergencia 2020", "Beneficio sin mercurio"),
    ]


def test_a_chosen_filter_narrows_the_page(open_page: Open) -> None:
    app = open_page("map")
    app.multiselect(key="programme").set_value(["HSE-2"]).run()
    assert "20 production units in Arequipa" in titles(app)
    assert selection_in_words(app).startswith("HSE improvement plan of internal miners, second phase · ")


def test_values_of_a_filter_are_written_in_one_order(open_page: Open) -> None:
    app = open_page("map")
    app.multiselect(key="country").set_value(["PE", "CO"]).run()
    assert parameters(app) == {"country": ["CO", "PE"]}
    assert app.multiselect(key="country").value == ["PE", "CO"]


def test_only_regions_and_organisations_of_the_chosen_country_are_offered(open_page: Open) -> None:
    app = open_page("map")
    regions, organisations = (len(offered(app, kind)) for kind in ("region", "organisation"))
    app.multiselect(key="country").set_value(["GH"]).run()
    assert offered(app, "region") == ["Central", "Western"]
    assert 0 < len(offered(app, "organisation")) < organisations
    app.multiselect(key="country").set_value([]).run()
    assert len(offered(app, "region")) == regions
    assert len(offered(app, "organisation")) == organisations


def test_only_organisations_of_the_chosen_region_are_offered(open_page: Open) -> None:
    app = open_page("map", country="PE")
    in_peru = offered(app, "organisation")
    app.multiselect(key="region").set_value(["PE-ARE"]).run()
    assert "Internal miners at Minera Orex" in offered(app, "organisation")
    assert 0 < len(offered(app, "organisation")) < len(in_peru)


def test_what_is_chosen_stays_offered_outside_the_chosen_country(open_page: Open) -> None:
    app = open_page("map", region="PE-ARE")
    app.multiselect(key="country").set_value(["CO"]).run()
    assert not app.exception
    assert "Arequipa" in offered(app, "region") and "Puno" not in offered(app, "region")
    assert app.multiselect(key="region").value == ["PE-ARE"]


def test_periods_have_names(open_page: Open) -> None:
    app = open_page("map")
    assert list(app.selectbox(key="period").options) == [
        "Last twelve months",
        *(str(year) for year in range(2026, 2019, -1)),
        "All years",
        "Other days",
    ]


@pytest.mark.parametrize(
    ("period", "said", "written"),
    [
        ("twelve_months", "Oct 2025 – Sep 2026", None),
        ("2024", "2024", ("2024-01-01", "2024-12-31")),
        ("2026", "2026", ("2026-01-01", "2026-12-31")),
        ("all_years", "Jan 2020 – Sep 2026", ("2020-01-01", "2026-09-30")),
    ],
)
def test_a_period_chosen_by_name(
    period: str, said: str, written: tuple[str, str] | None, open_page: Open
) -> None:
    app = open_page("map", from_="2025-01-01", to="2025-01-31")
    app.selectbox(key="period").set_value(period).run()
    assert selection_in_words(app) == f"All programmes · {said}"
    assert parameters(app) == ({} if written is None else {"from": [written[0]], "to": [written[1]]})
    assert not app.date_input


def test_other_days_begin_with_those_shown_and_can_be_changed(open_page: Open) -> None:
    app = open_page("map", from_="2025-01-01", to="2025-12-31")
    app.selectbox(key="period").set_value("other_days").run()
    first, last = app.date_input
    assert (first.value, last.value) == (date(2025, 1, 1), date(2025, 12, 31))
    first.set_value(date(2025, 3, 15)).run()
    assert selection_in_words(app).endswith("15 Mar 2025 – 31 Dec 2025")
    assert parameters(app) == {"from": ["2025-03-15"], "to": ["2025-12-31"]}
    app.run()
    assert app.date_input[0].value == date(2025, 3, 15)


def test_other_days_survive_a_visit_to_another_page(open_page: Open) -> None:
    app = open_page("map", from_="2025-03-15", to="2025-12-30")
    go_to(app, "premium")
    assert selection_in_words(app).endswith("15 Mar 2025 – 30 Dec 2025")
    assert [day.value for day in app.date_input] == [date(2025, 3, 15), date(2025, 12, 30)]


def test_a_last_day_before_the_first_is_said_and_one_day_is_taken(open_page: Open) -> None:
    app = open_page("map", from_="2025-03-15", to="2025-12-30")
    app.date_input[1].set_value(date(2025, 3, 1)).run()
    assert [error.value for error in app.error] == [
        "The last day lies before the first. The first day is taken for both."
    ]
    assert not app.exception
    assert selection_in_words(app).endswith("· 15 Mar 2025")


def test_reset_widens_everything(open_page: Open) -> None:
    link = {
        "country": "PE",
        "region": "PE-ARE",
        "programme": "HSE-2",
        "from": "2025-01-01",
        "to": "2025-12-31",
    }
    app = open_page("map", **link)
    app.button(key="reset").click().run()
    assert [choice.value for choice in app.multiselect] == [[]] * len(FILTERS)
    assert selection_in_words(app) == "All programmes · Oct 2025 – Sep 2026"
    assert parameters(app) == {}


def test_reset_is_offered_only_where_something_is_chosen(open_page: Open) -> None:
    app = open_page("map")
    assert not [button for button in app.button if button.key == "reset"]
    app.multiselect(key="country").set_value(["PE"]).run()
    assert [button for button in app.button if button.key == "reset"]


def test_reset_stays_offered_as_long_as_something_is_chosen(open_page: Open) -> None:
    app = open_page("map", country="PE")
    for _rerun in range(2):
        assert [button for button in app.button if button.key == "reset"]
        app.run()

"""A link opens the same view: what it asks for is followed, or it is said why not."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.text import plain
from tests.pages.conftest import Open, charts, go_to, parameters, selection_in_words

DEFAULT = "Oct 2025 – Sep 2026"


def notes(app: AppTest) -> list[str]:
    return [note.value.replace("\\", "") for note in app.info]


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("programme", "HSE-2", "HSE improvement plan of internal miners, second phase"),
        ("sponsor", "LVMH", "funded by LVMH"),
        ("country", "PE", "Peru"),
        ("region", "PE-ARE", "Arequipa"),
        ("organisation", "OREX-INTERNAL", "Internal miners at Minera Orex"),
    ],
)
def test_a_link_fills_a_filter(kind: str, code: str, said: str, open_page: Open) -> None:
    app = open_page("map", **{kind: code})
    assert app.multiselect(key=kind).value == [code]
    assert said in selection_in_words(app)
    assert parameters(app) == {kind: [code]}
    assert notes(app) == []


def test_all_filters_and_a_period_together(open_page: Open) -> None:
    link = {
        "programme": ["INS", "HSE-2"],
        "sponsor": ["OCIM"],
        "country": ["PE"],
        "region": ["PE-ARE"],
        "from": ["2025-01-01"],
        "to": ["2025-12-31"],
    }
    app = open_page("map", **link)
    assert not app.exception and notes(app) == []
    assert app.multiselect(key="programme").value == ["INS", "HSE-2"]
    assert app.selectbox(key="period").value == "2025"
    # Each view has one address: codes come in their order.
    assert parameters(app) == link | {"programme": ["HSE-2", "INS"]}
    assert selection_in_words(app).endswith("funded by OCIM · Peru · Arequipa · 2025")


def test_the_default_view_needs_no_parameters(open_page: Open) -> None:
    app = open_page("map")
    assert parameters(app) == {}
    assert selection_in_words(app) == f"All programmes · {DEFAULT}"


def test_a_code_given_twice_counts_once(open_page: Open) -> None:
    assert parameters(open_page("map", country=["PE", "PE"])) == {"country": ["PE"]}


@pytest.mark.parametrize(
    ("kind", "code", "hint"),
    [
        ("country", "XX", ""),
        ("region", "PE-AREQ", " Did you mean PE-ARE?"),
        ("programme", "hse-2", " Did you mean HSE-2?"),
        ("sponsor", "QQQQ", ""),
        ("organisation", "OREX-INTERNALS", " Did you mean OREX-INTERNAL?"),
    ],
)
def test_an_unknown_code_is_said_and_ignored(kind: str, code: str, hint: str, open_page: Open) -> None:
    app = open_page("map", **{kind: [code]})
    one = f"an {kind}" if kind == "organisation" else f"a {kind}"
    assert notes(app) == [f"The link names {one} “{code}” that is not in the store; it was ignored.{hint}"]
    assert app.multiselect(key=kind).value == []
    assert parameters(app) == {}
    assert charts(app) == 1


def test_what_is_known_beside_an_unknown_code_is_followed(open_page: Open) -> None:
    app = open_page("map", country=["XX", "PE"])
    assert len(notes(app)) == 1
    assert app.multiselect(key="country").value == ["PE"]
    assert parameters(app) == {"country": ["PE"]}


def test_an_unknown_parameter_is_said_and_ignored(open_page: Open) -> None:
    app = open_page("map", colour="red", country="PE")
    assert notes(app) == ["The link's parameter “colour” is not one of this dashboard's, and was ignored."]
    assert parameters(app) == {"country": ["PE"]}


def test_streamlits_own_parameters_stay(open_page: Open) -> None:
    app = open_page("map", embed="true", country="PE")
    assert notes(app) == []
    assert parameters(app) == {"country": ["PE"], "embed": ["true"]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "yesterday"),
        ("to", "2025-02-30"),
        ("from", ""),
        ("to", "2025"),
        ("to", "0001-01-01"),
        ("from", "1800-01-01"),
        ("to", "9999-12-31"),
    ],
)
def test_a_day_that_is_none_is_said_and_ignored(name: str, value: str, open_page: Open) -> None:
    app = open_page("map", **{name: value})
    assert notes(app) == [
        f"The link's “{name}” is “{value}”, which is no day such as 2026-09-30; it was ignored."
    ]
    assert selection_in_words(app).endswith(DEFAULT)
    assert parameters(app) == {}


def test_a_period_that_ends_before_it_begins_is_said_and_ignored(open_page: Open) -> None:
    app = open_page("map", from_="2025-12-31", to="2025-01-01", country="PE")
    assert notes(app) == [
        "The link's period begins on 2025-12-31, after it ends on 2025-01-01; it was ignored."
    ]
    assert selection_in_words(app) == f"All programmes · Peru · {DEFAULT}"
    assert parameters(app) == {"country": ["PE"]}


def test_a_last_day_alone_gives_the_twelve_months_up_to_it(open_page: Open) -> None:
    app = open_page("map", to="2024-06-30")
    assert selection_in_words(app).endswith("Jul 2023 – Jun 2024")
    assert parameters(app) == {"from": ["2023-07-01"], "to": ["2024-06-30"]}


def test_a_first_day_alone_gives_all_up_to_the_data_date(open_page: Open) -> None:
    app = open_page("map", from_="2026-01-01")
    assert selection_in_words(app).endswith("Jan 2026 – Sep 2026")


def test_a_note_goes_when_the_next_link_has_nothing_wrong(open_page: Open) -> None:
    app = open_page("map", country="XX")
    assert len(notes(app)) == 1
    app.query_params["country"] = "PE"
    app.run()
    assert notes(app) == []
    assert app.multiselect(key="country").value == ["PE"]


def test_a_link_followed_later_replaces_the_filters(open_page: Open) -> None:
    app = open_page("map", country="PE", from_="2025-01-01", to="2025-12-31")
    app.query_params.clear()
    app.query_params["region"] = "CO-ANT"
    app.run()
    assert app.multiselect(key="country").value == []
    assert app.multiselect(key="region").value == ["CO-ANT"]
    assert selection_in_words(app) == f"All programmes · Antioquia · {DEFAULT}"


def test_filters_and_address_go_along_to_another_page(open_page: Open) -> None:
    app = open_page("map", country="PE", from_="2025-01-01", to="2025-12-31")
    go_to(app, "premium")
    assert selection_in_words(app) == "USD · All programmes · Peru · 2025"
    assert parameters(app) == {"country": ["PE"], "from": ["2025-01-01"], "to": ["2025-12-31"]}


def test_what_a_link_says_is_not_taken_for_markup(open_page: Open) -> None:
    hostile = "![x](http://evil.example/a.png) **b** <script>"
    app = open_page("map", country=hostile)
    (note,) = app.info
    assert plain(hostile) in note.value
    assert not [markup for markup in ("![", "](", " **", " <") if markup in note.value]


def test_a_link_opens_the_card_of_a_unit(open_page: Open) -> None:
    app = open_page("map", unit="OREX-INTERNAL-25")
    assert "close_card" in {button.key for button in app.button}
    assert parameters(app) == {"unit": ["OREX-INTERNAL-25"]}
    app.button(key="close_card").click().run()
    assert "close_card" not in {button.key for button in app.button}
    assert parameters(app) == {}


def test_a_link_to_a_unit_opens_no_card_for_outsiders(open_page: Open) -> None:
    app = open_page("map", unit="OREX-INTERNAL-25", as_="sponsor@example.org")
    assert not app.exception
    assert "close_card" not in {button.key for button in app.button}
    assert parameters(app) == {"as": ["sponsor@example.org"]}

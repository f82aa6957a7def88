"""Each page in full: its sentence, its exhibits, what lies behind them, and what a viewer can turn."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_access.figures import figures
from tests.pages.conftest import PAGES, Open, charts, go_to, selection_in_words, titles

# Title of a page → how many charts and maps it has, and what its exhibits' titles hold.
FULL: dict[str, tuple[int, int, list[str]]] = {
    "What the programmes reached": (
        6,
        1,
        ["production units in", "moves up than down", "Cover fell|insured", "targets"],
    ),
    "Where the units are": (1, 1, ["production units in", "of the units are in"]),
    "How units climb": (8, 0, ["or above", "moves? up", "Units stayed longest", "overdue"]),
    "Who is trained": (6, 0, ["active miners", "people trained", "Most hours", "lapses", "targets"]),
    "What protects people, and who pays": (
        13,
        1,
        [
            "people planned were insured",
            "joined and",
            "accident cover",
            "Cover cost",
            "safety provision",
            "hurt",
        ],
    ),
    "What was agreed and what is open": (7, 0, ["planned actions", "overdue", "CRAFT findings are open"]),
    "From gold to what it paid for": (9, 0, ["is still open", "under a standard", "not paid in full"]),
    "How much mercury is used": (4, 0, ["of the baseline", "used more than before", "Reported last"]),
    "What the premium bought": (4, 0, ["spent in the period", "of spending", "Last bought", "hold"]),
}


def texts(app: AppTest) -> str:
    return "\n".join([text.value for text in app.markdown] + [text.value for text in app.caption])


def test_a_page_is_complete(full: AppTest) -> None:
    assert not full.exception and not full.error and not full.info
    (title,) = full.title
    drawn, mapped, words = FULL[title.value]
    assert charts(full) == drawn
    assert len(full.get("deck_gl_json_chart")) == mapped
    for word in words:
        assert any(re.search(word, found) for found in titles(full)), (word, titles(full))


def test_all_pages_are_full_ones(open_page: Open) -> None:
    assert {open_page(name).title[0].value for name in PAGES} == set(FULL)


def test_a_page_opens_with_a_sentence_and_its_selection_in_words(full: AppTest) -> None:
    sentence = full.main.markdown[0].value
    assert sentence.endswith(".") and re.search(r"\d", sentence)
    assert selection_in_words(full).removeprefix("USD · ") == "All programmes · Oct 2025 – Sep 2026"


def test_every_chart_says_what_it_shows_to_those_who_cannot_see_it(full: AppTest) -> None:
    said = [drawn.proto.alt for kind in ("vega_lite_chart", "deck_gl_json_chart") for drawn in full.get(kind)]
    assert said and all(alt.endswith(".") and len(alt) > 20 for alt in said)


def test_every_exhibit_names_its_evidence_and_data_date(full: AppTest) -> None:
    grade = re.compile(r"(Counted|Reported|Estimated|Contested)(, \w+)* · data to 30 Sep 2026")
    feet = [text.value for text in full.caption if grade.match(text.value)]
    assert feet and len(feet) == len(titles(full))


def test_the_sidebar_says_that_the_data_are_a_sample(full: AppTest) -> None:
    assert full.sidebar.caption[0].value.startswith("**Sample data.** Programme totals")


def test_a_table_lies_behind_a_chart_and_is_closed_until_asked_for(open_page: Open) -> None:
    app = open_page("training")
    assert not app.dataframe
    app.button(key="twin_people_trained").click().run()
    (table,) = app.dataframe
    assert list(table.value.columns) == ["Relation", "Sex", "People"]
    assert table.value["People"].sum() > 1000
    app.button(key="twin_people_trained").click().run()
    assert not app.dataframe


def test_an_open_table_stays_open_on_another_selection(open_page: Open) -> None:
    app = open_page("training")
    app.button(key="twin_people_trained").click().run()
    everybody = app.dataframe[0].value["People"].sum()
    app.multiselect(key="country").set_value(["PE"]).run()
    assert 0 < app.dataframe[0].value["People"].sum() < everybody


@pytest.mark.parametrize(
    ("name", "exhibit", "named"),
    [
        ("training", "people_trained", ["people_trained"]),
        ("stages", "moves_smp", ["stage_moves"]),
        ("premium", "premium_flow", ["premium_due", "premium_received", "premium_spent", "premium_balance"]),
    ],
)
def test_a_definition_is_told_when_it_is_opened(
    name: str, exhibit: str, named: list[str], open_page: Open
) -> None:
    app = open_page(name)
    definition = figures()[named[0]].definition
    assert definition not in texts(app)
    app.session_state[f"definition_{exhibit}"] = True
    app.run()
    for figure in map(figures().__getitem__, named):
        assert f"**{figure.title}** · `{figure.name}` · {figure.unit}" in texts(app)
        assert figure.definition in texts(app)


@pytest.mark.parametrize("name", PAGES)
def test_every_chart_has_its_table_and_its_download(name: str, open_page: Open) -> None:
    app = open_page(name)
    twins = {str(button.key).removeprefix("twin_") for button in app.button if "twin_" in str(button.key)}
    downloads = {str(button.key).removeprefix("download_") for button in app.get("download_button")}
    assert twins and twins <= downloads
    for exhibit in twins:
        app.button(key=f"twin_{exhibit}").click()
    app.run()
    assert not app.exception
    assert len([button for button in app.button if button.label == "Hide table"]) == len(twins)


def test_the_currency_can_be_switched(open_page: Open) -> None:
    app = open_page("premium")
    (currency,) = app.main.button_group
    assert (currency.label, currency.options, currency.value) == ("Currency", ["USD", "EUR"], "USD")
    dollars = app.main.markdown[0].value
    currency.set_value("EUR").run()
    assert not app.exception
    assert app.main.markdown[0].value.startswith("EUR ") and dollars.startswith("USD ")
    assert selection_in_words(app).startswith("EUR · ")
    assert not [title for title in titles(app) if "USD" in title]


def test_a_currency_that_the_selection_does_not_hold_is_not_kept(open_page: Open) -> None:
    app = open_page("premium")
    app.main.button_group[0].set_value("EUR").run()
    app.multiselect(key="country").set_value(["CO"]).run()
    assert not app.exception
    assert not app.main.button_group
    assert app.main.markdown[0].value.startswith("USD ")


def deck(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(app.get("deck_gl_json_chart")[0].proto.json)
    return found


@pytest.mark.parametrize("name", ["overview", "map"])
def test_no_map_names_another_host(name: str, open_page: Open) -> None:
    sent = open_page(name).get("deck_gl_json_chart")[0].proto.json
    assert "//" not in sent
    assert "borders/regions/PE.geojson" in sent


def test_regions_are_shaded_by_the_figure_chosen(open_page: Open) -> None:
    app = open_page("map")

    def fills() -> set[str]:
        regions = (layer for layer in deck(app)["layers"] if layer["id"].startswith("regions_"))
        # A layer that is shown at some zooms only holds the one that it shows.
        return {layer.get("content", layer)["getFillColor"] for layer in regions}

    assert fills() == {"@@=[0, 0, 0, 0]"}
    app.button_group(key="shading").set_value("insured").run()
    assert not app.exception
    assert any("PE-ARE" in fill for fill in fills())
    assert any(text.value.endswith("shade\\: insured share") for text in app.caption)


def test_the_shading_survives_a_visit_to_another_page(open_page: Open) -> None:
    app = open_page("map")
    app.button_group(key="shading").set_value("insured").run()
    go_to(app, "training")
    go_to(app, "map")
    assert app.button_group(key="shading").value == "insured"


def test_a_unit_opens_its_card_and_closes_it(open_page: Open) -> None:
    app = open_page("map")
    app.session_state["unit"] = "OREX-INTERNAL-01"
    app.run()
    assert "Group 01" in titles(app)
    (facts,) = app.table
    assert "Internal miners at Minera Orex" in facts.value.to_string()
    app.button(key="close_card").click().run()
    assert "Group 01" not in titles(app)
    assert not app.table


def test_the_card_of_a_unit_outside_the_selection_says_so(open_page: Open) -> None:
    app = open_page("map", country="CO")
    app.session_state["unit"] = "OREX-INTERNAL-01"
    app.run()
    assert not app.exception
    assert "This unit is not in the selection" in titles(app)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("overview", "2020-01-01", "2026-09-30"),  # nothing lies before it
        ("overview", "2026-09-30", "2026-09-30"),
        ("overview", "2026-09-01", "2027-12-31"),
        *((name, "2031-01-01", "2031-12-31") for name in PAGES),  # nothing is known of it
    ],
)
def test_a_page_stands_any_period(name: str, first: str, last: str, open_page: Open) -> None:
    app = open_page(name, from_=first, to=last)
    assert not app.exception and not app.error
    assert len(app.title) == 1

"""The programme's page: one programme at a time, its deep link, its whole run."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, charts, go_to, parameters, titles

HSE_2 = "HSE improvement plan of internal miners, second phase"
HSE_1 = "HSE improvement plan of internal miners, first phase"


def said(app: AppTest) -> str:
    """The sentence under the page's title."""
    return next(text.value for text in app.main.markdown if "Paid by" in text.value)


def test_it_opens_with_the_programme_that_began_last(open_page: Open) -> None:
    app = open_page("programme")
    assert not app.exception and not app.error
    assert app.title[0].value == HSE_2
    assert said(app).endswith("with 20 production units and 161 miners.")
    shown = " | ".join(titles(app))
    for words in ("OCIM pays 52 % and LVMH 48 %", "of the budget is spent after", "claims hold", "agreed"):
        assert words in shown
    assert charts(app) == 5 and len(app.get("deck_gl_json_chart")) == 1


def test_a_link_opens_its_programme(open_page: Open) -> None:
    app = open_page("programme", programme="CAU")
    assert app.title[0].value == "Mobile plant for women selectors"
    assert not [box for box in app.main.selectbox if box.key == "chosen_programme"]


def test_another_programme_can_be_chosen_and_stays_chosen(open_page: Open) -> None:
    app = open_page("programme")
    app.selectbox(key="chosen_programme").select("FIN").run()
    assert not app.exception
    assert app.title[0].value == "Access to finance"
    go_to(app, "training")
    go_to(app, "programme")
    assert app.title[0].value == "Access to finance"


def test_a_programme_that_the_selection_leaves_out_is_not_kept(open_page: Open) -> None:
    app = open_page("programme")
    app.selectbox(key="chosen_programme").select("FIN").run()
    app.multiselect(key="sponsor").set_value(["LVMH"]).run()
    assert not app.exception
    assert app.title[0].value == HSE_2
    shown = [title.replace("\\", "") for title in titles(app)]
    assert "Led by OCIM, paid by OCIM and LVMH" in shown
    assert "LVMH pays 48 %" in shown
    assert "Active miners · your share of 161 people: 77.5" in shown


def test_an_ended_programme_shows_its_whole_run_at_a_click(open_page: Open) -> None:
    app = open_page("programme", programme="HSE-1")
    assert app.title[0].value == HSE_1
    app.button(key="whole_run").click().run()
    assert not app.exception
    assert parameters(app) == {"programme": ["HSE-1"], "from": ["2024-01-15"], "to": ["2025-01-31"]}
    assert "ended on 31 Jan 2025, with 25 production units and" in said(app)
    assert "whole_run" not in {button.key for button in app.button}


def test_without_a_programme_it_says_which_filter_to_widen(open_page: Open) -> None:
    app = open_page("programme", sponsor="LVMH", country="CO")
    assert not app.exception
    assert app.title[0].value == "One programme"
    assert app.button(key="widen_country")


def test_a_period_after_all_data_is_survived(open_page: Open) -> None:
    app = open_page("programme", from_="2031-01-01", to="2031-12-31")
    assert not app.exception and not app.error
    assert len(app.title) == 1

"""Plans and risks: the page in full, of one programme, and what its tables list."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from data_access.figures import figures
from tests.pages.conftest import Open, charts, selection_in_words, titles

FIGURES = ("plan_progress", "overdue_actions", "open_risks", "risks_mitigated", "craft_reports_current")
TITLES = (
    *("planned actions are done", "actions planned for 2026", "^Since Oct 2025, ", "targets? is met"),
    *("actions are overdue", "CRAFT findings are open", "are mitigated", "CRAFT report"),
)
DEFINED = {
    "plan_progress_by_field": "plan_progress",
    "overdue_actions": "overdue_actions",
    "findings_by_module_and_level": "open_risks",
    "mitigated_by_month": "risks_mitigated",
    "craft_reports_by_age": "craft_reports_current",
}


def said_by(app: AppTest) -> str:
    """All texts of the page: headings, captions, charts' words and the cells of tables."""
    marked = [text.value for kind in (app.title, app.markdown, app.caption, app.info) for text in kind]
    drawn = [chart.proto.alt for chart in app.get("vega_lite_chart")]
    specs = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    cells = [table.value.to_string() for kind in (app.dataframe, app.table) for table in kind]
    return "\n".join([*marked, *drawn, *specs, *cells])


def test_the_page_is_complete(open_page: Open) -> None:
    app = open_page("plans")
    assert not app.exception and not app.error and not app.info
    assert [title.value for title in app.title] == ["What was agreed and what is open"]
    assert charts(app) == 7
    for words in TITLES:
        assert any(re.search(words, found) for found in titles(app)), (words, titles(app))
    assert selection_in_words(app) == "All programmes · Oct 2025 – Sep 2026"


def test_the_sentence_says_what_is_done_overdue_and_open(open_page: Open) -> None:
    sentence = open_page("plans").main.markdown[0].value.replace("\\", "")
    assert re.search(r"\d+ of \d+ actions planned for 2025 and 2026 are done \(\d+ %\)", sentence)
    assert re.search(r"actions planned so far, \d+ are overdue, \d+ more than on 30 Sep 2025", sentence)
    assert re.search(r"CRAFT findings recorded so far, \d+ are open", sentence)


def test_the_progress_that_was_published_stands_on_the_page(open_page: Open) -> None:
    app = open_page("plans", programme="HSE-2", from_="2025-02-01", to="2026-01-20")
    assert not app.exception
    assert any(title.startswith("89 % of 176 planned actions are done") for title in titles(app))
    assert "157 of 176 actions planned for 2025 are done" in app.main.markdown[0].value


def test_overdue_actions_are_listed_with_the_longest_first(open_page: Open) -> None:
    (table,) = open_page("plans").dataframe
    headings = ["Action", "Days overdue", "Unit or organisation", "Field", "Due"]
    assert list(table.value.columns) == headings
    assert table.value["Days overdue"].is_monotonic_decreasing
    assert table.value["Days overdue"].min() >= 1


@pytest.mark.parametrize("exhibit", DEFINED)
def test_definitions_are_told(exhibit: str, open_page: Open) -> None:
    app = open_page("plans")
    app.session_state[f"definition_{exhibit}"] = True
    app.run()
    assert not app.exception
    assert figures()[DEFINED[exhibit]].definition in said_by(app)


def test_nothing_on_the_page_is_called_a_certificate(open_page: Open) -> None:
    """A CRAFT report is a due-diligence report for buyers: tables and definitions say no other word."""
    app = open_page("plans")
    for exhibit in DEFINED:
        app.session_state[f"definition_{exhibit}"] = True
    for button in app.button:
        if str(button.key).startswith("twin_"):
            button.click()
    app.run()
    assert not app.exception
    assert len(app.dataframe) == 1 + charts(app)
    assert all(figures()[name].definition in said_by(app) for name in FIGURES)
    assert "CRAFT" in said_by(app)
    assert "certif" not in said_by(app).casefold()


def test_a_page_of_nothing_says_so_and_offers_to_widen(open_page: Open) -> None:
    app = open_page("plans", programme="EMG")
    assert not app.exception
    assert titles(app) == ["Widen the selection"]
    assert charts(app) == 0
    assert app.main.markdown[0].value == "No plan was agreed and no risk recorded here."


@pytest.mark.parametrize(
    ("first", "last"),
    [("2020-01-01", "2026-09-30"), ("2024-02-29", "2024-02-29"), ("2031-01-01", "2031-12-31")],
)
def test_the_page_stands_any_period(first: str, last: str, open_page: Open) -> None:
    app = open_page("plans", from_=first, to=last)
    assert not app.exception and not app.error
    assert len(app.title) == 1

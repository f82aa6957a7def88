"""The gold page: its cards, its exhibits, and one currency at a time."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import Open, charts, selection_in_words, titles

SHOWN = (
    "due for the gold sold",
    "kg sold, ",
    "Of the gold sold, ",
    "took in",
    "bought",
    "not paid in full",
    "in hand was spent",
)


def test_the_page_is_complete(open_page: Open) -> None:
    app = open_page("gold")
    assert not app.exception and not app.error and not app.info
    assert app.title[0].value == "From gold to what it paid for"
    sentence = app.main.markdown[0].value
    assert re.match(r"\d+\skg of gold was sold, \d+\s% of it under a standard\. Of USD", sentence)
    assert [metric.label for metric in app.metric] == [
        "Gold sold",
        "Under a standard",
        "Traceable",
        "Due, not paid",
    ]
    assert all(metric.delta for metric in app.metric)
    # Four trends, the trace, two ways through time, and two kinds of bars.
    assert charts(app) == 9
    for word in SHOWN:
        assert any(word in title for title in titles(app)), (word, titles(app))


def test_the_currency_can_be_switched_and_is_never_added(open_page: Open) -> None:
    app = open_page("gold")
    (currency,) = app.main.button_group
    assert (currency.options, currency.value) == (["USD", "EUR"], "USD")
    currency.set_value("EUR").run()
    assert not app.exception
    assert "Of EUR" in app.main.markdown[0].value
    assert not [title for title in titles(app) if "USD" in title]
    # Dollars are not held in the one organisation that is paid in euros.
    app.multiselect(key="country").set_value(["CO"]).run()
    assert not app.exception and not app.main.button_group
    assert "Of USD" in app.main.markdown[0].value


def test_gold_without_any_premium_has_no_trace_and_no_lots(open_page: Open) -> None:
    app = open_page("gold", country="GH")
    assert not app.exception
    assert len(app.metric) == 3
    assert not [title for title in titles(app) if "USD" in title or "lot" in title]
    assert selection_in_words(app).startswith("All programmes · Ghana")


def test_nothing_at_all_says_what_to_widen(open_page: Open) -> None:
    app = open_page("gold", programme="EMG")
    assert not app.exception
    assert "No organisation of this selection sold gold" in app.main.markdown[0].value
    assert app.button(key="widen_programme")


@pytest.mark.parametrize(
    ("first", "last"),
    [("2020-01-01", "2026-09-30"), ("2026-09-30", "2026-09-30"), ("2031-01-01", "2031-12-31")],
)
def test_the_page_stands_any_period(first: str, last: str, open_page: Open) -> None:
    app = open_page("gold", from_=first, to=last)
    assert not app.exception and not app.error

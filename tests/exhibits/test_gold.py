"""What the gold page says: weights, shares, lots and what is open, from small frames and the sample."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import gold, gold_headlines, trace, words
from exhibits.exhibit import Exhibit
from exhibits.lots import lots_and_premium
from exhibits.theme import LIGHT
from tests.exhibits.scripted import NAMES, YEAR, Scripted

KNOWN: dict[str, Any] = NAMES | {
    "standard": {"FM": "Fairmined", "FT": "Fairtrade"},
    "destination": {"CH": "Switzerland", "US": "United States"},
    "buyer": {"B": "Buyer"},
    "organisation": {"A": "Association"},
    "unit": {"U1": "Group 01", "U2": "Group 02"},
}


def sold(dimension: str, grams: dict[str | None, float]) -> Scripted:
    frame = pd.DataFrame({dimension: list(grams), "month": "2025-06", "value": list(grams.values())})
    return Scripted(figures={"gold_sold": frame}, answers={"names": KNOWN})


@pytest.mark.parametrize(
    ("grams", "said"),
    [
        (341_039.2, "341 kg"),
        (99_960, "100 kg"),
        (99_940, "99.9 kg"),
        (9_175.49, "9.2 kg"),
        (1_000, "1.0 kg"),
        (999.6, "1.0 kg"),
        (999.4, "999 g"),
        (1.2, "1 g"),
        (0.001, "under 1 g"),
        (0, "0 g"),
    ],
)
def test_a_weight_is_rounded_to_what_it_bears(grams: float, said: str) -> None:
    assert words.weight(grams) == said


@pytest.mark.parametrize(
    ("grams", "title", "sentence"),
    [
        (
            {"FM": 3_000.0, None: 1_000.0},
            "4.0 kg sold, 75 % of it under a standard",
            "4.0 kg of gold was sold, 75 % of it under a standard.",
        ),
        ({None: 500.0}, "500 g sold, 0 % of it under a standard", None),
        ({"FT": 500.0}, "500 g sold, 100 % of it under a standard", None),
        ({}, "No gold was sold", "No gold was sold."),
    ],
)
def test_gold_by_standard(grams: dict[str | None, float], title: str, sentence: str | None) -> None:
    shown = gold.gold_by_standard(sold("standard", grams), YEAR)
    assert shown.title == title
    assert sentence in (None, shown.sentence)


def test_a_standard_keeps_its_colour_whatever_else_was_sold() -> None:
    def colour_of_fairtrade(grams: dict[str | None, float]) -> str:
        chart = gold.gold_by_standard(sold("standard", grams), YEAR).chart
        assert chart is not None
        scale = chart.spec(LIGHT)["encoding"]["color"]["scale"]
        return str(dict(zip(scale["domain"], scale["range"], strict=True))["Fairtrade"])

    alone, with_others = (
        colour_of_fairtrade({"FT": 1.0}),
        colour_of_fairtrade({"FM": 1.0, "FT": 1.0, None: 1.0}),
    )
    assert alone == with_others != LIGHT.target


@pytest.mark.parametrize(
    ("last_day", "time"),
    [(date(2026, 12, 31), "month"), (date(2027, 1, 1), "year"), (date(2024, 12, 31), "month")],
)
def test_a_long_period_is_told_by_year(last_day: date, time: str) -> None:
    first = min(date(2025, 1, 1), last_day)
    selection = Selection(first, last_day, date(2031, 1, 1))
    frame = pd.DataFrame({"standard": ["FM"], "month": ["2025-06"], "year": ["2025"], "value": [1.0]})
    read = Scripted(figures={"gold_sold": frame}, answers={"names": KNOWN})
    shown = gold.gold_by_standard(read, selection)
    assert shown.columns["time"].title.lower() == time
    assert shown.frame["time"].tolist() == ["2025-06" if time == "month" else "2025"]


@pytest.mark.parametrize(
    ("grams", "title"),
    [
        ({"CH": 900.0, "US": 300.0}, "Switzerland took in three quarters of the gold"),
        ({"CH": 400.0, "US": 600.0}, "United States took in 60 % of the gold"),
        ({"US": 600.0}, "United States took in all of the gold"),
        ({}, "Gold sold, by the country it went to"),
    ],
)
def test_where_most_gold_went(grams: dict[str | None, float], title: str) -> None:
    assert gold.gold_by_destination(sold("destination", grams), YEAR).title == title


def listed(*lots: tuple[int, int, int]) -> Exhibit:
    """The exhibit of lots with these dues, payments, and payments in another currency."""
    rows = [
        {
            "lot": f"L{place}", "organisation": "A", "buyer": "B", "standard": "FM", "destination": "CH",
            "sold_on": date(2025, 12, 1), "fine_milligrams": 1_500, "due": due, "paid": paid,
            "open": max(due - paid, 0), "over": max(paid - due, 0), "other_receipts": others,
            "units": ("U1", "U2") if place else (),
        }
        for place, (due, paid, others) in enumerate(lots)
    ]  # fmt: skip
    columns = ["lot", "organisation", "buyer", "standard", "destination", "sold_on", "fine_milligrams", "due",
               "paid", "open", "over", "other_receipts", "units"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    return lots_and_premium(Scripted(answers={"lots": frame, "names": KNOWN}), YEAR, "USD")


def test_how_the_premium_of_a_lot_stands() -> None:
    shown = listed((9, 0, 0), (9, 0, 1), (9, 4, 1), (9, 9, 0), (9, 12, 0), (0, 0, 0))
    assert shown.frame["standing"].tolist() == [
        "Not paid", "Not paid in this currency", "Paid in part", "Paid", "Paid beyond the due", "Paid"
    ]  # fmt: skip
    first, second, *_ = shown.table().to_dict("records")
    assert (first["From the units"], second["From the units"]) == ("not named", "Group 01 and Group 02")
    assert (first["Days since the sale"], first["Fine grams"], str(first["Due"])) == (30, 1.5, "0.09")


@pytest.mark.parametrize(
    ("lots", "title"),
    [
        ([(500_00, 0, 0), (500_00, 100_00, 0), (1, 1, 0)], "2 lots are not paid in full: USD 900 open"),
        ([(500_00, 0, 0)], "1 lot is not paid in full: USD 500 open"),
        ([(500_00, 500_00, 0)], "Every lot is paid in full"),
        ([], "No lot with premium due"),
        ([(100, 0, 0)] * 200, "At least 200 lots are not paid in full: USD 200 open"),
    ],
)
def test_how_many_lots_are_open(lots: list[tuple[int, int, int]], title: str) -> None:
    assert listed(*lots).title == title


def test_what_is_due_and_open_at_the_head_of_the_page(read: Reader, chosen: Selection) -> None:
    shown = gold_headlines.due_open(read, chosen, "USD")
    listed_lots = lots_and_premium(read, chosen, "USD")
    assert shown.headline is not None
    still_open = sum(listed_lots.frame["open"])
    assert shown.headline.value == words.money_short(still_open, "USD")
    assert shown.frame["value"].sum() == pytest.approx(still_open / 100)
    assert shown.headline.compared_with == "vs Oct 2024 – Sep 2025"
    assert trace.gold_trace(read, chosen, "USD").title.endswith(f"{shown.headline.value} is still open")
    assert shown.headline.good == (shown.headline.difference < 0)


@pytest.mark.parametrize(
    "build", [gold.gold_by_standard, gold.gold_by_destination, gold.gold_by_buyer, gold_headlines.gold_sold]
)
def test_all_gold_stands_in_each_exhibit(
    build: Callable[[Reader, Selection], Exhibit], read: Reader, chosen: Selection
) -> None:
    total = read.figure("gold_sold", chosen)["value"].iloc[0]
    assert build(read, chosen).frame["value"].sum() == pytest.approx(total / 1000)


def test_shares_of_the_whole_are_not_the_mean_of_months(read: Reader, chosen: Selection) -> None:
    shown = gold.shares_of_gold(read, chosen)
    for name, group in gold.SHARES.items():
        share = read.figure(name, chosen)["value"].iloc[0]
        rows = shown.frame[shown.frame["group"] == group]
        assert (rows["value"] * rows["of"]).sum() / rows["of"].sum() == pytest.approx(share)
        assert f"{words.share(share)} {group.lower()}" in shown.title


@pytest.mark.parametrize("build", [gold_headlines.gold_under_standard, gold_headlines.gold_traceable])
def test_the_share_of_no_gold_is_a_dash(
    build: Callable[[Reader, Selection], Exhibit], read: Reader, chosen: Selection
) -> None:
    nothing = Selection(date(2031, 1, 1), date(2031, 12, 31), chosen.data_date)
    shown = build(read, nothing)
    assert shown.headline is not None
    assert (shown.headline.value, shown.headline.change, shown.empty) == ("–", "", True)

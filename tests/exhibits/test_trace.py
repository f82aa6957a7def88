"""The trace as a picture and as a table: whatever flows in flows out, and every part has its sum."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.reader import Reader
from data_access.schema.gold import CATEGORIES
from data_access.selection import Selection
from data_access.trace import GoldTrace
from exhibits import trace
from exhibits.account import MOST_REGIONS, account, flow_of, statement_of
from tests.exhibits.scripted import NAMES, YEAR, Scripted

REGIONS = [f"R{number:02}" for number in range(14)]
STANDARDS = ["FM", "FT", *(f"S{number}" for number in range(6))]
KNOWN: dict[str, Any] = NAMES | {
    "standard": {code: f"Standard {code}" for code in STANDARDS},
    "region": {code: f"Region {code}" for code in REGIONS},
}
SOLD = ["standard", "currency", "fine_milligrams", "due", "paid_before", "paid", "open"]


def made(
    sold: list[tuple[Any, ...]], received: dict[str, int], spent: list[tuple[Any, ...]], opening: int
) -> GoldTrace:
    """A trace from rows; its closing balance follows from them."""
    rows = [(*row[:3], sum(row[3:]), *row[3:]) for row in sold]
    outgoing = pd.DataFrame(spent, columns=["category", "region", "amount"])
    return GoldTrace(
        currency="USD",
        sold=pd.DataFrame(rows, columns=SOLD),
        received=pd.DataFrame(received.items(), columns=["lots", "amount"]),
        spent=outgoing,
        opening=opening,
        closing=opening + sum(received.values()) - int(outgoing["amount"].sum()),
    )


def told(of: GoldTrace) -> Scripted:
    return Scripted(answers={"gold_trace": of, "names": KNOWN, "minor_digits": {"USD": 2}})


amounts = st.integers(0, 10**12)


@st.composite
def traces(draw: st.DrawFn) -> GoldTrace:
    """Any trace that a store could give, overdrawn ones among them."""
    codes = draw(st.lists(st.sampled_from([None, *STANDARDS]), unique=True, max_size=8))
    sold = [
        (code, "USD", draw(amounts), *((0, 0, 0) if code is None else (draw(amounts) for _ in range(3))))
        for code in codes
    ]
    paid = sum(row[4] for row in sold)
    kinds = draw(st.dictionaries(st.sampled_from(["earlier_lots", "later_lots", "no_lot"]), amounts))
    places = st.tuples(st.sampled_from(CATEGORIES), st.sampled_from([None, *REGIONS]))
    spent = draw(st.dictionaries(places, st.integers(1, 10**12), max_size=40))
    return made(
        sold,
        kinds | {"these_lots": paid + draw(amounts)},
        [(*place, amount) for place, amount in spent.items()],
        draw(st.integers(-(10**12), 10**12)),
    )


@given(of=traces())
def test_what_flows_in_flows_out(of: GoldTrace) -> None:
    known = account(told(of), YEAR, "USD")
    nodes, bands = flow_of(known)
    into, out_of = ({node.key: 0 for node in nodes} for _ in range(2))
    for band in bands:
        assert band.amount >= 0
        into[band.target] += band.amount
        out_of[band.source] += band.amount
    assert len({node.key for node in nodes}) == len(nodes)
    ends = {node.key for node in nodes if node.column == 5} | {"paid_before", "open", "kept", "made_up"}
    for node in nodes:
        if into[node.key] and node.key not in ends:
            assert into[node.key] == out_of[node.key], node
    due = sum(out_of[node.key] for node in nodes if node.column == 0)
    assert due == known.due == known.paid + known.paid_before + known.open
    assert into["spent"] == known.spent == sum(into[node.key] for node in nodes if node.column == 5)
    assert len([node for node in nodes if node.column == 5]) <= MOST_REGIONS


@given(of=traces())
def test_each_part_of_the_table_adds_up_to_its_sum(of: GoldTrace) -> None:
    lines = statement_of(account(told(of), YEAR, "USD"))
    for part, rows in lines.groupby("part"):
        sums = rows[rows["sum"]]
        assert len(sums) == 1 and rows["sum"].iloc[-1], part
        assert rows.loc[~rows["sum"], "amount"].sum() == sums["amount"].iloc[0], part
    by_sum = lines[lines["sum"]].groupby("line")["amount"]
    # The same sum stands under several parts: due, in hand, spent.
    assert (by_sum.nunique() == 1).all()
    assert lines.loc[lines["sum"], "amount"].tolist()[-2:] == [of.spent["amount"].sum()] * 2


def small(**given: Any) -> GoldTrace:
    parts: dict[str, Any] = {
        "sold": [("FM", "USD", 3_000_000, 0, 900_00, 300_00), (None, None, 500_000, 0, 0, 0)],
        "received": {"these_lots": 900_00, "earlier_lots": 50_00},
        "spent": [("environment", "R01", 400_00), ("local_suppliers", None, 1)],
        "opening": 10_00,
    }
    return made(**(parts | given))


def test_the_picture_of_a_small_trace() -> None:
    shown = trace.gold_trace(told(small()), YEAR, "USD")
    assert shown.title == "Of USD 1,200 due for the gold sold, USD 300 is still open"
    assert shown.sentence == (
        "Of USD 1,200 due for the gold sold, USD 300 is still open on 31 Dec 2025. USD 950 was received in "
        "the period, with USD 10 held before: USD 400 was spent and USD 560 is left."
    )
    assert shown.subtitle.endswith("as wide as the amounts; 500 g sold without a standard bring none")
    assert [(row.source, row.target, str(row.exact)) for row in shown.frame.itertuples()] == [
        ("Standard FM", "Paid in the period", "900.00"),
        ("Standard FM", "Still open on 31 Dec 2025", "300.00"),
        ("Paid in the period", "Received, and held before", "900.00"),
        ("For lots sold before", "Received, and held before", "50.00"),
        ("Balance before", "Received, and held before", "10.00"),
        ("Received, and held before", "Spent", "400.01"),
        ("Received, and held before", "Kept on 31 Dec 2025", "559.99"),
        ("Spent", "Environment", "400.00"),
        ("Spent", "Local suppliers", "0.01"),
        ("Environment", "Region R01", "400.00"),
        ("Local suppliers", "Region not recorded", "0.01"),
    ]
    assert set(shown.frame["role"]) == {"due", "open", "flowing", "idle"}


def test_the_table_of_a_small_trace() -> None:
    lines = trace.trace_in_figures(told(small()), YEAR, "USD").table()
    assert [(row[0], str(row[1]), row[2]) for row in lines.itertuples(index=False)] == [
        ("Standard FM", "1200.00", "3,000.000"),
        ("Without a standard", "0.00", "500.000"),
        ("Sum due for the gold sold", "1200.00", "3,500.000"),
        ("Paid in the period", "900.00", ""),
        ("Still open on 31 Dec 2025", "300.00", ""),
        ("Sum due for the gold sold", "1200.00", ""),
        ("Paid of the due for this gold", "900.00", ""),
        ("For lots sold before", "50.00", ""),
        ("Sum received in the period", "950.00", ""),
        ("Balance before the period", "10.00", ""),
        ("Received in the period", "950.00", ""),
        ("Sum in hand", "960.00", ""),
        ("Spent", "400.01", ""),
        ("Balance on 31 Dec 2025", "559.99", ""),
        ("Sum in hand", "960.00", ""),
        ("Environment", "400.00", ""),
        ("Local suppliers", "0.01", ""),
        ("Sum spent", "400.01", ""),
        ("Region R01", "400.00", ""),
        ("Not recorded", "0.01", ""),
        ("Sum spent", "400.01", ""),
    ]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"sold": [("FM", "USD", 1, 0, 900_00, 0)]}, "All of the USD 900 due for the gold sold is paid"),
        ({"sold": [], "received": {}}, "No premium fell due for the gold sold"),
        ({"sold": [("FM", "USD", 1, 0, 0, 7_00)]}, "Of USD 7 due for the gold sold, USD 7 is still open"),
    ],
)
def test_what_became_of_what_was_due(given: dict[str, Any], title: str) -> None:
    assert trace.gold_trace(told(small(**given)), YEAR, "USD").title == title


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "USD 400 of USD 960 in hand was spent"),
        ({"spent": []}, "Nothing of USD 960 in hand was spent"),
        ({"spent": [("environment", "R01", 960_00)]}, "USD 960 of USD 960 in hand was spent"),
        ({"spent": [("environment", "R01", 961_00)]}, "USD 961 was spent, USD 1 more than was in hand"),
    ],
)
def test_what_became_of_what_was_in_hand(given: dict[str, Any], title: str) -> None:
    assert trace.trace_in_figures(told(small(**given)), YEAR, "USD").title == title


def test_money_spent_that_was_not_there_comes_from_somewhere() -> None:
    of = small(opening=-20_00, spent=[("environment", "R01", 2000_00)])
    shown = trace.gold_trace(told(of), YEAR, "USD")
    assert shown.sentence.endswith(
        "with USD 20 overdrawn before: USD 2,000 was spent and USD 1,070 is overdrawn."
    )
    frame = shown.frame.set_index(["source", "target"])["exact"].map(str)
    assert frame["Spent beyond what was held", "Received, and held before"] == "1070.00"
    assert frame["Received, and held before", "Made up for an overdraft"] == "20.00"
    assert "Kept on 31 Dec 2025" not in frame.index.get_level_values("target")


def test_gold_whose_premium_is_due_in_another_currency_is_named_and_not_added() -> None:
    of = small(sold=[("FM", "USD", 1_000, 0, 5, 0), ("FT", "EUR", 2_000, 0, 0, 0)], received={})
    lines = statement_of(account(told(of), YEAR, "USD")).set_index("line")
    assert lines.loc["Standard FT (due in EUR)", ["grams", "amount"]].tolist() == [2.0, 0]
    assert "Standard FT" not in set(trace.gold_trace(told(of), YEAR, "USD").frame["source"])


def test_nothing_at_all_is_empty() -> None:
    of = small(sold=[(None, None, 5, 0, 0, 0)], received={}, spent=[], opening=0)
    for build in (trace.gold_trace, trace.trace_in_figures):
        shown = build(told(of), YEAR, "USD")
        assert shown.empty and shown.missing


def test_currencies_are_those_with_anything_due_or_held() -> None:
    columns = ["organisation", "currency", "opening", "due", "received", "spent", "closing"]
    rows = [
        ("A", "EUR", 0, 5, 0, 0, 0), ("A", "PEN", 0, 0, 0, 0, 0), ("A", "USD", -9, 0, 0, 0, -9),
    ]  # fmt: skip
    read = Scripted(answers={"premium_trace": pd.DataFrame(rows, columns=columns)})
    assert trace.currencies(read, YEAR) == ["USD", "EUR"]


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_trace_of_the_sample_agrees_with_its_figures(
    currency: str, read: Reader, chosen: Selection
) -> None:
    shown = account(read, chosen, currency)
    only = {"currency": currency}
    for name, amount in (
        ("premium_due", shown.due),
        ("premium_received", shown.received),
        ("premium_spent", shown.spent),
        ("premium_balance", shown.trace.closing),
    ):
        assert read.figure(name, chosen, only=only)["value"].sum() == amount, name
    grams = read.figure("gold_sold", chosen)["value"].iloc[0]
    assert shown.trace.sold["fine_milligrams"].sum() / 1000 == grams

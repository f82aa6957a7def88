"""The trace of the premium: it adds up to the minor unit, whatever was paid for what, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.selection import Selection
from data_access.trace import GoldTrace, gold_trace
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_rows import lot, rate, rates, received, spent
from tests.data_access.gold_world import YEAR_2024, fill, world

SOLD, BEFORE, DURING, AFTER = date(2024, 5, 1), date(2023, 11, 1), date(2024, 6, 1), date(2025, 1, 1)


def traced(engine: Engine, selection: Selection = YEAR_2024, currency: str = "USD") -> GoldTrace:
    with engine.connect() as connection:
        return gold_trace(connection, UNRESTRICTED, selection, currency)


def amounts(frame: pd.DataFrame, *keys: str) -> dict[Any, int]:
    rows = frame.to_dict("records")
    codes = [tuple(None if pd.isna(row[key]) else row[key] for key in keys) for row in rows]
    found = {code if len(code) > 1 else code[0]: row["amount"] for code, row in zip(codes, rows, strict=True)}
    assert len(found) == len(frame)
    return found


def test_a_trace_from_gold_to_what_it_bought(engine: Engine) -> None:
    """Two kilograms of A1 in Arequipa and one of A3 in Antioquia, at 4,000.00 a kilogram."""
    fill(
        engine,
        world(),
        rates(),
        [
            lot("L0", "A1", BEFORE, 1_000_000),
            lot("L1", "A1", SOLD, 2_000_000),
            lot("L2", "A3", SOLD, 1_000_000),
            lot("L3", "A3", SOLD, 500_000, standard_id=None),
            received("E0", "A1", BEFORE, 1000_00),
            received("E1", "A1", DURING, 3000_00, lot_id="L0"),
            received("E2", "A1", DURING, 8000_00, lot_id="L1"),
            received("E3", "A3", DURING, 1500_00, lot_id="L2"),
            received("E4", "A3", DURING, 20_00),
            spent("X1", "A1", DURING, 6000_00, category="environment"),
            spent("X2", "A1", DURING, 500_01, category="local_suppliers"),
            spent("X3", "A3", DURING, 700_00, category="environment"),
        ],
    )
    trace = traced(engine)
    assert trace.sold["standard"].fillna("none").tolist() == ["FM", "none"]
    assert trace.sold.iloc[:, 2:].to_numpy().tolist() == [
        [3_000_000, 12000_00, 0, 9500_00, 2500_00],
        [500_000, 0, 0, 0, 0],
    ]
    assert amounts(trace.received, "lots") == {
        "earlier_lots": 3000_00, "no_lot": 20_00, "these_lots": 9500_00
    }  # fmt: skip
    assert amounts(trace.spent, "category", "region") == {
        ("environment", "PE-ARE"): 6000_00,
        ("local_suppliers", "PE-ARE"): 500_01,
        ("environment", "CO-ANT"): 700_00,
    }
    assert (trace.opening, trace.closing, trace.beyond) == (1000_00, 6319_99, 0)
    adds_up(trace)


def adds_up(trace: GoldTrace) -> None:
    """What must hold of every trace."""
    sold, received_, spent_ = trace.sold, trace.received["amount"].sum(), trace.spent["amount"].sum()
    assert (sold["paid_before"] + sold["paid"] + sold["open"] == sold["due"]).all()
    assert (sold[["due", "paid_before", "paid", "open"]] >= 0).all(axis=None)
    assert trace.opening + received_ - spent_ == trace.closing
    assert trace.beyond >= 0


# The lot of 1 May 2024 brings 4,000.00: what is paid before the period, in it, beyond it, still open.
@pytest.mark.parametrize(
    ("case", "receipts", "expected", "kinds"),
    [
        ("paid in full", [(DURING, 4000_00, {})], (0, 4000_00, 0, 0), {"these_lots": 4000_00}),
        ("twice", [(DURING, 4000_00, {})] * 2, (0, 4000_00, 0, 4000_00), {"these_lots": 8000_00}),
        ("before the sale", [(date(2024, 4, 1), 9_00, {})], (0, 9_00, 3991_00, 0), {"these_lots": 9_00}),
        ("before the period", [(BEFORE, 9_00, {})], (9_00, 0, 3991_00, 0), {}),
        ("on the last day before", [(date(2023, 12, 31), 9_00, {})], (9_00, 0, 3991_00, 0), {}),
        ("on the first day", [(date(2024, 1, 1), 9_00, {})], (0, 9_00, 3991_00, 0), {"these_lots": 9_00}),
        (
            "too much before the period, and again in it",
            [(BEFORE, 4500_00, {}), (DURING, 100_00, {})],
            (4000_00, 0, 0, 100_00),
            {"these_lots": 100_00},
        ),
        (
            "a part before, too much in it",
            [(BEFORE, 3000_00, {}), (DURING, 3000_00, {})],
            (3000_00, 1000_00, 0, 2000_00),
            {"these_lots": 3000_00},
        ),
        ("after the period", [(AFTER, 4000_00, {})], (0, 0, 4000_00, 0), {}),
        ("in another currency", [(DURING, 4000_00, {"currency_id": "PEN"})], (0, 0, 4000_00, 0), {}),
        ("no lot named", [(DURING, 4000_00, {"lot_id": None})], (0, 0, 4000_00, 0), {"no_lot": 4000_00}),
        ("for no premium", [(DURING, 5_00, {"lot_id": "L9"})], (0, 0, 4000_00, 5_00), {"these_lots": 5_00}),
        (
            "for a lot sold after",
            [(DURING, 5_00, {"lot_id": "L8"})],
            (0, 0, 4000_00, 0),
            {"later_lots": 5_00},
        ),
        (
            "for a lot of another organisation",
            [(DURING, 5_00, {"lot_id": "L7"})],
            (0, 0, 4000_00, 0),
            {"no_lot": 5_00},
        ),
    ],
)
def test_what_a_receipt_is_for(
    case: str,
    receipts: list[tuple[date, int, dict[str, Any]]],
    expected: tuple[int, int, int, int],
    kinds: dict[str, int],
    engine: Engine,
) -> None:
    paid = [
        received(f"E{place}", "A1", day, minor, **{"lot_id": "L1"} | given)
        for place, (day, minor, given) in enumerate(receipts)
    ]
    sold = [
        lot("L1", "A1", SOLD, 1_000_000),
        lot("L7", "A4", BEFORE, 1),
        lot("L8", "A1", AFTER, 1_000_000),
        lot("L9", "A1", SOLD, 1, standard_id=None),
    ]
    fill(engine, world(), rates(), sold, paid)
    trace = traced(engine)
    before, during, still_open = (int(trace.sold[name].sum()) for name in ("paid_before", "paid", "open"))
    assert (before, during, still_open, trace.beyond) == expected, case
    assert amounts(trace.received, "lots") == kinds, case
    adds_up(trace)


def test_lots_and_receipts_of_the_first_day_are_of_the_period_and_none_is_known_after_the_data_date(
    engine: Engine,
) -> None:
    first, until = date(2024, 1, 1), date(2024, 6, 30)
    fill(
        engine,
        world(),
        rates(),
        [
            lot("L1", "A1", first, 1_000_000),
            lot("L2", "A1", date(2024, 7, 1), 1_000_000),
            received("E1", "A1", first, 1_00, lot_id="L1"),
            received("E2", "A1", until, 2_00, lot_id="L2"),
            received("E3", "A1", date(2024, 7, 1), 4_00, lot_id="L1"),
        ],
    )
    trace = traced(engine, Selection(first, date(2024, 12, 31), until))
    assert amounts(trace.received, "lots") == {"these_lots": 1_00, "later_lots": 2_00}
    assert (trace.sold["due"].sum(), trace.sold["paid"].sum()) == (4000_00, 1_00)
    adds_up(trace)


def test_each_currency_has_a_trace_of_its_own(engine: Engine) -> None:
    soles = rate("R9", "FT", 1000_00, date(2020, 1, 1))
    soles.currency_id = "PEN"
    fill(
        engine,
        world(),
        rates(),
        [soles],
        [
            lot("L1", "A1", SOLD, 1_000_000),
            lot("L2", "A1", SOLD, 1_000_000, standard_id="FT"),
            received("E1", "A1", DURING, 7_00, lot_id="L2", currency_id="PEN"),
            spent("X1", "A1", DURING, 9_00, currency_id="PEN"),
        ],
    )
    dollars, in_soles = traced(engine), traced(engine, currency="PEN")
    assert (dollars.sold["due"].sum(), in_soles.sold["due"].sum()) == (4000_00, 1000_00)
    # All gold stands in each: none of it goes missing, whatever its premium is paid in.
    assert set(dollars.sold["fine_milligrams"]) == set(in_soles.sold["fine_milligrams"]) == {1_000_000}
    assert (in_soles.sold["paid"].sum(), in_soles.closing) == (7_00, -2_00)
    assert dollars.received.empty and dollars.spent.empty
    adds_up(dollars)
    adds_up(in_soles)


def test_a_period_of_which_nothing_is_known_has_the_last_balance_and_no_more(engine: Engine) -> None:
    fill(engine, world(), rates(), [lot("L1", "A1", SOLD, 1_000_000), received("E1", "A1", DURING, 7_00)])
    later = Selection(date(2031, 1, 1), date(2031, 12, 31), date(2025, 6, 30))
    trace = traced(engine, later)
    assert trace.sold.empty and trace.received.empty and trace.spent.empty
    assert (trace.opening, trace.closing, trace.empty) == (7_00, 7_00, False)
    assert traced(engine, later.narrowed(organisations=("A2",))).empty


def test_spending_of_an_organisation_without_a_region_has_a_place_of_its_own(engine: Engine) -> None:
    rows = world()
    for row in rows:
        if getattr(row, "id", None) == "A1":
            row.region_id = None  # type: ignore[attr-defined]
    fill(engine, rows, [spent("X1", "A1", DURING, 5_00), spent("X2", "A2", DURING, 6_00)])
    assert amounts(traced(engine).spent, "region") == {None: 5_00, "PE-PUN": 6_00}

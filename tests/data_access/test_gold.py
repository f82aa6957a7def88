"""Gold against small cases computed by hand: grams, shares, and lots with what is due and paid."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.gold import lots, unpaid_by_month
from data_access.schema import GoldLot, GoldLotUnit
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_rows import came_from, lot, rate, rates, received
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world


def test_gold_of_the_first_and_last_day_counts_and_none_before_or_after(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            lot("L0", "A1", date(2023, 12, 31), 1_000),
            lot("L1", "A1", date(2024, 1, 1), 2_001),
            lot("L2", "A1", date(2024, 12, 31), 4_000, standard_id=None),
            lot("L3", "A1", date(2025, 1, 1), 8_000),
        ],
    )
    assert values_of(engine, "gold_sold", YEAR_2024) == {(): 6.001}
    assert values_of(engine, "gold_sold", YEAR_2024, "standard") == {"FM": 2.001, None: 4.0}
    assert values_of(engine, "gold_sold", YEAR_2024, "month") == {"2024-01": 2.001, "2024-12": 4.0}


def test_no_gold_is_known_after_the_data_date(engine: Engine) -> None:
    fill(
        engine, world(), [lot("L1", "A1", date(2024, 5, 31), 1_000), lot("L2", "A1", date(2024, 6, 1), 1_000)]
    )
    until_may = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 5, 31))
    assert values_of(engine, "gold_sold", until_may) == {(): 1.0}


def test_no_gold_is_zero(engine: Engine) -> None:
    fill(engine, world())
    assert values_of(engine, "gold_sold", YEAR_2024) == {(): 0}
    assert values_of(engine, "gold_sold", YEAR_2024, "buyer") == {}


def test_gold_by_buyer_and_destination(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            lot("L1", "A1", date(2024, 2, 1), 1_000),
            lot("L2", "A2", date(2024, 2, 1), 2_000, buyer_id="B2"),
            lot("L3", "A3", date(2024, 2, 1), 4_000, destination_id="PE"),
        ],
    )
    assert values_of(engine, "gold_sold", YEAR_2024, "buyer", "destination") == {
        ("B1", "CH"): 1.0,
        ("B2", "CH"): 2.0,
        ("B1", "PE"): 4.0,
    }


def two_lots() -> list[GoldLot | GoldLotUnit]:
    """Three grams under a standard from two units, one gram under none and from nobody knows where."""
    return [
        lot("L1", "A1", date(2024, 2, 29), 3_000),
        lot("L2", "A2", date(2024, 3, 1), 1_000, standard_id=None, buyer_id="B2"),
        *came_from("L1", "U1", "U2"),
    ]


@pytest.mark.parametrize("name", ["gold_under_standard", "gold_traceable"])
def test_a_share_is_of_grams_and_not_of_lots_or_units(engine: Engine, name: str) -> None:
    fill(engine, world(), two_lots())
    assert values_of(engine, name, YEAR_2024) == {(): 0.75}
    assert wholes_of(engine, name, YEAR_2024) == {(): 4.0}
    assert values_of(engine, name, YEAR_2024, "month") == {"2024-02": 1.0, "2024-03": 0.0}
    assert values_of(engine, name, YEAR_2024, "buyer") == {"B1": 1.0, "B2": 0.0}
    assert wholes_of(engine, name, YEAR_2024, "year") == {"2024": 4.0}


@pytest.mark.parametrize("name", ["gold_under_standard", "gold_traceable"])
def test_the_share_of_no_gold_is_missing(engine: Engine, name: str) -> None:
    fill(engine, world(), two_lots())
    before = Selection(date(2023, 1, 1), date(2023, 12, 31), date(2025, 6, 30))
    assert values_of(engine, name, before) == {(): None}
    assert wholes_of(engine, name, before) == {(): 0}
    assert values_of(engine, name, before, "organisation") == {}


def test_a_standard_and_a_trace_are_two_things(engine: Engine) -> None:
    """Gold of a standard may come from nobody knows where; traced gold may have no standard."""
    fill(
        engine,
        world(),
        [
            lot("L1", "A1", date(2024, 1, 1), 1_000),
            lot("L2", "A1", date(2024, 1, 1), 3_000, standard_id=None),
            *came_from("L2", "U1"),
        ],
    )
    assert values_of(engine, "gold_under_standard", YEAR_2024) == {(): 0.25}
    assert values_of(engine, "gold_traceable", YEAR_2024) == {(): 0.75}
    assert values_of(engine, "gold_traceable", YEAR_2024, "standard") == {"FM": 0.0, None: 1.0}


DAY = Selection(date(2024, 2, 29), date(2024, 2, 29), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("case", "selection", "sold_on", "grams"),
    [
        ("a leap day, alone", DAY, date(2024, 2, 29), 5.0),
        ("the day after it", DAY, date(2024, 3, 1), 0.0),
        ("the last day of the year", YEAR_2024, date(2024, 12, 31), 5.0),
        ("after the unit left its programme", YEAR_2024.narrowed(programmes=("P1",)), date(2024, 8, 1), 5.0),
        ("a programme joined only later", DAY.narrowed(programmes=("P2",)), date(2024, 2, 29), 5.0),
    ],
)
def test_days_and_programmes_of_a_lot(
    case: str, selection: Selection, sold_on: date, grams: float, engine: Engine
) -> None:
    """A2 has a unit in P1 until 30 June 2024, and in P2 since 2023."""
    fill(engine, world(), [lot("L1", "A2", sold_on, 5_000)])
    assert values_of(engine, "gold_sold", selection) == {(): grams}, case
    assert wholes_of(engine, "gold_traceable", selection) == {(): grams}, case


def test_gold_of_an_organisation_in_two_programmes_counts_in_each_and_once_in_the_whole(
    engine: Engine,
) -> None:
    fill(engine, world(), [lot("L1", "A2", date(2024, 2, 1), 5_000)])
    assert wholes_of(engine, "gold_traceable", YEAR_2024, "programme") == {"P1": 5.0, "P2": 5.0}
    assert wholes_of(engine, "gold_traceable", YEAR_2024) == {(): 5.0}
    assert wholes_of(engine, "gold_under_standard", YEAR_2024, "sponsor") == {"S1": 5.0, "S2": 5.0}


def listed(engine: Engine, selection: Selection, currency: str = "USD", limit: int = 200) -> pd.DataFrame:
    with engine.connect() as connection:
        return lots(connection, UNRESTRICTED, selection, currency, limit)


HALF = date(2024, 6, 30)


# A kilogram is sold on 1 May 2024, and 4,000.00 are due for it.
@pytest.mark.parametrize(
    ("case", "receipts", "paid", "still_open", "over", "others"),
    [
        ("nothing", [], 0, 4000_00, 0, 0),
        ("all", [(HALF, 4000_00, {})], 4000_00, 0, 0, 0),
        ("a part", [(HALF, 1, {})], 1, 3999_99, 0, 0),
        ("twice", [(HALF, 4000_00, {})] * 2, 8000_00, 0, 4000_00, 0),
        ("before the sale", [(date(2024, 4, 30), 5, {})], 5, 3999_95, 0, 0),
        ("before the period", [(date(2023, 1, 1), 5, {})], 5, 3999_95, 0, 0),
        ("on the as-of day", [(date(2024, 12, 31), 5, {})], 5, 3999_95, 0, 0),
        ("after the as-of day", [(date(2025, 1, 1), 5, {})], 0, 4000_00, 0, 0),
        ("in another currency", [(HALF, 4000_00, {"currency_id": "PEN"})], 0, 4000_00, 0, 1),
        ("in two currencies", [(HALF, 7, {}), (HALF, 9, {"currency_id": "PEN"})], 7, 3999_93, 0, 1),
        ("to another organisation", [(HALF, 5, {"organisation": "A2"})], 0, 4000_00, 0, 0),
        ("without naming it", [(HALF, 4000_00, {"lot_id": None})], 0, 4000_00, 0, 0),
    ],
)
def test_what_is_paid_of_a_lot(
    case: str,
    receipts: list[tuple[date, int, dict[str, Any]]],
    paid: int,
    still_open: int,
    over: int,
    others: int,
    engine: Engine,
) -> None:
    rows = [
        received(f"E{place}", day=day, minor=minor, **{"organisation": "A1", "lot_id": "L1"} | given)
        for place, (day, minor, given) in enumerate(receipts)
    ]
    fill(engine, world(), rates(), [lot("L1", "A1", date(2024, 5, 1), 1_000_000)], rows)
    (row,) = listed(engine, YEAR_2024).to_dict("records")
    found = (row["due"], row["paid"], row["open"], row["over"], row["other_receipts"])
    assert found == (4000_00, paid, still_open, over, others), case


def test_lots_with_most_open_stand_first_and_the_newest_of_those_paid(engine: Engine) -> None:
    sold = [
        lot("L1", "A1", date(2024, 1, 1), 1_000_000),
        lot("L2", "A1", date(2024, 2, 1), 1_000_000),
        lot("L3", "A2", date(2024, 3, 1), 2_000_000),
        lot("L4", "A2", date(2024, 4, 1), 3_000_000, buyer_id="B2", destination_id="PE"),
        lot("L5", "A1", date(2024, 5, 1), 9_000_000, standard_id=None),
        *came_from("L3", "U2", "U1"),
    ]
    paid = [received(f"E{n}", "A1", date(2024, 6, 1), 4000_00, lot_id=f"L{n}") for n in (1, 2)]
    fill(engine, world(), rates(), sold, paid)
    found = listed(engine, YEAR_2024)
    assert list(found["lot"]) == ["L4", "L3", "L2", "L1"]
    assert list(found["units"]) == [(), ("U1", "U2"), (), ()]
    assert found.loc[0, ["organisation", "buyer", "standard", "destination"]].tolist() == [
        "A2", "B2", "FM", "PE"
    ]  # fmt: skip
    assert list(listed(engine, YEAR_2024, limit=1)["lot"]) == ["L4"]
    assert list(listed(engine, YEAR_2024.narrowed(organisations=("A1",)))["lot"]) == ["L2", "L1"]


def test_lots_are_listed_under_the_currency_of_their_due(engine: Engine) -> None:
    in_soles = rate("R9", "FT", 1000_00, date(2020, 1, 1))
    in_soles.currency_id = "PEN"
    sold = [
        lot("L1", "A1", date(2024, 1, 1), 1_000_000),
        lot("L2", "A1", date(2024, 1, 1), 1_000_000, standard_id="FT"),
    ]
    fill(engine, world(), rates(), [in_soles], sold)
    assert list(listed(engine, YEAR_2024, "USD")["lot"]) == ["L1"]
    assert list(listed(engine, YEAR_2024, "PEN")["due"]) == [1000_00]
    assert listed(engine, YEAR_2024, "EUR").empty


def test_what_is_open_by_the_month_of_the_sale(engine: Engine) -> None:
    """A lot paid twice does not make up for another that is not paid."""
    sold = [
        lot("L1", "A1", date(2024, 1, 31), 1_000_000),
        lot("L2", "A1", date(2024, 1, 1), 1_000_000),
        lot("L3", "A2", date(2024, 2, 1), 1_000_000),
        lot("L4", "A2", date(2024, 3, 1), 1_000_000, standard_id=None),
    ]
    paid = [
        received("E1", "A1", date(2024, 2, 1), 8000_00, lot_id="L1"),
        received("E2", "A1", date(2024, 2, 1), 1_00, lot_id="L2"),
        received("E3", "A2", date(2024, 2, 1), 4000_00, lot_id="L3"),
    ]
    fill(engine, world(), rates(), sold, paid)
    with engine.connect() as connection:
        found = unpaid_by_month(connection, UNRESTRICTED, YEAR_2024, "USD")
        in_euros = unpaid_by_month(connection, UNRESTRICTED, YEAR_2024, "EUR")
    assert found.to_dict("split", index=False)["data"] == [["2024-01", 3999_00], ["2024-02", 0]]
    assert in_euros.empty and list(in_euros.columns) == ["month", "value"]

"""Premium against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.premium import premium_trace, spending_items
from data_access.schema import PremiumExpenditure, PremiumReceipt
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_rows import lot, rate, rates, received, spent
from tests.data_access.gold_world import YEAR_2024, fill, values_of, world


def booked() -> list[PremiumReceipt | PremiumExpenditure]:
    return [
        received("E1", "A1", date(2023, 6, 1), 100_00),
        spent("X1", "A1", date(2023, 12, 31), 30_00),
        received("E2", "A1", date(2024, 2, 1), 10_00),
        spent("X2", "A1", date(2024, 3, 31), 95_00),
        received("E3", "A1", date(2024, 4, 1), 1_00),
    ]


@pytest.mark.parametrize(
    ("filters", "grams"),
    [
        ({}, 15.0),
        ({"organisations": ("A2", "A4")}, 10.0),
        ({"countries": ("CO",)}, 12.0),
        # The organisation's own region, not that of its unit in Cauca.
        ({"regions": ("CO-ANT",)}, 12.0),
        ({"regions": ("CO-CAU",)}, 0),
        ({"programmes": ("P1",)}, 3.0),
        ({"programmes": ("P2",)}, 6.0),
        ({"programmes": ("P1", "P2")}, 7.0),
        ({"sponsors": ("S1",)}, 3.0),
        ({"sponsors": ("S2",)}, 7.0),
        ({"programmes": ("P2",), "sponsors": ("S1",)}, 0),
        ({"programmes": ("P1",), "regions": ("PE-PUN",)}, 2.0),
    ],
)
def test_filters_choose_organisations(engine: Engine, filters: dict[str, Any], grams: float) -> None:
    sold = [lot(f"L{place}", f"A{place + 1}", date(2024, 8, 1), 1_000 * 2**place) for place in range(4)]
    fill(engine, world(), sold)
    assert values_of(engine, "gold_sold", YEAR_2024.narrowed(**filters)) == {(): grams}


def test_a_programme_chooses_organisations_by_the_period(engine: Engine) -> None:
    """A2 left P1 on 30 June 2024, A3 came to P2 on 1 January 2024."""
    fill(
        engine,
        world(),
        [received("E1", "A2", date(2024, 7, 1), 1_00), received("E2", "A3", date(2023, 12, 31), 2_00)],
    )

    def amounts(first: date, last: date, programme: str) -> dict[Any, Any]:
        selection = Selection(first, last, date(2025, 6, 30), programmes=(programme,))
        return values_of(engine, "premium_received", selection)

    assert amounts(date(2024, 6, 30), date(2024, 7, 31), "P1") == {"USD": 1_00}
    assert amounts(date(2024, 7, 1), date(2024, 7, 31), "P1") == {}
    assert amounts(date(2023, 12, 1), date(2024, 1, 1), "P2") == {"USD": 2_00}
    assert amounts(date(2023, 12, 1), date(2023, 12, 31), "P2") == {}


def test_amounts_stand_whole_in_each_programme_and_sponsor(engine: Engine) -> None:
    sold = [lot(f"L{place}", f"A{place + 1}", date(2024, 8, 1), 1_000 * 2**place) for place in range(4)]
    fill(engine, world(), sold)
    assert values_of(engine, "gold_sold", YEAR_2024, "programme") == {"P1": 3.0, "P2": 6.0}
    assert values_of(engine, "gold_sold", YEAR_2024, "sponsor") == {"S1": 3.0, "S2": 7.0}
    assert values_of(engine, "gold_sold", YEAR_2024, "programme", "sponsor") == {
        ("P1", "S1"): 3.0,
        ("P1", "S2"): 3.0,
        ("P2", "S2"): 6.0,
    }
    one_sponsor = YEAR_2024.narrowed(sponsors=("S1",))
    assert values_of(engine, "gold_sold", one_sponsor, "sponsor") == {"S1": 3.0}


def test_premium_due_rounds_half_up_for_each_lot(engine: Engine) -> None:
    """At 4,000 USD a kilogram a milligram brings 0.4 cents."""
    fill(
        engine,
        world(),
        rates(),
        [
            lot("L1", "A1", date(2024, 1, 1), 1),  # 0.4 → 0
            lot("L2", "A2", date(2024, 1, 1), 2),  # 0.8 → 1
            lot("L3", "A3", date(2024, 7, 1), 1),  # 0.5 → 1 at the rate of July
            lot("L4", "A4", date(2024, 7, 1), 3),  # 1.5 → 2
        ],
    )
    assert values_of(engine, "premium_due", YEAR_2024, "organisation") == {
        ("USD", "A1"): 0,
        ("USD", "A2"): 1,
        ("USD", "A3"): 1,
        ("USD", "A4"): 2,
    }
    # The whole is the sum of rounded lots: 2.7 cents together would be 3.
    assert values_of(engine, "premium_due", YEAR_2024) == {"USD": 4}


def test_premium_due_takes_the_rate_of_the_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        rates(),
        [
            lot("L1", "A1", date(2024, 6, 30), 1_000_000),
            lot("L2", "A1", date(2024, 7, 1), 1_000_000),
            lot("L3", "A1", date(2024, 7, 1), 1_000_000, standard_id=None),
            lot("L4", "A1", date(2024, 7, 1), 1_000_000, standard_id="FT"),  # has no rate
        ],
    )
    assert values_of(engine, "premium_due", YEAR_2024, "month", "standard") == {
        ("USD", "2024-06", "FM"): 4000_00,
        ("USD", "2024-07", "FM"): 5000_00,
    }


def test_a_new_rate_replaces_one_left_open(engine: Engine) -> None:
    open_rates = [
        rate("R1", "FT", 2000_00, date(2020, 1, 1)),
        rate("R2", "FT", 3000_00, date(2024, 7, 1)),
        rate("R3", "FT", 9000_00, date(2024, 9, 1)),
    ]
    sale = lot("L1", "A1", date(2024, 8, 1), 1_000_000, standard_id="FT")
    fill(engine, world(), open_rates, [sale])
    assert values_of(engine, "premium_due", YEAR_2024) == {"USD": 3000_00}


def test_amounts_beyond_a_float_stay_exact(engine: Engine) -> None:
    large = 9_007_199_254_740_993  # 2**53 + 1
    fill(engine, world(), [received("E1", "A1", date(2024, 1, 1), large)])
    assert values_of(engine, "premium_received", YEAR_2024) == {"USD": large}
    assert values_of(engine, "premium_balance", YEAR_2024) == {"USD": large}


def test_currencies_are_never_added(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            received("E1", "A1", date(2024, 1, 1), 1_00),
            received("E2", "A1", date(2024, 12, 31), 2_00, currency_id="PEN"),
            spent("X1", "A1", date(2024, 12, 31), 30, currency_id="PEN"),
        ],
    )
    assert values_of(engine, "premium_received", YEAR_2024) == {"USD": 1_00, "PEN": 2_00}
    assert values_of(engine, "premium_balance", YEAR_2024) == {"USD": 1_00, "PEN": 1_70}


def test_receipts_know_standard_and_buyer_by_their_lot(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [lot("L1", "A1", date(2023, 5, 1), 1_000), lot("L2", "A1", date(2023, 5, 1), 1, standard_id=None)],
        [
            received("E1", "A1", date(2024, 1, 1), 1_00, lot_id="L1"),
            received("E2", "A1", date(2024, 1, 1), 2_00, lot_id="L2"),
            received("E3", "A1", date(2024, 1, 1), 4_00),
        ],
    )
    assert values_of(engine, "premium_received", YEAR_2024, "standard", "buyer") == {
        ("USD", "FM", "B1"): 1_00,
        ("USD", None, "B1"): 2_00,
        ("USD", None, None): 4_00,
    }


def test_spending_by_category_and_year(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            spent("X1", "A1", date(2023, 12, 31), 1_00),
            spent("X2", "A1", date(2024, 1, 1), 2_00),
            spent("X3", "A2", date(2024, 3, 1), 4_00, category="local_suppliers"),
        ],
    )
    two_years = Selection(date(2023, 1, 1), date(2024, 12, 31), date(2025, 6, 30))
    assert values_of(engine, "premium_spent", two_years, "category", "year") == {
        ("USD", "environment", "2023"): 1_00,
        ("USD", "environment", "2024"): 2_00,
        ("USD", "local_suppliers", "2024"): 4_00,
    }


def test_a_period_never_changes_the_closing_balance_of_its_last_day(engine: Engine) -> None:
    fill(engine, world(), booked())
    for first in (date(2020, 1, 1), date(2024, 2, 1), date(2024, 3, 31)):
        quarter = Selection(first, date(2024, 3, 31), date(2025, 6, 30))
        assert values_of(engine, "premium_balance", quarter) == {"USD": -15_00}


def test_balance_at_the_end_of_each_calendar_codes(engine: Engine) -> None:
    fill(engine, world(), booked(), [received("E9", "A2", date(2024, 4, 3), 7_00)])
    spring = Selection(date(2023, 12, 15), date(2024, 12, 31), date(2024, 4, 2))
    assert values_of(engine, "premium_balance", spring, "month") == {
        ("USD", "2023-12"): 70_00,
        ("USD", "2024-01"): 70_00,
        ("USD", "2024-02"): 80_00,
        ("USD", "2024-03"): -15_00,
        ("USD", "2024-04"): -14_00,
    }
    assert values_of(engine, "premium_balance", spring, "year") == {
        ("USD", "2023"): 70_00,
        ("USD", "2024"): -14_00,
    }
    assert values_of(engine, "premium_balance", spring, "organisation") == {("USD", "A1"): -14_00}


def test_a_balance_not_yet_begun_is_zero(engine: Engine) -> None:
    fill(engine, world(), [received("E1", "A1", date(2024, 2, 10), 5_00)])
    winter = Selection(date(2024, 1, 1), date(2024, 2, 29), date(2025, 6, 30))
    assert values_of(engine, "premium_balance", winter, "month") == {
        ("USD", "2024-01"): 0,
        ("USD", "2024-02"): 5_00,
    }


def test_trace_adds_up(engine: Engine) -> None:
    fill(engine, world(), rates(), booked(), [lot("L1", "A1", date(2024, 1, 1), 1_000_000)],
         [received("E9", "A2", date(2023, 1, 1), 8_00, currency_id="PEN")])  # fmt: skip
    quarter = Selection(date(2024, 1, 1), date(2024, 3, 31), date(2025, 6, 30))
    with engine.connect() as connection:
        trace = premium_trace(connection, UNRESTRICTED, quarter)
    assert trace.to_dict("split", index=False)["data"] == [
        ["A1", "USD", 70_00, 4000_00, 10_00, 95_00, -15_00],
        ["A2", "PEN", 8_00, 0, 0, 0, 8_00],
    ]
    assert list(trace.columns) == [
        "organisation", "currency", "opening", "due", "received", "spent", "closing"
    ]  # fmt: skip
    assert (trace["opening"] + trace["received"] - trace["spent"] == trace["closing"]).all()
    assert all(trace[name].dtype == "int64" for name in trace.columns[2:])


def test_trace_of_a_period_after_the_data_date_is_the_last_known_balance(engine: Engine) -> None:
    fill(engine, world(), booked())
    later = Selection(date(2025, 1, 1), date(2025, 12, 31), date(2024, 3, 31))
    with engine.connect() as connection:
        trace = premium_trace(connection, UNRESTRICTED, later)
    assert trace.to_dict("split", index=False)["data"] == [["A1", "USD", -15_00, 0, 0, 0, -15_00]]


def test_spending_items_newest_first(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            spent("X1", "A1", date(2024, 1, 1), 1_00, description="Clinic"),
            spent("X2", "A2", date(2024, 5, 1), 2_00, currency_id="PEN"),
            spent("X3", "A1", date(2024, 3, 1), 3_00, category="health_and_safety", description="Masks"),
            spent("X4", "A1", date(2025, 1, 1), 4_00),
        ],
    )
    with engine.connect() as connection:
        items = spending_items(connection, UNRESTRICTED, YEAR_2024.narrowed(countries=("PE",)))
        newest = spending_items(connection, UNRESTRICTED, YEAR_2024, limit=1)
        nothing = spending_items(connection, UNRESTRICTED, YEAR_2024.narrowed(countries=("CO",)))
    assert items.to_dict("split", index=False)["data"] == [
        ["A2", "environment", date(2024, 5, 1), "Trees", 2_00, "PEN"],
        ["A1", "health_and_safety", date(2024, 3, 1), "Masks", 3_00, "USD"],
        ["A1", "environment", date(2024, 1, 1), "Clinic", 1_00, "USD"],
    ]
    assert newest["spent_on"].tolist() == [date(2024, 5, 1)]
    assert nothing.empty and list(nothing.columns) == list(items.columns)

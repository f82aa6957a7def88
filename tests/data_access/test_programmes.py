"""Funding, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, fill, values_of, world

DATA_DATE = date(2025, 6, 30)


def test_funding_counts_what_was_agreed_by_the_as_of_day(engine: Engine) -> None:
    fill(engine, world())
    until_march = Selection(date(2024, 1, 1), date(2024, 3, 31), DATA_DATE)
    a_day_less = Selection(date(2024, 1, 1), date(2024, 3, 30), DATA_DATE)
    assert values_of(engine, "funding", until_march) == {"USD": 150_00, "PEN": 70_00}
    assert values_of(engine, "funding", a_day_less) == {"USD": 100_00, "PEN": 70_00}
    assert values_of(
        engine, "funding", Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 3, 30))
    ) == {
        "USD": 100_00,
        "PEN": 70_00,
    }


def test_funding_by_year_is_all_that_was_agreed_by_its_end(engine: Engine) -> None:
    fill(engine, world())
    both_years = Selection(date(2023, 1, 1), date(2024, 3, 30), DATA_DATE)
    assert values_of(engine, "funding", both_years, "programme", "sponsor", "year") == {
        ("USD", "P1", "S1", "2023"): 100_00,
        ("PEN", "P2", "S2", "2023"): 70_00,
        ("USD", "P1", "S1", "2024"): 100_00,
        ("PEN", "P2", "S2", "2024"): 70_00,
    }
    assert values_of(engine, "funding", YEAR_2024, "year") == {
        ("USD", "2024"): 150_00,
        ("PEN", "2024"): 70_00,
    }


def test_funding_by_month_is_all_that_was_agreed_by_its_end(engine: Engine) -> None:
    """The agreement of 31 March counts from March on, the one before the period from its first month."""
    fill(engine, world())
    paying_first = Selection(date(2024, 2, 10), date(2024, 4, 15), DATA_DATE, programmes=("P1",))
    assert values_of(engine, "funding", paying_first, "month") == {
        ("USD", "2024-02"): 100_00,
        ("USD", "2024-03"): 150_00,
        ("USD", "2024-04"): 150_00,
    }
    known_until_then = Selection(date(2024, 2, 1), date(2024, 12, 31), date(2024, 3, 30), programmes=("P1",))
    assert values_of(engine, "funding", known_until_then, "month") == {
        ("USD", "2024-02"): 100_00,
        ("USD", "2024-03"): 100_00,
    }


@pytest.mark.parametrize(
    ("filters", "amounts"),
    [
        ({"programmes": ("P1",)}, {"USD": 150_00}),
        ({"sponsors": ("S1",)}, {"USD": 100_00}),
        ({"sponsors": ("S2",)}, {"USD": 50_00, "PEN": 70_00}),
        ({"sponsors": ("S2",), "programmes": ("P2",)}, {"PEN": 70_00}),
        ({"countries": ("CO",)}, {"PEN": 70_00}),
        ({"regions": ("PE-ARE",)}, {"USD": 150_00}),
        ({"regions": ("PE-PUN",)}, {"USD": 150_00, "PEN": 70_00}),
        ({"organisations": ("A4",)}, {}),
    ],
)
def test_places_choose_programmes_with_a_unit_there(
    engine: Engine, filters: dict[str, Any], amounts: dict[str, int]
) -> None:
    fill(engine, world())
    assert values_of(engine, "funding", YEAR_2024.narrowed(**filters)) == amounts


def test_places_choose_programmes_by_the_period(engine: Engine) -> None:
    """The unit in Puno left P1 on 30 June 2024."""
    fill(engine, world())
    in_puno: dict[str, Any] = {"regions": ("PE-PUN",), "programmes": ("P1",)}
    july = Selection(date(2024, 7, 1), date(2024, 7, 31), DATA_DATE, **in_puno)
    june = Selection(date(2024, 6, 30), date(2024, 7, 31), DATA_DATE, **in_puno)
    assert values_of(engine, "funding", july) == {}
    assert values_of(engine, "funding", june) == {"USD": 150_00}

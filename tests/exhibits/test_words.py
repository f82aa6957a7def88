"""Numbers, money, periods and selections as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data_access.selection import Selection
from exhibits import words

DATA_DATE = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (0, 0, "0"),
        (7, 0, "7"),
        (1142, 0, "1,142"),
        (1_234_567.8, 0, "1,234,568"),
        (-1142, 0, "-1,142"),
        (-0.4, 0, "0"),
        (-0.0, 0, "0"),
        (12.345, 1, "12.3"),
        (12, 2, "12.00"),
        (-0.04, 1, "0.0"),
    ],
)
def test_a_number(value: float, digits: int, said: str) -> None:
    assert words.number(value, digits) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 %"),
        (0.000_1, "under 1 %"),
        (0.009_9, "under 1 %"),
        (0.01, "1 %"),
        (0.614, "61 %"),
        (0.99, "99 %"),
        (0.990_1, "over 99 %"),
        (0.999_99, "over 99 %"),
        (1, "100 %"),
        (1.05, "105 %"),
        (-0.004, "-under 1 %"),
        (-0.3, "-30 %"),
        (-1.2, "-120 %"),
    ],
)
def test_a_share_is_never_rounded_up_to_all_nor_down_to_none(value: float, said: str) -> None:
    assert words.share(value) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (12, 0, "+12"),
        (-12, 0, "−12"),
        (0, 0, "±0"),
        (0.4, 0, "±0"),
        (-0.4, 0, "±0"),
        (-1234.56, 1, "−1,234.6"),
    ],
)
def test_a_difference_has_its_sign(value: float, digits: int, said: str) -> None:
    assert words.signed(value, digits) == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [(0.09, "+9 points"), (-0.09, "−9 points"), (0.004, "±0 points"), (1, "+100 points")],
)
def test_points(difference: float, said: str) -> None:
    assert words.points(difference) == said


@pytest.mark.parametrize(
    ("minor", "currency", "digits", "said"),
    [
        (41_230_049, "USD", 2, "USD 412,300"),
        (150, "USD", 2, "USD 2"),
        (-5, "USD", 2, "USD 0"),
        (1_500_000, "JPY", 0, "JPY 1,500,000"),
        (1_500_000, "TND", 3, "TND 1,500"),
    ],
)
def test_money_in_whole_major_units(minor: int, currency: str, digits: int, said: str) -> None:
    assert words.money(minor, currency, digits) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "USD 0"),
        (1_234, "USD 1,234"),
        (9_999, "USD 9,999"),
        (10_000, "USD 10K"),
        (298_400, "USD 298K"),
        (999_499, "USD 999K"),
        (999_999, "USD 1M"),
        (1_234_567, "USD 1.23M"),
        (-1_234_567, "USD -1.23M"),
        (999_996_000, "USD 1B"),
        (1_250_000_000, "USD 1.25B"),
    ],
)
def test_money_in_few_signs(amount: int, said: str) -> None:
    assert words.money_short(amount * 100, "USD") == said


def test_major_units_are_exact() -> None:
    assert words.major(10_000_000_000_000_001, 2) == Decimal("100000000000000.01")
    assert words.major(5, 0) == Decimal(5)


@pytest.mark.parametrize(
    ("amount", "unit", "currency", "said"),
    [
        (0.4, "share", None, "40 %"),
        (1200, "people", None, "1,200"),
        (1_200_000_00, "money", "USD", "USD 1.2M"),
        (1_200_000, "money", "JPY", "JPY 1.2M"),
    ],
)
def test_a_figures_value_in_its_unit(amount: float, unit: str, currency: str | None, said: str) -> None:
    assert words.value(amount, unit, currency, {"USD": 2, "JPY": 0}) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2024, 1, 1), date(2025, 12, 31), "2024–2025"),
        (date(2025, 10, 1), date(2026, 9, 30), "Oct 2025 – Sep 2026"),
        (date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
        (date(2023, 2, 1), date(2023, 2, 28), "Feb 2023"),
        (date(2024, 2, 1), date(2024, 2, 28), "1 Feb 2024 – 28 Feb 2024"),
        (date(2025, 10, 2), date(2026, 9, 30), "2 Oct 2025 – 30 Sep 2026"),
        (date(2025, 1, 1), date(2025, 12, 30), "1 Jan 2025 – 30 Dec 2025"),
        (date(2026, 9, 30), date(2026, 9, 30), "30 Sep 2026"),
    ],
)
def test_a_period_in_the_fewest_words(first: date, last: date, said: str) -> None:
    assert words.period(first, last) == said


def test_a_day_and_a_month() -> None:
    assert words.day(date(2026, 9, 3)) == "3 Sep 2026"
    assert words.month("2026-09") == "Sep 2026"


def test_a_count_has_the_right_number() -> None:
    assert words.count(0, "unit", "units") == "0 units"
    assert words.count(1, "unit", "units") == "1 unit"
    assert words.count(1200, "unit", "units") == "1,200 units"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 10, "None"),
        (0, 0, "None"),
        (10, 10, "All"),
        (1, 4, "A quarter"),
        (1, 3, "A third"),
        (5, 10, "Half"),
        (2, 3, "Two thirds"),
        (3, 4, "Three quarters"),
        (61, 100, "61 %"),
        (49, 100, "49 %"),
        (496, 1000, "Half"),
        (999, 1000, "over 99 %"),
        (1, 1000, "under 1 %"),
    ],
)
def test_a_fraction_as_people_say_it(part: int, whole: int, said: str) -> None:
    assert words.fraction(part, whole) == said


@pytest.mark.parametrize(
    ("things", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_things_listed(things: list[str], said: str) -> None:
    assert words.listed(things) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("First aid", "first aid"), ("HSE induction", "HSE induction"), ("A", "a"), ("", "")],
)
def test_a_name_inside_a_sentence(name: str, said: str) -> None:
    assert words.inside(name) == said


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert words.capitalised("mineral selectors of OCIM") == "Mineral selectors of OCIM"
    assert words.capitalised("") == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("female", "women"),
        ("first_aid_kit", "first aid kit"),
        ("not_assessed", "Not yet assessed"),
        (None, "not recorded"),
    ],
)
def test_a_code_as_words(code: str | None, said: str) -> None:
    assert words.code(code) == said


NAMES = {
    "programme": {"P1": "Clean water", "P2": "Safe tunnels"},
    "sponsor": {"S1": "A jeweller", "S2": "A refiner"},
    "country": {"CO": "Colombia", "PE": "Peru"},
    "region": {f"R{number}": f"Region {number}" for number in range(6)},
    "organisation": {"A1": "Los Andes"},
}
YEAR = Selection(date(2025, 1, 1), date(2025, 12, 31), DATA_DATE)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({}, "All programmes · 2025"),
        ({"programmes": ("P1", "P2")}, "Clean water, Safe tunnels · 2025"),
        ({"sponsors": ("S1", "S2")}, "All programmes · funded by A jeweller, A refiner · 2025"),
        ({"countries": ("PE",)}, "All programmes · Peru · 2025"),
        ({"regions": ("R1",)}, "All programmes · Region 1 · 2025"),
        ({"organisations": ("A1",)}, "All programmes · Los Andes · 2025"),
        (
            {"regions": tuple(f"R{number}" for number in range(4))},
            "All programmes · Region 0, Region 1, Region 2, Region 3 · 2025",
        ),
        (
            {"regions": tuple(f"R{number}" for number in range(5))},
            "All programmes · 5 chosen (Region 0, Region 1 …) · 2025",
        ),
        (
            {
                "programmes": ("P1",),
                "sponsors": ("S1",),
                "countries": ("CO",),
                "regions": ("R0",),
                "organisations": ("A1",),
            },
            "Clean water · funded by A jeweller · Colombia · Region 0 · Los Andes · 2025",
        ),
    ],
)
def test_a_selection_in_words(filters: dict[str, tuple[str, ...]], said: str) -> None:
    assert words.selection(YEAR.narrowed(**filters), NAMES) == said

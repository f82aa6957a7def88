"""Which calendar years a period holds."""

from __future__ import annotations

from datetime import date

import pytest

from data_access.disclosure.calendar import calendar_years
from data_access.selection import Selection

DATA_DATE = date(2024, 9, 30)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2022, 1, 1), date(2023, 12, 31), ["2022", "2023"]),
        (date(2022, 1, 2), date(2023, 12, 30), []),
        (date(2023, 1, 1), date(2024, 12, 31), ["2023"]),
        (date(2025, 1, 1), date(2025, 12, 31), []),
        # From the first day that a calendar has: not one question for each of two thousand years.
        (date.min, date(1901, 12, 31), ["1900", "1901"]),
        (date.min, date(1899, 12, 31), []),
    ],
)
def test_the_whole_years_of_a_period(first: date, last: date, years: list[str]) -> None:
    assert calendar_years(Selection(first, last, DATA_DATE)) == years

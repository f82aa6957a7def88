"""Periods, days as they are written, and what is said of codes that the store doesn't have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data_access.selection import Selection, UnknownCode, day_of, default_period, period_before

Period = tuple[date, date]


@pytest.mark.parametrize(
    ("period", "before"),
    [
        # whole months of the calendar
        ((date(2024, 3, 1), date(2024, 3, 31)), (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2024, 1, 1), date(2024, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31))),
        ((date(2023, 12, 1), date(2024, 2, 29)), (date(2023, 9, 1), date(2023, 11, 30))),
        # whole months from a day to the day before the same day
        ((date(2023, 6, 16), date(2024, 6, 15)), (date(2022, 6, 16), date(2023, 6, 15))),
        ((date(2024, 3, 15), date(2024, 4, 14)), (date(2024, 2, 15), date(2024, 3, 14))),
        # days
        ((date(2024, 3, 1), date(2024, 3, 30)), (date(2024, 1, 31), date(2024, 2, 29))),
        ((date(2024, 3, 1), date(2024, 3, 1)), (date(2024, 2, 29), date(2024, 2, 29))),
    ],
)
def test_the_period_before_has_as_many_whole_months_or_else_days(period: Period, before: Period) -> None:
    assert period_before(*period) == before


@pytest.mark.parametrize("data_date", [date(2024, 12, 31), date(2024, 6, 15), date(2024, 2, 29)])
def test_before_the_default_period_come_the_twelve_months_before_it(data_date: date) -> None:
    chosen = Selection(*default_period(data_date), data_date)
    before = chosen.compared()
    assert (before.last_day, chosen.first_day) == (before.as_of, before.last_day + timedelta(days=1))
    assert default_period(before.last_day) == (before.first_day, before.last_day)


def test_days_as_they_are_written() -> None:
    assert day_of("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "written",
    ["2024-02-30", "20240229", "2024-W09-4", "2024-2-29", "29.02.2024", "", "1899-12-31", "2101-01-01"],
)
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - in whatever words: the caller has better ones
        day_of(written)


def test_the_nearest_codes_are_named_as_the_store_writes_them() -> None:
    said = UnknownCode("programme", "HSE3", ["hse-3b", "Hse-3", "INS"])
    assert said.nearest == ("Hse-3", "hse-3b")
    assert "Nearest: Hse-3, hse-3b." in str(said)

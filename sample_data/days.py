"""Days and months of the sample, and what can be asked of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DATA_DATE = date(2026, 9, 30)


def later(day: date, days: float) -> date:
    """The day so many days later, or earlier."""
    return day + timedelta(days=round(days))


def months_later(day: date, months: int) -> date:
    """The same day so many months later, clipped to that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months(first: date, last: date) -> Iterator[date]:
    """The first days of all months from that of ``first`` to that of ``last``."""
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = months_later(day, 1)

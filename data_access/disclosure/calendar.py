"""Which whole calendar years a period holds."""

from __future__ import annotations

from datetime import date

from data_access.selection import Selection


def calendar_years(selection: Selection) -> list[str]:
    """The calendar years that lie whole in a period, and that the data have reached the end of."""
    years = range(selection.first_day.year, selection.as_of.year + 1)
    return [
        str(year)
        for year in years
        if selection.first_day <= date(year, 1, 1) and date(year, 12, 31) <= selection.as_of
    ]

"""Which whole calendar years a period holds."""

from __future__ import annotations

from datetime import date

from data_access.selection import Selection

# No programme is older; a period that begins with the calendar would else have two thousand years.
FIRST_DAY = date(1900, 1, 1)


def calendar_years(selection: Selection) -> list[str]:
    """The calendar years that lie whole in a period, and that the data have reached the end of."""
    years = range(max(selection.first_day, FIRST_DAY).year, selection.as_of.year + 1)
    return [
        str(year)
        for year in years
        if selection.first_day <= date(year, 1, 1) and date(year, 12, 31) <= selection.as_of
    ]

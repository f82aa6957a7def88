"""Numbers that outsiders are not told, so that none, withheld and not reported look different."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from data_access.disclosure.rules import finest_told
from data_access.disclosure.withholding import NOT_TOLD as NOT_TOLD
from data_access.disclosure.withholding import WITHHELD as WITHHELD
from data_access.disclosure.withholding import any_withheld, why_withheld
from data_access.language import mark, say
from data_access.reader import Reader
from data_access.selection import CALENDAR, Selection
from exhibits import words
from exhibits.exhibit import Column

# Years that a series of yearly numbers goes back.
YEARS_BACK = 5
# What heads a column of months, quarters or years, each by its last month.
HEADINGS = {"month": mark("Month"), "quarter": mark("Quarter to"), "year": mark("Year to")}


def note(read: Reader, figure: str, *frames: pd.DataFrame) -> str:
    """For the foot of an exhibit: why numbers of a figure are withheld in these frames, if any is."""
    if not any(map(any_withheld, frames)):
        return ""
    return say("withheld: {why}", why=why_withheld(read.viewer, figure))


def told_last(row: pd.Series, said: str) -> str:
    """What was told of a withheld number last, ``said`` in words: ``told last on 30 Jun 2026: 794``."""
    if pd.isna(row["last_value"]):
        return ""
    return say("told last on {day}: {value}", day=words.day(row["last_on"]), value=said)


def over_time(
    read: Reader,
    selection: Selection,
    figure: str,
    by: tuple[str, ...] = (),
    only: dict[str, str] | None = None,
) -> pd.DataFrame:
    """A figure month by month; for outsiders by the quarters or years in which they are told it.

    ``month`` is the code of the month, or of the last of the quarter or year.
    """
    unit = finest_told(read.viewer, figure)
    frame = read.figure(figure, in_time(read, selection, figure), [unit, *by], only)
    if unit == "month":
        return frame
    last = {CALENDAR[unit](month): month for month in months_told(read, selection, figure)}
    return frame.assign(month=frame[unit].map(last))


def months_told(read: Reader, selection: Selection, figure: str) -> tuple[str, ...]:
    """The months of which ``over_time`` tells, as a chart's axis lists them."""
    unit = finest_told(read.viewer, figure)
    months = in_time(read, selection, figure).months()
    return tuple({CALENDAR[unit](month): month for month, _ in months}.values())


def in_time(read: Reader, selection: Selection, figure: str) -> Selection:
    """The period of ``over_time``: the selection's; of what is told by years, the last whole ones."""
    if finest_told(read.viewer, figure) != "year":
        return selection
    last = selection.last_whole_year()
    return replace(last, first_day=last.first_day.replace(year=last.first_day.year - YEARS_BACK + 1))


def when_told(read: Reader, selection: Selection, figure: str) -> Selection:
    """The selection that a figure's one number is told of: to outsiders, of what happened, the last
    calendar year that has ended."""
    return selection.last_whole_year() if finest_told(read.viewer, figure) == "year" else selection


def each(read: Reader, figure: str) -> str:
    """``month``, ``quarter`` or ``year``: what ``over_time`` tells a figure by."""
    return finest_told(read.viewer, figure)


def heading(read: Reader, figure: str) -> Column:
    """Heads the column ``month`` of ``over_time``."""
    return Column(say(HEADINGS[each(read, figure)]))

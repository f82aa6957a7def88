"""The people at work at the end of each quarter, in the blocks in which outsiders may be told of them.

A person at work on a day is in one unit, so that units part them: their programmes and their region
make the segments. What is told at the end of a quarter depends on what was told before: a number
that has hardly changed stays withheld until it has.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pandas as pd

from data_access.disclosure.blocks import (
    Counts,
    Group,
    Release,
    Segment,
    coarsened,
    groups_of,
    release,
    without_small_changes,
)

# Figure and dimensions → its values by these at the end of each month there is.
Values = Callable[[str, tuple[str, ...]], pd.DataFrame]
# A quarter's last month → what may be told at its end.
History = Mapping[str, Release]
LAST_MONTHS = ("-03", "-06", "-09", "-12")
# Attributes that part people: everybody has one of their codes.
PARTING = ("sex", "relation")
# Of these a value is the share that have it, of the others their number.
SHARES = ("training_coverage",)
YES, NO, ALL = "yes", "no", "all"


class States:
    """What may be told of the people at work, kept once it has been worked out.

    ``values`` reads only what the viewer may see: it is asked when something is wanted for the first
    time. A history is that of ``active_miners``, in all or by an attribute (those with a small code
    everywhere told together with the largest), or of another figure: how many have it, ``yes``, and
    how many have not.
    """

    def __init__(self, least: int) -> None:
        self._least = least
        self._segments: dict[str, dict[str, Segment]] | None = None
        self._known: dict[tuple[str, str | None], History] = {}

    def history(self, values: Values, figure: str, attribute: str | None = None) -> History:
        """What may be told of a figure, by an attribute or in all, quarter by quarter."""
        if (figure, attribute) not in self._known:
            self._known[figure, attribute] = dict(self._quarters(values, figure, attribute))
        return self._known[figure, attribute]

    def segments(self, values: Values) -> dict[str, dict[str, Segment]]:
        """Each quarter's last month → unit enrolled then → its segment."""
        if self._segments is None:
            found: dict[str, dict[str, Segment]] = defaultdict(dict)
            places = ("programme", "country", "region")
            enrolled = _at_quarters(values("production_units", (*places, "unit")))
            for (month, unit), rows in enrolled.groupby(["month", "unit"]):
                country, region = rows.iloc[0][["country", "region"]]
                found[str(month)][str(unit)] = Segment(tuple(sorted(rows["programme"])), country, region)
            self._segments = found
        return self._segments

    def _quarters(self, values: Values, figure: str, attribute: str | None) -> Iterable[tuple[str, Release]]:
        in_all = figure == "active_miners" and attribute is None
        whole = None if in_all else self.history(values, "active_miners")
        counts = (
            self._counts(values, attribute) if figure == "active_miners" else self._having(values, figure)
        )
        last: dict[tuple[Group, str], int] = {}
        for month, found in sorted(counts.items()):
            told = self._release(found, None if whole is None else whole[month])
            told = without_small_changes(told, last, self._least)
            for group in groups_of(found):
                for code, number in (told.shown(group) or {}).items():
                    last[group, code] = number
            yield month, told

    def _release(self, counts: Mapping[Segment, Counts], whole: Release | None) -> Release:
        if whole is None:
            return release(counts, self._least)
        sums = {block: sum(found.values()) for block, found in whole.blocks.items()}
        return release(counts, self._least, sums) if sums else Release({})

    def _counts(self, values: Values, attribute: str | None) -> dict[str, dict[Segment, dict[str, int]]]:
        """People by segment and code, be it nobody; codes small at the last quarter's end made one."""
        frame = _at_quarters(values("active_miners", ("unit", attribute) if attribute else ("unit",)))
        codes = list(frame[attribute]) if attribute else [ALL] * len(frame)
        cells = zip(frame["month"], frame["unit"], codes, frame["value"].astype(int), strict=True)
        found = self._by_segment(values, sorted({*codes}) or [ALL], cells)
        if attribute is None or not found:
            return found
        return {month: coarsened(counts, self._least, found[max(found)]) for month, counts in found.items()}

    def _having(self, values: Values, figure: str) -> dict[str, dict[Segment, dict[str, int]]]:
        cells = []
        for row in _at_quarters(values(figure, ("unit",))).itertuples():
            value = 0.0 if pd.isna(row.value) else float(row.value)
            people = int(row.of)
            yes = round(value * people if figure in SHARES else value)
            cells += [(row.month, row.unit, YES, yes), (row.month, row.unit, NO, people - yes)]
        return self._by_segment(values, [YES, NO], cells)

    def _by_segment(
        self, values: Values, codes: Iterable[str], cells: Iterable[tuple[str, str, str, int]]
    ) -> dict[str, dict[Segment, dict[str, int]]]:
        segments = self.segments(values)
        found = {
            month: {segment: dict.fromkeys(codes, 0) for segment in units.values()}
            for month, units in segments.items()
        }
        for month, unit, code, number in cells:
            found[month][segments[month][unit]][code] += number
        return found


def month_of(day: date) -> str:
    """The code of a day's month."""
    return day.isoformat()[:7]


def last_day_of(month: str) -> date:
    """The last day of a month, by its code."""
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _at_quarters(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["month"].str.endswith(LAST_MONTHS)]

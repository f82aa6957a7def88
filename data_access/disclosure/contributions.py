"""What organisations contribute to amounts of money and gold, calendar year by calendar year.

A year is read as if nothing else were asked for: its organisations are those selected in it, and what
it has is the same whether it is asked alone or with others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import Connection, or_, select

from data_access.disclosure.calendar import FIRST_DAY
from data_access.disclosure.dominance import Cells
from data_access.disclosure.groups import Segment
from data_access.frames import frame_of
from data_access.schema import PremiumRate
from data_access.scope import organisations
from data_access.selection import Selection
from data_access.viewer import Viewer

# The code of what has none, such as gold sold under no standard.
NONE = ""
ALL = "all"
# What is used of mercury, and what the baseline gives for as many months.
USED, USUAL = "used", "usual"
# How many of the whole units in which amounts are exact make one of a figure's own.
SCALES = {
    "gold_sold": 1000,
    "mercury_avoided": 1_000_000,
    "responsible_gold": 1000,
}


# Organisation → its segment in a year.
Segments = Mapping[str, Segment]


@dataclass(frozen=True)
class Years:
    """Reads for a viewer. ``undisclosed`` gives a figure's values without any control."""

    connection: Connection
    viewer: Viewer
    data_date: date
    undisclosed: Callable[[str, Selection, Sequence[str]], pd.DataFrame]

    def selection(self, year: str) -> Selection:
        """All that the viewer may see of a year."""
        whole = Selection(date(int(year), 1, 1), date(int(year), 12, 31), self.data_date)
        return self.viewer.within(whole)

    @property
    def _everything(self) -> Selection:
        return self.viewer.within(Selection(FIRST_DAY, self.data_date, self.data_date))

    def organisations(self, year: str) -> dict[str, Segment]:
        """Each mining organisation selected in a year, with the programmes that it has a unit in."""
        places: dict[str, tuple[str, str]] = {}
        programmes: dict[str, set[str]] = defaultdict(set)
        for by in ((), ("programme",)):
            selected = organisations(self.selection(year), by)
            for row in frame_of(self.connection, select(selected)).itertuples():
                places[row.organisation] = (row.country, NONE if pd.isna(row.region) else row.region)
                programmes[row.organisation] |= {row.programme} if by else set()
        return {name: Segment.at(programmes[name] or {NONE}, *place) for name, place in places.items()}

    def of_organisations(
        self, segments: Segments, name: str, year: str, attribute: str | None, currency: str | None
    ) -> Cells:
        """What each organisation contributes to a figure in a year, by an attribute or in all."""
        by = ("organisation", *([attribute] if attribute else []), *(["currency"] if currency else []))
        cells = _Cells()
        for row in self._rows(name, self.selection(year), by, currency):
            amount = _exact(row["value"], SCALES.get(name, 1))
            code = ALL if attribute is None else row[attribute] or NONE
            cells.add(segments[row["organisation"]], code, row["organisation"], amount)
        return cells.found

    def traceable(self, segments: Segments, year: str) -> Cells:
        """The milligrams of lots that name their units, and of those that don't."""
        cells = _Cells()
        for row in self._rows("gold_traceable", self.selection(year), ("organisation",)):
            sold = _exact(row["of"], SCALES["gold_sold"])
            traceable = round(row["value"] * sold) if sold else 0
            for code, amount in (("yes", traceable), ("no", sold - traceable)):
                cells.add(segments[row["organisation"]], code, row["organisation"], amount)
        return cells.found

    def contributors(self, name: str, currency: str) -> dict[str, set[str]]:
        """Organisations that contribute to a figure in each year, be they selected in it or not."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._rows(name, self._everything, ("organisation", "year", "currency"), currency):
            if row["value"]:
                found[row["year"]].add(row["organisation"])
        return found

    def of_flows(self) -> list[str]:
        """The years in which any premium was received or spent."""
        flows = ("premium_received", "premium_spent")
        return sorted({year for name in flows for year in self.codes(name, "year")})

    def measured(self, name: str, year: str, currency: str | None = None) -> Cells:
        """What organisations contribute to a reported figure, by the programme and place of each report.

        What is reported of a whole region counts as if one organisation had contributed it.
        """
        by = ("programme", "country", "region", "organisation", *(["currency"] if currency else []))
        cells = _Cells()
        for row in self._rows(name, self.selection(year), by, currency):
            segment = Segment.at([row["programme"] or NONE], row["country"] or NONE, row["region"] or NONE)
            value = _exact(row["value"], SCALES.get(name, 1))
            if name != "mercury_avoided":
                cells.add(segment, ALL, row["organisation"] or NONE, value)
                continue
            usual = _exact(row["of"], SCALES[name])
            for code, amount in ((USED, usual - value), (USUAL, usual)):
                cells.add(segment, code, row["organisation"] or NONE, amount)
        return cells.found

    def codes(self, name: str, dimension: str) -> list[str]:
        """Every code of a dimension that a figure has in any year."""
        found = self.undisclosed(name, self._everything, (dimension,))[dimension]
        return sorted({NONE if pd.isna(code) else str(code) for code in found})

    def rates(self, year: str) -> dict[str, set[tuple[int, str] | None]]:
        """The premium of each standard on all days of a year, in minor units of a currency; None for
        days without one. A standard with one element has the same premium throughout."""
        first, last = date(int(year), 1, 1), date(int(year), 12, 31)
        held_then = (
            PremiumRate.first_day <= last,
            or_(PremiumRate.last_day.is_(None), PremiumRate.last_day >= first),
        )
        premium = (PremiumRate.rate_minor, PremiumRate.currency_id)
        columns = (PremiumRate.standard_id, PremiumRate.first_day, PremiumRate.last_day, *premium)
        statement = select(*columns).where(*held_then)
        rates: dict[str, list[Any]] = defaultdict(list)
        for standard, *rate in self.connection.execute(statement.order_by(PremiumRate.first_day.desc())):
            rates[standard].append(rate)
        return {standard: _premiums(known, first, last) for standard, known in rates.items()}

    def _rows(
        self, name: str, selection: Selection, by: tuple[str, ...], currency: str | None = None
    ) -> list[dict[str, Any]]:
        frame = self.undisclosed(name, selection, by)
        frame = frame if currency is None else frame[frame["currency"] == currency]
        rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
        return rows


class _Cells:
    """Contributions as they come in; of who contributes nothing, the segment alone."""

    def __init__(self) -> None:
        self.found: dict[Segment, dict[str, dict[str, int]]] = {}

    def add(self, segment: Segment, code: str, organisation: str, amount: int) -> None:
        found = self.found.setdefault(segment, {})
        if amount:
            amounts = found.setdefault(code, {})
            amounts[organisation] = amounts.get(organisation, 0) + amount


def _premiums(rates: Sequence[Any], first: date, last: date) -> set[tuple[int, str] | None]:
    """The premiums of one standard on the days of a year; ``rates`` begin with the newest, that counts."""
    known = [(begins, ends or last, (minor, currency)) for begins, ends, minor, currency in rates]
    days = {first, *(begins for begins, _, _ in known), *(ends + timedelta(days=1) for _, ends, _ in known)}
    return {
        next((premium for begins, ends, premium in known if begins <= day <= ends), None)
        for day in days
        if first <= day <= last
    }


def _exact(value: Any, scale: int) -> int:
    return value * scale if isinstance(value, int) else round(value * scale)

"""What outsiders are answered: what is open as it is, people where they are safe, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data_access.definition import Figure
from data_access.disclosure.amounts import amounts_told
from data_access.disclosure.asked import groups_asked
from data_access.disclosure.blocks import Group
from data_access.disclosure.rules import AMOUNTS, FATAL, STATES, NotForOutsiders, check
from data_access.disclosure.states import ALL, SHARES, YES, History, States, Values, last_day_of, month_of
from data_access.disclosure.years import Years
from data_access.schema.people import RELATIONS, SEXES
from data_access.selection import CALENDAR, Selection, finest, quarter_of
from data_access.viewer import Viewer

# A figure's name, a selection and dimensions → its values, without any control.
Undisclosed = Callable[[str, Selection, Sequence[str]], pd.DataFrame]
CODES = {"sex": SEXES, "relation": RELATIONS}
FIRST_DAY = date(1900, 1, 1)
KEPT = 64
# What was told of a withheld value last.
LAST = ("last_value", "last_of", "last_on")


def disclosed(
    viewer: Viewer,
    wanted: Figure,
    selection: Selection,
    dimensions: Sequence[str],
    only: Mapping[str, Any],
    undisclosed: Undisclosed,
    version: Hashable,
    connection: Connection,
) -> pd.DataFrame:
    """A figure's values as an outsider may be told them, with a column ``suppressed``.

    A suppressed row has neither ``value`` nor ``of``; ``last_value``, ``last_of`` and ``last_on`` are
    what was told at the end of an earlier quarter, missing if nothing was. Of people there is a row
    for each group in which a unit is enrolled, be it with nobody: that a row lacks would tell.
    ``version`` is that of the store and its data. Raises NotForOutsiders.
    """
    check(viewer, wanted, selection, dimensions)
    if wanted.name in FATAL and only.get("severity") != "fatal":
        raise NotForOutsiders(f"Of {wanted.name}, sponsors and presenters are told the fatal ones.")
    if wanted.name in STATES:
        everything = viewer.within(Selection(FIRST_DAY, selection.data_date, selection.data_date))

        def values(name: str, by: tuple[str, ...]) -> pd.DataFrame:
            return undisclosed(name, everything, (*by, "month"))

        states = _states(version, viewer.rights, viewer.least_people)
        rows = list(_rows(states, values, wanted.name, selection, dimensions))
        frame = pd.DataFrame(rows, columns=[*dimensions, "value", "of", "suppressed", *LAST])
    elif wanted.name in AMOUNTS:
        years = Years(connection, viewer, selection.data_date, undisclosed)
        frame = amounts_told(years, wanted, selection, dimensions, version)
        frame = frame.assign(**dict.fromkeys(LAST))
    else:
        frame = undisclosed(wanted.name, selection, dimensions)
        frame = frame.assign(suppressed=False, **dict.fromkeys(LAST))
    for name, code in only.items():
        frame = frame[frame[name].isna() if code is None else frame[name] == code]
    return frame.astype({"suppressed": bool})


@lru_cache(maxsize=KEPT)
def _states(_version: Hashable, _rights: Hashable, least: int) -> States:
    return States(least)


def _rows(
    states: States, values: Values, figure: str, selection: Selection, dimensions: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """A row for each group asked for, at the end of each quarter or year, or of the last quarter."""
    attribute = next((name for name in dimensions if name in CODES), None)
    told, people = states.history(values, figure, attribute), states.history(values, "active_miners")
    for month in _months(selection, dimensions):
        enrolled = {*states.segments(values).get(month, {}).values()}
        for group, codes in groups_asked(enrolled, selection, dimensions):
            for code in CODES[attribute] if attribute else (None,):
                row = {**codes, "quarter": quarter_of(month), "year": month[:4]}
                row |= {attribute: code} if attribute else {}
                cells = Cells(figure, code or (ALL if figure == "active_miners" else YES), told, people)
                yield {name: row[name] for name in dimensions} | cells.at(month, group)
        if not enrolled and not dimensions:
            yield {"value": None if figure in SHARES else 0, "of": None, "suppressed": False}


def _months(selection: Selection, dimensions: Sequence[str]) -> list[str]:
    """The last months of the quarters or years asked for; without either, the last one of the period."""
    unit = finest(dimensions)
    if unit is None:
        return [month_of(selection.as_of)]
    return list({CALENDAR[unit](month): month for month, _ in selection.months()}.values())


@dataclass(frozen=True)
class Cells:
    """The cells of a figure's code: what may be told of it and of what it is part of, quarter by quarter."""

    figure: str
    code: str
    told: History
    people: History

    def at(self, month: str, group: Group) -> dict[str, Any]:
        """The cell of a quarter; where it is withheld, with what was told last and the day it was of."""
        found = self._told(month, group)
        if found is not None:
            return found | {"suppressed": False}
        withheld = {"value": None, "of": None, "suppressed": True}
        for earlier in sorted((one for one in self.told if one < month), reverse=True):
            last = self._told(earlier, group)
            if last is not None:
                day = last_day_of(earlier)
                return withheld | {"last_value": last["value"], "last_of": last["of"], "last_on": day}
        return withheld

    def _told(self, month: str, group: Group) -> dict[str, Any] | None:
        """Value and whole of a quarter, where both may be told."""
        value = (self.told[month].shown(group) or {}).get(self.code)
        whole = (self.people[month].shown(group) or {}).get(ALL)
        if value is None or self.figure == "active_miners":
            return None if value is None else {"value": value, "of": None}
        if whole is None:
            return None
        return {"value": value / whole if self.figure in SHARES else value, "of": whole}

"""What outsiders are answered: what is open as it is, people where they are safe, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from data_access.disclosure.blocks import Counts, Group, Segment
from data_access.disclosure.rules import FATAL, STATES, NotForOutsiders, check
from data_access.disclosure.states import ALL, SHARES, YES, States, Values, month_of
from data_access.schema.people import RELATIONS, SEXES
from data_access.selection import Selection
from data_access.viewer import Viewer

if TYPE_CHECKING:
    from data_access.figures import Figure

# A figure's name, a selection and dimensions → its values, without any control.
Undisclosed = Callable[[str, Selection, Sequence[str]], pd.DataFrame]
CODES = {"sex": SEXES, "relation": RELATIONS}
FIRST_DAY = date(1900, 1, 1)
KEPT = 64


def disclosed(
    viewer: Viewer,
    wanted: Figure,
    selection: Selection,
    dimensions: Sequence[str],
    only: Mapping[str, Any],
    undisclosed: Undisclosed,
    version: Hashable,
) -> pd.DataFrame:
    """A figure's values as an outsider may be told them, with a column ``suppressed``.

    A suppressed row has neither ``value`` nor ``of``. Of people there is a row for each group in which
    a unit is enrolled, be it with nobody: that a row lacks would tell. ``version`` is that of the
    store and its data. Raises NotForOutsiders.
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
        frame = pd.DataFrame(rows, columns=[*dimensions, "value", "of", "suppressed"])
    else:
        frame = undisclosed(wanted.name, selection, dimensions).assign(suppressed=False)
    for name, code in only.items():
        frame = frame[frame[name] == code]
    return frame.astype({"suppressed": bool})


@lru_cache(maxsize=KEPT)
def _states(_version: Hashable, _rights: Hashable, least: int) -> States:
    return States(least)


def _rows(
    states: States, values: Values, figure: str, selection: Selection, dimensions: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """A row for each group asked for, at the end of each year's last quarter or of the last of all."""
    attribute = next((name for name in dimensions if name in CODES), None)
    told, people = states.history(values, figure, attribute), states.history(values, "active_miners")
    months = {month[:4]: month for month, _ in selection.months()}
    for year, month in (months if "year" in dimensions else {"": month_of(selection.as_of)}).items():
        enrolled = {*states.segments(values).get(month, {}).values()}
        for group, codes in _groups(enrolled, selection, dimensions):
            shown, whole = (history[month].shown(group) for history in (told, people))
            for code in CODES[attribute] if attribute else (None,):
                row = {**codes, "year": year} | ({attribute: code} if attribute else {})
                yield {name: row[name] for name in dimensions} | _cell(figure, shown, whole, code)
        if not enrolled and not dimensions:
            yield {"value": None if figure in SHARES else 0, "of": None, "suppressed": False}


def _groups(
    enrolled: set[Segment], selection: Selection, dimensions: Sequence[str]
) -> Iterator[tuple[Group, dict[str, str | None]]]:
    """The groups asked for in which a unit is enrolled, each with the codes of its row."""
    seen = set()
    programme, region = (
        chosen[0] if len(chosen) == 1 else None for chosen in (selection.programmes, selection.regions)
    )
    country = selection.countries[0] if len(selection.countries) == 1 else None
    for segment in sorted(enrolled):
        if not Group(programme, country, region).holds(segment):
            continue
        by_region = "region" in dimensions or region is not None
        place = (
            (None, segment.region)
            if by_region
            else ((segment.country, None) if "country" in dimensions else (country, None))
        )
        for each in segment.programmes if "programme" in dimensions else (programme,):
            group = Group(each, *place)
            if programme in (None, each) and group not in seen:
                seen.add(group)
                yield group, {"programme": each, "country": segment.country, "region": segment.region}


def _cell(figure: str, shown: Counts | None, whole: Counts | None, code: str | None) -> dict[str, Any]:
    """A value and what it is part of, where both may be told."""
    counts = figure == "active_miners"
    value = (shown or {}).get(code or (ALL if counts else YES))
    if value is None or (not counts and whole is None):
        return {"value": None, "of": None, "suppressed": True}
    if counts or whole is None:
        return {"value": value, "of": None, "suppressed": False}
    of = whole[ALL]
    return {"value": value / of if figure in SHARES else value, "of": of, "suppressed": False}

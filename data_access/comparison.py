"""A figure beside itself in another period: what it was then, and by how much it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data_access.disclosure.question import LAST
from data_access.figures import figure, known_figure
from data_access.selection import CALENDAR, Against, Selection, finest
from data_access.viewer import Viewer

COMPARED = ("before", "of_before", "change")
# What outsiders are told beside a value; of the other period, whether that was withheld.
BESIDE = ("suppressed", *LAST)
OWN = ("value", "of", "evidence", *BESIDE)
THEN = {"value": "before", "of": "of_before", "suppressed": "suppressed_before"}


def compared(
    connection: Connection,
    viewer: Viewer,
    name: str,
    selection: Selection,
    by: Iterable[str] = (),
    only: dict[str, Any] | None = None,
) -> pd.DataFrame:
    """A figure's values in the selection and in the period that it is compared with.

    The columns of ``figure``, and ``before``, ``of_before`` and ``change`` (``value`` less
    ``before``). A group that one of the periods lacks holds zero there of what is counted or added
    up, and no share, rate or length.

    Months, quarters and years are paired in their order within the two periods, the last with the last,
    and named as in the selection's own. Days that are no whole months can touch one month more in one
    period than in the other. Where the other period has more, its first ones are read as one: the
    figure over all their days, since neither people nor states can be added up. Where it has fewer,
    the selection's first month has nothing before it; nor has a month yet to come a value.

    For outsiders there are the columns of what is withheld too, and ``suppressed_before``: what is
    withheld in either period has no change.

    Raises UnknownFigure, UnknownDimension, NotForOutsiders.
    """
    wanted, by = known_figure(name), tuple(by)
    now = figure(connection, viewer, name, selection, by, only)
    then = _as_now(connection, viewer, name, selection, by, only)
    codes = [column for column in now.columns if column in then.columns and column not in OWN]
    then = then[[*codes, *(column for column in THEN if column in then.columns)]].rename(columns=THEN)
    now, then = (frame.convert_dtypes() for frame in (now.drop(columns="evidence"), then))
    # Pandas' own whole numbers, of which some may be missing, so that money stays exact.
    both = now.merge(then, on=codes, how="outer", sort=True) if codes else now.join(then)
    withheld = [column for column in ("suppressed", "suppressed_before") if column in both.columns]
    both = both.assign(**{column: both[column].fillna(False).astype(bool) for column in withheld})
    if not wanted.is_ratio:
        both = _with_zeros(both, selection, finest(by))
    both = both.assign(change=both["value"] - both["before"], evidence=wanted.evidence)
    told = [column for column in (*BESIDE, THEN["suppressed"]) if column in both.columns]
    return both[[*codes, "value", "of", *COMPARED, *told, "evidence"]]


def _as_now(
    connection: Connection,
    viewer: Viewer,
    name: str,
    selection: Selection,
    by: tuple[str, ...],
    only: dict[str, Any] | None,
) -> pd.DataFrame:
    """The figure in the other period, under the selection's own spans of time that its are paired with."""
    other, unit = selection.compared(), finest(by)
    frame = figure(connection, viewer, name, other, by, only)
    if unit is None:
        return frame
    paired = _paired(selection, unit)
    first = next(iter(paired.values()))
    together = [code for code, own in paired.items() if own == first]
    if len(together) > 1:
        span = replace(other, last_day=_calendar(other, unit)[together[-1]])
        as_one = figure(connection, viewer, name, span, [code for code in by if code not in CALENDAR], only)
        parts = [frame[~frame[unit].isin(together)], as_one.assign(**{unit: together[0]})]
        frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    frame = frame.assign(**{unit: frame[unit].map(paired)})
    coarser = {name: CALENDAR[name] for name in by if name in CALENDAR and name != unit}
    return frame.assign(**{name: frame[unit].map(code) for name, code in coarser.items()})


def _paired(selection: Selection, unit: str) -> dict[str, str]:
    """Each span of time of the other period with that of the selection it is paired with."""
    # The same period last year ends as early as what is known of this one; the period before is whole.
    until = selection.last_day
    if selection.against == Against.last_year:
        until = max(selection.first_day, selection.as_of)
    own = list(_calendar(replace(selection, last_day=until), unit))
    other = list(_calendar(selection.compared(), unit))
    more = len(other) - len(own)
    own = own[:1] * more + own if more > 0 else own[-more:]
    return dict(zip(other, own, strict=True))


def _calendar(period: Selection, unit: str) -> dict[str, date]:
    """The months, quarters or years that a whole period touches, each with its last day in it."""
    months = replace(period, data_date=period.last_day).months()
    return {CALENDAR[unit](month): day for month, day in months}


def _with_zeros(both: pd.DataFrame, selection: Selection, unit: str | None) -> pd.DataFrame:
    """Zero where a period lacks a group; missing stays what is withheld, and what a span of time without
    a pair, or yet to come, can't hold."""
    now: set[str] = set()
    then: set[str] = set()
    if unit is not None:
        now = {CALENDAR[unit](month) for month, _ in selection.months()}
        then = {*_paired(selection, unit).values()}
    for column, withheld, codes in (("value", "suppressed", now), ("before", "suppressed_before", then)):
        lacking = both[column].isna()
        if unit is not None:
            lacking &= both[unit].isin(codes)
        if withheld in both.columns:
            lacking &= ~both[withheld]
        both = both.assign(**{column: both[column].mask(lacking, 0)})
    return both

"""A figure beside itself in another period: what it was then, and by how much it has changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data_access.figures import figure, known_figure
from data_access.selection import Selection

COMPARED = ("before", "of_before", "change")


def compared(
    connection: Connection,
    name: str,
    selection: Selection,
    by: Iterable[str] = (),
    only: dict[str, Any] | None = None,
) -> pd.DataFrame:
    """A figure's values in the selection and in the period that it is compared with.

    The columns of ``figure``, and ``before``, ``of_before`` and ``change`` (``value`` less
    ``before``). A group that one of the periods lacks holds zero there of what is counted or added
    up, and no share, rate or length. Months and years are paired in their order within the two
    periods and named as in the selection's own. Raises UnknownFigure, UnknownDimension.
    """
    wanted = known_figure(name)
    now = figure(connection, name, selection, by, only)
    then = _as_now(figure(connection, name, selection.compared(), by, only), selection)
    then = then.rename(columns={"value": "before", "of": "of_before"})
    codes = [column for column in now.columns if column in then.columns and column != "evidence"]
    now, then = (frame.drop(columns="evidence").convert_dtypes() for frame in (now, then))
    # Pandas' own whole numbers, of which some may be missing, so that money stays exact.
    both = now.merge(then, on=codes, how="outer", sort=True) if codes else now.join(then)
    if not wanted.is_ratio:
        both = both.fillna({"value": 0, "before": 0})
    both = both.assign(change=both["value"] - both["before"], evidence=wanted.evidence)
    return both[[*codes, "value", "of", *COMPARED, "evidence"]]


def _as_now(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """The rows of the other period, each under the month or year of the selection that it is paired with."""
    first, other = selection.first_day, selection.compared().first_day
    if "month" in frame:
        apart = (first.year - other.year) * 12 + first.month - other.month
        months = pd.PeriodIndex(frame["month"], freq="M") + apart
        frame = frame.assign(month=months.strftime("%Y-%m"))
    if "year" in frame:
        frame = frame.assign(year=[str(int(year) + first.year - other.year) for year in frame["year"]])
    return frame

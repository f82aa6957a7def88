"""Cover over time: the spans in which it is looked for, and how long it lasts without a break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import CTE, ColumnElement, Date, String, case, column, func, or_, select

from data_access.dialects import bytewise, days_later
from data_access.schema import Cover
from data_access.scope import listed
from data_access.selection import Selection


def spans_of_period(selection: Selection, by: Sequence[str]) -> CTE:
    """The period up to the as-of day, whole or cut into its months or years.

    Columns: ``month``, ``year``, ``first_day``, ``last_day``.
    """
    shown = len("2024-04") if "month" in by else len("2024") if "year" in by else 0
    rows = []
    for _, span in groupby(selection.months(), key=lambda state: state[0][:shown]):
        months = list(span)
        first = max(selection.first_day, date.fromisoformat(f"{months[0][0]}-01"))
        month, last = months[-1]
        if first <= last:
            rows.append((month, month[:4], first, last))
    columns = (
        column("month", String),
        column("year", String),
        column("first_day", Date),
        column("last_day", Date),
    )
    return listed("span", columns, rows)


def unbroken_cover() -> CTE:
    """Each miner's covers of any product, those that overlap or adjoin made one.

    Columns: ``miner``, ``first_day``, ``last_day``.
    """
    earlier: dict[str, Any] = {
        "partition_by": Cover.miner_id,
        "order_by": (Cover.first_day, Cover.last_day, bytewise(Cover.id)),
    }
    reached = func.max(Cover.last_day).over(**earlier, rows=(None, -1))
    cover = select(
        Cover.miner_id.label("miner"),
        Cover.first_day,
        Cover.last_day,
        func.row_number().over(**earlier).label("place"),
        reached.label("reached"),
    ).subquery("cover_in_turn")
    begins: ColumnElement[int] = case(
        (or_(cover.c.reached.is_(None), cover.c.first_day > days_later(cover.c.reached, 1)), 1), else_=0
    )
    run = func.sum(begins).over(partition_by=cover.c.miner, order_by=cover.c.place)
    numbered = select(cover, run.label("run")).subquery("numbered_cover")
    return (
        select(
            numbered.c.miner,
            func.min(numbered.c.first_day).label("first_day"),
            func.max(numbered.c.last_day).label("last_day"),
        )
        .group_by(numbered.c.miner, numbered.c.run)
        .cte("unbroken_cover")
    )

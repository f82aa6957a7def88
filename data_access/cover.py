"""Cover over time: what of it falls in which span, what that costs, and how long it lasts without a break."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import CTE, ColumnClause, ColumnElement, Date, String, case, column, func, or_, select

from data_access.dialects import bytewise, days_between, days_later, earliest, latest
from data_access.events import with_miner
from data_access.schema import Cover, Programme
from data_access.scope import TIME, codes_of, listed, programme_filters, time_of, with_sponsor
from data_access.selection import CALENDAR, Selection, finest


def spans_of_period(selection: Selection, by: Sequence[str]) -> CTE:
    """The period up to the as-of day, whole or cut into its months, quarters or years.

    Columns: those of ``TIME``, ``first_day``, ``last_day``.
    """
    unit = finest(by)
    rows = []
    for _, span in groupby(selection.months(), key=lambda state: CALENDAR[unit](state[0]) if unit else ""):
        months = list(span)
        first = max(selection.first_day, date.fromisoformat(f"{months[0][0]}-01"))
        month, last = months[-1]
        if first <= last:
            rows.append((*codes_of(month), first, last))
    days = ("first_day", "last_day")
    columns: list[ColumnClause[Any]] = [
        *(column(name, String) for name in TIME),
        *(column(name, Date) for name in days),
    ]
    return listed("span", columns, rows)


def covers_of_spans(selection: Selection, by: Sequence[str]) -> CTE:
    """Covers by selected programmes that overlap the period, a row for each span of it.

    Unit, place and relation are those of the day on which the cover began, so that they stay the
    same whatever period is looked at. Without a programme chosen, cover by nobody's programme
    counts too. Columns: those of ``PERSON`` (``sponsor`` only where asked for), ``miner``,
    those of ``TIME``, ``product``, ``payer``, ``currency``, ``cost_minor``, ``first_day``,
    ``last_day``, and ``span_first_day``, ``span_last_day``.
    """
    spans = spans_of_period(selection, by)
    statement = (
        select(
            *time_of(spans),
            spans.c.first_day.label("span_first_day"),
            spans.c.last_day.label("span_last_day"),
            Cover.first_day,
            Cover.last_day,
            Cover.product,
            Cover.payer,
            Cover.cost_minor,
            Cover.currency_id.label("currency"),
            Cover.programme_id.label("programme"),
            Programme.ladder_id.label("ladder"),
        )
        .select_from(spans)
        .join(Cover, (Cover.first_day <= spans.c.last_day) & (Cover.last_day >= spans.c.first_day))
        .outerjoin(Programme, Programme.id == Cover.programme_id)
        .where(*programme_filters(selection, Cover.programme_id))
    )
    people = with_miner(statement, Cover.miner_id, Cover.first_day, selection)
    return with_sponsor(people, Cover.programme_id, selection, by).cte("cover_in_span")


def cost_within(first: Any, last: Any, began: Any, ended: Any, cost: Any) -> Any:
    """Which part of a cover's cost falls on its days from a ``first`` to a ``last`` one.

    It is what the days up to the last one cost less what the days before the first one cost, each rounded
    half up.
    """
    before = days_between(began, latest(began, first))
    until = days_between(began, earliest(ended, last)) + 1
    days = days_between(began, ended) + 1
    return cost_of_days(cost, until, days) - cost_of_days(cost, before, days)


def cost_of_days(cost: Any, some: Any, days: Any) -> Any:
    """What ``some`` of a cover's ``days`` cost, rounded half up, in whole numbers throughout.

    Only the rest of the division is multiplied by days twice: no cost is too large for it. Columns of a
    statement and arrays of whole numbers are reckoned alike.
    """
    return cost // days * some + (cost % days * some * 2 + days) // (days * 2)


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

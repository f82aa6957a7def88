"""What cover costs, and who pays it: the way to a model that finances itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, null, select

from data_access.cover import covers_of_spans
from data_access.dialects import days_between, earliest, latest
from data_access.figures import figure_statement
from data_access.scope import PERSON, TIME
from data_access.selection import Selection


@figure_statement(
    "cover_financing", dimensions=(*PERSON, "product", "payer", "currency", *TIME), fixed=("currency",)
)
def cover_financing(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """The part of each cover's cost that falls on its days in the period, in minor units.

    A part is what the days up to its end cost less what the days before it cost, each rounded half
    up: so parts add up to a period, and all of a cover's to its cost, to the minor unit.
    """
    covers = covers_of_spans(selection, by)
    began, ended = covers.c.first_day, covers.c.last_day
    first, last = covers.c.span_first_day, covers.c.span_last_day
    before = days_between(began, latest(began, first))
    until = days_between(began, earliest(ended, last)) + 1
    days = days_between(began, ended) + 1
    cost = covers.c.cost_minor
    part = cost_of_days(cost, until, days) - cost_of_days(cost, before, days)
    groups = [covers.c[name] for name in by]
    total = cast(func.coalesce(func.sum(part), 0), BigInteger)
    return select(*groups, total.label("value"), null().label("of")).group_by(*groups)


def cost_of_days(cost: Any, some: Any, days: Any) -> Any:
    """What ``some`` of a cover's ``days`` cost, rounded half up, in whole numbers throughout.

    Only the rest of the division is multiplied by days twice: no cost is too large for it. Columns of a
    statement and arrays of whole numbers are reckoned alike.
    """
    return cost // days * some + (cost % days * some * 2 + days) // (days * 2)

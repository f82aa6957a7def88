"""What cover costs, and who pays it: the way to a model that finances itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, null, select

from data_access.cover import cost_within, covers_of_spans
from data_access.figures import figure_statement
from data_access.scope import PERSON, TIME
from data_access.selection import Selection


@figure_statement(
    "cover_financing", dimensions=(*PERSON, "product", "payer", "currency", *TIME), fixed=("currency",)
)
def cover_financing(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """The part of each cover's cost that falls on its days in the period, in minor units.

    Parts add up to a period, and all of a cover's to its cost, to the minor unit.
    """
    covers = covers_of_spans(selection, by)
    part = cost_within(
        *(covers.c[name] for name in ("span_first_day", "span_last_day")),
        *(covers.c[name] for name in ("first_day", "last_day", "cost_minor")),
    )
    groups = [covers.c[name] for name in by]
    total = cast(func.coalesce(func.sum(part), 0), BigInteger)
    return select(*groups, total.label("value"), null().label("of")).group_by(*groups)

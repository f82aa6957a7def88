"""Who joined and who left: turnover explains why cover and training wear off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    and_,
    case,
    column,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from data_access.figures import figure_statement
from data_access.schema import Enrolment, Membership, Miner, ProductionUnit, Programme, Region
from data_access.scope import (
    PERSON,
    TIME,
    enrolled,
    in_period,
    listed,
    time_columns,
    unit_columns,
    unit_filters,
    with_sponsor,
)
from data_access.selection import Selection

JOINED, LEFT = "joined", "left"


@figure_statement("turnover", dimensions=(*PERSON, "direction", *TIME), fixed=("direction",))
def turnover(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Distinct miners who joined and who left units enrolled on that day in a selected programme.

    Each group has both directions, be it with nobody.
    """
    moved = comings_and_goings(selection, by)
    directions = listed("direction", (column("direction", String),), [(JOINED,), (LEFT,)])
    codes = [directions.c.direction if name == "direction" else moved.c[name] for name in by]
    went = case((moved.c.went == directions.c.direction, moved.c.miner))
    # Without other groups, the directions stand even if nobody moved; groups are those of somebody.
    somebody = true() if len(by) == 1 else moved.c.miner.is_not(None)
    return (
        select(*codes, func.count(went.distinct()).label("value"), null().label("of"))
        .select_from(directions)
        .outerjoin(moved, true())
        .where(somebody)
        .group_by(*codes)
    )


def comings_and_goings(selection: Selection, by: Sequence[str]) -> CTE:
    """Memberships that began or ended in the period, with the dimensions of that day.

    A row for each programme in which the unit was enrolled. Columns: those of ``PERSON``
    (``sponsor`` only where asked for), those of ``TIME``, ``miner``, ``went``.
    """
    moved = union_all(
        _on_day(selection, JOINED, Membership.joined_on), _on_day(selection, LEFT, Membership.left_on)
    ).subquery("membership_day")
    statement = (
        select(
            moved.c.went,
            moved.c.miner,
            moved.c.relation,
            Miner.sex,
            *unit_columns(),
            Enrolment.programme_id.label("programme"),
            Programme.ladder_id.label("ladder"),
            *time_columns(moved.c.day),
        )
        .select_from(moved)
        .join(
            Enrolment,
            and_(Enrolment.unit_id == moved.c.unit, enrolled(selection, moved.c.day, moved.c.day)),
        )
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(ProductionUnit, ProductionUnit.id == moved.c.unit)
        .join(Region, Region.id == ProductionUnit.region_id)
        .join(Miner, Miner.id == moved.c.miner)
        .where(*unit_filters(selection))
    )
    return with_sponsor(statement, Enrolment.programme_id, selection, by).cte("moved_miner")


def _on_day(selection: Selection, went: str, day: SQLColumnExpression[Any]) -> Select[Any]:
    """Memberships with that day of theirs in the period."""
    columns: list[ColumnElement[Any]] = [
        literal(went).label("went"),
        Membership.miner_id.label("miner"),
        Membership.unit_id.label("unit"),
        Membership.relation.label("relation"),
        day.label("day"),
    ]
    return select(*columns).where(*in_period(selection, day))

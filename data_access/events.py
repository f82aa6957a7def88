"""What happened to units and miners, with the place and relation of its own day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Select, SQLColumnExpression, func, null, select

from data_access.schema import Membership, Miner, ProductionUnit, Region
from data_access.scope import membership_on, unit_columns, unit_filters
from data_access.selection import Selection


def with_unit(statement: Select[Any], unit: SQLColumnExpression[Any], selection: Selection) -> Select[Any]:
    """The statement with the dimensions of the unit of an event, in the places selected."""
    return (
        statement.add_columns(*unit_columns())
        .join(ProductionUnit, ProductionUnit.id == unit)
        .join(Region, Region.id == ProductionUnit.region_id)
        .where(*unit_filters(selection))
    )


def with_miner(
    statement: Select[Any],
    miner: SQLColumnExpression[Any],
    day: SQLColumnExpression[Any],
    selection: Selection,
) -> Select[Any]:
    """The statement with the dimensions of the miner of an event, in the places selected.

    Adds ``miner``, ``sex`` and, from the membership of that day, ``relation`` and the unit's. A
    miner who was in no unit that day has empty codes there, and no place.
    """
    return (
        statement.add_columns(
            Miner.id.label("miner"),
            Miner.sex.label("sex"),
            Membership.relation.label("relation"),
            *unit_columns(),
        )
        .join(Miner, Miner.id == miner)
        .outerjoin(Membership, membership_on(miner, day))
        .outerjoin(ProductionUnit, ProductionUnit.id == Membership.unit_id)
        .outerjoin(Region, Region.id == ProductionUnit.region_id)
        .where(*unit_filters(selection))
    )


def distinct(events: CTE, what: str, by: Sequence[str]) -> Select[Any]:
    """A figure's groups, each with how many units, miners or events it has, however often it has them."""
    groups = [events.c[name] for name in by]
    count = func.count(events.c[what].distinct())
    return select(*groups, count.label("value"), null().label("of")).group_by(*groups)

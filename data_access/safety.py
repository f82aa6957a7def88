"""Which units and people have safety provision within reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    and_,
    case,
    cast,
    column,
    func,
    null,
    or_,
    select,
    true,
    union_all,
)

from data_access.dialects import bytewise
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.schema import Membership, ProductionUnit, Provision, SharedPointUnit
from data_access.schema.protection import PROVISIONS
from data_access.scope import PERSON, TIME, UNIT, active_miners, at_work, enrolled_units, listed
from data_access.selection import Selection
from data_access.viewer import Viewer

NO_PROVISION = "none"


@figure_statement("safety_reach", dimensions=(*PERSON, "provision", *TIME), fixed=("provision",))
def safety_reach(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Active miners whose unit has each kind of provision within reach, and those with none."""
    units = enrolled_units(selection, by)
    return _reached(active_miners(selection, by, units), "miner", within_reach(units), by)


@figure_statement("safety_reach_units", dimensions=(*UNIT, "provision", *TIME), fixed=("provision",))
def safety_reach_units(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Units that have each kind of provision within reach, and those with none."""
    units = enrolled_units(selection, by)
    return _reached(units, "unit", within_reach(units), by)


@figure_statement("provision_in_service", dimensions=(*UNIT, "provision", *TIME), fixed=("provision",))
def provision_in_service(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Quantity in service within reach of the units of each group, at a shared point once.

    Each group has each kind, be it with nothing.
    """
    units = enrolled_units(selection, by)
    return _in_service(units, within_reach(units), by)


def provision_at(points: Select[Any], selection: Selection, by: Sequence[str]) -> Select[Any]:
    """What of that figure is at some shared points, whose keys are selected."""
    served = select(SharedPointUnit.unit_id).where(SharedPointUnit.point_id.in_(points))
    units = enrolled_units(selection, by, served)
    return _in_service(units, _shared(units, SharedPointUnit.point_id.in_(points)).cte("at_point"), by)


def points_of_several_regions() -> Select[Any]:
    """Keys of the shared points that serve, or once served, units of more than one region."""
    regions = func.count(ProductionUnit.region_id.distinct())
    served = select(SharedPointUnit.point_id).join(
        ProductionUnit, ProductionUnit.id == SharedPointUnit.unit_id
    )
    return served.group_by(SharedPointUnit.point_id).having(regions > 1)


def units_lacking_first(
    connection: Connection, viewer: Viewer, selection: Selection, most: int
) -> tuple[str, ...]:
    """Keys of units of the selection on the as-of day, ``most`` of them at the most: those that no safety
    provision is within reach of first, and of these and the others those with most miners."""
    viewer.may_see_names()
    units = enrolled_units(viewer.within(selection), ())
    on_day = select(units.c.day, units.c.unit).distinct().subquery("unit_on_day")
    miners = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.unit_id == on_day.c.unit, at_work(on_day.c.day))
        .scalar_subquery()
    )
    served = on_day.c.unit.in_(select(within_reach(units).c.unit))
    statement = (
        select(on_day.c.unit)
        .join(ProductionUnit, ProductionUnit.id == on_day.c.unit)
        .order_by(served, miners.desc(), bytewise(ProductionUnit.name), bytewise(on_day.c.unit))
        .limit(most)
    )
    return tuple(connection.scalars(statement))


def provision_of_units(
    connection: Connection, viewer: Viewer, selection: Selection, among: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """The kinds of safety provision within reach of units of the selection on the as-of day: of all of them,
    or of those with the keys in ``among``. A row for each ``unit`` and ``provision``."""
    viewer.may_see_names()
    reaching = within_reach(enrolled_units(viewer.within(selection), (), among))
    statement = select(reaching.c.unit, reaching.c.kind.label("provision")).distinct()
    return frame_of(connection, statement.order_by("unit", "provision"))


def within_reach(units: CTE) -> CTE:
    """Provision in service within reach of each unit on each state day.

    Its own, or that of a shared point which serves it that day. Columns: ``day``, ``unit``, ``id``,
    ``kind``, ``quantity``; a row for each way in which a provision reaches a unit.
    """
    place = _on_days(units)
    own = select(*_provision(place)).join_from(
        place, Provision, (Provision.unit_id == place.c.unit) & _covers(Provision, place.c.day)
    )
    return union_all(own, _shared(units)).cte("provision_within_reach")


def _shared(units: CTE, *served: ColumnElement[bool]) -> Select[Any]:
    """Provision within reach of units at the shared points that serve them, or at some of these."""
    place = _on_days(units)
    return (
        select(*_provision(place))
        .select_from(place)
        .join(
            SharedPointUnit,
            and_(SharedPointUnit.unit_id == place.c.unit, _covers(SharedPointUnit, place.c.day), *served),
        )
        .join(
            Provision,
            (Provision.point_id == SharedPointUnit.point_id) & _covers(Provision, place.c.day),
        )
    )


def _on_days(units: CTE) -> Subquery:
    return select(units.c.day, units.c.unit).distinct().subquery("unit_on_day")


def _provision(place: Subquery) -> tuple[Any, ...]:
    return (place.c.day, place.c.unit, Provision.id, Provision.kind, Provision.quantity)


def _in_service(units: CTE, reaching: CTE, by: Sequence[str]) -> Select[Any]:
    """Quantity of each kind that reaches units, in the groups in which there are such units."""
    kinds = _kinds(*PROVISIONS)
    groups = [kinds.c.provision if name == "provision" else units.c[name] for name in by]
    once = (
        select(*groups, reaching.c.id, reaching.c.quantity)
        .select_from(units)
        .join(kinds, true())
        .outerjoin(reaching, and_(_same_place(reaching, units), reaching.c.kind == kinds.c.provision))
        .distinct()
        .subquery("provision_once")
    )
    codes = [once.c[name] for name in by]
    quantity = cast(func.coalesce(func.sum(once.c.quantity), 0), BigInteger)
    return select(*codes, quantity.label("value"), null().label("of")).group_by(*codes)


def _reached(asked: CTE, key: str, reaching: CTE, by: Sequence[str]) -> Select[Any]:
    """How many of those asked have each kind within reach, and how many no kind at all, of all.

    Each group has each kind, be it with nobody.
    """
    reached = select(reaching.c.day, reaching.c.unit, reaching.c.kind).distinct().subquery("reached")
    kinds = _kinds(*PROVISIONS, NO_PROVISION)
    served = or_(
        reached.c.kind == kinds.c.provision,
        (kinds.c.provision == NO_PROVISION) & reached.c.kind.is_(None),
    )
    groups = [kinds.c.provision if name == "provision" else asked.c[name] for name in by]
    return (
        select(
            *groups,
            func.count(case((served, asked.c[key])).distinct()).label("value"),
            func.count(asked.c[key].distinct()).label("of"),
        )
        .select_from(asked)
        .outerjoin(reached, _same_place(reached, asked))
        .join(kinds, true())
        .group_by(*groups)
    )


def _same_place(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(one.c.day == other.c.day, one.c.unit == other.c.unit)


def _covers(span: Any, day: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return and_(span.first_day <= day, or_(span.last_day.is_(None), span.last_day >= day))


def _kinds(*codes: str) -> CTE:
    return listed("kind_of_provision", (column("provision", String),), [(code,) for code in codes])

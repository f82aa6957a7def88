"""Production units and the miners at work in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, case, func, null, select

from data_access.disclosure.rules import check
from data_access.figures import figure_statement, known_figure
from data_access.frames import frame_of
from data_access.schema import Enrolment, ProductionUnit, Region
from data_access.scope import (
    PERSON,
    TIME,
    UNIT,
    active_miners,
    enrolled,
    enrolled_units,
    unit_filters,
)
from data_access.selection import Selection, last_quarter_end
from data_access.viewer import Viewer


@figure_statement("production_units", dimensions=(*UNIT, *TIME))
def production_units(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Units enrolled in a selected programme on the as-of day."""
    units = enrolled_units(selection, by)
    groups = [units.c[name] for name in by]
    return select(*groups, func.count(units.c.unit.distinct()).label("value"), null().label("of")).group_by(
        *groups
    )


@figure_statement("active_miners", dimensions=(*PERSON, *TIME))
def active_miners_(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Miners at work in those units on the as-of day."""
    miners = active_miners(selection, by)
    groups = [miners.c[name] for name in by]
    return select(*groups, func.count(miners.c.miner.distinct()).label("value"), null().label("of")).group_by(
        *groups
    )


def unit_places(
    connection: Connection, viewer: Viewer, selection: Selection, among: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """Each production unit of the selection, with its place and its miners on the as-of day.

    All of them, or those with the keys in ``among``. A row for each unit, by name. Columns: ``unit``,
    ``name``, ``organisation``, ``region``, ``place``, ``latitude``, ``longitude`` (missing where not
    recorded), ``miners``, ``women``.
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    units = enrolled_units(selection, (), among)
    miners = active_miners(selection, (), units)
    people = func.count(miners.c.miner.distinct())
    at_work = (
        select(
            miners.c.unit,
            people.label("miners"),
            func.count(case((miners.c.sex == "female", miners.c.miner)).distinct()).label("women"),
        )
        .group_by(miners.c.unit)
        .subquery("at_work")
    )
    statement = (
        select(
            ProductionUnit.id.label("unit"),
            ProductionUnit.name,
            ProductionUnit.organisation_id.label("organisation"),
            ProductionUnit.region_id.label("region"),
            ProductionUnit.place,
            ProductionUnit.latitude,
            ProductionUnit.longitude,
            func.coalesce(at_work.c.miners, 0).label("miners"),
            func.coalesce(at_work.c.women, 0).label("women"),
        )
        .outerjoin(at_work, at_work.c.unit == ProductionUnit.id)
        .where(ProductionUnit.id.in_(select(units.c.unit)))
        .order_by(ProductionUnit.name, ProductionUnit.id)
    )
    return frame_of(connection, statement)


def last_enrolled_day(connection: Connection, viewer: Viewer, selection: Selection) -> date | None:
    """The last day, up to the data date, on which any unit of the selection was enrolled.

    For outsiders it is the last such end of a quarter. The selection's period does not matter here;
    None where no unit ever was. Raises NotForOutsiders.
    """
    selection = viewer.within(selection)
    check(viewer, known_figure("production_units"), selection, ())
    # Of all that ended on one day, whichever began first tells whether a quarter ended within it.
    statement = (
        select(
            func.min(Enrolment.first_day),
            func.coalesce(Enrolment.last_day, selection.data_date).label("until"),
        )
        .group_by("until")
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .join(Region, Region.id == ProductionUnit.region_id)
        .where(
            enrolled(selection, date.min, selection.data_date),
            *unit_filters(selection),
        )
    )
    days = [(first, min(last, selection.data_date)) for first, last in connection.execute(statement)]
    if viewer.outsider:
        days = [(first, last_quarter_end(last)) for first, last in days]
    return max((last for first, last in days if first <= last), default=None)

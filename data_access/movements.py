"""Which units moved and where cover lapsed in a period: unit by unit, for those who see names."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from sqlalchemy import Connection, func, select

from data_access.cover import unbroken_cover
from data_access.dialects import bytewise
from data_access.frames import frame_of
from data_access.schema import ProductionUnit
from data_access.scope import active_miners
from data_access.selection import Selection
from data_access.stages import moves
from data_access.viewer import Viewer


def units_that_moved(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """Every move of a unit to another stage in the period, the latest first.

    Columns: ``moved_on``, ``unit``, ``name``, ``region``, ``ladder``, ``stage`` (left), ``next_stage`` and
    ``direction`` (up, down). Raises NotShared.
    """
    viewer.may_see_names()
    move = moves(viewer.within(selection), (), stage="stage")
    # A unit in two programmes of a ladder has a row for each, but it moved once.
    columns = (
        move.c.moved_on,
        move.c.unit,
        ProductionUnit.name,
        move.c.region,
        move.c.ladder,
        move.c.stage,
        move.c.next_stage,
        move.c.direction,
    )
    statement = (
        select(*columns)
        .join(ProductionUnit, ProductionUnit.id == move.c.unit)
        .group_by(*columns)
        .order_by(move.c.moved_on.desc(), bytewise(ProductionUnit.name), bytewise(move.c.unit), move.c.ladder)
    )
    return frame_of(connection, statement)


def cover_that_lapsed(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """Units with people at work on the as-of day who were insured when the period began, and are no more.

    Columns: ``unit``, ``name``, ``region``, ``value`` (these people) and ``of`` (all at work there); most
    first. Their unbroken cover ended on the day before the period, or in it before the as-of day.
    Raises NotShared.
    """
    viewer.may_see_names()
    miners, cover = active_miners(viewer.within(selection), ()), unbroken_cover()
    covered = select(cover.c.miner).where(
        cover.c.first_day <= selection.as_of, cover.c.last_day >= selection.as_of
    )
    lapsed = select(cover.c.miner).where(
        cover.c.first_day < selection.first_day,
        cover.c.last_day >= selection.first_day - timedelta(days=1),
        cover.c.last_day < selection.as_of,
        cover.c.miner.not_in(covered),
    )
    people = func.count(miners.c.miner.distinct())
    without = people.filter(miners.c.miner.in_(lapsed))
    statement = (
        select(
            miners.c.unit,
            ProductionUnit.name,
            miners.c.region,
            without.label("value"),
            people.label("of"),
        )
        .join(ProductionUnit, ProductionUnit.id == miners.c.unit)
        .group_by(miners.c.unit, ProductionUnit.name, miners.c.region)
        .having(without > 0)
        .order_by(without.desc(), bytewise(ProductionUnit.name), bytewise(miners.c.unit))
    )
    return frame_of(connection, statement)

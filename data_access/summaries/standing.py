"""The stage of each unit on a day, read off what is kept of where units stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Select, and_, func, literal, or_, select

from data_access.dialects import bytewise, is_among
from data_access.schema import ProductionUnit, Region, UnitStanding
from data_access.scope import unit_filters
from data_access.selection import Selection
from data_access.stages import NOT_ASSESSED
from data_access.summaries.book import Book, opened, programmes_apart


def standing(connection: Connection, selection: Selection, among: Select[Any] | None = None) -> CTE | None:
    """What ``stages.standing`` reads from the records; None if the summaries are not in step with them."""
    book = opened(connection, selection.rights)
    if book is None:
        return None
    stage = func.nullif(UnitStanding.stage, NOT_ASSESSED)
    units = (
        select(
            UnitStanding.unit_id.label("unit"),
            func.min(ProductionUnit.region_id).label("region"),
            func.min(ProductionUnit.latitude).label("latitude"),
            func.min(ProductionUnit.longitude).label("longitude"),
            func.min(bytewise(stage)).label("group"),
        )
        .join(ProductionUnit, ProductionUnit.id == UnitStanding.unit_id)
        .where(
            UnitStanding.first_day <= selection.as_of,
            UnitStanding.last_day >= selection.as_of,
            *unit_filters(selection),
        )
        .group_by(UnitStanding.unit_id)
    )
    if selection.countries:
        units = units.join(Region, Region.id == ProductionUnit.region_id)
    if among is not None:
        units = units.where(UnitStanding.unit_id.in_(among))
    if programmes_apart(selection, ()):
        units = units.where(or_(literal(False), *_in_programmes(book, selection)))
    return units.cte("standing_unit" if among is None else "standing_unit_there")


def _in_programmes(book: Book, selection: Selection) -> Iterator[ColumnElement[bool]]:
    """A unit stands on a ladder while it is in a selected programme of that ladder."""
    for ladder in sorted(set(book.ladders.values())):
        segments = sorted({segment for segment, _ in book.groups(selection, (), ladder).pairs})
        there = is_among(UnitStanding.segment_id, literal(json.dumps(segments)))
        yield and_(UnitStanding.ladder_id == ladder, there)

"""Production units by the cells of a grid: what a map of very many units shows of them.

Whoever may know where units are is told of their places. Outsiders are told of nothing but the places near
these at which they are shown, and of none in a region with few units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import CTE, ColumnElement, Connection, Select, case, func, or_, select

from data_access.disclosure.rules import check
from data_access.figures import known_figure
from data_access.frames import frame_of
from data_access.grid import around, within
from data_access.kept_places import still_there
from data_access.places import code_of, place_key
from data_access.schema import Enrolment, ProductionUnit, Region, UnitPlace
from data_access.scope import enrolled, unit_filters
from data_access.selection import Selection
from data_access.stages import standing as standing_in_records
from data_access.summaries.standing import standing as standing_kept
from data_access.viewer import Viewer

# Where the units of a row lie, in degrees: in the mean, and how far.
WHERE = ("latitude", "longitude", "south", "north", "west", "east")
NOWHERE = 0


@dataclass(frozen=True)
class _Place:
    """The columns by which a viewer is told of a unit's place."""

    cell: Any
    latitude: Any
    longitude: Any


def unit_clusters(
    connection: Connection, viewer: Viewer, selection: Selection, resolution: int, cells: tuple[int, ...] = ()
) -> pd.DataFrame:
    """The production units of a selection by cell of a resolution, region and stage on the as-of day.

    All of them, or those whose place lies within ``cells``. Columns: ``cell`` (missing where no place is
    recorded, or none is told), ``region``, ``group`` (the stage, missing where not yet assessed), ``units``,
    ``by_region`` (whether no place is told because the region has fewer than ``viewer.least_people``),
    ``unit`` (which one it is, if it is one; to outsiders a
    code that nothing else has), and those of ``WHERE``. Raises NotForOutsiders.
    """
    selection = _allowed(viewer, selection)
    at = _place(viewer)
    units = _standing(connection, selection, _within(at, cells) if cells else None)
    cell = around(at.cell, resolution)
    statement = (
        select(
            # Among numbers none may be missing: pandas would make all of them short ones.
            func.coalesce(cell, NOWHERE).label("cell"),
            units.c.region,
            units.c.group,
            func.count().label("units"),
            case((func.count() == 1, func.min(units.c.unit))).label("unit"),
            *_where(at),
        )
        .select_from(units)
        .outerjoin(UnitPlace, _still_there(units))
        .group_by(cell, units.c.region, units.c.group)
        .order_by(cell, units.c.region, units.c.group)
    )
    found = frame_of(connection, statement).astype(dict.fromkeys(WHERE, float) | {"cell": "Int64"})
    found["cell"] = found["cell"].mask(found["cell"] == NOWHERE)
    few = _few(connection, viewer, selection, found, at, cells)
    if not viewer.outsider:
        return found.assign(by_region=False)
    # Nor is it told which of them are close together.
    counted = found[few].groupby(["region", "group"], dropna=False, as_index=False)["units"].sum()
    told = _unnamed(connection, found[~few].assign(by_region=False))
    return told if counted.empty else pd.concat([told, counted.assign(by_region=True)], ignore_index=True)


def unit_stages(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """The stage of each production unit on the as-of day: ``unit``, ``stage`` (missing where not assessed).

    A row for each unit; on two ladders, it stands where it has been assessed.
    """
    viewer.may_see_names()
    units = _standing(connection, viewer.within(selection))
    return frame_of(connection, select(units.c.unit, units.c.group.label("stage")).order_by(units.c.unit))


def placed_units(
    connection: Connection, viewer: Viewer, selection: Selection, cells: tuple[int, ...]
) -> pd.DataFrame:
    """Each production unit whose place lies within cells.

    A row for each, in the order of their keys. Columns: ``unit``, ``region``, ``group`` (as above),
    ``latitude``, ``longitude``. Raises NotForOutsiders.
    """
    selection = _allowed(viewer, selection)
    at = _place(viewer)
    units = _standing(connection, selection, _within(at, cells))
    statement = (
        select(
            *(units.c[name] for name in ("unit", "region", "group")),
            at.latitude.label("latitude"),
            at.longitude.label("longitude"),
        )
        .join(UnitPlace, _still_there(units))
        .order_by(units.c.unit)
    )
    found = frame_of(connection, statement)
    told = found[~_few(connection, viewer, selection, found, at, cells)].reset_index(drop=True)
    return _unnamed(connection, told).sort_values("unit", ignore_index=True) if viewer.outsider else told


def _unnamed(connection: Connection, found: pd.DataFrame) -> pd.DataFrame:
    """The rows with codes in the place of the units' keys."""
    key = place_key(connection)
    return found.assign(unit=[None if pd.isna(unit) else code_of(key, unit) for unit in found["unit"]])


def _standing(connection: Connection, selection: Selection, among: Select[Any] | None = None) -> CTE:
    """The stage of each unit of the selection, or of those that ``among`` selects."""
    kept = standing_kept(connection, selection, among)
    return standing_in_records(selection, among) if kept is None else kept


def _place(viewer: Viewer) -> _Place:
    if viewer.outsider:
        return _Place(UnitPlace.moved_cell, UnitPlace.moved_latitude, UnitPlace.moved_longitude)
    return _Place(UnitPlace.cell, UnitPlace.latitude, UnitPlace.longitude)


def _where(at: _Place) -> list[ColumnElement[Any]]:
    north, east = at.latitude, at.longitude
    found = (
        func.avg(north),
        func.avg(east),
        func.min(north),
        func.max(north),
        func.min(east),
        func.max(east),
    )
    return [column.label(name) for column, name in zip(found, WHERE, strict=True)]


def _allowed(viewer: Viewer, selection: Selection) -> Selection:
    """The selection as far as the viewer may see it; raises NotForOutsiders."""
    selection = viewer.within(selection)
    check(viewer, known_figure("production_units"), selection, ())
    return selection


def _within(at: _Place, cells: Sequence[int]) -> Select[Any]:
    """The units whose place lies within one of the cells."""
    return select(UnitPlace.unit_id).where(or_(*(within(at.cell, cell) for cell in cells)))


def _still_there(units: CTE) -> ColumnElement[bool]:
    return still_there(units.c.unit, units.c.region, units.c.latitude, units.c.longitude)


def _few(
    connection: Connection,
    viewer: Viewer,
    selection: Selection,
    found: pd.DataFrame,
    at: _Place,
    cells: Sequence[int],
) -> pd.Series:
    """Which rows are of a region with too few units in the selection for an outsider to be told a place."""
    if not viewer.outsider:
        return pd.Series(False, index=found.index)
    if not cells:
        return found.groupby("region")["units"].transform("sum") < viewer.least_people
    units = func.count(Enrolment.unit_id.distinct())
    there = select(UnitPlace.region_id).where(UnitPlace.unit_id.in_(_within(at, cells)))
    enough = (
        select(ProductionUnit.region_id)
        .join(Enrolment, Enrolment.unit_id == ProductionUnit.id)
        .join(Region, Region.id == ProductionUnit.region_id)
        .where(
            ProductionUnit.region_id.in_(there),
            enrolled(selection, selection.as_of, selection.as_of),
            *unit_filters(selection),
        )
        .group_by(ProductionUnit.region_id)
        .having(units >= viewer.least_people)
    )
    return ~found["region"].isin(connection.scalars(enough).all())

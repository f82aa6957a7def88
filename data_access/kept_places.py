"""Keeps where each unit lies on the grid of maps, and near where outsiders are shown it.

Found once when a place comes or changes, for the key of places is asked for each unit by itself. What is
kept names the coordinates and the region that it was found for: whatever changed these, and whether or not
it said so, nothing is ever shown at a place where a unit no longer is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Double, and_, cast, delete, exists, insert, select

from data_access.grid import cell_of
from data_access.places import moved, place_key
from data_access.schema import ProductionUnit, UnitPlace

ROWS_AT_ONCE = 5_000


def update_places(connection: Connection) -> int:
    """Finds anew the places that have changed since they were found; gives how many these are.

    ``connection`` is the owner's, on Postgres, and commits or doesn't. Raises StoreUnavailable for a store
    without a key to move places by.
    """
    unit = ProductionUnit
    here = still_there(unit.id, unit.region_id, unit.latitude, unit.longitude)
    connection.execute(delete(UnitPlace).where(~exists().where(here)))
    kept = exists().where(UnitPlace.unit_id == unit.id)
    # A view may tell degrees as short numbers: as the database compares them, so they are kept.
    latitude, longitude = (cast(degrees, Double) for degrees in (unit.latitude, unit.longitude))
    changed = select(unit.id, unit.region_id, latitude, longitude).where(
        latitude.between(-90, 90), longitude.between(-180, 180), ~kept
    )
    units = connection.execute(changed).all()
    if units:
        key = place_key(connection)
        for first in range(0, len(units), ROWS_AT_ONCE):
            some = units[first : first + ROWS_AT_ONCE]
            connection.execute(insert(UnitPlace), list(_found(key, some)))
    return len(units)


def rebuild_places(connection: Connection) -> int:
    """Finds all places anew; gives how many these are. Raises StoreUnavailable."""
    connection.execute(delete(UnitPlace))
    return update_places(connection)


def still_there(unit: Any, region: Any, latitude: Any, longitude: Any) -> ColumnElement[bool]:
    """Joins a unit with what is kept of its place, if that was found for where it is now."""
    return and_(
        UnitPlace.unit_id == unit,
        UnitPlace.region_id == region,
        UnitPlace.latitude == latitude,
        UnitPlace.longitude == longitude,
    )


def _found(key: str, units: Any) -> Iterator[dict[str, Any]]:
    for unit, region, latitude, longitude in units:
        near = moved(key, unit, region, (latitude, longitude))
        yield {
            "unit_id": unit,
            "region_id": region,
            "latitude": latitude,
            "longitude": longitude,
            "cell": cell_of(latitude, longitude),
            "moved_latitude": near[0],
            "moved_longitude": near[1],
            "moved_cell": cell_of(*near),
        }

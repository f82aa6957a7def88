"""Where units are, for those who may not know exactly: every point is moved by 2 to 5 km.

Gold attracts robbers. A point is moved by a key of the store's own, so that it is moved alike in every
answer, and back by nobody. Units of one neighbourhood are moved in about the same direction: were each
moved in a direction of its own, the middle of them all would still tell where their mine is.
"""

from __future__ import annotations

import hmac
import math
import secrets
from collections.abc import Iterator
from hashlib import sha256

import pandas as pd
from sqlalchemy import Connection, insert, select

from data_access.disclosure.rules import check
from data_access.figures import known_figure
from data_access.frames import frame_of
from data_access.language import Later
from data_access.regions import borders_of, lies_in
from data_access.schema import PlaceKey, ProductionUnit
from data_access.scope import enrolled_units
from data_access.selection import Selection
from data_access.stages import units_by_stage
from data_access.store import StoreUnavailable
from data_access.viewer import Viewer

# The distance moved, in kilometres: rounding the point adds or takes less than a tenth.
LEAST_MOVED, MOST_MOVED, ROUNDING = 2.0, 5.0, 0.1
DECIMALS = 3
# Units within a cell of so many degrees share a direction, and each deviates from it by so much at most.
NEIGHBOURHOOD = 0.1
DEVIATION = math.pi / 4
# Of so many places, the first that lies in the unit's region is taken.
ATTEMPTS = 64
EARTH_RADIUS = 6371.0088

Point = tuple[float, float]


def moved_places(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """Each production unit of the selection, unnamed, near its place on the as-of day.

    A row for each unit and ladder, in no order that says anything. Columns: ``unit`` (a code that
    nothing else has), ``region``, ``ladder``, ``stage``, ``by_region`` (whether its region has fewer
    than ``viewer.least_people`` units in the selection, so that it is known by region only) and, in
    degrees, ``latitude`` and ``longitude``: 2 to 5 km from the true place and in the same region,
    missing where known by region only or not recorded. A unit whose region has no known borders, or
    lies outside them by more than it may be moved, is moved all the same. Raises StoreUnavailable for
    a store without a key, and NotForOutsiders: an outsider may choose what they may of production units.
    """
    selection = viewer.within(selection)
    check(viewer, known_figure("production_units"), selection, ())
    stages = frame_of(connection, units_by_stage(selection, ("unit", "ladder", "stage")))
    units = frame_of(
        connection,
        select(
            ProductionUnit.id.label("unit"),
            ProductionUnit.region_id.label("region"),
            ProductionUnit.latitude,
            ProductionUnit.longitude,
        ).where(ProductionUnit.id.in_(select(enrolled_units(selection, ()).c.unit))),
    )
    key = place_key(connection)
    by_region = units.groupby("region")["unit"].transform("size") < viewer.least_people
    points = [
        (None, None)
        if few or pd.isna(row.latitude) or pd.isna(row.longitude)
        else moved(key, row.unit, row.region, (row.latitude, row.longitude))
        for few, row in zip(by_region, units.itertuples(index=False), strict=True)
    ]
    near = units[["unit", "region"]].assign(
        latitude=pd.Series([latitude for latitude, _ in points], index=units.index, dtype=float),
        longitude=pd.Series([longitude for _, longitude in points], index=units.index, dtype=float),
        by_region=by_region.astype(bool),
    )
    found = near.merge(stages[["unit", "ladder", "stage"]], on="unit", how="left")
    unnamed = found.assign(unit=[code_of(key, unit) for unit in found["unit"]])
    return unnamed.sort_values(["unit", "ladder"], ignore_index=True)


def moved(key: str, unit: str, region: str, place: Point) -> Point:
    """The latitude and longitude near a place at which a unit is shown: always the same of one key."""
    borders, places = borders_of(region), _places(key, unit, place)
    first = next(places)
    if borders is None or lies_in(borders, *first):
        return first
    return next((near for near in places if lies_in(borders, *near)), first)


def keep_key(connection: Connection) -> None:
    """Gives the store the key that its places are moved by, unless it has one: it is never changed."""
    if connection.scalar(select(PlaceKey.key)) is None:
        connection.execute(insert(PlaceKey).values(id=1, key=secrets.token_hex(32)))


def place_key(connection: Connection) -> str:
    """The store's secret; raises StoreUnavailable."""
    key: str | None = connection.scalar(select(PlaceKey.key))
    if key is None:
        raise StoreUnavailable(
            Later("The store has no key to move places by. Run `python -m data_access create`.")
        )
    return key


def _places(key: str, unit: str, place: Point) -> Iterator[Point]:
    """Places at the right distance, any point of that ring as likely as any other."""
    cell = ",".join(str(math.floor(degrees / NEIGHBOURHOOD)) for degrees in place)
    least, most = LEAST_MOVED + ROUNDING, MOST_MOVED - ROUNDING
    for attempt in range(ATTEMPTS):
        shared, _ = _chances(key, f"neighbourhood {attempt} {cell}")
        own, far = _chances(key, f"unit {attempt} {unit}")
        bearing = 2 * math.pi * shared + DEVIATION * (2 * own - 1)
        distance = math.sqrt(least**2 + far * (most**2 - least**2))
        latitude, longitude = _at(place, bearing, distance)
        yield round(latitude, DECIMALS), round(longitude, DECIMALS)


def _at(place: Point, bearing: float, kilometres: float) -> Point:
    """Where one comes to from a place, along a great circle."""
    latitude, longitude = map(math.radians, place)
    way = kilometres / EARTH_RADIUS
    there = math.asin(
        math.sin(latitude) * math.cos(way) + math.cos(latitude) * math.sin(way) * math.cos(bearing)
    )
    east = math.atan2(
        math.sin(bearing) * math.sin(way) * math.cos(latitude),
        math.cos(way) - math.sin(latitude) * math.sin(there),
    )
    return math.degrees(there), (math.degrees(longitude + east) + 540) % 360 - 180


def _chances(key: str, of: str) -> tuple[float, float]:
    """Two numbers from 0 to 1 that only the key can tell."""
    digest = _digest(key, of)
    return int.from_bytes(digest[:8]) / 2**64, int.from_bytes(digest[8:16]) / 2**64


def code_of(key: str, unit: str) -> str:
    """A code for a unit that can't be led back to it."""
    return _digest(key, f"code {unit}").hex()[:16]


def _digest(key: str, of: str) -> bytes:
    return hmac.new(key.encode(), of.encode(), sha256).digest()

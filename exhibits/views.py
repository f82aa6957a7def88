"""What a map shows of the world: how far it reaches, its middle and its zoom."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

# A world at zoom 0 is so many pixels wide, and as high in Mercator's degrees.
WORLD = 512
FARTHEST, NEAREST = 0.8, 8.5
# Of a map there is one nearer than everything, to tell units apart that lie close together.
NEAREST_TO_UNITS = 17.0
ROOM_AROUND = 1.25
# Mercator's world ends here.
NORTHMOST = 85


class Bounds(NamedTuple):
    """How far places lie, in degrees."""

    south: float
    north: float
    west: float
    east: float

    def meet(self, other: Bounds) -> bool:
        """Whether there is a place within both."""
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )


class View(NamedTuple):
    """The middle of what a map shows, in degrees, and deck.gl's zoom."""

    latitude: float
    longitude: float
    zoom: float

    def bounds(self, width: int, height: int) -> Bounds:
        """What is shown in so many pixels."""
        degrees = 360 / (WORLD * 2**self.zoom)
        across, up, middle = width / 2 * degrees, height / 2 * degrees, mercator(self.latitude)
        return Bounds(
            _latitude(middle - up), _latitude(middle + up), self.longitude - across, self.longitude + across
        )

    def box(self, width: int, height: int) -> tuple[float, float, float, float]:
        """The left, upper, right and lower side of so many pixels, as ``pixel`` counts them."""
        x, y = pixel(self.latitude, self.longitude, self.zoom)
        return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def bounds_around(chosen: object) -> Bounds | None:
    """How far a cluster reaches, by the mark that was clicked; None for whatever else a browser sends."""
    match chosen:
        case {
            "geometry": {"coordinates": [float() | int() as east, float() | int() as north]},
            "reach": reach,
        }:
            pass
        case _:
            return None
    if not (isinstance(reach, float | int) and 0 <= reach <= 90):
        return None
    if not (abs(north) <= NORTHMOST and abs(east) <= 180):
        return None
    south, north = max(north - reach, -NORTHMOST), min(north + reach, NORTHMOST)
    return Bounds(south, north, east - reach, east + reach)


def pixel(latitude: float, longitude: float, zoom: float) -> tuple[float, float]:
    """How many pixels east and south of the equator's beginning a place lies at a zoom."""
    degrees = 360 / (WORLD * 2**zoom)
    return longitude / degrees, -mercator(latitude) / degrees


def bounds_of(placed: pd.DataFrame) -> Bounds | None:
    """How far all units lie; None where there is none."""
    if placed.empty:
        return None
    latitude, longitude = placed["latitude"], placed["longitude"]
    return Bounds(latitude.min(), latitude.max(), longitude.min(), longitude.max())


def view_of(bounds: Bounds | None, width: int, height: int, nearest: float = NEAREST) -> View:
    """The view that holds all of that, with some room around it, in so many pixels."""
    if bounds is None:
        return View(-8, -70, 3)
    south, north = mercator(bounds.south), mercator(bounds.north)
    spans = ((bounds.east - bounds.west) / width, (north - south) / height, 1e-9)
    zoom = math.log2(360 / (WORLD * max(spans) * ROOM_AROUND))
    return View(
        latitude=_latitude((south + north) / 2),
        longitude=(bounds.west + bounds.east) / 2,
        zoom=round(min(max(zoom, FARTHEST), nearest), 2),
    )


def mercator(latitude: float) -> float:
    """A latitude as the web's maps have it, in degrees as long as those of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _latitude(degrees: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(degrees))))

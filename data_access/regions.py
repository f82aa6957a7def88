"""The borders of regions: whether a point lies within one, and where its name stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

# Public, and served to browsers as they are: see the README there for their source.
BORDERS = Path(__file__).parent / "borders"

# Of latitude; of longitude at the equator.
KILOMETRES_IN_DEGREE = 111.2

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Borders:
    """A region's rings of longitude and latitude, outer ones and holes, and the point of its name."""

    rings: tuple[Ring, ...]
    latitude: float
    longitude: float


def borders_of(region: str) -> Borders | None:
    """The borders of a region by its code; None where they are not known."""
    return _country(region[:2]).get(region)


def lies_in(borders: Borders, latitude: float, longitude: float) -> bool:
    """Whether a point lies within the borders: a way out of them crosses an odd number of lines."""
    return sum(_crossings(ring, latitude, longitude) for ring in borders.rings) % 2 == 1


def kilometres_outside(borders: Borders, latitude: float, longitude: float) -> float:
    """How far a point lies from the nearest border, in kilometres; 0 within the borders.

    Degrees are taken as flat around the point, which is right to some metres at the distances of a region.
    """
    if lies_in(borders, latitude, longitude):
        return 0.0
    up = KILOMETRES_IN_DEGREE
    across = up * cos(radians(latitude))

    def from_point(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - longitude) * across, (point[1] - latitude) * up

    return min(
        _distance(from_point(first), from_point(second))
        for ring in borders.rings
        for first, second in pairwise(ring)
    )


def _distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """How far the line between two points lies from the origin."""
    (x, y), (dx, dy) = first, (second[0] - first[0], second[1] - first[1])
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, -(x * dx + y * dy) / length)) if length else 0.0
    return hypot(x + along * dx, y + along * dy)


def _crossings(ring: Ring, latitude: float, longitude: float) -> int:
    """How many lines of a closed ring are met on the way east."""
    return sum(
        (south > latitude) != (north > latitude)
        and longitude < west + (east - west) * (latitude - south) / (north - south)
        for (west, south), (east, north) in pairwise(ring)
    )


@cache
def _country(code: str) -> dict[str, Borders]:
    file = BORDERS / "regions" / f"{code}.geojson"
    if not (code.isalpha() and file.is_file()):
        return {}
    found = {}
    for feature in json.loads(file.read_text("utf-8"))["features"]:
        about, shape = feature["properties"], feature["geometry"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = tuple(tuple((x, y) for x, y in ring) for polygon in polygons for ring in polygon)
        found[about["iso_3166_2"]] = Borders(rings, about["label_lat"], about["label_lon"])
    return found

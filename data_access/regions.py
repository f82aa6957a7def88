"""The borders of regions: whether a point lies within one, and where its name stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

# Public, and served to browsers as they are: see the README there for their source.
BORDERS = Path(__file__).parent / "borders"
WORLD = BORDERS / "adm0_world.geojson"

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


@cache
def continents() -> dict[str, str]:
    """By the code of each country on the map the name of its continent, as ``continent_file`` gives it."""
    about = (country["properties"] for country in areas(WORLD))
    return {said["iso_a2"]: continent_file(said["continent"]) for said in about if said["iso_a2"]}


def continent_file(name: str) -> str:
    """The name of a continent as files have it: ``south_america``."""
    return name.lower().replace(" ", "_")


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
        distance(from_point(first), from_point(second))
        for ring in borders.rings
        for first, second in pairwise(ring)
    )


def areas(file: Path) -> list[dict[str, Any]]:
    """The areas of a file of borders, as GeoJSON features."""
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["features"]
    return found


def rings(area: dict[str, Any]) -> Iterator[Ring]:
    """All rings of an area, outer ones and holes, of longitude and latitude."""
    shape = area["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield tuple((x, y) for x, y in ring)


def distance(first: tuple[float, float], second: tuple[float, float]) -> float:
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
    for area in areas(file):
        about = area["properties"]
        found[about["iso_3166_2"]] = Borders(tuple(rings(area)), about["label_lat"], about["label_lon"])
    return found

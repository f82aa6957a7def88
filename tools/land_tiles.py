"""``python -m tools.land_tiles``: the land without borders, in tiles, for maps to draw.

The file of all countries of ``data_access/borders`` has each border twice, which land in one colour does not
show, and a map shows a part of the world only. A browser that draws without a graphics card takes its time
for each point: so it is given coasts alone, and those of the tiles it shows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

from data_access.regions import BORDERS, WORLD, Borders, areas, lies_in, rings
from tools.geojson import Feature, Line, Point, feature, text_of, write

# Web maps cut the world so often in two, from west to east and from north to south.
ZOOM = 2


class Side(NamedTuple):
    """A side of a tile: longitude or latitude (0 or 1), where it is, and whether the tile lies below it."""

    axis: int
    at: float
    below: bool


def coasts(among: Iterable[Feature]) -> list[Line]:
    """The rings around GeoJSON features that have no border left between them, in the direction they had."""
    pieces = {piece for area in among for ring in rings(area) for piece in pairwise(ring)}
    onwards: defaultdict[Point, list[Point]] = defaultdict(list)
    for here, following in sorted(pieces):
        if (following, here) not in pieces:
            onwards[here].append(following)
    found = []
    for start in sorted(onwards):
        while onwards[start]:
            ring = [start, onwards[start].pop()]
            while ring[-1] != start:
                ring.append(onwards[ring[-1]].pop())
            found.append(ring)
    return found


def sides_of(column: int, row: int, zoom: int = ZOOM) -> list[Side]:
    """The sides of a tile of the web's maps, which are counted from the north-west."""
    parts = 2**zoom
    west, east = (360 * at / parts - 180 for at in (column, column + 1))
    north, south = (
        math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * at / parts)))) for at in (row, row + 1)
    )
    return [Side(0, west, False), Side(0, east, True), Side(1, north, True), Side(1, south, False)]


def clipped(ring: Line, sides: Iterable[Side]) -> Line:
    """What of a ring lies within the sides (Sutherland–Hodgman); empty where nothing does."""
    for axis, at, below in sides:
        kept: Line = []
        for here, following in pairwise(ring):
            if (here[axis] <= at) if below else (here[axis] >= at):
                kept.append(here)
            if min(here[axis], following[axis]) < at < max(here[axis], following[axis]):
                kept.append(_crossing(here, following, axis, at))
        ring = [*kept, kept[0]] if len(kept) > 2 else []
    return ring


def files() -> Iterator[tuple[Path, str]]:
    """Each tile, and what has to stand in it."""
    around = coasts(areas(WORLD))
    for column, row in product(range(2**ZOOM), repeat=2):
        sides = sides_of(column, row)
        parts = [part for ring in around if (part := clipped(ring, sides))]
        yield BORDERS / "land" / f"{column}_{row}.geojson", _written(parts)


def _crossing(here: Point, following: Point, axis: int, at: float) -> Point:
    other = 1 - axis
    # From the lower end, so that both tiles have the very same point.
    (low, from_), (high, to) = sorted((point[axis], point[other]) for point in (here, following))
    met = round(from_ + (to - from_) * (at - low) / (high - low), 4)
    return (at, met) if axis == 0 else (met, at)


def _written(parts: list[Line]) -> str:
    """Rings as GeoJSON: those that run anticlockwise are holes, in this source."""
    shores = [part for part in parts if _area(part) < 0]
    polygons = [[shore] for shore in shores]
    for hole in (part for part in parts if _area(part) > 0):
        longitude, latitude = hole[0]
        (around,) = (
            polygon
            for polygon in polygons
            if lies_in(Borders((tuple(polygon[0]),), latitude, longitude), latitude, longitude)
        )
        around.append(hole)
    return text_of(feature("MultiPolygon", polygons))


def _area(ring: Line) -> float:
    """Twice the area within a ring, below zero where it runs clockwise."""
    return sum(west * north - east * south for (west, south), (east, north) in pairwise(ring))


if __name__ == "__main__":
    write(files())

"""``python -m tools.borders_from_afar``: borders with as many points as can be seen from afar.

Where a map shows whole countries, most points of ``data_access/borders`` lie within a pixel of the line
between others. A browser that draws without a graphics card takes its time for each: so there are files
without them, in which neighbours still have one border.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from data_access.regions import BORDERS, areas, rings
from tools.border_lines import simplified
from tools.geojson import Feature, Line, Point, feature, text_of, write

# In degrees: a pixel of a map that shows four thousand kilometres.
TOLERANCE = 0.08
FEWEST_POINTS = 4


def meeting_places(among: Sequence[Feature]) -> set[Point]:
    """The points at which borders of GeoJSON features begin and end: where there are not just two ways on."""
    ways: defaultdict[Point, set[Point]] = defaultdict(set)
    for area in among:
        for ring in rings(area):
            for one, other in pairwise(ring):
                ways[one].add(other)
                ways[other].add(one)
    return {point for point, others in ways.items() if len(others) != 2}


def coarser(ring: Sequence[Point], meeting: set[Point], tolerance: float) -> Line:
    """A ring without points that hardly tell, whichever area it is of; empty where nothing is left of it.

    Between the places at which borders meet, both neighbours have the same line: it is read in one direction.
    """
    points = list(ring[:-1])
    first = next((at for at, point in enumerate(points) if point in meeting), points.index(min(points)))
    found, line = [points[first]], [points[first]]
    for point in (*points[first + 1 :], *points[: first + 1]):
        line.append(point)
        if point in meeting or point == found[0]:
            forwards = line <= line[::-1]
            kept = simplified(line if forwards else line[::-1], tolerance)
            found += (kept if forwards else kept[::-1])[1:]
            line = [point]
    return found if len(found) >= FEWEST_POINTS else []


def files() -> Iterator[tuple[Path, str]]:
    """Each file of regions and of lines, and what has to stand in it."""
    for file in sorted((BORDERS / "regions").glob("*.geojson")):
        regions = areas(file)
        meeting = meeting_places(regions)
        yield BORDERS / "afar" / "regions" / file.name, text_of(*(_region(each, meeting) for each in regions))
    for file in sorted((BORDERS / "lines").glob("*.geojson")):
        yield BORDERS / "afar" / "lines" / file.name, text_of(*map(_fewer, areas(file)))


def _region(region: Feature, meeting: set[Point]) -> Feature:
    """A region with what a map asks of it. Islets go; of a region of islets the largest one stays."""
    shape = region["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    kept = []
    for polygon in polygons:
        outer, *holes = ([(x, y) for x, y in ring] for ring in polygon)
        if left := coarser(outer, meeting, TOLERANCE):
            kept.append([left, *filter(None, (coarser(hole, meeting, TOLERANCE) for hole in holes))])
    about = {name: region["properties"][name] for name in ("iso_3166_2", "name")}
    return feature("MultiPolygon", kept or [max(polygons, key=lambda polygon: len(polygon[0]))], about)


def _fewer(lines: Feature) -> Feature:
    parts = lines["geometry"]["coordinates"]
    kept = [simplified([(x, y) for x, y in part], TOLERANCE) for part in parts]
    return feature("MultiLineString", kept)


if __name__ == "__main__":
    write(files())

"""``python -m tools.border_lines``: the lines between countries, and between regions, for maps to draw.

Where two areas meet, the files of ``data_access/borders`` have the border twice, and they have all coasts,
which the colour of the land shows by itself. A browser that draws without a graphics card takes as long for
each piece of a line: so the lines are taken out here, by continent, each once, and without points that
hardly tell on a map of a whole country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

from data_access.regions import BORDERS, WORLD, areas, continent_file, distance, rings
from tools.geojson import Feature, Line, Point, feature, text_of, write

# In degrees: some two kilometres.
TOLERANCE = 0.02


def shared_borders(among: Iterable[Feature], own: Callable[[Feature], bool] = lambda _: True) -> list[Line]:
    """The lines in which GeoJSON features meet, longitude and latitude, each once and as long as can be.

    Those of all areas, or those that some of them have among themselves and with others.
    """
    found: defaultdict[tuple[Point, Point], list[bool]] = defaultdict(list)
    for area in among:
        of_own = own(area)
        for piece in {(min(piece), max(piece)) for ring in rings(area) for piece in pairwise(ring)}:
            found[piece].append(of_own)
    neighbours: defaultdict[Point, set[Point]] = defaultdict(set)
    for (one, other), sides in found.items():
        if len(sides) > 1 and any(sides) and one != other:
            neighbours[one].add(other)
            neighbours[other].add(one)
    # Lines run from one end or meeting place to the next; what is left then are rings.
    ends = sorted(point for point, others in neighbours.items() if len(others) != 2)
    lines = []
    for start in (*ends, *sorted(neighbours)):
        while neighbours[start]:
            lines.append(_taken_from(neighbours, start, set(ends)))
    return lines


def simplified(line: Line, tolerance: float) -> Line:
    """The line without points within the tolerance, in degrees, of what is left (Douglas–Peucker)."""
    kept, parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        far, farthest = max(
            ((_distance(line[at], line[first], line[last]), at) for at in range(first + 1, last)),
            default=(0.0, first),
        )
        if far > tolerance:
            kept.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(kept)]


def files() -> Iterator[tuple[Path, str]]:
    """Each file of lines, of a continent or of a country's regions, and what has to stand in it."""
    countries = areas(WORLD)
    lines = {}
    for continent in sorted({area["properties"]["continent"] for area in countries}):
        if own := shared_borders(countries, partial(_lies_in, continent)):
            lines[continent_file(continent)] = own
    for file in sorted((BORDERS / "regions").glob("*.geojson")):
        lines[file.stem] = shared_borders(areas(file))
    for name, own in lines.items():
        kept = [simplified(line, TOLERANCE) for line in own]
        yield BORDERS / "lines" / f"{name}.geojson", text_of(feature("MultiLineString", kept))


def _lies_in(continent: str, country: Feature) -> bool:
    return bool(country["properties"]["continent"] == continent)


def _taken_from(neighbours: dict[Point, set[Point]], start: Point, ends: set[Point]) -> Line:
    line = [start]
    while neighbours[line[-1]] and (len(line) == 1 or line[-1] not in ends):
        here, following = line[-1], min(neighbours[line[-1]])
        neighbours[here].remove(following)
        neighbours[following].remove(here)
        line.append(following)
    return line


def _distance(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the line between two others; of a ring, whose ends are one, from that end."""
    (x, y), (east, north), (further_east, further_north) = point, first, last
    return distance((east - x, north - y), (further_east - x, further_north - y))


if __name__ == "__main__":
    write(files())

"""The ground of a map on paper: land, borders and regions as far as a sheet goes, no finer than print shows.

Lines are cut at the edges of the sheet: a picture that does so itself takes ten times as long to make.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from data_access.regions import BORDERS, Ring, areas, continents, rings
from exhibits.basemap import COUNTRIES_WITH_REGIONS, NEAR, WITH_LINES
from exhibits.views import View, pixel

Shape = dict[str, Any]
Point = tuple[float, float]
# Printed with twice as many dots as a screen has pixels.
DOTS = 2


@dataclass(frozen=True)
class Sheet:
    """A picture of so many pixels, and what it shows of the world."""

    width: int
    height: int
    view: View

    def at(self, latitude: float, longitude: float) -> Point:
        """Where a place lies, in pixels from the upper left corner."""
        x, y = pixel(latitude, longitude, self.view.zoom)
        middle_x, middle_y = pixel(self.view.latitude, self.view.longitude, self.view.zoom)
        return x - middle_x + self.width / 2, y - middle_y + self.height / 2

    def shows(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies on the sheet."""
        x, y = self.at(latitude, longitude)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def line(self, line: Ring) -> list[Point]:
        """A line of longitudes and latitudes in pixels; none if it runs elsewhere."""
        at = [self.at(latitude, longitude) for longitude, latitude in line]
        for size, way in zip((self.width, self.height), zip(*at, strict=True), strict=True):
            if max(way) < 0 or min(way) > size:
                return []
        return at


def land(sheet: Sheet) -> Shape:
    """All land, without borders."""
    tiles = sorted((BORDERS / "land").glob("*.geojson"))
    return _area(sheet, (ring for tile in tiles for ring in _rings(tile).get("", ())))


def region(sheet: Sheet, code: str) -> Shape:
    """A region; of one whose borders are not known, nothing."""
    files = _files(sheet, "regions", COUNTRIES_WITH_REGIONS & {code[:2]})
    return _area(sheet, (ring for file in files for ring in _rings(file).get(code, ())))


def country_borders(sheet: Sheet, countries: Iterable[str]) -> Shape:
    """The borders between all countries on the continents of these."""
    return _lines(sheet, {continents().get(country, "") for country in countries} & WITH_LINES)


def region_borders(sheet: Sheet, countries: Iterable[str]) -> Shape:
    """The borders between the regions of these countries."""
    return _lines(sheet, COUNTRIES_WITH_REGIONS & set(countries))


def _area(sheet: Sheet, outlines: Iterable[Ring]) -> Shape:
    # A hole is told from land by the way it turns: each ring can stand as a polygon of its own.
    cut = (_dots(_ring_within(sheet.line(ring), sheet)) for ring in outlines)
    return _shape("MultiPolygon", [[ring] for ring in cut if len(ring) > 3])


def _lines(sheet: Sheet, names: Iterable[str]) -> Shape:
    lines = (sheet.line(line) for file in _files(sheet, "lines", names) for line in _borders(file))
    cut = (_dots(part) for line in lines for part in _parts_within(line, sheet))
    return _shape("MultiLineString", [line for line in cut if len(line) > 1])


def _files(sheet: Sheet, kind: str, names: Iterable[str]) -> list[Path]:
    folder = BORDERS / kind if sheet.view.zoom >= NEAR else BORDERS / "afar" / kind
    return [folder / f"{name}.geojson" for name in sorted(names)]


@cache
def _rings(file: Path) -> dict[str, list[Ring]]:
    """The rings of each region of a file by its code; those of land, which has none, by nothing."""
    return {area["properties"].get("iso_3166_2") or "": list(rings(area)) for area in areas(file)}


@cache
def _borders(file: Path) -> list[Ring]:
    return [
        tuple((x, y) for x, y in line) for area in areas(file) for line in area["geometry"]["coordinates"]
    ]


def _ring_within(ring: Sequence[Point], sheet: Sheet) -> list[Point]:
    """What of a closed ring lies on the sheet: each side cuts off what lies beyond it."""
    kept = list(ring)
    for axis, edge, sign in ((0, 0, 1), (0, sheet.width, -1), (1, 0, 1), (1, sheet.height, -1)):
        found: list[Point] = []
        for here, there in pairwise(kept):
            inside, next_inside = ((point[axis] - edge) * sign >= 0 for point in (here, there))
            if inside:
                found.append(here)
            if inside != next_inside:
                found.append(_between(here, there, (edge - here[axis]) / (there[axis] - here[axis])))
        kept = [*found, found[0]] if found else []
    return kept


def _parts_within(line: Sequence[Point], sheet: Sheet) -> list[list[Point]]:
    """The parts of a line that lie on the sheet."""
    parts: list[list[Point]] = []
    for here, there in pairwise(line):
        first, last = 0.0, 1.0
        for axis, size in enumerate((sheet.width, sheet.height)):
            way = there[axis] - here[axis]
            if way:
                ends = sorted((-here[axis] / way, (size - here[axis]) / way))
                first, last = max(first, ends[0]), min(last, ends[1])
            elif not 0 <= here[axis] <= size:
                last = -1.0
        if first >= last:
            continue
        start, end = _between(here, there, first), _between(here, there, last)
        if parts and parts[-1][-1] == start:
            parts[-1].append(end)
        else:
            parts.append([start, end])
    return parts


def _between(here: Point, there: Point, part: float) -> Point:
    if part in (0.0, 1.0):
        return there if part else here
    return here[0] + (there[0] - here[0]) * part, here[1] + (there[1] - here[1]) * part


def _dots(line: Sequence[Point]) -> list[list[int]]:
    """The dots that a line turns in, each once."""
    return [list(dot) for dot, _again in groupby((round(x * DOTS), round(y * DOTS)) for x, y in line)]


def _shape(kind: str, coordinates: list[Any]) -> Shape:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}}

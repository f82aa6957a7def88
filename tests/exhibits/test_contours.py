"""The ground of a map on paper: what of land, borders and regions lies on a sheet, cut at its edges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from data_access.regions import borders_of
from exhibits.contours import DOTS, Sheet, country_borders, land, region, region_borders
from exhibits.views import View

ANDES = Sheet(600, 400, View(-12.0, -72.0, 4.5))
WORLD = Sheet(900, 480, View(5.0, -30.0, 1.5))
AREQUIPA = Sheet(500, 500, View(-16.0, -72.5, 6.0))
both = pytest.mark.parametrize("sheet", [ANDES, WORLD, AREQUIPA], ids=["Andes", "world", "Arequipa"])


def lines(shape: dict[str, Any]) -> Iterator[list[list[int]]]:
    """The lines and rings of a shape, in dots."""
    areas = shape["geometry"]["type"] == "MultiPolygon"
    for part in shape["geometry"]["coordinates"]:
        yield from part if areas else [part]


def area(shape: dict[str, Any]) -> float:
    """How many dots a shape covers; what turns the other way is a hole."""
    return abs(sum(x * v - u * y for line in lines(shape) for (x, y), (u, v) in pairwise(line))) / 2


@both
def test_nothing_leaves_the_sheet(sheet: Sheet) -> None:
    countries = {"PE", "BO", "CO", "GH"}
    for shape in (
        land(sheet),
        region(sheet, "PE-ARE"),
        country_borders(sheet, countries),
        region_borders(sheet, countries),
    ):
        for line in lines(shape):
            assert all(0 <= x <= sheet.width * DOTS and 0 <= y <= sheet.height * DOTS for x, y in line)


@both
def test_no_dot_is_written_twice_in_a_row(sheet: Sheet) -> None:
    assert all(here != there for line in lines(land(sheet)) for here, there in pairwise(line))


def test_a_region_stays_where_its_borders_are() -> None:
    known = borders_of("PE-ARE")
    assert known is not None
    xs, ys = zip(*(dot for line in lines(region(AREQUIPA, "PE-ARE")) for dot in line), strict=True)
    at = [AREQUIPA.at(latitude, longitude) for ring in known.rings for longitude, latitude in ring]
    assert min(xs) == pytest.approx(min(x for x, _y in at) * DOTS, abs=1)
    assert max(ys) == pytest.approx(max(y for _x, y in at) * DOTS, abs=1)


def test_half_of_a_region_is_cut_off_at_the_edge() -> None:
    whole = region(AREQUIPA, "PE-ARE")
    aside = AREQUIPA.width / 2 * 360 / (512 * 2**AREQUIPA.view.zoom)
    halves = (
        Sheet(500, 500, AREQUIPA.view._replace(longitude=AREQUIPA.view.longitude + way))
        for way in (-aside, aside)
    )
    parts = [area(region(half, "PE-ARE")) for half in halves]
    assert min(parts) > 0
    assert sum(parts) == pytest.approx(area(whole), rel=0.01)


def test_what_lies_elsewhere_is_left_out() -> None:
    assert list(lines(region(ANDES, "GH-WP"))) == []
    assert list(lines(region(ANDES, "XX-NO"))) == []
    assert list(lines(region_borders(ANDES, {"GH"}))) == []


def test_a_line_that_runs_across_is_cut_twice() -> None:
    # The border of Peru and Bolivia leaves the sheet in the north and in the south.
    narrow = Sheet(400, 60, View(-14.0, -69.0, 6.0))
    borders = [line for line in lines(country_borders(narrow, {"PE"})) if len(line) > 1]
    ends = [y for line in borders for _x, y in (line[0], line[-1])]
    assert {0, 60 * DOTS} <= set(ends)


def test_from_afar_borders_have_fewer_points() -> None:
    near, afar = (
        sum(len(line) for line in lines(region_borders(Sheet(600, 600, View(-9, -75, zoom)), {"PE"})))
        for zoom in (3.9, 3.5)
    )
    assert afar < near

"""The land's tiles: hand-made squares, and that the files hold all land, each piece once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest

from data_access.regions import BORDERS, WORLD, areas, rings
from tests.tools.test_border_lines import EAST, NORTH, WEST, area
from tools.geojson import Point
from tools.land_tiles import Side, clipped, coasts, files, sides_of

MERCATOR_ENDS = 85.0511


def area_within(ring: Iterable[Sequence[float]]) -> float:
    return sum((x * north - east * y) / 2 for (x, y), (east, north) in pairwise(ring))


def test_areas_that_meet_have_one_coast() -> None:
    (around,) = coasts([WEST, EAST, NORTH])
    assert around[0] == around[-1]
    assert set(around) == {(0, 0), (0, 2), (0, 3), (1, 0), (2, 0), (2, 2), (2, 3)}
    assert abs(area_within(around)) == 6


def test_a_lake_between_areas_stays() -> None:
    west = area((0, 0), (0, 3), (1.5, 3), (1.5, 2), (1, 2), (1, 1), (1.5, 1), (1.5, 0))
    east = area((1.5, 0), (1.5, 1), (2, 1), (2, 2), (1.5, 2), (1.5, 3), (3, 3), (3, 0))
    assert sorted(map(area_within, coasts([west, east]))) == [-9, 1]


@pytest.mark.parametrize(
    ("side", "left"),
    [
        (Side(0, 1, True), [(0, 0), (0, 2), (1, 2), (1, 0), (0, 0)]),
        (Side(1, 0.5, False), [(0, 2), (2, 2), (2, 0.5), (0, 0.5), (0, 2)]),
        (Side(0, 2, True), [(0, 0), (0, 2), (2, 2), (2, 0), (0, 0)]),
        (Side(0, 0, True), []),
        (Side(1, 3, False), []),
    ],
)
def test_what_lies_within_a_side_is_left(side: Side, left: list[Point]) -> None:
    square = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0), (0.0, 0.0)]
    kept = clipped(square, [side])
    assert set(kept) == set(left)
    assert area_within(kept) == area_within(left)


def test_tiles_are_those_of_web_maps() -> None:
    west, east, north, south = (side.at for side in sides_of(0, 0, 0))
    assert (west, east) == (-180, 180)
    assert north == -south == pytest.approx(MERCATOR_ENDS, abs=0.001)
    assert [round(side.at, 2) for side in sides_of(1, 2)] == [-90, 0, 0, -66.51]


def test_the_files_hold_all_land_once() -> None:
    expected = dict(files())
    assert len(expected) == 16
    for file, content in expected.items():
        assert file.read_text("utf-8") == content, f"{file.name}: run python -m tools.land_tiles"
    assert set((BORDERS / "land").rglob("*")) == set(expected)
    shapes = [json.loads(content)["features"][0]["geometry"] for content in expected.values()]
    land = sum(area_within(ring) for each in shapes for polygon in each["coordinates"] for ring in polygon)
    # Maps end before the pole, where the source draws all of Antarctica's last degrees.
    beyond = 360 * (90 - MERCATOR_ENDS)
    whole = sum(area_within(ring) for country in areas(WORLD) for ring in rings(country))
    assert land - beyond == pytest.approx(whole, abs=1)

"""The lines between areas: hand-made squares, and that the files hold what their areas say."""

from __future__ import annotations

from typing import Any

import pytest

from data_access.regions import BORDERS
from tools.border_lines import files, shared_borders, simplified
from tools.geojson import Line


def area(*ring: tuple[float, float]) -> dict[str, Any]:
    return {"geometry": {"type": "Polygon", "coordinates": [[list(point) for point in (*ring, ring[0])]]}}


WEST = area((0, 0), (0, 2), (1, 2), (1, 1), (1, 0))
EAST = area((1, 0), (1, 1), (1, 2), (2, 2), (2, 0))
NORTH = area((0, 2), (0, 3), (2, 3), (2, 2), (1, 2))


def directed(lines: list[Line]) -> list[Line]:
    return sorted(min(line, line[::-1]) for line in lines)


def test_a_border_of_two_areas_is_one_line_and_coasts_are_none() -> None:
    assert directed(shared_borders([WEST, EAST])) == [[(1, 0), (1, 1), (1, 2)]]
    assert shared_borders([WEST]) == []


def test_lines_end_where_three_areas_meet() -> None:
    assert directed(shared_borders([WEST, EAST, NORTH])) == [
        [(0, 2), (1, 2)],
        [(1, 0), (1, 1), (1, 2)],
        [(1, 2), (2, 2)],
    ]


def test_some_areas_have_the_lines_among_themselves_and_with_others() -> None:
    assert directed(shared_borders([WEST, EAST, NORTH], lambda area: area is NORTH)) == [
        [(0, 2), (1, 2), (2, 2)]
    ]


def test_an_area_within_another_is_a_ring() -> None:
    inner = area((1, 1), (2, 1), (2, 2), (1, 2))
    outer = area((0, 0), (3, 0), (3, 3), (0, 3))
    outer["geometry"]["coordinates"] += inner["geometry"]["coordinates"]
    (ring,) = shared_borders([inner, outer])
    assert ring[0] == ring[-1]
    assert set(ring) == {(1, 1), (2, 1), (2, 2), (1, 2)}
    assert len(ring) == 5


def test_an_area_that_touches_itself_has_no_border_there() -> None:
    bridge = area((0, 0), (1, 0), (2, 0), (1, 0), (0, 1))
    assert shared_borders([bridge]) == []


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ([(0, 0), (1, 0.05), (2, 0)], [(0, 0), (2, 0)]),
        ([(0, 0), (1, 0.2), (2, 0)], [(0, 0), (1, 0.2), (2, 0)]),
        ([(0, 0), (1, 0.2), (1.5, 0.12), (2, 0)], [(0, 0), (1, 0.2), (2, 0)]),
        ([(0, 0), (1, 0), (1, 1), (0, 0)], [(0, 0), (1, 0), (1, 1), (0, 0)]),
        ([(0, 0), (1, 0)], [(0, 0), (1, 0)]),
    ],
)
def test_points_near_what_is_left_are_left_out(line: Line, left: Line) -> None:
    assert simplified(line, 0.1) == left


def test_the_files_hold_what_the_areas_say() -> None:
    expected = dict(files())
    of_countries = {file.stem for file in (BORDERS / "regions").glob("*.geojson")}
    names = {file.stem for file in expected}
    assert names - of_countries == {
        *("africa", "asia", "europe", "north_america", "oceania", "south_america")
    }
    assert len(expected) == len(names)
    assert of_countries <= names
    for file, content in expected.items():
        assert file.read_text("utf-8") == content, f"{file.name}: run python -m tools.border_lines"
    assert set((BORDERS / "lines").rglob("*.geojson")) == set(expected)

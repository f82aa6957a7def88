"""What a map shows of the world: the view that it opens with, and what was clicked on it."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from exhibits.views import Bounds, View, bounds_around, bounds_of, view_of

WIDTH, HEIGHT = 520, 430


def opening(width: int, height: int, *points: tuple[float, float]) -> View:
    """The view that a map opens with of units at latitude and longitude."""
    units = pd.DataFrame(points, columns=["latitude", "longitude"], dtype=float)
    return view_of(bounds_of(units), width, height)


def pixels(view: View, latitude: float, longitude: float) -> tuple[float, float]:
    """Where a place lies from the middle of the map, in pixels, as Web Mercator has it."""
    world: float = 512 * 2**view.zoom

    def down(degrees: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(degrees) / 2)) / (2 * math.pi) * world

    return (longitude - view.longitude) / 360 * world, down(latitude) - down(view.latitude)


@pytest.mark.parametrize(
    "points",
    [
        [(-15.6, -73.8)],
        [(-15.6, -73.8), (-15.6, -73.8)],
        [(-15.6, -73.8), (-13.2, -70.1), (4.6, -74.1)],
        [(-33.0, -70.0), (14.0, -87.0), (6.0, -1.5)],
        [(10.0, -60.0), (70.0, -60.0)],
        [(-12.0, -77.0), (-12.0, 77.0)],
    ],
)
def test_the_map_opens_on_all_units(points: list[tuple[float, float]]) -> None:
    view = opening(WIDTH, HEIGHT, *points)
    for latitude, longitude in points:
        right, up = pixels(view, latitude, longitude)
        assert abs(right) <= WIDTH / 2 and abs(up) <= HEIGHT / 2


def test_a_wide_selection_opens_as_near_as_all_its_units_allow() -> None:
    view = opening(640, 400, (0, -30), (0, 60))
    # 90 degrees are 128 pixels at zoom 0: five times that, less a fifth for the room around.
    assert view.zoom == pytest.approx(math.log2(5 / 1.25), abs=0.01)
    assert (view.latitude, view.longitude) == pytest.approx((0, 15))


def test_one_unit_stands_in_the_middle_and_not_too_near() -> None:
    view = opening(WIDTH, HEIGHT, (-15.6, -73.8))
    assert (view.latitude, view.longitude) == pytest.approx((-15.6, -73.8))
    assert view.zoom == 8.5


def test_units_all_around_the_world_open_on_the_whole_world() -> None:
    view = opening(WIDTH, HEIGHT, (-40, -179), (60, 179))
    assert view.zoom == 0.8


def test_without_a_place_the_map_still_opens_somewhere() -> None:
    view = opening(WIDTH, HEIGHT)
    assert math.isfinite(view.latitude + view.longitude + view.zoom)


def test_the_same_units_open_nearer_on_a_wider_map() -> None:
    units = ((0.0, -30.0), (0.0, 60.0))
    assert opening(1000, 430, *units).zoom > opening(300, 430, *units).zoom


@pytest.mark.parametrize("width", [300, 520, 800])
def test_a_view_says_what_is_seen_in_it(width: int) -> None:
    view = View(-15.6, -73.8, 7.5)
    seen = view.bounds(width, HEIGHT)
    assert (seen.west + seen.east) / 2 == pytest.approx(view.longitude)
    for latitude, longitude in ((seen.north, seen.east), (seen.south, seen.west)):
        right, up = pixels(view, latitude, longitude)
        assert (abs(right), abs(up)) == pytest.approx((width / 2, HEIGHT / 2))


def test_bounds_meet_where_a_place_is_in_both() -> None:
    here = Bounds(-1, 1, -1, 1)
    assert here.meet(Bounds(1, 2, 1, 2)) and here.meet(Bounds(-9, 9, -9, 9)) and here.meet(here)
    assert not here.meet(Bounds(1.1, 2, -1, 1)) and not here.meet(Bounds(-1, 1, -3, -1.1))


def clicked(east: Any = -73.8, north: Any = -15.6, reach: Any = 0.5) -> dict[str, Any]:
    return {"geometry": {"type": "Point", "coordinates": [east, north]}, "reach": reach, "name": "9 units"}


def test_a_click_on_a_cluster_goes_as_near_as_it_reaches() -> None:
    around = bounds_around(clicked())
    assert around == pytest.approx(Bounds(-16.1, -15.1, -74.3, -73.3))
    assert bounds_around(clicked(reach=0)) == Bounds(-15.6, -15.6, -73.8, -73.8)
    # Beyond the ends of Mercator's world there is nothing to see.
    assert bounds_around(clicked(north=80, reach=20)) == Bounds(60, 85, -93.8, -53.8)


@pytest.mark.parametrize(
    "sent",
    [
        *(None, "", 7, [], {}, {"reach": 1}, {"geometry": 3, "reach": 1}, {"geometry": {"coordinates": []}}),
        *(clicked(east="x"), clicked(north=None), clicked(north=91), clicked(east=181), clicked(reach=-1)),
        *(clicked(reach=float("nan")), clicked(reach="9"), clicked(reach=1e9), clicked(north=float("nan"))),
        *(clicked(east=float("inf")), {"geometry": {"coordinates": [1, 2, 3]}, "reach": 1}),
    ],
)
def test_what_no_map_sends_goes_nowhere(sent: object) -> None:
    assert bounds_around(sent) is None

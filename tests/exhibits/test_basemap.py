"""What lies under a map: the view it opens on, names that don't overlap, shades, and its scale."""

from __future__ import annotations

import json
import math
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
import pydeck as pdk
import pytest

from data_access.regions import BORDERS
from exhibits import basemap
from exhibits.basemap import PlaceName, name_labels, opening_view, region_layers, scale_bar, shade_of
from exhibits.theme import DARK, LIGHT

WIDTH, HEIGHT = 520, 430
EARTH_RADIUS = 6371.0088


def places(*points: tuple[float, float]) -> pd.DataFrame:
    """Units at latitude and longitude."""
    return pd.DataFrame(points, columns=["latitude", "longitude"], dtype=float)


def pixels(view: pdk.ViewState, latitude: float, longitude: float) -> tuple[float, float]:
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
    view = opening_view(places(*points), WIDTH, HEIGHT)
    for latitude, longitude in points:
        right, up = pixels(view, latitude, longitude)
        assert abs(right) <= WIDTH / 2 and abs(up) <= HEIGHT / 2


def test_a_wide_selection_opens_as_near_as_all_its_units_allow() -> None:
    view = opening_view(places((0, -30), (0, 60)), 640, 400)
    # 90 degrees are 128 pixels at zoom 0: five times that, less a fifth for the room around.
    assert view.zoom == pytest.approx(math.log2(5 / 1.25), abs=0.01)
    assert (view.latitude, view.longitude) == (pytest.approx(0), 15)


def test_one_unit_stands_in_the_middle_and_not_too_near() -> None:
    view = opening_view(places((-15.6, -73.8)), WIDTH, HEIGHT)
    assert (view.latitude, view.longitude) == (pytest.approx(-15.6), -73.8)
    assert view.zoom == 8.5


def test_units_all_around_the_world_open_on_the_whole_world() -> None:
    view = opening_view(places((-40, -179), (60, 179)), WIDTH, HEIGHT)
    assert view.zoom == 0.8


def test_without_a_place_the_map_still_opens_somewhere() -> None:
    view = opening_view(places(), WIDTH, HEIGHT)
    assert math.isfinite(view.latitude + view.longitude + view.zoom)


def test_the_same_units_open_nearer_on_a_wider_map() -> None:
    units = places((0, -30), (0, 60))
    assert opening_view(units, 1000, 430).zoom > opening_view(units, 300, 430).zoom


def labels(*names: PlaceName, zoom: float = 5) -> list[dict[str, Any]]:
    layer = name_labels(LIGHT, list(names), zoom)
    found: list[dict[str, Any]] = json.loads(layer.to_json())["data"]
    return found


def boxes(labels: list[dict[str, Any]], zoom: float) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each label on the screen: a text's middle is its anchor."""
    found = []
    for label in labels:
        (longitude, latitude), (right, down) = label["at"], label["off"]
        view = pdk.ViewState(latitude=0, longitude=0, zoom=zoom)
        x, up = pixels(view, latitude, longitude)
        # 13 px letters of a sans-serif are about half as wide as high, with padding around them.
        half = (len(label["text"]) * 6.5 + 8) / 2
        found.append((x + right - half, -up + down - 9, x + right + half, -up + down + 9))
    return found


@pytest.mark.parametrize("zoom", [1.0, 4.0, 8.0])
def test_names_do_not_overlap(zoom: float) -> None:
    names = [
        PlaceName(f"Region number {row}{column} · 12 units", -75 + column, -12 + row / 2, row + column)
        for row in range(5)
        for column in range(5)
    ]
    placed = labels(*names, zoom=zoom)
    assert placed
    for one, other in combinations(boxes(placed, zoom), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_the_place_with_more_units_keeps_its_name() -> None:
    crowd = [PlaceName(f"Place {units}", -75.0, -12.0, units) for units in range(20)]
    placed = [label["text"] for label in labels(*crowd)]
    assert placed[0] == "Place 19"
    assert placed == [f"Place {units}" for units in range(19, 19 - len(placed), -1)]
    assert len(placed) < len(crowd)


def test_names_far_apart_are_all_there() -> None:
    assert len(labels(PlaceName("Ghana", -1.5, 6.0, 1), PlaceName("Peru", -75.0, -12.0, 2))) == 2


VALUES = (
    ("PE-ARE", "Arequipa", 40.0, "40"),
    ("PE-PUN", "Puno", 10.0, "10"),
    ("CO-ANT", "Antioquia", 0.0, "0"),
)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_greater_value_has_a_stronger_shade(palette: Any) -> None:
    strength = [palette.shades.index(shade_of(palette, value, VALUES)) for value in range(41)]
    assert (strength[0], strength[-1]) == (0, len(palette.shades) - 1)
    assert all(more - less in (0, 1) for less, more in pairwise(strength))


def test_regions_where_nothing_is_have_the_lowest_shade() -> None:
    nothing = (("PE-ARE", "Arequipa", 0.0, "0"),)
    assert shade_of(LIGHT, 0.0, nothing) == LIGHT.shades[0]


def test_only_regions_with_a_value_are_shaded() -> None:
    layers = {layer.id: json.loads(layer.to_json()) for layer in region_layers(LIGHT, ["PE", "CO"], VALUES)}
    assert set(layers) == {"regions_PE", "regions_CO"}
    fill = layers["regions_PE"]["getFillColor"]
    assert "'PE-ARE'" in fill and "'PE-CUS'" not in fill
    assert fill.endswith(": [0, 0, 0, 0]")


def test_a_country_without_regions_on_the_basemap_has_no_layer() -> None:
    assert region_layers(LIGHT, ["CH"], ()) == []


def test_every_country_with_regions_has_their_borders_by_code() -> None:
    assert {"PE", "CO", "BO", "HN", "GH"} <= basemap.COUNTRIES_WITH_REGIONS
    assert (BORDERS.parent / basemap.WORLD_URL).is_file()
    for country in basemap.COUNTRIES_WITH_REGIONS:
        features = json.loads((BORDERS / "regions" / f"{country}.geojson").read_text("utf-8"))["features"]
        codes = {feature["properties"]["iso_3166_2"] for feature in features}
        # The source has no codes for Madagascar: its regions are drawn and never shaded.
        assert country == "MG" or all(code.startswith(f"{country}-") for code in codes), country


def haversine(one: list[float], other: list[float]) -> float:
    """Kilometres between two places given as longitude and latitude."""
    (west, south), (east, north) = (list(map(math.radians, place)) for place in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(half))


@pytest.mark.parametrize(
    "points",
    [
        [(-15.6, -73.8)],
        [(-15.6, -73.8), (-15.5, -73.7)],
        [(-33.0, -70.0), (14.0, -87.0), (6.0, -1.5)],
        [(60.0, 10.0), (68.0, 25.0)],
    ],
)
def test_the_scale_is_as_long_as_it_says(points: list[tuple[float, float]]) -> None:
    line, said = (json.loads(layer.to_json())["data"][0] for layer in scale_bar(LIGHT, places(*points)))
    kilometres = int(said["text"].removesuffix(" km"))
    assert haversine(*line["path"]) == pytest.approx(kilometres, rel=0.01)
    assert str(kilometres).rstrip("0") in ("1", "2", "5")
    assert said["at"] == line["path"][0]


def test_the_scale_does_not_lie_on_the_units() -> None:
    line, _said = scale_bar(LIGHT, places((-15.6, -73.8), (-13.2, -70.1)))
    (start, end) = json.loads(line.to_json())["data"][0]["path"]
    assert start[1] == end[1] < -15.6 - 0.3
    assert start[0] == -73.8 < end[0]


def test_without_a_place_there_is_no_scale() -> None:
    assert scale_bar(LIGHT, places()) == []

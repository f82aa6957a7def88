"""What lies under a map: the view it opens on, names that don't overlap, shades, and its scale."""

from __future__ import annotations

import json
import math
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
import pytest

from data_access.regions import BORDERS
from exhibits import basemap
from exhibits.basemap import Circle, PlaceName, name_labels, region_layers, scale_bar, shade_of
from exhibits.theme import DARK, LIGHT
from exhibits.views import View, bounds_of
from tests.exhibits.test_views import pixels

WIDTH, HEIGHT = 520, 430
EARTH_RADIUS = 6371.0088


def places(*points: tuple[float, float]) -> pd.DataFrame:
    """Units at latitude and longitude."""
    return pd.DataFrame(points, columns=["latitude", "longitude"], dtype=float)


def labels(*names: PlaceName, zoom: float = 5) -> list[dict[str, Any]]:
    layer = name_labels(LIGHT, list(names), zoom)
    found: list[dict[str, Any]] = json.loads(layer.to_json())["data"]
    return found


def boxes(labels: list[dict[str, Any]], zoom: float) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each label on the screen: a text's middle is its anchor."""
    found = []
    for label in labels:
        (longitude, latitude), (right, down) = label["at"], label["off"]
        view = View(latitude=0, longitude=0, zoom=zoom)
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
    shown = region_layers(LIGHT, ["PE", "CO"], VALUES, "view")
    layers = {layer.id: json.loads(layer.to_json()) for layer in shown}
    assert {name for name in layers if name.startswith("regions")} == {"regions_PE_view", "regions_CO_view"}
    fill = layers["regions_PE_view"]["content"]["getFillColor"]
    assert "'PE-ARE'" in fill and "'PE-CUS'" not in fill
    assert fill.endswith(": [0, 0, 0, 0]")


def test_lines_are_those_of_the_regions_and_of_the_continents_and_can_not_be_clicked() -> None:
    of_regions = [layer for layer in region_layers(LIGHT, ["PE"], ()) if layer.id.startswith("lines")]
    of_countries = basemap.borders(LIGHT, ["PE", "HN", "CO", "no country"])[1:]
    assert [layer.id for layer in of_regions] == ["lines_PE_light"]
    assert [layer.id for layer in of_countries] == ["lines_north_america_light", "lines_south_america_light"]
    drawn = [json.loads(layer.to_json()) for layer in (*of_regions, *of_countries)]
    assert not any(layer["pickable"] for layer in drawn)
    assert all((BORDERS.parent / layer["data"]).is_file() for layer in drawn)


def test_areas_have_no_outline_of_their_own() -> None:
    (land,) = basemap.borders(LIGHT, [])
    region, *_ = region_layers(LIGHT, ["PE"], VALUES)
    assert not json.loads(land.to_json())["stroked"]
    assert not json.loads(region.to_json())["content"]["stroked"]


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
    line, said = (
        json.loads(layer.to_json())["data"][0] for layer in scale_bar(LIGHT, bounds_of(places(*points)))
    )
    kilometres = int(said["text"].removesuffix(" km"))
    assert haversine(*line["path"]) == pytest.approx(kilometres, rel=0.01)
    assert str(kilometres).rstrip("0") in ("1", "2", "5")
    assert said["at"] == line["path"][0]


def test_the_scale_does_not_lie_on_the_units() -> None:
    line, _said = scale_bar(LIGHT, bounds_of(places((-15.6, -73.8), (-13.2, -70.1))))
    (start, end) = json.loads(line.to_json())["data"][0]["path"]
    assert start[1] == end[1] < -15.6 - 0.3
    assert start[0] == -73.8 < end[0]


def test_very_near_the_scale_is_in_metres() -> None:
    line, said = (
        json.loads(layer.to_json())["data"][0]
        for layer in scale_bar(LIGHT, bounds_of(places((-15.6, -73.8), (-15.599, -73.799))), 0.01)
    )
    metres = int(said["text"].removesuffix(" m"))
    assert haversine(*line["path"]) * 1000 == pytest.approx(metres, rel=0.02)


def test_names_leave_the_circles_free() -> None:
    circles = [Circle(-12.0, -75.0, 20.0), Circle(-12.3, -75.0, 12.0)]
    found = name_labels(LIGHT, [PlaceName("Peru · 900 units", -75.0, -12.0, 900)], 5, circles)
    (box,) = boxes(json.loads(found.to_json())["data"], 5)
    for circle in circles:
        x, up = pixels(View(0, 0, 5), circle.latitude, circle.longitude)
        beside = x + circle.radius < box[0] or box[2] < x - circle.radius
        assert beside or -up + circle.radius < box[1] or box[3] < -up - circle.radius


def test_without_a_place_there_is_no_scale() -> None:
    assert scale_bar(LIGHT, bounds_of(places())) == []

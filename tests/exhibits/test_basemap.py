"""What lies under a map: the view it opens on, names that don't overlap, shades, and its scale."""

from __future__ import annotations

import json
import math
from itertools import combinations, pairwise, product
from typing import Any

import pandas as pd
import pytest

from data_access.regions import BORDERS
from exhibits import basemap
from exhibits.basemap import (
    name_labels,
    region_layers,
    scale_line,
    shade_of,
)
from exhibits.place_names import Circle, PlaceName
from exhibits.scale import Scale, scale_of
from exhibits.theme import DARK, LIGHT
from exhibits.views import Bounds, View, bounds_of, pixel, view_of
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


def test_a_name_at_the_edge_of_a_map_is_not_cut() -> None:
    names = [PlaceName("Honduras · 15 units", -86.0, 15.0, 15), PlaceName("Ghana · 21 units", -2.0, 6.0, 21)]
    elsewhere = PlaceName("Bolivia · 29 units", -66.0, -17.0, 29)
    view = view_of(Bounds(6, 15, -86, -2), 260, HEIGHT)
    left, _, right, _ = box = view.box(260, HEIGHT)
    layer = name_labels(LIGHT, [*names, elsewhere], view.zoom, within=box)
    found = json.loads(layer.to_json())["data"]
    assert {label["text"] for label in found} == {each.text for each in (*names, elsewhere)}
    for label in found:
        x, _y = pixel(label["at"][1], label["at"][0], view.zoom)
        half = (len(label["text"]) * 6.5 + 8) / 2
        assert left <= x + label["off"][0] - half and x + label["off"][0] + half <= right


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


def drawn(layers: list[Any], beginning: str) -> dict[str, dict[str, Any]]:
    """The layers whose names begin so, as they are sent."""
    return {layer.id: json.loads(layer.to_json()) for layer in layers if layer.id.startswith(beginning)}


def test_only_regions_with_a_value_are_shaded_and_a_country_is_told_of_its_own_alone() -> None:
    layers = drawn(region_layers(LIGHT, ["PE", "CO"], VALUES, "view"), "regions")
    names = ("regions_PE_view", "regions_PE_afar_view", "regions_CO_view", "regions_CO_afar_view")
    assert set(layers) == set(names)
    for name in names[:2]:
        fill = layers[name]["content"]["getFillColor"]
        assert "'PE-ARE'" in fill and "'PE-CUS'" not in fill and "'CO-ANT'" not in fill
        assert fill.endswith(": [0, 0, 0, 0]")


def test_lines_are_those_of_the_regions_and_of_the_continents_and_can_not_be_clicked() -> None:
    of_regions = drawn(region_layers(LIGHT, ["PE"], ()), "lines")
    of_countries = drawn(basemap.borders(LIGHT, ["PE", "HN", "CO", "no country"]), "lines")
    assert set(of_regions) == {"lines_PE_light", "lines_PE_afar_light"}
    assert set(of_countries) == {
        *("lines_north_america_light", "lines_north_america_afar_light"),
        *("lines_south_america_light", "lines_south_america_afar_light"),
    }
    assert not any(layer["pickable"] for layer in (of_regions | of_countries).values())


def test_borders_have_fewer_points_from_afar_and_all_of_them_from_near_and_never_both() -> None:
    layers = [*region_layers(LIGHT, ["PE"], VALUES), *basemap.borders(LIGHT, ["PE"])]
    found = drawn(layers, "regions") | drawn(layers, "lines")
    assert len(found) == 6
    for name, layer in found.items():
        file = BORDERS.parent / layer["content"]["data"]
        assert file.is_file()
        assert ("afar" in file.parts) == ("_afar_" in name)
        shown = layer.get("visibleMinZoom"), layer.get("visibleMaxZoom")
        assert shown == ((None, basemap.NEAR) if "_afar_" in name else (basemap.NEAR, None))


def test_areas_have_no_outline_of_their_own() -> None:
    (land,) = basemap.borders(LIGHT, [])
    assert not json.loads(land.to_json())["stroked"]
    regions = drawn(region_layers(LIGHT, ["PE"], VALUES), "regions")
    assert not any(layer["content"]["stroked"] for layer in regions.values())


def test_land_is_drawn_in_tiles_that_are_all_there() -> None:
    (land,) = basemap.borders(LIGHT, [])
    sent = json.loads(land.to_json())
    assert sent["minZoom"] == sent["maxZoom"] == basemap.LAND_ZOOM
    for x, y in product(range(2**basemap.LAND_ZOOM), repeat=2):
        assert (BORDERS.parent / sent["data"].format(x=x, y=y)).is_file(), (x, y)


def test_a_country_without_regions_on_the_basemap_has_no_layer() -> None:
    assert region_layers(LIGHT, ["CH"], ()) == []


def test_every_country_with_regions_has_their_borders_by_code() -> None:
    assert {"PE", "CO", "BO", "HN", "GH"} <= basemap.COUNTRIES_WITH_REGIONS
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
    scale = scale_of(bounds_of(places(*points)))
    assert scale is not None
    kilometres = int(scale.said.removesuffix(" km"))
    assert haversine(scale.start, scale.end) == pytest.approx(kilometres, rel=0.01)
    assert str(kilometres).rstrip("0") in ("1", "2", "5")
    assert json.loads(scale_line(LIGHT, scale).to_json())["data"] == [{"path": [scale.start, scale.end]}]


def test_the_length_of_the_scale_stands_above_its_beginning_among_the_names() -> None:
    scale = Scale([-73.8, -17.0], [-72.9, -17.0], "100 km")
    sent = json.loads(name_labels(LIGHT, [PlaceName("Peru", -75.0, -12.0, 2)], 5, scale=scale).to_json())
    name, length = sent["data"]
    assert (length["text"], length["at"], length["off"]) == ("100 km", scale.start, [0, -10])
    assert "scale" in length and "scale" not in name
    assert sent["getTextAnchor"] == "@@=scale ? 'start' : 'middle'"


def test_the_scale_does_not_lie_on_the_units() -> None:
    scale = scale_of(bounds_of(places((-15.6, -73.8), (-13.2, -70.1))))
    assert scale is not None
    assert scale.start[1] == scale.end[1] < -15.6 - 0.3
    assert scale.start[0] == -73.8 < scale.end[0]


def test_very_near_the_scale_is_in_metres() -> None:
    scale = scale_of(bounds_of(places((-15.6, -73.8), (-15.599, -73.799))), 0.01)
    assert scale is not None
    metres = int(scale.said.removesuffix(" m"))
    assert haversine(scale.start, scale.end) * 1000 == pytest.approx(metres, rel=0.02)


def test_names_leave_the_circles_free() -> None:
    circles = [Circle(-12.0, -75.0, 20.0), Circle(-12.3, -75.0, 12.0)]
    found = name_labels(LIGHT, [PlaceName("Peru · 900 units", -75.0, -12.0, 900)], 5, circles)
    (box,) = boxes(json.loads(found.to_json())["data"], 5)
    for circle in circles:
        x, up = pixels(View(0, 0, 5), circle.latitude, circle.longitude)
        beside = x + circle.radius < box[0] or box[2] < x - circle.radius
        assert beside or -up + circle.radius < box[1] or box[3] < -up - circle.radius


def test_without_a_place_there_is_no_scale() -> None:
    assert scale_of(bounds_of(places())) is None

"""What lies under a map: land, borders and region names from the bundled files, and a scale.

Borders travel by URL from the dashboard's own ``/borders`` and are drawn without any outside
request. See ``data_access/borders/README.txt`` for their source and point of view.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd
import pydeck as pdk

from data_access.regions import BORDERS
from exhibits.theme import Theme

WORLD_URL = "borders/adm0_world.geojson"
COUNTRIES_WITH_REGIONS = frozenset(file.stem for file in (BORDERS / "regions").glob("*.geojson"))
KILOMETRES_PER_DEGREE = 111.32
ROOM_AROUND = 1.25
FONT = pdk.types.String("Source Sans, sans-serif")
TRANSPARENT = [0, 0, 0, 0]

CHARACTER_WIDTH = 7.2

# Code, name, value and the value in words.
RegionValue = tuple[str, str, float, str]


class PlaceName(NamedTuple):
    """Words to stand beside the units of a place, and how many these are."""

    text: str
    longitude: float
    latitude: float
    units: int


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """``#RRGGBB`` as deck.gl takes it."""
    return [*(int(colour[place : place + 2], 16) for place in (1, 3, 5)), alpha]


def borders(palette: Theme) -> list[pdk.Layer]:
    """Land under everything, then the countries' borders."""
    return [
        pdk.Layer(
            "GeoJsonLayer",
            WORLD_URL,
            id=f"world_{palette.name}",
            get_fill_color=rgb(palette.land),
            get_line_color=rgb(palette.border),
            line_width_min_pixels=1.2,
            stroked=True,
            pickable=False,
        )
    ]


def region_layers(
    palette: Theme, countries: Iterable[str], values: tuple[RegionValue, ...]
) -> list[pdk.Layer]:
    """The borders of the countries' regions, those with a value shaded by it; a click finds its
    region under the layer's id, ``regions_`` and the country's code."""
    fill = _fill_expression(palette, values)
    return [
        pdk.Layer(
            "GeoJsonLayer",
            f"borders/regions/{country}.geojson",
            id=f"regions_{country}",
            get_fill_color=fill,
            # deck.gl keeps an accessor's results until it is told that the accessor has changed.
            update_triggers={"getFillColor": [fill], "getLineColor": [palette.name]},
            get_line_color=rgb(palette.border, 150),
            line_width_min_pixels=0.5,
            stroked=True,
            pickable=True,
        )
        for country in sorted(countries)
        if country in COUNTRIES_WITH_REGIONS
    ]


def shade_of(palette: Theme, value: float, values: tuple[RegionValue, ...]) -> str:
    """The shade of a value on the scale from zero to the greatest value shown."""
    most = max((shown for _, _, shown, _ in values), default=0) or 1
    return palette.shades[min(int(value / most * len(palette.shades)), len(palette.shades) - 1)]


def name_labels(palette: Theme, names: list[PlaceName], zoom: float) -> pdk.Layer:
    """The names of places beside their units, where no two overlap as the map opens.

    Those with more units are placed first; one that finds no room is left to the tooltip.
    """
    degrees = 360 / (512 * 2**zoom)  # a pixel, at the equator
    taken: list[tuple[float, float, float, float]] = []
    labels = []
    for name in sorted(names, key=lambda name: -name.units):
        half = (len(name.text) * CHARACTER_WIDTH + 8) / 2
        for right, down in ((0, 20), (0, -20), (half + 14, 0), (-half - 14, 0), (0, 40), (0, -40)):
            x, y = name.longitude / degrees + right, -_mercator(name.latitude) / degrees + down
            box = (x - half, y - 10, x + half, y + 10)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                labels.append(
                    {"at": [name.longitude, name.latitude], "text": name.text, "off": [right, down]}
                )
                break
    return pdk.Layer(
        "TextLayer",
        labels,
        id="names",
        get_position="at",
        get_text="text",
        get_size=13,
        get_color=rgb(palette.ink),
        font_family=FONT,
        font_weight=600,
        background=True,
        get_background_color=rgb(palette.paper, 215),
        background_padding=[4, 1, 4, 1],
        character_set=pdk.types.String("auto"),
        get_pixel_offset="off",
        pickable=False,
    )


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def opening_view(placed: pd.DataFrame, width: int, height: int) -> pdk.ViewState:
    """The view that holds all units of the selection, with some room around them."""
    if placed.empty:
        return pdk.ViewState(latitude=-8, longitude=-70, zoom=3)
    west, east = placed["longitude"].min(), placed["longitude"].max()
    south, north = (_mercator(placed["latitude"].agg(end)) for end in ("min", "max"))
    # A world at zoom 0 is 512 pixels wide, and as high in Mercator's degrees.
    spans = ((east - west) * 512 / 360 / width, (north - south) * 512 / 360 / height, 1e-3)
    zoom = math.log2(1 / (max(spans) * ROOM_AROUND))
    return pdk.ViewState(
        latitude=_latitude((south + north) / 2),
        longitude=(west + east) / 2,
        zoom=round(min(max(zoom, 0.8), 8.5), 2),
    )


def _mercator(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _latitude(mercator: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


def scale_bar(palette: Theme, placed: pd.DataFrame) -> list[pdk.Layer]:
    """A line of known length south-west of the units, right at every zoom since it lies on the ground."""
    if placed.empty:
        return []
    south, west = placed["latitude"].min(), placed["longitude"].min()
    span = max(placed["latitude"].max() - south, placed["longitude"].max() - west, 0.4)
    kilometres = _round_length(span * KILOMETRES_PER_DEGREE / 5)
    # Below the names that stand under the units.
    latitude = max(south - max(span * 0.15, 0.09), -80)
    length = kilometres / (KILOMETRES_PER_DEGREE * math.cos(math.radians(latitude)))
    start = [round(west, 4), round(latitude, 4)]
    end = [round(start[0] + length, 4), start[1]]
    line = pdk.Layer(
        "PathLayer",
        [{"path": [start, end]}],
        id="scale",
        get_path="path",
        get_color=rgb(palette.muted),
        width_min_pixels=2,
        pickable=False,
    )
    said = pdk.Layer(
        "TextLayer",
        [{"at": start, "text": f"{kilometres} km"}],
        id="scale_length",
        get_position="at",
        get_text="text",
        get_size=12,
        font_family=FONT,
        get_color=rgb(palette.muted),
        get_pixel_offset=[0, -10],
        get_text_anchor=pdk.types.String("start"),
        pickable=False,
    )
    return [line, said]


def _fill_expression(palette: Theme, values: tuple[RegionValue, ...]) -> str:
    """A deck.gl expression: the shade of the region whose code the feature carries."""
    branches = "".join(
        f"properties.iso_3166_2 === '{code}' ? {rgb(shade_of(palette, value, values), 215)} : "
        for code, _, value, _ in values
    )
    return f"{branches}{TRANSPARENT}"


def _round_length(kilometres: float) -> int:
    magnitude = 10 ** math.floor(math.log10(max(kilometres, 1)))
    return int(max(step * magnitude for step in (1, 2, 5) if step * magnitude <= max(kilometres, 1)))

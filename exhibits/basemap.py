"""What lies under a map: land, borders and region names from the bundled files, and a scale.

Borders travel by URL from the dashboard's own ``/borders`` and are drawn without any outside
request. See ``borders/README.txt`` for their source and point of view.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

import pandas as pd
import pydeck as pdk

from exhibits.theme import Theme

BORDERS = Path(__file__).parent / "borders"
WORLD_URL = "borders/adm0_world.geojson"
REGIONS_URL = "borders/adm1_asm_countries.geojson"
KILOMETRES_PER_DEGREE = 111.32
TRANSPARENT = [0, 0, 0, 0]

# Code, name, value and the value in words.
RegionValue = tuple[str, str, float, str]


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


def regions_layer(palette: Theme, values: tuple[RegionValue, ...]) -> pdk.Layer:
    """The regions' borders, those with a value shaded by its place between least and most."""
    fill = _fill_expression(palette, values)
    return pdk.Layer(
        "GeoJsonLayer",
        REGIONS_URL,
        id="regions",
        get_fill_color=fill,
        # deck.gl keeps an accessor's results until it is told that the accessor has changed.
        update_triggers={"getFillColor": [fill], "getLineColor": [palette.name]},
        get_line_color=rgb(palette.border, 150),
        line_width_min_pixels=0.5,
        stroked=True,
        pickable=True,
    )


def shade_of(palette: Theme, value: float, values: tuple[RegionValue, ...]) -> str:
    """The shade of a value on the scale from zero to the greatest value shown."""
    most = max((shown for _, _, shown, _ in values), default=0) or 1
    return palette.shades[min(int(value / most * len(palette.shades)), len(palette.shades) - 1)]


def region_labels(palette: Theme, values: tuple[RegionValue, ...]) -> pdk.Layer:
    """The names of the regions in view, with their values in words."""
    places = _label_places()
    data = [
        {"at": places[code], "text": f"{name}\n{said}"} for code, name, _, said in values if code in places
    ]
    return pdk.Layer(
        "TextLayer",
        data,
        id="region_names",
        get_position="at",
        get_text="text",
        get_size=12,
        size_units=pdk.types.String("pixels"),
        get_color=rgb(palette.ink),
        font_family=pdk.types.String("Source Sans, sans-serif"),
        font_settings={"sdf": True},
        outline_width=3,
        outline_color=rgb(palette.land),
        character_set=pdk.types.String("auto"),
        get_pixel_offset=[0, 0],
        pickable=False,
    )


def scale_bar(palette: Theme, placed: pd.DataFrame) -> list[pdk.Layer]:
    """A line of known length south-west of the units, right at every zoom since it lies on the ground."""
    if placed.empty:
        return []
    south, west = placed["latitude"].min(), placed["longitude"].min()
    span = max(placed["latitude"].max() - south, placed["longitude"].max() - west, 0.4)
    kilometres = _round_length(span * KILOMETRES_PER_DEGREE / 5)
    latitude = max(south - span * 0.08, -80)
    length = kilometres / (KILOMETRES_PER_DEGREE * math.cos(math.radians(latitude)))
    start = [round(west - length * 1.2, 4), round(latitude, 4)]
    end = [round(start[0] + length, 4), start[1]]
    return [
        pdk.Layer("PathLayer", [{"path": [start, end]}], id="scale", get_path="path", get_color=rgb(palette.muted),
                  width_min_pixels=2, pickable=False),
        pdk.Layer("TextLayer", [{"at": start, "text": f"{kilometres} km"}], id="scale_length", get_position="at",
                  get_text="text", get_size=12, get_color=rgb(palette.muted), get_pixel_offset=[0, -10],
                  get_text_anchor=pdk.types.String("start"), pickable=False),
    ]  # fmt: skip


def _fill_expression(palette: Theme, values: tuple[RegionValue, ...]) -> str:
    """A deck.gl expression: the shade of the region whose code the feature carries."""
    branches = "".join(
        f"properties.iso_3166_2 === '{code}' ? {rgb(shade_of(palette, value, values), 215)} : "
        for code, _, value, _ in values
    )
    return f"@@={branches}{TRANSPARENT}"


def _round_length(kilometres: float) -> int:
    magnitude = 10 ** math.floor(math.log10(max(kilometres, 1)))
    return int(max(step * magnitude for step in (1, 2, 5) if step * magnitude <= max(kilometres, 1)))


@cache
def _label_places() -> dict[str, list[float]]:
    regions = json.loads((BORDERS / "adm1_asm_countries.geojson").read_text("utf-8"))["features"]
    return {
        region["properties"]["iso_3166_2"]: [
            region["properties"]["label_lon"],
            region["properties"]["label_lat"],
        ]
        for region in regions
        if region["properties"].get("iso_3166_2")
    }

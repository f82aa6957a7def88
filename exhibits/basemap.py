"""What lies under a map: land, borders and region names from the bundled files, and a scale.

Borders travel by URL from the dashboard's own ``/borders`` and are drawn without any outside
request. See ``data_access/borders/README.txt`` for their source and point of view.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import pydeck as pdk

from data_access.regions import BORDERS, continents
from exhibits.theme import Theme
from exhibits.views import Bounds, pixel

WORLD_URL = "borders/adm0_world.geojson"
COUNTRIES_WITH_REGIONS = frozenset(file.stem for file in (BORDERS / "regions").glob("*.geojson"))
WITH_LINES = frozenset(file.stem for file in (BORDERS / "lines").glob("*.geojson"))
KILOMETRES_PER_DEGREE = 111.32
FONT = pdk.types.String("Source Sans, sans-serif")
TRANSPARENT = [0, 0, 0, 0]
# Under this name a layer holds another one that it shows.
CONTENT = "content"

CHARACTER_WIDTH = 7.2

# Code, name, value and the value in words.
RegionValue = tuple[str, str, float, str]


class PlaceName(NamedTuple):
    """Words to stand beside the units of a place, and how many these are."""

    text: str
    longitude: float
    latitude: float
    units: int


class Circle(NamedTuple):
    """A circle of so many pixels around a place."""

    latitude: float
    longitude: float
    radius: float


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """``#RRGGBB`` as deck.gl takes it."""
    return [*(int(colour[place : place + 2], 16) for place in (1, 3, 5)), alpha]


def borders(palette: Theme, countries: Iterable[str]) -> list[pdk.Layer]:
    """Land under everything, then the borders of all countries on the continents of these."""
    land = pdk.Layer(
        "GeoJsonLayer",
        WORLD_URL,
        id=f"world_{palette.name}",
        get_fill_color=rgb(palette.land),
        stroked=False,
        pickable=False,
    )
    there = sorted({continents().get(country, "") for country in countries} & WITH_LINES)
    return [land, *(_lines(each, palette, rgb(palette.border), 1.2) for each in there)]


def shown_between(
    name: str, layer: pdk.Layer, appears: float | None = None, breaks: float | None = None
) -> pdk.Layer:
    """A layer that is drawn between two zooms only, and keeps its colours whatever is selected.

    deck.gl has the first for layers of tiles alone: this is one of a single tile, the world, whose content is
    the layer itself. A click finds its objects under ``name``.
    """
    return pdk.Layer(
        "TileLayer",
        None,
        id=name,
        min_zoom=0,
        max_zoom=0,
        visible_min_zoom=appears,
        visible_max_zoom=breaks,
        get_tile_data="id",
        render_sub_layers=CONTENT,
        pickable=layer.pickable,
        **{CONTENT: layer},
    )


def region_layers(
    palette: Theme, countries: Iterable[str], values: tuple[RegionValue, ...], view: str = ""
) -> list[pdk.Layer]:
    """The borders of the countries' regions, those with a value shaded by it.

    A click finds its region under an id of ``regions``, the country's code and the ``view``. Where that
    becomes another one, as after a click on a region, nothing is selected any more.
    """
    fill = _fill_expression(palette, values)
    known = sorted(COUNTRIES_WITH_REGIONS & set(countries))
    areas = [
        shown_between(
            f"regions_{country}_{view}",
            pdk.Layer(
                "GeoJsonLayer",
                f"borders/regions/{country}.geojson",
                id=f"borders_{country}",
                get_fill_color=fill,
                # deck.gl keeps an accessor's results until it is told that the accessor has changed.
                update_triggers={"getFillColor": [fill]},
                stroked=False,
                pickable=True,
            ),
        )
        for country in known
    ]
    return [*areas, *(_lines(country, palette, rgb(palette.border, 150), 0.5) for country in known)]


def _lines(area: str, palette: Theme, colour: list[int], pixels: float) -> pdk.Layer:
    """The lines between a continent's countries or a country's regions.

    Areas are filled without an outline: a browser that draws without a graphics card takes as long for each
    piece of a line as for a polygon, and would draw each border twice.
    """
    return pdk.Layer(
        "GeoJsonLayer",
        f"borders/lines/{area}.geojson",
        id=f"lines_{area}_{palette.name}",
        get_line_color=colour,
        line_width_min_pixels=pixels,
        pickable=False,
    )


def shade_of(palette: Theme, value: float, values: tuple[RegionValue, ...]) -> str:
    """The shade of a value on the scale from zero to the greatest value shown."""
    most = max((shown for _, _, shown, _ in values), default=0) or 1
    return palette.shades[min(int(value / most * len(palette.shades)), len(palette.shades) - 1)]


def name_labels(
    palette: Theme, names: list[PlaceName], zoom: float, circles: Iterable[Circle] = ()
) -> pdk.Layer:
    """The names of places beside their units, where no two overlap as the map opens, nor a circle.

    Those with more units are placed first; one that finds no room is left to the tooltip.
    """
    taken: list[tuple[float, float, float, float]] = []
    beyond = 0.0
    for circle in circles:
        beyond = max(beyond, circle.radius)
        x, y = pixel(circle.latitude, circle.longitude, zoom)
        taken.append((x - circle.radius, y - circle.radius, x + circle.radius, y + circle.radius))
    labels = []
    for name in sorted(names, key=lambda name: -name.units):
        half = (len(name.text) * CHARACTER_WIDTH + 8) / 2
        side, near = half + 14 + beyond, 20 + beyond
        for right, down in ((0, near), (0, -near), (side, 0), (-side, 0), (0, near + 20), (0, -near - 20)):
            east, south = pixel(name.latitude, name.longitude, zoom)
            x, y = east + right, south + down
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


def scale_bar(palette: Theme, bounds: Bounds | None, least: float = 0.4) -> list[pdk.Layer]:
    """A line of known length south-west of the units, right at every zoom since it lies on the ground.

    ``least`` is how many degrees the map shows at the least.
    """
    if bounds is None:
        return []
    south, west = bounds.south, bounds.west
    span = max(bounds.north - south, bounds.east - west, least)
    metres = _round_length(span * KILOMETRES_PER_DEGREE * 1000 / 5)
    # Below the names that stand under the units.
    latitude = max(south - max(span * 0.15, least * 0.225), -80)
    length = metres / (KILOMETRES_PER_DEGREE * 1000 * math.cos(math.radians(latitude)))
    start = [round(west, 5), round(latitude, 5)]
    end = [round(start[0] + length, 5), start[1]]
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
        [{"at": start, "text": f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"}],
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


def _round_length(metres: float) -> int:
    magnitude = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(step * magnitude for step in (1, 2, 5) if step * magnitude <= max(metres, 1)))

"""What lies under a map: land, borders and region names from the bundled files, and a scale.

Borders travel by URL from the dashboard's own ``/borders`` and are drawn without any outside
request. See ``data_access/borders/README.txt`` for their source and point of view.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydeck as pdk

from data_access.regions import BORDERS, continents
from exhibits.place_names import Box, Circle, PlaceName, placed_names
from exhibits.scale import Scale
from exhibits.theme import Theme

LAND_URL = "borders/land/{x}_{y}.geojson"
# The land's tiles are those of web maps at this zoom, of a world that ends where Mercator's does.
LAND_ZOOM = 2
WORLD = [-180, -85.05, 180, 85.05]
# Up to this zoom borders have as many points as can be seen from there.
NEAR = 3.7
COUNTRIES_WITH_REGIONS = frozenset(file.stem for file in (BORDERS / "regions").glob("*.geojson"))
WITH_LINES = frozenset(file.stem for file in (BORDERS / "lines").glob("*.geojson"))
FONT = pdk.types.String("Source Sans, sans-serif")
TRANSPARENT = [0, 0, 0, 0]
# Under this name a layer holds another one that it shows.
CONTENT = "content"

# Code, name, value and the value in words.
RegionValue = tuple[str, str, float, str]


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """``#RRGGBB`` as deck.gl takes it."""
    return [*(int(colour[place : place + 2], 16) for place in (1, 3, 5)), alpha]


def borders(palette: Theme, countries: Iterable[str]) -> list[pdk.Layer]:
    """Land under everything, then the borders of all countries on the continents of these.

    Land is drawn in tiles: only those that a map shows.
    """
    land = pdk.Layer(
        "TileLayer",
        LAND_URL,
        id=f"land_{palette.name}",
        min_zoom=LAND_ZOOM,
        max_zoom=LAND_ZOOM,
        extent=WORLD,
        get_fill_color=rgb(palette.land),
        stroked=False,
        pickable=False,
    )
    there = sorted({continents().get(country, "") for country in countries} & WITH_LINES)
    return [land, *(line for each in there for line in _lines(each, palette, rgb(palette.border), 1.2))]


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
    known = sorted(COUNTRIES_WITH_REGIONS & set(countries))
    return [
        *(area for country in known for area in _areas(country, palette, values, view)),
        *(line for country in known for line in _lines(country, palette, rgb(palette.border, 150), 0.5)),
    ]


def _areas(country: str, palette: Theme, values: tuple[RegionValue, ...], view: str) -> list[pdk.Layer]:
    """The regions of a country, those with a value shaded by it."""
    fill = _fill_expression(palette, country, values)
    return _from_afar_and_near(
        "regions",
        country,
        view,
        get_fill_color=fill,
        # deck.gl keeps an accessor's results until it is told that the accessor has changed.
        update_triggers={"getFillColor": [fill]},
        stroked=False,
        pickable=True,
    )


def _lines(area: str, palette: Theme, colour: list[int], pixels: float) -> list[pdk.Layer]:
    """The lines between a continent's countries or a country's regions.

    Areas are filled without an outline: a browser that draws without a graphics card takes as long for each
    piece of a line as for a polygon, and would draw each border twice.
    """
    return _from_afar_and_near(
        "lines",
        area,
        palette.name,
        get_line_color=colour,
        line_width_min_pixels=pixels,
        pickable=False,
    )


def _from_afar_and_near(kind: str, area: str, view: str, **drawn: Any) -> list[pdk.Layer]:
    """Borders of a kind twice: with fewer points where a map shows whole countries, else with all of them."""
    afar, near = f"{kind}_{area}_afar_{view}", f"{kind}_{area}_{view}"
    coarse = pdk.Layer("GeoJsonLayer", f"borders/afar/{kind}/{area}.geojson", id=f"{afar}_drawn", **drawn)
    whole = pdk.Layer("GeoJsonLayer", f"borders/{kind}/{area}.geojson", id=f"{near}_drawn", **drawn)
    return [shown_between(afar, coarse, breaks=NEAR), shown_between(near, whole, appears=NEAR)]


def shade_of(palette: Theme, value: float, values: tuple[RegionValue, ...]) -> str:
    """The shade of a value on the scale from zero to the greatest value shown."""
    most = max((shown for _, _, shown, _ in values), default=0) or 1
    return palette.shades[min(int(value / most * len(palette.shades)), len(palette.shades) - 1)]


def name_labels(
    palette: Theme,
    names: list[PlaceName],
    zoom: float,
    circles: Iterable[Circle] = (),
    scale: Scale | None = None,
    within: Box | None = None,
) -> pdk.Layer:
    """The names of places beside their units, where as the map opens no two overlap, nor a circle, and none
    is cut at the edges of what it lies ``within``; and the length of the ``scale``.

    One that finds no room is left to the tooltip. All words are in one layer: a browser without a graphics
    card needs a fifth of a second to begin with another.
    """
    labels: list[dict[str, Any]] = [
        {"at": [name.longitude, name.latitude], "text": name.text, "off": [right, down]}
        for name, right, down in placed_names(names, zoom, circles, within)
    ]
    if scale:
        labels.append({"at": scale.start, "text": scale.said, "off": [0, -10], "scale": 1})
    return pdk.Layer(
        "TextLayer",
        labels,
        id="names",
        get_position="at",
        get_text="text",
        get_size=13,
        get_color=f"scale ? {rgb(palette.muted)} : {rgb(palette.ink)}",
        get_text_anchor="scale ? 'start' : 'middle'",
        update_triggers={"getColor": [palette.name]},
        font_family=FONT,
        font_weight=600,
        background=True,
        get_background_color=rgb(palette.paper, 215),
        background_padding=[4, 1, 4, 1],
        character_set=pdk.types.String("auto"),
        get_pixel_offset="off",
        pickable=False,
    )


def scale_line(palette: Theme, scale: Scale) -> pdk.Layer:
    """The line of a scale; its length stands among the names."""
    return pdk.Layer(
        "PathLayer",
        [{"path": [scale.start, scale.end]}],
        id="scale",
        get_path="path",
        get_color=rgb(palette.muted),
        width_min_pixels=2,
        pickable=False,
    )


def _fill_expression(palette: Theme, country: str, values: tuple[RegionValue, ...]) -> str:
    """A deck.gl expression: the shade of the country's region whose code the feature carries."""
    branches = "".join(
        f"properties.iso_3166_2 === '{code}' ? {rgb(shade_of(palette, value, values), 215)} : "
        for code, _, value, _ in values
        if code.startswith(f"{country}-")
    )
    return f"{branches}{TRANSPARENT}"

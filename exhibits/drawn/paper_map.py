"""Drawn: a map on paper: land, borders and shaded regions, units in their colours, names and a scale."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

import altair as alt
import pandas as pd

from exhibits.basemap import RegionValue, shade_of
from exhibits.contours import DOTS, Sheet, country_borders, land, region, region_borders
from exhibits.drawn.ground import REGIONS_FROM_ZOOM, place_names
from exhibits.exhibit import Paper, Rows
from exhibits.place_names import Box, Circle, PlaceName, placed_names
from exhibits.scale import scale_from
from exhibits.theme import Theme
from exhibits.views import NEAREST, Bounds, View, view_of

TEXT_SIZE = 13
HALO = 4.0
MARGIN = 12
# So high is a scale with its words, and a map at the most so many times as wide.
FOOT = 36
LONGEST_SCALE = 6
# What the ground is made of besides regions by their codes.
LAND, BETWEEN_REGIONS, BETWEEN_COUNTRIES = "land", "between regions", "between countries"


class Point(NamedTuple):
    """A circle on a map: where, how large in pixels, a code for its colour, words for the pointer, and the
    number in it, if any."""

    latitude: float
    longitude: float
    radius: float
    group: str
    said: str
    number: str = ""


class Drawn:
    """What is drawn on a sheet, and the rows that it is drawn from, by name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.datasets: dict[str, Rows] = {}

    def chart(self, rows: Rows) -> alt.Chart:
        """A chart of rows; they are named after what they are, so that both themes can share them."""
        name = f"rows_{crc32(json.dumps(rows).encode()):08x}"
        self.datasets[name] = rows
        return alt.Chart(alt.NamedData(name))

    def shaped(self, shapes: Rows) -> alt.Chart:
        """A chart of shapes, which are in dots already."""
        return self.chart(shapes).project(type="identity", scale=1 / DOTS, translate=[0, 0])

    def placed(self, places: Iterable[Any], rows: Rows) -> alt.Chart:
        """A chart of rows, each at its place."""
        at = (self.sheet.at(place.latitude, place.longitude) for place in places)
        return self.chart(
            [{"x": round(x, 1), "y": round(y, 1)} | row for (x, y), row in zip(at, rows, strict=True)]
        ).encode(x=alt.X("x:Q", axis=None, scale=None), y=alt.Y("y:Q", axis=None, scale=None))


def view_on_paper(bounds: Bounds | None, width: int, height: int, nearest: float = NEAREST) -> View:
    """The view that holds all of that, with room below and above it for names and a scale."""
    return view_of(bounds, width - 2 * MARGIN, max(height - 2 * FOOT, 1), nearest)


def paper_map(
    palette: Theme,
    width: int,
    height: int,
    view: View,
    points: Sequence[Point],
    colours: Mapping[str, str],
    places: pd.DataFrame,
    regions: tuple[RegionValue, ...],
    countries: Iterable[tuple[str, str]],
    shading: str,
    enlarged: float = 1,
    numbers: Mapping[str, str] | None = None,
) -> Paper:
    """Units, or clusters of them, above land and regions, as on the screen.

    ``places`` and ``regions`` are what ``ground.map_of_units`` takes.
    ``colours`` are by the points' groups, ``enlarged`` is how many times their radius they are drawn, and
    ``numbers`` has the colours of the numbers within.
    """
    sheet = Sheet(width, height, view)
    drawn = Drawn(sheet)
    shown = [point for point in points if sheet.shows(point.latitude, point.longitude)]
    within = {code[:2] for code in set(places["region"])}
    # Nobody goes nearer on paper: the regions of one country are named from wherever it is seen.
    near = view.zoom >= REGIONS_FROM_ZOOM or len(within) == 1
    names = [
        name
        for name in place_names(places, regions, countries, near)
        if sheet.shows(name.latitude, name.longitude)
    ]
    circles = [Circle(point.latitude, point.longitude, point.radius * enlarged) for point in shown]
    room, corner = _rooms(sheet)
    layers = [
        _ground(palette, drawn, within, regions if shading else ()),
        *_circles(palette, drawn, shown, colours, enlarged),
        *_numbers(drawn, [point for point in shown if point.number], numbers or {}),
        *_names(palette, drawn, placed_names(names, view.zoom, circles, room, [corner])),
        *_scale(palette, drawn),
    ]
    sea = alt.ViewBackground(fill=palette.sea, stroke=None)
    layered = alt.layer(*layers).resolve_scale(fill="independent", color="independent", size="independent")
    return Paper(layered.properties(width=width, height=height, view=sea), drawn.datasets)


def _rooms(sheet: Sheet) -> tuple[Box, Box]:
    """Where names may stand, and where the scale does, in pixels of the world."""
    left, top, right, bottom = sheet.view.box(sheet.width, sheet.height)
    names = (left + MARGIN, top + MARGIN, right - MARGIN, bottom - MARGIN)
    return names, (left, bottom - FOOT, left + MARGIN + sheet.width / LONGEST_SCALE, bottom)


def _ground(palette: Theme, drawn: Drawn, countries: set[str], shaded: tuple[RegionValue, ...]) -> alt.Chart:
    """Land, regions and borders as shapes of one layer."""
    sheet = drawn.sheet
    shapes = {
        LAND: (land(sheet), palette.land, palette.land, 0.6),
        **{
            code: (region(sheet, code), shade := shade_of(palette, value, shaded), shade, 0.3)
            for code, _name, value, _said in shaded
        },
        BETWEEN_REGIONS: (region_borders(sheet, countries), palette.border, palette.border, 0.5),
        BETWEEN_COUNTRIES: (country_borders(sheet, countries), palette.border, palette.border, 1.2),
    }
    said = {code: f"{name} · {value}" for code, name, _value, value in shaded}
    rows = [
        shape | {"properties": {"code": code} | ({"name": said[code]} if code in said else {})}
        for code, (shape, *_look) in shapes.items()
    ]
    codes, looks = list(shapes), list(zip(*shapes.values(), strict=True))
    fills, strokes, widths = (alt.Scale(domain=codes, range=list(look)) for look in looks[1:])
    by = "properties.code:N"
    ground: alt.Chart = (
        drawn.shaped(rows)
        .mark_geoshape(clip=False, strokeJoin="round")
        .encode(
            fill=alt.condition(
                "datum.geometry.type === 'MultiLineString'",
                alt.value(None),
                alt.Fill(by, scale=fills, legend=None),
            ),
            stroke=alt.Stroke(by, scale=strokes, legend=None),
            strokeWidth=alt.StrokeWidth("properties.code:O", scale=widths, legend=None),
            tooltip=alt.condition(
                "isValid(datum.properties.name)", alt.Tooltip("properties.name:N"), alt.value(None)
            ),
        )
    )
    return ground


def _circles(
    palette: Theme, drawn: Drawn, points: Sequence[Point], colours: Mapping[str, str], enlarged: float
) -> list[alt.Chart]:
    if not points:
        return []
    largest = max(point.radius for point in points)
    # Vega takes the square around a circle for its size.
    sizes = alt.Scale(type="pow", exponent=2, domain=[0, largest], range=[0, (2 * largest * enlarged) ** 2])
    rows = [{"r": point.radius, "group": point.group, "name": point.said} for point in points]
    circles = drawn.placed(points, rows).mark_circle(opacity=1, stroke=palette.muted, strokeWidth=0.75)
    return [
        circles.encode(
            size=alt.Size("r:Q", scale=sizes, legend=None),
            fill=alt.Fill("group:N", scale=_as_given(colours), legend=None),
            tooltip="name:N",
        )
    ]


def _numbers(drawn: Drawn, points: Sequence[Point], colours: Mapping[str, str]) -> list[alt.Chart]:
    if not points:
        return []
    rows = [{"group": point.group, "text": point.number} for point in points]
    written = drawn.placed(points, rows).mark_text(fontSize=TEXT_SIZE, fontWeight=600, tooltip=None)
    colour = alt.Color("group:N", scale=_as_given(colours), legend=None)
    return [written.encode(text="text:N", color=colour)]


def _as_given(colours: Mapping[str, str]) -> alt.Scale:
    return alt.Scale(domain=list(colours), range=list(colours.values()))


def _names(palette: Theme, drawn: Drawn, placed: Sequence[tuple[PlaceName, float, float]]) -> list[alt.Chart]:
    if not placed:
        return []
    rows = [{"text": name.text, "right": right, "down": down} for name, right, down in placed]
    offset: dict[str, Any] = {"dx": alt.expr("datum.right"), "dy": alt.expr("datum.down")}
    beside = drawn.placed((name for name, *_offset in placed), rows)
    return _written(palette, beside, weight=600, **offset)


def _scale(palette: Theme, drawn: Drawn) -> list[alt.Chart]:
    """A line in the corner, as long as it would be in the middle of the picture."""
    sheet = drawn.sheet
    shown = sheet.view.bounds(sheet.width, sheet.height)
    scale = scale_from(
        sheet.view.longitude, sheet.view.latitude, (shown.east - shown.west) * 5 / LONGEST_SCALE
    )
    pixels = (scale.end[0] - scale.start[0]) / (shown.east - shown.west) * sheet.width
    corner: dict[str, Any] = {"x": alt.value(MARGIN), "y": alt.value(sheet.height - MARGIN)}
    length = drawn.chart([{"text": scale.said}]).encode(**corner)
    line = length.mark_rule(color=palette.muted, strokeWidth=2, tooltip=None)
    said = _written(palette, length, weight=400, align="left", dy=-10)
    return [line.encode(x2=alt.value(round(MARGIN + pixels, 1))), *said]


def _written(palette: Theme, words: alt.Chart, weight: int, **how: Any) -> list[alt.Chart]:
    """Words above a halo, which keeps them apart from what lies below."""
    halo = {"stroke": palette.paper, "strokeWidth": HALO, "strokeJoin": "round", "opacity": 0.85}
    looks: tuple[dict[str, Any], ...] = ({"color": palette.paper} | halo, {"color": palette.ink})
    type_: dict[str, Any] = {"fontSize": TEXT_SIZE, "fontWeight": weight, "tooltip": None}
    return [words.mark_text(**type_, **look, **how).encode(text="text:N") for look in looks]

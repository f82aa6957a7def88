"""Drawn: clusters of units with their numbers, each shown between two zooms, and single units among them."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import pydeck as pdk

from data_access.language import say
from exhibits import words
from exhibits.basemap import FONT, RegionValue, rgb, shown_between
from exhibits.drawn.ground import map_of_units
from exhibits.drawn.paper_map import Point, paper_map, view_on_paper
from exhibits.drawn.units import StagePlace, colours_of
from exhibits.exhibit import Paper
from exhibits.place_names import Circle
from exhibits.scale import scale_of
from exhibits.theme import Theme
from exhibits.views import NEAREST, NEAREST_TO_UNITS, Bounds, view_of

# A cluster's radius in pixels grows with the digits of its number.
CLUSTER_RADIUS, PER_DIGIT, UNIT_RADIUS = 9.0, 3.0, 7.0
TEXT_SIZE = 12
# Of all that is sent, so much may be words for the pointer to show.
BYTES_OF_WORDS = 24_000
CLUSTERS, UNITS = "clusters", "units"
SIDES = (("south", "min"), ("north", "max"), ("west", "min"), ("east", "max"))
# From so bright a colour on, dark words can be read on it better than bright ones.
BRIGHT = 0.36


class Mark(NamedTuple):
    """A cluster, or one ``unit``: how many units, where and how far they lie, a code for the colour, words.

    It is shown from the zoom at which it ``appears`` to that at which it ``breaks`` up, if any.
    """

    unit: str | None
    units: int
    bounds: Bounds
    latitude: float
    longitude: float
    group: str
    said: str
    appears: float | None
    breaks: float | None


def cluster_layers(
    palette: Theme, marks: Sequence[Mark], colours: Mapping[str, str], view_name: str
) -> list[pdk.Layer]:
    """A layer for each span of zooms: ``clusters`` with their ``reach``, and ``units`` with their keys.

    A click finds them under ids that begin so. ``view_name`` makes the ids of one view differ from
    others', so that what is selected in one is not in the next.
    """
    spans: dict[tuple[str, float | None, float | None], list[Mark]] = defaultdict(list)
    for mark in marks:
        spans[CLUSTERS if mark.units > 1 else UNITS, mark.appears, mark.breaks].append(mark)
    room = BYTES_OF_WORDS // max(len(marks), 1)
    # Single units lie above clusters, and what is shown from nearer above the rest.
    ordered = sorted(spans.items(), key=lambda span: (span[0][0], span[0][1] or 0, span[0][2] or math.inf))
    layers = []
    for number, ((kind, appears, breaks), these) in enumerate(ordered):
        name = f"{kind}_{view_name}_{number}"
        drawn = _drawn(palette, name, these, colours, room)
        layers.append(shown_between(name, drawn, appears, breaks))
    return layers


def clusters_map(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    stages: tuple[StagePlace, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str,
    view_name: str,
    marks: tuple[Mark, ...],
    opening: Bounds | None,
) -> pdk.Deck:
    """Very many units, by region in the frame, as clusters in the colours of most of their units' stages.

    The map opens with what lies within ``opening``, or with everything.
    """
    placed, everywhere = _placed(frame)
    at = view_of(opening or everywhere, width, height, _nearest(opening))
    scale = scale_of(everywhere)
    if opening is not None:
        shown = at.bounds(width, height)
        scale = scale_of(opening, (shown.east - shown.west) / 3)
    layers = cluster_layers(palette, marks, colours_of(palette, stages), view_name)
    places = placed[["region", "longitude", "latitude", "units"]]
    circles = [Circle(mark.latitude, mark.longitude, radius(mark.units)) for mark in _at_zoom(marks, at.zoom)]
    return map_of_units(
        palette, layers, at, (width, height), places, regions, countries, shading, scale, view_name, circles
    )


def clusters_on_paper(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    stages: tuple[StagePlace, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str,
    _view_name: str,
    marks: tuple[Mark, ...],
    opening: Bounds | None,
) -> Paper:
    """The same map on paper: the clusters with which it opens."""
    placed, everywhere = _placed(frame)
    at = view_on_paper(opening or everywhere, width, height, _nearest(opening))
    colours = colours_of(palette, stages)
    points = [
        Point(
            mark.latitude,
            mark.longitude,
            radius(mark.units),
            mark.group,
            mark.said,
            _short(mark.units) if mark.units > 1 else "",
        )
        for mark in _at_zoom(marks, at.zoom)
    ]
    return paper_map(
        palette,
        width,
        height,
        at,
        points,
        colours,
        placed[["region", "longitude", "latitude", "units"]],
        regions,
        countries,
        shading,
        numbers={group: _readable_on(colour, palette) for group, colour in colours.items()},
    )


def _placed(frame: pd.DataFrame) -> tuple[pd.DataFrame, Bounds | None]:
    """The regions with places, and how far all of them lie."""
    placed = frame.dropna(subset=["latitude"])
    return placed, Bounds(*(placed[side].agg(end) for side, end in SIDES)) if len(placed) else None


def _nearest(opening: Bounds | None) -> float:
    return NEAREST if opening is None else NEAREST_TO_UNITS


def _at_zoom(marks: Sequence[Mark], zoom: float) -> list[Mark]:
    """What is shown at a zoom, the largest first, so that smaller ones lie above."""
    shown = (mark for mark in marks if (mark.appears or 0) <= zoom < (mark.breaks or math.inf))
    return sorted(shown, key=lambda mark: -mark.units)


def _drawn(palette: Theme, name: str, marks: list[Mark], colours: Mapping[str, str], room: int) -> pdk.Layer:
    """Circles and their numbers in one layer, so that nothing of them is sent twice."""
    single = name.startswith(UNITS)
    dark, bright = _dark_and_bright(palette)
    return pdk.Layer(
        "GeoJsonLayer",
        [
            {
                "geometry": {
                    "type": "Point",
                    "coordinates": [round(mark.longitude, 5), round(mark.latitude, 5)],
                },
                "c": rgb(colours[mark.group])[:3],
                "r": radius(mark.units),
                "name": _cut(mark.said, room),
                **({"unit": mark.unit} if single else _number(mark, colours[mark.group])),
            }
            for mark in sorted(marks, key=lambda mark: mark.units)
        ],
        id=f"{name}_drawn",
        point_type=pdk.types.String("circle" if single else "circle+text"),
        get_fill_color="c",
        get_point_radius="r",
        point_radius_units=pdk.types.String("pixels"),
        get_line_color=rgb(palette.muted),
        line_width_min_pixels=1,
        get_text="text",
        get_text_size=TEXT_SIZE,
        get_text_color=f"bright ? {rgb(dark)} : {rgb(bright)}",
        text_font_family=FONT,
        text_font_weight=600,
        pickable=True,
    )


def _number(mark: Mark, colour: str) -> dict[str, Any]:
    """What a cluster has besides: its number, whether its colour is a bright one, and how far it reaches."""
    south, north, west, east = mark.bounds
    return {
        "text": _short(mark.units),
        "bright": int(_brightness(colour) > BRIGHT),
        "reach": round(max(north - south, east - west) / 2, 5),
    }


def radius(units: int) -> float:
    """The radius in pixels of a circle for so many units."""
    return UNIT_RADIUS if units == 1 else round(CLUSTER_RADIUS + PER_DIGIT * math.log10(units), 1)


def _short(units: int) -> str:
    """A number that has room in a circle."""
    if units < 10_000:
        return words.number(units)
    return say("{thousands}k", thousands=words.number(units / 1000))


def _dark_and_bright(palette: Theme) -> list[str]:
    return sorted((palette.ink, palette.paper), key=_brightness)


def _readable_on(colour: str, palette: Theme) -> str:
    return _dark_and_bright(palette)[_brightness(colour) <= BRIGHT]


def _brightness(colour: str) -> float:
    red, green, blue = (math.pow(part / 255, 2.2) for part in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _cut(said: str, room: int) -> str:
    """Words shortened to so many bytes as they are sent, where all of them would be too much to send."""
    if len(json.dumps(said)) <= room:
        return said
    # A character takes twelve bytes at the most.
    kept = max(length for length in range(len(said)) if len(json.dumps(said[:length])) <= room - 6)
    return f"{said[:kept].rstrip()}…"

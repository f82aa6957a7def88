"""Drawn: the map of production units, and its legend."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
import pydeck as pdk

from data_access.language import say
from data_access.regions import borders_of
from exhibits import words
from exhibits.basemap import RegionValue, rgb, shade_of
from exhibits.drawn.ground import map_of_units
from exhibits.drawn.paper_map import Point, paper_map, view_on_paper
from exhibits.exhibit import LegendGroup, Paper
from exhibits.scale import scale_of
from exhibits.theme import NOT_ASSESSED, Theme, stage_colours
from exhibits.views import bounds_of, view_of

SMALLEST_RADIUS, ONE_RADIUS, LARGEST_RADIUS = 4, 7, 11
# From afar units stand close together: smaller then, in the same proportion.
SHARE_FROM_AFAR, AFAR, NEAR = 0.6, 2.0, 6.0


class StagePlace(NamedTuple):
    """A stage, its name, its ladder's name, its place on the ladder from 0, and of how many."""

    stage: str
    name: str
    ladder: str
    place: int
    of: int


def colours_of(palette: Theme, stages: tuple[StagePlace, ...]) -> dict[str, str]:
    return {at.stage: stage_colours(palette, at.of)[at.place] for at in stages} | {
        NOT_ASSESSED: palette.not_assessed
    }


def units_map(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    stages: tuple[StagePlace, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str,
    view_name: str,
) -> pdk.Deck:
    """The units in the colours of their stages, above regions shaded by a figure."""
    colours = colours_of(palette, stages)
    return units_in_colours(
        palette, frame, width, height, "stage", colours, regions, countries, shading, view_name
    )


def units_on_paper(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    stages: tuple[StagePlace, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str,
    _view_name: str,
) -> Paper:
    """The same map on paper."""
    colours = colours_of(palette, stages)
    return in_colours_on_paper(palette, frame, width, height, "stage", colours, regions, countries, shading)


def units_in_colours(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    group: str,
    colours: Mapping[str, str],
    regions: tuple[RegionValue, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str = "",
    view_name: str = "",
    units_of: tuple[tuple[str, int], ...] = (),
) -> pdk.Deck:
    """Land, borders, shaded regions, the units above them, and names that don't overlap.

    Where not all units are in the frame, ``units_of`` has how many each region has.

    The column ``group`` holds what a unit's colour says, the one named like it with ``_name`` the
    words for it. Units without ``name`` and ``miners`` are of one size; those known ``by_region`` only
    are no points, and are counted beside the region's name.
    """
    fills = {code: rgb(colour) for code, colour in colours.items()}
    placed = frame[frame["latitude"].notna() & frame["longitude"].notna()]
    known = _with_regions(frame, placed)
    view = view_of(bounds_of(known), width, height)
    points = [
        {
            "unit": row.unit,
            "at": [round(row.longitude, 4), round(row.latitude, 4)],
            "c": fills[getattr(row, group)],
            "r": radius,
            "name": _told(row, group),
        }
        for row, radius in zip(placed.itertuples(index=False), _radii(placed, view.zoom), strict=True)
    ]
    units = pdk.Layer(
        "ScatterplotLayer",
        points,
        id="units",
        get_position="at",
        get_fill_color="c",
        get_radius="r",
        radius_units=pdk.types.String("pixels"),
        get_line_color=rgb(palette.muted),
        line_width_min_pixels=1,
        stroked=True,
        pickable=True,
    )
    places, scale = _places(known, units_of), scale_of(bounds_of(known))
    return map_of_units(
        palette, [units], view, (width, height), places, regions, countries, shading, scale, view_name
    )


def in_colours_on_paper(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    group: str,
    colours: Mapping[str, str],
    regions: tuple[RegionValue, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str = "",
    units_of: tuple[tuple[str, int], ...] = (),
) -> Paper:
    """What ``units_in_colours`` shows, on paper."""
    placed = frame[frame["latitude"].notna() & frame["longitude"].notna()]
    known = _with_regions(frame, placed)
    view = view_on_paper(bounds_of(known), width, height)
    points = [
        Point(row.latitude, row.longitude, radius, getattr(row, group), _told(row, group))
        for row, radius in zip(placed.itertuples(index=False), _radii(placed, NEAR), strict=True)
    ]
    return paper_map(
        palette,
        width,
        height,
        view,
        points,
        colours,
        _places(known, units_of),
        regions,
        countries,
        shading,
        _share_of_size(view.zoom),
    )


def _places(known: pd.DataFrame, units_of: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    places = known[["region", "longitude", "latitude"]].assign(units=1)
    return _of_regions(places, units_of) if units_of else places


def _of_regions(places: pd.DataFrame, units_of: tuple[tuple[str, int], ...]) -> pd.DataFrame:
    """The regions with all their units: where some of these are shown, or where the region's name stands."""
    shown = places.groupby("region").agg({"longitude": "mean", "latitude": "min"})
    found = []
    for region, units in units_of:
        at = shown.loc[region] if region in shown.index else borders_of(region)
        if at is not None:
            found.append((region, at.longitude, at.latitude, units))
    return pd.DataFrame(found, columns=["region", "longitude", "latitude", "units"])


def _with_regions(frame: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """The units with a place, and those known by their region only where its name stands."""
    if "by_region" not in frame:
        return placed
    few = frame[frame["by_region"]]
    borders = [borders_of(region) for region in few["region"]]
    named = few.assign(
        latitude=[at.latitude if at else math.nan for at in borders],
        longitude=[at.longitude if at else math.nan for at in borders],
    )
    return pd.concat([placed, named.dropna(subset=["latitude"])])


def _told(row: Any, group: str) -> str:
    """What stands beside the pointer above a unit: its name, its colour in words, its miners."""
    said = getattr(row, f"{group}_name")
    if not hasattr(row, "name"):
        return f"{say('Unit near here')} · {said}"
    return f"{row.name} · {said} · {words.count(row.miners, 'miner', 'miners')}"


def _radii(placed: pd.DataFrame, zoom: float) -> list[float]:
    """Radii in pixels: a unit's area grows with its miners, where these are known."""
    scale = _share_of_size(zoom)
    if "miners" not in placed:
        return [round(scale * ONE_RADIUS, 1)] * len(placed)
    miners = placed["miners"]
    most = max(miners.max() if len(miners) else 1, 1)
    spread = LARGEST_RADIUS - SMALLEST_RADIUS
    return [round(scale * (SMALLEST_RADIUS + spread * math.sqrt(here / most)), 1) for here in miners]


def _share_of_size(zoom: float) -> float:
    nearness = min(max((zoom - AFAR) / (NEAR - AFAR), 0), 1)
    return SHARE_FROM_AFAR + (1 - SHARE_FROM_AFAR) * nearness


def legend(
    stages: tuple[StagePlace, ...],
    present: frozenset[str],
    regions: tuple[RegionValue, ...],
    shading: str,
    palette: Theme,
) -> tuple[LegendGroup, ...]:
    """What the colours say: the stages of the ladders climbed; the ends of the scale of ``shading``,
    the title of the figure that the regions are shaded by."""
    colours = colours_of(palette, stages)
    groups = [
        LegendGroup(ladder, tuple((colours[at.stage], at.name) for at in rungs))
        for ladder, rungs in _by_ladder(stages, present).items()
    ]
    if NOT_ASSESSED in present:
        groups.append(LegendGroup("", ((palette.not_assessed, words.code(NOT_ASSESSED)),)))
    if shading and regions:
        least, most = min(regions, key=lambda r: r[2]), max(regions, key=lambda r: r[2])
        ends = (least, most) if least != most else (most,)
        entries = tuple(
            (shade_of(palette, value, regions), f"{said} ({name})") for _, name, value, said in ends
        )
        groups.append(LegendGroup(shading, entries, "shades"))
    return tuple(groups)


def _by_ladder(stages: tuple[StagePlace, ...], present: frozenset[str]) -> dict[str, list[StagePlace]]:
    """The stages of those ladders on which any unit stands."""
    found: dict[str, list[StagePlace]] = {}
    for at in stages:
        found.setdefault(at.ladder, []).append(at)
    return {ladder: rungs for ladder, rungs in found.items() if present & {at.stage for at in rungs}}

"""Where the production units are, at which stage, and what one of them is like."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd
import pydeck as pdk

from data_access.names import names, stage_order
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import words
from exhibits.basemap import (
    PlaceName,
    RegionValue,
    borders,
    name_labels,
    opening_view,
    region_layers,
    rgb,
    scale_bar,
    shade_of,
)
from exhibits.exhibit import Column, Exhibit, LegendGroup, Map
from exhibits.theme import NOT_ASSESSED, Theme, stage_colours

# Figures that the map can shade the regions by; each has a region among its dimensions.
SHADINGS = {
    "training_coverage": "Training coverage",
    "insured": "Insured share",
    "active_miners": "Active miners",
    "people_trained": "People trained",
}
SMALLEST_RADIUS, LARGEST_RADIUS = 6_000, 22_000
REGIONS_FROM_ZOOM = 4.2


class StagePlace(NamedTuple):
    """A stage, its name, its ladder's name, its place on the ladder from 0, and of how many."""

    stage: str
    name: str
    ladder: str
    place: int
    of: int


def units_map(read: Reader, selection: Selection, shading: str = "", height: int = 560) -> Exhibit:
    """Production units by stage, sized by their miners; regions shaded by a figure, if one is named."""
    known = read.ask(names)
    frame = _units_with_stages(read, selection, known)
    placed = frame[frame["latitude"].notna() & frame["longitude"].notna()]
    stages = _stage_places(read)
    regions = _region_values(read, selection, shading, frame, known)
    unplaced = len(frame) - len(placed)
    busiest = frame.groupby("region").size().idxmax() if len(frame) else ""
    regions_held = frame["region"].nunique()
    title = f"{words.count(len(frame), 'production unit', 'production units')} {_where(frame, known)}"
    return Exhibit(
        name="units_map",
        title=title,
        subtitle=f"Colour: stage on {words.day(selection.as_of)} · size: active miners"
        + (f" · shade: {SHADINGS[shading].lower()}" if shading else ""),
        sentence=f"Map: {title}" + (f"; most are in {known['region'][busiest]}." if regions_held > 1 else "."),
        figures=("production_units", "units_by_stage", "active_miners", *([shading] if shading else [])),
        selection=words.selection(selection, known),
        data_date=selection.data_date,
        frame=frame,
        columns={"name": Column("Unit"), "organisation_name": Column("Organisation"),
                 "region_name": Column("Region"), "stage_name": Column("Stage"), "miners": Column("Miners", "count")},
        map=Map(_draw, partial(_legend, stages, frozenset(frame["stage"]), regions, shading), (regions, stages, tuple(known["country"].items()), shading)),
        suppressed=f"{words.count(unplaced, 'unit has', 'units have')} no recorded place" if unplaced else "",
        height=height,
    )  # fmt: skip


def region_shades(exhibit: Exhibit) -> tuple[tuple[str, str, str], ...]:
    """Region code, name and value in words, of a map that shades its regions."""
    assert exhibit.map is not None
    regions: tuple[RegionValue, ...] = exhibit.map.arguments[0]
    return tuple((code, name, said) for code, name, _, said in regions)


def _where(frame: pd.DataFrame, known: Mapping[str, Mapping[str, str]]) -> str:
    regions = sorted(set(frame["region"]))
    countries = {code.split("-")[0] for code in regions}
    if len(regions) == 1:
        return f"in {known['region'][regions[0]]}"
    of = known["country"][countries.pop()] if len(countries) == 1 else f"{len(countries)} countries"
    return f"in {len(regions)} regions of {of}"


def _units_with_stages(
    read: Reader, selection: Selection, known: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    units = read.ask(unit_places, selection)
    stages = read.figure("units_by_stage", selection, ["unit"])
    # A unit on two ladders is coloured by the one it has been assessed on.
    stages = stages.sort_values("stage", key=lambda stage: stage == NOT_ASSESSED).drop_duplicates("unit")
    frame = units.merge(stages[["unit", "ladder", "stage"]], on="unit", how="left")
    stage_name = {**known["stage"], NOT_ASSESSED: words.code(NOT_ASSESSED)}
    return frame.assign(
        organisation_name=frame["organisation"].map(known["organisation"]),
        region_name=frame["region"].map(known["region"]),
        stage_name=frame["stage"].map(stage_name),
    )


def _region_values(
    read: Reader,
    selection: Selection,
    shading: str,
    frame: pd.DataFrame,
    known: Mapping[str, Mapping[str, str]],
) -> tuple[RegionValue, ...]:
    """Code, name, value and its words for each region with units: what the map labels and shades."""
    units = frame.groupby("region").size()
    if not shading:
        return tuple(
            (code, known["region"][code], 0.0, words.count(int(n), "unit", "units"))
            for code, n in units.items()
        )
    values = read.figure(shading, selection, ["region"]).dropna(subset=["region"]).set_index("region")
    as_share = shading in ("training_coverage", "insured")
    found = []
    for code in units.index:
        if code not in values.index:
            continue
        value, of = float(values.loc[code, "value"]), values.loc[code, "of"]
        if shading == "insured":
            value = value / of if of else math.nan
        if not math.isnan(value):
            found.append(
                (code, known["region"][code], value, words.share(value) if as_share else words.number(value))
            )
    return tuple(found)


def _stage_places(read: Reader) -> tuple[StagePlace, ...]:
    known = read.ask(names)["ladder"]
    order = read.ask(stage_order)
    sizes = order.groupby("ladder")["stage"].transform("size")
    return tuple(
        StagePlace(row.stage, row.name, known[row.ladder], row.position - 1, int(size))
        for row, size in zip(order.itertuples(index=False), sizes, strict=True)
    )


def _colours(palette: Theme, stages: tuple[StagePlace, ...]) -> dict[str, str]:
    return {at.stage: stage_colours(palette, at.of)[at.place] for at in stages} | {
        NOT_ASSESSED: palette.not_assessed
    }


def _draw(
    palette: Theme,
    frame: pd.DataFrame,
    width: int,
    height: int,
    regions: tuple[RegionValue, ...],
    stages: tuple[StagePlace, ...],
    countries: tuple[tuple[str, str], ...],
    shading: str,
) -> pdk.Deck:
    colours = {stage: rgb(colour) for stage, colour in _colours(palette, stages).items()}
    placed = frame[frame["latitude"].notna() & frame["longitude"].notna()]
    most = max(placed["miners"].max() if len(placed) else 1, 1)
    points = [
        {
            "unit": row.unit,
            "at": [round(row.longitude, 4), round(row.latitude, 4)],
            "c": colours[row.stage],
            "r": round(
                SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * math.sqrt(row.miners / most), 1
            ),
            "name": f"{row.name} · {row.stage_name} · {words.count(row.miners, 'miner', 'miners')}",
        }
        for row in placed.itertuples(index=False)
    ]
    units = pdk.Layer(
        "ScatterplotLayer",
        points,
        id="units",
        get_position="at",
        get_fill_color="c",
        get_radius="r",
        # In metres, so that units move apart as one comes nearer, within sizes that can be seen.
        radius_min_pixels=3.5,
        radius_max_pixels=14,
        get_line_color=rgb(palette.muted),
        line_width_min_pixels=1,
        stroked=True,
        pickable=True,
    )
    view = opening_view(placed, width, height)
    return pdk.Deck(
        layers=[
            *borders(palette),
            *region_layers(palette, {code[:2] for code in set(placed["region"])}, regions if shading else ()),
            units,
            name_labels(palette, _place_names(placed, regions, countries, view.zoom), view.zoom),
            *scale_bar(palette, placed),
        ],
        initial_view_state=view,
        map_provider=None,
        tooltip={"text": "{name}"},
    )


def _place_names(
    placed: pd.DataFrame,
    regions: tuple[RegionValue, ...],
    countries: tuple[tuple[str, str], ...],
    zoom: float,
) -> list[PlaceName]:
    """From afar the countries with their units, from near the regions with their values."""
    by = placed["region"] if zoom >= REGIONS_FROM_ZOOM else placed["region"].str[:2]
    groups = placed.groupby(by).agg(x=("longitude", "mean"), y=("latitude", "mean"), units=("unit", "size"))
    said = (
        {code: f"{name} · {value}" for code, name, _, value in regions}
        if zoom >= REGIONS_FROM_ZOOM
        else {code: f"{name} · {words.count(int(groups.loc[code, 'units']), 'unit', 'units')}"
              for code, name in countries if code in groups.index}
    )  # fmt: skip
    return [
        PlaceName(said[code], round(row.x, 3), round(row.y, 3), int(row.units))
        for code, row in groups.iterrows()
        if code in said
    ]


def _legend(
    stages: tuple[StagePlace, ...],
    present: frozenset[str],
    regions: tuple[RegionValue, ...],
    shading: str,
    palette: Theme,
) -> tuple[LegendGroup, ...]:
    colours = _colours(palette, stages)
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
        groups.append(LegendGroup(SHADINGS[shading], entries, "shades"))
    return tuple(groups)


def _by_ladder(stages: tuple[StagePlace, ...], present: frozenset[str]) -> dict[str, list[StagePlace]]:
    """The stages of those ladders on which any unit stands."""
    found: dict[str, list[StagePlace]] = {}
    for at in stages:
        found.setdefault(at.ladder, []).append(at)
    return {ladder: rungs for ladder, rungs in found.items() if present & {at.stage for at in rungs}}

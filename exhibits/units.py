"""Where the production units are, at which stage, and what one of them is like."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd
import pydeck as pdk

from data_access.names import names, stage_order
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import words
from exhibits.basemap import RegionValue, borders, region_labels, regions_layer, rgb, scale_bar
from exhibits.exhibit import Column, Exhibit, Map
from exhibits.theme import NOT_ASSESSED, Theme, stage_colours

# Figures that the map can shade the regions by; each has a region among its dimensions.
SHADINGS = {
    "training_coverage": "Training coverage",
    "insured": "Insured share",
    "active_miners": "Active miners",
    "people_trained": "People trained",
}
SMALLEST_RADIUS, LARGEST_RADIUS = 4, 13


def units_map(read: Reader, selection: Selection, shading: str = "", height: int = 560) -> Exhibit:
    """Production units by stage, sized by their miners; regions shaded by a figure, if one is named."""
    known = read.ask(names)
    frame = _units_with_stages(read, selection, known)
    placed = frame[frame["latitude"].notna() & frame["longitude"].notna()]
    stages = _stage_places(read)
    regions = _region_values(read, selection, shading, frame, known)
    unplaced = len(frame) - len(placed)
    countries = len({code.split("-")[0] for code in frame["region"]})
    busiest = frame.groupby("region").size().idxmax() if len(frame) else ""
    title = (
        f"{words.count(len(frame), 'production unit', 'production units')} in "
        f"{words.count(frame['region'].nunique(), 'region', 'regions')} of {words.count(countries, 'country', 'countries')}"
    )
    return Exhibit(
        name="units_map",
        title=title,
        subtitle=f"Colour: stage on {words.day(selection.as_of)} · size: active miners"
        + (f" · shade: {SHADINGS[shading].lower()}" if shading else ""),
        sentence=f"Map: {title}; most are in {known['region'].get(busiest, 'none')}.",
        figures=("production_units", "units_by_stage", "active_miners", *([shading] if shading else [])),
        selection=words.selection(selection, known),
        data_date=selection.data_date,
        frame=frame,
        columns={"name": Column("Unit"), "organisation_name": Column("Organisation"),
                 "region_name": Column("Region"), "stage_name": Column("Stage"), "miners": Column("Miners", "count")},
        map=Map(_draw, partial(_legend, stages, frozenset(frame["stage"])), (regions, stages, shading)),
        suppressed=f"{words.count(unplaced, 'unit has', 'units have')} no recorded place" if unplaced else "",
        height=height,
    )  # fmt: skip


def region_shades(exhibit: Exhibit) -> tuple[tuple[str, str, str], ...]:
    """Region code, name and value in words, of a map that shades its regions."""
    assert exhibit.map is not None
    regions: tuple[RegionValue, ...] = exhibit.map.arguments[0]
    return tuple((code, name, said) for code, name, _, said in regions)


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


def _stage_places(read: Reader) -> tuple[tuple[str, str, int, int], ...]:
    """Stage, name, place on its ladder from 0, and how many stages that ladder has."""
    order = read.ask(stage_order)
    sizes = order.groupby("ladder")["stage"].transform("size")
    return tuple(
        (row.stage, row.name, row.position - 1, int(size))
        for row, size in zip(order.itertuples(index=False), sizes, strict=True)
    )


def _colours(palette: Theme, stages: tuple[tuple[str, str, int, int], ...]) -> dict[str, str]:
    return {stage: stage_colours(palette, size)[place] for stage, _, place, size in stages} | {
        NOT_ASSESSED: palette.not_assessed
    }


def _draw(
    palette: Theme,
    frame: pd.DataFrame,
    regions: tuple[RegionValue, ...],
    stages: tuple[tuple[str, str, int, int], ...],
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
        radius_units=pdk.types.String("pixels"),
        get_line_color=rgb(palette.paper if palette.name == "light" else palette.ink),
        line_width_min_pixels=1,
        stroked=True,
        opacity=0.95,
        pickable=True,
    )
    view = _view(placed)
    layers = [
        *borders(palette),
        regions_layer(palette, regions if shading else ()),
        units,
        region_labels(palette, regions),
        *scale_bar(palette, placed),
    ]
    return pdk.Deck(
        layers=layers,
        initial_view_state=view,
        map_provider=None,
        tooltip={"text": "{name}"},
        parameters={"clearColor": [channel / 255 for channel in rgb(palette.sea)]},
    )


def _view(placed: pd.DataFrame) -> pdk.ViewState:
    """Opens on what the selection contains."""
    if placed.empty:
        return pdk.ViewState(latitude=-8, longitude=-70, zoom=3)
    west, east = placed["longitude"].min(), placed["longitude"].max()
    south, north = placed["latitude"].min(), placed["latitude"].max()
    span = max((east - west) * 0.75, north - south, 0.4)
    return pdk.ViewState(
        latitude=(south + north) / 2,
        longitude=(west + east) / 2,
        zoom=max(1.2, min(9.0, 8.3 - math.log2(span))),
    )


def _legend(
    stages: tuple[tuple[str, str, int, int], ...], present: frozenset[str], palette: Theme
) -> tuple[tuple[str, str], ...]:
    colours = _colours(palette, stages)
    named = [(colours[stage], name) for stage, name, *_ in stages if stage in present]
    if NOT_ASSESSED in present:
        named.append((palette.not_assessed, words.code(NOT_ASSESSED)))
    return tuple(named)

"""Drawn: a map of units, from land and borders up to the names of the places that have some."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pandas as pd
import pydeck as pdk

from exhibits import words
from exhibits.basemap import (
    RegionValue,
    borders,
    name_labels,
    region_layers,
    scale_line,
)
from exhibits.place_names import Circle, PlaceName
from exhibits.scale import Scale
from exhibits.theme import Theme
from exhibits.views import View

REGIONS_FROM_ZOOM = 4.2
# More names than these have no room on a map.
MOST_NAMES = 60


class Compact(pdk.Deck):  # type: ignore[misc]
    """A map as few bytes long as it can be: pydeck writes every number of a colour on a line of its own."""

    def to_json(self) -> str:
        """The map as JSON, on one line."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)


def map_of_units(
    palette: Theme,
    layers: Sequence[pdk.Layer],
    view: View,
    size: tuple[int, int],
    places: pd.DataFrame,
    regions: tuple[RegionValue, ...],
    countries: Iterable[tuple[str, str]],
    shading: str,
    scale: Scale | None,
    view_name: str,
    circles: Iterable[Circle] = (),
) -> pdk.Deck:
    """Land, borders, regions shaded by a figure, the units' ``layers``, and names that don't overlap, nor
    hide the ``circles`` that are shown first.

    ``size`` is its width and height in pixels. ``places`` has rows of units: their ``region``, how many
    ``units``, in the mean how far east (``longitude``), and how far south (``latitude``) they lie.
    ``view_name`` is another one for any other selection: what is selected on one map is not on the next.
    """
    within = {code[:2] for code in set(places["region"])}
    names = place_names(places, regions, countries, near=view.zoom >= REGIONS_FROM_ZOOM)
    return Compact(
        layers=[
            *borders(palette, within),
            *region_layers(palette, within, regions if shading else (), view_name),
            *layers,
            name_labels(palette, names, view.zoom, circles, scale, view.box(*size)),
            *([scale_line(palette, scale)] if scale else []),
        ],
        initial_view_state=pdk.ViewState(**view._asdict()),
        map_provider=None,
        tooltip={"text": "{name}"},
    )


def place_names(
    places: pd.DataFrame,
    regions: tuple[RegionValue, ...],
    countries: Iterable[tuple[str, str]],
    near: bool,
) -> list[PlaceName]:
    """From afar the countries with their units, from near the regions with their values."""
    by = places["region"] if near else places["region"].str[:2]
    weighed = places.assign(x=places["longitude"] * places["units"])
    groups = weighed.groupby(by).agg(x=("x", "sum"), y=("latitude", "min"), units=("units", "sum"))
    if near:
        said = {code: f"{name} · {value}" for code, name, _, value in regions}
    else:
        units = groups["units"]
        said = {
            code: f"{name} · {words.count(int(units[code]), 'unit', 'units')}"
            for code, name in countries
            if code in units
        }
    named = [
        PlaceName(said[code], round(row.x / row.units, 3), round(row.y, 3), int(row.units))
        for code, row in groups.iterrows()
        if code in said
    ]
    return sorted(named, key=lambda name: -name.units)[:MOST_NAMES]

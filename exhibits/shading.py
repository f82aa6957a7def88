"""Regions of a map: how many units each has, and the figure that it is shaded by."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from data_access.language import mark, say
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.basemap import RegionValue

# Figures that the map can shade the regions by; each has a region among its dimensions.
SHADINGS = {
    "training_coverage": mark("Training coverage"),
    "insured": mark("Insured share"),
    "active_miners": mark("Active miners"),
    "people_trained": mark("People trained"),
}
Known = Mapping[str, Mapping[str, str]]


def shading_title(shading: str) -> str:
    """What the figure is called that regions are shaded by; empty without one."""
    return say(SHADINGS.get(shading, ""))


def units_by_region(frame: pd.DataFrame) -> pd.Series:
    """How many units each region has: rows of units, or rows that say how many (``units``)."""
    regions = frame.groupby("region")
    return regions["units"].sum() if "units" in frame else regions.size()


def regions_with_units(frame: pd.DataFrame, known: Known) -> tuple[RegionValue, ...]:
    """Code, name, no value, and the number of units in words for each region with units."""
    return tuple(
        (code, known["region"][code], 0.0, words.count(int(units), "unit", "units"))
        for code, units in units_by_region(frame).items()
    )


def shades(read: Reader, selection: Selection, shading: str) -> pd.DataFrame:
    """The figure that regions are shaded by, region by region; empty without one."""
    if not shading:
        return pd.DataFrame()
    when = withheld.when_told(read, selection, shading)
    return read.figure(shading, when, ["region"]).dropna(subset=["region"])


def region_values(
    found: pd.DataFrame, shading: str, frame: pd.DataFrame, known: Known
) -> tuple[RegionValue, ...]:
    """Code, name, value and its words for each region with units: what the map labels and shades."""
    if not shading:
        return regions_with_units(frame, known)
    values = found.dropna(subset=["value"]).set_index("region")
    as_share = shading in ("training_coverage", "insured")
    told = []
    for code in units_by_region(frame).index:
        if code not in values.index:
            continue
        value, of = float(values.loc[code, "value"]), values.loc[code, "of"]
        if shading == "insured":
            value = value / of if of else math.nan
        if not math.isnan(value):
            told.append(
                (code, known["region"][code], value, words.share(value) if as_share else words.number(value))
            )
    return tuple(told)

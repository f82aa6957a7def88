"""Where the production units are, at which stage, and what one of them is like."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial

import pandas as pd

from data_access.names import names, stage_order
from data_access.places import moved_places
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.basemap import RegionValue
from exhibits.drawn import units as drawn
from exhibits.exhibit import Column, Exhibit, Map
from exhibits.theme import NOT_ASSESSED

# Figures that the map can shade the regions by; each has a region among its dimensions.
SHADINGS = {
    "training_coverage": "Training coverage",
    "insured": "Insured share",
    "active_miners": "Active miners",
    "people_trained": "People trained",
}
MOVED = "places moved by 2 to 5 km"
WHERE = {"region_name": Column("Region"), "stage_name": Column("Stage")}
NAMED = {
    "name": Column("Unit"),
    "organisation_name": Column("Organisation"),
    **WHERE,
    "miners": Column("Miners", "count"),
}
UNNAMED = WHERE


def units_map(read: Reader, selection: Selection, shading: str = "", height: int = 560) -> Exhibit:
    """Production units by stage, sized by their miners; regions shaded by a figure, if one is named.

    Outsiders see them unnamed, of one size and near their places.
    """
    known = read.ask(names)
    outsider = read.viewer.outsider
    frame = (_unnamed_units if outsider else _named_units)(read, selection, known)
    stages = _stage_places(read)
    sized, shaded = () if outsider else ("active_miners",), (shading,) if shading else ()
    shades = _shades(read, selection, shading)
    regions = _region_values(shades, shading, frame, known)
    title = f"{words.count(len(frame), 'production unit', 'production units')} {_where(frame, known)}"
    return Exhibit(
        name="units_map",
        title=title,
        subtitle=f"Colour: stage on {words.day(selection.as_of)} · "
        + (MOVED if outsider else "size: active miners")
        + (f" · shade: {SHADINGS[shading].lower()}" if shading else ""),
        sentence=f"Map: {title}{_fullest_region(frame, known)}.",
        figures=tuple(dict.fromkeys(("production_units", "units_by_stage", *sized, *shaded))),
        **asked(read, selection),
        frame=frame,
        columns=UNNAMED if outsider else NAMED,
        map=Map(
            drawn.units_map,
            partial(drawn.legend, stages, frozenset(frame["stage"]), regions, SHADINGS.get(shading, "")),
            (regions, stages, tuple(known["country"].items()), shading),
        ),
        missing="No production unit is enrolled in this selection.",
        suppressed=_not_shown(frame, read, shading, shades),
        height=height,
    )


def _not_shown(frame: pd.DataFrame, read: Reader, shading: str, shades: pd.DataFrame) -> str:
    """What the map does not show of units' places and of regions' shades, in words."""
    said = [not_placed(frame, read.viewer.least_people), withheld.note(read, shading, shades)]
    return " · ".join(part for part in said if part)


def not_placed(frame: pd.DataFrame, least_people: int) -> str:
    """How many of the units a map shows by their region only or not at all, in words."""
    few = frame["by_region"] if "by_region" in frame else pd.Series(False, index=frame.index)
    unplaced = int(((frame["latitude"].isna() | frame["longitude"].isna()) & ~few).sum())
    said = []
    if few.any():
        said.append(
            f"{words.count(int(few.sum()), 'unit is', 'units are')} shown by region only, "
            f"where there are fewer than {least_people}"
        )
    if unplaced:
        said.append(f"{words.count(unplaced, 'unit has', 'units have')} no recorded place")
    return " · ".join(said)


def regions_with_units(
    frame: pd.DataFrame, known: Mapping[str, Mapping[str, str]]
) -> tuple[RegionValue, ...]:
    """Code, name, no value, and the number of units in words for each region with units."""
    return tuple(
        (code, known["region"][code], 0.0, words.count(int(units), "unit", "units"))
        for code, units in frame.groupby("region").size().items()
    )


def _where(frame: pd.DataFrame, known: Mapping[str, Mapping[str, str]]) -> str:
    regions = sorted(set(frame["region"]))
    countries = {code.split("-")[0] for code in regions}
    if len(regions) == 1:
        return f"in {known['region'][regions[0]]}"
    of = known["country"][countries.pop()] if len(countries) == 1 else f"{len(countries)} countries"
    return f"in {len(regions)} regions of {of}"


def _fullest_region(frame: pd.DataFrame, known: Mapping[str, Mapping[str, str]]) -> str:
    """The region with the most of the units, and how many; nothing where there is but one region."""
    units = frame.groupby("region").size()
    if len(units) < 2:
        return ""
    return f"; {words.number(units.max())} of them in {known['region'][units.idxmax()]}"


def _named_units(read: Reader, selection: Selection, known: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    units = read.ask(unit_places, selection)
    stages = _one_stage(read.figure("units_by_stage", selection, ["unit"]))
    frame = units.merge(stages[["unit", "ladder", "stage"]], on="unit", how="left")
    named = frame.assign(organisation_name=frame["organisation"].map(known["organisation"]))
    return _in_words(named, known)


def _unnamed_units(
    read: Reader, selection: Selection, known: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    near = _one_stage(read.ask(moved_places, selection)).sort_values("unit", ignore_index=True)
    return _in_words(near, known)


def _one_stage(stages: pd.DataFrame) -> pd.DataFrame:
    """A row for each unit: one on two ladders is coloured by that which it has been assessed on."""
    return stages.sort_values("stage", key=lambda stage: stage == NOT_ASSESSED).drop_duplicates("unit")


def _in_words(frame: pd.DataFrame, known: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    stage_name = {**known["stage"], NOT_ASSESSED: words.code(NOT_ASSESSED)}
    return frame.assign(
        region_name=frame["region"].map(known["region"]), stage_name=frame["stage"].map(stage_name)
    )


def _shades(read: Reader, selection: Selection, shading: str) -> pd.DataFrame:
    """The figure that regions are shaded by, region by region; empty without one."""
    if not shading:
        return pd.DataFrame()
    when = withheld.when_told(read, selection, shading)
    return read.figure(shading, when, ["region"]).dropna(subset=["region"])


def _region_values(
    shades: pd.DataFrame,
    shading: str,
    frame: pd.DataFrame,
    known: Mapping[str, Mapping[str, str]],
) -> tuple[RegionValue, ...]:
    """Code, name, value and its words for each region with units: what the map labels and shades."""
    if not shading:
        return regions_with_units(frame, known)
    values = shades.dropna(subset=["value"]).set_index("region")
    as_share = shading in ("training_coverage", "insured")
    found = []
    for code in frame.groupby("region").size().index:
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


def _stage_places(read: Reader) -> tuple[drawn.StagePlace, ...]:
    known = read.ask(names)["ladder"]
    order = read.fact(stage_order)
    sizes = order.groupby("ladder")["stage"].transform("size")
    return tuple(
        drawn.StagePlace(row.stage, row.name, known[row.ladder], row.position - 1, int(size))
        for row, size in zip(order.itertuples(index=False), sizes, strict=True)
    )

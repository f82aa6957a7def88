"""Where the production units are, and at which stage: each by itself, or as clusters where there are many."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from data_access.clusters import WHERE, unit_clusters, unit_stages
from data_access.language import plural, say
from data_access.names import names, stage_order
from data_access.places import moved_places
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import words
from exhibits.asking import asked
from exhibits.clusters import COARSE, MOST_MARKS
from exhibits.drawn import clusters as drawn_clusters
from exhibits.drawn import units as drawn
from exhibits.exhibit import Column, Exhibit, Map
from exhibits.marks import marks_of, view_name
from exhibits.shading import Known, region_values, shades, shading_title, units_by_region
from exhibits.theme import NOT_ASSESSED
from exhibits.views import Bounds
from exhibits.withheld import note

# The column of units that are counted, and not listed each by itself.
COUNTED = "units"


def units_map(
    read: Reader, selection: Selection, shading: str = "", height: int = 560, near: Bounds | None = None
) -> Exhibit:
    """Production units by stage, sized by their miners; regions shaded by a figure, if one is named.

    Outsiders see them unnamed, of one size and near their places. More of them than a map has room for are
    shown as clusters, broken up in a view of ``near``; the table then counts them by region and stage.
    """
    known, outsider = read.ask(names), read.viewer.outsider
    whole = read.ask(unit_clusters, selection, COARSE)
    many = int(whole["units"].sum()) > MOST_MARKS
    if many:
        frame = _in_words(_counted_units(whole), known)
    else:
        frame = (_unnamed_units if outsider else _named_units)(read, selection, known)
    stages, found = _stage_places(read), shades(read, selection, shading)
    regions = region_values(found, shading, frame, known)
    countries, view = tuple(known["country"].items()), view_name(selection, near)
    arguments: tuple[Any, ...] = (regions, stages, countries, shading, view)
    if many:
        arguments += (marks_of(read, selection, whole, near, height), near)
    sized, shaded = () if outsider or many else ("active_miners",), (shading,) if shading else ()
    return Exhibit(
        name="units_map",
        title=_title(frame, known),
        subtitle=" · ".join(_what_is_shown(words.day(selection.as_of), shading, many, outsider)),
        sentence=say("Map: {units_in_regions}", units_in_regions=in_sum(frame, known)),
        figures=tuple(dict.fromkeys(("production_units", "units_by_stage", *sized, *shaded))),
        **asked(read, selection),
        frame=frame,
        columns=_counted() if many else _placed() if outsider else _named(),
        map=Map(
            drawn_clusters.clusters_map if many else drawn.units_map,
            drawn_clusters.clusters_on_paper if many else drawn.units_on_paper,
            partial(drawn.legend, stages, frozenset(frame["stage"]), regions, shading_title(shading)),
            arguments,
        ),
        missing=say("No production unit is enrolled in this selection."),
        suppressed=" · ".join(
            part for part in (not_placed(frame, read.viewer.least_people), note(read, shading, found)) if part
        ),
        height=height,
        whole=partial(_named_units, read, selection, known) if many and not outsider else None,
        whole_columns=_named(),
    )


def clustered(shown: Exhibit) -> bool:
    """Whether a map shows its units as clusters."""
    return COUNTED in shown.columns


def in_sum(frame: pd.DataFrame, known: Known) -> str:
    """How many units a map shows, where, and in which region the most of them; in a sentence."""
    title, units = _title(frame, known), units_by_region(frame)
    if len(units) < 2:
        return say("{units_in_regions}.", units_in_regions=title)
    return say(
        "{units_in_regions}; {number} of them in {region}.",
        units_in_regions=title,
        number=words.number(units.max()),
        region=known["region"][units.idxmax()],
    )


def not_placed(frame: pd.DataFrame, least_people: int) -> str:
    """How many of the units a map shows by their region only or not at all, in words."""
    units = frame["units"] if "units" in frame else pd.Series(1, index=frame.index)
    placed = frame["placed"] if "placed" in frame else frame[["latitude", "longitude"]].notna().all(axis=1)
    few = frame["by_region"] if "by_region" in frame else pd.Series(False, index=frame.index)
    by_region, unplaced = int(units[few].sum()), int((units - placed)[~few].sum())
    said = []
    if by_region:
        said.append(
            plural(
                "{number} unit is shown by region only, where there are fewer than {least}",
                "{number} units are shown by region only, where there are fewer than {least}",
                by_region,
                least=words.number(least_people),
            )
        )
    if unplaced:
        said.append(
            plural("{number} unit has no recorded place", "{number} units have no recorded place", unplaced)
        )
    return " · ".join(said)


def _title(frame: pd.DataFrame, known: Known) -> str:
    """How many units there are, and where."""
    units, regions = int(units_by_region(frame).sum()), sorted(set(frame["region"]))
    countries = {code.split("-")[0] for code in regions}
    if len(regions) == 1:
        return plural(
            "{number} production unit in {region}",
            "{number} production units in {region}",
            units,
            region=known["region"][regions[0]],
        )
    if len(countries) == 1:
        return plural(
            "{number} production unit in {regions} regions of {country}",
            "{number} production units in {regions} regions of {country}",
            units,
            regions=words.number(len(regions)),
            country=known["country"][countries.pop()],
        )
    return plural(
        "{number} production unit in {regions} regions of {countries} countries",
        "{number} production units in {regions} regions of {countries} countries",
        units,
        regions=words.number(len(regions)),
        countries=words.number(len(countries)),
    )


def _what_is_shown(day: str, shading: str, many: bool, outsider: bool) -> Iterator[str]:
    """What colours, numbers, sizes, places and shades of the map say."""
    yield (
        say("Colour: stage of most units on {day}", day=day)
        if many
        else say("Colour: stage on {day}", day=day)
    )
    if many:
        yield say("number: units close together")
    elif not outsider:
        yield say("size: active miners")
    if outsider:
        yield say("places moved by 2 to 5 km")
    if shading:
        yield say("shade: {figure}", figure=words.inside(shading_title(shading)))


def _placed() -> dict[str, Column]:
    return {"region_name": Column(say("Region")), "stage_name": Column(say("Stage"))}


def _counted() -> dict[str, Column]:
    return {**_placed(), COUNTED: Column(say("Units"), "count")}


def _named() -> dict[str, Column]:
    return {
        "name": Column(say("Unit")),
        "organisation_name": Column(say("Organisation")),
        **_placed(),
        "miners": Column(say("Miners"), "count"),
    }


def _named_units(read: Reader, selection: Selection, known: Known) -> pd.DataFrame:
    units, stages = read.ask(unit_places, selection), read.ask(unit_stages, selection)
    frame = units.merge(stages.fillna({"stage": NOT_ASSESSED}), on="unit", how="left")
    return _in_words(frame.assign(organisation_name=frame["organisation"].map(known["organisation"])), known)


def _unnamed_units(read: Reader, selection: Selection, known: Known) -> pd.DataFrame:
    near = read.ask(moved_places, selection)
    # One on two ladders is coloured by that which it has been assessed on.
    assessed_first = near.sort_values("stage", key=lambda stage: stage == NOT_ASSESSED)
    return _in_words(assessed_first.drop_duplicates("unit").sort_values("unit", ignore_index=True), known)


def _counted_units(whole: pd.DataFrame) -> pd.DataFrame:
    """A row for each region and stage: ``units``, of them ``placed``, and where these lie."""
    rows = whole.assign(
        stage=whole["group"].fillna(NOT_ASSESSED),
        placed=whole["units"].where(whole["cell"].notna(), 0),
        latitude=whole["latitude"] * whole["units"],
        longitude=whole["longitude"] * whole["units"],
    )
    ends = {"south": "min", "north": "max", "west": "min", "east": "max"}
    sums = dict.fromkeys(("units", "placed", "latitude", "longitude"), "sum")
    together = rows.groupby(["region", "stage"], as_index=False).agg(sums | ends | {"by_region": "first"})
    placed = together["placed"].where(together["placed"] > 0)
    return together.assign(**{name: together[name] / placed for name in WHERE[:2]})


def _in_words(frame: pd.DataFrame, known: Known) -> pd.DataFrame:
    stage_name = {**known["stage"], NOT_ASSESSED: words.code(NOT_ASSESSED)}
    return frame.assign(
        region_name=frame["region"].map(known["region"]), stage_name=frame["stage"].map(stage_name)
    )


def _stage_places(read: Reader) -> tuple[drawn.StagePlace, ...]:
    known = read.ask(names)
    order = read.fact(stage_order)
    sizes = order.groupby("ladder")["stage"].transform("size")
    return tuple(
        drawn.StagePlace(
            row.stage, known["stage"][row.stage], known["ladder"][row.ladder], row.position - 1, int(size)
        )
        for row, size in zip(order.itertuples(index=False), sizes, strict=True)
    )

"""The production units of one programme: each by itself, or how many at each stage in each region."""

from __future__ import annotations

from dataclasses import replace

from data_access.language import say
from data_access.names import names, stage_order
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit
from exhibits.units import clustered, units_map


def units_of_programme(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """The programme's production units: the list behind their map; for outsiders, how many at each stage
    in each region."""
    chosen = selection.narrowed(programmes=(programme,))
    on_day = words.day(selection.as_of)
    missing = say("No unit was enrolled in this programme on that day: choose its whole run.")
    if read.viewer.outsider:
        return _stages_by_region(read, chosen, missing)
    mapped = units_map(read, chosen)
    title = mapped.title if len(mapped.frame) else say("No unit was enrolled on {day}", day=on_day)
    return replace(
        mapped,
        name="units_of_programme",
        title=title,
        subtitle=say("Units by region and stage on {day}; the file has each of them", day=on_day)
        if clustered(mapped)
        else say("Each unit with its stage and its miners on {day}", day=on_day),
        sentence=f"{title}.",
        map=None,
        suppressed="",
        missing=missing,
    )


def _stages_by_region(read: Reader, chosen: Selection, missing: str) -> Exhibit:
    known, places = read.ask(names), read.fact(stage_order)
    order = {stage: place for place, stage in enumerate(places["stage"])}
    found = read.figure("units_by_stage", chosen, ["region"])
    found = found[found["value"] > 0].assign(
        region_name=lambda rows: rows["region"].map(known["region"]),
        stage_name=lambda rows: [words.name_of(known, "stage", code) for code in rows["stage"]],
        place=lambda rows: rows["stage"].map(order).fillna(-1),
    )
    frame = found.sort_values(["region_name", "place"], ignore_index=True)
    on_day = words.day(chosen.as_of)
    title = say("No unit was enrolled on {day}", day=on_day)
    if len(frame):
        title = say(
            "{units} in {regions}",
            units=words.count(int(frame["value"].sum()), "production unit", "production units"),
            regions=words.count(frame["region"].nunique(), "region", "regions"),
        )
    return Exhibit(
        name="units_of_programme",
        title=title,
        subtitle=say("Units by region and stage on {day}", day=on_day),
        sentence=f"{title}.",
        figures=("units_by_stage", "production_units"),
        **asked(read, chosen),
        frame=frame,
        columns={
            "region_name": Column(say("Region")),
            "stage_name": Column(say("Stage")),
            "value": Column(say("Units"), "count"),
        },
        missing=missing,
    )

"""Safety provision: whom it reaches, how many share it, and which units have none."""

from __future__ import annotations

from functools import partial

import pandas as pd

from data_access.language import mark, plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.safety import NO_PROVISION, provision_of_units, units_lacking_first
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import words
from exhibits.asking import asked
from exhibits.clusters import MOST_MARKS
from exhibits.drawn import safety as drawn
from exhibits.exhibit import Chart, Column, Exhibit, Map
from exhibits.shading import Known, regions_with_units
from exhibits.units import not_placed

ROW_HEIGHT = 38
# What a unit needs when somebody is hurt: of these the sentence says how many people share one, or that there
# is none.
SHARED = {
    "rescue_chamber": mark("no rescue chamber at all"),
    "rescue_brigade": mark("no rescue brigade at all"),
    "first_aid_kit": mark("no first aid kit at all"),
}


def safety_reach(read: Reader, selection: Selection) -> Exhibit:
    """People and units with each kind of provision within reach, and how many people share one."""
    frame, without = _reach_by_kind(read, selection), say("No provision at all")
    frame = frame.assign(
        row=[
            without if kind == NO_PROVISION else words.capitalised(words.code(kind))
            for kind in frame["provision"]
        ],
        per_item=(frame["value"] / frame["items"].where(frame["items"] > 0)).round(1),
        label=[
            plural(
                "{part} of {number} person", "{part} of {number} people", people, part=words.number(reached)
            )
            for reached, people in zip(frame["value"], frame["of"], strict=True)
        ],
    )
    day = words.day(selection.as_of)
    title = say("Nobody is at work in this selection")
    sentence = say("Nobody is at work on {day}.", day=day)
    subtitle = say("Active miners with each kind in service within reach on {day}", day=day)
    if len(frame):
        reached = frame.set_index("provision")
        none, people = (int(reached.loc[NO_PROVISION, column]) for column in ("value", "of"))
        title, shared = _miners_without(none, people), words.listed(_shared(reached))
        sentence = say(
            "{who_lacks_provision} on {day}; {people_to_each}.",
            who_lacks_provision=title,
            day=day,
            people_to_each=shared,
        )
        subtitle = f"{subtitle}; {shared}"
    return Exhibit(
        name="safety_reach",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=subtitle,
        figures=("safety_reach", "safety_reach_units", "provision_in_service"),
        columns={
            "row": Column(say("Safety provision")),
            "value": Column(say("People within reach"), "count"),
            "of": Column(say("Active miners"), "count"),
            "units": Column(say("Units within reach"), "count"),
            "units_of": Column(say("Production units"), "count"),
            "items": Column(say("In service"), "count"),
            "per_item": Column(say("People to each"), "decimal"),
        },
        chart=Chart(
            drawn.people_by_provision, ("row", "value", "of", "label"), (tuple(frame["row"]), without)
        ),
        missing=say("Nobody is at work in this selection: widen the region or the programme."),
        height=ROW_HEIGHT * max(2, len(frame)),
    )


def units_without_provision(read: Reader, selection: Selection) -> Exhibit:
    """The units of the selection on the map: those without any safety provision within reach stand out."""
    known = read.ask(names)
    number, lacking = _units_and_lacking(read, selection)
    many = number > MOST_MARKS
    first = read.ask(units_lacking_first, selection, MOST_MARKS) if many else None
    frame = _units_by_reach(read, selection, known, first)
    regions, units_of = frame, tuple[tuple[str, int], ...]()
    if many:
        regions = read.figure("production_units", selection, ["region"]).rename(columns={"value": "units"})
        units_of = tuple(zip(regions["region"], regions["units"].astype(int), strict=True))
    title = _units_without(lacking, number) if number else say("No production unit in this selection")
    subtitle = say(
        "Colour: safety provision in service within reach on {day} · size: active miners",
        day=words.day(selection.as_of),
    )
    if many:
        shown = say("{number} are shown, those without any first", number=words.number(MOST_MARKS))
        subtitle = f"{subtitle} · {shown}"
    columns = {
        "name": Column(say("Unit")),
        "organisation_name": Column(say("Organisation")),
        "region_name": Column(say("Region")),
        "reach_name": Column(say("Within reach")),
        "miners": Column(say("Miners"), "count"),
    }
    return Exhibit(
        name="units_without_provision",
        title=title,
        subtitle=subtitle,
        sentence=say("Map: {title}.", title=title),
        figures=("safety_reach_units", "active_miners"),
        **asked(read, selection),
        frame=frame,
        columns=columns,
        map=Map(
            drawn.units_by_reach,
            drawn.reach_on_paper,
            drawn.legend,
            (regions_with_units(regions, known), tuple(known["country"].items()), units_of),
        ),
        missing=say("No production unit is enrolled in this selection."),
        suppressed=not_placed(frame, read.viewer.least_people),
        height=420,
        whole=partial(_units_by_reach, read, selection, known) if many else None,
        whole_columns=columns,
    )


def _units_and_lacking(read: Reader, selection: Selection) -> tuple[int, int]:
    """How many units there are, and how many of them have no provision within reach."""
    reach = read.figure("safety_reach_units", selection).set_index("provision")
    if NO_PROVISION not in reach.index:
        return 0, 0
    return int(reach.loc[NO_PROVISION, "of"]), int(reach.loc[NO_PROVISION, "value"])


def _reach_by_kind(read: Reader, selection: Selection) -> pd.DataFrame:
    """A row for each kind, that within most people's reach first, and last those without any."""
    people = read.figure("safety_reach", selection).drop(columns="evidence")
    units = read.figure("safety_reach_units", selection)[["provision", "value", "of"]]
    items = read.figure("provision_in_service", selection)[["provision", "value"]]
    frame = people.merge(units.rename(columns={"value": "units", "of": "units_of"}), on="provision")
    frame = frame.merge(items.rename(columns={"value": "items"}), on="provision", how="left")
    frame = frame.assign(last=frame["provision"] == NO_PROVISION)
    order = ["last", "value", "units", "provision"]
    return frame.sort_values(order, ascending=[True, False, False, True], ignore_index=True)


def _units_by_reach(
    read: Reader, selection: Selection, known: Known, among: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """Units with what each has within reach; first those without any, the fullest foremost."""
    units = read.ask(unit_places, selection, among)
    kinds = read.ask(provision_of_units, selection, among)
    within = {unit: ", ".join(map(words.code, theirs)) for unit, theirs in kinds.groupby("unit")["provision"]}
    frame = units.assign(
        organisation_name=units["organisation"].map(known["organisation"]),
        region_name=units["region"].map(known["region"]),
        reach=[drawn.SOME if unit in within else drawn.NONE for unit in units["unit"]],
        reach_name=[within.get(unit) or say("none within reach") for unit in units["unit"]],
    )
    return frame.sort_values(["reach", "miners", "name"], ascending=[True, False, True], ignore_index=True)


def _miners_without(lacking: int, miners: int) -> str:
    """How many of the miners have nothing within reach."""
    if lacking:
        return _without(lacking, words.count(miners, "miner", "miners"))
    number = words.number(miners)
    return say("No miner of {number} is without safety provision within reach", number=number)


def _units_without(lacking: int, units: int) -> str:
    """How many of the units have nothing within reach."""
    if lacking:
        return _without(lacking, words.count(units, "production unit", "production units"))
    number = words.number(units)
    return say("No production unit of {number} is without safety provision within reach", number=number)


def _without(lacking: int, all_of_them: str) -> str:
    return plural(
        "{number} of {miners_or_units} has no safety provision within reach",
        "{number} of {miners_or_units} have no safety provision within reach",
        lacking,
        miners_or_units=all_of_them,
    )


def _shared(reached: pd.DataFrame) -> list[str]:
    """How many people share a chamber, a brigade and a kit: ``55.4 people to each rescue chamber``."""
    return [
        _to_each(float(reached.loc[kind, "per_item"]), words.code(kind)) or say(none)
        for kind, none in SHARED.items()
    ]


def _to_each(people: float, provision: str) -> str:
    """How many people share one; nothing where there is none."""
    if not people > 0:
        return ""
    return plural(
        "{number} person to each {provision}",
        "{number} people to each {provision}",
        people,
        number=words.number(people, 0 if people.is_integer() else 1),
        provision=provision,
    )

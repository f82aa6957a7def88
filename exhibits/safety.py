"""Safety provision: whom it reaches, how many share it, and which units have none."""

from __future__ import annotations

from functools import partial

import pandas as pd

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
UNITS = {
    "name": Column("Unit"),
    "organisation_name": Column("Organisation"),
    "region_name": Column("Region"),
    "reach_name": Column("Within reach"),
    "miners": Column("Miners", "count"),
}
WITHOUT = "No provision at all"
# What a unit needs when somebody is hurt: of these the sentence says how many people share one.
SHARED = ("rescue_chamber", "rescue_brigade", "first_aid_kit")


def safety_reach(read: Reader, selection: Selection) -> Exhibit:
    """People and units with each kind of provision within reach, and how many people share one."""
    frame = _reach_by_kind(read, selection)
    frame = frame.assign(
        row=[
            WITHOUT if kind == NO_PROVISION else words.capitalised(words.code(kind))
            for kind in frame["provision"]
        ],
        per_item=(frame["value"] / frame["items"].where(frame["items"] > 0)).round(1),
        label=[
            f"{words.number(reached)} of {words.count(people, 'person', 'people')}"
            for reached, people in zip(frame["value"], frame["of"], strict=True)
        ],
    )
    on = f"on {words.day(selection.as_of)}"
    title, sentence, shared = "Nobody is at work in this selection", f"Nobody is at work {on}.", ""
    if len(frame):
        reached = frame.set_index("provision")
        none, people = (int(reached.loc[NO_PROVISION, column]) for column in ("value", "of"))
        title, shared = _lack(none, people, "miner", "miners"), words.listed(_shared(reached))
        sentence = f"{title} {on}; {shared}."
    return Exhibit(
        name="safety_reach",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"Active miners with each kind in service within reach {on}"
        + (f"; {shared}" if shared else ""),
        figures=("safety_reach", "safety_reach_units", "provision_in_service"),
        columns={
            "row": Column("Safety provision"),
            "value": Column("People within reach", "count"),
            "of": Column("Active miners", "count"),
            "units": Column("Units within reach", "count"),
            "units_of": Column("Production units", "count"),
            "items": Column("In service", "count"),
            "per_item": Column("People to each", "decimal"),
        },
        chart=Chart(
            drawn.people_by_provision, ("row", "value", "of", "label"), (tuple(frame["row"]), WITHOUT)
        ),
        missing="Nobody is at work in this selection: widen the region or the programme.",
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
    title = "No production unit in this selection"
    if number:
        title = _lack(lacking, number, "production unit", "production units")
    return Exhibit(
        name="units_without_provision",
        title=title,
        subtitle=f"Colour: safety provision in service within reach on {words.day(selection.as_of)} · "
        "size: active miners"
        + (f" · {words.number(MOST_MARKS)} are shown, those without any first" if many else ""),
        sentence=f"Map: {title}.",
        figures=("safety_reach_units", "active_miners"),
        **asked(read, selection),
        frame=frame,
        columns=UNITS,
        map=Map(
            drawn.units_by_reach,
            drawn.reach_on_paper,
            drawn.legend,
            (regions_with_units(regions, known), tuple(known["country"].items()), units_of),
        ),
        missing="No production unit is enrolled in this selection.",
        suppressed=not_placed(frame, read.viewer.least_people),
        height=420,
        whole=partial(_units_by_reach, read, selection, known) if many else None,
        whole_columns=UNITS,
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
        reach_name=[within.get(unit, "none within reach") for unit in units["unit"]],
    )
    return frame.sort_values(["reach", "miners", "name"], ascending=[True, False, True], ignore_index=True)


def _lack(lacking: int, total: int, one: str, many: str) -> str:
    """How many of all have nothing within reach."""
    if not lacking:
        return f"No {one} of {words.number(total)} is without safety provision within reach"
    have = "has" if lacking == 1 else "have"
    return (
        f"{words.number(lacking)} of {words.count(total, one, many)} {have} no safety provision within reach"
    )


def _shared(reached: pd.DataFrame) -> list[str]:
    """How many people share a chamber, a brigade and a kit: ``55.4 people to each rescue chamber``."""
    said = []
    for kind in SHARED:
        each, name = float(reached.loc[kind, "per_item"]), words.code(kind)
        people = "1 person" if each == 1 else f"{words.number(each, 0 if each.is_integer() else 1)} people"
        said.append(f"{people} to each {name}" if each > 0 else f"no {name} at all")
    return said

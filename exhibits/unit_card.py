"""What one production unit is like on the as-of day, and how many units each region has."""

from __future__ import annotations

import pandas as pd

from data_access.language import say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars
from exhibits.theme import NOT_ASSESSED


def unit_card(read: Reader, selection: Selection, unit: str) -> Exhibit:
    """One unit: whose it is, where it stands, who works there and how they are protected."""
    known = read.ask(names)
    found = read.ask(unit_places, selection, (unit,))
    if found.empty:
        return _card(
            read,
            selection,
            title=say("This unit is not in the selection"),
            sentence=say("This unit is not in the selection."),
            facts=[],
        )
    row = found.iloc[0]
    only = {"unit": unit}
    stages = read.figure("units_by_stage", selection, only=only)
    coverage = read.figure("training_coverage", selection, only=only)["value"].dropna()
    insured = read.figure("insured", selection, only=only)
    overdue = bool(read.figure("overdue_assessments", selection, only=only)["value"].sum())
    stage_name = {**known["stage"], NOT_ASSESSED: words.code(NOT_ASSESSED)}
    at = words.listed([stage_name[stage] for stage in stages["stage"]])
    miners, women = int(row["miners"]), int(row["women"])
    of_them = say(
        "{number} of {total}", number=words.number(insured["value"].sum()), total=words.number(miners)
    )
    facts = [
        (say("Organisation"), known["organisation"][row["organisation"]]),
        (say("Place"), ", ".join(part for part in (row["place"], known["region"][row["region"]]) if part)),
        (say("Stage"), f"{at} · {say('assessment overdue')}" if overdue else at),
        (say("Active miners"), f"{words.number(miners)} ({words.count(women, 'woman', 'women')})"),
        (say("Every required training valid"), words.share(coverage.iloc[0]) if len(coverage) else "–"),
        (say("Insured"), of_them),
    ]
    return _card(
        read,
        selection,
        title=row["name"],
        sentence=say(
            "{unit}: {stage}, {miners}.",
            unit=row["name"],
            stage=at,
            miners=words.count(miners, "miner", "miners"),
        ),
        facts=facts,
    )


def _card(
    read: Reader, selection: Selection, *, title: str, sentence: str, facts: list[tuple[str, str]]
) -> Exhibit:
    return Exhibit(
        name="unit_card",
        title=title,
        subtitle=say("On {day}", day=words.day(selection.as_of)),
        sentence=sentence,
        figures=("units_by_stage", "active_miners", "training_coverage", "insured"),
        frame=pd.DataFrame(facts, columns=["fact", "value"]),
        columns={"fact": Column(say("Fact")), "value": Column(say("Value"))},
        missing=say("Choose another unit on the map."),
        **asked(read, selection),
    )


def units_by_region(read: Reader, selection: Selection) -> Exhibit:
    """Production units in each region."""
    known = read.ask(names)
    frame = read.figure("production_units", selection, ["region"])
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    frame = frame.assign(
        row=frame["region"].map(known["region"]), label=[words.number(v) for v in frame["value"]]
    )
    total = int(frame["value"].sum())
    title = say("No production unit")
    if total:
        title = _fullest(int(frame["value"].iloc[0]), total, frame["row"].iloc[0])
    return Exhibit(
        name="units_by_region",
        title=title,
        subtitle=say("Production units by region on {day}", day=words.day(selection.as_of)),
        sentence=f"{title}.",
        figures=("production_units",),
        frame=frame,
        columns={"row": Column(say("Region")), "value": Column(say("Units"), "count")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]), "own", 120)),
        missing=say("No production unit is enrolled in this selection."),
        height=BAR_HEIGHT * max(2, len(frame)) + 20,
        **asked(read, selection),
    )


def _fullest(units: int, total: int, region: str) -> str:
    """Which part of all units the fullest region has."""
    if units == total:
        return say("All of the units are in {region}", region=region)
    return say("{part} of the units are in {region}", part=words.fraction(units, total), region=region)

"""What one production unit is like on the as-of day, and how many units each region has."""

from __future__ import annotations

import pandas as pd

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
            title="This unit is not in the selection",
            sentence="This unit is not in the selection.",
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
    facts = [
        ("Organisation", known["organisation"][row["organisation"]]),
        ("Place", ", ".join(part for part in (row["place"], known["region"][row["region"]]) if part)),
        ("Stage", at + (" · assessment overdue" if overdue else "")),
        ("Active miners", f"{words.number(miners)} ({words.count(women, 'woman', 'women')})"),
        ("Every required training valid", words.share(coverage.iloc[0]) if len(coverage) else "–"),
        ("Insured", f"{words.number(insured['value'].sum())} of {words.number(miners)}"),
    ]
    return _card(
        read,
        selection,
        title=row["name"],
        sentence=f"{row['name']}: {at}, {words.count(miners, 'miner', 'miners')}.",
        facts=facts,
    )


def _card(
    read: Reader, selection: Selection, *, title: str, sentence: str, facts: list[tuple[str, str]]
) -> Exhibit:
    return Exhibit(
        name="unit_card",
        title=title,
        subtitle=f"On {words.day(selection.as_of)}",
        sentence=sentence,
        figures=("units_by_stage", "active_miners", "training_coverage", "insured"),
        frame=pd.DataFrame(facts, columns=["fact", "value"]),
        columns={"fact": Column("Fact"), "value": Column("Value")},
        missing="Choose another unit on the map.",
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
    title = "No production unit"
    if total:
        title = f"{words.fraction(frame['value'].iloc[0], total)} of the units are in {frame['row'].iloc[0]}"
    return Exhibit(
        name="units_by_region",
        title=title,
        subtitle=f"Production units by region on {words.day(selection.as_of)}",
        sentence=f"{title}.",
        figures=("production_units",),
        frame=frame,
        columns={"row": Column("Region"), "value": Column("Units", "count")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]), "own", 120)),
        missing="No production unit is enrolled in this selection.",
        height=BAR_HEIGHT * max(2, len(frame)) + 20,
        **asked(read, selection),
    )

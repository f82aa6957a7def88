"""How production units climb: each ladder by itself."""

from __future__ import annotations

import pandas as pd

from data_access.names import names, stage_order
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.drawn import stages as drawn
from exhibits.exhibit import Chart, Column, Exhibit, handle
from exhibits.forms import BAR_HEIGHT, bars
from exhibits.theme import NOT_ASSESSED

MOST_REGIONS = 8


def ladders(read: Reader, selection: Selection) -> list[str]:
    """Ladders that units of the selection climb, the one with the most units first."""
    units = read.figure("production_units", selection, ["ladder"])
    return list(units.sort_values("value", ascending=False)["ladder"])


def all_ladders_in_words(read: Reader, selection: Selection) -> str:
    """Where the units of each ladder stand, ladder by ladder."""
    known = read.ask(names)["ladder"]
    return " ".join(
        f"On {known[ladder]}: {sentence[:1].lower()}{sentence[1:]}"
        for ladder in ladders(read, selection)
        if (sentence := units_over_time(read, selection, ladder).sentence)
    )


def stage_names(read: Reader, ladder: str) -> dict[str, str]:
    """Stages of a ladder from its foot, code → name; those not yet assessed come last."""
    stages = read.fact(stage_order)
    own = stages[stages["ladder"] == ladder].sort_values("position")
    return dict(zip(own["stage"], own["name"], strict=True)) | {NOT_ASSESSED: words.code(NOT_ASSESSED)}


def units_over_time(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Units at each stage of the ladder, at the end of every month."""
    stages, each = stage_names(read, ladder), withheld.each(read, "units_by_stage")
    frame = withheld.over_time(read, selection, "units_by_stage", only={"ladder": ladder})
    frame = frame.assign(group=frame["stage"].map(stages))
    title, sentence = _standing(frame[frame["month"] == frame["month"].max()], stages)
    return Exhibit(
        name=_name("units_over_time", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=sentence,
        subtitle=f"Units at each stage at the end of every {each}, "
        + words.period(selection.first_day, selection.as_of),
        figures=("units_by_stage",),
        columns={
            "month": withheld.heading(read, "units_by_stage"),
            "group": Column("Stage"),
            "value": Column("Units", "count"),
            "of": Column("Of all units on the ladder", "count"),
        },
        chart=Chart(drawn.units_over_time, ("month", "group", "value"), (tuple(stages.values()),)),
        missing="No month with a unit on this ladder: choose an earlier period, or widen the region.",
        height=340,
    )


def _standing(frame: pd.DataFrame, stages: dict[str, str]) -> tuple[str, str]:
    """What the units' stages on the as-of day amount to, as a title and as a sentence."""
    if frame.empty:
        return "No unit on this ladder", "No unit is on this ladder in any month of the period."
    at = dict(zip(frame["stage"], frame["value"], strict=True))
    total = int(sum(at.values()))
    known = [stage for stage in stages if stage != NOT_ASSESSED]
    higher = known[1:] or known
    above = sum(at.get(stage, 0) for stage in higher)
    listed = words.listed(
        [f"{words.number(at[stage])} at {stages[stage]}" for stage in known if at.get(stage)]
    )
    unassessed = at.get(NOT_ASSESSED, 0)
    tail = f"; {words.number(unassessed)} not yet assessed" if unassessed else ""
    title = "This ladder has no stages"
    if higher:
        title = f"{words.fraction(above, total)} of the units stand at {stages[higher[0]]} or above"
    return title, f"Of {words.count(total, 'unit', 'units')}, {listed or 'none is assessed'}{tail}."


def moves(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Moves up and down the ladder in each month."""
    frame = withheld.over_time(read, selection, "stage_moves", only={"ladder": ladder})
    up, down = (int(frame.loc[frame["direction"] == way, "value"].sum()) for way in ("up", "down"))
    frame = frame.assign(signed=frame["value"].where(frame["direction"] == "up", -frame["value"]))
    title = f"{words.count(up, 'move', 'moves')} up, {words.number(down)} down"
    return Exhibit(
        name=_name("moves", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=f"In the period there were {title}.",
        subtitle="Moves between two assessments of a unit, "
        f"by {withheld.each(read, 'stage_moves')} of the later one",
        figures=("stage_moves",),
        columns={
            "month": withheld.heading(read, "stage_moves"),
            "direction": Column("Direction"),
            "value": Column("Moves", "count"),
        },
        chart=Chart(
            drawn.moves_by_month,
            ("month", "signed", "direction", "value"),
            (withheld.months_told(read, selection, "stage_moves"),),
        ),
        missing="No unit moved between two assessments in this period: choose a longer one.",
        height=240,
    )


def time_in_stage(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Median days that units spent in a stage before they moved on."""
    stages = stage_names(read, ladder)
    frame = read.figure("median_days_in_stage", selection, only={"ladder": ladder})
    frame = frame.assign(
        row=frame["stage"].map(stages), label=[f"{words.number(v)} days" for v in frame["value"]]
    )
    title, sentence = "Time in a stage", "No stay in a stage was completed."
    if len(frame):
        longest = frame.loc[frame["value"].idxmax()]
        title = f"Units stayed longest at {longest['row']}"
        sentence = f"{title}: half of the stays were over within {longest['label']}."
    return Exhibit(
        name=_name("time_in_stage", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=sentence,
        subtitle="Median days of the stays that a move within the period ended, by the stage left",
        figures=("median_days_in_stage",),
        columns={
            "row": Column("Stage"),
            "value": Column("Median days", "count"),
            "of": Column("Stays", "count"),
        },
        chart=Chart(bars, ("row", "value", "label"), (tuple(stages.values()), "own_soft")),
        missing="No stay in a stage was completed in this period: choose a longer one.",
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def overdue(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Units without an assessment in the last 365 days, by region."""
    place = read.ask(names)["region"]
    frame = read.figure("overdue_assessments", selection, ["region"], only={"ladder": ladder})
    due, total = int(frame["value"].sum()), int(frame["of"].sum())
    frame = frame[frame["value"] > 0].sort_values("value", ascending=False, ignore_index=True)
    in_words = [
        f"{words.number(part)} of {words.number(whole)}"
        for part, whole in zip(frame["value"], frame["of"], strict=True)
    ]
    frame = frame.assign(row=frame["region"].map(place), label=in_words)
    more = f"; the {MOST_REGIONS} with most" if len(frame) > MOST_REGIONS else ""
    title = (
        f"{words.count(due, 'unit is', 'units are')} overdue for an assessment"
        if due
        else "No assessment is overdue"
    )
    return Exhibit(
        name=_name("overdue", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=f"{title}, of {words.number(total)} on the ladder.",
        subtitle=f"Units without an assessment in the 365 days to {words.day(selection.as_of)}, "
        f"by region{more}",
        figures=("overdue_assessments",),
        columns={
            "row": Column("Region"),
            "value": Column("Overdue units", "count"),
            "of": Column("Units", "count"),
        },
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"][:MOST_REGIONS]), "target")),
        missing="Every unit was assessed within the last 365 days.",
        height=BAR_HEIGHT * min(max(2, len(frame)), MOST_REGIONS) + 30,
    )


def _name(exhibit: str, ladder: str) -> str:
    return f"{exhibit}_{handle(ladder)}"

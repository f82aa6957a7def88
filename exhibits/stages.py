"""How production units climb: each ladder by itself."""

from __future__ import annotations

import pandas as pd

from data_access.language import plural, say
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
        say(
            "On {ladder}: {where_units_stand}", ladder=known[ladder], where_units_stand=words.inside(sentence)
        )
        for ladder in ladders(read, selection)
        if (sentence := units_over_time(read, selection, ladder).sentence)
    )


def stage_names(read: Reader, ladder: str) -> dict[str, str]:
    """Stages of a ladder from its foot, code → name; those not yet assessed come last."""
    stages, known = read.fact(stage_order), read.ask(names)["stage"]
    own = stages[stages["ladder"] == ladder].sort_values("position")["stage"]
    return {stage: known[stage] for stage in own} | {NOT_ASSESSED: words.code(NOT_ASSESSED)}


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
        subtitle=say(
            "Units at each stage at the end of every {span_of_time}, {period}",
            span_of_time=words.dimension(each),
            period=words.period(selection.first_day, selection.as_of),
        ),
        figures=("units_by_stage",),
        columns={
            "month": withheld.heading(read, "units_by_stage"),
            "group": Column(say("Stage")),
            "value": Column(say("Units"), "count"),
            "of": Column(say("Of all units on the ladder"), "count"),
        },
        chart=Chart(drawn.units_over_time, ("month", "group", "value"), (tuple(stages.values()),)),
        missing=say("No month with a unit on this ladder: choose an earlier period, or widen the region."),
        height=340,
    )


def _standing(frame: pd.DataFrame, stages: dict[str, str]) -> tuple[str, str]:
    """What the units' stages on the as-of day amount to, as a title and as a sentence."""
    if frame.empty:
        return say("No unit on this ladder"), say("No unit is on this ladder in any month of the period.")
    at = dict(zip(frame["stage"], frame["value"], strict=True))
    total = int(sum(at.values()))
    known = [stage for stage in stages if stage != NOT_ASSESSED]
    higher = known[1:] or known
    above = sum(at.get(stage, 0) for stage in higher)
    parts = [
        say("{number} at {stage}", number=words.number(at[stage]), stage=stages[stage])
        for stage in known
        if at.get(stage)
    ]
    title = _at_or_above(above, total, stages[higher[0]]) if higher else say("This ladder has no stages")
    return title, _each_at(words.count(total, "unit", "units"), words.listed(parts), at.get(NOT_ASSESSED, 0))


def _at_or_above(units: int, total: int, stage: str) -> str:
    """Which part of all units stands at a stage or above it."""
    if not units:
        return say("None of the units stand at {stage} or above", stage=stage)
    if units == total:
        return say("All of the units stand at {stage} or above", stage=stage)
    part = words.fraction(units, total)
    return say("{part} of the units stand at {stage} or above", part=part, stage=stage)


def _each_at(units: str, at_stages: str, unassessed: int) -> str:
    """How many of the ``units`` stand at which stage, and how many have not been assessed."""
    if at_stages and unassessed:
        return say(
            "Of {units}, {at_stages}; {number} not yet assessed.",
            units=units,
            at_stages=at_stages,
            number=words.number(unassessed),
        )
    if at_stages:
        return say("Of {units}, {at_stages}.", units=units, at_stages=at_stages)
    return say(
        "Of {units}, none is assessed; {number} not yet assessed.",
        units=units,
        number=words.number(unassessed),
    )


def moves(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Moves up and down the ladder in each month."""
    frame = withheld.over_time(read, selection, "stage_moves", only={"ladder": ladder})
    up, down = (int(frame.loc[frame["direction"] == way, "value"].sum()) for way in ("up", "down"))
    frame = frame.assign(
        way=[words.code(direction) for direction in frame["direction"]],
        signed=frame["value"].where(frame["direction"] == "up", -frame["value"]),
    )
    title = up_and_down(up, down)
    return Exhibit(
        name=_name("moves", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=say("In the period there were {moves_up_and_down}.", moves_up_and_down=title),
        subtitle=say(
            "Moves between two assessments of a unit, by {span_of_time} of the later one",
            span_of_time=words.dimension(withheld.each(read, "stage_moves")),
        ),
        figures=("stage_moves",),
        columns={
            "month": withheld.heading(read, "stage_moves"),
            "way": Column(say("Direction")),
            "value": Column(say("Moves"), "count"),
        },
        chart=Chart(
            drawn.moves_by_month,
            ("month", "signed", "way", "value"),
            (withheld.months_told(read, selection, "stage_moves"),),
        ),
        missing=say("No unit moved between two assessments in this period: choose a longer one."),
        height=240,
    )


def up_and_down(up: int, down: int) -> str:
    """How many moves up a ladder there were, and how many down: ``2 moves up, 1 down``."""
    return plural(
        "{number} move up, {down} down", "{number} moves up, {down} down", up, down=words.number(down)
    )


def time_in_stage(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Median days that units spent in a stage before they moved on."""
    stages = stage_names(read, ladder)
    frame = read.figure("median_days_in_stage", selection, only={"ladder": ladder})
    frame = frame.assign(
        row=frame["stage"].map(stages),
        label=[words.count(round(days), "day", "days") for days in frame["value"]],
    )
    title, sentence = say("Time in a stage"), say("No stay in a stage was completed.")
    if len(frame):
        longest = frame.loc[frame["value"].idxmax()]
        title = say("Units stayed longest at {stage}", stage=longest["row"])
        sentence = say(
            "Units stayed longest at {stage}: half of the stays were over within {days}.",
            stage=longest["row"],
            days=longest["label"],
        )
    return Exhibit(
        name=_name("time_in_stage", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=sentence,
        subtitle=say("Median days of the stays that a move within the period ended, by the stage left"),
        figures=("median_days_in_stage",),
        columns={
            "row": Column(say("Stage")),
            "value": Column(say("Median days"), "count"),
            "of": Column(say("Stays"), "count"),
        },
        chart=Chart(bars, ("row", "value", "label"), (tuple(stages.values()), "own_soft")),
        missing=say("No stay in a stage was completed in this period: choose a longer one."),
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def overdue(read: Reader, selection: Selection, ladder: str) -> Exhibit:
    """Units without an assessment in the last 365 days, by region."""
    place = read.ask(names)["region"]
    frame = read.figure("overdue_assessments", selection, ["region"], only={"ladder": ladder})
    due, total = int(frame["value"].sum()), int(frame["of"].sum())
    frame = frame[frame["value"] > 0].sort_values("value", ascending=False, ignore_index=True)
    in_words = [
        say("{part} of {whole}", part=words.number(part), whole=words.number(whole))
        for part, whole in zip(frame["value"], frame["of"], strict=True)
    ]
    frame = frame.assign(row=frame["region"].map(place), label=in_words)
    day = words.day(selection.as_of)
    subtitle = say("Units without an assessment in the 365 days to {day}, by region", day=day)
    if len(frame) > MOST_REGIONS:
        subtitle = say(
            "Units without an assessment in the 365 days to {day}, by region; the {number} with most",
            day=day,
            number=MOST_REGIONS,
        )
    title = say("No assessment is overdue")
    if due:
        title = plural(
            "{number} unit is overdue for an assessment", "{number} units are overdue for an assessment", due
        )
    return Exhibit(
        name=_name("overdue", ladder),
        frame=frame,
        **asked(read, selection, about=read.ask(names)["ladder"][ladder]),
        title=title,
        sentence=say(
            "{so_many_are_overdue}, of {units} on the ladder.",
            so_many_are_overdue=title,
            units=words.number(total),
        ),
        subtitle=subtitle,
        figures=("overdue_assessments",),
        columns={
            "row": Column(say("Region")),
            "value": Column(say("Overdue units"), "count"),
            "of": Column(say("Units"), "count"),
        },
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"][:MOST_REGIONS]), "target")),
        missing=say("Every unit was assessed within the last 365 days."),
        height=BAR_HEIGHT * min(max(2, len(frame)), MOST_REGIONS) + 30,
    )


def _name(exhibit: str, ladder: str) -> str:
    return f"{exhibit}_{handle(ladder)}"

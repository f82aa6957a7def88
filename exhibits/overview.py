"""What the selection reached: a sentence, four numbers, and what moved."""

from __future__ import annotations

from collections import Counter
from textwrap import shorten

import pandas as pd

from data_access.language import mark, plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection, default_period
from data_access.targets import headline_target
from exhibits import words
from exhibits.asking import asked, months_of, of_every_number
from exhibits.drawn import overview as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.stages import up_and_down

# What is compared with the period before: each the one number of a figure.
COUNTED = (
    ("production_units", mark("Production units")),
    ("active_miners", mark("Active miners")),
    ("people_trained", mark("People trained")),
    ("insured", mark("Insured miners")),
    ("overdue_assessments", mark("Overdue assessments")),
)
MOVED = {"up": mark("Moves up, {ladder}"), "down": mark("Moves down, {ladder}")}
# Which way most moves went: on each ladder, and on some.
WAYS = {
    "up": (mark("more moves up than down on each ladder"), mark("more moves up than down on {ladders}")),
    "even": (mark("as many moves up as down on each ladder"), mark("as many moves up as down on {ladders}")),
    "down": (mark("more moves down than up on each ladder"), mark("more moves down than up on {ladders}")),
}
LADDER_LENGTH = 26


def what_was_reached(read: Reader, selection: Selection) -> Exhibit:
    """The page's opening sentence, and the numbers in it."""
    of_every_number(read)
    programmes = read.figure("production_units", selection, ["programme"])
    countries = read.figure("production_units", selection, ["country"])
    units, miners = _value(read, "production_units", selection), _value(read, "active_miners", selection)
    coverage, insured = _value(read, "training_coverage", selection), _value(read, "insured", selection)
    frame = pd.DataFrame(
        [
            (say("Programmes"), len(programmes)),
            (say("Production units"), units),
            (say("Active miners"), miners),
        ],
        columns=["row", "value"],
    )
    worked = plural(
        "{number} programme worked with **{miners}** in **{production_units}** of {countries}",
        "{number} programmes worked with **{miners}** in **{production_units}** of {countries}",
        len(programmes),
        miners=words.count(int(miners), "miner", "miners"),
        production_units=words.count(int(units), "production unit", "production units"),
        countries=words.count(len(countries), "country", "countries"),
    )
    sentence = _in_the_period(selection, worked)
    states = []
    if pd.notna(coverage):
        states.append(say("**{share}** hold every required training", share=words.share(coverage)))
    if miners:
        states.append(say("**{share}** are insured", share=words.share(insured / miners)))
    if states:
        sentence = say(
            "{what_was_done}; {state_of_training_and_cover} on {day}",
            what_was_done=sentence,
            state_of_training_and_cover=words.listed(states),
            day=words.day(selection.as_of),
        )
    return Exhibit(
        name="what_was_reached",
        frame=frame if units else frame.iloc[:0],
        **asked(read, selection),
        title=say("What was reached"),
        subtitle=say("Programmes, units and miners on {day}", day=words.day(selection.as_of)),
        sentence=f"{sentence}.",
        figures=("production_units", "active_miners", "training_coverage", "insured"),
        columns={"row": Column(say("What")), "value": Column(say("Number"), "count")},
        missing=say("No production unit is enrolled in this selection."),
    )


def _in_the_period(selection: Selection, worked: str) -> str:
    """When it was that programmes ``worked``."""
    first, last = selection.first_day, selection.last_day
    if (first, last) == default_period(selection.data_date):
        return say(
            "In the twelve months to {day}, {programmes_worked}",
            day=words.day(last),
            programmes_worked=worked,
        )
    if first == last:
        return say("On {day}, {programmes_worked}", day=words.day(last), programmes_worked=worked)
    return say("In {period}, {programmes_worked}", period=words.period(first, last), programmes_worked=worked)


def insured_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Insured miners at the end of every month, against the target where the selection has one."""
    frame = read.figure("insured", selection, ["month"])
    target = read.ask(headline_target, selection, "insured")
    aim = float(target["target"]) if target is not None else None
    # Room for the target's line, and for what lies above it.
    most = max(aim, frame["value"].max()) * 1.1 if aim and len(frame) else None
    title = _way_of_cover(frame)
    subtitle = say("Active miners with cover in force at the end of every month")
    if aim:
        subtitle = say(
            "Active miners with cover in force at the end of every month, against the target of {number}",
            number=words.number(aim),
        )
    frame = frame.assign(label=[words.number(value) for value in frame["value"]])
    return Exhibit(
        name="insured_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=subtitle,
        figures=("insured",),
        columns={
            "month": Column(say("Month")),
            "value": Column(say("Insured miners"), "count"),
            "of": Column(say("Active miners"), "count"),
        },
        chart=Chart(
            drawn.insured_by_month, ("month", "value", "of", "label"), (months_of(selection), aim, most)
        ),
        missing=say("No month with anybody at work: choose an earlier period, or widen the region."),
        height=300,
    )


def _way_of_cover(frame: pd.DataFrame) -> str:
    """What the months say in one line: that cover fell or rose, and from where, or where it stands."""
    if frame.empty:
        return say("No miner is at work in any month of this period")
    earlier, last = frame.iloc[:-1], frame.iloc[-1]
    insured = int(last["value"])
    if earlier.empty or insured == earlier["value"].max():
        return plural("{number} miner is insured", "{number} miners are insured", insured)
    peak = earlier.loc[earlier["value"].idxmax()]
    if insured > peak["value"]:
        began = earlier.iloc[0]
        return plural(
            "Cover rose from {number} miner in {month} to {now}",
            "Cover rose from {number} miners in {month} to {now}",
            int(began["value"]),
            month=words.month(began["month"]),
            now=words.number(insured),
        )
    return plural(
        "Cover fell from {number} miner in {month} to {now}",
        "Cover fell from {number} miners in {month} to {now}",
        int(peak["value"]),
        month=words.month(peak["month"]),
        now=words.number(insured),
    )


def what_moved(read: Reader, selection: Selection) -> Exhibit:
    """The figures that changed against the period before, in words; moves ladder by ladder."""
    before = selection.compared()
    rows = []
    for name, counted in COUNTED:
        now, then = _value(read, name, selection), _value(read, name, before)
        rows.append((say(counted), words.number(then), words.number(now), words.signed(now - then)))
    moves, moves_before = _moves(read, selection), _moves(read, before)
    ladders = sorted({ladder for ladder, _ in (*moves, *moves_before)})
    called = _called(read, ladders)
    for ladder in ladders:
        for way, moved in MOVED.items():
            now, then = moves[ladder, way], moves_before[ladder, way]
            said = say(moved, ladder=called[ladder])
            rows.append((said, words.number(then), words.number(now), words.signed(now - then)))
    now, then = (_value(read, "training_coverage", when) for when in (selection, before))
    if pd.notna(now) and pd.notna(then):
        change = words.points(now - then)
        rows.append((say("Training coverage"), words.share(then), words.share(now), change))
    frame = pd.DataFrame(rows, columns=["row", "before", "now", "change"])
    title, sentence = _way_of_moves(moves, called)
    return Exhibit(
        name="what_moved",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "{period} against {earlier_period}",
            period=words.period(selection.first_day, selection.as_of),
            earlier_period=words.period(before.first_day, before.as_of),
        ),
        figures=(*(name for name, _ in COUNTED), "stage_moves", "training_coverage"),
        columns={
            "row": Column(say("What")),
            "before": Column(say("Before"), "number_text"),
            "now": Column(say("Now"), "number_text"),
            "change": Column(say("Change"), "number_text"),
        },
    )


def _value(read: Reader, name: str, selection: Selection) -> float:
    """A figure's one value in the selection; of a figure with fixed dimensions, their sum of counts."""
    frame = read.figure(name, selection)
    return float(frame["value"].sum(min_count=1)) if len(frame) else 0.0


def _moves(read: Reader, selection: Selection) -> Counter[tuple[str, str]]:
    """Moves by ladder and direction: a unit may move more than once, and ladders are never merged."""
    frame = read.figure("stage_moves", selection)
    cells = zip(frame["ladder"], frame["direction"], frame["value"], strict=True)
    return Counter({(ladder, way): int(moves) for ladder, way, moves in cells})


def _called(read: Reader, ladders: list[str]) -> dict[str, str]:
    """The ladders' names, cut to fit a row of a table unless two of them would be called the same."""
    full = {ladder: words.name_of(read.ask(names), "ladder", ladder) for ladder in ladders}
    cut = {ladder: shorten(name, LADDER_LENGTH, placeholder=" …") for ladder, name in full.items()}
    return cut if len(set(cut.values())) == len(full) else full


def _way_of_moves(moves: Counter[tuple[str, str]], called: dict[str, str]) -> tuple[str, str]:
    """The title, which way most moves went on each ladder, and the sentence, how many there were."""
    told = [ladder for ladder in called if moves[ladder, "up"] or moves[ladder, "down"]]
    if not told:
        title = say("No moves up or down a stage")
        return title, f"{title}."
    said = {ladder: up_and_down(moves[ladder, "up"], moves[ladder, "down"]) for ladder in told}
    each_ladder = [
        say("{ladder}: {moves_up_and_down}", ladder=called[ladder], moves_up_and_down=said[ladder])
        for ladder in told
    ]
    sentence = f"{'; '.join(each_ladder)}."
    if len(told) == 1:
        return said[told[0]], sentence
    more = {ladder: moves[ladder, "up"] - moves[ladder, "down"] for ladder in told}
    ways = (
        (WAYS["up"], [each for each in told if more[each] > 0]),
        (WAYS["even"], [each for each in told if not more[each]]),
        (WAYS["down"], [each for each in told if more[each] < 0]),
    )
    parts = [
        say(on_each) if on == told else say(on_some, ladders=words.listed([called[each] for each in on]))
        for (on_each, on_some), on in ways
        if on
    ]
    return words.capitalised(", ".join(parts)), sentence

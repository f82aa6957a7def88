"""What the selection reached: a sentence, four numbers, and what moved."""

from __future__ import annotations

from collections import Counter
from textwrap import shorten

import pandas as pd

from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection, default_period
from data_access.targets import headline_target
from exhibits import words
from exhibits.asking import asked, months_of, of_every_number
from exhibits.drawn import overview as drawn
from exhibits.exhibit import Chart, Column, Exhibit

# What is compared with the period before: each the one number of a figure.
COUNTED = (
    ("production_units", "Production units"),
    ("active_miners", "Active miners"),
    ("people_trained", "People trained"),
    ("insured", "Insured miners"),
    ("overdue_assessments", "Overdue assessments"),
)

LADDER_LENGTH = 26


def what_was_reached(read: Reader, selection: Selection) -> Exhibit:
    """The page's opening sentence, and the numbers in it."""
    of_every_number(read)
    programmes = read.figure("production_units", selection, ["programme"])
    countries = read.figure("production_units", selection, ["country"])
    units, miners = _value(read, "production_units", selection), _value(read, "active_miners", selection)
    coverage, insured = _value(read, "training_coverage", selection), _value(read, "insured", selection)
    frame = pd.DataFrame(
        [("Programmes", len(programmes)), ("Production units", units), ("Active miners", miners)],
        columns=["row", "value"],
    )
    when = (
        f"the twelve months to {words.day(selection.last_day)}"
        if (selection.first_day, selection.last_day) == default_period(selection.data_date)
        else words.period(selection.first_day, selection.last_day)
    )
    on_or_in = "On" if selection.first_day == selection.last_day else "In"
    trained = f"**{words.share(coverage)}** hold every required training" if pd.notna(coverage) else ""
    covered = f"**{words.share(insured / miners)}** are insured" if miners else ""
    tail = words.listed([part for part in (trained, covered) if part])
    state = f"; {tail} on {words.day(selection.as_of)}" if tail else ""
    counted = (
        f"{words.count(len(programmes), 'programme', 'programmes')} worked with "
        f"**{words.count(int(miners), 'miner', 'miners')}** in "
        f"**{words.count(int(units), 'production unit', 'production units')}** "
        f"of {words.count(len(countries), 'country', 'countries')}"
    )
    return Exhibit(
        name="what_was_reached",
        frame=frame if units else frame.iloc[:0],
        **asked(read, selection),
        title="What was reached",
        subtitle=f"Programmes, units and miners on {words.day(selection.as_of)}",
        sentence=f"{on_or_in} {when}, {counted}{state}.",
        figures=("production_units", "active_miners", "training_coverage", "insured"),
        columns={"row": Column("What"), "value": Column("Number", "count")},
        missing="No production unit is enrolled in this selection.",
    )


def insured_by_month(read: Reader, selection: Selection) -> Exhibit:
    """Insured miners at the end of every month, against the target where the selection has one."""
    frame = read.figure("insured", selection, ["month"])
    target = read.ask(headline_target, selection, "insured")
    aim = float(target["target"]) if target is not None else None
    # Room for the target's line, and for what lies above it.
    most = max(aim, frame["value"].max()) * 1.1 if aim and len(frame) else None
    title = _way_of_cover(frame)
    frame = frame.assign(label=[words.number(value) for value in frame["value"]])
    return Exhibit(
        name="insured_by_month",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle="Active miners with cover in force at the end of every month"
        + (f", against the target of {words.number(aim)}" if aim else ""),
        figures=("insured",),
        columns={
            "month": Column("Month"),
            "value": Column("Insured miners", "count"),
            "of": Column("Active miners", "count"),
        },
        chart=Chart(
            drawn.insured_by_month, ("month", "value", "of", "label"), (months_of(selection), aim, most)
        ),
        missing="No month with anybody at work: choose an earlier period, or widen the region.",
        height=300,
    )


def _way_of_cover(frame: pd.DataFrame) -> str:
    """What the months say in one line: that cover fell or rose, and from where, or where it stands."""
    if frame.empty:
        return "No miner is at work in any month of this period"
    earlier, last = frame.iloc[:-1], frame.iloc[-1]
    insured = int(last["value"])
    stands = words.count(insured, "miner is insured", "miners are insured")
    if earlier.empty or insured == earlier["value"].max():
        return stands
    peak = earlier.loc[earlier["value"].idxmax()]
    rose = insured > peak["value"]
    began = earlier.iloc[0] if rose else peak
    then = f"{words.count(int(began['value']), 'miner', 'miners')} in {words.month(began['month'])}"
    return f"Cover {'rose' if rose else 'fell'} from {then} to {words.number(insured)}"


def what_moved(read: Reader, selection: Selection) -> Exhibit:
    """The figures that changed against the period before, in words; moves ladder by ladder."""
    before = selection.compared()
    rows = []
    for name, said in COUNTED:
        now, then = _value(read, name, selection), _value(read, name, before)
        rows.append((said, words.number(then), words.number(now), words.signed(now - then)))
    moves, moves_before = _moves(read, selection), _moves(read, before)
    ladders = sorted({ladder for ladder, _ in (*moves, *moves_before)})
    called = _called(read, ladders)
    for ladder in ladders:
        for way in ("up", "down"):
            now, then = moves[ladder, way], moves_before[ladder, way]
            said = f"Moves {way}, {called[ladder]}"
            rows.append((said, words.number(then), words.number(now), words.signed(now - then)))
    now, then = (_value(read, "training_coverage", when) for when in (selection, before))
    if pd.notna(now) and pd.notna(then):
        rows.append(("Training coverage", words.share(then), words.share(now), words.points(now - then)))
    frame = pd.DataFrame(rows, columns=["row", "before", "now", "change"])
    title, sentence = _way_of_moves(moves, called)
    return Exhibit(
        name="what_moved",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=f"{words.period(selection.first_day, selection.as_of)} against "
        f"{words.period(before.first_day, before.as_of)}",
        figures=(*(name for name, _ in COUNTED), "stage_moves", "training_coverage"),
        columns={
            "row": Column("What"),
            "before": Column("Before", "number_text"),
            "now": Column("Now", "number_text"),
            "change": Column("Change", "number_text"),
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
        return "No moves up or down a stage", "No moves up or down a stage."
    said = {
        ladder: f"{words.count(moves[ladder, 'up'], 'move', 'moves')} up, "
        f"{words.number(moves[ladder, 'down'])} down"
        for ladder in told
    }
    sentence = f"{'; '.join(f'{called[ladder]}: {said[ladder]}' for ladder in told)}."
    if len(told) == 1:
        return said[told[0]], sentence
    ways = {
        "more moves up than down": [each for each in told if moves[each, "up"] > moves[each, "down"]],
        "as many moves up as down": [each for each in told if moves[each, "up"] == moves[each, "down"]],
        "more moves down than up": [each for each in told if moves[each, "up"] < moves[each, "down"]],
    }
    parts = [
        f"{way} on {'each ladder' if on == told else words.listed([called[each] for each in on])}"
        for way, on in ways.items()
        if on
    ]
    return words.capitalised(", ".join(parts)), sentence

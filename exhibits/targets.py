"""Targets: what programmes meant to reach, beside what they did, the cause and the next action."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.figures import figures
from data_access.language import mark, plural, say
from data_access.names import minor_digits, names
from data_access.questions import Unreadable, codes_of
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.targets import LESS_IS_BETTER, targets
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import bullets
from exhibits.withheld import NOT_TOLD, WITHHELD

MOST_SHOWN = 9
TARGET_HEIGHT = 38
# Where nothing was to be, and something is.
BEYOND_ALL = 2.0
MET, SHORT, UNKNOWN = "met", "short", "unknown"
LEFT_OUT = {UNKNOWN, NOT_TOLD, WITHHELD}
# How a target stands, where no number says it.
STANDS = {
    MET: mark("met"),
    UNKNOWN: mark("nothing recorded"),
    NOT_TOLD: mark("not told"),
    WITHHELD: mark("withheld"),
}


def targets_of(read: Reader, selection: Selection, of_figures: tuple[str, ...] = ()) -> Exhibit:
    """Targets in force for the programmes of the selection; for some figures, or for all."""
    frame = read.ask(targets, selection)
    if of_figures:
        frame = frame[frame["figure"].isin(of_figures)]
    alone = len(selection.programmes) == 1
    frame = _told(_furthest_first(frame), read.ask(names), read.fact(minor_digits), alone)
    met, unknown = (int((frame["met"] == how).sum()) for how in (MET, UNKNOWN))
    not_told = int(frame["met"].isin((NOT_TOLD, WITHHELD)).sum())
    title = _title(len(frame), met, not_told)
    reached = frame[~frame["met"].isin(LEFT_OUT)]
    shown = reached.head(MOST_SHOWN)
    left_out = []
    if unknown:
        left_out.append(say("of {number} nothing is recorded yet", number=words.number(unknown)))
    if 0 < not_told < len(frame):
        left_out.append(say("of {number} the actual is not told here", number=words.number(not_told)))
    past = bool((frame["read_on"] < selection.as_of).any())
    about = [_about(selection, past), _order(fewer=len(shown) < len(reached)), *left_out]
    return Exhibit(
        name="targets" if not of_figures else f"targets_{of_figures[0]}",
        title=title,
        sentence=" ".join((f"{'; '.join((title, *left_out))}.", *_furthest_behind(frame))),
        subtitle="; ".join(about),
        figures=tuple(dict.fromkeys(name for name in frame["figure"] if name in figures())) or ("target",),
        **asked(read, selection),
        frame=frame,
        columns={
            "row": Column(say("Target")),
            "actual_said": Column(say("Actual"), "number_text"),
            "target_said": Column(say("Target value"), "number_text"),
            "gap_said": Column(say("Gap"), "number_text"),
            "due_on": Column(say("Due"), "day"),
            "read_on": Column(say("Read on"), "day"),
            "cause": Column(say("Cause")),
            "next_action": Column(say("Next action")),
        },
        chart=Chart(bullets, ("row", "reached", "met", "one", "edge", "label"), (tuple(shown["row"]),))
        if len(shown) or frame.empty
        else None,
        missing=say(
            "No target was set for exactly this selection: choose a programme, or lift the organisation."
        ),
        height=TARGET_HEIGHT * max(2, len(shown)),
    )


def _title(everything: int, met: int, not_told: int) -> str:
    if not everything:
        return say("No target was set for this selection")
    if everything == not_told:
        return plural(
            "What was reached of {number} target is not told",
            "What was reached of {number} targets is not told",
            not_told,
        )
    return plural(
        "{met} of {number} target is met",
        "{met} of {number} targets are met",
        everything - not_told,
        met=words.number(met),
    )


def _about(selection: Selection, past: bool) -> str:
    day = words.day(selection.as_of)
    if past:
        return say("Actual as a share of its target, on {day}, or earlier on its date", day=day)
    return say("Actual as a share of its target, on {day}", day=day)


def _order(*, fewer: bool) -> str:
    if fewer:
        return say("the {number} furthest behind; all in the table", number=words.number(MOST_SHOWN))
    return say("furthest behind first")


def _furthest_first(frame: pd.DataFrame) -> pd.DataFrame:
    """Targets by how far they are reached, as a share of each; those without an actual last.

    Adds ``reached``: actual by target, and ``standing``: the same turned round for what there should
    be little of.
    """
    pairs = zip(frame["figure"], frame["actual"], frame["target"], strict=True)
    both = [
        (_by(actual, aim), _by(aim, actual) if name in LESS_IS_BETTER else _by(actual, aim))
        for name, actual, aim in pairs
    ]
    reached, standing = zip(*both, strict=True) if both else ((), ())
    frame = frame.assign(reached=reached, standing=standing)
    return frame.sort_values("standing", ignore_index=True)


def _by(part: float, whole: float) -> float:
    """The quotient; nothing of nothing is all of it."""
    if whole:
        return float(part / whole)
    return math.nan if math.isnan(part) else math.inf if part else 1.0


def _told(frame: pd.DataFrame, known: words.Names, digits: Mapping[str, int], alone: bool) -> pd.DataFrame:
    """The targets in words, and what a chart draws of them; of a programme ``alone`` without its name."""
    actual, target, gap = (_in_words(frame, column, digits) for column in ("actual", "target", "gap"))
    met = [
        (MET if how else SHORT) if not math.isnan(left) else UNKNOWN if pd.isna(why) else why
        for left, how, why in zip(frame["gap"], frame["met"], frame["not_told"], strict=True)
    ]
    actual = [say(STANDS[how]) if how in LEFT_OUT else said for said, how in zip(actual, met, strict=True)]
    return frame.assign(
        row=[_set_for(row, known, alone) for row in frame.itertuples()],
        label=[_label(*said) for said in zip(actual, target, met, strict=True)],
        met=met,
        one=1.0,
        reached=frame["reached"].replace(math.inf, BEYOND_ALL),
        edge=frame["reached"].clip(1.0, 1.25),
        target_said=target,
        actual_said=actual,
        gap_said=[left if how == SHORT else say(STANDS[how]) for how, left in zip(met, gap, strict=True)],
        cause=frame["cause"].fillna(""),
        next_action=frame["next_action"].fillna(""),
    )


def _label(actual: str, target: str, how: str) -> str:
    if how in LEFT_OUT:
        return actual
    if how == SHORT and actual == target:
        return say("nearly {target}", target=target)
    return say("{actual} of {target}", actual=actual, target=target)


def _furthest_behind(frame: pd.DataFrame) -> list[str]:
    """The target most missed and its stated cause, as sentences; nothing where none is missed."""
    missed = frame[frame["met"] == SHORT]
    if missed.empty:
        return []
    worst = missed.iloc[0]
    said = [say("Furthest behind: {target}, {reached}.", target=worst["row"], reached=worst["label"])]
    if worst["cause"]:
        said.append(say("Stated cause: {cause}.", cause=worst["cause"].rstrip(".")))
    return said


def _in_words(frame: pd.DataFrame, column: str, digits: Mapping[str, int]) -> list[str]:
    """The amounts of a column, each in the unit of its row's figure; a gap has no sign."""
    return [
        say(STANDS[UNKNOWN]) if math.isnan(amount) else words.measured(abs(amount), unit, currency, digits)
        for amount, unit, currency in zip(frame[column], frame["unit"], frame["currency"], strict=True)
    ]


def _set_for(target: Any, known: words.Names, alone: bool) -> str:
    """What a target is set for: ``Access to finance, Antioquia: people trained, women``."""
    scope = [] if alone else [known["programme"][target.programme]]
    if pd.notna(target.region):
        scope.append(known["region"][target.region])
    what = figures()[target.figure].title if target.figure in figures() else target.figure
    said = ", ".join([words.inside(what), *codes_in_words(target.codes, known)])
    # Two targets may differ by their currency alone.
    if pd.notna(target.currency):
        said = say("{figure} in {currency}", figure=said, currency=target.currency)
    if not scope:
        return words.capitalised(said)
    return say("{programme}: {figure}", programme=", ".join(scope), figure=said)


def codes_in_words(written: str | None, known: words.Names) -> list[str]:
    """The codes of a target in words; a stage goes without its ladder."""
    if pd.isna(written):
        return []
    try:
        codes = codes_of(str(written))
    except Unreadable:
        return [str(written)]
    named = {name: code for name, code in codes.items() if name != "ladder" or "stage" not in codes}
    return [words.inside(words.name_of(known, name, code)) for name, code in named.items()]

"""Targets: what programmes meant to reach, beside what they did, the cause and the next action."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_access.figures import figures
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.targets import targets
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import bullets

MOST_SHOWN = 9
TARGET_HEIGHT = 38


def targets_of(read: Reader, selection: Selection, of_figures: tuple[str, ...] = ()) -> Exhibit:
    """Targets in force for the programmes of the selection; for some figures, or for all."""
    known = read.ask(names)
    frame = read.ask(targets, selection)
    frame = frame[frame["actual"].notna() & (frame["target"] > 0)]
    if of_figures:
        frame = frame[frame["figure"].isin(of_figures)]
    digits = read.ask(minor_digits)
    frame = frame.assign(reached=frame["actual"] / frame["target"]).sort_values("reached", ignore_index=True)
    actual, target, gap = (_in_words(frame, column, digits) for column in ("actual", "target", "gap"))
    frame = frame.assign(
        row=[
            _scope(*scope, known)
            for scope in zip(frame["programme"], frame["region"], frame["figure"], strict=True)
        ],
        label=[f"{reached} of {aim}" for reached, aim in zip(actual, target, strict=True)],
        met=["met" if reached >= 1 else "short" for reached in frame["reached"]],
        one=1.0,
        edge=frame["reached"].clip(1.0, 1.25),
        target_said=target,
        actual_said=actual,
        gap_said=["met" if left <= 0 else said for left, said in zip(frame["gap"], gap, strict=True)],
        cause=frame["cause"].fillna(""),
        next_action=frame["next_action"].fillna(""),
    )
    met = int((frame["reached"] >= 1).sum())
    title = f"{words.number(met)} of {words.count(len(frame), 'target is', 'targets are')} met"
    title = title if len(frame) else "No target was set for this selection"
    shown = frame.head(MOST_SHOWN)
    more = (
        f"the {MOST_SHOWN} furthest behind; all in the table"
        if len(frame) > MOST_SHOWN
        else "furthest behind first"
    )
    return Exhibit(
        name="targets" if not of_figures else f"targets_{of_figures[0]}",
        title=title,
        sentence=f"{title}.{_furthest_behind(frame)}",
        subtitle=f"Actual as a share of its target, on {words.day(selection.as_of)}; {more}",
        figures=tuple(dict.fromkeys(frame["figure"])),
        **asked(read, selection),
        frame=frame,
        columns={
            "row": Column("Target"),
            "actual_said": Column("Actual"),
            "target_said": Column("Target value"),
            "gap_said": Column("Gap"),
            "due_on": Column("Due", "day"),
            "cause": Column("Cause"),
            "next_action": Column("Next action"),
        },
        chart=Chart(bullets, ("row", "reached", "met", "one", "edge", "label"), (tuple(shown["row"]),)),
        missing="No target was set for exactly this selection: choose a programme, or lift the organisation.",
        height=TARGET_HEIGHT * max(2, len(shown)),
    )


def _furthest_behind(frame: pd.DataFrame) -> str:
    """The target most missed and its stated cause, as sentences; nothing where none is missed."""
    if frame.empty or frame["reached"].iloc[0] >= 1:
        return ""
    worst = frame.iloc[0]
    cause = f" Stated cause: {worst['cause'].rstrip('.')}." if worst["cause"] else ""
    return f" Furthest behind: {worst['row']}, {worst['label']}.{cause}"


def _in_words(frame: pd.DataFrame, column: str, digits: Mapping[str, int]) -> list[str]:
    """The amounts of a column, each in the unit of its row's figure."""
    return [
        words.value(amount, unit, currency, digits)
        for amount, unit, currency in zip(frame[column], frame["unit"], frame["currency"], strict=True)
    ]


def _scope(programme: str, region: str | None, figure: str, known: words.Names) -> str:
    """What a target is set for: ``Access to finance, Antioquia: people trained``."""
    place = known["region"].get(region, "") if region is not None else ""
    of = f"{known['programme'][programme]}, {place}" if place else known["programme"][programme]
    return f"{of}: {words.inside(figures()[figure].title)}"

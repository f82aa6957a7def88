"""Targets: what programmes meant to reach, beside what they did, the cause and the next action."""

from __future__ import annotations

import pandas as pd

from data_access.figures import figures
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.targets import targets
from exhibits import words
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
    frame = frame.assign(
        row=[_scope(row, known) for row in frame.itertuples()],
        label=[
            f"{words.value(row.actual, row.unit, row.currency, digits)} of {words.value(row.target, row.unit, row.currency, digits)}"
            for row in frame.itertuples()
        ],
        met=["met" if reached >= 1 else "short" for reached in frame["reached"]],
        one=1.0,
        edge=[max(min(reached, 1.25), 1.0) for reached in frame["reached"]],
        due=pd.to_datetime(frame["due_on"]),
        target_said=[words.value(row.target, row.unit, row.currency, digits) for row in frame.itertuples()],
        actual_said=[words.value(row.actual, row.unit, row.currency, digits) for row in frame.itertuples()],
        gap_said=[
            words.value(max(row.gap, 0), row.unit, row.currency, digits) if row.gap > 0 else "met"
            for row in frame.itertuples()
        ],
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
    worst = shown.iloc[0] if len(shown) else None
    cause = f" Stated cause: {worst['cause']}." if worst is not None and worst["cause"] else ""
    return Exhibit(
        name="targets" if not of_figures else f"targets_{of_figures[0]}",
        title=title,
        sentence=f"{title}." + (f" Furthest behind: {worst['row']}, {worst['label']}.{cause}" if worst is not None else ""),
        subtitle=f"Actual as a share of its target, on {words.day(selection.as_of)}; {more}",
        figures=tuple(dict.fromkeys(name for name in frame["figure"] if name in figures())),
        selection=words.selection(selection, known),
        data_date=selection.data_date,
        frame=frame,
        columns={"row": Column("Target"), "actual_said": Column("Actual"), "target_said": Column("Target value"),
                 "gap_said": Column("Gap"), "due": Column("Due", "day"), "cause": Column("Cause"),
                 "next_action": Column("Next action")},
        chart=Chart(bullets, ("row", "reached", "met", "one", "edge", "label"), (tuple(shown["row"]),)),
        missing="No target was set for exactly this selection: choose a programme, or lift the organisation.",
        height=TARGET_HEIGHT * max(2, len(shown)),
    )  # fmt: skip


def _scope(row: object, known: dict[str, dict[str, str]]) -> str:
    place = known["region"].get(row.region, "") if isinstance(row.region, str) else ""  # type: ignore[attr-defined]
    figure = figures()[row.figure].title  # type: ignore[attr-defined]
    return f"{known['programme'][row.programme]}{f', {place}' if place else ''}: {words.inside(figure)}"  # type: ignore[attr-defined]

"""A programme's budget against what it spent, action by action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from data_access.names import minor_digits
from data_access.programmes import phases
from data_access.reader import Reader
from data_access.selection import YEARS, Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import budget as drawn
from exhibits.exhibit import Chart, Column, Exhibit

LINE = ["action", "lever", "currency"]
AMOUNTS = ["budget", "spent", "in_period", "left"]
ACTION_HEIGHT = 42


def spent_of_budget(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """What the programme has spent of each budget since it began, over-spending as plain as under-."""
    chosen = selection.narrowed(programmes=(programme,))
    # What was paid before its first day is spent, too.
    so_far = replace(chosen, first_day=date(YEARS[0], 1, 1), last_day=selection.as_of)
    frame = _with_words(read, _lines(read, chosen, so_far))
    passed = _passed(read, programme, selection.as_of)
    title = _title(frame, passed)
    dashed = "; dashed: how much of its run has passed" if passed is not None else ""
    return Exhibit(
        name="spent_of_budget",
        title=title,
        sentence=f"{title}.{_over(frame)}",
        subtitle=f"Spent up to {words.day(selection.as_of)} of the budget for its whole run{dashed}",
        figures=("budget", "expenditure"),
        **asked(read, chosen),
        frame=frame,
        columns={
            "action": Column("Action"),
            "lever": Column("Lever"),
            "currency": Column("Currency"),
            "budget_exact": Column("Budget", "money"),
            "spent_exact": Column("Spent so far", "money"),
            "in_period_exact": Column("Of it in the period", "money"),
            "left_exact": Column("Left", "money"),
        },
        chart=Chart(
            drawn.spent_of_budget,
            ("row", "label", "one", "within", "beyond"),
            (tuple(frame["row"]), passed),
        ),
        missing="No budget of this programme is recorded.",
        height=ACTION_HEIGHT * max(2, len(frame)) + 10,
    )


def _lines(read: Reader, chosen: Selection, so_far: Selection) -> pd.DataFrame:
    """Budget, spent so far, spent in the period and what is left, by action, in minor units."""
    by = LINE[:2]
    budget = read.figure("budget", so_far, by)[[*LINE, "value"]].rename(columns={"value": "budget"})
    spent = read.figure("expenditure", so_far, by)[[*LINE, "value"]].rename(columns={"value": "spent"})
    in_period = read.figure("expenditure", chosen, by)[[*LINE, "value"]]
    frame = budget.merge(spent, on=LINE, how="outer")
    frame = frame.merge(in_period.rename(columns={"value": "in_period"}), on=LINE, how="left")
    frame = frame.fillna({"budget": 0, "spent": 0, "in_period": 0, "lever": ""})
    frame = frame.assign(left=frame["budget"] - frame["spent"])
    return frame.sort_values(["currency", "budget"], ascending=[True, False], ignore_index=True)


def _with_words(read: Reader, frame: pd.DataFrame) -> pd.DataFrame:
    """The lines with what their bars need: ``row``, ``label``, ``one``, ``within``, ``beyond``."""
    digits = read.fact(minor_digits)
    several = frame["currency"].nunique() > 1
    rows, labels, reached = [], [], []
    for action, lever, currency, budget, spent in frame[[*LINE, "budget", "spent"]].itertuples(index=False):
        rows.append(" · ".join(part for part in (action, lever, currency if several else "") if part))
        part = spent / budget if budget else float("inf") if spent else 0.0
        amount, all_ = (words.money_short(minor, currency, digits[currency]) for minor in (spent, budget))
        labels.append(f"{amount} of {all_} · {_reached(part)}" if budget else f"{amount} without a budget")
        reached.append(part)
    exact = {
        f"{column}_exact": [
            words.major(amount, digits[currency])
            for amount, currency in zip(frame[column], frame["currency"], strict=True)
        ]
        for column in AMOUNTS
    }
    spent_part = pd.Series(reached, index=frame.index, dtype=float)
    return frame.assign(
        row=rows,
        label=labels,
        one=1.0,
        within=spent_part.clip(upper=1.0),
        beyond=spent_part.clip(1.0, drawn.FURTHEST),
        **exact,
    )


def _reached(part: float) -> str:
    return f"{words.share(part - 1)} over" if part > 1 else words.share(part)


def _passed(read: Reader, programme: str, as_of: date) -> float | None:
    """How much of the programme's run has passed by a day; None where its end isn't known."""
    for run in read.ask(phases, programme).itertuples():
        if run.programme == programme and pd.notna(run.last_day):
            days = (run.last_day - run.first_day).days + 1
            return float(min(1.0, max(0.0, ((as_of - run.first_day).days + 1) / days)))
    return None


def _title(frame: pd.DataFrame, passed: float | None) -> str:
    """How much of the budget is spent, each currency by itself, and how much of the run has passed."""
    totals = frame.groupby("currency")[["budget", "spent"]].sum()
    totals = totals[totals["budget"] > 0]
    if totals.empty:
        return "No budget is recorded"
    said = [
        f"{words.share(spent / budget)} of the budget{f' in {currency}' if len(totals) > 1 else ''}"
        for currency, budget, spent in totals.itertuples()
    ]
    verb = "is" if len(said) == 1 else "are"
    when = (
        ""
        if passed is None
        else " after its run"
        if passed == 1
        else f" after {words.share(passed)} of the run"
    )
    return words.capitalised(f"{words.listed(said)} {verb} spent{when}")


def _over(frame: pd.DataFrame) -> str:
    """Which actions have spent more than their budget, as a sentence; nothing where none has."""
    over = frame[frame["left"] < 0]
    if over.empty:
        return ""
    named = [f"{row} ({label})" for row, label in zip(over["row"], over["label"], strict=True)]
    return f" Beyond {'its' if len(over) == 1 else 'their'} budget: {words.listed(named)}."

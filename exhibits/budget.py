"""A programme's budget against what it spent, action by action."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from data_access.language import plural, say, say_in
from data_access.names import minor_digits, names
from data_access.programmes import phases
from data_access.reader import Reader
from data_access.selection import YEARS, Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import budget as drawn
from exhibits.exhibit import Chart, Column, Exhibit

LINE = ["action", "lever", "currency"]
SAID = ["action_name", "lever_name", "currency", "budget", "spent"]
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
    about = [say("Spent up to {day} of the budget for its whole run", day=words.day(selection.as_of))]
    if passed is not None:
        about.append(say("dashed: how much of its run has passed"))
    return Exhibit(
        name="spent_of_budget",
        title=title,
        sentence=" ".join(filter(None, (f"{title}.", _over(frame)))),
        subtitle="; ".join(about),
        figures=("budget", "expenditure"),
        **asked(read, chosen),
        frame=frame,
        columns={
            "action_name": Column(say("Action")),
            "lever_name": Column(say("Lever")),
            "currency": Column(say("Currency")),
            "budget_exact": Column(say("Budget"), "money"),
            "spent_exact": Column(say("Spent so far"), "money"),
            "in_period_exact": Column(say("Of it in the period"), "money"),
            "left_exact": Column(say_in("budget", "Left"), "money"),
        },
        chart=Chart(
            drawn.spent_of_budget,
            ("row", "label", "one", "within", "beyond"),
            (tuple(frame["row"]), passed),
        ),
        missing=say("No budget of this programme is recorded."),
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
    """The lines with what their bars need: ``row``, ``label``, ``one``, ``within``, ``beyond``; and with
    ``action_name`` and ``lever_name`` in the language spoken."""
    digits, known = read.fact(minor_digits), read.ask(names)
    frame = frame.assign(
        **{f"{name}_name": [known[name].get(words, words) for words in frame[name]] for name in LINE[:2]}
    )
    several = frame["currency"].nunique() > 1
    rows, labels, reached = [], [], []
    for action, lever, currency, budget, spent in frame[SAID].itertuples(index=False):
        rows.append(" · ".join(part for part in (action, lever, currency if several else "") if part))
        part = spent / budget if budget else float("inf") if spent else 0.0
        amount, all_ = (words.money_short(minor, currency, digits[currency]) for minor in (spent, budget))
        labels.append(
            f"{say('{spent} of {budget}', spent=amount, budget=all_)} · {_reached(part)}"
            if budget
            else say("{spent} without a budget", spent=amount)
        )
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
    return say("{share} over", share=words.share(part - 1)) if part > 1 else words.share(part)


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
        return say("No budget is recorded")
    shares = {currency: words.share(spent / budget) for currency, budget, spent in totals.itertuples()}
    return words.capitalised(_spent(shares, passed))


def _spent(shares: dict[str, str], passed: float | None) -> str:
    run = "" if passed is None else words.share(passed)
    if len(shares) == 1:
        (share,) = shares.values()
        if passed is None:
            return say("{share} of the budget is spent", share=share)
        if passed == 1:
            return say("{share} of the budget is spent after its run", share=share)
        return say(
            "{share} of the budget is spent after {share_of_run} of the run", share=share, share_of_run=run
        )
    said = words.listed(
        [
            say("{share} of the budget in {currency}", share=share, currency=currency)
            for currency, share in shares.items()
        ]
    )
    if passed is None:
        return say("{shares_of_budgets} are spent", shares_of_budgets=said)
    if passed == 1:
        return say("{shares_of_budgets} are spent after its run", shares_of_budgets=said)
    return say(
        "{shares_of_budgets} are spent after {share_of_run} of the run",
        shares_of_budgets=said,
        share_of_run=run,
    )


def _over(frame: pd.DataFrame) -> str:
    """Which actions have spent more than their budget, as a sentence; nothing where none has."""
    over = frame[frame["left"] < 0]
    if over.empty:
        return ""
    named = [f"{row} ({label})" for row, label in zip(over["row"], over["label"], strict=True)]
    return plural(
        "Beyond its budget: {actions}.",
        "Beyond their budget: {actions}.",
        len(over),
        actions=words.listed(named),
    )

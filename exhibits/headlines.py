"""The numbers that stand at the head of the overview: each with target, change and trend."""

from __future__ import annotations

import math

import pandas as pd

from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.targets import headline_target
from exhibits import words
from exhibits.asking import asked, months_of
from exhibits.exhibit import Chart, Column, Exhibit, Headline
from exhibits.forms import sparkline
from exhibits.premium import currencies

# A share that changed by less than half a point stands where it stood.
LEVEL = 0.005


def production_units(read: Reader, selection: Selection) -> Exhibit:
    """Production units, against the period before and the target."""
    now, then = (_value(read, "production_units", when) for when in (selection, selection.compared()))
    miners = int(_value(read, "active_miners", selection))
    number = Headline(
        value=words.number(now),
        change=words.signed(now - then),
        difference=now - then,
        compared_with=_since(selection),
        note=_target(read, selection, "production_units")
        or words.count(miners, "active miner", "active miners"),
    )
    trend = read.figure("production_units", selection, ["month"])
    return _headline(read, selection, "production_units", "Production units", number, trend, "count")


def training_coverage(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners whose every required training is valid."""
    now, then = (_value(read, "training_coverage", when) for when in (selection, selection.compared()))
    note = _target(read, selection, "training_coverage") or "in every required topic"
    number = _share(selection, now, then, note)
    trend = read.figure("training_coverage", selection, ["month"])
    return _headline(read, selection, "training_coverage", "Trained, valid today", number, trend, "share")


def insured(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners with cover in force."""
    now, then = (read.figure("insured", when).iloc[0] for when in (selection, selection.compared()))
    share_now, share_then = (row["value"] / row["of"] if row["of"] else float("nan") for row in (now, then))
    of_all = f"{words.number(now['value'])} of {words.number(now['of'])} miners"
    note = " · ".join(part for part in (of_all, _target(read, selection, "insured")) if part)
    number = _share(selection, share_now, share_then, note)
    trend = read.figure("insured", selection, ["month"])
    trend = trend.assign(value=trend["value"] / trend["of"])
    return _headline(read, selection, "insured", "Insured today", number, trend, "share")


def premium_spent(read: Reader, selection: Selection) -> Exhibit:
    """Premium spent in the fullest currency of the selection, against the period before."""
    held = currencies(read, selection)
    currency = held[0] if held else "USD"
    digits, only = read.ask(minor_digits).get(currency, 2), {"currency": currency}
    now, then = (
        int(read.figure("premium_spent", when, only=only)["value"].sum())
        for when in (selection, selection.compared())
    )
    received = int(read.figure("premium_received", selection, only=only)["value"].sum())
    notes = [
        f"of {words.money_short(received, currency, digits)} received",
        f"{words.listed(held[1:])} besides" if len(held) > 1 else "",
        _target(read, selection, "premium_spent"),
    ]
    number = Headline(
        value=words.money_short(now, currency, digits),
        change=f"{words.signed((now - then) / then * 100)}{words.SPACE}%" if then else "",
        difference=now - then,
        compared_with="vs the time before",
        note=" · ".join(note for note in notes if note),
    )
    trend = read.figure("premium_spent", selection, ["month"], only=only)
    trend = trend.assign(value=trend["value"] / 10**digits)
    return _headline(read, selection, "premium_spent", "Premium spent", number, trend, "money")


def _value(read: Reader, name: str, selection: Selection) -> float:
    """A figure's one value in the selection; not a number where it can't be computed."""
    return float(read.figure(name, selection)["value"].astype(float).iloc[0])


def _since(selection: Selection) -> str:
    return f"since {words.day(selection.compared().as_of)}"


def _share(selection: Selection, now: float, then: float, note: str) -> Headline:
    """A share against the period before, of which more is better; either may be missing."""
    difference = 0.0 if math.isnan(now - then) else now - then
    return Headline(
        value="–" if math.isnan(now) else words.share(now),
        change="" if math.isnan(now - then) else words.points(difference),
        difference=difference,
        good=difference > 0 if abs(difference) >= LEVEL else None,
        compared_with=_since(selection),
        note=note,
    )


def _target(read: Reader, selection: Selection, name: str) -> str:
    """The target set for exactly this selection, in words."""
    target = read.ask(headline_target, selection, name)
    if target is None:
        return ""
    aim = words.value(target["target"], target["unit"], target["currency"], read.ask(minor_digits))
    return f"target {aim} by {words.day(target['due_on'])}"


def _headline(
    read: Reader,
    selection: Selection,
    name: str,
    title: str,
    number: Headline,
    trend: pd.DataFrame,
    written: str,
) -> Exhibit:
    return Exhibit(
        name=name,
        title=title,
        subtitle="At the end of every month" if written != "money" else "In each month",
        sentence=f"{title}: {number.value}; {number.note}.",
        figures=(name,),
        frame=trend,
        columns={
            "month": Column("Month"),
            "value": Column(title, "share" if written == "share" else "decimal"),
        },
        chart=Chart(sparkline, ("month", "value"), (months_of(selection),)) if len(trend) > 1 else None,
        headline=number,
        missing="Nothing of this was recorded in any month of the period.",
        height=44,
        **asked(read, selection),
    )

"""The numbers that stand at the head of a page: each with target, change and trend."""

from __future__ import annotations

import math

import pandas as pd

from data_access.language import mark, plural, say
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.targets import headline_target
from exhibits import withheld, words
from exhibits.asking import asked, of_every_number
from exhibits.exhibit import Chart, Column, Exhibit, Headline
from exhibits.forms import sparkline
from exhibits.premium import currencies

IN_EACH_MONTH = mark("In each month")
# A share that changed by less than half a point stands where it stood.
LEVEL = 0.005


def production_units(read: Reader, selection: Selection) -> Exhibit:
    """Production units, against the period before and the target."""
    of_every_number(read)
    now, then = (one_value(read, "production_units", when) for when in (selection, selection.compared()))
    miners = int(one_value(read, "active_miners", selection))
    number = Headline(
        value=words.number(now),
        change=words.signed(now - then),
        difference=now - then,
        compared_with=_since(selection),
        note=_target(read, selection, "production_units")
        or words.count(miners, "active miner", "active miners"),
    )
    trend = withheld.over_time(read, selection, "production_units")
    return _headline(read, selection, "production_units", say("Production units"), number, trend, "count")


def training_coverage(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners whose every required training is valid."""
    now, then = (one_value(read, "training_coverage", when) for when in (selection, selection.compared()))
    note = _target(read, selection, "training_coverage") or say("in every required topic")
    number = share_against(now, then, _since(selection), note)
    trend = read.figure("training_coverage", selection, ["month"])
    return _headline(
        read, selection, "training_coverage", say("Trained, valid today"), number, trend, "share"
    )


def insured(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners with cover in force."""
    of_every_number(read)
    now, then = (read.figure("insured", when).iloc[0] for when in (selection, selection.compared()))
    share_now, share_then = (row["value"] / row["of"] if row["of"] else float("nan") for row in (now, then))
    of_all = plural(
        "{part} of {number} miner", "{part} of {number} miners", now["of"], part=words.number(now["value"])
    )
    note = " · ".join(part for part in (of_all, _target(read, selection, "insured")) if part)
    number = share_against(share_now, share_then, _since(selection), note)
    trend = read.figure("insured", selection, ["month"])
    trend = trend.assign(value=trend["value"] / trend["of"])
    return _headline(read, selection, "insured", say("Insured today"), number, trend, "share")


def people_insured(read: Reader, selection: Selection) -> Exhibit:
    """People with cover at some time in the period, against what was planned for exactly this selection."""
    before = selection.compared()
    now, then = (one_value(read, "people_insured", when) for when in (selection, before))
    number = Headline(
        value=words.number(now),
        change=words.signed(now - then),
        difference=now - then,
        good=now > then if now != then else None,
        compared_with=say("vs {period}", period=words.period(before.first_day, before.last_day)),
        note=_planned(read, selection, "people_insured") or say("on any day of the period"),
    )
    trend = read.figure("people_insured", selection, ["month"])
    return _headline(
        read, selection, "people_insured", say("People insured"), number, trend, "count", IN_EACH_MONTH
    )


def cover_lapsing(read: Reader, selection: Selection) -> Exhibit:
    """People whose cover ends within 30 days, and within 60 and 90."""
    frame = read.figure("lapsing", selection).astype({"days": str})
    ends = frame.set_index("days")[["value", "of"]].reindex(["30", "90"], fill_value=0)
    soon, later = (words.number(people) for people in ends["value"])
    insured_people = words.number(ends["of"].iloc[0])
    return Exhibit(
        name="lapsing",
        title=say("Cover lapsing"),
        subtitle=say(
            "Insured people whose unbroken cover ends after {day}; cumulative", day=words.day(selection.as_of)
        ),
        sentence=say(
            "Cover of {soon} of {insured} insured people ends within 30 days, of {later} within 90.",
            soon=soon,
            insured=insured_people,
            later=later,
        ),
        figures=("lapsing",),
        frame=frame,
        columns={
            "days": Column(say("Within days")),
            "value": Column(say("People"), "count"),
            "of": Column(say("Insured"), "count"),
        },
        headline=Headline(
            value=soon,
            note=say(
                "within 30 days, of {insured} insured; {later} within 90 days",
                insured=insured_people,
                later=later,
            ),
        ),
        missing=say("Nobody is at work in this selection."),
        **asked(read, selection),
    )


def miners_who_left(read: Reader, selection: Selection) -> Exhibit:
    """Miners who left in the period, beside those who joined: turnover explains the curve of cover."""
    before = selection.compared()
    went, went_before = (
        read.figure("turnover", when).set_index("direction")["value"] for when in (selection, before)
    )
    difference = int(went["left"] - went_before["left"])
    number = Headline(
        value=words.number(went["left"]),
        change=words.signed(difference),
        difference=difference,
        good=difference < 0 if difference else None,
        compared_with=say("vs {period}", period=words.period(before.first_day, before.last_day)),
        note=plural("{number} joined in the same time", "{number} joined in the same time", went["joined"]),
    )
    trend = read.figure("turnover", selection, ["month"], only={"direction": "left"})
    return _headline(
        read, selection, "turnover", say("Left in the period"), number, trend, "count", IN_EACH_MONTH
    )


def premium_spent(read: Reader, selection: Selection) -> Exhibit:
    """Premium spent in the fullest currency of the selection, against the period before."""
    held = currencies(read, selection)
    currency = held[0] if held else "USD"
    digits, only = read.fact(minor_digits).get(currency, 2), {"currency": currency}
    before = selection.compared()
    now, then = (
        int(read.figure("premium_spent", when, only=only)["value"].sum()) for when in (selection, before)
    )
    received = int(read.figure("premium_received", selection, only=only)["value"].sum())
    notes = [
        say("of {amount} received", amount=words.money_short(received, currency, digits)),
        say("{currencies} besides", currencies=words.listed(held[1:])) if len(held) > 1 else "",
        _target(read, selection, "premium_spent"),
    ]
    number = Headline(
        value=words.money_short(now, currency, digits),
        change=f"{words.signed((now - then) / then * 100)}{words.SPACE}%" if then else "",
        difference=now - then,
        compared_with=say("against {period}", period=words.period(before.first_day, before.last_day)),
        note=" · ".join(note for note in notes if note),
    )
    trend = read.figure("premium_spent", selection, ["month"], only=only)
    trend = trend.assign(value=trend["value"] / 10**digits)
    return _headline(
        read, selection, "premium_spent", say("Premium spent"), number, trend, "money", IN_EACH_MONTH
    )


def share_against(now: float, then: float, compared_with: str, note: str) -> Headline:
    """A share beside what it was, of which more is better; either may be missing."""
    difference = 0.0 if math.isnan(now - then) else now - then
    level = abs(difference) < LEVEL
    return Headline(
        value="–" if math.isnan(now) else words.share(now),
        change="" if math.isnan(now - then) else words.points(difference),
        difference=0.0 if level else difference,
        good=None if level else difference > 0,
        compared_with=compared_with,
        note=note,
    )


def one_value(read: Reader, name: str, selection: Selection) -> float:
    """A figure's one value in the selection; not a number where it can't be computed."""
    return float(read.figure(name, selection)["value"].astype(float).iloc[0])


def _since(selection: Selection) -> str:
    return say("since {day}", day=words.day(selection.compared().as_of))


def _target(read: Reader, selection: Selection, name: str) -> str:
    """The target set for exactly this selection, in words."""
    target = read.ask(headline_target, selection, name)
    if target is None:
        return ""
    aim = words.value(target["target"], target["unit"], target["currency"], read.fact(minor_digits))
    return say("target {target} by {day}", target=aim, day=words.day(target["due_on"]))


def _planned(read: Reader, selection: Selection, name: str) -> str:
    """What was reached of the plan for exactly this selection, and by how much it was missed, in words."""
    target = read.ask(headline_target, selection, name)
    if target is None:
        return ""
    # The card's number is of its period, the target's of its programme up to its date.
    actual, aim, gap = (words.number(target[name]) for name in ("actual", "target", "gap"))
    day = words.day(target["due_on"])
    if target["gap"] > 0:
        return say(
            "{actual} of {target} planned by {day}: {gap} short", actual=actual, target=aim, day=day, gap=gap
        )
    return say("{actual} of {target} planned by {day}: reached", actual=actual, target=aim, day=day)


def _headline(
    read: Reader,
    selection: Selection,
    name: str,
    title: str,
    number: Headline,
    trend: pd.DataFrame,
    written: str,
    when: str = "",
) -> Exhibit:
    return Exhibit(
        name=name,
        title=title,
        subtitle=say(when) if when else _at_each_end(read, name),
        sentence=say("{title}: {value}; {note}.", title=title, value=number.value, note=number.note),
        figures=(name,),
        frame=trend,
        columns={
            "month": withheld.heading(read, name),
            "value": Column(title, "share" if written == "share" else "decimal"),
        },
        chart=Chart(sparkline, ("month", "value"), (withheld.months_told(read, selection, name),))
        if len(trend) > 1
        else None,
        headline=number,
        missing=say("Nothing of this was recorded in any month of the period."),
        height=44,
        **asked(read, selection),
    )


def _at_each_end(read: Reader, name: str) -> str:
    return say("At the end of every {span_of_time}", span_of_time=words.dimension(withheld.each(read, name)))

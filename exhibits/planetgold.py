"""The planetGOLD core indicators: mercury as it is counted here, the others as programmes reported them."""

from __future__ import annotations

import pandas as pd

from data_access.figures import figures
from data_access.indicators import until_as_of
from data_access.language import mark, say
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit, Headline
from exhibits.headlines import one_value, share_against

REPORTED = ("miners_formalised", "money_mobilised", "responsible_gold")
NOTHING_MEASURED = mark("No mercury was reported in this period against a baseline: choose a longer one.")
NOTHING_REPORTED = mark("Nothing of this was reported for the selection up to this day.")


def mercury_reduction(read: Reader, selection: Selection) -> Exhibit:
    """The share by which less mercury was used, against the period compared with."""
    before = selection.compared()
    now, then = (one_value(read, "mercury_reduction", when) for when in (selection, before))
    avoided = read.figure("mercury_avoided", selection).iloc[0]
    trend = read.figure("mercury_reduction", selection, ["month"]).dropna(subset=["value"])
    note = say("nothing reported in the period")
    if len(trend):
        note = say(
            "{avoided} of {baseline} avoided",
            avoided=words.number(avoided["value"], 1),
            baseline=kilograms(avoided["of"]),
        )
    number = share_against(now, then, _against(before), note)
    return Exhibit(
        name="core_mercury_reduction",
        title=say("Mercury used less"),
        subtitle=say("Share of the baseline, in each month reported"),
        sentence=say("Mercury used less: {value}; {note}.", value=number.value, note=note),
        figures=("mercury_reduction", "mercury_avoided"),
        frame=trend,
        columns={
            "month": Column(say("Month")),
            "value": Column(say("Used less"), "share"),
            "of": Column(say("Baseline (kg)"), "decimal"),
        },
        headline=number,
        missing=say(NOTHING_MEASURED),
        **asked(read, selection),
    )


def miners_formalised(read: Reader, selection: Selection) -> Exhibit:
    """Miners supported in formalisation, as reported."""
    return _reported(read, selection, "miners_formalised", say("Miners supported"))


def money_mobilised(read: Reader, selection: Selection) -> Exhibit:
    """Loans and grants obtained, as reported."""
    return _reported(read, selection, "money_mobilised", say("Money mobilised"))


def responsible_gold(read: Reader, selection: Selection) -> Exhibit:
    """Gold won without mercury, as reported."""
    return _reported(read, selection, "responsible_gold", say("Responsible gold"))


def reported_by_year(read: Reader, selection: Selection) -> Exhibit:
    """What programmes reported of the other core indicators, for each year up to the as-of day."""
    digits, parts = read.fact(minor_digits), []
    for name in REPORTED:
        found = read.figure(name, until_as_of(selection), ["year"])
        currencies = found["currency"] if "currency" in found else [None] * len(found)
        said = [
            words.measured(value, figures()[name].unit, currency, digits)
            for value, currency in zip(found["value"], currencies, strict=True)
        ]
        parts.append(pd.Series(said, index=found["year"], name=name, dtype=object))
    frame = pd.concat(parts, axis=1).fillna(say("not reported")).sort_index(ascending=False)
    frame = frame.rename_axis("year").reset_index()
    title = say("Nothing was reported")
    sentence = f"{title}."
    if len(frame):
        title = say("Reported last for {year}", year=frame["year"].iloc[0])
        last = [f"{words.inside(figures()[name].title)} {frame[name].iloc[0]}" for name in REPORTED]
        sentence = say("{reported_last}: {amounts}.", reported_last=title, amounts=words.listed(last))
    return Exhibit(
        name="core_reported_by_year",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "By the year in which the reported span ends, up to {day}; somebody helped in two years is in "
            "both",
            day=words.day(selection.as_of),
        ),
        figures=REPORTED,
        columns={
            "year": Column(say("Year")),
            **{name: Column(figures()[name].title, "number_text") for name in REPORTED},
        },
        missing=say(NOTHING_REPORTED),
    )


def _reported(read: Reader, selection: Selection, name: str, title: str) -> Exhibit:
    """A reported total at the head of the page; its table lists every year up to the as-of day."""
    before, unit, digits = selection.compared(), figures()[name].unit, read.fact(minor_digits)
    years = read.figure(name, until_as_of(selection), ["year"])
    now, then = (read.figure(name, when, ["year"]) for when in (selection, before))
    # An indicator is measured in one unit: its money has one currency.
    currency = str(years["currency"].iloc[0]) if "currency" in years and len(years) else None
    value = words.measured(now["value"].sum(), unit, currency, digits) if len(now) else "–"
    difference = float(now["value"].sum() - then["value"].sum()) if len(now) and len(then) else 0.0
    note = say("nothing reported in the period")
    if len(now):
        note = say("total for {years}, unaudited", years=words.listed(sorted(now["year"])))
    years = years.assign(
        said=[words.measured(amount, unit, currency, digits) for amount in years["value"]],
    )
    return Exhibit(
        name=f"core_{name}",
        title=title,
        subtitle=say("As programmes reported it, by year"),
        sentence=say("{title}: {value}; {note}.", title=title, value=value, note=note),
        figures=(name,),
        frame=years,
        columns={"year": Column(say("Year")), "said": Column(figures()[name].title, "number_text")},
        headline=Headline(
            value=value,
            change=words.changed(difference, unit, currency, digits) if len(now) and len(then) else "",
            difference=difference,
            compared_with=_against(before),
            note=note,
        ),
        missing=say(NOTHING_REPORTED),
        **asked(read, selection),
    )


def kilograms(value: float) -> str:
    """0.94 → ``0.9 kg``."""
    return f"{words.number(value, 1)}{words.SPACE}kg"


def _against(before: Selection) -> str:
    return say("against {period}", period=words.period(before.first_day, before.as_of))

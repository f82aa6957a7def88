"""The planetGOLD core indicators: mercury as it is counted here, the others as programmes reported them."""

from __future__ import annotations

import pandas as pd

from data_access.figures import figures
from data_access.indicators import until_as_of
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit, Headline
from exhibits.headlines import one_value, share_against

REPORTED = ("miners_formalised", "money_mobilised", "responsible_gold")
NOTHING_MEASURED = "No mercury was reported in this period against a baseline: choose a longer one."
NOTHING_REPORTED = "Nothing of this was reported for the selection up to this day."


def mercury_reduction(read: Reader, selection: Selection) -> Exhibit:
    """The share by which less mercury was used, against the period compared with."""
    before = selection.compared()
    now, then = (one_value(read, "mercury_reduction", when) for when in (selection, before))
    avoided = read.figure("mercury_avoided", selection).iloc[0]
    trend = read.figure("mercury_reduction", selection, ["month"]).dropna(subset=["value"])
    note = f"{words.number(avoided['value'], 1)} of {kilograms(avoided['of'])} avoided"
    note = note if len(trend) else "nothing reported in the period"
    number = share_against(now, then, _against(before), note)
    return Exhibit(
        name="core_mercury_reduction",
        title="Mercury used less",
        subtitle="Share of the baseline, in each month reported",
        sentence=f"Mercury used less: {number.value}; {note}.",
        figures=("mercury_reduction", "mercury_avoided"),
        frame=trend,
        columns={
            "month": Column("Month"),
            "value": Column("Used less", "share"),
            "of": Column("Baseline (kg)", "decimal"),
        },
        headline=number,
        missing=NOTHING_MEASURED,
        **asked(read, selection),
    )


def miners_formalised(read: Reader, selection: Selection) -> Exhibit:
    """Miners supported in formalisation, as reported."""
    return _reported(read, selection, "miners_formalised", "Miners supported")


def money_mobilised(read: Reader, selection: Selection) -> Exhibit:
    """Loans and grants obtained, as reported."""
    return _reported(read, selection, "money_mobilised", "Money mobilised")


def responsible_gold(read: Reader, selection: Selection) -> Exhibit:
    """Gold won without mercury, as reported."""
    return _reported(read, selection, "responsible_gold", "Responsible gold")


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
    frame = pd.concat(parts, axis=1).fillna("not reported").sort_index(ascending=False)
    frame = frame.rename_axis("year").reset_index()
    title = f"Reported last for {frame['year'].iloc[0]}" if len(frame) else "Nothing was reported"
    last = words.listed(
        [f"{words.inside(figures()[name].title)} {frame[name].iloc[0]}" for name in REPORTED if len(frame)]
    )
    return Exhibit(
        name="core_reported_by_year",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}: {last}." if last else f"{title}.",
        subtitle=f"By the year in which the reported span ends, up to {words.day(selection.as_of)}; "
        "somebody helped in two years is in both",
        figures=REPORTED,
        columns={
            "year": Column("Year"),
            **{name: Column(figures()[name].title, "number_text") for name in REPORTED},
        },
        missing=NOTHING_REPORTED,
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
    spans = words.listed(sorted(now["year"]))
    note = f"total for {spans}, unaudited" if len(now) else "nothing reported in the period"
    years = years.assign(
        said=[words.measured(amount, unit, currency, digits) for amount in years["value"]],
    )
    return Exhibit(
        name=f"core_{name}",
        title=title,
        subtitle="As programmes reported it, by year",
        sentence=f"{title}: {value}; {note}.",
        figures=(name,),
        frame=years,
        columns={"year": Column("Year"), "said": Column(figures()[name].title, "number_text")},
        headline=Headline(
            value=value,
            change=words.changed(difference, unit, currency, digits) if len(now) and len(then) else "",
            difference=difference,
            compared_with=_against(before),
            note=note,
        ),
        missing=NOTHING_REPORTED,
        **asked(read, selection),
    )


def kilograms(value: float) -> str:
    """0.94 → ``0.9 kg``."""
    return f"{words.number(value, 1)}{words.SPACE}kg"


def _against(before: Selection) -> str:
    return f"against {words.period(before.first_day, before.as_of)}"

"""Gold: what was sold, under which standard, to whom, and where it went."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from data_access.language import mark, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, of_every_number
from exhibits.drawn import gold as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars

WITHOUT, NOTHING = mark("Without a standard"), mark("No gold was sold")
GRAMS_IN_KILOGRAM = 1000
# A longer period is told year by year.
MOST_MONTHS = 24
MISSING = mark("No gold was sold in this period: choose a longer one, or widen the region or the programme.")
SHARES = {
    "gold_under_standard": mark("Under a standard"),
    "gold_traceable": mark("Traceable to its units"),
}


class Told(NamedTuple):
    """What is said of the gold of each buyer or country: above its column, of the one that had most of it
    or all, of no gold, and below the title."""

    heading: str
    most: str
    everything: str
    nothing: str
    subtitle: str


BY_DESTINATION = Told(
    heading=mark("Country"),
    most=mark("{country} took in {part} of the gold"),
    everything=mark("{country} took in all of the gold"),
    nothing=mark("Gold sold, by the country it went to"),
    subtitle=mark("Fine gold sold in {period}, by the country it went to"),
)
BY_BUYER = Told(
    heading=mark("Buyer"),
    most=mark("{buyer} bought {part} of the gold"),
    everything=mark("{buyer} bought all of the gold"),
    nothing=mark("Gold sold, by who bought it"),
    subtitle=mark("Fine gold sold in {period}, by who bought it"),
)


def gold_by_standard(read: Reader, selection: Selection) -> Exhibit:
    """Gold sold under each standard and under none, month by month, or year by year."""
    known = read.ask(names)["standard"]
    time, times = _times(selection)
    frame = read.figure("gold_sold", selection, ["standard", time])
    without = frame["standard"].isna()
    total, under = float(frame["value"].sum()), float(frame.loc[~without, "value"].sum())
    frame = frame.assign(
        time=frame[time],
        group=[say(WITHOUT) if pd.isna(code) else known[code] for code in frame["standard"]],
        label=[words.weight(grams) for grams in frame["value"]],
        value=frame["value"] / GRAMS_IN_KILOGRAM,
    )
    title, sentence = say(NOTHING), f"{say(NOTHING)}."
    if total:
        weight, share = words.weight(total), words.share(under / total)
        title = say("{weight} sold, {share} of it under a standard", weight=weight, share=share)
        sentence = say(
            "{weight} of gold was sold, {share} of it under a standard.", weight=weight, share=share
        )
    groups = tuple(name for name in known.values() if name in set(frame["group"]))
    colours = tuple(list(known.values()).index(name) for name in groups)
    return Exhibit(
        name="gold_by_standard",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Fine kilograms sold in each {month_or_year} of {period}, by standard",
            month_or_year=words.dimension(time),
            period=period_of(selection),
        ),
        figures=("gold_sold",),
        columns={
            "time": Column(words.capitalised(words.dimension(time))),
            "group": Column(say("Standard")),
            "value": Column(say("Fine kilograms"), "decimal"),
        },
        chart=Chart(
            drawn.gold_by_standard,
            ("time", "group", "value", "label"),
            (groups, colours, say(WITHOUT) if without.any() else None, times, time == "month"),
        ),
        missing=say(MISSING),
        height=300,
    )


def shares_of_gold(read: Reader, selection: Selection) -> Exhibit:
    """The shares of gold sold under a standard, and of gold whose units are known, over time."""
    time, times = _times(selection)
    parts = [read.figure(name, selection, [time]).assign(group=say(group)) for name, group in SHARES.items()]
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.assign(
        time=frame[time],
        label=[words.share(share) for share in frame["value"]],
        of=frame["of"] / GRAMS_IN_KILOGRAM,
    )
    title = say(NOTHING)
    if len(frame):
        under, traceable = (float(read.figure(name, selection)["value"].iloc[0]) for name in SHARES)
        title = say(
            "Of the gold sold, {share_under} under a standard and {share_traceable} traceable to its units",
            share_under=words.share(under),
            share_traceable=words.share(traceable),
        )
    return Exhibit(
        name="shares_of_gold",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Share of the fine grams sold in each {month_or_year} of {period}",
            month_or_year=words.dimension(time),
            period=period_of(selection),
        ),
        figures=tuple(SHARES),
        columns={
            "time": Column(words.capitalised(words.dimension(time))),
            "group": Column(say("Gold")),
            "value": Column(say("Share"), "share"),
            "of": Column(say("Of fine kilograms sold"), "decimal"),
        },
        chart=Chart(
            drawn.shares_of_gold,
            ("time", "group", "value", "label", "of"),
            (tuple(map(say, SHARES.values())), times, time == "month"),
        ),
        missing=say(MISSING),
        height=300,
    )


def gold_by_destination(read: Reader, selection: Selection) -> Exhibit:
    """Gold sold by the country it went to."""
    of_every_number(read)
    return _gold_by(read, selection, "destination", BY_DESTINATION)


def gold_by_buyer(read: Reader, selection: Selection) -> Exhibit:
    """Gold sold by who bought it."""
    return _gold_by(read, selection, "buyer", BY_BUYER)


def _gold_by(read: Reader, selection: Selection, code: str, told: Told) -> Exhibit:
    known = read.ask(names)[code]
    frame = read.figure("gold_sold", selection, [code])
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    total = float(frame["value"].sum())
    frame = frame.assign(
        row=[known[key] for key in frame[code]],
        label=[f"{words.weight(grams)} · {words.share(grams / total)}" for grams in frame["value"]],
    )
    title = say(told.nothing)
    if len(frame):
        first, name = frame["value"].iloc[0], frame["row"].iloc[0]
        part = words.inside(words.fraction(first, total))
        title = say(told.everything if first == total else told.most, country=name, buyer=name, part=part)
    return Exhibit(
        name=f"gold_by_{code}",
        frame=frame.assign(value=frame["value"] / GRAMS_IN_KILOGRAM),
        **asked(read, selection),
        title=title,
        sentence=say("{who_took_most}, of {weight} sold.", who_took_most=title, weight=words.weight(total)),
        subtitle=say(told.subtitle, period=period_of(selection)),
        figures=("gold_sold",),
        columns={"row": Column(say(told.heading)), "value": Column(say("Fine kilograms"), "decimal")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]),)),
        missing=say(MISSING),
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def _times(selection: Selection) -> tuple[str, tuple[str, ...]]:
    """The dimension that tells a period best, and its values in order."""
    months = tuple(month for month, _ in selection.months())
    if len(months) <= MOST_MONTHS:
        return "month", months
    return "year", tuple(dict.fromkeys(month[:4] for month in months))


def period_of(selection: Selection) -> str:
    """The period up to the as-of day, in words."""
    return words.period(selection.first_day, max(selection.first_day, selection.as_of))

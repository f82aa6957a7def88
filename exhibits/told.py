"""Any figure as outsiders are told it: one number, over time, and by a dimension.

A number that is withheld has a word in its place, in the chart as in the table, and what was told of
it last beside it. Where every number told is zero, a table says so and there is no chart.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_access.comparison import compared
from data_access.definition import Figure
from data_access.disclosure.rules import STATES
from data_access.disclosure.withholding import why_withheld
from data_access.figures import known_figure
from data_access.language import mark, plural, say
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.drawn import told as drawn
from exhibits.exhibit import Chart, Column, Exhibit, Headline
from exhibits.forms import sparkline
from exhibits.told_words import beside, changed, dated, in_words, or_withheld, with_every_span

# Codes that a figure is narrowed by, such as a currency.
Only = tuple[tuple[str, str], ...]
BAR_HEIGHT, MOST_BARS = 32, 15
# What a figure is called where the time it is told of is said with it, and need not be the period selected.
WITHOUT_PERIOD = {"people_insured": mark("People insured")}
STEP_BY_STEP = {
    "month": mark("{figure}, month by month"),
    "quarter": mark("{figure}, quarter by quarter"),
    "year": mark("{figure}, year by year"),
}
NONE_IN_ANY = {
    "month": mark("{figure}: none in any month"),
    "quarter": mark("{figure}: none in any quarter"),
    "year": mark("{figure}: none in any year"),
}
IN_EACH = {
    "month": mark("{figure} in each month"),
    "quarter": mark("{figure} in each quarter"),
    "year": mark("{figure} in each year"),
}
AT_EACH_END = {
    "month": mark("{figure} at the end of each month"),
    "quarter": mark("{figure} at the end of each quarter"),
}


def told_now(read: Reader, selection: Selection, figure: str, only: Only = ()) -> Exhibit:
    """A figure's one number, beside what it was a period earlier, and its way up to now."""
    wanted, digits = known_figure(figure), read.fact(minor_digits)
    when = withheld.when_told(read, selection, figure)
    rows = read.ask(compared, figure, when, (), dict(only) or None)
    row = rows.iloc[0] if len(rows) else pd.Series({"value": None, "before": None, "of": None})
    trend = withheld.over_time(read, selection, figure, (), dict(only))
    months = withheld.months_told(read, selection, figure)
    nothing = pd.isna(row["value"]) and not row.get("suppressed")
    said = say("nothing") if nothing else or_withheld(row, wanted, digits)
    title = _titled(_named(wanted, only), wanted, read, selection)
    change, then = row.get("change"), when.compared()
    with_change = pd.notna(change) and pd.notna(row["before"])
    number = Headline(
        value=words.capitalised(said),
        change=changed(float(change), wanted, _currency(only), digits) if with_change else "",
        difference=float(change) if with_change else 0,
        compared_with=dated(read, then, figure, mark("since {year}"), mark("since {day}"))
        if with_change
        else "",
        note=beside(row, wanted, digits) or dated(read, when, figure, mark("in {year}"), mark("on {day}")),
        withheld=bool(row.get("suppressed")),
    )
    return Exhibit(
        name=f"told_{figure}",
        title=title,
        subtitle=say(STEP_BY_STEP[withheld.each(read, figure)], figure=title),
        sentence=say("{figure}: {value}.", figure=title, value=said),
        figures=(figure,),
        frame=in_words(trend, wanted, digits),
        columns=_columns(wanted, _span(read, figure)),
        chart=Chart(sparkline, ("month", "value"), (months,)) if _has_a_line(trend) else None,
        headline=number,
        suppressed=withheld.note(read, figure, rows, trend),
        missing=dated(
            read,
            when,
            figure,
            mark("Nothing of this was recorded in {year}."),
            mark("Nothing of this was recorded on {day}."),
        ),
        height=44,
        **asked(read, when),
    )


def told_over_time(read: Reader, selection: Selection, figure: str, only: Only = ()) -> Exhibit:
    """A figure quarter by quarter, or year by year."""
    wanted, digits = known_figure(figure), read.fact(minor_digits)
    span = withheld.in_time(read, selection, figure)
    months, each = withheld.months_told(read, selection, figure), withheld.each(read, figure)
    frame = in_words(withheld.over_time(read, selection, figure, (), dict(only)), wanted, digits)
    told = frame[frame["told"] & (frame["drawn"] > 0)].sort_values("month")
    named = _named(wanted, only)
    title = say(STEP_BY_STEP[each], figure=named)
    if frame["told"].all() and len(frame) and not len(told):
        title = say(NONE_IN_ANY[each], figure=named)
    if len(told) > 1 and told["label"].iloc[0] != told["label"].iloc[-1]:
        title = say(
            "{figure} went from {first} to {last}",
            figure=named,
            first=told["label"].iloc[0],
            last=told["label"].iloc[-1],
        )
    meant = say((AT_EACH_END if figure in STATES else IN_EACH)[each], figure=named)
    return Exhibit(
        name=f"told_{figure}_over_time",
        title=title,
        subtitle=f"{meant}, {words.period(span.first_day, span.as_of)}",
        sentence=f"{title}.",
        figures=(figure,),
        frame=with_every_span(frame, months, each) if frame["told"].any() else frame.iloc[:0],
        columns=_columns(wanted, _span(read, figure)),
        chart=Chart(
            drawn.told_over_time,
            ("month", "drawn", "label", "told"),
            (months, each, wanted.unit == "share"),
        )
        if len(told)
        else None,
        suppressed=withheld.note(read, figure, frame),
        missing=_all_withheld(read, frame, figure)
        or say("Nothing of this was recorded in this time: widen the selection."),
        height=280,
        **asked(read, span),
    )


def told_by(read: Reader, selection: Selection, figure: str, by: str, only: Only = ()) -> Exhibit:
    """A figure by a dimension, the largest number first, what is withheld last."""
    wanted, known, digits = known_figure(figure), read.ask(names), read.fact(minor_digits)
    when = withheld.when_told(read, selection, figure)
    frame = read.figure(figure, when, [by], dict(only)).dropna(subset=[by])
    frame = in_words(frame, wanted, digits)
    frame = frame.assign(row=[words.name_of(known, by, code) for code in frame[by]])
    frame = frame.sort_values(["told", "drawn", "row"], ascending=[False, False, True], ignore_index=True)
    # Nothing has no bar, and what is withheld has one row together: the table tells each.
    held_back = frame["row"][~frame["told"]]
    together = plural("{number} other", "{number} others", len(held_back))
    frame = frame.assign(
        bar=frame["row"].where(frame["told"], together) if len(held_back) > 1 else frame["row"]
    )
    charted = list(dict.fromkeys(frame["bar"][(frame["drawn"] > 0) | ~frame["told"]]))
    bars = tuple(charted[:MOST_BARS])
    title = say("{figure} by {dimension}", figure=wanted.title, dimension=words.dimension(by))
    subtitle = dated(
        read, when, figure, mark("{figure}, in {year}"), mark("{figure}, on {day}"), {"figure": title}
    )
    if len(charted) > len(bars):
        subtitle += f"; {say('the first {number}, all in the table', number=MOST_BARS)}"
    return Exhibit(
        name=f"told_{figure}_by_{by}",
        title=_largest(frame, wanted, title),
        subtitle=subtitle,
        sentence=f"{_largest(frame, wanted, title)}.",
        figures=(figure,),
        frame=frame if frame["told"].any() else frame.iloc[:0],
        columns=_columns(wanted, {"row": Column(words.capitalised(words.dimension(by)))}),
        chart=Chart(drawn.told_by, ("bar", "drawn", "label", "told"), (bars,))
        if (frame["drawn"] > 0).any()
        else None,
        suppressed=withheld.note(read, figure, frame),
        missing=_all_withheld(read, frame, figure)
        or dated(
            read,
            when,
            figure,
            mark("Nothing of this was recorded in {year}: widen the selection."),
            mark("Nothing of this was recorded on {day}: widen the selection."),
        ),
        height=BAR_HEIGHT * max(2, len(bars)) + 20,
        **asked(read, when),
    )


def anything_enrolled(read: Reader, selection: Selection) -> bool:
    """Whether a unit is enrolled on the as-of day."""
    return bool(read.figure("production_units", selection)["value"].sum() > 0)


def currencies(read: Reader, selection: Selection, figure: str) -> tuple[str, ...]:
    """The currencies in which an amount is told or withheld, the one with most rows first."""
    frame = withheld.over_time(read, selection, figure)
    return tuple(frame["currency"].value_counts().index)


def _named(figure: Figure, only: Only) -> str:
    """What a figure narrowed by codes is called: ``Incidents, fatal``."""
    title = say(WITHOUT_PERIOD.get(figure.name, figure.titled))
    return ", ".join([title, *(words.code(code) for name, code in only if name != "currency")])


def _titled(named: str, figure: Figure, read: Reader, selection: Selection) -> str:
    """What a card is called; of what happened, with the year, which need not be the one selected."""
    when = withheld.when_told(read, selection, figure.name)
    return say("{figure} in {year}", figure=named, year=when.last_day.year) if when != selection else named


def _has_a_line(trend: pd.DataFrame) -> bool:
    """Whether two numbers that follow one another are told, so that there is a way from one to the other."""
    told = trend.sort_values("month")["value"].notna()
    return bool((told & told.shift(fill_value=False)).any())


def _span(read: Reader, figure: str) -> dict[str, Column]:
    return {"span": Column(words.capitalised(words.dimension(withheld.each(read, figure))))}


def _columns(figure: Figure, first: Mapping[str, Column]) -> dict[str, Column]:
    return {
        **first,
        "label": Column(figure.title, "number_text"),
        "beside": Column(say("Of, or told last")),
    }


def _all_withheld(read: Reader, frame: pd.DataFrame, figure: str) -> str:
    """What is said where no number is shown because all are withheld; empty where there is none."""
    if frame.empty:
        return ""
    return say("Every number here is withheld: {why}.", why=why_withheld(read.viewer, figure))


def _currency(only: Only) -> str | None:
    return dict(only).get("currency")


def _largest(frame: pd.DataFrame, figure: Figure, otherwise: str) -> str:
    """What stands out: the largest of several numbers told."""
    told = frame[frame["told"] & (frame["drawn"] > 0)]
    if len(told) < 2:
        return otherwise
    return say(
        "{figure}: {group} first, with {number}",
        figure=figure.title,
        group=told["row"].iloc[0],
        number=told["label"].iloc[0],
    )

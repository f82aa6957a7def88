"""Any figure as outsiders are told it: one number, over time, and by a dimension.

A number that is withheld has a word in its place, in the chart as in the table, and what was told of
it last beside it. Where every number told is zero, a table says so and there is no chart.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_access.comparison import compared
from data_access.definition import Figure
from data_access.disclosure.rules import STATES, NotForOutsiders
from data_access.disclosure.withholding import any_withheld
from data_access.figures import known_figure
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.drawn import told as drawn
from exhibits.exhibit import Chart, Column, Exhibit, Headline
from exhibits.forms import sparkline
from exhibits.told_words import beside, changed, in_words, number_of, or_withheld, with_every_span

# Codes that a figure is narrowed by, such as a currency.
Only = tuple[tuple[str, str], ...]
BAR_HEIGHT, MOST_BARS = 32, 15
# How a number is said in the sentence that opens a page.
SAID = {
    "production_units": "{} production units are enrolled",
    "active_miners": "{} miners are at work",
    "training_coverage": "{} of the miners at work hold every required training",
    "insured": "{} miners are insured",
    "people_trained": "{} people were trained",
    "people_insured": "{} people were insured at some time",
    "gold_sold": "{} of gold were sold",
    "gold_under_standard": "{} of it under a standard",
    "gold_traceable": "{} of it traceable to its units",
    "premium_due": "{} of premium fell due",
    "premium_received": "{} of premium were received",
    "premium_spent": "{} of premium were spent",
    "mercury_avoided": "{} of mercury were avoided",
    "mercury_reduction": "mercury was {} below the baseline",
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
    said = "nothing" if nothing else or_withheld(row, wanted, digits)
    title = _titled(_named(wanted, only), wanted, read, selection)
    change, then = row.get("change"), when.compared()
    with_change = pd.notna(change) and pd.notna(row["before"])
    number = Headline(
        value=words.capitalised(said),
        change=changed(float(change), wanted, _currency(only), digits) if with_change else "",
        difference=float(change) if with_change else 0,
        compared_with=f"since {_when(read, then, figure).split(maxsplit=1)[1]}" if with_change else "",
        note=beside(row, wanted, digits) or _when(read, when, figure),
    )
    return Exhibit(
        name=f"told_{figure}",
        title=title,
        subtitle=f"{title}, {withheld.each(read, figure)} by {withheld.each(read, figure)}",
        sentence=f"{title}: {said}.",
        figures=(figure,),
        frame=in_words(trend, wanted, digits),
        columns=_columns(wanted, _span(read, figure)),
        chart=Chart(sparkline, ("month", "value"), (months,)) if _has_a_line(trend) else None,
        headline=number,
        suppressed=withheld.note(read, figure, rows, trend),
        missing=f"Nothing of this was recorded {_when(read, when, figure)}.",
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
    title = f"{named}, {each} by {each}"
    if frame["told"].all() and len(frame) and not len(told):
        title = f"{named}: none in any {each}"
    if len(told) > 1 and told["label"].iloc[0] != told["label"].iloc[-1]:
        first, last = told.iloc[0], told.iloc[-1]
        went = "from {} to {}".format(first["label"], last["label"])
        title = f"{named} went {went}"
    return Exhibit(
        name=f"told_{figure}_over_time",
        title=title,
        subtitle=f"{_meant(named, wanted, each)}, {words.period(span.first_day, span.as_of)}",
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
        missing=_why_empty(read, frame, figure, "recorded in this time"),
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
    together = f"{len(held_back)} others" if len(held_back) > 1 else held_back
    frame = frame.assign(bar=frame["row"].where(frame["told"], together))
    charted = list(dict.fromkeys(frame["bar"][(frame["drawn"] > 0) | ~frame["told"]]))
    bars = tuple(charted[:MOST_BARS])
    more = f"; the first {MOST_BARS}, all in the table" if len(charted) > len(bars) else ""
    title = f"{wanted.title} by {words.dimension(by)}"
    return Exhibit(
        name=f"told_{figure}_by_{by}",
        title=_largest(frame, wanted, title),
        subtitle=f"{title}, {_when(read, when, figure)}{more}",
        sentence=f"{_largest(frame, wanted, title)}.",
        figures=(figure,),
        frame=frame if frame["told"].any() else frame.iloc[:0],
        columns=_columns(wanted, {"row": Column(words.capitalised(words.dimension(by)))}),
        chart=Chart(drawn.told_by, ("bar", "drawn", "label", "told"), (bars,))
        if (frame["drawn"] > 0).any()
        else None,
        suppressed=withheld.note(read, figure, frame),
        missing=_why_empty(read, frame, figure, f"recorded {_when(read, when, figure)}"),
        height=BAR_HEIGHT * max(2, len(bars)) + 20,
        **asked(read, when),
    )


def anything_enrolled(read: Reader, selection: Selection) -> bool:
    """Whether a unit is enrolled on the as-of day."""
    return bool(read.figure("production_units", selection)["value"].sum() > 0)


def told_in_a_sentence(read: Reader, selection: Selection, figures: tuple[tuple[str, Only], ...]) -> str:
    """What is told of figures, each narrowed by codes, to be read aloud: what happened with its year."""
    digits: Mapping[str, int] = read.fact(minor_digits)
    said: dict[str, list[str]] = {}
    withheld_any = False
    for name, only in figures:
        when = withheld.when_told(read, selection, name)
        try:
            rows = read.figure(name, when, (), dict(only))
        except NotForOutsiders:
            continue
        withheld_any |= any_withheld(rows)
        if name in SAID and len(rows) and not rows["suppressed"].iloc[0] and rows["value"].iloc[0] > 0:
            number = number_of(rows.iloc[0], "value", known_figure(name), digits)
            said.setdefault(_when(read, when, name), []).append(SAID[name].format(number))
    if not said:
        why = "no number can be told here without telling of few" if withheld_any else "nothing was recorded"
        return f"Of this selection {why}; widen it."
    return " ".join(f"{words.capitalised(when)}, {words.listed(parts)}." for when, parts in said.items())


def currencies(read: Reader, selection: Selection, figure: str) -> tuple[str, ...]:
    """The currencies in which an amount is told or withheld, the one with most rows first."""
    frame = withheld.over_time(read, selection, figure)
    return tuple(frame["currency"].value_counts().index)


def _named(figure: Figure, only: Only) -> str:
    """What a figure narrowed by codes is called: ``Incidents, fatal``."""
    # What it is told of is said with it, and need not be the period selected.
    title = figure.title.removesuffix(" in the period")
    return ", ".join([title, *(words.code(code) for name, code in only if name != "currency")])


def _titled(named: str, figure: Figure, read: Reader, selection: Selection) -> str:
    """What a card is called; of what happened, with the year, which need not be the one selected."""
    when = withheld.when_told(read, selection, figure.name)
    return f"{named} in {when.last_day.year}" if when != selection else named


def _when(read: Reader, selection: Selection, figure: str) -> str:
    """The day or the year of a number, as a sentence goes on."""
    if withheld.each(read, figure) == "year":
        return f"in {selection.last_day.year}"
    return f"on {words.day(selection.as_of)}"


def _meant(named: str, figure: Figure, each: str) -> str:
    return f"{named} {'at the end of' if figure.name in STATES else 'in'} each {each}"


def _has_a_line(trend: pd.DataFrame) -> bool:
    """Whether two numbers that follow one another are told, so that there is a way from one to the other."""
    told = trend.sort_values("month")["value"].notna()
    return bool((told & told.shift(fill_value=False)).any())


def _span(read: Reader, figure: str) -> dict[str, Column]:
    each = withheld.each(read, figure)
    return {"span": Column(words.capitalised(each))}


def _columns(figure: Figure, first: Mapping[str, Column]) -> dict[str, Column]:
    return {**first, "label": Column(figure.title, "number_text"), "beside": Column("Of, or told last")}


def _why_empty(read: Reader, frame: pd.DataFrame, figure: str, recorded: str) -> str:
    """What is said where there is no number to show: that all are withheld, or that there is none."""
    if len(frame):
        return f"Every number here is {withheld.note(read, figure, frame)}."
    return f"Nothing of this was {recorded}: widen the selection."


def _currency(only: Only) -> str | None:
    return dict(only).get("currency")


def _largest(frame: pd.DataFrame, figure: Figure, otherwise: str) -> str:
    """What stands out: the largest of several numbers told."""
    told = frame[frame["told"] & (frame["drawn"] > 0)]
    if len(told) < 2:
        return otherwise
    return f"{figure.title}: {told['row'].iloc[0]} first, with {told['label'].iloc[0]}"

"""Any figure, by its name: now and compared, by a dimension, and month by month.

Outsiders are shown those that they are told, by quarters or years.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from data_access.attributed import whole_under_each
from data_access.definition import Figure
from data_access.figures import known_figure
from data_access.language import mark, plural, say
from data_access.reader import Reader
from data_access.selection import CALENDAR, Selection
from exhibits import ratios, withheld, words
from exhibits.asking import asked, days_of
from exhibits.drawn import figures as drawn
from exhibits.drawn.told import told_over_time
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.figures_in_words import WHOLES, compared_in_words

MOST_BARS, MOST_LINES = 15, 7
TIME = ("month", "quarter", "year")
BAR_HEIGHT = 34
SERIES = {
    "month": mark("{figure}, month by month"),
    "quarter": mark("{figure}, quarter by quarter"),
    "year": mark("{figure}, year by year"),
}
DASHED = {
    "month": mark("dashed: {period}, month by month"),
    "quarter": mark("dashed: {period}, quarter by quarter"),
    "year": mark("dashed: {period}, year by year"),
}


def on_one_scale(figure: Figure) -> bool:
    """Whether its values share an axis: those of targets are of as many kinds as there are figures."""
    return figure.name != "target"


def figure_now(read: Reader, selection: Selection, figure: str) -> Exhibit:
    """The figure's value, or one for each group it always has, beside the period compared with."""
    wanted, when = known_figure(figure), withheld.when_told(read, selection, figure)
    rows = compared_in_words(read, when, figure, ())
    return _table(
        read,
        when,
        wanted,
        name="figure_now",
        frame=rows,
        title=_title(wanted, rows),
        sentence=_sentence(wanted, rows, when),
        subtitle=say(
            "{days}, against {days_before}",
            days=words.capitalised(days_of(when)),
            days_before=days_of(when.compared()),
        ),
    )


def figure_by_group(read: Reader, selection: Selection, figure: str, by: str) -> Exhibit:
    """The figure broken down by a dimension, the largest groups first, each beside what it was before."""
    wanted, when = known_figure(figure), withheld.when_told(read, selection, figure)
    rows = compared_in_words(read, when, figure, (by,))
    rows = rows.sort_values("value", ascending=False, ignore_index=True, na_position="last")
    if by in TIME:
        rows = rows.sort_values([by, "row"], ignore_index=True)
    charted = _in_one_currency(rows[rows["value"].notna() | rows["suppressed"]], wanted)
    shown = charted.head(MOST_BARS)
    drawn_how = [
        words.capitalised(days_of(when)),
        say("the tick is against {days_before}", days_before=days_of(when.compared())),
    ]
    if len(charted) > MOST_BARS:
        drawn_how.append(say("the {number} largest, all in the table", number=words.number(MOST_BARS)))
    if by == "sponsor" and whole_under_each(wanted):
        drawn_how.append(say("whole under each sponsor, not to be added"))
    title = say("{figure} by {dimension}", figure=wanted.title, dimension=words.dimension(by))
    sentence = say("{figure_by_dimension}. Nothing to show.", figure_by_dimension=title)
    numbers = charted[charted["value"].notna()]
    if len(numbers):
        largest = charted.loc[numbers["value"].idxmax()]
        sentence = say(
            "{figure_by_dimension}. Largest: {group}, {value}.",
            figure_by_dimension=title,
            group=largest["row"],
            value=largest["label"],
        )
    return _table(
        read,
        when,
        wanted,
        name="figure_by_group",
        frame=rows,
        title=title,
        sentence=sentence,
        subtitle="; ".join(drawn_how),
        chart=Chart(
            drawn.bars_beside_before, ("row", "drawn", "drawn_before", "label"), (tuple(shown["row"]),)
        ),
        height=BAR_HEIGHT * max(2, len(shown)) + 10,
    )


def figure_over_time(read: Reader, selection: Selection, figure: str) -> Exhibit:
    """The figure at every month's end, or in every month, beside the months compared with; for
    outsiders by the quarters or years that they are told it by."""
    wanted, each = known_figure(figure), withheld.each(read, figure)
    span, months = withheld.in_time(read, selection, figure), withheld.months_told(read, selection, figure)
    rows = _in_one_currency(compared_in_words(read, span, figure, (each,)), wanted)
    last = {CALENDAR[each](month): month for month in months}
    rows = rows.assign(
        month=rows[each].map(last), span=[words.name_of({}, each, code) for code in rows[each]]
    )
    lines = rows.groupby("group", dropna=False)["drawn"].max().sort_values(ascending=False).index[:MOST_LINES]
    alone = len(lines) <= 1
    in_bars = alone and read.viewer.outsider
    title, subtitle = say(SERIES[each], figure=wanted.title), words.capitalised(days_of(span))
    if alone and not in_bars:
        then = words.period(span.compared().first_day, span.compared().as_of)
        subtitle = f"{subtitle}; {say(DASHED[each], period=then)}"
    is_share = wanted.unit == "share"
    chart: Chart | None = Chart(
        drawn.lines_over_time,
        ("month", "group", "drawn", "label", *(["drawn_before"] if alone else [])),
        (months, tuple(lines), alone, is_share),
    )
    if in_bars:
        # A bar of no height bears the word that it is withheld.
        rows = rows.assign(told=~rows["suppressed"], drawn=rows["drawn"].mask(rows["suppressed"], 0))
        bars = Chart(told_over_time, ("month", "drawn", "label", "told"), (months, each, is_share))
        chart = bars if (rows["drawn"] > 0).any() else None
    return _table(
        read,
        span,
        wanted,
        name="figure_over_time",
        frame=rows.sort_values(["group", "month"], ignore_index=True),
        title=title,
        sentence=say("{figure_over_time}, {days}.", figure_over_time=title, days=days_of(span)),
        subtitle=subtitle,
        chart=chart,
        height=300,
    )


def _in_one_currency(frame: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """Rows of the fullest currency alone: amounts in two share no axis."""
    if figure.unit != "money" or frame.empty:
        return frame
    fullest = frame.groupby("currency")["value"].sum().idxmax()
    return frame[frame["currency"] == fullest].reset_index(drop=True)


def _title(figure: Figure, rows: pd.DataFrame) -> str:
    if len(rows) != 1:
        return plural("{figure}: {number} group", "{figure}: {number} groups", len(rows), figure=figure.title)
    return say("{figure}: {value}", figure=figure.title, value=rows["label"].iloc[0])


def _sentence(figure: Figure, rows: pd.DataFrame, selection: Selection) -> str:
    """The one value with what it is part of, and what it was; for several groups, only how many."""
    title, days = _title(figure, rows), days_of(selection)
    if len(rows) != 1:
        return say("{figure_and_groups}, {days}.", figure_and_groups=title, days=days)
    if told_last := rows["last_said"].iloc[0]:
        return say(
            "{figure_and_value}, {days}; {told_last}.", figure_and_value=title, days=days, told_last=told_last
        )
    now, then = (_with_whole(figure, rows.iloc[0], number) for number in WHOLES)
    return say(
        "{figure}: {value}, {days}; {value_before}, {days_before}.",
        figure=figure.title,
        value=now,
        days=days,
        value_before=then,
        days_before=days_of(selection.compared()),
    )


def _with_whole(figure: Figure, row: pd.Series[Any], number: str) -> str:
    said, whole = str(row[f"{number}_said"]), WHOLES[number]
    if pd.isna(row[whole]) or ratios.goes_with_its_count(figure):
        return said
    return say("{value} of {whole}", value=said, whole=row[f"{whole}_said"])


def _table(
    read: Reader, selection: Selection, figure: Figure, *, frame: pd.DataFrame, **said: object
) -> Exhibit:
    """The exhibit of a figure's rows, with the table that all of them have."""
    each = withheld.each(read, figure.name)
    before = frame.assign(suppressed=frame["suppressed_before"])
    has_whole = frame["of"].notna().any() and not ratios.goes_with_its_count(figure)
    columns = {
        "row": Column(say("Group")),
        **({"span": Column(words.capitalised(words.dimension(each)))} if "span" in frame else {}),
        "value_said": Column(say("Value"), "number_text"),
        **({"last_said": Column(say("Told last"))} if frame["last_said"].any() else {}),
        **({"of_said": Column(say("Of"), "number_text")} if has_whole else {}),
        "before_said": Column(say("Before"), "number_text"),
        "change_said": Column(say("Change"), "number_text"),
    }
    return Exhibit(
        frame=frame,
        figures=(figure.name,),
        columns=columns,
        suppressed=withheld.note(read, figure.name, frame, before),
        missing=say("Nothing of this was recorded in the selection and period: widen one of them."),
        **asked(read, selection),
        **said,  # type: ignore[arg-type]
    )

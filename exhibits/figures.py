"""Any figure, by its name: now and compared, by a dimension, and month by month.

Outsiders are shown those that they are told, by quarters or years.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.attributed import whole_under_each
from data_access.comparison import compared
from data_access.definition import Figure
from data_access.figures import figures, known_figure
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import CALENDAR, Selection
from exhibits import ratios, withheld, words
from exhibits.asking import against, asked, days_of, with_units
from exhibits.drawn import figures as drawn
from exhibits.drawn.told import told_over_time
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.targets import codes_in_words
from exhibits.withheld import WITHHELD

MOST_BARS, MOST_LINES = 15, 7
TIME = ("month", "quarter", "year")
BAR_HEIGHT = 34
NUMBERS = ("value", "of", "before", "of_before", "change")
NONE = "–"
WHOLES = {"value": "of", "before": "of_before"}
# Column of a number → whether it is withheld.
SUPPRESSED = {"value": "suppressed", "before": "suppressed_before"}


def on_one_scale(figure: Figure) -> bool:
    """Whether its values share an axis: those of targets are of as many kinds as there are figures."""
    return figure.name != "target"


def figure_now(read: Reader, selection: Selection, figure: str) -> Exhibit:
    """The figure's value, or one for each group it always has, beside the period compared with."""
    wanted, when = known_figure(figure), withheld.when_told(read, selection, figure)
    rows = _compared(read, when, figure, ())
    return _table(
        read,
        when,
        wanted,
        name="figure_now",
        frame=rows,
        title=_title(wanted, rows),
        sentence=_sentence(wanted, rows, when),
        subtitle=f"{words.capitalised(days_of(when))}, {against(when)}",
    )


def figure_by_group(read: Reader, selection: Selection, figure: str, by: str) -> Exhibit:
    """The figure broken down by a dimension, the largest groups first, each beside what it was before."""
    wanted, when = known_figure(figure), withheld.when_told(read, selection, figure)
    rows = _compared(read, when, figure, (by,))
    rows = rows.sort_values("value", ascending=False, ignore_index=True, na_position="last")
    if by in TIME:
        rows = rows.sort_values([by, "row"], ignore_index=True)
    charted = _in_one_currency(rows[rows["value"].notna() | rows["suppressed"]], wanted)
    shown = charted.head(MOST_BARS)
    more = f"; the {MOST_BARS} largest, all in the table" if len(charted) > MOST_BARS else ""
    repeated = by == "sponsor" and whole_under_each(wanted)
    alike = "; whole under each sponsor, not to be added" if repeated else ""
    numbers = charted[charted["value"].notna()]
    largest = charted.loc[numbers["value"].idxmax()] if len(numbers) else None
    said = f"Largest: {largest['row']}, {largest['label']}" if largest is not None else "Nothing to show"
    return _table(
        read,
        when,
        wanted,
        name="figure_by_group",
        frame=rows,
        title=f"{wanted.title} by {words.dimension(by)}",
        sentence=f"{wanted.title} by {words.dimension(by)}. {said}.",
        subtitle=f"{words.capitalised(days_of(when))}; the tick is {against(when)}{more}{alike}",
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
    rows = _in_one_currency(_compared(read, span, figure, (each,)), wanted)
    last = {CALENDAR[each](month): month for month in months}
    rows = rows.assign(
        month=rows[each].map(last), span=[words.name_of({}, each, code) for code in rows[each]]
    )
    lines = rows.groupby("group", dropna=False)["drawn"].max().sort_values(ascending=False).index[:MOST_LINES]
    alone = len(lines) <= 1
    in_bars = alone and read.viewer.outsider
    then = words.period(span.compared().first_day, span.compared().as_of)
    dashed = f"; dashed: {then}, {each} by {each}" if alone and not in_bars else ""
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
        title=f"{wanted.title}, {each} by {each}",
        sentence=f"{wanted.title}, {each} by {each}, {days_of(span)}.",
        subtitle=f"{words.capitalised(days_of(span))}{dashed}",
        chart=chart,
        height=300,
    )


def _compared(read: Reader, selection: Selection, figure: str, by: tuple[str, ...]) -> pd.DataFrame:
    """The figure beside itself: codes, numbers, and for people ``row``, ``group``, ``label`` …"""
    wanted, digits = known_figure(figure), read.fact(minor_digits)
    frame = read.ask(compared, figure, selection, by)
    known = with_units(read, frame.get("unit", ()))
    frame = frame.assign(**{column: frame.get(column, False) for column in SUPPRESSED.values()})
    codes = [code for code in dict.fromkeys((*by, *wanted.fixed)) if code != withheld.each(read, figure)]
    groups = [code for code in wanted.fixed if code not in by]
    rows = [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
    written = {column: [_written(row, column, wanted, digits) for row in rows] for column in NUMBERS}
    money = [10 ** digits[code] for code in frame["currency"]] if wanted.unit == "money" else 1
    return frame.assign(
        row=[_named(row, codes, known, wanted) or wanted.title for row in rows],
        group=[_named(row, groups, known, wanted) or wanted.title for row in rows],
        label=written["value"],
        last_said=[_told_last(row, wanted, digits) for row in rows],
        drawn=frame["value"].astype(float) / money,
        drawn_before=frame["before"].astype(float) / money,
        **{f"{column}_said": said for column, said in written.items()},
    )


def _named(row: Mapping[str, Any], codes: list[str], known: words.Names, figure: Figure) -> str:
    if figure.name == "target":
        return " · ".join(_scope(row, codes, known))
    return " · ".join(words.name_of(known, code, row[code]) for code in codes)


def _scope(target: Mapping[str, Any], codes: list[str], known: words.Names) -> list[str]:
    """What a target is set for: without a region for all, without a currency or codes for none."""
    said = []
    for code in codes:
        if code == "figure":
            of = figures().get(target[code])
            said.append(of.title if of else target[code])
        elif code == "codes":
            said += codes_in_words(target[code], known)
        elif pd.notna(target[code]):
            said.append(words.name_of(known, code, target[code]))
        elif code == "region":
            said.append("all regions")
    return said


def _written(row: Mapping[str, Any], column: str, figure: Figure, digits: Mapping[str, int]) -> str:
    """A number of a row in words; what a ratio is part of in a unit of its own."""
    number = row[column]
    if column in SUPPRESSED and row[SUPPRESSED[column]]:
        return WITHHELD
    if pd.isna(number):
        said = NONE
    elif column in WHOLES.values() and figure.is_ratio:
        said = ratios.whole(float(number), figure)
    else:
        unit, currency = _unit(row, figure)
        # Targets are in major units, all other money in minor ones.
        minor = 10 ** digits[currency] if figure.name == "target" and currency is not None else 1
        write = words.changed if column == "change" else words.measured
        said = write(float(number) * minor, unit, currency, digits)
    return ratios.with_its_count(said, figure, row[WHOLES[column]]) if column in WHOLES else said


def _told_last(row: Mapping[str, Any], figure: Figure, digits: Mapping[str, int]) -> str:
    """What was told of a withheld value last, in words; empty where it is told, or never was."""
    if not row["suppressed"]:
        return ""
    last = {**row, "value": row["last_value"], "of": row["last_of"], "suppressed": False}
    return withheld.told_last(pd.Series(row), _written(last, "value", figure, digits))


def _unit(row: Mapping[str, Any], figure: Figure) -> tuple[str, str | None]:
    """The unit and currency of a row; a target's are those of the figure it is set for."""
    of = figures().get(row["figure"]) if figure.name == "target" else figure
    unit, currency = of.unit if of else "", row.get("currency")
    return unit, currency if unit == "money" and isinstance(currency, str) else None


def _in_one_currency(frame: pd.DataFrame, figure: Figure) -> pd.DataFrame:
    """Rows of the fullest currency alone: amounts in two share no axis."""
    if figure.unit != "money" or frame.empty:
        return frame
    fullest = frame.groupby("currency")["value"].sum().idxmax()
    return frame[frame["currency"] == fullest].reset_index(drop=True)


def _title(figure: Figure, rows: pd.DataFrame) -> str:
    if len(rows) != 1:
        return f"{figure.title}: {words.count(len(rows), 'group', 'groups')}"
    return f"{figure.title}: {rows['label'].iloc[0]}"


def _sentence(figure: Figure, rows: pd.DataFrame, selection: Selection) -> str:
    """The one value with what it is part of, and what it was; for several groups, only how many."""
    if len(rows) != 1:
        return f"{_title(figure, rows)}, {days_of(selection)}."
    told_last = rows["last_said"].iloc[0]
    if told_last:
        return f"{_title(figure, rows)}, {days_of(selection)}; {told_last}."
    now, then = (_with_whole(figure, rows.iloc[0], number) for number in WHOLES)
    compared_with = against(selection).removeprefix("against ")
    return f"{figure.title}: {now}, {days_of(selection)}; {then}, {compared_with}."


def _with_whole(figure: Figure, row: pd.Series[Any], number: str) -> str:
    said, whole = str(row[f"{number}_said"]), WHOLES[number]
    if pd.isna(row[whole]) or ratios.goes_with_its_count(figure):
        return said
    return f"{said} of {row[f'{whole}_said']}"


def _table(
    read: Reader, selection: Selection, figure: Figure, *, frame: pd.DataFrame, **said: object
) -> Exhibit:
    """The exhibit of a figure's rows, with the table that all of them have."""
    each = withheld.each(read, figure.name)
    before = frame.assign(suppressed=frame["suppressed_before"])
    has_whole = frame["of"].notna().any() and not ratios.goes_with_its_count(figure)
    columns = {
        "row": Column("Group"),
        **({"span": Column(words.capitalised(each))} if "span" in frame else {}),
        "value_said": Column("Value", "number_text"),
        **({"last_said": Column("Told last")} if frame["last_said"].any() else {}),
        **({"of_said": Column("Of", "number_text")} if has_whole else {}),
        "before_said": Column("Before", "number_text"),
        "change_said": Column("Change", "number_text"),
    }
    return Exhibit(
        frame=frame,
        figures=(figure.name,),
        columns=columns,
        suppressed=withheld.note(read, figure.name, frame, before),
        missing="Nothing of this was recorded in the selection and period: widen one of them.",
        **asked(read, selection),
        **said,  # type: ignore[arg-type]
    )

"""Rows of a figure in words as outsiders are told them: a number, or what stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from data_access.definition import Figure
from data_access.language import mark, say
from data_access.reader import Reader
from data_access.selection import CALENDAR, Selection
from exhibits import ratios, withheld, words
from exhibits.withheld import WITHHELD

# How the code of a span of time is written.
SPANS: dict[str, Callable[[str], str]] = {"year": str, "quarter": words.quarter, "month": words.month}
NONE_RECORDED = mark("no record")


def in_words(frame: pd.DataFrame, figure: Figure, digits: Mapping[str, int]) -> pd.DataFrame:
    """The rows with their numbers in words: ``label``, ``beside``, ``drawn`` (major units or
    kilograms, zero where withheld), ``told`` and, of rows of time, ``span``."""
    rows = [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
    unit = [_drawn_in(row, figure, digits) for row in rows]
    told = ~frame["suppressed"] if "suppressed" in frame else pd.Series(True, index=frame.index)
    frame = frame.assign(
        label=[or_withheld(row, figure, digits) for row in rows],
        beside=[beside(row, figure, digits) for row in rows],
        drawn=frame["value"].astype(float).fillna(0) / unit,
        told=told,
    )
    for unit_of_time, write in SPANS.items():
        if unit_of_time in frame:
            return frame.assign(span=[write(code) for code in frame[unit_of_time]])
    return frame


def with_every_span(frame: pd.DataFrame, months: Sequence[str], each: str) -> pd.DataFrame:
    """The rows of a series in words, and one that says so for each month, quarter or year (by its last
    month) of which there is none."""
    lacking = [month for month in months if month not in {*frame["month"]}]
    if not len(frame) or not lacking:
        return frame
    rows = {
        "month": lacking,
        "span": [SPANS[each](CALENDAR[each](month)) for month in lacking],
    }
    none = pd.DataFrame(rows).assign(
        label=say(NONE_RECORDED), beside="", drawn=0.0, told=True, suppressed=False
    )
    return pd.concat([frame, none]).sort_values("month", ignore_index=True)


def or_withheld(row: Any, figure: Figure, digits: Mapping[str, int]) -> str:
    """A row's value, or the word for one that is withheld."""
    return say(WITHHELD) if row.get("suppressed") else number_of(row, "value", figure, digits)


def beside(row: Any, figure: Figure, digits: Mapping[str, int]) -> str:
    """What a number is part of; of one that is withheld, what was told last."""
    if row.get("suppressed"):
        return withheld.told_last(row, number_of(row, "last_value", figure, digits))
    if pd.isna(row.get("of")):
        return ""
    of = float(row["of"])
    if figure.whole == "grams":
        return say("of {whole}", whole=words.weight(of))
    return say("of {whole}", whole=ratios.whole(of, figure) if figure.is_ratio else words.number(of))


def _drawn_in(row: Any, figure: Figure, digits: Mapping[str, int]) -> int:
    """How many of a value's units make one of the chart's."""
    if figure.unit == "money":
        return int(10 ** digits[row["currency"]])
    return 1000 if figure.unit == "grams" else 1


def changed(change: float, figure: Figure, currency: str | None, digits: Mapping[str, int]) -> str:
    """A change of a value with its sign."""
    if figure.unit != "grams":
        return words.changed(change, figure.unit, currency, digits)
    return f"{'+' if change > 0 else '−' if change < 0 else '±'}{words.weight(abs(change))}"


def number_of(row: Any, column: str, figure: Figure, digits: Mapping[str, int]) -> str:
    """A number of a row in the figure's unit; a share of nobody can't be computed."""
    if pd.isna(row[column]):
        return say("nothing to count")
    if figure.unit == "grams":
        return words.weight(float(row[column]))
    return words.measured(float(row[column]), figure.unit, row.get("currency"), digits)


def dated(
    read: Reader,
    selection: Selection,
    figure: str,
    in_year: str,
    on_day: str,
    values: Mapping[str, object] | None = None,
) -> str:
    """What is said of a figure's number with its ``{year}`` or its ``{day}``: by years it is told what
    happened, by days how things stood."""
    if withheld.each(read, figure) == "year":
        return say(in_year, year=selection.last_day.year, **(values or {}))
    return say(on_day, day=words.day(selection.as_of), **(values or {}))

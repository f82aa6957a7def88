"""The rows of any figure, now and compared, with their codes and numbers in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.comparison import compared
from data_access.definition import Figure
from data_access.figures import figures, known_figure
from data_access.language import say
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import ratios, withheld, words
from exhibits.asking import with_units
from exhibits.targets import codes_in_words
from exhibits.withheld import WITHHELD

NUMBERS = ("value", "of", "before", "of_before", "change")
NONE = "–"
WHOLES = {"value": "of", "before": "of_before"}
# Column of a number → whether it is withheld.
SUPPRESSED = {"value": "suppressed", "before": "suppressed_before"}


def compared_in_words(read: Reader, selection: Selection, figure: str, by: tuple[str, ...]) -> pd.DataFrame:
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
            said.append(say("all regions"))
    return said


def _written(row: Mapping[str, Any], column: str, figure: Figure, digits: Mapping[str, int]) -> str:
    """A number of a row in words; what a ratio is part of in a unit of its own."""
    number = row[column]
    if column in SUPPRESSED and row[SUPPRESSED[column]]:
        return say(WITHHELD)
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

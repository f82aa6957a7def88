"""The cells of a table as they are written on a slide or on paper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
from babel.numbers import format_decimal

from data_access.isolation import bare, isolated
from data_access.language import spoken
from exhibits import words
from exhibits.exhibit import Exhibit, Format

# Read from their ends, so that they stand to the right.
NUMBERS: set[Format] = {"number_text", "count", "share", "money", "decimal"}


def written(cell: Any, format: Format) -> str:
    """A cell as text in the language spoken; what is missing is empty."""
    if pd.isna(cell):
        return ""
    match format:
        case "count" | "decimal":
            return words.number(cell, 0 if float(cell).is_integer() else 1 if abs(cell) >= 0.05 else 3)
        case "money":
            return _exact(cell)
        case "share":
            return words.share(cell)
        case "day":
            return words.day(cell)
    return legible(str(cell))


def rows(exhibit: Exhibit) -> list[list[str]]:
    """All of an exhibit's table, row by row."""
    columns = [
        [written(cell, column.format) for cell in exhibit.frame[name]]
        for name, column in exhibit.columns.items()
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def legible(text: str) -> str:
    """Text that every file can hold: it stands alone, and its control characters can be seen."""
    shown = isolated(bare(text))
    return bare("".join("\ufffd" if _is_no_character(sign) else sign for sign in shown))


def all_legible(exhibit: Exhibit) -> Exhibit:
    """The exhibit with legible words only: what draws pictures ends the process where it finds others."""
    frame, chart = exhibit.frame, exhibit.chart
    texts = [name for name in frame if any(isinstance(cell, str) for cell in frame[name])]
    cells = {name: frame[name].map(_legible_within) for name in texts}
    drawn = chart and replace(chart, arguments=_legible_within(chart.arguments))
    return replace(exhibit, frame=frame.assign(**cells), chart=drawn)


def _legible_within(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_legible_within, value))
    return legible(value) if isinstance(value, str) else value


def _is_no_character(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff"


def _exact(amount: Decimal) -> str:
    """An amount with all its digits."""
    digits = max(0, -int(Decimal(amount).as_tuple().exponent))
    pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return str(format_decimal(amount, format=pattern, locale=spoken()))

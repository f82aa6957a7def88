"""Tables with numbers and days as the language spoken writes them; sorted, they are what they were."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from exhibits import words
from exhibits.exhibit import Column, Exhibit, Format

# Each cell is written here, and travels beside its value: where there are more, the browser writes them.
MOST_WRITTEN = 20_000
NUMBERS = {"count": "localized", "share": "percent", "money": "accounting", "decimal": "localized"}
DAY = "YYYY-MM-DD"


def listed(exhibit: Exhibit) -> pd.DataFrame | Styler:
    """What the exhibit's table lists, with its numbers and days written."""
    if not _is_written(exhibit):
        return exhibit.table()
    writing = {column.title: partial(written, format=column.format) for column in exhibit.columns.values()}
    # Rows are known by their places alone: pandas writes none of which two have the same name. And the table
    # has a name that stays, or it would be another one, and be sent anew, in each run.
    return Styler(exhibit.table().reset_index(drop=True), uuid=exhibit.name).format(writing)


def columns(exhibit: Exhibit) -> dict[str, Any]:
    """How Streamlit shows the columns of that: by their headings, numbers to the right."""
    return {column.title: _column(column, _is_written(exhibit)) for column in exhibit.columns.values()}


def written(cell: Any, format: Format) -> str:
    """A cell as text; what is missing is empty."""
    if pd.isna(cell):
        return ""
    match format:
        case "count" | "decimal":
            return words.number(float(cell), _digits(float(cell)))
        case "money":
            return words.number(float(cell), max(0, -cell.as_tuple().exponent))
        case "share":
            return words.share(cell)
        case "day":
            return words.day(cell)
    return str(cell)


def _digits(value: float) -> int:
    """As many as a number bears: none if it is whole, else one, and two where it is small."""
    most = 1 if abs(value) >= 1 else 2
    return next((digits for digits in range(most) if round(value, digits) == value), most)


def _is_written(exhibit: Exhibit) -> bool:
    return len(exhibit.frame) * len(exhibit.columns) <= MOST_WRITTEN


def _column(column: Column, is_written: bool) -> Any:
    # A format of the column's own would go before what is written.
    if column.format in NUMBERS:
        number_format = None if is_written else NUMBERS[column.format]
        return st.column_config.NumberColumn(column.title, format=number_format)
    if column.format == "number_text":
        return st.column_config.TextColumn(column.title, alignment="right")
    if column.format == "day":
        return st.column_config.DateColumn(column.title, format=None if is_written else DAY)
    return st.column_config.TextColumn(column.title)

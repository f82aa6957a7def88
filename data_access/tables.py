"""Tables as files that spreadsheets open."""

from __future__ import annotations

import csv
import io

import pandas as pd

from data_access.isolation import bare

# A spreadsheet takes a cell that begins so for a formula, and runs it; some overlook what can't be seen.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
UNSEEN = " \u00a0\u200b\u200c\u200d\u2060\ufeff"


def as_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV (UTF-8 with a byte-order mark, for spreadsheets; text cells defused)."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([defused(name) for name in frame.columns])
    for row in frame.itertuples(index=False):
        writer.writerow(["" if pd.isna(cell) else defused(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def defused(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula, its text as it was delivered."""
    if not isinstance(cell, str):
        return cell
    text = bare(cell)
    return f"'{text}" if text.lstrip(UNSEEN).startswith(FORMULA_SIGNS) else text

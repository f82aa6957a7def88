"""Cells as they are written for people, and text that every file can hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from data_access.language import speaking
from exhibits.exhibit import Format
from exhibits.export.cells import all_legible, legible, rows, written
from exhibits.words import SPACE
from tests.exhibits.export.decks import HOSTILE, bars_of, typed

SAID: list[tuple[Any, Format, str, str]] = [
    (1234, "count", "1,234", "1.234"),
    (1234.56, "decimal", "1,234.6", "1.234,6"),
    (0.012, "decimal", "0.012", "0,012"),
    (0.614, "share", f"61{SPACE}%", f"61{SPACE}%"),
    (Decimal("1234567.80"), "money", "1,234,567.80", "1.234.567,80"),
    (Decimal("12345678901234567.89"), "money", "12,345,678,901,234,567.89", "12.345.678.901.234.567,89"),
    (Decimal(5000), "money", "5,000", "5.000"),
    (date(2026, 9, 30), "day", "30 Sep 2026", "30 sept 2026"),
    ("as it is", "text", "as it is", "as it is"),
    (None, "count", "", ""),
    (pd.NA, "text", "", ""),
]


@pytest.mark.parametrize(("cell", "format", "english", "spanish"), SAID)
def test_a_cell_is_written_as_its_language_does(
    cell: Any, format: Format, english: str, spanish: str
) -> None:
    assert written(cell, format) == english
    with speaking("es"):
        assert written(cell, format) == spanish


def test_a_table_is_written_row_by_row() -> None:
    assert rows(typed())[0] == [
        *("A", "USD 1.2K", "1,234", f"43{SPACE}%", "1,234,567,890,123.45", "5,000", "28 Feb 2026", "0.012"),
    ]
    assert rows(bars_of((), ())) == []


def test_what_can_not_be_seen_is_shown_and_what_is_no_character_replaced() -> None:
    assert legible("bell \x07 here") == "bell ␇ here"
    assert legible("no \ufffe, half \ud83d") == "no \ufffd, half \ufffd"
    assert legible("two\nlines\tand a tab") == "two\nlines\tand a tab"
    assert legible("منجم") == "منجم"


def test_all_words_of_an_exhibit_become_legible_before_a_picture_is_made_of_them() -> None:
    made = all_legible(bars_of(HOSTILE, list(range(len(HOSTILE)))))
    assert made.chart is not None
    assert list(made.frame["row"]) == list(made.chart.arguments[0]) == [legible(text) for text in HOSTILE]
    assert list(made.frame["value"]) == list(range(len(HOSTILE)))

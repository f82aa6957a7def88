"""Tables as files: what a spreadsheet opens is data, and runs nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from data_access.tables import as_csv


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """The file's rows as another program reads them, the heading first."""
    return list(csv.reader(io.StringIO(as_csv(frame).decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_recognises_the_encoding() -> None:
    written = as_csv(pd.DataFrame({"Región": ["Ñandú"]}))
    assert written == "\ufeffRegión\r\nÑandú\r\n".encode()


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
    ],
)
def test_text_that_a_spreadsheet_would_run_is_defused(formula: str) -> None:
    assert cells(pd.DataFrame({"What": [formula]}))[1] == [f"'{formula}"]


def test_headings_are_defused_too() -> None:
    assert cells(pd.DataFrame({"=1+1": [1], "Fine": [2]}))[0] == ["'=1+1", "Fine"]


@pytest.mark.parametrize("text", ["Group 01", "a=b", "1 - 2", "− USD 5", "", "'quoted", "ü", "[x](http://y)"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert cells(pd.DataFrame({"What": [text], "Next": ["x"]}))[1] == [text, "x"]


def test_negative_numbers_are_numbers_and_not_defused() -> None:
    frame = pd.DataFrame({"Whole": [-5], "Share": [-0.25], "Exact": [Decimal("-1234.50")]})
    assert cells(frame)[1] == ["-5", "-0.25", "-1234.50"]


def test_amounts_stay_exact() -> None:
    frame = pd.DataFrame({"Amount": [Decimal("90071992547409.93"), Decimal("0.10")]}, dtype=object)
    assert cells(frame)[1:] == [["90071992547409.93"], ["0.10"]]


def test_what_is_missing_is_an_empty_cell() -> None:
    frame = pd.DataFrame(
        {"Text": [None, "a"], "Number": [1.5, float("nan")], "Day": [pd.NaT, date(2026, 9, 30)]}
    )
    assert cells(frame)[1:] == [["", "1.5", ""], ["a", "", "2026-09-30"]]


def test_commas_quotes_and_lines_within_a_cell_stay_within_it() -> None:
    text = 'One, "two"\nthree'
    assert cells(pd.DataFrame({"What": [text], "Next": ["x"]})) == [["What", "Next"], [text, "x"]]


def test_a_frame_without_rows_has_its_headings() -> None:
    assert cells(pd.DataFrame(columns=["Region", "Units"])) == [["Region", "Units"]]

"""Tables write numbers and days as the language spoken does, and sort them as what they are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.language import speaking
from exhibits import words
from exhibits.exhibit import Column, Exhibit
from pages.parts import tables
from pages.parts.tables import columns, listed, written

COLUMNS = {
    "unit": Column("Unit"),
    "people": Column("People", "count"),
    "hours": Column("Hours", "decimal"),
    "share": Column("Share", "share"),
    "amount": Column("Amount (USD)", "money"),
    "day": Column("Day", "day"),
    "said": Column("Said", "number_text"),
}
FRAME = pd.DataFrame(
    {
        "unit": ["A", None],
        "people": [12345, 7],
        "hours": [3033.5, float("nan")],
        "share": [0.614, -0.5],
        "amount": [Decimal("-407905.63"), Decimal("40000.00")],
        "day": [date(2026, 9, 30), None],
        "said": ["about 100", "5"],
    },
    index=[3, 3],
)
EXHIBIT = Exhibit(
    name="one",
    title="",
    subtitle="",
    sentence="One and another.",
    figures=(),
    selection="",
    data_date=date(2026, 9, 30),
    frame=FRAME,
    columns=COLUMNS,
)


def shown(exhibit: Exhibit) -> tuple[list[list[Any]], list[list[Any]]]:
    """What travels to the browser: the rows of values, and those of what is written for them."""

    def page(exhibit):  # type: ignore[no-untyped-def]
        from pages.parts.show import table

        table(exhibit)

    app = AppTest.from_function(page, args=(exhibit,)).run()
    assert not app.exception
    (proto,) = (each.proto for each in app.dataframe)
    return tuple(  # type: ignore[return-value]
        [list(row.values()) for row in pa.ipc.open_stream(BytesIO(each)).read_all().to_pylist()]
        if each
        else []
        for each in (proto.arrow_data.data, proto.arrow_data.styler.display_values)
    )


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", ["A", "12,345", "3,033.5", "61 %", "-407,905.63", "30 Sep 2026", "about 100"]),
        ("es", ["A", "12.345", "3.033,5", "61 %", "-407.905,63", "30 sept 2026", "about 100"]),
        ("fr", ["A", "12 345", "3 033,5", "61 %", "-407 905,63", "30 sept. 2026", "about 100"]),
    ],
)
def test_cells_are_written_in_the_language(language: str, row: list[str]) -> None:
    with speaking(language):
        cells = [written(FRAME[name].iloc[0], column.format) for name, column in COLUMNS.items()]
        missing = [written(FRAME[name].iloc[1], COLUMNS[name].format) for name in ("unit", "hours", "day")]
    assert [re.sub(r"\s", " ", cell) for cell in cells] == row
    assert missing == ["", "", ""]


@pytest.mark.parametrize(
    ("value", "said"),
    [(4.0, "4"), (4.12, "4.1"), (0.9, "0.9"), (0.939, "0.94"), (-0.2585, "-0.26"), (0.0, "0"), (53.0, "53")],
)
def test_a_number_has_as_many_decimals_as_it_bears(value: float, said: str) -> None:
    assert written(value, "decimal") == said


def test_beside_what_is_written_the_values_travel() -> None:
    values, cells = shown(EXHIBIT)
    assert values[0][1:3] == [12345, 3033.5] and values[0][5] == date(2026, 9, 30)
    assert cells[0][1:3] == ["12,345", "3,033.5"]
    assert cells[1] == ["", "7", "", f"-50{words.SPACE}%", "40,000.00", "", "5"]
    # A format of the column's own would go before what is written.
    assert not [column for column in columns(EXHIBIT).values() if column["type_config"].get("format")]


def test_of_a_large_table_the_browser_writes_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_WRITTEN", 10)
    values, cells = shown(EXHIBIT)
    assert values[0][1] == 12345 and cells == []
    formats = [column["type_config"].get("format") for column in columns(EXHIBIT).values()]
    assert formats == [None, "localized", "localized", "percent", "accounting", "YYYY-MM-DD", None]


def test_the_same_table_is_sent_in_each_run() -> None:
    styled = [listed(EXHIBIT) for _ in range(2)]
    assert not isinstance(styled[0], pd.DataFrame) and not isinstance(styled[1], pd.DataFrame)
    assert styled[0].uuid == styled[1].uuid == "one"


def test_numbers_stand_to_the_right() -> None:
    text = st.column_config.TextColumn("Said", alignment="right")
    assert columns(EXHIBIT)["Said"] == text


def test_a_table_keeps_the_frame_for_files() -> None:
    listed(EXHIBIT)
    assert list(replace(EXHIBIT).table()["People"]) == [12345, 7]
    assert EXHIBIT.table()["Amount (USD)"].iloc[0] == Decimal("-407905.63")

"""Rows of a package as people fill them in: days as days, numbers as numbers, codes as words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data_access.importing.template.columns import TemplateColumn, columns_of
from data_access.importing.template.look import Look
from data_access.importing.vocabulary import code_label

# The cells of a row by the headers of a package, as its CSV file has them.
Row = Mapping[str, str]


def write_row(sheet: Worksheet, line: int, table: str, row: Row, look: Look, language: str) -> None:
    """Writes a row of a table below its header; ``line`` counts from 0. Numbers are kept to 15 digits."""
    for column in columns_of(table):
        if written := row.get(column.name, ""):
            _write_cell(sheet, line, column, written, look.cells(column), language)


def _write_cell(
    sheet: Worksheet, line: int, column: TemplateColumn, written: str, look: Format, language: str
) -> None:
    if column.choices:
        sheet.write_string(line, column.place, code_label(written, language), look)
    elif column.kind == "day":
        sheet.write_datetime(line, column.place, date.fromisoformat(written), look)
    elif column.kind == "moment":
        sheet.write_datetime(line, column.place, datetime.fromisoformat(written), look)
    elif column.kind in ("whole", "number"):
        sheet.write_number(line, column.place, float(written), look)
    else:
        sheet.write_string(line, column.place, written, look)

"""The sheet of a table: its headers with their notes, and cells that know what may stand in them."""

from __future__ import annotations

from collections.abc import Collection

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data_access.importing.template.columns import TemplateColumn, columns_of
from data_access.importing.template.explaining import note
from data_access.importing.template.filling import Row, write_row
from data_access.importing.template.look import NOTE, TEAL, Look, ready_to_print, width
from data_access.importing.template.offering import Offers
from data_access.importing.template.validating import rule_of
from data_access.importing.vocabulary import table_label

HEADER_HEIGHT, LINE_HEIGHT = 34, 17
# So many characters stand on a line of a note.
NOTE_LINE = 52
_LAST_OF_ALL = 1_048_575


def add_table_sheet(
    book: xlsxwriter.Workbook,
    table: str,
    tables: Collection[str],
    rows: Collection[Row],
    offers: Offers,
    look: Look,
    language: str,
) -> None:
    """Adds the sheet of a table, below its headers the rows; ``tables`` are those of the workbook."""
    sheet = book.add_worksheet(table_label(table, language))
    sheet.set_tab_color(TEAL)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    ready_to_print(sheet)
    write_headers(sheet, 0, table, look, language)
    for column in columns_of(table):
        written = [column.header(language), *offers.labels(column)]
        sheet.set_column(column.place, column.place, width(column, written), look.cells(column))
        _write_note(sheet, column, note(column, tables, language))
        if rule := rule_of(column, offers, tables, language):
            sheet.data_validation(1, column.place, _LAST_OF_ALL, column.place, rule)
    for line, row in enumerate(rows, start=1):
        write_row(sheet, line, table, row, look, language)


def write_headers(sheet: Worksheet, line: int, table: str, look: Look, language: str) -> None:
    """Writes the headers of a table, those of columns that have to be filled so that they are seen."""
    sheet.set_row(line, HEADER_HEIGHT)
    for column in columns_of(table):
        style = look.style("required" if column.is_required else "optional")
        sheet.write_string(line, column.place, column.header(language), style)


def _write_note(sheet: Worksheet, column: TemplateColumn, text: str) -> None:
    lines = sum(len(line) // NOTE_LINE + 1 for line in text.split("\n"))
    sheet.write_comment(0, column.place, text, {**NOTE, "height": LINE_HEIGHT * lines + 10})

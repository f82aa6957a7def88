"""The sheet on which each table has a row that is filled in; an import leaves it alone."""

from __future__ import annotations

from collections.abc import Sequence

import xlsxwriter

from data_access.importing.template.columns import columns_of
from data_access.importing.template.filling import Row, write_row
from data_access.importing.template.guide import link_to
from data_access.importing.template.look import SAND, Look, ready_to_print
from data_access.importing.template.sentences import sentence
from data_access.importing.template.tables import write_headers
from data_access.importing.vocabulary import example, table_label

WIDTH = 22


def example_row(table: str) -> Row:
    """A row of a table as a package writes it; those of all tables together are a package."""
    return {column.name: example(table, column.name) for column in columns_of(table)}


def add_examples(book: xlsxwriter.Workbook, tables: Sequence[str], look: Look, language: str) -> None:
    """Adds the sheet, with the headers of each table and a row below them."""
    sheet = book.add_worksheet(sentence("examples", language))
    sheet.hide_gridlines(2)
    sheet.set_tab_color(SAND)
    ready_to_print(sheet)
    sheet.set_column(0, max(len(columns_of(table)) for table in tables) - 1, WIDTH)
    sheet.set_row(0, 36)
    sheet.write_string(0, 0, sentence("examples_title", language), look.style("title"))
    sheet.write_string(1, 0, sentence("examples_note", language), look.style("remark"))
    line = 3
    for table in tables:
        label = table_label(table, language)
        sheet.write_url(line, 0, link_to(label), look.style("link"), label)
        write_headers(sheet, line + 1, table, look, language)
        write_row(sheet, line + 2, table, example_row(table), look, language)
        line += 4

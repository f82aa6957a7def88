"""The first sheet: how a template is filled in, and which sheets there are."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import xlsxwriter
from xlsxwriter.utility import quote_sheetname
from xlsxwriter.worksheet import Worksheet

from data_access.importing.template.columns import referred
from data_access.importing.template.look import GOLD_BROWN, Look, ready_to_print
from data_access.importing.template.sentences import sentence, steps
from data_access.importing.vocabulary import package_label, table_label, table_note

# The widths of the columns: number, sheet, row, needs.
WIDTHS = (6, 32, 70, 48)
LINE_HEIGHT = 15.5


def add_guide(book: xlsxwriter.Workbook, tables: Sequence[str], look: Look, language: str) -> None:
    """Adds the guide to a workbook of these tables."""
    sheet = book.add_worksheet(sentence("guide", language))
    sheet.hide_gridlines(2)
    sheet.set_tab_color(GOLD_BROWN)
    ready_to_print(sheet)
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.set_row(0, 36)
    sheet.write_string(0, 1, sentence("title", language), look.style("title"))
    line = _write_steps(sheet, 2, tables, look, language)
    _write_tables(sheet, line + 1, tables, look, language)


def link_to(sheet: str) -> str:
    """Where a link within the workbook leads."""
    return f"internal:{quote_sheetname(sheet)}!A1"


def lines_of(text: str, width: int) -> int:
    """On how many lines a text stands in a column, by a careful guess."""
    return max(1, ceil(len(text) * 1.05 / width))


def _write_steps(sheet: Worksheet, line: int, tables: Sequence[str], look: Look, language: str) -> int:
    about, examples = package_label("package", language), sentence("examples", language)
    said = [(step.lead, step.text) for step in steps(language, about=about, examples=examples)]
    if absent := _absent(tables):
        labels = ", ".join(table_label(table, language) for table in absent)
        said.append(("", sentence("absent", language, tables=labels)))
    for number, (lead, text) in enumerate(said):
        sheet.set_row(line, LINE_HEIGHT * lines_of(text, WIDTHS[2] + WIDTHS[3]) + 6)
        sheet.write_string(line, 1, lead, look.style("lead"))
        sheet.merge_range(line, 2, line, 3, text, look.style("text"))
        line += 1
        if number == 1:
            sheet.write_url(line, 2, link_to(about), look.style("link"), about)
            line += 1
    return line


def _write_tables(sheet: Worksheet, line: int, tables: Sequence[str], look: Look, language: str) -> None:
    for place, heading in enumerate(("number", "sheet", "row", "needs")):
        sheet.write_string(line, place, sentence(heading, language), look.style("required"))
    for number, table in enumerate(tables, start=1):
        label, note = table_label(table, language), table_note(table, language)
        needs = ", ".join(table_label(other, language) for other in referred(table))
        height = max(lines_of(note, WIDTHS[2]), lines_of(needs, WIDTHS[3]))
        sheet.set_row(line + number, LINE_HEIGHT * height + 4)
        sheet.write_number(line + number, 0, number, look.style("listed number"))
        sheet.write_url(line + number, 1, link_to(label), look.style("listed link"), label)
        sheet.write_string(line + number, 2, note, look.style("listed"))
        sheet.write_string(line + number, 3, needs or "–", look.style("listed"))


def _absent(tables: Sequence[str]) -> list[str]:
    needed = {other for table in tables for other in referred(table)}
    return [other for other in sorted(needed) if other not in tables]

"""Rows of the quarantine as a workbook in which somebody corrects them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from data_access.importing.retrying import Quarantined

FAULTY = {"bg_color": "#F6D9D5", "border": 1, "border_color": "#A33B2B"}
NARROWEST, WIDEST = 10, 40


def write_workbook(file: Path, rows: Sequence[Quarantined]) -> None:
    """Writes a sheet for each table, with the cells as text; what is wrong is marked and noted.

    The sheet ``_reasons`` lists the reasons, and is left alone by an import. Raises OSError, also if the
    file is there already.
    """
    by_table: dict[str, list[Quarantined]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    with file.open("xb") as written, xlsxwriter.Workbook(written) as book:
        bold, faulty = book.add_format({"bold": True}), book.add_format(FAULTY)
        names = {row.package for row in rows}
        if len(names) == 1:
            about = book.add_worksheet("package")
            about.write_row(0, 0, ["field", "value"], bold)
            about.write_row(1, 0, ["name", names.pop()])
        for table, of_table in by_table.items():
            _write_sheet(book.add_worksheet(table), of_table, bold, faulty)
        reasons = book.add_worksheet("_reasons")
        reasons.write_row(0, 0, ["sheet", "row", "column", "value", "reason"], bold)
        reasons.set_column(4, 4, 80)
        line = 1
        for table, of_table in by_table.items():
            for number, row in enumerate(of_table, start=2):
                for problem in row.problems:
                    cells = (table, str(number), problem.column or "", problem.value or "", problem.reason)
                    for column, cell in enumerate(cells):
                        reasons.write_string(line, column, cell)
                    line += 1


def _write_sheet(
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Quarantined],
    bold: xlsxwriter.format.Format,
    faulty: xlsxwriter.format.Format,
) -> None:
    header = list(dict.fromkeys(name for row in rows for name in row.cells))
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
        longest = max(len(row.cells.get(name, "")) for row in rows)
        sheet.set_column(column, column, min(max(longest, len(name), NARROWEST), WIDEST))
    for number, row in enumerate(rows, start=1):
        notes: dict[int, list[str]] = defaultdict(list)
        for problem in row.problems:
            for name in (problem.column or header[0]).split(" + "):
                notes[header.index(name) if name in header else 0].append(problem.reason)
        for column, name in enumerate(header):
            cell = row.cells.get(name, "")
            if column in notes:
                sheet.write_string(number, column, cell, faulty)
                sheet.write_comment(number, column, "\n".join(notes[column]))
            elif cell:
                sheet.write_string(number, column, cell)

"""Rows of the quarantine as a workbook in which somebody corrects them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from data_access.importing.reading.tables import BEYOND
from data_access.importing.retrying import Quarantined

# A cell of a workbook holds no more; a longer text goes on in further columns.
LONGEST_CELL = 32_767
FAULTY = {"bg_color": "#F6D9D5", "border": 1, "border_color": "#A33B2B"}
NARROWEST, WIDEST = 10, 40


class HeadersDiffer(Exception):
    """Rows of one table that can't stand on one sheet; the message says what to do."""


def write_workbook(file: Path, rows: Sequence[Quarantined]) -> None:
    """Writes a sheet for each table, with the cells as text; what is wrong is marked and noted.

    The sheet ``_reasons`` lists the reasons, and is left alone by an import. Raises OSError, also if the
    file is there already, and HeadersDiffer if rows of a table came with different columns: a cell left
    empty would not be the same as one that never came.
    """
    by_table: dict[str, list[Quarantined]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    for table, of_table in by_table.items():
        if len({tuple(name for name in row.cells if name != BEYOND) for row in of_table}) > 1:
            imports = ", ".join(map(str, sorted({row.import_id for row in of_table})))
            raise HeadersDiffer(
                f"Rows of {table} came with different columns. Export them one import at a time, with "
                f"--import: they are of {imports}."
            )
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
    header = [name for name in rows[0].cells if name != BEYOND]
    longest = {name: max(len(row.cells[name]) for row in rows) for name in header}
    columns = [(name, at) for name in header for at in range(0, max(longest[name], 1), LONGEST_CELL)]
    first = {name: columns.index((name, 0)) for name in header}
    sheet.freeze_panes(1, 0)
    for column, (name, at) in enumerate(columns):
        sheet.write_string(0, column, f"{name}+{at // LONGEST_CELL + 1}" if at else name, bold)
        sheet.set_column(column, column, min(max(longest[name], len(name), NARROWEST), WIDEST))
    for number, row in enumerate(rows, start=1):
        notes: dict[int, list[str]] = defaultdict(list)
        for problem in row.problems:
            for name in (problem.column or header[0]).split(" + "):
                notes[first.get(name, 0)].append(problem.reason)
        if BEYOND in row.cells:
            notes[0].append(f"Beyond these columns it has: {row.cells[BEYOND]}")
        for column, (name, at) in enumerate(columns):
            cell = row.cells[name][at : at + LONGEST_CELL]
            if column in notes:
                sheet.write_string(number, column, cell, faulty)
                sheet.write_comment(number, column, "\n".join(notes[column]))
            elif cell:
                sheet.write_string(number, column, cell)

"""A package as a workbook: a sheet for each table, and one, ``package``, of what it says of itself.

Cells are typed where that loses nothing: whole and decimal numbers of up to 15 digits are numbers, true and
false are themselves. Days and moments are ISO texts: the calendar of workbooks begins in 1900, and knows no
microseconds. A text is never a formula. One that is longer than a cell can be goes on in further columns,
headed ``NAME+2``, ``NAME+3``; to read it, the parts are put together.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import xlsxwriter
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    String,
    Table,
    func,
    select,
)
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from data_access.importing.descriptor import delivered_columns, field_name
from data_access.moving.reading import as_stored, batches
from data_access.moving.refusal import CannotMove
from data_access.moving.watching import Watcher
from data_access.schema.base import Words

SHEET = "package"
SAID = ("name", "title", "version", "data_date", "sample")
MOST_ROWS = 1_048_575
# Of a cell, in units of UTF-16.
LONGEST = 32_767
# Parts of a text that the import puts together.
MOST_PARTS = 99
MOST_DIGITS = 15
# The writer takes the one for its own mark-up, readers lose the others.
LOST = re.compile(r"\A<r>.*</r>\Z|[\ufffe\uffff]|_x[0-9A-Fa-f]{4}_(?=x[0-9A-Fa-f]{4}_)", re.DOTALL)
INSTEAD = "Export to a folder, or to a file that ends in .zip."


class Exported(Protocol):
    """What is written; see ``packages``."""

    @property
    def connection(self) -> Connection: ...
    @property
    def descriptor(self) -> dict[str, Any]: ...
    @property
    def rows(self) -> dict[str, int]: ...
    @property
    def watcher(self) -> Watcher: ...
    def tables(self) -> list[Table]: ...
    def cells(self, table: Table) -> Iterator[list[str]]: ...


def write_workbook(path: Path, exported: Exported) -> None:
    """Writes the workbook row by row; raises CannotMove for what no workbook can hold."""
    for name, rows in exported.rows.items():
        if rows > MOST_ROWS:
            raise CannotMove(
                f"The table {name} has {rows:,} rows, and a sheet can have {MOST_ROWS:,}. {INSTEAD}"
            )
    exported.watcher.begins("writing", sum(exported.rows.values()))
    with tempfile.TemporaryDirectory(prefix=".sheets.", dir=path.parent) as folder:
        try:
            with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder}) as book:
                _write_sheets(book, exported)
        except FileCreateError as error:  # how the writer calls what the system told it
            raise OSError(*error.args[0].args) from error


def _write_sheets(book: xlsxwriter.Workbook, exported: Exported) -> None:
    book.use_zip64()
    # Else each export of the same store would be another file.
    book.set_properties({"created": datetime(1980, 1, 1)})
    _write_said(book.add_worksheet(SHEET), exported.descriptor)
    for table in exported.tables():
        _write_table(book.add_worksheet(table.name), table, exported)


def _write_said(sheet: Worksheet, descriptor: dict[str, Any]) -> None:
    rows = [("field", "value"), *((field, descriptor[field]) for field in SAID)]
    for row, (field, value) in enumerate(rows):
        sheet.write_string(row, 0, field)
        if isinstance(value, bool):
            sheet.write_boolean(row, 1, value)
        else:
            _write_text(sheet, row, 1, value, SHEET, field)


def _write_table(sheet: Worksheet, table: Table, exported: Exported) -> None:
    columns = delivered_columns(table)
    parts = _parts(exported.connection, table, columns)
    first = [sum(parts[:place]) for place in range(len(columns))]
    for column, place, count in zip(columns, first, parts, strict=True):
        if count > MOST_PARTS:
            raise CannotMove(f"{table.name}, {field_name(column)}: a text is too long for a sheet. {INSTEAD}")
        for part in range(count):
            further = f"+{part + 1}" if part else ""
            sheet.write_string(0, place + part, field_name(column) + further)
    for row, cells in enumerate(exported.cells(table), start=1):
        for column, place, cell in zip(columns, first, cells, strict=True):
            if cell:
                _write_cell(sheet, row, place, column, cell)


def _write_cell(sheet: Worksheet, row: int, place: int, column: Column[Any], cell: str) -> None:
    kind = column.type
    if isinstance(kind, Boolean):
        sheet.write_boolean(row, place, cell == "true")
    elif isinstance(kind, (Integer, Float)) and _is_short(cell):
        sheet.write_number(row, place, float(cell))
    elif isinstance(kind, (Integer, Float, Date, DateTime)):
        sheet.write_string(row, place, cell)
    else:
        where = f"{column.table.name}, row {row + 1}"
        for part, text in enumerate(_cut(cell)):
            _write_text(sheet, row, place + part, text, where, field_name(column))


def _write_text(sheet: Worksheet, row: int, place: int, text: str, where: str, field: str) -> None:
    if LOST.search(text):
        raise CannotMove(
            f"{where}, {field}: this text holds characters that a workbook would not give back as they "
            f"are. {INSTEAD}"
        )
    sheet.write_string(row, place, text)


def _is_short(number: str) -> bool:
    """Whether a number is the same after it has been a float in a cell."""
    return "e" not in number and sum(map(str.isdigit, number)) <= MOST_DIGITS


def _parts(connection: Connection, table: Table, columns: Sequence[Column[Any]]) -> list[int]:
    """In how many cells the longest text of each column is written."""
    texts = [column for column in columns if isinstance(column.type, String | Words)]
    longest = connection.execute(select(*(func.max(func.length(as_stored(c))) for c in texts))).one()
    # The database counts characters, and one of them may be two units long.
    long = [c for c, length in zip(texts, longest, strict=True) if (length or 0) * 2 > LONGEST]
    most = dict.fromkeys((column.name for column in columns), 1)
    if long:
        for batch in batches(connection, table, long):
            for row in batch:
                for column, text in zip(long, row, strict=True):
                    most[column.name] = max(most[column.name], len(_cut(text or "")))
    return [most[column.name] for column in columns]


def _cut(text: str) -> list[str]:
    """A text in parts that each fit into a cell; no character is cut in two."""
    if len(text) * 2 <= LONGEST:
        return [text]
    units = text.encode("utf-16-le", "surrogatepass")
    parts, begins = [], 0
    while begins < len(units):
        ends = begins + 2 * LONGEST
        # The last unit may be the first half of a character.
        if ends < len(units) and 0xD8 <= units[ends - 1] <= 0xDB:
            ends -= 2
        parts.append(units[begins:ends].decode("utf-16-le", "surrogatepass"))
        begins = ends
    return parts

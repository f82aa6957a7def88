"""Reads the CSV file of a table, row by row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Column, Table

from data_access.importing.descriptor import delivered_columns, field_name
from data_access.importing.problems import Problems
from data_access.importing.reading.cells import Reading, cell_readers, whole_parts

# The csv module stops at 131,072 characters, and a picture in Base64 is longer. Frictionless lifts the limit
# for all when it loads its own reader, on which we do not count.
csv.field_size_limit(2**26)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as the store is to hold it: its values in the order of ``delivered_columns``.

    ``line`` is that on which it begins. A row is ``sound`` if all its cells could be read; a cell that
    could not is None.
    """

    line: int
    values: list[Any]
    sound: bool


@dataclass(frozen=True)
class _Field:
    """A column of the file: where its cells stand, and what reads them."""

    position: int
    label: str
    place: int
    column: Column[Any]
    read: Callable[[str], Reading]


@dataclass(frozen=True)
class DeliveredTable:
    """What a package brings of a table: the columns that it has, by name, and its rows."""

    table: Table
    columns: frozenset[str]
    size: int
    _content: bytes
    _header: list[str]
    _fields: list[_Field]

    def rows(
        self, digits: Mapping[str, int], problems: Problems, told: Callable[[int], None] = lambda _: None
    ) -> Iterator[ReadRow]:
        """All rows, each once; notes what can't be read in them.

        ``digits`` are the decimal digits of each known currency. ``told`` hears now and then how much
        of ``size`` has been read.
        """
        lines = _lines(self._content)
        next(lines)
        try:
            for line, cells in lines:
                yield self._row(line, cells, digits, problems)
        except csv.Error as error:
            problems.refuse_whole(
                self.table.name, None, None, None,
                f"From here the file is no CSV ({error}). Check its quotation marks.",
            )  # fmt: skip

    def cells(self, wanted: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows that begin on the wanted lines, with their cells by header, as they are written."""
        for line, cells in _lines(self._content):
            if line in wanted:
                yield line, dict(zip(self._header, cells, strict=False))

    def _row(self, line: int, cells: list[str], digits: Mapping[str, int], problems: Problems) -> ReadRow:
        name = self.table.name
        even = len(cells) == len(self._header)
        if not even:
            problems.refuse_row(
                name, line, None, None,
                f"The header has {len(self._header)} cells, this row {len(cells)}. "
                "Check its commas and quotation marks.",
            )  # fmt: skip
        values: list[Any] = [None] * len(delivered_columns(self.table))
        if not even:  # the cells may stand in each other's places
            return ReadRow(line, values, False)
        sound = True
        for field in self._fields:
            cell = cells[field.position]
            values[field.place], reason = field.read(cell)
            if reason:
                sound = False
                problems.refuse_row(name, line, field.label, cell, reason)
        by_name = {field.column.name: values[field.place] for field in self._fields}
        for field in self._fields:
            if isinstance(amount := values[field.place], Decimal):
                values[field.place], reason = self._minor_units(amount, field.column, by_name, digits)
                sound = sound and values[field.place] is not None
                if reason:
                    problems.refuse_row(name, line, field.label, cells[field.position], reason)
        return ReadRow(line, values, sound)

    def _minor_units(
        self, amount: Decimal, column: Column[Any], values: dict[str, Any], digits: Mapping[str, int]
    ) -> Reading:
        """Money in minor units of the row's currency. A wrong currency is told of elsewhere."""
        currency = values[column.info["currency"]]
        if currency in digits:
            return whole_parts(amount, digits[currency])
        required = not self.table.columns[column.info["currency"]].nullable
        return None, None if currency or required else "This amount has no currency. Fill the currency too."


def delivered(table: Table, content: bytes, problems: Problems) -> DeliveredTable | None:
    """A table's file, its header read; None if it can't be read as a table at all."""

    def refuse(line: int | None, reason: str, label: str | None = None) -> None:
        problems.refuse_whole(table.name, line, label, None, reason)

    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        refuse(line, "The file is not UTF-8 text. Save it as UTF-8 (spreadsheets call it CSV UTF-8).")
        return None
    header = next(_lines(content), (1, []))[1]
    if not header:
        refuse(None, "The file has no header. Write one, or leave the file out.")
        return None
    columns = {field_name(column): column for column in delivered_columns(table)}
    for label, times in Counter(header).items():
        if label not in columns:
            nearest = get_close_matches(label.lower(), columns, 1)
            hint = f"Perhaps {nearest[0]}?" if nearest else "Remove it."
            refuse(1, f"The table has no column of this name. {hint}", label)
        elif times > 1:
            refuse(1, f"This column is there {times} times. Keep one.", label)
    for label, column in columns.items():
        if label not in header and not column.nullable and column.name != "illustrative":
            refuse(1, "This column is missing. Add it to the file.", label)
    readers = cell_readers(table)
    fields = [
        _Field(header.index(label), label, place, column, readers[label])
        for place, (label, column) in enumerate(columns.items())
        if label in header
    ]
    return DeliveredTable(
        table, frozenset(field.column.name for field in fields), len(content), content, header, fields
    )


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; empty lines are passed over."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    begins = 1
    for cells in lines:
        if cells:
            yield begins, cells
        begins = lines.line_num + 1

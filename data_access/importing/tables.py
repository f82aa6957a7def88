"""Reads the CSV file of a table, cell by cell."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Column, Table

from data_access.importing.cells import Reading, cell_readers, whole_parts
from data_access.importing.descriptor import field_name
from data_access.importing.problems import Problems

Key = tuple[Any, ...]

# The csv module stops at 131,072 characters, and a picture in Base64 is longer. Frictionless lifts the limit
# for all when it loads its own reader, on which we do not count.
csv.field_size_limit(2**26)


@dataclass(frozen=True, slots=True)
class Row:
    """A row by column name, as the store is to hold it, and the line on which it begins.

    A row with as many cells as the header has is ``even``. A cell that could not be read is None;
    a row is ``sound`` if it is even and all its cells could be read.
    """

    line: int
    values: dict[str, Any]
    even: bool
    sound: bool

    def key(self, columns: Iterable[str]) -> Key:
        """The row's values in these columns."""
        return tuple(self.values[column] for column in columns)


@dataclass(frozen=True)
class TableRows:
    """A table's file: the columns it has, by name, and its rows."""

    table: Table
    columns: frozenset[str]
    rows: list[Row]

    def keys(self, columns: Iterable[str]) -> set[Key] | None:
        """The values in these columns; None if they can't be known of every row."""
        if self.columns.issuperset(columns) and all(row.even for row in self.rows):
            found = {row.key(columns) for row in self.rows}
            return None if any(None in key for key in found) else found
        return None

    def refuse(self, row: Row, columns: Sequence[str], reason: str, problems: Problems) -> None:
        """Notes what is wrong with these cells of a row."""
        labels = " + ".join(field_name(self.table.columns[name]) for name in columns)
        value = " + ".join("" if part is None else str(part) for part in row.key(columns))
        problems.add(self.table.name, row.line, labels, value, reason)


@dataclass(frozen=True)
class _Field:
    """A column of the file: where its cells stand, and what reads them."""

    position: int
    label: str
    column: Column[Any]
    read: Callable[[str], Reading]


@dataclass(frozen=True)
class TableReader:
    """Reads one table; ``digits`` are the decimal digits of each known currency."""

    table: Table
    digits: Mapping[str, int]
    problems: Problems

    def read(self, content: bytes) -> TableRows | None:
        """The rows of a file; None if it can't be read as a table at all."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self._refuse(
                line, "The file is not UTF-8 text. Save it as UTF-8 (spreadsheets call it CSV UTF-8)."
            )
            return None
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(lines, [])
            if not (fields := self._fields(header)):
                return None
            rows = [self._row(fields, header, line, cells) for line, cells in _numbered(lines)]
        except csv.Error as error:
            self._refuse(
                lines.line_num, f"From here the file is no CSV ({error}). Check its quotation marks."
            )
            return None
        return TableRows(self.table, frozenset(field.column.name for field in fields), rows)

    def _fields(self, header: list[str]) -> list[_Field]:
        """The known columns of the file; none if there is nothing to go on with."""
        if not header:
            self._refuse(None, "The file has no header. Write one, or leave the file out.")
            return []
        if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
            self._refuse(1, "The columns are separated by semicolons or tabs. Separate them by commas.")
            return []
        columns = {field_name(column): column for column in self.table.columns}
        for label, times in Counter(header).items():
            if label not in columns:
                nearest = get_close_matches(label.lower(), columns, 1)
                hint = f"Perhaps {nearest[0]}?" if nearest else "Remove it."
                self._refuse(1, f"The table has no column of this name. {hint}", label)
            elif times > 1:
                self._refuse(1, f"This column is there {times} times. Keep one.", label)
        for label in columns:
            if label not in header:
                self._refuse(1, "This column is missing. Add it to the file.", label)
        readers = cell_readers(self.table)
        return [
            _Field(header.index(label), label, column, readers[label])
            for label, column in columns.items()
            if label in header
        ]

    def _row(self, fields: list[_Field], header: list[str], line: int, cells: list[str]) -> Row:
        even = len(cells) == len(header)
        if not even:
            self._refuse(
                line,
                f"The header has {len(header)} cells, this row {len(cells)}. "
                "Check its commas and quotation marks.",
            )
        values: dict[str, Any] = dict.fromkeys(self.table.columns.keys())
        sound = even and len(fields) == len(values)
        for field in fields:
            cell = cells[field.position] if field.position < len(cells) else ""
            values[field.column.name], reason = field.read(cell)
            if reason:
                sound = False
                if even:  # otherwise the cells may stand in each other's places
                    self._refuse(line, reason, field.label, cell)
        for field in fields:
            if isinstance(amount := values[field.column.name], Decimal):
                values[field.column.name], reason = self._minor_units(amount, field.column, values)
                sound = sound and values[field.column.name] is not None
                if even and reason:
                    self._refuse(line, reason, field.label, cells[field.position])
        return Row(line, values, even, sound)

    def _minor_units(self, amount: Decimal, column: Column[Any], values: dict[str, Any]) -> Reading:
        """Money in minor units of the row's currency. A wrong currency is told of elsewhere."""
        currency = values[column.info["currency"]]
        if currency in self.digits:
            return whole_parts(amount, self.digits[currency])
        required = not self.table.columns[column.info["currency"]].nullable
        return None, None if currency or required else "This amount has no currency. Fill the currency too."

    def _refuse(
        self, line: int | None, reason: str, label: str | None = None, cell: str | None = None
    ) -> None:
        self.problems.add(self.table.name, line, label, cell, reason)


def _numbered(lines: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; empty lines are passed over."""
    begins = lines.line_num + 1
    for cells in lines:
        if cells:
            yield begins, cells
        begins = lines.line_num + 1

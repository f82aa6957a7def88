"""A table that a package brings: its rows as the store is to hold them, and its cells as they were sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Table

from data_access.importing.descriptor import delivered_columns
from data_access.importing.problems import Problems
from data_access.importing.reading.cells import whole_parts
from data_access.importing.reading.fields import Field
from data_access.importing.reading.sheets import Cell, Line, Sheet, SheetBroken, shown
from data_access.importing.reading.spellings import ASKED, Conventions, Read, reader_of

# The header under which stand the cells that a row has beyond those of the table.
BEYOND = "…"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as the store is to hold it: its values in the order of ``delivered_columns``.

    ``line`` is that on which it begins; several rows share it if they come from one row of a form. A row
    is ``sound`` if all its cells could be read; a cell that could not is None.
    """

    line: int
    values: list[Any]
    sound: bool


@dataclass(frozen=True)
class DeliveredTable:
    """What a package brings of a table: the columns that it has, by name, and its rows.

    ``size`` is in bytes of a CSV file, in rows of a sheet.
    """

    table: Table
    columns: frozenset[str]
    size: int
    _sheet: Sheet
    _ends: int
    _width: int
    _readers: list[tuple[Field, Callable[[Cell], Read]]]

    def rows(
        self, digits: Mapping[str, int], problems: Problems, told: Callable[[int], None] = lambda _: None
    ) -> Iterator[ReadRow]:
        """All rows, each once; notes what can't be read in them.

        ``digits`` are the decimal digits of each known currency. ``told`` hears now and then how much
        of ``size`` has been read.
        """
        empty: list[Any] = [None] * len(delivered_columns(self.table))
        readers = [(field.position, field.place, read) for field, read in self._readers if not field.more]
        # Money is read once the currency of its row is, and long texts once they are whole.
        is_plain = not any(field.more or "currency" in field.column.info for field, _ in self._readers)
        width = self._width
        try:
            for line, cells in body(self._sheet, self._ends, told):
                if len(cells) != width:
                    yield self._uneven(line, cells, problems)
                    continue
                values = empty.copy()
                sound = True
                for position, place, read in readers:
                    values[place], reason, _ = read(cells[position])
                    if reason:
                        sound = False
                if not (sound and is_plain):
                    sound = self._complete(line, cells, values, digits, problems)
                yield ReadRow(line, values, sound)
        except SheetBroken as broken:
            problems.refuse_whole(self.table.name, broken.line, None, None, broken.reason)

    def cells(self, wanted: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows that begin on the wanted lines, by header: cells as a clean package writes them.

        Those that can't be read stand as they were sent, those beyond the header under "…".
        """
        last = max(wanted, default=0)
        try:
            for line, cells in body(self._sheet, self._ends):
                if line > last:
                    return
                if line in wanted:
                    yield line, self._texts(cells)
        except SheetBroken:
            return  # it was told of when the rows were read

    def _texts(self, cells: list[Cell]) -> dict[str, str]:
        texts = {}
        for field, read in self._readers:
            cell = _whole_cell(field, cells)
            _, reason, spelled = read(cell)
            texts[field.label] = shown(cell) if reason or spelled is None else spelled
        if beyond := cells[self._width :]:
            texts[BEYOND] = ",".join(map(shown, beyond))
        return texts

    def _uneven(self, line: int, cells: list[Cell], problems: Problems) -> ReadRow:
        """A row with more or fewer cells than the header, which may stand in each other's places."""
        problems.refuse_row(
            self.table.name, line, None, None,
            uneven(self._width, len(cells)),
        )  # fmt: skip
        return ReadRow(line, [None] * len(delivered_columns(self.table)), False)

    def _complete(
        self, line: int, cells: list[Cell], values: list[Any], digits: Mapping[str, int], problems: Problems
    ) -> bool:
        """Reads what a first look left open in a row, and notes why cells can't be read; whether all can."""
        sound = True
        for field, read in self._readers:
            cell = _whole_cell(field, cells)
            value, reason, _ = read(cell)
            if isinstance(value, Decimal):
                value, reason = self._minor_units(value, field, cells, digits)
                sound = sound and value is not None
            values[field.place] = value
            if reason:
                sound = False
                if reason != ASKED:
                    problems.refuse_row(self.table.name, line, field.label, shown(cell), reason)
        return sound

    def _minor_units(
        self, amount: Decimal, field: Field, cells: list[Cell], digits: Mapping[str, int]
    ) -> tuple[int | None, str | None]:
        """Money in minor units of the row's currency. A wrong currency is told of elsewhere."""
        name = field.column.info["currency"]
        read = next(((other, read) for other, read in self._readers if other.column.name == name), None)
        currency = read[1](_whole_cell(read[0], cells))[0] if read else None
        if currency is not None and currency in digits:
            return whole_parts(amount, digits[currency])
        required = not self.table.columns[name].nullable
        return None, None if currency or required else "This amount has no currency. Fill the currency too."


def body(sheet: Sheet, ends: int, told: Callable[[int], None] = lambda _: None) -> Iterator[Line]:
    """The rows below the header, which ends on a line; may raise SheetBroken."""
    rows = iter(sheet.rows(told))
    for row in rows:
        if row[0] > ends:
            yield row
            break
    yield from rows


def uneven(header: int, row: int) -> str:
    """Why a row that is longer or shorter than the header can't be read."""
    return f"The header has {header} cells, this row {row}. Check its separators and quotation marks."


def delivered(
    table: Table, sheet: Sheet, ends: int, width: int, fields: list[Field], conventions: Conventions
) -> DeliveredTable:
    """A table whose header has been read, with the conventions of its file."""
    readers = [(field, reader_of(field, conventions)) for field in fields]
    columns = frozenset(field.column.name for field in fields)
    return DeliveredTable(table, columns, sheet.size, sheet, ends, width, readers)


def _whole_cell(field: Field, cells: list[Cell]) -> Cell:
    cell = cells[field.position] if field.position < len(cells) else ""
    if not field.more:
        return cell
    return "".join(shown(cells[place]) for place in (field.position, *field.more) if place < len(cells))

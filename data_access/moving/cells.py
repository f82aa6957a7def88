"""From a row of the store to its cells in a package, as the import reads them back to the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, Table

from data_access.importing.descriptor import delivered_columns, is_decimal

# An exponent of a number in a package has up to two digits.
MOST_TENS = 99


def row_writer(table: Table, digits: Mapping[str, int]) -> Callable[[Sequence[Any]], list[str]]:
    """What turns a row, with the values of ``delivered_columns``, into texts; what is missing is empty.

    ``digits`` are the decimal digits of each currency.
    """
    columns = delivered_columns(table)
    places = {column.name: place for place, column in enumerate(columns)}
    ways = [_writer(column) for column in columns]
    money = [
        (place, places[column.info["currency"]])
        for place, column in enumerate(columns)
        if "currency" in column.info
    ]

    def write(row: Sequence[Any]) -> list[str]:
        cells = ["" if value is None else way(value) for way, value in zip(ways, row, strict=True)]
        for amount, currency in money:
            if row[amount] is not None:
                cells[amount] = _decimal(row[amount], digits[row[currency]])
        return cells

    return write


def csv_line(cells: Iterable[str]) -> str:
    """The cells as a line of CSV that ends in LF."""
    return ",".join([_quoted(cell) for cell in cells]) + "\n"


def _quoted(cell: str) -> str:
    # Before Python 3.13 the csv module leaves a CR bare, which then ends a line. Spaces are quoted
    # because some programs cut them off.
    if '"' in cell or "," in cell or "\n" in cell or "\r" in cell or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _writer(column: Column[Any]) -> Callable[[Any], str]:
    if is_decimal(column):
        scale = column.info.get("digits", 0)
        return lambda value: _decimal(value, scale)
    if isinstance(column.type, Boolean):
        return lambda value: "true" if value else "false"
    if isinstance(column.type, DateTime):
        return datetime.isoformat
    if isinstance(column.type, Date):
        return date.isoformat
    if isinstance(column.type, Float):
        return _number
    return str if isinstance(column.type, Integer) else _as_it_is


def _as_it_is(value: str) -> str:
    return value


def _decimal(parts: int, digits: int) -> str:
    return f"{Decimal(parts).scaleb(-digits):f}"


def _number(value: float) -> str:
    """The shortest text that reads as this number again, its exponent one that packages can have."""
    written = repr(value)
    mantissa, _, exponent = written.partition("e")
    if not exponent or abs(int(exponent)) <= MOST_TENS:
        return written
    tens = MOST_TENS if int(exponent) > 0 else -MOST_TENS
    return f"{Decimal(mantissa).scaleb(int(exponent) - tens):f}e{tens}"

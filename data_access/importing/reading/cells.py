"""From a cell as a clean package writes it to the value that the store keeps, exactly."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

from frictionless import Field, Schema
from sqlalchemy import BigInteger, Column, DateTime, Float, Integer, String, Table

from data_access.importing.descriptor import delivered_columns, field_name, is_decimal, schema_of
from data_access.importing.reading.days import ISO_DAY, NOT_A_DAY, NOT_A_MOMENT
from data_access.importing.reading.numbers import LONGEST_NUMBER, NOT_A_NUMBER
from data_access.isolation import isolated
from data_access.questions import Unreadable, in_plain
from data_access.schema.base import Words

Reading = tuple[Any, str | None]

# Frictionless also takes for numbers: NaN, Infinity, 1_000, digits of other scripts.
PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d\d?)?", re.ASCII)
NOT_OF_TYPE = {
    "date": NOT_A_DAY,
    "datetime": NOT_A_MOMENT,
    "boolean": "This is neither true nor false. Write true or false.",
    "integer": "This is not a whole number. Write it in digits alone, as 12.",
    "number": NOT_A_NUMBER,
}
TOO_LARGE = "This number is too large for the store. Check it."


@cache
def cell_readers(table: Table) -> dict[str, Callable[[str], Reading]]:
    """For each header of a package's table, what reads its cells.

    A reader gives the value and no reason, or no value and the reason in words. The value of an
    empty cell is None. Money stays a Decimal: its minor units depend on the row's currency.
    """
    fields = {field.name: field for field in Schema.from_descriptor(schema_of(table)).fields}
    return {
        field_name(column): _reader(column, fields[field_name(column)]) for column in delivered_columns(table)
    }


def whole_parts(value: Decimal, digits: int) -> Reading:
    """A decimal as a whole number of its smallest part, of which 10^``digits`` make one."""
    parts = value.scaleb(digits)
    if abs(parts) >= 2**63:
        return None, TOO_LARGE
    if parts != parts.to_integral_value():
        return None, f"This has too many decimals. Write it with at most {digits} after the point."
    return int(parts), None


def _reader(column: Column[Any], field: Field) -> Callable[[str], Reading]:
    check = field.create_cell_reader()
    stored = _conversion(column)
    is_plain = PLAIN.get(field.type)
    # A row of which nobody says that it was made up is not: a partner need not fill that column.
    is_real_if_empty = column.name == "illustrative"

    def read(cell: str) -> Reading:
        if is_real_if_empty and not cell:
            return False, None
        if is_plain and cell and not is_plain(cell):
            return None, NOT_OF_TYPE[field.type]
        value, notes = check(cell)
        if notes:
            return None, _reason(field, cell, notes)
        return (None, None) if value is None else stored(value)

    return read


def _conversion(column: Column[Any]) -> Callable[[Any], Reading]:
    """What turns a checked value into the one to store."""
    if is_decimal(column):
        return _as_it_is if "currency" in column.info else _scaled(column.info["digits"])
    if isinstance(column.type, Integer):
        return _integer(63 if isinstance(column.type, BigInteger) else 31)
    if isinstance(column.type, Float):
        return _float
    if isinstance(column.type, DateTime):
        return _moment
    if isinstance(column.type, Words):
        return _question if column.info.get("question") else _text
    return _code if isinstance(column.type, String) else _as_it_is


def _as_it_is(value: Any) -> Reading:
    return value, None


def _scaled(digits: int) -> Callable[[Decimal], Reading]:
    return lambda value: whole_parts(value, digits)


def _integer(bits: int) -> Callable[[int], Reading]:
    return lambda value: (value, None) if abs(value) < 2**bits else (None, TOO_LARGE)


def _float(value: Decimal) -> Reading:
    return (float(value), None) if math.isfinite(float(value)) else (None, TOO_LARGE)


def _moment(value: datetime) -> Reading:
    """A moment with an offset is brought to UTC."""
    try:
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value), None
    except OverflowError:  # on the first or the last day of the calendar
        return None, NOT_OF_TYPE["datetime"]


def _text(value: str) -> Reading:
    if "\0" in value:
        return None, "This holds a character that stands for nothing (NUL). Remove it."
    return value, None


def _question(value: str) -> Reading:
    """A query string is kept in plain; one that can't be followed is told of where it is asked."""
    try:
        return _text(in_plain(value))
    except Unreadable:
        return _text(value)


def _code(value: str) -> Reading:
    """A code is typed, compared and put into links: all of it has to be seen."""
    if isolated(value) != value or not value.isprintable():
        return None, "This code holds a character that can't be seen, or a right-to-left one. Remove it."
    return value, None


def _is_plain_number(cell: str) -> bool:
    return len(cell) <= LONGEST_NUMBER and PLAIN_NUMBER.fullmatch(cell.strip()) is not None


def _is_plain_day(cell: str) -> bool:
    return ISO_DAY.fullmatch(cell) is not None


# By type, what a cell has to look like before frictionless reads it: it also takes 2024-4-7.
PLAIN = {"integer": _is_plain_number, "number": _is_plain_number, "date": _is_plain_day}


def _reason(field: Field, cell: str, notes: dict[str, str]) -> str:
    """Why frictionless refuses a cell, in words; ``notes`` has the names of what it breaks."""
    limits = field.constraints
    if "required" in notes:
        return "This is empty, and has to be filled."
    if "type" in notes:
        return NOT_OF_TYPE[field.type]
    if "enum" in notes:
        known = [str(code) for code in limits["enum"]]
        nearest = get_close_matches(cell.lower(), known, 1, 0.5)
        hint = f" Perhaps {nearest[0]}?" if nearest else ""
        return f"This code is not known.{hint} Known are: {', '.join(known)}."
    if "minimum" in notes:
        return f"This is less than {_written(limits['minimum'])}, the least it can be."
    if "maximum" in notes:
        return f"This is more than {_written(limits['maximum'])}, the most it can be."
    return f"This is longer than {limits['maxLength']} characters. Shorten it."


def _written(limit: float) -> str:
    return f"{Decimal(str(limit)):f}"

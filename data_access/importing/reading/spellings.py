"""What reads the cells of a partner's column: first into the words of a clean package, then into values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, String

from data_access.importing.descriptor import field_name, is_decimal
from data_access.importing.reading.cells import NOT_OF_TYPE, Reading, cell_readers
from data_access.importing.reading.days import (
    HAS_A_TIME,
    NOT_A_DAY,
    NOT_A_MOMENT,
    day_of_serial,
    day_written,
    moment_of_serial,
    moment_written,
    order_shown,
)
from data_access.importing.reading.fields import Field
from data_access.importing.reading.numbers import digits_of, number_written, signs_possible
from data_access.importing.reading.sheets import Broken, Cell, shown
from data_access.importing.reading.told import DateOrder, DecimalSign
from data_access.importing.vocabulary import code_meant, plain, truth_meant
from data_access.schema.base import Words

Kind = Literal["day", "moment", "number", "whole", "truth", "choice", "code", "words"]
# A cell's text in a clean package and no reason, or none and the reason.
Spelled = tuple[str | None, str | None]
# The value for the store, the reason why there is none, and the text in a clean package.
Read = tuple[Any, str | None, str | None]

# The reason of a cell that can't be read before a question is answered, which is put for the whole file.
ASKED = "Answer the question about this file first."
# So many texts of a column are remembered with what they are; of most columns these are all.
# Long ones are not: pictures are texts, too.
REMEMBERED = 50_000
SHORT = 64
# From here on, a spreadsheet has lost the last digits of what was typed.
_EXACT = 10**15


@dataclass(frozen=True)
class Conventions:
    """How a file writes what can be written in several ways; None is a question that is still open."""

    dates: DateOrder | None
    decimals: DecimalSign | None
    epoch: date


def kind_of(column: Column[Any]) -> Kind:
    """Which of the ways of spelling applies to the cells of a column."""
    if is_decimal(column) or isinstance(column.type, Float):
        return "number"
    if column.info.get("choices"):
        return "choice"
    # The most derived class first: a boolean is no integer, a moment no day.
    kinds: list[tuple[type[Any], Kind]] = [
        (Boolean, "truth"), (Integer, "whole"), (DateTime, "moment"), (Date, "day"), (Words, "words"),
        (String, "code"),
    ]  # fmt: skip
    return next(kind for known, kind in kinds if isinstance(column.type, known))


def reader_of(field: Field, conventions: Conventions) -> Callable[[Cell], Read]:
    """What reads the cells of a column; it remembers what it has read."""
    value_of = cell_readers(field.column.table)[field_name(field.column)]
    spell = _speller(field, conventions)
    known: dict[Any, Read] = {}

    def read(cell: Cell) -> Read:
        # In a workbook the number 1 and the truth 1 are equal, and mean different things.
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        found = known.get(key)
        if found is None:
            found = _read(cell, spell, value_of)
            if not isinstance(cell, str) or len(cell) <= SHORT:
                if len(known) >= REMEMBERED:
                    known.clear()
                known[key] = found
        return found

    return read


def _read(cell: Cell, spell: Callable[[Cell], Spelled], value_of: Callable[[str], Reading]) -> Read:
    spelled, reason = spell(cell)
    if reason:
        return None, reason, None
    value, reason = value_of(spelled or "")
    return value, reason, spelled


def _speller(field: Field, conventions: Conventions) -> Callable[[Cell], Spelled]:
    kind = kind_of(field.column)
    choices = field.column.info.get("choices", ())

    def spell(cell: Cell) -> Spelled:
        if isinstance(cell, Broken):
            return None, cell.reason
        if kind == "words":
            return (cell, None) if isinstance(cell, str) else _text(cell)
        if isinstance(cell, str):
            cell = cell.strip()
            if not cell:
                return "", None
        if field.codes is not None:
            return _by_mapping(shown(cell), field.codes, choices)
        if kind in ("number", "whole"):
            return _number(cell, kind, field.times, conventions)
        if kind in ("day", "moment"):
            return (
                _day(cell, kind, conventions)
                if isinstance(cell, str)
                else _typed_day(cell, kind, conventions)
            )
        if kind == "truth":
            meant = truth_meant(shown(cell))
            return (None, NOT_OF_TYPE["boolean"]) if meant is None else ("true" if meant else "false", None)
        if kind == "choice":
            written = shown(cell)
            # A code that is not known is told of with those that are.
            return (written if written in choices else code_meant(choices, written) or written), None
        return (cell, None) if isinstance(cell, str) else _text(cell)

    return spell


def _by_mapping(written: str, codes: Mapping[str, str], choices: tuple[str, ...]) -> Spelled:
    code = codes.get(plain(written)) or code_meant(choices or set(codes.values()), written)
    return (code, None) if code else (None, "The mapping has no code for this. Add it there.")


def _number(cell: Cell, kind: Kind, times: Decimal | None, conventions: Conventions) -> Spelled:
    if isinstance(cell, str):
        # Where it makes no difference, one sign is as good as the other.
        spelled, reason = number_written(cell, conventions.decimals or "point")
        if conventions.decimals is None and depends_on_sign(cell):
            return None, ASKED
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        spelled, reason = None, NOT_OF_TYPE["number"]
    else:
        spelled, reason = digits_of(cell), None
    if spelled is None:
        return None, NOT_OF_TYPE["integer"] if kind == "whole" and reason == NOT_OF_TYPE["number"] else reason
    if times is not None:
        spelled = f"{Decimal(spelled) * times:f}"
    if kind == "whole":
        whole, _, decimals = spelled.partition(".")
        # As 12.0, which programs write if other cells of the column are empty.
        spelled = spelled if decimals.strip("0") else whole
    return spelled, None


def _day(cell: str, kind: Kind, conventions: Conventions) -> Spelled:
    if conventions.dates is None and order_shown(cell):
        return None, ASKED
    written = day_written if kind == "day" else moment_written
    return written(cell, conventions.dates, conventions.epoch)


def _typed_day(cell: Cell, kind: Kind, conventions: Conventions) -> Spelled:
    if isinstance(cell, datetime):
        if kind == "moment":
            return _to_the_second(cell).isoformat(), None
        midnight = cell.time() == time()
        return (cell.date().isoformat(), None) if midnight else (None, HAS_A_TIME)
    if isinstance(cell, date):
        # Workbooks keep a moment at midnight as the day.
        return f"{cell.isoformat()}T00:00:00" if kind == "moment" else cell.isoformat(), None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(digits_of(cell))
        if kind == "moment" and 1 <= number < 100_000:
            return moment_of_serial(number, conventions.epoch).isoformat(), None
        day = day_of_serial(number, conventions.epoch) if kind == "day" else None
        return (day.isoformat(), None) if day else (None, NOT_A_DAY if kind == "day" else NOT_A_MOMENT)
    return None, NOT_A_DAY if kind == "day" else NOT_A_MOMENT


def _text(cell: Cell) -> Spelled:
    if isinstance(cell, int | float) and abs(cell) >= _EXACT:
        return (
            None,
            "The spreadsheet keeps 15 digits of a number. Write this as text there, with all its digits.",
        )
    return (
        digits_of(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else shown(cell)
    ), None


def _to_the_second(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def depends_on_sign(cell: str) -> bool:
    """Whether a number is another, or none, with the other decimal sign."""
    return len({number_written(cell, sign)[0] for sign in ("comma", "point")}) > 1 and bool(
        signs_possible(cell)
    )

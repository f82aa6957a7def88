"""In which of the possible ways a file writes days and numbers: seen in it, told by people, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from data_access.importing.problems import Problems
from data_access.importing.reading.days import EPOCH, both_readings, day_written, is_serial, order_shown
from data_access.importing.reading.fields import Field
from data_access.importing.reading.numbers import is_open, number_written, signs_possible
from data_access.importing.reading.sheets import Cell, Line, SheetBroken
from data_access.importing.reading.spellings import (
    REMEMBERED,
    SHORT,
    Conventions,
    Kind,
    Read,
    kind_of,
    reader_of,
)
from data_access.importing.reading.told import DecimalSign, Told

_SIGNS: tuple[DecimalSign, ...] = ("comma", "point")
_TRIES = {sign: Conventions("day-first", sign, EPOCH) for sign in _SIGNS}
_BOTH_ORDERS = (
    "Here the {one} comes first, and in {other} the {second}. Write all days of the file as 2024-04-17."
)
_BOTH_SIGNS = (
    "Here the decimals follow a {one}, and in {other} a {second}. Write all numbers of the file in one way."
)


@dataclass(frozen=True)
class _Seen:
    """Where a file shows a convention, or leaves it open."""

    table: str
    row: int
    label: str
    cell: str

    def __str__(self) -> str:
        return f"{self.table}, row {self.row}, {self.label} ({self.cell})"


class Sightings:
    """What a file shows of its conventions. It is fed all tables of the file, and then asked.

    ``described`` is a file of a package with a descriptor, whose numbers have a decimal point unless they
    themselves say otherwise.
    """

    def __init__(self, described: bool, epoch: date) -> None:
        self._described = described
        self._epoch = epoch
        self._seen: dict[str, _Seen] = {}

    def look(
        self, table: str, body: Callable[[], Iterable[Line]], fields: list[Field], problems: Problems
    ) -> None:
        """Looks at the days and numbers of a table; ``body`` gives its rows."""
        watched = [
            (field.position, self._look_at(table, field, kind, problems), set[str]())
            for field in fields
            if (kind := kind_of(field.column)) in ("day", "moment", "number", "whole") and field.codes is None
        ]
        if not watched:
            return
        try:
            for line, cells in body():
                width = len(cells)
                for position, look, known in watched:
                    cell = cells[position] if position < width else ""
                    if isinstance(cell, str) and cell not in known and len(cell) <= SHORT:
                        if len(known) > REMEMBERED:
                            known.clear()
                        known.add(cell)
                        look(line, cell)
        except SheetBroken:
            return  # it is told of when the rows are read

    def conventions(self, told: Told, problems: Problems) -> Conventions:
        """What holds for the whole file; puts a question where it neither shows it nor anybody told it."""
        dates, decimals = told.dates, told.decimals
        if not dates:
            first, month = self._seen.get("day-first"), self._seen.get("month-first")
            if first and month:
                _refuse_both(_BOTH_ORDERS, {"day": first, "month": month}, problems)
            elif first or month:
                dates = "day-first" if first else "month-first"
            elif found := self._seen.get("open day"):
                _ask_order(found, problems)
        if not decimals:
            comma, point = self._seen.get("comma"), self._seen.get("point")
            if comma and point:
                _refuse_both(_BOTH_SIGNS, {"comma": comma, "point": point}, problems)
            elif comma or point:
                decimals = "comma" if comma else "point"
            elif (found := self._seen.get("open number")) and not self._described:
                _ask_sign(found, problems)
            else:
                decimals = "point"
        return Conventions(dates, decimals, self._epoch)

    def _look_at(
        self, table: str, field: Field, kind: Kind, problems: Problems
    ) -> Callable[[int, str], None]:
        def note(what: str, line: int, cell: str) -> None:
            self._seen.setdefault(what, _Seen(table, line, field.label, cell))

        def look_at_day(line: int, cell: str) -> None:
            order = order_shown(cell)
            if order:
                note("open day" if order == "open" else order, line, cell)
            elif is_serial(cell.strip()) and not told_of:
                told_of.append(line)
                _doubt_serial(table, line, field.label, cell, self._epoch, problems)

        def look_at_number(line: int, cell: str) -> None:
            is_left_open = is_open(cell)
            if is_left_open and self._described:
                return
            signs = signs_possible(cell)
            if is_left_open or kind == "whole":
                # A whole number has no decimals, and 15,123 degrees there are not.
                signs = frozenset(sign for sign in _SIGNS if readers[sign](cell)[1] is None)
            if len(signs) == 1:
                note(next(iter(signs)), line, cell)
            elif is_left_open and signs:
                note("open number", line, cell)

        told_of: list[int] = []
        readers: dict[DecimalSign, Callable[[Cell], Read]] = {
            sign: reader_of(field, _TRIES[sign]) for sign in _SIGNS
        }
        return look_at_day if kind in ("day", "moment") else look_at_number


def _refuse_both(words: str, seen: dict[str, _Seen], problems: Problems) -> None:
    (one, where), (second, other) = seen.items()
    reason = words.format(one=one, second=second, other=other)
    problems.refuse_whole(where.table, where.row, where.label, where.cell, reason)


def _ask_order(seen: _Seen, problems: Problems) -> None:
    readings = both_readings(seen.cell)
    either = " or ".join(day.isoformat() for day in readings or ())
    reason = (
        f"Is this {either}? No day of the file shows it. "
        "Say --dates day-first or --dates month-first, or write days as 2024-04-17."
    )
    problems.refuse_whole(seen.table, seen.row, seen.label, seen.cell, reason)


def _ask_sign(seen: _Seen, problems: Problems) -> None:
    either = " or ".join(str(number_written(seen.cell, sign)[0]) for sign in _SIGNS)
    reason = (
        f"Is this {either}? No number of the file shows it. "
        "Say --decimals comma or --decimals point, or write numbers as 1234.56."
    )
    problems.refuse_whole(seen.table, seen.row, seen.label, seen.cell, reason)


def _doubt_serial(table: str, line: int, label: str, cell: str, epoch: date, problems: Problems) -> None:
    day = day_written(cell.strip(), None, epoch)[0]
    reason = (
        f"This and others like it were read as days that a spreadsheet counts: {day}. See whether they are."
    )
    problems.doubt(table, line, label, cell, reason)

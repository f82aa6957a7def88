"""Days and moments in the spellings that partners use, brought to ISO 8601; never by guessing."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from babel.dates import get_month_names

from data_access.importing.reading.told import DateOrder
from data_access.importing.vocabulary import plain

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ISO_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]+(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d\d?)\2(\d\d?)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d\d?([/.-])\d\d?\1\d\d|\d\d?[ .-]*[^\W\d_]{3,}[ .-]*\d\d", re.ASCII)
_NAMED = re.compile(
    r"(\d\d?)(?:er|st|nd|rd|th|º|°)?[ .-]*(?:de |of )?([^\W\d_]{3,})\.?[ ,-]*(?:de |del )?(\d{4})"
)
_NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.? (\d\d?)(?:st|nd|rd|th)?,? (\d{4})")
_TIME = re.compile(r"(.*?\d)[T ,]+(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?", re.ASCII)

NOT_A_DAY = "This is not a day. Write days as 2024-04-17."
NOT_A_MOMENT = "This is not a moment. Write moments as 2024-04-17T10:00:00."
SHORT_YEAR = "The year has two digits, which may be of any century. Write it with four."
HAS_A_TIME = "A day has no time of day. Write the day alone, as 2024-04-17."
# Excel counts from here, because it takes 1900 for a leap year; the other system begins in 1904.
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)

# What a cell says of the order of day and month: it shows it, it leaves it open, or it has none.
Hint = DateOrder | Literal["open"] | None


def order_shown(cell: str) -> Hint:
    """What a text says of the order of day and month in its file."""
    found = _YEAR_LAST.fullmatch(_without_time(cell.strip())[0])
    # With points, the day comes first wherever they are written.
    if not found or found[2] == ".":
        return None
    first, second = int(found[1]), int(found[3])
    if max(first, second) > 31 or min(first, second) > 12 or first == second:
        return None
    if max(first, second) <= 12:
        return "open"
    return "day-first" if first > 12 else "month-first"


def both_readings(cell: str) -> tuple[date, date] | None:
    """The day that an open text is if the day comes first, and if the month does."""
    found = _YEAR_LAST.fullmatch(_without_time(cell.strip())[0])
    first, second = _of_parts(found, "day-first"), _of_parts(found, "month-first")
    return (first, second) if first and second else None


def is_serial(cell: str) -> bool:
    """Whether a text looks like the number under which a spreadsheet keeps a day."""
    return _SERIAL.fullmatch(cell) is not None


def day_written(cell: str, order: DateOrder | None, epoch: date) -> tuple[str | None, str | None]:
    """A day as ISO 8601 and no reason, or none and why."""
    cell = cell.strip()
    if ISO_DAY.fullmatch(cell):
        return _real_day(cell)
    written, time = _without_time(cell)
    if time is not None and time.strip("0:."):
        return None, HAS_A_TIME if _day(written, order, epoch) else NOT_A_DAY
    found = _day(written, order, epoch)
    if found:
        return found.isoformat(), None
    return None, SHORT_YEAR if _SHORT_YEAR.fullmatch(written) else NOT_A_DAY


def moment_written(cell: str, order: DateOrder | None, epoch: date) -> tuple[str | None, str | None]:
    """A moment as ISO 8601 and no reason, or none and why. It keeps its offset to UTC."""
    cell = cell.strip()
    if iso := _ISO_MOMENT.fullmatch(cell):
        return _moment(date.fromisoformat(iso[1]) if _real_day(iso[1])[0] else None, iso[2], iso[3] or "")
    if serial := _SERIAL.fullmatch(cell):
        return moment_of_serial(Decimal(f"{serial[1]}.{serial[2] or 0}"), epoch).isoformat(), None
    written, time = _without_time(cell)
    return _moment(_day(written, order, epoch), time, "") if time else (None, NOT_A_MOMENT)


def day_of_serial(number: Decimal, epoch: date) -> date | None:
    """The day that a spreadsheet keeps under a number; None if it has a time of day, or is out of range."""
    whole = number == number.to_integral_value()
    return epoch + timedelta(days=int(number)) if whole and 1 <= number < 100_000 else None


def moment_of_serial(number: Decimal, epoch: date) -> datetime:
    """The moment that a spreadsheet keeps under a number of up to five digits, to the second."""
    start = datetime(epoch.year, epoch.month, epoch.day)
    return start + timedelta(seconds=int((number * 86_400).to_integral_value()))


def _day(cell: str, order: DateOrder | None, epoch: date) -> date | None:
    if ISO_DAY.fullmatch(cell):
        return date.fromisoformat(cell) if _real_day(cell)[0] else None
    if found := _YEAR_LAST.fullmatch(cell):
        same = found[1].zfill(2) == found[3].zfill(2)
        return _of_parts(found, "day-first" if found[2] == "." or same else order)
    if found := _YEAR_FIRST.fullmatch(cell):
        return _calendar(int(found[1]), int(found[3]), int(found[4]))
    if _SERIAL.fullmatch(cell):
        return day_of_serial(Decimal(cell.replace(",", ".")), epoch)
    if found := _NAMED.fullmatch(cell.lower()):
        return _calendar(int(found[3]), _months().get(plain(found[2]), 0), int(found[1]))
    if found := _NAMED_MONTH_FIRST.fullmatch(cell.lower()):
        return _calendar(int(found[3]), _months().get(plain(found[1]), 0), int(found[2]))
    return None


def _of_parts(found: re.Match[str] | None, order: DateOrder | None) -> date | None:
    if not found or order is None:
        return None
    day, month = (found[1], found[3]) if order == "day-first" else (found[3], found[1])
    return _calendar(int(found[4]), int(month), int(day))


def _moment(day: date | None, time: str, offset: str) -> tuple[str | None, str | None]:
    try:
        hours, minutes, *seconds = time.split(":")
        written = f"{day}T{int(hours):02}:{minutes}:{seconds[0] if seconds else '00'}".partition(".")[0]
        datetime.fromisoformat(written + offset.upper())
    except ValueError:
        return None, NOT_A_MOMENT
    return written + offset.upper(), None


def _without_time(cell: str) -> tuple[str, str | None]:
    found = _TIME.fullmatch(cell) if ":" in cell else None
    return (found[1], found[2]) if found else (cell, None)


def _real_day(written: str) -> tuple[str | None, str | None]:
    try:
        return date.fromisoformat(written).isoformat(), None
    except ValueError:
        return None, NOT_A_DAY


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """The months by their names and short names in the three languages, and as Peru spells them."""
    return {
        plain(name): number
        for language in ("en", "es", "es_PE", "fr")
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, "format", language).items()
    }

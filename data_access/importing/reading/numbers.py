"""Numbers with a decimal comma or point, and with separated thousands; never by guessing."""

from __future__ import annotations

import re
from decimal import Decimal

from data_access.importing.reading.told import DecimalSign

# Spaces (plain, no-break, thin, narrow no-break) and apostrophes only ever separate thousands.
_SPACES = "'’ \N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"
_SPACED = re.compile(rf"\d{{1,3}}([{_SPACES}])\d{{3}}(\1\d{{3}})*", re.ASCII)
_SHAPE = re.compile(rf"([+\N{{MINUS SIGN}}-]?)([\d.,{_SPACES}]+)((?:[eE][+-]?\d\d?)?)", re.ASCII)
_WHOLE = re.compile(r"\d+", re.ASCII)
_OPEN = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# Decimal is exact up to this many digits; and longer ones are no numbers that anybody typed.
LONGEST_NUMBER = 28

NOT_A_NUMBER = "This is not a number. Write it in digits with a decimal point, as 1234.56."
PERCENT = (
    "This is a percentage, and it is not said of what. Write the number alone, without the percent sign."
)


def number_written(cell: str, sign: DecimalSign) -> tuple[str | None, str | None]:
    """A number in plain digits with a decimal point and no reason, or none and why."""
    cell = cell.strip()
    if cell.endswith("%"):
        return None, PERCENT
    found = _SHAPE.fullmatch(cell)
    if not found or len(cell) > LONGEST_NUMBER:
        return None, NOT_A_NUMBER
    whole, decimals = _halves(found[2], sign)
    if whole is None or (not whole and not decimals) or (found[3] and not _is_plain(found[2], sign)):
        return None, NOT_A_NUMBER
    minus = "" if found[1] in ("", "+") else "-"
    point = f".{decimals}" if decimals else ""
    return f"{minus}{whole or 0}{point}{found[3]}", None


def signs_possible(cell: str) -> frozenset[DecimalSign]:
    """With which decimal signs a text is a number; both if they make no difference or it is left open."""
    signs: tuple[DecimalSign, ...] = ("comma", "point")
    return frozenset(sign for sign in signs if number_written(cell, sign)[0] is not None)


def is_open(cell: str) -> bool:
    """Whether a text is one number with a decimal comma, and another with a decimal point."""
    return _OPEN.fullmatch(cell.strip().lstrip("+-\N{MINUS SIGN}")) is not None


def digits_of(number: float | Decimal) -> str:
    """A number that a workbook holds, to the 15 digits that it is exact to, in plain digits."""
    return f"{Decimal(f'{number:.15g}'):f}"


def _halves(digits: str, sign: DecimalSign) -> tuple[str | None, str | None]:
    """The digits before and after the decimal sign; no whole if the thousands are not in groups of three."""
    decimal, thousands = (",", ".") if sign == "comma" else (".", ",")
    whole, found, decimals = digits.partition(decimal)
    if found and decimals and not _WHOLE.fullmatch(decimals):
        return None, None
    if whole and not _WHOLE.fullmatch(whole):
        grouped = re.fullmatch(rf"[1-9]\d{{0,2}}(\{thousands}\d{{3}})+", whole)
        if not grouped and not _SPACED.fullmatch(whole):
            return None, None
        whole = re.sub(r"\D", "", whole)
    return whole, decimals if found else None


def _is_plain(digits: str, sign: DecimalSign) -> bool:
    """Whether there are no separated thousands, which no machine writes before an exponent."""
    return re.fullmatch(r"\d*,?\d*" if sign == "comma" else r"\d*\.?\d*", digits) is not None

"""Numbers, days and selections as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from data_access.language import mark, plural, say, spoken
from data_access.names import WORDS
from data_access.selection import Selection
from exhibits.codes import CODES, DIMENSIONS

SPACE = " "
Names = Mapping[str, Mapping[str, str]]


def number(value: float, digits: int = 0) -> str:
    """1142 → ``1,142``."""
    # Zero has no sign: what rounds up to it from below would keep its minus.
    rounded = round(value, digits) + 0.0
    return format_decimal(rounded, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=spoken())


def share(value: float) -> str:
    """0.614 → ``61 %``; never rounded up to all, nor down to none."""
    percent = value * 100
    if 0 < abs(percent) < 1:
        return f"{'-' if value < 0 else ''}{_under(f'1{SPACE}%')}"
    if 99 < percent < 100:
        return say("over {amount}", amount=f"99{SPACE}%").replace(" ", SPACE)
    return f"{number(percent)}{SPACE}%"


def rate(value: float) -> str:
    """383.4 → ``383``; small ones with a decimal, and none of them rounded down to nothing."""
    if 0 < value < 0.05:
        return _under(number(0.1, 1))
    return number(value, 0 if value >= 10 or not value else 1)


def points(difference: float) -> str:
    """0.09 → ``+9 points``."""
    return say("{difference} points", difference=signed(difference * 100))


def signed(value: float, digits: int = 0) -> str:
    """12 → ``+12``, with a true minus for less."""
    rounded = round(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return f"{sign}{number(abs(rounded), digits)}"


def money(minor: int, currency: str, digits: int = 2) -> str:
    """41230049 minor units of USD → ``USD 412,300``: whole major units, as a reader wants them."""
    return f"{currency}{SPACE}{number(float(major(minor, digits)))}"


def money_short(minor: int, currency: str, digits: int = 2) -> str:
    """The same in as few signs as do: ``USD 1.24M``, ``USD 298K``; below ten thousand in full."""
    amount = major(minor, digits)
    if abs(amount) < 10_000:
        return money(minor, currency, digits)
    # Rounded before it is shortened: 999,999 is a million, not a thousand thousand.
    amount = round(amount, -3) if abs(amount) < 1_000_000 else round(amount, -4)
    fraction = 2 if abs(amount) >= 1_000_000 else 0
    return f"{currency}{SPACE}{format_compact_decimal(amount, locale=spoken(), fraction_digits=fraction)}"


def major(minor: int, digits: int = 2) -> Decimal:
    """Minor units as an exact amount in major units."""
    return Decimal(int(minor)).scaleb(-digits)


def weight(grams: float) -> str:
    """341039.2 → ``341 kg``, ``9.2 kg`` below a hundred, and below one kilogram in grams."""
    if round(grams) < 1000:
        return _under(f"1{SPACE}g") if 0 < grams < 1 else f"{number(grams)}{SPACE}g"
    kilograms = grams / 1000
    return f"{number(kilograms, 1 if round(kilograms, 1) < 100 else 0)}{SPACE}kg"


def value(amount: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """A figure's value in its unit: a share, money in minor units of a currency, or a number."""
    if unit == "money" and currency is not None:
        return money_short(int(amount), currency, digits[currency])
    written = {"share": share, "rate": rate}.get(unit, number)
    return written(amount)


def measured(amount: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """The same with the unit's sign, and with decimals where the number is small: ``12.5 kg``."""
    if unit in ("money", "share"):
        return value(amount, unit, currency, digits)
    decimals = 0 if float(amount).is_integer() or abs(amount) >= 100 else 1 if abs(amount) >= 1 else 2
    said = rate(amount) if unit == "rate" else number(amount, decimals)
    return f"{said}{SPACE}{say(_UNITS[unit])}" if unit in _UNITS else said


def changed(difference: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """A difference with its sign: ``+12``, ``−3 points``, ``+USD 1,200``."""
    if unit == "share":
        return points(difference)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{measured(abs(difference), unit, currency, digits)}"


def day(value: date) -> str:
    """``30 Sep 2026``."""
    return format_date(value, "d MMM y", locale=spoken())


def month(value: str) -> str:
    """``2026-09`` → ``Sep 2026``."""
    return format_date(date.fromisoformat(f"{value}-01"), "MMM y", locale=spoken())


def quarter(value: str) -> str:
    """``2026-Q3`` → ``Q3 2026``."""
    year, number = value.split("-Q")
    return format_date(date(int(year), 3 * int(number), 1), "QQQ y", locale=spoken())


def period(first: date, last: date) -> str:
    """The period in the fewest words: ``2025``, ``2024–2025``, ``Oct 2025 – Sep 2026`` or its days."""
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if first == last:
        return day(first)
    if whole_months and first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if whole_months:
        first_month, last_month = (format_date(d, "MMM y", locale=spoken()) for d in (first, last))
        return first_month if first_month == last_month else f"{first_month} – {last_month}"
    return f"{day(first)} – {day(last)}"


def count(value: int, one: str, many: str) -> str:
    """1, unit, units → ``1 unit``. What is counted is written out by whoever calls, for the catalogues."""
    return f"{number(value)} {plural(one, many, value)}"


def fraction(part: float, whole: float) -> str:
    """A share as people say it where it is round, ``Half``, ``Two thirds``; else ``61 %``."""
    for exact, text in _FRACTIONS.items():
        if whole and abs(part / whole - exact) < 0.005:
            return say(text)
    if not part:
        return say("None")
    return say("All") if part == whole else share(part / whole)


def listed(things: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(things) < 2:
        return "".join(things)
    return say("{things} and {last}", things=", ".join(things[:-1]), last=things[-1])


def inside(name: str) -> str:
    """A name as it stands inside a sentence: ``First aid`` → ``first aid``, ``HSE induction`` as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalised(sentence: str) -> str:
    """The sentence with a capital at its head; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def code(value: str | None) -> str:
    """A code that has no name of its own, as words: ``first_aid_kit`` → ``first aid kit``."""
    if value is None:
        return say("not recorded")
    return say(CODES[value]) if value in CODES else value.replace("_", " ")


def evidence(grade: str) -> str:
    """What an evidence grade means."""
    return say(_EVIDENCE[grade])


def dimension(name: str) -> str:
    """A dimension's name as it stands inside a sentence."""
    return say(DIMENSIONS[name])


def name_of(names: Names, dimension: str, code_: object) -> str:
    """What a code of a dimension is called; what has no name of its own is said in words."""
    if pd.isna(code_):
        return say(_WITHOUT.get(dimension, "Not recorded"))
    if dimension == "month":
        return month(str(code_))
    if dimension == "quarter":
        return quarter(str(code_))
    if (dimension, code_) == ("sex", "other"):
        return say("Another sex")
    called = names.get(dimension, {}).get(str(code_))
    if called and dimension not in WORDS:
        return called
    return capitalised(code(called or str(code_)))


def selection(chosen: Selection, names: Names) -> str:
    """The selection in words: what is looked at, where, and when."""
    parts = [
        _chosen(chosen.programmes, names["programme"]) or say("All programmes"),
        _funded_by(_chosen(chosen.sponsors, names["sponsor"])),
        _chosen(chosen.countries, names["country"]),
        _chosen(chosen.regions, names["region"]),
        _chosen(chosen.organisations, names["organisation"]),
        period(chosen.first_day, chosen.last_day),
    ]
    return " · ".join(part for part in parts if part)


def _chosen(codes: Sequence[str], names: Mapping[str, str]) -> str:
    if len(codes) > 4:
        return say(
            "{number} chosen ({first} …)",
            number=number(len(codes)),
            first=", ".join(names[code] for code in codes[:2]),
        )
    return ", ".join(names[code] for code in codes)


def _funded_by(sponsors: str) -> str:
    return say("funded by {sponsors}", sponsors=sponsors) if sponsors else ""


def _under(amount: str) -> str:
    """Less than an amount, on one line."""
    return say("under {amount}", amount=amount).replace(" ", SPACE)


_UNITS = {
    "grams": mark("g"),
    "kilograms": mark("kg"),
    "hours": mark("h"),
    "days": mark("days"),
    "rate": mark("per 100,000 a year"),
}
_FRACTIONS = {
    0.25: mark("A quarter"),
    1 / 3: mark("A third"),
    0.5: mark("Half"),
    2 / 3: mark("Two thirds"),
    0.75: mark("Three quarters"),
}
_EVIDENCE = {
    "counted": mark("counted in the rows of this store"),
    "reported": mark("typed in as a total by the programme, unaudited"),
    "estimated": mark("taken from a survey or from assumptions"),
    "contested": mark("published values disagree"),
}
_WITHOUT = {"standard": mark("Without a standard"), "sponsor": mark("Without a sponsor")}
mark("Not recorded")

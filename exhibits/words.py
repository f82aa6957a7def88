"""Numbers, days and selections as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal

from data_access.selection import Selection

LANGUAGE = "en"
SPACE = " "
Names = Mapping[str, Mapping[str, str]]


def number(value: float, digits: int = 0) -> str:
    """1142 → ``1,142``."""
    # Zero has no sign: what rounds up to it from below would keep its minus.
    rounded = round(value, digits) + 0.0
    return format_decimal(rounded, format=f"#,##0.{'0' * digits}" if digits else "#,##0", locale=LANGUAGE)


def share(value: float) -> str:
    """0.614 → ``61 %``; never rounded up to all, nor down to none."""
    percent = value * 100
    if 0 < abs(percent) < 1:
        return f"{'-' if value < 0 else ''}under{SPACE}1{SPACE}%"
    if 99 < percent < 100:
        return f"over{SPACE}99{SPACE}%"
    return f"{number(percent)}{SPACE}%"


def rate(value: float) -> str:
    """383.4 → ``383``; small ones with a decimal, and none of them rounded down to nothing."""
    if 0 < value < 0.05:
        return f"under{SPACE}0.1"
    return number(value, 0 if value >= 10 or not value else 1)


def points(difference: float) -> str:
    """0.09 → ``+9 points``."""
    return f"{signed(difference * 100)} points"


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
    return f"{currency}{SPACE}{format_compact_decimal(amount, locale=LANGUAGE, fraction_digits=fraction)}"


def major(minor: int, digits: int = 2) -> Decimal:
    """Minor units as an exact amount in major units."""
    return Decimal(int(minor)).scaleb(-digits)


def weight(grams: float) -> str:
    """341039.2 → ``341 kg``, ``9.2 kg`` below a hundred, and below one kilogram in grams."""
    if round(grams) < 1000:
        return f"under{SPACE}1{SPACE}g" if 0 < grams < 1 else f"{number(grams)}{SPACE}g"
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
    return f"{said}{SPACE}{_UNITS[unit]}" if unit in _UNITS else said


def changed(difference: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """A difference with its sign: ``+12``, ``−3 points``, ``+USD 1,200``."""
    if unit == "share":
        return points(difference)
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{measured(abs(difference), unit, currency, digits)}"


def day(value: date) -> str:
    """``30 Sep 2026``."""
    return format_date(value, "d MMM y", locale=LANGUAGE)


def month(value: str) -> str:
    """``2026-09`` → ``Sep 2026``."""
    return format_date(date.fromisoformat(f"{value}-01"), "MMM y", locale=LANGUAGE)


def quarter(value: str) -> str:
    """``2026-Q3`` → ``Q3 2026``."""
    year, number = value.split("-Q")
    return format_date(date(int(year), 3 * int(number), 1), "QQQ y", locale=LANGUAGE)


def period(first: date, last: date) -> str:
    """The period in the fewest words: ``2025``, ``2024–2025``, ``Oct 2025 – Sep 2026`` or its days."""
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if first == last:
        return day(first)
    if whole_months and first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if whole_months:
        first_month, last_month = (format_date(d, "MMM y", locale=LANGUAGE) for d in (first, last))
        return first_month if first_month == last_month else f"{first_month} – {last_month}"
    return f"{day(first)} – {day(last)}"


def count(value: int, one: str, many: str) -> str:
    """1, unit, units → ``1 unit``."""
    return f"{number(value)} {one if value == 1 else many}"


def fraction(part: float, whole: float) -> str:
    """A share as people say it where it is round, ``Half``, ``Two thirds``; else ``61 %``."""
    said = {0.25: "A quarter", 1 / 3: "A third", 0.5: "Half", 2 / 3: "Two thirds", 0.75: "Three quarters"}
    for exact, text in said.items():
        if whole and abs(part / whole - exact) < 0.005:
            return text
    return "None" if not part else "All" if part == whole else share(part / whole)


def listed(things: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def inside(name: str) -> str:
    """A name as it stands inside a sentence: ``First aid`` → ``first aid``, ``HSE induction`` as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def capitalised(sentence: str) -> str:
    """The sentence with a capital at its head; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def code(value: str | None) -> str:
    """A code that has no name of its own, as words: ``first_aid_kit`` → ``first aid kit``."""
    return _CODES.get(value, value.replace("_", " ")) if value is not None else "not recorded"


def evidence(grade: str) -> str:
    """What an evidence grade means."""
    return _EVIDENCE[grade]


def dimension(name: str) -> str:
    """A dimension's name as it stands inside a sentence."""
    return _DIMENSIONS.get(name, name.replace("_", " "))


def name_of(names: Names, dimension: str, code_: object) -> str:
    """What a code of a dimension is called; what has no name of its own is said in words."""
    if pd.isna(code_):
        return _WITHOUT.get(dimension, "Not recorded")
    if dimension == "month":
        return month(str(code_))
    if dimension == "quarter":
        return quarter(str(code_))
    if (dimension, code_) == ("sex", "other"):
        return "Another sex"
    return names.get(dimension, {}).get(str(code_)) or capitalised(code(str(code_)))


def selection(chosen: Selection, names: Names) -> str:
    """The selection in words: what is looked at, where, and when."""
    parts = [
        _chosen(chosen.programmes, names["programme"], "All programmes"),
        _chosen(chosen.sponsors, names["sponsor"], "", "funded by "),
        _chosen(chosen.countries, names["country"], ""),
        _chosen(chosen.regions, names["region"], ""),
        _chosen(chosen.organisations, names["organisation"], ""),
        period(chosen.first_day, chosen.last_day),
    ]
    return " · ".join(part for part in parts if part)


def _chosen(codes: Sequence[str], names: Mapping[str, str], otherwise: str, before: str = "") -> str:
    if not codes:
        return otherwise
    if len(codes) > 4:
        return f"{before}{len(codes)} chosen ({', '.join(names[c] for c in codes[:2])} …)"
    return before + ", ".join(names[c] for c in codes)


_UNITS = {
    "grams": "g",
    "kilograms": "kg",
    "hours": "h",
    "days": "days",
    "rate": "per 100,000 a year",
}
_EVIDENCE = {
    "counted": "counted in the rows of this store",
    "reported": "typed in as a total by the programme, unaudited",
    "estimated": "taken from a survey or from assumptions",
    "contested": "published values disagree",
}
_DIMENSIONS = {"days": "days ahead", "provision": "kind", "category": "what it was for"}
_WITHOUT = {"standard": "Without a standard", "sponsor": "Without a sponsor"}
_CODES: dict[str | None, str] = {
    "not_assessed": "Not yet assessed",
    "female": "women",
    "male": "men",
    "not_stated": "sex not stated",
    "internal": "internal miners",
    "external": "external miners",
    "selector": "mineral selectors",
    "ppe": "personal protective equipment",
    "applied": "applied for",
    "shared_licence": "members share one licence",
    "member_body": "a member body pools fees, services and advocacy",
    "community_and_social": "Community and social",
    "environment": "Environment",
    "health_and_safety": "Health and safety",
    "production_and_equipment": "Production and equipment",
    "organisation_and_management": "Organisation and management",
    "local_suppliers": "Local suppliers",
    "women_and_vulnerable_groups": "Women and vulnerable groups",
    "module_1": "Module 1: the organisation and its management",
    "module_2": "Module 2: legitimacy",
    "module_3": "Module 3: risks that stop trade at once",
    "module_4": "Module 4: risks that stop trade unless mitigated",
    "module_5": "Module 5: further risks to be reduced",
}

"""How Vega writes numbers and days in a language: without it, an axis would speak English."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol


@cache
def chart_locale(language: str) -> dict[str, Any]:
    """The definition of a language's numbers and days, as Vega's configuration takes it."""
    said = Locale.parse(language)

    def named(kind: str, width: str) -> list[str]:
        # Vega's week begins on Sunday, Babel's on Monday.
        names = getattr(said, kind)["stand-alone" if kind == "months" else "format"][width]
        order = [6, 0, 1, 2, 3, 4, 5] if kind == "days" else range(1, 13)
        return [names[place] for place in order]

    return {
        "number": {
            "decimal": get_decimal_symbol(said),
            "thousands": get_group_symbol(said),
            "grouping": [3],
            "currency": ["", ""],
        },
        "time": {
            "dateTime": "%d %b %Y %H:%M",
            "date": "%d %b %Y",
            "time": "%H:%M",
            "periods": ["AM", "PM"],
            "days": named("days", "wide"),
            "shortDays": named("days", "abbreviated"),
            "months": named("months", "wide"),
            "shortMonths": named("months", "abbreviated"),
        },
    }

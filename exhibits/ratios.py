"""Ratios in words: what they are part of, and the count that some of them never go without."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data_access.definition import Figure
from data_access.language import say
from exhibits import words

# What is counted, with its number.
COUNTS: dict[str, Callable[[int], str]] = {
    "people": lambda number: words.count(number, "person", "people"),
    "actions": lambda number: words.count(number, "action", "actions"),
    "findings": lambda number: words.count(number, "finding", "findings"),
    "asked": lambda number: words.count(number, "asked", "asked"),
}


def whole(amount: float, figure: Figure) -> str:
    """What a ratio of the figure is part of: ``438 asked``, ``1 person``, ``82.4 kg``."""
    if figure.whole in COUNTS:
        return COUNTS[figure.whole](int(amount))
    return words.measured(amount, figure.whole, None, {})


def goes_with_its_count(figure: Figure) -> bool:
    """Whether its values are only ever printed with their count: of few, one more or less weighs much."""
    return figure.unit == "rate" or (figure.unit == "share" and figure.evidence == "estimated")


def with_its_count(said: str, figure: Figure, of: float | None, *also: str) -> str:
    """``284 per 100,000 a year (6 people)``, ``27 % (of 438 asked)``; other figures' values go alone.

    What is ``also`` said of a value stands in the same brackets.
    """
    beside = [*also]
    if goes_with_its_count(figure) and of is not None and pd.notna(of):
        counted = whole(of, figure)
        beside.insert(0, say("of {whole}", whole=counted) if figure.unit == "share" else counted)
    bracketed = "; ".join(text for text in beside if text)
    return f"{said} ({bracketed})" if bracketed else said

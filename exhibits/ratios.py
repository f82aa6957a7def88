"""Ratios in words: what they are part of, and the count that some of them never go without."""

from __future__ import annotations

import pandas as pd

from data_access.definition import Figure
from exhibits import words

ONE = {"people": "person", "actions": "action", "findings": "finding", "asked": "asked"}


def whole(amount: float, figure: Figure) -> str:
    """What a ratio of the figure is part of: ``438 asked``, ``1 person``, ``82.4 kg``."""
    if figure.whole in ONE:
        return words.count(int(amount), ONE[figure.whole], figure.whole)
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
        beside.insert(0, f"{'of ' if figure.unit == 'share' else ''}{whole(of, figure)}")
    bracketed = "; ".join(text for text in beside if text)
    return f"{said} ({bracketed})" if bracketed else said

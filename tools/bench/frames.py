"""The four frames of the page, as every way has to give them, and how they are told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

import pandas as pd

# The ladder and the currency of the page: a chart shows one of each.
LADDER, CURRENCY = "SBG", "USD"
# Frame → its columns: units by stage month by month, people trained by topic, insured people by month,
# premium spent by category.
COLUMNS = {
    "stages": ("month", "stage", "value", "of"),
    "trained": ("topic", "value"),
    "insured": ("month", "value", "of"),
    "premium": ("category", "value"),
}
Frames = Mapping[str, pd.DataFrame]


def digest(frames: Frames) -> str:
    """A number for the content of the four frames, in whatever order and type their rows come."""
    rows = {name: _rows(frames[name], columns) for name, columns in COLUMNS.items()}
    return sha256(json.dumps(rows).encode()).hexdigest()[:16]


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[list[str | int]]:
    """Numbers are whole ones in each of the frames, whatever type a way gives them."""
    numbers = {"value", "of"}
    told = [
        [int(cell) if name in numbers else str(cell) for name, cell in zip(columns, row, strict=True)]
        for row in frame[list(columns)].itertuples(index=False, name=None)
    ]
    return sorted(told, key=str)

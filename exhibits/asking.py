"""What every exhibit says of the question it answers."""

from __future__ import annotations

from typing import Any

from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words


def asked(read: Reader, selection: Selection, *, about: str = "") -> dict[str, Any]:
    """The selection in words and the data date; ``about`` is what else was chosen, such as a ladder."""
    said = words.selection(selection, read.ask(names))
    return {"selection": f"{about} · {said}" if about else said, "data_date": selection.data_date}


def months_of(selection: Selection) -> tuple[str, ...]:
    """The months of the period up to the as-of day, as a chart's axis lists them."""
    return tuple(month for month, _ in selection.months())

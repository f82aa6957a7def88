"""A reader that answers what a test tells it to: for titles that depend on ties, zeros and gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import create_engine

from data_access.names import unit_names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.store import Store
from data_access.viewer import UNRESTRICTED, Viewer

YEAR = Selection(date(2025, 1, 1), date(2025, 12, 31), date(2026, 9, 30))
NAMES: dict[str, dict[str, str]] = {
    kind: {}
    for kind in (
        *("programme", "sponsor", "country", "region", "organisation", "unit", "ladder", "stage"),
        *("survey", "action", "lever", "reason"),
    )
}


def no_store() -> Store:
    """What a scripted reader never asks."""
    nowhere = create_engine("sqlite://")
    return Store(nowhere, nowhere)


@dataclass(frozen=True)
class Scripted(Reader):
    """Gives the frames in ``figures`` by the figure's name, and ``answers`` by the query's name."""

    store: Store = field(default_factory=no_store)
    viewer: Viewer = UNRESTRICTED
    figures: dict[str, pd.DataFrame] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        return self.figures[name].copy()

    def ask(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        answers: dict[str, Any] = {
            "names": NAMES,
            "minor_digits": {"USD": 2},
            "headline_target": None,
        } | self.answers
        if query is unit_names:
            return {unit: answers["names"]["unit"][unit] for unit in args[0]}
        return answers[query.__name__]

    def fact(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return self.ask(query)

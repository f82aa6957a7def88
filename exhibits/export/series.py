"""What an office program draws a chart of: categories and series, a frame's own values, untouched."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from data_access.figures import figures
from exhibits import words
from exhibits.exhibit import Chart, Exhibit

Number = float | int
Form = Literal["bars", "columns", "lines"]
# Series stand beside each other, on each other, share out a whole, or one lies before the other.
Placing = Literal["beside", "stacked", "whole", "before"]

COUNTED, SHARES, MEASURED = "#,##0", f'0"{words.SPACE}"%', "General"
# Where a frame says that a number of it is not told.
TOLD, SUPPRESSED = "told", ("suppressed", "suppressed_before")


@dataclass(frozen=True)
class Series:
    """Values in one colour, or each in its own (``colours``), with ``labels`` at them; a label for which
    ``inside`` has a colour stands within the bar, written in that colour.

    A ``tick`` is a mark where the bar would end, a ``dashed`` line has no points.
    """

    name: str
    values: tuple[Number | None, ...]
    colour: str
    labels: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    outline: str = ""
    mark: Literal["plain", "tick", "dashed"] = "plain"


@dataclass(frozen=True)
class Native:
    """A chart of an office program. ``axis`` is how values are written along the axis, empty where labels
    say them; ``most`` is where the axis ends, if not by itself."""

    form: Form
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    placing: Placing = "beside"
    axis: str = ""
    most: float | None = None


class NoNativeForm(Exception):
    """An office program can't draw this of that frame."""


@dataclass(frozen=True)
class Drawn:
    """A chart as it is read: of what it is drawn, and what its drawing was given, by name."""

    exhibit: Exhibit
    frame: pd.DataFrame
    given: dict[str, Any]

    @classmethod
    def by(cls, exhibit: Exhibit, chart: Chart) -> Drawn:
        bound = inspect.signature(chart.draw).bind(None, *chart.arguments)
        bound.apply_defaults()
        return cls(exhibit, exhibit.frame, bound.arguments)

    def of(self, rows: Iterable[str], column: str = "row") -> Drawn:
        """The same of these rows alone, in their order; raises NoNativeForm where one stands twice."""
        order = {row: place for place, row in enumerate(rows)}
        kept = self.frame[self.frame[column].isin(order)]
        if kept[column].duplicated().any():
            raise NoNativeForm
        return replace(self, frame=kept.sort_values(column, key=lambda names: names.map(order)))

    def spread(
        self, along: str, categories: Sequence[str], group: str = "", groups: Iterable[str] = ("",)
    ) -> dict[str, Drawn]:
        """Group by group a row for each of the categories; where there was none, its cells are missing.

        Without a ``group`` all is one. Raises NoNativeForm where a category has two rows.
        """
        if self.frame.duplicated([along, group] if group else [along]).any():
            raise NoNativeForm
        rows = {name: self.frame[self.frame[group] == name] if group else self.frame for name in groups}
        return {
            name: replace(self, frame=part.set_index(along).reindex(list(categories)).reset_index())
            for name, part in rows.items()
        }

    def called(self, column: str) -> str:
        """What the values of a column are called: as its table does, or else as its figure is."""
        if known := self.exhibit.columns.get(column):
            return known.title
        return figures()[self.exhibit.figures[0]].title if self.exhibit.figures else self.exhibit.title

    def listed(self, column: str) -> str:
        """The column itself if the table lists it; else the amounts that it lists, which are exact."""
        amounts = [name for name, each in self.exhibit.columns.items() if each.format == "money"]
        return amounts[0] if column not in self.exhibit.columns and len(amounts) == 1 else column

    def are_shares(self, column: str) -> bool:
        """Whether the values of a column are shares of one."""
        if known := self.exhibit.columns.get(column):
            return known.format == "share"
        return bool(self.exhibit.figures) and figures()[self.exhibit.figures[0]].unit == "share"

    def values(self, column: str, gaps: bool = False) -> tuple[Number | None, ...]:
        """A column's values; raises NoNativeForm for one that is missing where there may be no ``gaps``."""
        found = tuple(None if pd.isna(cell) else _plain(cell) for cell in self.frame[column])
        if not gaps and None in found:
            raise NoNativeForm
        return found

    def texts(self, column: str = "label") -> tuple[str, ...]:
        """A column's words, empty where there are none."""
        return tuple("" if pd.isna(cell) else str(cell) for cell in self.frame[column])


def withholds(frame: pd.DataFrame) -> bool:
    """Whether a number of the frame is not told."""
    if TOLD in frame and not frame[TOLD].astype("boolean").fillna(False).all():
        return True
    return any(column in frame and bool(frame[column].fillna(False).any()) for column in SUPPRESSED)


def _plain(cell: Any) -> Number:
    """A number as Python has it, its value untouched."""
    if isinstance(cell, Decimal):
        return float(cell)
    number: Number = cell.item() if hasattr(cell, "item") else cell
    return number

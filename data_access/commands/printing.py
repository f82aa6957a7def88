"""Figures on paper: as JSON and CSV for programs, as tables for people."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from data_access.figures import Figure
from data_access.selection import Selection

# What stands in the store is printed as it is, whatever brackets and colons are in it.
PAPER = Console(markup=False, emoji=False, highlight=False)


def figures_as_json(figures: Iterable[Figure]) -> None:
    _print_json(
        [
            {
                "figure": figure.name,
                "unit": figure.unit,
                "definition": figure.definition,
                "dimensions": list(figure.dimensions),
            }
            for figure in figures
        ]
    )


def figures_as_table(figures: Iterable[Figure]) -> None:
    table = Table("figure", "unit", "definition", "dimensions", show_lines=True)
    for figure in figures:
        table.add_row(figure.name, figure.unit, figure.definition, " ".join(figure.dimensions))
    PAPER.print(table)


@dataclass(frozen=True)
class Answer:
    """A figure's rows with the selection they answer, ready to be written.

    Each row has the dimensions by name, ``value``, ``of`` and ``evidence``. Money is a decimal
    string in major units; a value that there is none of is None.
    """

    figure: Figure
    selection: Selection
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]

    @classmethod
    def of(
        cls, figure: Figure, selection: Selection, frame: pd.DataFrame, digits: Mapping[str, int]
    ) -> Answer:
        """From the frame of a figure; ``digits`` are the decimal digits of each currency."""
        columns = tuple(str(column) for column in frame.columns)
        rows = [
            _written(dict(zip(columns, values, strict=True)), figure, digits)
            for values in frame.itertuples(index=False, name=None)
        ]
        return cls(figure, selection, columns, rows)

    def print_json(self) -> None:
        _print_json(
            {
                "figure": self.figure.name,
                "unit": self.figure.unit,
                "definition": self.figure.definition,
                "selection": {
                    "programme": list(self.selection.programmes),
                    "sponsor": list(self.selection.sponsors),
                    "country": list(self.selection.countries),
                    "region": list(self.selection.regions),
                    "organisation": list(self.selection.organisations),
                    "from": self.selection.first_day.isoformat(),
                    "to": self.selection.last_day.isoformat(),
                },
                "as_of": self.selection.as_of.isoformat(),
                "evidence": self.figure.evidence,
                "rows": self.rows,
            }
        )

    def print_csv(self) -> None:
        writer = csv.DictWriter(sys.stdout, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)

    def print_table(self) -> None:
        table = Table()
        for column in self.columns:
            table.add_column(column, justify="right" if column in ("value", "of") else "left")
        for row in self.rows:
            table.add_row(*(self._shown(column, row[column]) for column in self.columns))
        asked = self.selection
        PAPER.print(f"{self.figure.title}, {asked.first_day} to {asked.last_day}, as of {asked.as_of}")
        PAPER.print(
            table if self.rows else "There is nothing in this selection and period. Widen one of them."
        )
        PAPER.print(self.figure.definition)

    def _shown(self, column: str, value: Any) -> str:
        if value is None:
            return ""
        return f"{value:.1%}" if column == "value" and self.figure.unit == "share" else str(value)


def _written(row: dict[str, Any], figure: Figure, digits: Mapping[str, int]) -> dict[str, Any]:
    """A row of a frame in plain types: missing is None, money is in major units."""
    plain = {name: None if pd.isna(value) else value for name, value in row.items()}
    for name in ("value", "of"):
        number = plain[name]
        if number is not None and figure.unit == "money":
            plain[name] = f"{Decimal(int(number)).scaleb(-digits[str(plain['currency'])]):f}"
        elif number is not None:
            # A whole number that stands among missing ones has become a float on its way.
            plain[name] = int(number) if float(number).is_integer() else float(number)
    return plain


def _print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2))

"""Figures on paper: as JSON and CSV for programs, as tables for people."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from data_access.attributed import whole_under_each
from data_access.commands.selecting import ListFormat
from data_access.definition import Figure
from data_access.disclosure.question import LAST
from data_access.disclosure.withholding import WITHHELD, why_withheld
from data_access.isolation import bare
from data_access.selection import Selection
from data_access.tables import defused
from data_access.viewer import Viewer

VALUES, WHOLES = ("value", "before", "change", "last_value"), ("of", "of_before", "whole", "last_of")
SUPPRESSED, SUPPRESSED_BEFORE = "suppressed", "suppressed_before"
NUMBERS = {*VALUES, *WHOLES, "share"}
# What stands in the store is printed as it is, whatever brackets and colons are in it.
PAPER = Console(markup=False, emoji=False, highlight=False)


def figures_as_json(figures: Iterable[Figure], day: date) -> None:
    print_json(
        [
            {
                "figure": figure.name,
                "unit": figure.unit,
                "definition": figure.definition_on(day),
                "dimensions": list(figure.dimensions),
            }
            for figure in figures
        ]
    )


def figures_as_table(figures: Iterable[Figure], day: date) -> None:
    table = Table("figure", "unit", "definition", "dimensions", show_lines=True)
    for figure in figures:
        table.add_row(figure.name, figure.unit, figure.definition_on(day), " ".join(figure.dimensions))
    PAPER.print(table)


@dataclass(frozen=True)
class Answer:
    """A figure's rows with the selection they answer, ready to be written.

    Each row has the dimensions by name, ``value``, ``of`` and ``evidence``. Money is a decimal
    string in major units; a value that there is none of is None. For outsiders, ``suppressed`` says
    whether a value is withheld from the ``viewer``. ``rates`` are the exchange rates
    behind sponsors' shares.
    """

    viewer: Viewer
    figure: Figure
    selection: Selection
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    rates: list[dict[str, Any]]

    @classmethod
    def of(
        cls,
        viewer: Viewer,
        figure: Figure,
        selection: Selection,
        frame: pd.DataFrame,
        digits: Mapping[str, int],
        rates: pd.DataFrame | None = None,
    ) -> Answer:
        """From the frame of a figure; ``digits`` are the decimal digits of each currency."""
        columns = tuple(str(column) for column in frame.columns)
        rows = [
            _written(dict(zip(columns, values, strict=True)), figure, digits)
            for values in frame.itertuples(index=False, name=None)
        ]
        used = [] if rates is None else [_rate(row) for row in rates.to_dict("records")]
        return cls(viewer, figure, selection, columns, rows, used)

    def print_json(self) -> None:
        print_json(
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
                **self._compared_with(),
                "evidence": self.figure.evidence,
                "rows": self.rows,
                **({"rates": self.rates} if self.rates else {}),
            }
        )

    def _compared_with(self) -> dict[str, Any]:
        """The days that the figure is compared with, where it is."""
        if "before" not in self.columns:
            return {}
        then = self.selection.compared()
        days = {"from": then.first_day, "to": then.last_day, "as_of": then.as_of}
        return {"compared_with": {name: day.isoformat() for name, day in days.items()}}

    def print_csv(self) -> None:
        print_csv(self.columns, self.rows)

    def print_table(self) -> None:
        table = Table()
        # What is empty in every row takes room from the numbers, which must never be cut.
        # What was told of a withheld value last stands beside the word.
        columns = [column for column in self.columns if column not in (SUPPRESSED, SUPPRESSED_BEFORE, *LAST)]
        filled = [
            c for c in columns if c not in WHOLES or c == "whole" or any(r[c] is not None for r in self.rows)
        ]
        for column in filled:
            table.add_column(column, justify="right" if column in NUMBERS else "left", overflow="fold")
        for row in self.rows:
            withheld = {"value": self._withheld(row), "whole": WITHHELD} if row.get(SUPPRESSED) else {}
            withheld |= {"before": WITHHELD} if row.get(SUPPRESSED_BEFORE) else {}
            table.add_row(*(withheld.get(c) or self._shown(c, row[c]) for c in filled))
        asked = self.selection
        PAPER.print(f"{self.figure.title}, {asked.first_day} to {asked.last_day}, as of {asked.as_of}")
        for then in self._compared_with().values():
            PAPER.print(f"Before: {then['from']} to {then['to']}, as of {then['as_of']}")
        PAPER.print(
            table if self.rows else "There is nothing in this selection and period. Widen one of them."
        )
        if any(row.get(SUPPRESSED) or row.get(SUPPRESSED_BEFORE) for row in self.rows):
            PAPER.print(f"{WITHHELD}: {why_withheld(self.viewer, self.figure.name)}.")
        if any(row.get("last_on") for row in self.rows):
            PAPER.print("In brackets: what was told last.")
        if self._is_whole_under_each_sponsor():
            PAPER.print("The whole stands under each of its sponsors: rows of several are not to be added.")
        for rate in self.rates:
            PAPER.print(_rate_in_words(rate))
        PAPER.print(self.figure.definition)

    def _is_whole_under_each_sponsor(self) -> bool:
        """Whether rows of several sponsors hold the same: not where each has its own part."""
        by_sponsor, is_split = "sponsor" in self.columns, "whole" in self.columns
        return bool(self.rows) and by_sponsor and not is_split and whole_under_each(self.figure)

    def _withheld(self, row: dict[str, Any]) -> str:
        """That a value is withheld, and what was told last."""
        if row.get("last_on") is None:
            return WITHHELD
        of = f" of {row['last_of']}" if row["last_of"] is not None else ""
        return f"{WITHHELD} ({self._shown('last_value', row['last_value'])}{of} on {row['last_on']})"

    def _shown(self, column: str, value: Any) -> str:
        if value is None:
            return ""
        if column == "share" or (column in VALUES and self.figure.unit == "share"):
            return f"{value:.1%}"
        return str(round(value, 3) if isinstance(value, float) else value)


def _written(row: dict[str, Any], figure: Figure, digits: Mapping[str, int]) -> dict[str, Any]:
    """A row of a frame in plain types: missing is None, money is in major units."""
    plain = {name: None if pd.isna(value) else value for name, value in row.items()}
    for name in (*VALUES, *WHOLES):
        number = plain.get(name)
        if number is not None and figure.unit == "money":
            plain[name] = f"{Decimal(int(number)).scaleb(-digits[str(plain['currency'])]):f}"
        elif number is not None:
            # A whole number that stands among missing ones has become a float on its way.
            plain[name] = int(number) if float(number).is_integer() else float(number)
    if day := plain.get("last_on"):
        plain["last_on"] = day.isoformat()
    return plain


def _rate(row: dict[str, Any]) -> dict[str, Any]:
    """An exchange rate in plain types, its day as text; what is missing is None."""
    plain = {name: None if pd.isna(value) else value for name, value in row.items()}
    return plain | {"quoted_on": plain["quoted_on"] and plain["quoted_on"].isoformat()}


def _rate_in_words(rate: dict[str, Any]) -> str:
    if rate["rate"] is None:
        return f"{rate['programme']}: no rate from {rate['from_currency']} into {rate['to_currency']}"
    worth = f"1 {rate['from_currency']} = {rate['rate']:.6g} {rate['to_currency']}"
    return f"{rate['programme']}: {worth} on {rate['quoted_on']} ({rate['source']})"


def print_list(frame: pd.DataFrame, on_paper: Mapping[str, tuple[str, ...]], format: ListFormat) -> None:
    """Rows as JSON, or as a table: each heading with the columns whose words stand below it."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    if format == ListFormat.json:
        print_json({"rows": rows})
        return
    table = Table()
    for heading in on_paper:
        table.add_column(heading, overflow="fold", no_wrap=heading == "viewer")
    for row in rows:
        table.add_row(*(" ".join(_shown(row[name]) for name in names).strip() for names in on_paper.values()))
    PAPER.print(table if rows else "There is nothing of this in the store.")


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    return "" if value is None else str(value)


def print_json(content: Any) -> None:
    """Prints content as JSON, texts as they were delivered; what JSON does not know is written as text."""
    print(json.dumps(_delivered(content), ensure_ascii=False, indent=2, default=str))


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Prints rows as CSV without anything that a spreadsheet would take for a formula."""
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: defused(cell) for name, cell in row.items()} for row in rows)


def _delivered(content: Any) -> Any:
    match content:
        case str():
            return bare(content)
        case dict():
            return {name: _delivered(held) for name, held in content.items()}
        case list() | tuple():
            return [_delivered(held) for held in content]
    return content

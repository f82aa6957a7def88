"""``claims`` and ``targets``: what was published and what was meant, beside what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import typer
from rich import box
from rich.table import Table

from data_access import claims as claimed
from data_access import targets as aimed
from data_access.commands.printing import PAPER, print_csv, print_json
from data_access.commands.selecting import (
    AsViewer,
    Countries,
    FirstDay,
    HowPrinted,
    LastDay,
    Organisations,
    Programmes,
    Regions,
    RowFormat,
    Sponsors,
    filters_of,
    looking,
    selected,
)
from data_access.commands.stores import StoreUrl, reading
from data_access.disclosure.withholding import NOT_TOLD, WITHHELD
from data_access.evidence import COUNTED
from data_access.names import minor_digits

CLAIM = (
    *("id", "claim", "publisher", "published_on", "subject", "figure", "comparison", "published"),
    *("recorded", "not_told", "difference", "unit", "currency", "evidence", "holds", "reason"),
    *("selection", "source"),
)
CLAIM_NUMBERS = ("published", "recorded", "difference")
TARGET_NUMBERS = ("target", "actual", "gap")
# Of shares, these are percentage points.
DIFFERENCES = {"difference", "gap"}
# In their place stands that a viewer is not told.
REACHED = {"recorded", "actual"}
NARROWEST_WORDS = 18
# Heading → the columns that stand in it, each on a line of its own.
Paper = dict[str, tuple[str, ...]]
CLAIM_ON_PAPER: Paper = {
    "claim": ("claim", "publisher", "currency"),
    **{name: (name,) for name in CLAIM_NUMBERS},
    "holds": ("holds", "evidence", "reason"),
}
TARGET_ON_PAPER: Paper = {
    "target for": ("figure", "programme", "region", "codes", "currency"),
    **{name: (name,) for name in TARGET_NUMBERS},
    "due, read on, evidence, cause, next action": (
        *("due_on", "read_on", "evidence"),
        *("cause", "next_action"),
    ),
}

Rows = list[dict[str, Any]]


def claims(format: HowPrinted = RowFormat.table, as_viewer: AsViewer = None, store: StoreUrl = None) -> None:
    """Print what was published beside what is recorded; exit with 1 if a counted claim differs.

    What a viewer is not told counts neither as holding nor as differing.
    """
    with reading(store) as connection:
        viewer = looking(connection, as_viewer)
        frame, digits = claimed.claims(connection, viewer), minor_digits(connection)
    rows = _plain(frame[list(CLAIM)].assign(reason=frame["reason"].map(str)), CLAIM_NUMBERS, digits)
    _print(rows, CLAIM, format, CLAIM_ON_PAPER, CLAIM_NUMBERS)
    counted = frame[frame["evidence"] == COUNTED]
    told = counted[counted["not_told"].isna()]
    differing = told[~told["holds"].astype(bool)]
    if format == RowFormat.table:
        PAPER.print(f"{len(told) - len(differing)} of {len(told)} counted claims hold.")
        if len(told) < len(counted):
            PAPER.print(f"What is recorded of {len(counted) - len(told)} more is {NOT_TOLD} or {WITHHELD}.")
    if len(differing):
        raise typer.Exit(1)


def targets(
    programme: Programmes = None,
    country: Countries = None,
    region: Regions = None,
    organisation: Organisations = None,
    sponsor: Sponsors = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    as_viewer: AsViewer = None,
    format: HowPrinted = RowFormat.table,
    store: StoreUrl = None,
) -> None:
    """Print the targets in force beside what was reached, the stated cause and the next action."""
    filters = filters_of(programme, country, region, organisation, sponsor)
    with reading(store) as connection:
        viewer = looking(connection, as_viewer)
        frame = aimed.targets(connection, viewer, selected(connection, viewer, filters, first_day, last_day))
        digits = minor_digits(connection)
    rows = _plain(frame, TARGET_NUMBERS, digits)
    _print(rows, tuple(frame.columns), format, TARGET_ON_PAPER, TARGET_NUMBERS)


def _plain(frame: pd.DataFrame, numbers: Iterable[str], digits: Mapping[str, int]) -> Rows:
    """The rows in plain types: missing is None, money a decimal string in major units."""
    rows: Rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for row in rows:
        minor = digits[row["currency"]] if row["unit"] == "money" and row["currency"] else None
        for name in numbers:
            row[name] = _number(row[name], minor)
    return rows


def _number(value: float | None, digits: int | None) -> str | float | None:
    if value is None:
        return None
    if digits is not None:
        return f"{Decimal(int(value)).scaleb(-digits):f}"
    return int(value) if float(value).is_integer() else value


def _print(
    rows: Rows, columns: tuple[str, ...], format: RowFormat, on_paper: Paper, numbers: Iterable[str]
) -> None:
    match format:
        case RowFormat.json:
            print_json({"rows": rows})
        case RowFormat.csv:
            print_csv(columns, rows)
        case RowFormat.table:
            table = Table(box=box.SIMPLE, leading=1)
            for heading in on_paper:
                if heading in numbers:
                    table.add_column(heading, justify="right", no_wrap=True)
                else:
                    table.add_column(heading, overflow="fold", min_width=NARROWEST_WORDS)
            for row in rows:
                cells = ([_shown(row, column) for column in names] for names in on_paper.values())
                table.add_row(*("\n".join(filter(None, lines)) for lines in cells))
            PAPER.print(table if rows else "There is nothing of this in the store or the selection.")


def _shown(row: dict[str, Any], column: str) -> str:
    value = row[column]
    if column in REACHED and row.get("not_told"):
        return str(row["not_told"])
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float() if row["unit"] == "share" and column in DIFFERENCES:
            return f"{round(value * 100, 1) + 0.0:.1f} points"  # zero has no sign
        case int() | float() if row["unit"] == "share":
            return f"{value:.1%}"
        case _:
            return str(value)

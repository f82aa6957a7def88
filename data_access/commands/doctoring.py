"""``contract`` and ``doctor``: what a store has to have, and what is wrong with one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from data_access.commands.printing import PAPER
from data_access.commands.refusal import Refused
from data_access.commands.selecting import ListFormat
from data_access.commands.stores import StoreUrl
from data_access.contract import NeededColumn, NeededTable
from data_access.contract import contract as needed
from data_access.doctor.diagnosis import Diagnosis, Finding
from data_access.doctor.examination import examine
from data_access.doctor.shape import all_needed
from data_access.views.skeleton import skeleton, told


class ContractFormat(StrEnum):
    """How the contract can be printed."""

    table = "table"
    json = "json"
    sql = "sql"


def contract(
    format: Annotated[
        ContractFormat, typer.Option(help="How to print it; sql writes views for Postgres, to be filled in.")
    ] = ContractFormat.table,
) -> None:
    """Print the tables and columns that the dashboard reads, with types, codes and meaning."""
    match format:
        case ContractFormat.sql:
            print(skeleton(), end="")
        case ContractFormat.json:
            tables = [_as_json(table) for table in needed().values()]
            print(json.dumps({"tables": tables}, ensure_ascii=False, indent=2))
        case ContractFormat.table:
            for table in needed().values():
                _print_needed(table)


def doctor(
    format: Annotated[ListFormat, typer.Option(help="How to print it.")] = ListFormat.table,
    table: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Look at the rows of this table only. Can be repeated."),
    ] = None,
    store: StoreUrl = None,
) -> None:
    """Say what is wrong with a store, and change nothing; exit with 1 if something is."""
    for name in table or ():
        if name not in all_needed():
            nearest = ", ".join(get_close_matches(name, all_needed(), 3, 0.4))
            raise Refused(f"There is no table {name}." + (f" Nearest: {nearest}." if nearest else ""))
    diagnosis = examine(store, table)
    if format == ListFormat.json:
        print(json.dumps({**asdict(diagnosis), "well": diagnosis.well}, ensure_ascii=False, indent=2))
    else:
        _print_diagnosis(diagnosis)
    if not diagnosis.well:
        raise typer.Exit(1)


def _as_json(table: NeededTable) -> dict[str, object]:
    columns = [{**asdict(column), "postgres": column.postgres} for column in table.columns]
    return {**asdict(table), "columns": columns}


def _print_needed(table: NeededTable) -> None:
    shown = Table(title=table.name, caption=table.meaning, box=box.SIMPLE, title_justify="left")
    for heading in ("column", "type", "Postgres", "SQLite"):
        shown.add_column(heading, no_wrap=True)
    shown.add_column("meaning", min_width=24)
    for column in table.columns:
        shown.add_row(*_needed_row(column))
    PAPER.print(shown)


def _needed_row(column: NeededColumn) -> Iterable[str]:
    return column.name, column.family.value, column.postgres, column.sqlite, "; ".join(told(column))


def _print_diagnosis(diagnosis: Diagnosis) -> None:
    for said in diagnosis.in_words():
        PAPER.print(said, soft_wrap=True)
    if diagnosis.rows:
        counts = Table("table", box=box.SIMPLE)
        counts.add_column("rows", justify="right")
        for name, count in diagnosis.rows.items():
            counts.add_row(name, f"{count:,}")
        PAPER.print(counts)
    if diagnosis.well:
        PAPER.print("All is well.")
        return
    PAPER.print(f"{len(diagnosis.findings)} findings:")
    for finding in diagnosis.findings:
        PAPER.print(f"- {_told(finding)}", soft_wrap=True)


def _told(finding: Finding) -> str:
    return finding.said if finding.example is None else f"{finding.said} For example {finding.example}."

"""``import`` and ``check``: how data get in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from data_access.commands.printing import PAPER, print_json
from data_access.commands.progress import shown_progress
from data_access.commands.refusal import Refused
from data_access.commands.selecting import ListFormat, day
from data_access.commands.stores import StoreUrl, reading, writing
from data_access.importing import ImportSummary, Told, check_package, import_package
from data_access.importing.locking import SECONDS_TO_WAIT
from data_access.translations import in_words, untranslated
from data_access.views.through import writes_refused

COUNTS = ("read", "new", "changed", "unchanged", "quarantined")


class DateOrder(StrEnum):
    """How days are written that could be read in two ways."""

    day_first = "day-first"
    month_first = "month-first"


class DecimalSign(StrEnum):
    """How numbers are written that could be read in two ways."""

    comma = "comma"
    point = "point"


PackagePath = Annotated[
    Path,
    typer.Argument(metavar="PACKAGE", help="Folder or zip of CSV files, workbook, or file of one table."),
]
Name = Annotated[str | None, typer.Option(help="Name of the package: one for each source, always the same.")]
DataDate = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Day up to which the data reach, if the package doesn't say it."),
]
TableName = Annotated[
    str | None,
    typer.Option("--table", metavar="TABLE", help="Table of a single file, if its name doesn't say it."),
]
Dates = Annotated[DateOrder | None, typer.Option(help="How to read days such as 01/02/2024.")]
Decimals = Annotated[DecimalSign | None, typer.Option(help="How to read numbers such as 1.234.")]
Mapping = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What other headers and codes mean: see docs/importing.md."),
]
Wait = Annotated[float, typer.Option(metavar="SECONDS", help="How long to wait for another import.")]
By = Annotated[str | None, typer.Option(help="Who does it, for the list of imports; else the user here.")]
HowListed = Annotated[ListFormat, typer.Option(help="How to print it.")]


def import_(
    package: PackagePath,
    quarantine: Annotated[
        bool, typer.Option("--quarantine", help="Take in the good rows, and set the bad ones aside.")
    ] = False,
    name: Name = None,
    data_date: DataDate = None,
    table: TableName = None,
    dates: Dates = None,
    decimals: Decimals = None,
    mapping: Mapping = None,
    wait: Wait = SECONDS_TO_WAIT,
    by: By = None,
    format: HowListed = ListFormat.table,
    store: StoreUrl = None,
) -> None:
    """Check a package of tables, and take it in whole or not at all."""
    told = _told(name, data_date, table, dates, decimals, mapping)
    ready(store)
    with writing(store) as engine, shown_progress() as hears:
        summary = import_package(
            engine, package, told, quarantine=quarantine, by=by, hears=hears, seconds_to_wait=wait
        )
    with reading(store) as connection:
        without = untranslated(connection, summary.tables, begun=True)
    if format == ListFormat.json:
        _print_json(summary, untranslated=without)
        return
    print_summary(summary)
    for said in in_words({language: fields for language, fields in without.items() if fields}):
        PAPER.print(said)
    if summary.import_id is None:
        PAPER.print(f"Nothing changed: the store has all of “{summary.title}” already.")
        return
    accepted = sum(counted.accepted for counted in summary.tables.values())
    PAPER.print(
        f"Import {summary.import_id}: loaded {accepted:,} of {summary.row_count:,} rows of "
        f"“{summary.title}”. Its data reach to {summary.data_date}."
    )


def check(
    package: PackagePath,
    name: Name = None,
    data_date: DataDate = None,
    table: TableName = None,
    dates: Dates = None,
    decimals: Decimals = None,
    mapping: Mapping = None,
    wait: Wait = SECONDS_TO_WAIT,
    format: HowListed = ListFormat.table,
    store: StoreUrl = None,
) -> None:
    """Say what an import would do, and do nothing; exit with 1 if it would refuse rows."""
    told = _told(name, data_date, table, dates, decimals, mapping)
    ready(store)
    with writing(store) as engine, shown_progress() as hears:
        summary = check_package(engine, package, told, hears=hears, seconds_to_wait=wait)
    if format == ListFormat.json:
        _print_json(summary)
    else:
        print_summary(summary)
        PAPER.print("Nothing was loaded.")
    if summary.problems:
        raise typer.Exit(1)


def _told(
    name: str | None,
    data_date: str | None,
    table: str | None,
    dates: DateOrder | None,
    decimals: DecimalSign | None,
    mapping: Path | None,
) -> Told:
    return Told(
        name=name,
        data_date=day("--data-date", data_date),
        table=table,
        dates=dates.value if dates else None,
        decimals=decimals.value if decimals else None,
        mapping=mapping,
    )


def ready(store: str | None) -> None:
    """Raises Refused where the rows are another system's, and StoreUnavailable where there is no store: to
    write to a missing SQLite file would make an empty one."""
    with reading(store) as connection:
        if reason := writes_refused(connection):
            raise Refused(reason)


def print_summary(summary: ImportSummary) -> None:
    print_counts(summary)
    missing = (
        f"{name}: {gone.count:,}, as {', '.join(gone.examples)}" for name, gone in summary.missing.items()
    )
    _list("This source brought these rows before, and does not any more. They stay:", missing)
    _list("Set aside, and not taken in:", summary.problems)
    _list("Taken in, but somebody should look at this:", summary.doubts)


def print_counts(summary: ImportSummary) -> None:
    """What became of the rows of each table, and of all: the last four add up to the first."""
    table = Table(box=box.SIMPLE)
    table.add_column("table", no_wrap=True)
    for heading in COUNTS:
        table.add_column(heading, justify="right", no_wrap=True)
    for name, counted in summary.tables.items():
        table.add_row(name, *(f"{getattr(counted, count):,}" for count in COUNTS))
    sums = (sum(getattr(counted, count) for counted in summary.tables.values()) for count in COUNTS)
    table.add_section()
    table.add_row("all", *(f"{number:,}" for number in sums))
    PAPER.print(table)


def _list(heading: str, problems: Iterable[object]) -> None:
    if listed := [str(problem) for problem in problems]:
        PAPER.print(heading)
        for line in listed:
            print(f"  {line}")


def _print_json(summary: ImportSummary, **more: object) -> None:
    print_json(
        {
            "import": summary.import_id,
            "title": summary.title,
            "data_date": summary.data_date.isoformat(),
            "tables": {name: asdict(counted) for name, counted in summary.tables.items()},
            "missing": {name: asdict(gone) for name, gone in summary.missing.items()},
            "problems": [asdict(problem) for problem in summary.problems],
            "doubts": [asdict(problem) for problem in summary.doubts],
            **more,
        }
    )

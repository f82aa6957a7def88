"""``import``, ``check``, ``imports``, ``undo``, ``versions``, ``upload``, ``erase``: changes of data."""

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
from data_access.importing import ImportSummary, Problem, Told, check_package, import_package
from data_access.importing.erasing import erase_miner
from data_access.importing.history import changes
from data_access.importing.history import versions as versions_of
from data_access.importing.locking import SECONDS_TO_WAIT
from data_access.importing.undoing import undo_import
from data_access.importing.uploads import upload as uploaded

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
    _ready(store)
    with writing(store) as engine, shown_progress() as hears:
        summary = import_package(
            engine, package, told, quarantine=quarantine, by=by, hears=hears, seconds_to_wait=wait
        )
    if format == ListFormat.json:
        _print_json(summary)
        return
    print_summary(summary)
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
    _ready(store)
    with writing(store) as engine, shown_progress() as hears:
        summary = check_package(engine, package, told, hears=hears, seconds_to_wait=wait)
    if format == ListFormat.json:
        _print_json(summary)
    else:
        print_summary(summary)
        PAPER.print("Nothing was loaded.")
    if summary.problems:
        raise typer.Exit(1)


def imports(format: HowListed = ListFormat.table, store: StoreUrl = None) -> None:
    """List what changed the data, the latest first: imports, and what was taken back or erased."""
    with reading(store) as connection:
        listed = changes(connection)
    if format == ListFormat.json:
        print_json({"rows": [asdict(change) for change in listed]})
        return
    table = Table("id", "when (UTC)", "by", "what", "data reach to", *COUNTS, "kept until", box=box.SIMPLE)
    for change in listed:
        words = change.title if change.kind == "package" else f"{change.kind}: {change.title}"
        if change.undone_by:
            words = f"{words} (taken back by {change.undone_by})"
        table.add_row(
            str(change.id), f"{change.at:%Y-%m-%d %H:%M}", change.by or "", words, str(change.data_date),
            *(f"{getattr(change, count):,}" for count in COUNTS), str(change.kept_until or ""),
        )  # fmt: skip
    PAPER.print(table if listed else "There is nothing of this in the store.")


def versions(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="The row's table.")],
    key: Annotated[list[str], typer.Argument(metavar="KEY", help="The row's key, column by column.")],
    format: HowListed = ListFormat.table,
    store: StoreUrl = None,
) -> None:
    """List what a row was before imports changed it, the latest first."""
    with reading(store) as connection:
        listed = versions_of(connection, table, key)
    if format == ListFormat.json:
        print_json({"rows": [asdict(version) for version in listed]})
        return
    shown = Table("until (UTC)", "replaced by", "written by", "row", box=box.SIMPLE)
    for version in listed:
        cells = (f"{name}={value}" for name, value in version.cells.items() if value is not None)
        shown.add_row(
            f"{version.replaced_at:%Y-%m-%d %H:%M}", f"import {version.replaced_by}",
            f"import {version.written_by}" if version.written_by else "", " ".join(cells),
        )  # fmt: skip
    PAPER.print(shown if listed else "No import has changed this row.")


def undo(
    number: Annotated[int, typer.Argument(metavar="ID", help="Number of the last import.")],
    wait: Wait = SECONDS_TO_WAIT,
    by: By = None,
    store: StoreUrl = None,
) -> None:
    """Take the last import back: the store's rows are then as they were before it."""
    _ready(store)
    with writing(store) as engine, shown_progress() as hears:
        done = undo_import(engine, number, by=by, hears=hears, seconds_to_wait=wait)
    for table, (gone, restored) in done.items():
        print(f"{table:<24}{gone:>11,} removed{restored:>11,} as before")
    print(f"Import {number} was taken back.")


def upload(
    number: Annotated[int, typer.Argument(metavar="ID", help="Number of the import.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it, not there yet.")],
    store: StoreUrl = None,
) -> None:
    """Write the package of an import into a file, as it was sent; it is kept for 90 days."""
    with reading(store) as connection:
        name, content = uploaded(connection, number)
    try:
        with file.open("xb") as written:
            written.write(content)
    except OSError as error:
        raise Refused(f"{file} can't be written: {error.strerror}. Name another file.") from error
    print(f"Wrote {file} ({len(content):,} bytes), which was sent as {name}.")


def erase(
    miner: Annotated[str, typer.Argument(metavar="MINER", help="The person's pseudonym.")],
    wait: Wait = SECONDS_TO_WAIT,
    by: By = None,
    store: StoreUrl = None,
) -> None:
    """Erase a person from the store, its history and its quarantine; figures stay as they were recorded.

    Somebody anonymous stands in their place. Packages can't bring them back; backups still hold them.
    """
    _ready(store)
    with writing(store) as engine, shown_progress() as hears:
        erased = erase_miner(engine, miner, by=by, hears=hears, seconds_to_wait=wait)
    print(
        f"Erased: {erased.rows:,} rows are somebody anonymous's now; {erased.versions:,} earlier versions, "
        f"{erased.quarantined:,} quarantined rows and {erased.uploads:,} kept uploads are gone."
    )


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


def _ready(store: str | None) -> None:
    with reading(store):
        pass  # to write to a missing SQLite file would make an empty one


def print_summary(summary: ImportSummary) -> None:
    table = Table("table", box=box.SIMPLE)
    for heading in (*COUNTS, "missing"):
        table.add_column(heading, justify="right")
    for name, counted in summary.tables.items():
        gone = summary.missing.get(name)
        numbers = (*(getattr(counted, count) for count in COUNTS), gone.count if gone else 0)
        table.add_row(name, *(f"{number:,}" for number in numbers))
    PAPER.print(table)
    for name, gone in summary.missing.items():
        more = ", …" if gone.count > len(gone.examples) else ""
        PAPER.print(
            f"{name}: {gone.count:,} rows that this source brought before are not among these, and stay: "
            f"{', '.join(gone.examples)}{more}"
        )
    _list("Set aside, and not taken in:", summary.problems)
    _list("Taken in, but somebody should look at this:", summary.doubts)


def _list(heading: str, problems: Iterable[Problem]) -> None:
    listed = [str(problem) for problem in problems]
    if listed:
        PAPER.print(heading)
        for line in listed:
            print(f"  {line}")


def _print_json(summary: ImportSummary) -> None:
    print_json(
        {
            "import": summary.import_id,
            "title": summary.title,
            "data_date": summary.data_date.isoformat(),
            "tables": {name: asdict(counted) for name, counted in summary.tables.items()},
            "missing": {name: asdict(gone) for name, gone in summary.missing.items()},
            "problems": [asdict(problem) for problem in summary.problems],
            "doubts": [asdict(problem) for problem in summary.doubts],
        }
    )

"""``quarantine list``, ``export``, ``retry`` and ``discard``: working through rows that were set aside."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from data_access.commands.importing import By, HowListed, Wait, print_counts, ready
from data_access.commands.printing import PAPER, print_json
from data_access.commands.progress import shown_progress
from data_access.commands.refusal import Refused
from data_access.commands.selecting import Codes, ListFormat
from data_access.commands.stores import StoreUrl, reading, writing
from data_access.importing.locking import SECONDS_TO_WAIT
from data_access.importing.quarantine_workbook import HeadersDiffer, write_workbook
from data_access.importing.retrying import NoSuchRow, discard, quarantined
from data_access.importing.retrying import retry as retried

quarantine = typer.Typer(
    name="quarantine", help="Work through rows that could not be taken in.", no_args_is_help=True
)

Tables = Annotated[Codes, typer.Option("--table", metavar="TABLE", help="Of this table. Can be repeated.")]
Imports = Annotated[
    list[int] | None, typer.Option("--import", metavar="ID", help="Of this import. Can be repeated.")
]


@quarantine.command("list")
def list_(
    table: Tables = None,
    of_import: Imports = None,
    format: HowListed = ListFormat.table,
    store: StoreUrl = None,
) -> None:
    """List the rows that wait, with what is wrong with them."""
    with reading(store) as connection:
        rows = quarantined(connection, table or (), of_import or ())
    if format == ListFormat.json:
        print_json({"rows": [asdict(row) for row in rows]})
        return
    for row in rows:
        for problem in row.problems:
            print(f"{row.id} of import {row.import_id} ({row.package}): {problem}")
    PAPER.print(f"{len(rows):,} rows wait." if rows else "The quarantine is empty.")


@quarantine.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="The workbook to write, not there yet.")],
    table: Tables = None,
    of_import: Imports = None,
    store: StoreUrl = None,
) -> None:
    """Write the rows that wait into a workbook to correct them in: `import` takes it in as it is.

    The cells that are wrong are marked, with the reason as a note.
    """
    if file.suffix.lower() != ".xlsx":
        raise Refused(f"{file} is no workbook's name. Write a name that ends in .xlsx.")
    with reading(store) as connection:
        rows = quarantined(connection, table or (), of_import or ())
    if not rows:
        raise NoSuchRow("There is nothing of this in the quarantine.")
    try:
        write_workbook(file, rows)
    except HeadersDiffer as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{file} can't be written: {error.strerror}. Name another file.") from error
    print(f"Wrote {len(rows):,} rows to {file}. Correct the marked cells, then import it.")


@quarantine.command("discard")
def discard_(
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER", help="As `quarantine list` has it.")],
    store: StoreUrl = None,
) -> None:
    """Let go of rows that nobody will correct."""
    ready(store)
    with writing(store) as engine, engine.begin() as connection:
        discard(connection, numbers)
    print(f"Let go of {len(set(numbers)):,} rows.")


@quarantine.command()
def retry(wait: Wait = SECONDS_TO_WAIT, by: By = None, store: StoreUrl = None) -> None:
    """Take in what can be taken in by now, because what it refers to has come; the rest stays."""
    ready(store)
    with writing(store) as engine, shown_progress() as hears:
        done = retried(engine, by=by, hears=hears, seconds_to_wait=wait)
    for summary in done:
        print_counts(summary)
    accepted = sum(counted.accepted for summary in done for counted in summary.tables.values())
    with reading(store) as connection:
        left = len(quarantined(connection))
    why = ": `quarantine list` says why" if left else ""
    print(f"Took in {accepted:,} rows; {left:,} stay in quarantine{why}.")

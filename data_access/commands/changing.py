"""``imports``, ``versions``, ``upload``, ``undo`` and ``erase``: what changed the data, and back again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

from data_access.commands.importing import COUNTS, By, HowListed, Wait, ready
from data_access.commands.printing import PAPER, print_json
from data_access.commands.progress import shown_progress
from data_access.commands.refusal import Refused
from data_access.commands.selecting import ListFormat
from data_access.commands.stores import StoreUrl, reading, writing
from data_access.importing.erasing import erase_miner
from data_access.importing.history import changes
from data_access.importing.history import versions as versions_of
from data_access.importing.locking import SECONDS_TO_WAIT
from data_access.importing.undoing import undo_import
from data_access.importing.uploads import upload as uploaded


def imports(format: HowListed = ListFormat.table, store: StoreUrl = None) -> None:
    """List what changed the data, the latest first: imports, and what was taken back or erased."""
    with reading(store) as connection:
        listed = changes(connection)
    if format == ListFormat.json:
        print_json({"rows": [asdict(change) for change in listed]})
        return
    table = Table(
        "id", "when (UTC), by", "what, data reach to, kept until", "rows", box=box.SIMPLE, leading=1
    )
    for change in listed:
        what = [change.title if change.kind == "package" else f"{change.kind}: {change.title}"]
        kept = f", kept until {change.kept_until}" if change.kept_until else ""
        what.append(f"{change.data_date}{kept}")
        if change.undone_by:
            what.append(f"taken back by {change.undone_by}")
        became = (f"{getattr(change, count):,} {count}" for count in COUNTS[1:] if getattr(change, count))
        table.add_row(
            str(change.id),
            f"{change.at:%Y-%m-%d %H:%M}\n{change.by or ''}",
            "\n".join(what),
            "\n".join(became),
        )
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
    ready(store)
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
    ready(store)
    with writing(store) as engine, shown_progress() as hears:
        erased = erase_miner(engine, miner, by=by, hears=hears, seconds_to_wait=wait)
    print(
        f"Erased: {erased.rows:,} rows are somebody anonymous's now; {erased.versions:,} earlier versions, "
        f"{erased.quarantined:,} quarantined rows and {erased.uploads:,} kept uploads are gone."
    )

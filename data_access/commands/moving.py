"""``export``, ``backup``, ``restore`` and ``copy``: how a whole store gets out, and into another database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from data_access.commands.stores import StoreUrl
from data_access.moving.backups import restore_backup, write_backup
from data_access.moving.copying import copy_store
from data_access.moving.loading import Refilled
from data_access.moving.packages import export as export_package
from data_access.moving.stores import snapshot
from data_access.moving.watching import Watcher

Replace = Annotated[
    bool, typer.Option("--replace", help="Put it in the place of all that the store holds now.")
]


def export(
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="Folder, or a file that ends in .zip or .xlsx.")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Replace a package or file that is there already.")
    ] = False,
    store: StoreUrl = None,
) -> None:
    """Write the store's records as a package, which `import` takes in again to the same.

    It holds exact places, and can be read by you alone. Cells are as they were delivered, also those that
    a spreadsheet would take for a formula when it opens a CSV file: for spreadsheets, export to .xlsx.
    """
    with watched() as watcher, snapshot(store) as connection:
        rows = export_package(connection, target, watcher, force=force)
    _print(rows, f"Exported to {target}")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, not there yet.")],
    store: StoreUrl = None,
) -> None:
    """Write all that the store holds into one file, for `restore` on either database.

    Also grants, audit, history and uploads, exact places and the secret key by which places are moved: the
    file can be read by you alone (mode 0600), and whoever gets a copy of it knows everything.
    """
    with watched() as watcher, snapshot(store) as connection:
        rows = write_backup(connection, file, watcher)
    _print(rows, f"Backed up to {file}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` has written.")],
    replace: Replace = False,
    store: StoreUrl = None,
) -> None:
    """Fill an empty store from a backup, whole or not at all; make it with `create` before."""
    with watched() as watcher:
        refilled = restore_backup(store, file, watcher, replace=replace)
    _print(refilled.rows, f"Restored from {file}")
    _warn(refilled, replace)


def copy(
    source: Annotated[str, typer.Option("--from", metavar="URL", help="URL of the store to read.")],
    target: Annotated[str, typer.Option("--to", metavar="URL", help="URL of the store to fill.")],
    replace: Replace = False,
) -> None:
    """Move a store from one database to another: all of it, from SQLite to Postgres or back."""
    with watched() as watcher:
        refilled = copy_store(source, target, watcher, replace=replace)
    _print(refilled.rows, "Copied")
    _warn(refilled, replace)


@contextmanager
def watched() -> Iterator[Watcher]:
    """A watcher that draws bars for whoever sits at a terminal, and keeps silent elsewhere."""
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (
        TextColumn("{task.description:<9}"),
        BarColumn(),
        TextColumn("{task.completed:>11,} of {task.total:,} rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bars(progress)


class Bars:
    """Draws a bar for each step of a move."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._step = progress, TaskID(0)

    def waiting(self, words: str) -> None:
        self._progress.console.print(words)

    def begins(self, step: str, rows: int) -> None:
        self._step = self._progress.add_task(step, total=rows)

    def passed(self, rows: int) -> None:
        self._progress.advance(self._step, rows)


def _print(rows: Mapping[str, int], done: str) -> None:
    for name, count in rows.items():
        print(f"{name:<24}{count:>11,}")
    print(f"{done}: {sum(rows.values()):,} rows.")


def _warn(refilled: Refilled, replaced: bool) -> None:
    if refilled.come_back:
        print(
            f"{refilled.come_back:,} people who had been erased from this store are not known to be erased "
            "any more, and may be back: erase them again."
        )
    if replaced:
        print("Restart the dashboard if it serves this store: it remembers what it has read.")

"""How far a long import has come, for whoever sits at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from data_access.importing.hearing import Hears


@contextmanager
def shown_progress() -> Iterator[Hears]:
    """Bars on the terminal, with rows and time left; elsewhere only what has to be known is written."""
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield _Bars(progress)


class _Bars:
    """A bar for reading, and one for what is done with what was read."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bar: TaskID | None = None
        # How much of the tables before this one was read, and how many rows: the bar is of all tables.
        self._table, self._before, self._of_table = "", (0, 0), (0, 0)

    def waiting(self, words: str) -> None:
        self._progress.console.print(words, soft_wrap=True)

    def reads(self, sizes: int) -> None:
        self._bar = self._progress.add_task("Reading", total=sizes, rows="")

    def reading(self, table: str, read: int, rows: int) -> None:
        if table != self._table:
            self._before = (self._before[0] + self._of_table[0], self._before[1] + self._of_table[1])
            self._table = table
        self._of_table = (read, rows)
        if self._bar is not None:
            told = f"{self._before[1] + rows:,} rows"
            self._progress.update(
                self._bar, completed=self._before[0] + read, description=f"Reading {table}", rows=told
            )

    def doing(self, words: str, rows: int) -> None:
        self._end()
        self._bar = self._progress.add_task(words, total=rows, rows=f"{rows:,} rows")

    def done(self, rows: int) -> None:
        if self._bar is not None:
            self._progress.advance(self._bar, rows)

    def _end(self) -> None:
        """What the last step has not told of itself is done, too."""
        if self._bar is not None:
            total = self._progress.tasks[self._bar].total
            self._progress.update(self._bar, completed=total or 0, total=total or 0)

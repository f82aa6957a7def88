"""What is wrong with a package: where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN_PER_TABLE = 100
VALUE_LENGTH = 60


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a package out, or a row of it.

    ``row`` is the line of the CSV file, or the row of the sheet, on which the row begins, ``value`` the
    cell as it is written. What a problem is not about is None.
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    reason: str

    def __str__(self) -> str:
        row = None if self.row is None else f"row {self.row}"
        value = None if self.value is None else repr(_shortened(self.value))
        place = (part for part in (self.table, row, self.column, value) if part is not None)
        return f"{', '.join(place)}: {self.reason}"


class PackageRefused(Exception):
    """A package that was not taken in: nothing of it is in the store."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class Problems:
    """Collects what is wrong: with the package as a whole, and with single rows of it.

    ``whole`` are problems that keep everything out; ``rows`` those of rows, which may be set aside.
    Of a table with very many of the first kind it keeps some and counts the others.
    """

    def __init__(self) -> None:
        self.whole: list[Problem] = []
        self.rows: list[Problem] = []
        self.doubts: list[Problem] = []
        self._times: dict[str, int] = {}

    def refuse_whole(
        self, table: str, row: int | None, column: str | None, value: str | None, reason: str
    ) -> None:
        """A file, a header, a question: without an answer nothing can be taken in."""
        self._times[table] = self._times.get(table, 0) + 1
        if self._times[table] <= SHOWN_PER_TABLE:
            self.whole.append(Problem(table, row, column, value, reason))

    def refuse_row(self, table: str, row: int, column: str | None, value: str | None, reason: str) -> None:
        """One row can't be taken in; the others can."""
        self.rows.append(Problem(table, row, column, value, reason))

    def doubt(self, table: str, row: int | None, column: str | None, value: str | None, reason: str) -> None:
        """Something looks wrong and is taken in all the same."""
        self.doubts.append(Problem(table, row, column, value, reason))

    def taken_rows(self) -> list[Problem]:
        """The problems of rows so far, which are then no longer kept here."""
        taken, self.rows = self.rows, []
        return taken


def _shortened(value: str) -> str:
    return value if len(value) <= VALUE_LENGTH else value[: VALUE_LENGTH - 1] + "…"

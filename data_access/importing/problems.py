"""What is wrong with a package: where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN_PER_TABLE = 100
VALUE_LENGTH = 60


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a package out.

    ``row`` is the line of the CSV file on which the row begins (the header is line 1), ``value``
    the cell as it is written. What a problem is not about is None.
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
    """Collects problems; of a table with very many it keeps the first and counts the others."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Problem]] = {}
        self._left_out: dict[str, int] = {}

    def add(self, table: str, row: int | None, column: str | None, value: str | None, reason: str) -> None:
        kept = self._kept.setdefault(table, [])
        if len(kept) < SHOWN_PER_TABLE:
            kept.append(Problem(table, row, column, value, reason))
        else:
            self._left_out[table] = self._left_out.get(table, 0) + 1

    def refuse(self) -> None:
        """Raises PackageRefused if there are any: those of a table together, in the order of its rows."""
        found = []
        for table, kept in self._kept.items():
            found += sorted(kept, key=lambda problem: problem.row or 0)
            if more := self._left_out.get(table):
                found.append(Problem(table, None, None, None, f"and {more:,} more problems like these."))
        if found:
            raise PackageRefused(found)


def _shortened(value: str) -> str:
    return value if len(value) <= VALUE_LENGTH else value[: VALUE_LENGTH - 1] + "…"

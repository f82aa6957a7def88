"""What a file or a sheet is to whoever reads it: rows of cells, one after the other, again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that has no content, and why: an error of the spreadsheet, a parent row that is missing."""

    text: str
    reason: str


# A cell of a CSV file is text; a workbook also has cells of other types.
Cell = str | int | float | bool | date | datetime | time | timedelta | Broken

Line = tuple[int, list[Cell]]
# A merged range: the first and the last cell, each as row and column counted from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]


class SheetBroken(Exception):
    """From some line on, a sheet can't be read; ``reason`` says why, in words."""

    def __init__(self, line: int | None, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class Sheet(Protocol):
    """A CSV file or a sheet of a workbook.

    ``name`` is that of the file without its ending, or of the sheet, ``file`` the file that it stands in.
    ``size`` is in the units in which ``rows`` tells how far it is: bytes or rows.
    """

    @property
    def name(self) -> str: ...

    @property
    def file(self) -> str: ...

    @property
    def size(self) -> int: ...

    @property
    def merged(self) -> list[Merged]: ...

    def rows(self, told: Callable[[int], None] = ...) -> Iterator[Line]:
        """Each row that is not empty, with the line or row on which it begins; may raise SheetBroken."""
        ...


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def shown(cell: Cell) -> str:
    """A cell as a problem shows it to people."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Broken):
        return cell.text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return f"{cell:.15g}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)

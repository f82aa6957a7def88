"""What whoever imports a package says of it, because its files don't."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

DateOrder = Literal["day-first", "month-first"]
DecimalSign = Literal["comma", "point"]


@dataclass(frozen=True)
class Told:
    """Answers to what can't be seen in the files; None leaves it to them.

    ``table`` is the table of a single file, ``mapping`` a file that maps other headers to the store's.
    """

    name: str | None = None
    data_date: date | None = None
    table: str | None = None
    dates: DateOrder | None = None
    decimals: DecimalSign | None = None
    mapping: Path | None = None


NOTHING_TOLD = Told()

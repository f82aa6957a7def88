"""What is ordered of an import, and what became of a package."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from data_access.importing.comparing import Missing, TableCounts
from data_access.importing.locking import SECONDS_TO_WAIT
from data_access.importing.problems import Problem

PACKAGE, RETRY = "package", "retry"


@dataclass(frozen=True)
class ImportSummary:
    """What became of a package, or would become of it.

    ``import_id`` is the number of the import; None if it changed nothing, or was only checked.
    ``problems`` are of rows that are quarantined, ``doubts`` of rows that are taken in all the same.
    """

    title: str
    data_date: date
    tables: dict[str, TableCounts]
    import_id: int | None = None
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Problem, ...] = ()
    missing: dict[str, Missing] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows were read, by table."""
        return {name: counted.read for name, counted in self.tables.items()}

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True)
class Orders:
    """How a package is to be taken in: whether bad rows are set aside, and by whom it is done."""

    kind: str = PACKAGE
    quarantine: bool = False
    only_check: bool = False
    by: str | None = None
    seconds_to_wait: float = SECONDS_TO_WAIT

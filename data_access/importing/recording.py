"""Writes down that the data changed: what came, when, by whom, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, insert

from data_access.audit import now
from data_access.importing.comparing import TableCounts
from data_access.importing.staging import Delivered
from data_access.schema import ImportedTable, PackageImport


class DeliveredCells(Delivered, Protocol):
    """Rows of a table that can be read once more, as they were delivered."""

    @property
    def size(self) -> int: ...
    def cells(self, wanted: Collection[int]) -> Iterator[tuple[int, dict[str, str]]]: ...


class Incoming(Protocol):
    """What is to be taken in: a package, or rows of the quarantine."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def data_date(self) -> date | None: ...
    @property
    def sample(self) -> bool: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def file_name(self) -> str: ...
    @property
    def tables(self) -> Mapping[str, DeliveredCells]: ...
    @property
    def unreadable(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Described:
    """What a change of the data is said to be of: a package, or what stands for one."""

    name: str
    title: str
    version: str
    data_date: date
    sample: bool
    content_hash: str


def begin_record(connection: Connection, of: Described, kind: str, by: str, rows: int = 0) -> int:
    """Writes down a change of the data; gives its number, under which its rows are written."""
    made = connection.execute(
        insert(PackageImport).values(
            **asdict(of),
            kind=kind,
            row_count=rows,
            imported_at=now(),
            imported_by=by,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def record_tables_of(connection: Connection, import_id: int, tables: Mapping[str, TableCounts]) -> None:
    """What became of the rows of each table."""
    rows = [
        {
            "import_id": import_id,
            "table_name": name,
            "read_count": counted.read,
            "new_count": counted.new,
            "changed_count": counted.changed,
            "unchanged_count": counted.unchanged,
            "quarantined_count": counted.quarantined,
        }
        for name, counted in tables.items()
    ]
    if rows:
        connection.execute(insert(ImportedTable), rows)

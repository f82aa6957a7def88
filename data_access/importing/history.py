"""What changed the data, when and by whom, and what rows were before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from data_access.importing.applying import row_key
from data_access.importing.descriptor import record_tables
from data_access.schema import ImportedTable, KeptUpload, PackageImport, RowVersion


@dataclass(frozen=True)
class Change:
    """An import, or what was done about one: with how many rows it read, and what became of them.

    ``undone_by`` is the number of the change that took it back, ``kept_until`` the last day on which what
    was sent is kept.
    """

    id: int
    kind: str
    name: str
    title: str
    data_date: date
    at: datetime
    by: str | None
    undone_by: int | None
    kept_until: date | None
    read: int
    new: int
    changed: int
    unchanged: int
    quarantined: int


@dataclass(frozen=True)
class Version:
    """A row as it was until an import changed it: its cells by column, and the import that had written it."""

    replaced_at: datetime
    replaced_by: int
    written_by: int | None
    cells: dict[str, Any]


class NoSuchTable(LookupError):
    """A name that no table of a package has; the message says so."""


def changes(connection: Connection) -> list[Change]:
    """All that changed the data, the latest first."""
    counted = ImportedTable
    entry = PackageImport
    numbers = (
        counted.read_count,
        counted.new_count,
        counted.changed_count,
        counted.unchanged_count,
        counted.quarantined_count,
    )
    sums = [func.coalesce(func.sum(number), 0) for number in numbers]
    found = (
        select(
            entry.id,
            entry.kind,
            entry.name,
            entry.title,
            entry.data_date,
            entry.imported_at,
            entry.imported_by,
            entry.undone_by,
            KeptUpload.expires_on,
            *sums,
        )
        .outerjoin(counted, counted.import_id == entry.id)
        .outerjoin(KeptUpload, KeptUpload.import_id == entry.id)
        .group_by(entry.id, KeptUpload.expires_on)
        .order_by(entry.id.desc())
    )
    return [Change(*row[:9], *map(int, row[9:])) for row in connection.execute(found)]


def versions(connection: Connection, table: str, key: list[str]) -> list[Version]:
    """What a row was before, the latest first; raises NoSuchTable. ``key`` are its key's columns as text."""
    if table not in record_tables():
        raise NoSuchTable(f"There is no table {table}. Tables are {', '.join(record_tables())}.")
    kept = (
        select(PackageImport.imported_at, RowVersion.import_id, RowVersion.written_by, RowVersion.cells)
        .join(PackageImport, PackageImport.id == RowVersion.import_id)
        .where(RowVersion.table_name == table, RowVersion.row_key == row_key(key))
        .order_by(RowVersion.id.desc())
    )
    return [Version(row[0], row[1], row[2], json.loads(row[3])) for row in connection.execute(kept)]

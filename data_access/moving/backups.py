"""A whole store in one file, which either database can be filled from again.

The file is a zip: ``manifest.json`` and, for each table of the schema, ``TABLE.jsonl`` with a line for each
row (see ``lines``). The manifest has ``format`` and ``version``, the ``schema`` revision, ``made_at`` (UTC),
``counters`` (the number last given to a row, by table) and ``tables``: by table its ``columns``, the number
of its ``rows`` and the ``sha256`` of its member.

It holds all that the store does, also where mines are and the secret by which places are moved: it can be
read by its owner alone.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from data_access import migrations
from data_access.moving.counters import counters
from data_access.moving.files import new_file
from data_access.moving.lines import batches_of, lines_of
from data_access.moving.loading import Refilled, refill
from data_access.moving.reading import Batch, all_tables, batches, row_counts
from data_access.moving.refusal import CannotMove
from data_access.moving.stores import refilling, refuse_views
from data_access.moving.watching import Watcher

MANIFEST = "manifest.json"
FORMAT, VERSION = "backup of a gold programme dashboard", 1
CHUNK = 2**20
# What reading a damaged zip ends in.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError)


def write_backup(connection: Connection, target: Path, watcher: Watcher) -> dict[str, int]:
    """Writes all that a store holds, and gives the rows by table.

    ``connection`` is a snapshot. Raises CannotMove, then there is no file.
    """
    refuse_views(connection)
    counts = row_counts(connection, all_tables())
    described: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "schema": migrations.current_revision(connection),
        "made_at": datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        "counters": counters(connection),
        "tables": {},
    }
    watcher.begins("writing", sum(counts.values()))
    with (
        new_file(target, replace=False, or_else="delete this one first") as path,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for table in all_tables():
            described["tables"][table.name] = _write(connection, table, archive, watcher)
        archive.writestr(MANIFEST, json.dumps(described, indent=2))
    return counts


def restore_backup(url: str | None, path: Path, watcher: Watcher, *, replace: bool) -> Refilled:
    """Fills a store from a backup, in one transaction.

    Raises CannotMove for a damaged file, one of another schema, and a store that holds something unless it
    is to be replaced; StoreUnavailable, StoreLocked. Then the store is as it was.
    """
    with opened(path) as backup:
        backup.check(watcher)
        with refilling(url, watcher.waiting) as connection:
            return refill(connection, backup, watcher, replace=replace)


@dataclass(frozen=True)
class Backup:
    """A backup of this program's schema, opened."""

    path: Path
    archive: zipfile.ZipFile
    described: Mapping[str, Mapping[str, Any]]
    counters: Mapping[str, int]

    @property
    def rows(self) -> dict[str, int]:
        return {name: table["rows"] for name, table in self.described.items()}

    def check(self, watcher: Watcher) -> None:
        """Reads it all and raises CannotMove unless each byte is as it was written."""
        watcher.begins("checking", sum(self.rows.values()))
        for table in all_tables():
            digest, lines = hashlib.sha256(), 0
            with self._reading(table) as member:
                while chunk := member.read(CHUNK):
                    digest.update(chunk)
                    lines += chunk.count(b"\n")
                    watcher.passed(chunk.count(b"\n"))
            if (digest.hexdigest(), lines) != (self.described[table.name]["sha256"], self.rows[table.name]):
                raise damaged(self.path, f"its table {table.name} is not as it was written")

    def batches(self, table: Table) -> Iterator[Batch]:
        with self._reading(table) as member:
            yield from batches_of(table, member)

    @contextmanager
    def _reading(self, table: Table) -> Iterator[Any]:
        try:
            with self.archive.open(_member(table)) as member:
                yield member
        except DAMAGE as error:
            raise damaged(self.path, f"its table {table.name} can't be read ({error})") from error


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup, its manifest read; raises CannotMove if it is none, or of another schema."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise damaged(path, "it is no whole zip file") from error
    except OSError as error:
        raise CannotMove(f"{path} can't be read: {error.strerror}. Name a backup.") from error
    with archive:
        manifest = _manifest(path, archive)
        tables = manifest["tables"]
        ours = {table.name: [column.name for column in table.columns] for table in all_tables()}
        if {name: table["columns"] for name, table in tables.items()} != ours:
            raise damaged(path, "its manifest does not have the tables of its schema")
        yield Backup(path, archive, tables, manifest["counters"])


def damaged(path: Path, what: str) -> CannotMove:
    return CannotMove(
        f"{path} is damaged, or no backup: {what}. Nothing was restored. Take another copy of it, or an "
        "earlier backup."
    )


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    """What a backup says of itself, if this program can read what it says."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
        made_by = manifest["format"], manifest["version"], manifest["schema"]
        _ = [(t["columns"], t["rows"] + 0, t["sha256"]) for t in manifest["tables"].values()]
        _ = [number + 0 for number in manifest["counters"].values()]
    except (*DAMAGE, ValueError, TypeError, AttributeError) as error:
        raise damaged(path, f"its {MANIFEST} can't be read") from error
    head = migrations.head_revision()
    if made_by == (FORMAT, VERSION, head):
        return dict(manifest)
    if made_by[2] in migrations.known_revisions():
        raise CannotMove(
            f"{path} was made with schema {made_by[2]}, and this program has {head}. Nothing was restored. "
            "Restore it into a new SQLite store with the version of the program that made it; then run "
            "`python -m data_access create` of this version on that store, and make a new backup of it."
        )
    raise CannotMove(
        f"{path} was made with schema {made_by[2]}, which this program does not know. Nothing was restored. "
        "It was written by a newer version of the program: update the program."
    )


def _write(
    connection: Connection, table: Table, archive: zipfile.ZipFile, watcher: Watcher
) -> dict[str, Any]:
    """Writes a table's member, and gives what the manifest says of it."""
    digest, rows = hashlib.sha256(), 0
    with archive.open(_member(table), "w", force_zip64=True) as member:
        for batch in batches(connection, table, list(table.columns)):
            for line in lines_of(table, batch):
                digest.update(line)
                member.write(line)
            rows += len(batch)
            watcher.passed(len(batch))
    columns = [column.name for column in table.columns]
    return {"columns": columns, "rows": rows, "sha256": digest.hexdigest()}


def _member(table: Table) -> str:
    return f"{table.name}.jsonl"

"""The store as the package that the import takes: a folder, a zip of its files, or a workbook.

Cells are not defused for spreadsheets: a text that begins like a formula is written as it was delivered,
so that the package, taken in again, gives the same store. What is to be opened in a spreadsheet is better
exported as a workbook, whose texts are texts whatever they begin with.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, select

from data_access.importing.descriptor import delivered_columns, describe, field_name, record_tables
from data_access.moving.cells import csv_line, row_writer
from data_access.moving.files import new_file, new_folder
from data_access.moving.reading import as_stored, batches, row_counts
from data_access.moving.refusal import CannotMove
from data_access.moving.watching import Watcher
from data_access.moving.workbooks import write_workbook
from data_access.names import minor_digits
from data_access.schema import Base, PackageImport
from data_access.selection import HOLDING, data_date, only_sample

DESCRIPTOR = "datapackage.json"
# All files of a zip bear this date, so that the same store gives the same file.
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
OWNER_READS = 0o100600 << 16

# Opens a file of the package for writing, by its name.
Opening = Callable[[str], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Exported:
    """What is written: the descriptor, and the rows of each table that has some, from a snapshot."""

    connection: Connection
    descriptor: dict[str, Any]
    rows: dict[str, int]
    watcher: Watcher

    def cells(self, table: Table) -> Iterator[list[str]]:
        """The table's rows in the order of their keys, as texts; a missing cell is empty."""
        write = row_writer(table, minor_digits(self.connection))
        for batch in batches(self.connection, table, delivered_columns(table)):
            yield from map(write, batch)
            self.watcher.passed(len(batch))

    def tables(self) -> list[Table]:
        return [record_tables()[name] for name in self.rows]


def export(connection: Connection, target: Path, watcher: Watcher, *, force: bool) -> dict[str, int]:
    """Writes the records of a store as a package, and gives the rows by table.

    ``connection`` is a snapshot. The name of ``target`` says what it is to be: a workbook (.xlsx), a zip
    (.zip), or else a folder. Raises CannotMove, EmptyStore; then nothing is written.
    """
    counts = row_counts(connection, list(record_tables().values()))
    rows = {name: count for name, count in counts.items() if count}
    if not rows:
        raise CannotMove("The store holds no rows that a package could have. Nothing was written.")
    exported = Exported(connection, _descriptor(connection, rows), rows, watcher)
    kind = target.suffix.lower()
    if kind == ".xlsx":
        with _new_file(target, force) as path:
            write_workbook(path, exported)
    elif kind == ".zip":
        with _new_file(target, force) as path, zipfile.ZipFile(path, "w") as archive:
            _write_files(exported, lambda name: _in_zip(archive, name))
    else:
        with new_folder(target, replaceable=_is_of_package if force else None) as folder:
            _write_files(exported, lambda name: (folder / name).open("wb"))
    return rows


def _new_file(target: Path, force: bool) -> AbstractContextManager[Path]:
    return new_file(target, replace=force, or_else="write --force to replace it")


def _write_files(exported: Exported, opening: Opening) -> None:
    exported.watcher.begins("writing", sum(exported.rows.values()))
    with opening(DESCRIPTOR) as file:
        file.write(json.dumps(exported.descriptor, ensure_ascii=False, indent=2).encode() + b"\n")
    for table in exported.tables():
        header = [field_name(column) for column in delivered_columns(table)]
        with opening(f"{table.name}.csv") as file, io.TextIOWrapper(file, "utf-8", newline="") as text:
            text.write(csv_line(header))
            text.writelines(map(csv_line, exported.cells(table)))


@contextmanager
def _in_zip(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    member = zipfile.ZipInfo(name, FIRST_DAY_OF_ZIP)
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, OWNER_READS
    with archive.open(member, "w", force_zip64=True) as file:
        yield file


def _is_of_package(path: Path) -> bool:
    known = {DESCRIPTOR, *(f"{name}.csv" for name in record_tables())}
    return path.is_file() and path.name in known


def _descriptor(connection: Connection, rows: dict[str, int]) -> dict[str, Any]:
    """What the package says of itself: what the package said that was taken in last.

    It is a sample only if all that was ever taken in is one: a sample is shown to anybody.
    """
    reaches = data_date(connection)
    columns = Base.metadata.tables[PackageImport.__tablename__].columns
    latest = select(*(as_stored(columns[name]) for name in ("id", "name", "title", "version")))
    found = connection.execute(latest.where(*HOLDING).order_by(columns["id"].desc()).limit(1)).one()
    descriptor = describe(
        name=found.name,
        title=found.title,
        version=found.version,
        data_date=reaches,
        sample=only_sample(connection),
        description=f"All tables as the store held them at version {found.id} of its data",
    )
    resources = [resource for resource in descriptor["resources"] if resource["name"] in rows]
    return descriptor | {"resources": resources}

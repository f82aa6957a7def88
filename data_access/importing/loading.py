"""Takes a package into the store: all of it, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from data_access.grants import grant_sample
from data_access.importing.checking import check_package, parents_first
from data_access.importing.package import DESCRIPTOR, Package, read_package
from data_access.importing.problems import PackageRefused, Problem, Problems
from data_access.names import minor_digits
from data_access.places import keep_key
from data_access.schema import PackageImport


@dataclass(frozen=True)
class ImportSummary:
    """What was taken in: the package's title and data date, and the number of rows by table."""

    title: str
    data_date: date
    rows: dict[str, int]

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())


def import_package(engine: Engine, folder: Path) -> ImportSummary:
    """Checks a package whole, and takes it in, in one transaction.

    Raises PackageRefused with all that is wrong; then nothing of the package is in the store.
    """
    problems = Problems()
    try:
        with engine.begin() as connection:
            package = read_package(folder, minor_digits(connection), problems)
            _refuse_second_time(connection, package)
            check_package(package, connection, problems)
            problems.refuse()
            return _load(connection, package)
    except (IntegrityError, DataError) as error:
        # What the checks before let pass: above all, another import at the same time.
        reason = f"The database refused a row ({str(error.orig).strip().splitlines()[0]}). Try again."
        raise PackageRefused([Problem(folder.name, None, None, None, reason)]) from error


def _refuse_second_time(connection: Connection, package: Package) -> None:
    """Of a package that is in the store already, one thing is to be told, not one for each row."""
    same = select(PackageImport.imported_at).where(PackageImport.content_hash == package.content_hash)
    if imported_at := connection.scalar(same):
        reason = f"This package is in the store already: it was taken in on {imported_at:%Y-%m-%d %H:%M} UTC."
        raise PackageRefused([Problem(DESCRIPTOR, None, None, None, reason)])


def _load(connection: Connection, package: Package) -> ImportSummary:
    for rows in package.tables.values():
        if rows.rows:
            connection.execute(insert(rows.table), [row.values for row in parents_first(rows)])
    described = package.descriptor
    summary = ImportSummary(
        title=str(described.get("title") or described["name"]),
        data_date=date.fromisoformat(described["data_date"]),
        rows={name: len(rows.rows) for name, rows in package.tables.items()},
    )
    connection.execute(
        insert(PackageImport).values(
            name=described["name"],
            title=summary.title,
            version=str(described.get("version") or ""),
            data_date=summary.data_date,
            sample=described.get("sample", False),
            row_count=summary.row_count,
            content_hash=package.content_hash,
            imported_at=datetime.now(UTC).replace(tzinfo=None),
        )
    )
    keep_key(connection)
    if described.get("sample", False):
        grant_sample(connection, summary.data_date)
    # Both databases choose better ways through the tables when they have looked at what is in them.
    connection.execute(text("ANALYZE"))
    return summary

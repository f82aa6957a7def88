"""What came in and when, what it replaced, what was set aside, and who is not to come back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, DateTime, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import Base, Day, choice, count, day, text

KINDS_OF_CHANGE = ("package", "retry", "undo", "erasure")


class PackageImport(Base):
    """A change of the data: a package taken in, rows of the quarantine taken in after all, an import
    taken back, a person erased. The number of the latest is the version of the data: whatever was
    read under another number may be old."""

    __tablename__ = "package_import"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True, doc="Data version")
    kind: Mapped[str] = choice("kind", KINDS_OF_CHANGE, "What was done", server_default="package")
    name: Mapped[str] = mapped_column(String(100), doc="Name of the package")
    title: Mapped[str] = text("Title of the package")
    version: Mapped[str] = text("Version of the package")
    data_date: Day = day("Day up to which the package's data reach")
    sample: Mapped[bool] = mapped_column(Boolean, doc="true if the package is the sample")
    row_count: Mapped[int] = mapped_column(Integer, doc="Rows read")
    content_hash: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the package's files")
    imported_at: Mapped[datetime] = mapped_column(DateTime, doc="When it was done (UTC)")
    imported_by: Mapped[str | None] = text("Who did it", optional=True)
    undone_by: Mapped[int | None] = mapped_column(Integer, doc="The entry that took it back, if one did")


class ImportedTable(Base):
    """What became of the rows of a table that an import read."""

    __tablename__ = "imported_table"
    __table_args__ = (
        CheckConstraint(
            "new_count + changed_count + unchanged_count + quarantined_count = read_count",
            name="every_row_counted",
        ),
    )

    import_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, doc="The import")
    table_name: Mapped[str] = mapped_column(String(63), primary_key=True, doc="The table")
    read_count: Mapped[int] = count("read_count", "Rows that the package had")
    new_count: Mapped[int] = count("new_count", "Rows that the store did not have")
    changed_count: Mapped[int] = count("changed_count", "Rows that the store had otherwise")
    unchanged_count: Mapped[int] = count("unchanged_count", "Rows that the store had already")
    quarantined_count: Mapped[int] = count("quarantined_count", "Rows that were set aside")


class RowVersion(Base):
    """A row as it was before an import changed it."""

    __tablename__ = "row_version"
    __table_args__ = (Index(None, "table_name", "row_key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=True, doc="Number of the version"
    )
    import_id: Mapped[int] = mapped_column(Integer, index=True, doc="The import that changed the row")
    table_name: Mapped[str] = mapped_column(String(63), doc="The row's table")
    row_key: Mapped[str] = mapped_column(String, doc="The row's key, as a JSON list")
    cells: Mapped[str] = mapped_column(String, doc="The row as a package writes it, as a JSON object")
    written_by: Mapped[int | None] = mapped_column(
        Integer, doc="The import that had written it so; empty if something else had"
    )


class QuarantinedRow(Base):
    """A row that could not be taken in, with the reasons; it waits to be corrected."""

    __tablename__ = "quarantined_row"
    __table_args__ = (Index(None, "table_name", "row_key"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True, doc="Number of the row")
    import_id: Mapped[int] = mapped_column(Integer, index=True, doc="The import that set it aside")
    table_name: Mapped[str] = mapped_column(String(63), doc="The table it was meant for")
    line: Mapped[int] = mapped_column(Integer, doc="Row of the file or sheet that it was read from")
    row_key: Mapped[str | None] = mapped_column(String, doc="Its key, as a JSON list, if it could be read")
    cells: Mapped[str] = mapped_column(
        String, doc="Its cells by header, as a JSON object: as a package writes them, or else as delivered"
    )
    reasons: Mapped[str] = mapped_column(String, doc="Column, value and reason of each fault, as a JSON list")
    content_hash: Mapped[str] = mapped_column(String(64), doc="SHA-256 of table and cells")
    settled_by: Mapped[int | None] = mapped_column(
        Integer, doc="The import that brought the row after all, or a better one in its place"
    )


class KeptUpload(Base):
    """A package as it was sent, kept for a while."""

    __tablename__ = "kept_upload"

    import_id: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, doc="The import that took it in"
    )
    file_name: Mapped[str] = text("Name of the file or folder as sent")
    content: Mapped[bytes] = mapped_column(LargeBinary, doc="The file as sent; of a folder, a zip of it")
    expires_on: Day = day("Last day it is kept")


class ErasedMiner(Base):
    """A person who was erased, and is not to come back with another package."""

    __tablename__ = "erased_miner"

    token: Mapped[str] = mapped_column(
        String(64), primary_key=True, doc="HMAC of the pseudonym under the store's secret"
    )
    erased_at: Mapped[datetime] = mapped_column(DateTime, doc="When (UTC)")

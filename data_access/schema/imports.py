"""What came in, when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, DateTime, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import Base, Day, day, text


class PackageImport(Base):
    """A package taken in. The number of the latest is the version of the data: whatever was
    read under another number may be old."""

    __tablename__ = "package_import"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True, doc="Data version")
    name: Mapped[str] = mapped_column(String(100), doc="Name of the package")
    title: Mapped[str] = text("Title of the package")
    version: Mapped[str] = text("Version of the package")
    data_date: Day = day("Day up to which the package's data reach")
    sample: Mapped[bool] = mapped_column(Boolean, doc="true if the package is the sample")
    row_count: Mapped[int] = mapped_column(Integer, doc="Rows taken in")
    content_hash: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the package's files")
    imported_at: Mapped[datetime] = mapped_column(DateTime, doc="When it was taken in (UTC)")

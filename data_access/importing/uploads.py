"""Packages as they were sent: kept for a while, so that what somebody delivered can be looked at again."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from data_access.schema import KeptUpload

DAYS_KEPT = 90


class NoSuchUpload(LookupError):
    """An import of which nothing is kept; the message says so."""


class DaysRefused(ValueError):
    """KEEP_UPLOADS_DAYS is no number of days."""


def days_kept() -> int:
    """For how many days uploads are kept: KEEP_UPLOADS_DAYS, or else 90; with 0 none is."""
    written = os.environ.get("KEEP_UPLOADS_DAYS", "").strip()
    if not written:
        return DAYS_KEPT
    if not written.isdecimal():
        raise DaysRefused(
            f"KEEP_UPLOADS_DAYS is {written!r}. Write a whole number of days, or 0 to keep none."
        )
    return int(written)


def keep_upload(connection: Connection, import_id: int, file_name: str, content: bytes) -> None:
    """Keeps what was sent, if anything is to be kept."""
    if days := days_kept():
        values = {"import_id": import_id, "file_name": file_name, "content": content}
        connection.execute(insert(KeptUpload).values(**values, expires_on=_today() + timedelta(days=days)))


def forget_expired(connection: Connection) -> None:
    """Forgets what has been kept for long enough."""
    connection.execute(delete(KeptUpload).where(KeptUpload.expires_on < _today()))


def upload(connection: Connection, import_id: int) -> tuple[str, bytes]:
    """Name and content of what was sent; raises NoSuchUpload."""
    kept = select(KeptUpload.file_name, KeptUpload.content).where(KeptUpload.import_id == import_id)
    found = connection.execute(kept.where(KeptUpload.expires_on >= _today())).first()
    if found is None:
        raise NoSuchUpload(
            f"Nothing is kept of import {import_id}: it has expired, or there is no such import."
        )
    return found.file_name, found.content


def _today() -> date:
    return datetime.now(UTC).date()

"""Who did what, when: grants, downloads, and signing in and out are written down."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, insert, select

from data_access.frames import frame_of
from data_access.schema import AuditEntry
from data_access.viewer import NotAdministrator, Role, Viewer


def now() -> datetime:
    """The moment, in UTC, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def record(
    connection: Connection,
    viewer: str,
    action: str,
    *,
    exhibit: str | None = None,
    selection: str | None = None,
    row_count: int | None = None,
    detail: str | None = None,
) -> None:
    """Writes down what a viewer did; ``action`` is one of ``schema.access.ACTIONS``."""
    # Inline: its number is not asked for, which only administrators may read.
    connection.execute(
        insert(AuditEntry)
        .inline()
        .values(
            at=now(),
            viewer=viewer,
            action=action,
            exhibit=exhibit,
            selection=selection,
            row_count=row_count,
            detail=detail,
        )
    )


def audit(connection: Connection, viewer: Viewer, limit: int = 1000) -> pd.DataFrame:
    """What was done last, the latest first; raises NotAdministrator for all but administrators.

    Columns: ``at`` (UTC), ``viewer``, ``action``, ``exhibit``, ``selection``, ``row_count``, ``detail``.
    """
    if viewer.role != Role.administrator:
        raise NotAdministrator(viewer)
    entry = AuditEntry
    statement = (
        select(
            entry.at,
            entry.viewer,
            entry.action,
            entry.exhibit,
            entry.selection,
            entry.row_count,
            entry.detail,
        )
        .order_by(entry.id.desc())
        .limit(limit)
    )
    return frame_of(connection, statement)

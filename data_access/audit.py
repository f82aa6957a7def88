"""Who did what, when: grants, downloads, and signing in and out are written down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import pandas as pd
from sqlalchemy import ColumnElement, Connection, insert, select

from data_access.frames import frame_of
from data_access.language import mark
from data_access.schema import AuditEntry
from data_access.viewer import Viewer

# Who acts where no sign-in is asked for.
SOMEBODY = mark("somebody without sign-in")


class Action(StrEnum):
    """What is written down; the same as ``schema.access.ACTIONS``."""

    grant = "grant"
    revoke = "revoke"
    download = "download"
    sign_in = "sign_in"
    sign_out = "sign_out"
    disclosure = "disclosure"


def now() -> datetime:
    """The moment, in UTC, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def record(
    connection: Connection,
    viewer: str,
    action: Action,
    *,
    exhibit: str | None = None,
    selection: str | None = None,
    row_count: int | None = None,
    detail: str | None = None,
) -> None:
    """Writes down what a viewer did."""
    # Inline: its number is not asked for, which only administrators may read.
    connection.execute(
        insert(AuditEntry)
        .inline()
        .values(
            at=now(),
            viewer=viewer or SOMEBODY,
            action=action.value,
            exhibit=exhibit,
            selection=selection,
            row_count=row_count,
            detail=detail,
        )
    )


def audit(
    connection: Connection,
    viewer: Viewer,
    limit: int | None = 1000,
    *,
    by: Collection[str] = (),
    actions: Collection[str] = (),
    first_day: date | None = None,
    last_day: date | None = None,
) -> pd.DataFrame:
    """What was done last, the latest first; raises NotAdministrator for all but administrators.

    ``by`` are those who did it; the days are of UTC, both included. Columns: ``at`` (UTC), ``viewer``,
    ``action``, ``exhibit``, ``selection``, ``row_count``, ``detail``.
    """
    viewer.may_administer()
    entry = AuditEntry
    conditions: list[ColumnElement[bool]] = []
    if by:
        conditions.append(entry.viewer.in_([name.lower() for name in by]))
    if actions:
        conditions.append(entry.action.in_(actions))
    if first_day is not None:
        conditions.append(entry.at >= datetime.combine(first_day, time.min))
    if last_day is not None and last_day < date.max:
        conditions.append(entry.at < datetime.combine(last_day + timedelta(days=1), time.min))
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
        .where(*conditions)
        .order_by(entry.id.desc())
        .limit(limit)
    )
    return frame_of(connection, statement)


def acting(connection: Connection, viewer: Viewer) -> list[str]:
    """Everybody whom the audit names; raises NotAdministrator."""
    viewer.may_administer()
    return sorted(connection.scalars(select(AuditEntry.viewer).distinct()))

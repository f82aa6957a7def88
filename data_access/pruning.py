"""Which snapshots there are, what they take to keep, and which of them may go."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
from sqlalchemy import Connection, delete, func, select, true

from data_access.audit import now
from data_access.frames import frame_of
from data_access.schema import Meeting, Snapshot, SnapshotPart, SnapshotProgramme, SnapshotRegion
from data_access.viewer import Viewer

# A snapshot that no meeting goes by any more is kept for so long, and then pruned.
DAYS_KEPT = 30


def snapshots(connection: Connection, viewer: Viewer) -> pd.DataFrame:
    """All snapshots, the newest first; raises NotAdministrator for all but administrators.

    Columns: ``snapshot``, ``made_by``, ``made_at``, ``as_of``, ``parts``,
    ``exhibits``, ``bytes`` of their exhibits, and how many ``meetings`` go by them.
    """
    viewer.may_administer()
    used = select(Meeting.snapshot_id, func.count().label("meetings")).group_by(Meeting.snapshot_id)
    meetings = used.subquery()
    statement = (
        select(
            Snapshot.id.label("snapshot"),
            Snapshot.made_by,
            Snapshot.made_at,
            Snapshot.as_of,
            func.count(SnapshotPart.position).label("parts"),
            func.coalesce(func.sum(SnapshotPart.exhibits), 0).label("exhibits"),
            func.coalesce(func.sum(func.length(SnapshotPart.content)), 0).label("bytes"),
            func.coalesce(func.max(meetings.c.meetings), 0).label("meetings"),
        )
        .outerjoin(SnapshotPart, SnapshotPart.snapshot_id == Snapshot.id)
        .outerjoin(meetings, meetings.c.snapshot_id == Snapshot.id)
        .group_by(Snapshot.id, Snapshot.made_by, Snapshot.made_at, Snapshot.as_of)
        .order_by(Snapshot.made_at.desc(), Snapshot.id)
    )
    return frame_of(connection, statement)


def prune(connection: Connection, viewer: Viewer | None = None, days: int = DAYS_KEPT) -> int:
    """Removes snapshots older than ``days`` that no meeting goes by, a viewer's or all; gives how many.

    The last one of each sponsor stays: the next meeting tells what has changed since.
    """
    newer = Snapshot.__table__.alias("newer")
    is_last = ~(
        select(newer.c.id)
        .where(
            func.coalesce(newer.c.sponsor_id, "") == func.coalesce(Snapshot.sponsor_id, ""),
            newer.c.made_by == Snapshot.made_by,
            newer.c.made_at > Snapshot.made_at,
        )
        .exists()
    )
    unused = (
        select(Snapshot.id)
        .where(
            Snapshot.made_at < now() - timedelta(days=days),
            ~select(Meeting.id).where(Meeting.snapshot_id == Snapshot.id).exists(),
            ~is_last,
            Snapshot.made_by == viewer.name if viewer is not None else true(),
        )
        .order_by(Snapshot.id)
    )
    ids = connection.scalars(unused).all()
    for table in (SnapshotPart, SnapshotProgramme, SnapshotRegion):
        connection.execute(delete(table).where(table.snapshot_id.in_(ids)))
    connection.execute(delete(Snapshot).where(Snapshot.id.in_(ids)))
    return len(ids)

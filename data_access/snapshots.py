"""Numbers pinned for a meeting: written once, and read by those whose present rights cover them.

A snapshot has parts. The first holds the slides of the meeting, the second all that its maker saw; each
of the others what somebody sees to whom one programme, or one region, of it was granted. Who reads it
sees the parts within their own rights. The first is written with the snapshot, the others after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    true,
)

from data_access.audit import now
from data_access.rights import Rights
from data_access.schema import Programme, Region, Snapshot, SnapshotPart, SnapshotProgramme, SnapshotRegion
from data_access.viewer import OUTSIDERS, Viewer

# Where in a snapshot its slides stand, and all that its maker saw.
OF_SLIDES, OF_PAGES = 0, 1


@dataclass(frozen=True)
class Pinned:
    """A snapshot without its exhibits: as whom they were read, of which data and selection, and when.

    ``parts`` is how many there are of it as soon as all is pinned; None where all of it was at once.
    """

    id: str
    role: str
    least_people: int
    data_version: str
    data_date: date
    as_of: date
    selection: str
    sponsor: str | None = None
    made_by: str = ""
    made_at: datetime = datetime.min
    parts: int | None = None

    def whole(self, there: Collection[int]) -> bool:
        """Whether these ``positions`` are all that there will be."""
        return self.parts is None or len(there) >= self.parts


@dataclass(frozen=True)
class Part:
    """Exhibits of a snapshot in a language, and the rights that cover them."""

    position: int
    language: str
    rights: Rights
    exhibits: int
    content: bytes


def pin(connection: Connection, viewer: Viewer, pinned: Pinned, parts: Iterable[Part]) -> None:
    """Writes a snapshot in the viewer's name, with its first parts."""
    connection.execute(
        insert(Snapshot).values(
            id=pinned.id,
            made_by=viewer.name,
            made_at=now(),
            role=pinned.role,
            least_people=pinned.least_people,
            data_version=pinned.data_version,
            data_date=pinned.data_date,
            as_of=pinned.as_of,
            selection=pinned.selection,
            sponsor_id=pinned.sponsor,
            parts=pinned.parts,
        )
    )
    pin_parts(connection, pinned.id, parts)


def pin_parts(connection: Connection, snapshot: str, parts: Iterable[Part]) -> None:
    """Adds parts to a snapshot; those of one position together."""
    limited: set[int] = set()
    for part in parts:
        if part.position not in limited:
            limited.add(part.position)
            _write_limits(connection, snapshot, part)
        programmes, regions = part.rights.programmes, part.rights.regions
        connection.execute(
            insert(SnapshotPart)
            .inline()
            .values(
                snapshot_id=snapshot,
                position=part.position,
                language=part.language,
                programmes=None if programmes is None else len(programmes),
                regions=None if regions is None else len(regions),
                exhibits=part.exhibits,
                content=part.content,
            )
        )


def _write_limits(connection: Connection, snapshot: str, part: Part) -> None:
    """Notes which programmes and regions a part tells of. A code that nobody has is not among them: that
    part is for nobody who sees less than all."""
    limits = (
        (SnapshotProgramme.programme_id, Programme.id, part.rights.programmes),
        (SnapshotRegion.region_id, Region.id, part.rights.regions),
    )
    for column, known, codes in limits:
        there = connection.scalars(select(known).where(known.in_(codes or ()))).all()
        rows = [{"snapshot_id": snapshot, "position": part.position, column.key: code} for code in there]
        if rows:
            connection.execute(insert(column.class_), rows)


def pinned(connection: Connection, viewer: Viewer, id: str) -> Pinned | None:
    """The snapshot with that id, if the viewer sees any part of it."""
    statement = select(Snapshot).where(Snapshot.id == id, Snapshot.id.in_(covered_by(viewer)))
    row = connection.execute(statement).first()
    return None if row is None else _pinned(row)


def parts(
    connection: Connection, viewer: Viewer, id: str, language: str, among: frozenset[int] | None = None
) -> tuple[Part, ...]:
    """The parts of a snapshot that the viewer's rights cover, in a language, the widest first.

    ``among`` are the positions of those asked for; all, where none are named.
    """
    asked = true() if among is None else SnapshotPart.position.in_(among)
    statement = (
        select(SnapshotPart)
        .join(Snapshot, Snapshot.id == SnapshotPart.snapshot_id)
        .where(Snapshot.id == id, SnapshotPart.language == language, asked, _covered(viewer))
        .order_by(SnapshotPart.position)
    )
    limits = {
        kind: _limits(connection, id, table)
        for kind, table in (("programmes", SnapshotProgramme), ("regions", SnapshotRegion))
    }
    return tuple(
        Part(
            row.position,
            row.language,
            Rights(
                **{
                    kind: None if getattr(row, kind) is None else tuple(known.get(row.position, ()))
                    for kind, known in limits.items()
                }
            ),
            row.exhibits,
            row.content,
        )
        for row in connection.execute(statement)
    )


def positions(connection: Connection, viewer: Viewer, id: str) -> frozenset[int]:
    """Which parts of a snapshot are pinned, as far as the viewer's rights cover them."""
    statement = (
        select(SnapshotPart.position)
        .join(Snapshot, Snapshot.id == SnapshotPart.snapshot_id)
        .where(Snapshot.id == id, _covered(viewer))
    )
    return frozenset(connection.scalars(statement))


def last_with(
    connection: Connection, viewer: Viewer, sponsor: str | None, version: str, but: str = ""
) -> Pinned | None:
    """The last snapshot of a meeting with a sponsor, or with none, that the viewer sees as its maker did.

    One of today of the same ``version`` of the data was for trying out, and so is one of today where there is
    an earlier one.
    """
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    statement = (
        select(Snapshot)
        .where(
            Snapshot.sponsor_id == sponsor if sponsor else Snapshot.sponsor_id.is_(None),
            Snapshot.id != but,
            Snapshot.role == viewer.role,
            or_(Snapshot.made_at < today, Snapshot.data_version != version),
            Snapshot.id.in_(covered_by(viewer, widest=True)),
        )
        .order_by(Snapshot.made_at >= today, Snapshot.made_at.desc(), Snapshot.id)
        .limit(1)
    )
    row = connection.execute(statement).first()
    return None if row is None else _pinned(row)


def covered_by(viewer: Viewer, widest: bool = False) -> Select[str]:
    """Ids of the snapshots of which the viewer sees a part, or all that its maker saw."""
    first = SnapshotPart.position == 0 if widest else true()
    return (
        select(SnapshotPart.snapshot_id)
        .join(Snapshot, Snapshot.id == SnapshotPart.snapshot_id)
        .where(first, _covered(viewer))
    )


def _covered(viewer: Viewer) -> ColumnElement[bool]:
    """Whether the viewer's rights reach as far as a part does, and its numbers are not for others only."""
    conditions = [
        _within(SnapshotPart.programmes, SnapshotProgramme.programme_id, viewer.rights.programmes),
        _within(SnapshotPart.regions, SnapshotRegion.region_id, viewer.rights.regions),
    ]
    if viewer.outsider:
        conditions += [Snapshot.role.in_(OUTSIDERS), Snapshot.least_people >= viewer.least_people]
    return and_(*conditions)


def _within(number: Any, code: Any, allowed: tuple[str, ...] | None) -> ColumnElement[bool]:
    if allowed is None:
        return true()
    limit = code.class_
    seen = (
        select(func.count())
        .select_from(limit)
        .where(
            limit.snapshot_id == SnapshotPart.snapshot_id,
            limit.position == SnapshotPart.position,
            code.in_(allowed),
        )
        .correlate(SnapshotPart)
        .scalar_subquery()
    )
    within: ColumnElement[bool] = seen == number
    return within


def _limits(connection: Connection, snapshot: str, table: Any) -> dict[int, list[str]]:
    *_, code = table.__table__.primary_key.columns
    found: dict[int, list[str]] = {}
    for row in connection.execute(
        select(table.position, code.label("code")).where(table.snapshot_id == snapshot).order_by(code)
    ):
        found.setdefault(row.position, []).append(row.code)
    return found


def _pinned(row: Row[Any]) -> Pinned:
    return Pinned(
        id=row.id,
        role=row.role,
        least_people=row.least_people,
        data_version=row.data_version,
        data_date=row.data_date,
        as_of=row.as_of,
        selection=row.selection,
        sponsor=row.sponsor_id,
        made_by=row.made_by,
        made_at=row.made_at,
        parts=row.parts,
    )

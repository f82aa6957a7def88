"""The policies of each table: who may read, and what the dashboard itself may write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, Table, and_, case, cast

from data_access import schema as s
from data_access.row_security.conditions import among, holds, of_who_looks
from data_access.row_security.rules import rule_of

# What the dashboard writes itself. All else comes with packages, which the tables' owner takes in.
ACCESS = (s.ViewerGrant, s.GrantedProgramme, s.GrantedRegion, s.AuditEntry, s.EndedSignIn)
PINNED = (s.Snapshot, s.SnapshotPart, s.SnapshotProgramme, s.SnapshotRegion)
MEETINGS = (s.Meeting, s.MeetingSlide)
INSERTED = (*ACCESS, *PINNED, *MEETINGS)
# Of what is changed, these columns.
UPDATED = {
    s.ViewerGrant: ("revoked_by", "revoked_at"),
    s.Meeting: (
        *("title", "template", "changed_at", "revision", "selection", "sponsor_id", "snapshot_id"),
        *("shown", "shown_since"),
    ),
}
DELETED = (s.EndedSignIn, *PINNED, *MEETINGS)
# Somebody's own, whoever else sees everything.
OWNED = {table.__tablename__ for table in MEETINGS}
# The policy by which the tables' owner reads and writes all.
OWNERS = "owner_does_all"
# Read by administrators alone, whatever else somebody sees.
ADMINISTERED = {
    table.__tablename__ for table in (*ACCESS, s.RowVersion, s.QuarantinedRow, s.KeptUpload, s.ErasedMiner)
}


@dataclass(frozen=True)
class Policy:
    """A way in which rows may be read (``using``) or written (``check``); one of them is enough."""

    name: str
    command: str
    using: ColumnElement[bool] | None = None
    check: ColumnElement[bool] | None = None


def policies(table: Table) -> Iterator[Policy]:
    """All policies of a guarded table but the owner's; raises Unplaced."""
    yield Policy("viewers_read", "SELECT", using=_seen(table))
    if table.name in (alone := _alone()):
        yield Policy("signing_in_reads", "SELECT", using=alone[table.name])
    for written in INSERTED:
        if written.__table__ is table:
            yield Policy("dashboard_writes", "INSERT", check=_written(table))
    for changed in UPDATED:
        if changed.__table__ is table:
            own = _written(table)
            yield Policy("dashboard_changes", "UPDATE", using=own, check=own)
    for pruned in DELETED:
        if pruned.__table__ is table:
            yield Policy("dashboard_prunes", "DELETE", using=_written(table))


def _seen(table: Table) -> ColumnElement[bool]:
    """Whoever may see everything is asked for nothing else; grants and the audit are for administrators."""
    if table.name in ADMINISTERED | OWNED:
        return rule_of(table)
    seen = case((holds("sees_everything"), 1), (and_(holds("sees_anything"), rule_of(table)), 1), else_=0)
    # Postgres expects few rows of ``= 1``, and of a plain condition half: it would choose ways through
    # the tables that are slow for as many rows as there are.
    return seen != 0


def _written(table: Table) -> ColumnElement[bool]:
    """Everybody writes in the audit, ends sign-ins, pins numbers and makes meetings under their own name."""
    own = {
        "audit_entry": of_who_looks(s.AuditEntry.viewer),
        "ended_sign_in": of_who_looks(s.EndedSignIn.viewer),
        "snapshot": of_who_looks(s.Snapshot.made_by),
        "meeting": of_who_looks(s.Meeting.made_by),
        "meeting_slide": among(s.MeetingSlide.meeting_id, "own_meetings"),
        **{
            pinned.__tablename__: among(pinned.snapshot_id, "own_snapshots")
            for pinned in (s.SnapshotPart, s.SnapshotProgramme, s.SnapshotRegion)
        },
    }
    return own.get(table.name, holds("administers"))


def _alone() -> dict[str, ColumnElement[bool]]:
    """What is read by the name alone: sign-ins that were ended, and, to find somebody's rights, what was
    granted to them, what their funder funds, and which units are in their regions."""
    return {
        "ended_sign_in": of_who_looks(s.EndedSignIn.viewer),
        "viewer_grant": holds("signs_in") & of_who_looks(s.ViewerGrant.viewer),
        "granted_programme": among(cast(s.GrantedProgramme.grant_id, String), "own_grants"),
        "granted_region": among(cast(s.GrantedRegion.grant_id, String), "own_grants"),
        "funding": among(s.Funding.organisation_id, "own_funders"),
        "production_unit": among(s.ProductionUnit.region_id, "own_regions"),
        "enrolment": among(s.Enrolment.unit_id, "own_units"),
    }

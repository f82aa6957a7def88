"""Which rows of which table a viewer may see: from the schema, as far as that says it.

A row that belongs to somebody refers to whom: to a programme, unit, organisation, miner or region, or
to another row that does. What the schema does not say stands below, and what is common knowledge is
named with the reason. Of a table that is neither, nothing is known: ``rule_of`` refuses it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, Table, and_, func, or_, select

from data_access import schema as s
from data_access.row_security.conditions import (
    among,
    holds,
    key_of_part,
    of_programme,
    of_region,
    of_who_looks,
)
from data_access.schema import Base

COMMON = {
    "country": "countries by their ISO codes",
    "currency": "currencies by their ISO codes",
    "exchange_rate": "published rates",
    "standard": "published standards",
    "premium_rate": "published by those who keep the standards",
    "ladder": "published ladders",
    "stage": "published ladders",
    "criterion": "published ladders",
    "topic": "what training there is",
    "indicator": "what is measured, without any value",
    "practice_note": "written for everybody",
    "disclosure_rule": "how outsiders are told of people: the rule is public",
    "package_import": "up to which day the data reach, in which version",
    "imported_table": "how many rows came in",
    "measure": "what is counted, without any count",
    "kind_of_person": "sexes and relations",
    "summary_state": "of which data the summaries are",
}


class Unplaced(LookupError):
    """A table of which nobody has said who may see its rows."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"Who may see a row of {table}? It refers to no programme, unit, organisation, miner or region. "
            "Say it in data_access/row_security/rules.py, or why everybody may."
        )


def guarded() -> list[Table]:
    """All tables with rows that not everybody may see, after those they refer to."""
    return [table for table in Base.metadata.sorted_tables if table.name not in COMMON]


def rule_of(table: Table) -> ColumnElement[bool]:
    """The condition on a row that a viewer with limits may see; raises Unplaced."""
    said = _said()
    return said[table.name] if table.name in said else _derived(table)


def _derived(table: Table) -> ColumnElement[bool]:
    """All that a row has to refer to is visible; where it refers to one or other, that one is."""
    needed: list[tuple[Any, ColumnElement[bool]]] = []
    one_of: list[tuple[Any, ColumnElement[bool]]] = []
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name not in COMMON:
                (one_of if column.nullable else needed).append((key.column, _refers(column, key.column)))
    # What a row may refer to beside what it has to, says where it came from and not whose it is.
    if needed:
        return and_(*(visible for _, visible in needed))
    by_programme = any(other is s.Programme.__table__.c.id for other, _ in one_of)
    if not one_of or (by_programme and len(one_of) > 1):
        raise Unplaced(table.name)
    return or_(*(visible for _, visible in one_of))


def _refers(column: Any, other: Any) -> ColumnElement[bool]:
    match other.table.name:
        case "programme":
            return of_programme(column)
        case "region":
            return of_region(column)
        case "production_unit":
            return among(column, "seen_units")
        case "organisation":
            return among(column, "seen_sellers")
        case "miner":
            return among(column, "seen_miners")
    found: ColumnElement[bool] = column.in_(select(other))
    return found


def _said() -> dict[str, ColumnElement[bool]]:
    """What the schema does not say."""
    return (
        _of_people_and_places()
        | _of_organisations()
        | _of_words()
        | _of_access()
        | _of_meetings()
        | _of_summaries()
    )


def _of_summaries() -> dict[str, ColumnElement[bool]]:
    segment, programmes = s.Segment, s.SegmentProgramme
    return {
        "segment": or_(
            segment.organisation_id.is_(None)
            & of_region(segment.region_id)
            & or_(holds("sees_all_programmes"), segment.id.in_(select(programmes.segment_id))),
            segment.organisation_id.is_not(None) & among(segment.organisation_id, "seen_sellers"),
        ),
        "segment_programme": of_programme(programmes.programme_id),
        **{
            table.__tablename__: table.segment_id.in_(select(segment.id))
            for table in (s.Tally, s.TallyOfDay, s.PeopleSet, s.CoverCost)
        },
        "miner_number": among(s.MinerNumber.miner_id, "seen_miners"),
        "unit_standing": among(s.UnitStanding.unit_id, "seen_units"),
    }


def _of_people_and_places() -> dict[str, ColumnElement[bool]]:
    return {
        "programme": of_programme(s.Programme.id),
        "funding": of_programme(s.Funding.programme_id),
        # A target for all regions is not one for some of them.
        "target": of_programme(s.Target.programme_id) & of_region(s.Target.region_id),
        "region": among(s.Region.id, "seen_places"),
        "production_unit": among(s.ProductionUnit.id, "seen_workplaces"),
        "miner": among(s.Miner.id, "seen_miners"),
        "membership": among(s.Membership.id, "seen_memberships"),
        # Training and provision count whoever gave them.
        "attendance": among(s.Attendance.miner_id, "seen_miners"),
        "training_session": s.TrainingSession.id.in_(select(s.Attendance.session_id)),
        "provision": among(s.Provision.unit_id, "seen_units")
        | s.Provision.point_id.in_(select(s.SharedPointUnit.point_id)),
        "shared_point": s.SharedPoint.id.in_(select(s.SharedPointUnit.point_id)),
        "shared_point_unit": among(s.SharedPointUnit.unit_id, "seen_units"),
    }


def _of_organisations() -> dict[str, ColumnElement[bool]]:
    value, baseline = s.IndicatorValue, s.IndicatorBaseline
    asked = value.survey_id.in_(select(s.Survey.id).where(of_programme(s.Survey.programme_id)))
    measured = of_programme(value.programme_id) | (value.programme_id.is_(None) & asked)
    return {
        "organisation": among(s.Organisation.id, "seen_organisations"),
        # A lot belongs to its seller, whoever bought it and wherever it came from.
        "gold_lot": among(s.GoldLot.organisation_id, "seen_sellers"),
        "gold_lot_unit": s.GoldLotUnit.lot_id.in_(select(s.GoldLot.id)),
        # What a programme did for an organisation as a whole is seen in the organisation's region.
        **{
            table.__tablename__: among(table.organisation_id, "seen_sellers")
            | (of_programme(table.programme_id) & among(table.organisation_id, "seen_seats"))
            for table in (s.CraftAssessment, s.FinanceAccess)
        },
        **{
            table.__tablename__: of_programme(table.programme_id)
            & (among(table.unit_id, "seen_units") | among(table.organisation_id, "seen_seats"))
            for table in (s.Delivery, s.ImprovementPlan)
        },
        "indicator_value": measured
        & or_(
            among(value.unit_id, "seen_units"),
            among(value.organisation_id, "seen_seats"),
            value.region_id.is_not(None) & of_region(value.region_id),
        ),
        "indicator_baseline": or_(
            among(baseline.unit_id, "seen_units"),
            among(baseline.organisation_id, "seen_sellers"),
            baseline.organisation_id.in_(select(value.organisation_id)),
        ),
    }


def _of_words() -> dict[str, ColumnElement[bool]]:
    return {
        "survey": s.Survey.programme_id.is_(None) | of_programme(s.Survey.programme_id),
        "story": s.Story.organisation_id.is_(None) | among(s.Story.organisation_id, "seen_organisations"),
        "photo": s.Photo.story_id.in_(select(s.Story.id)),
        "claim": s.Claim.selection.is_(None) | func.seen_claim(s.Claim.selection, type_=Boolean),
        "support_service": holds("sees_anything"),
        # By it places are moved for those who may not know them: in our process, for every viewer.
        "place_key": holds("sees_anything"),
    }


def _of_access() -> dict[str, ColumnElement[bool]]:
    """Administrators see everything; others see here nothing, but for what is read by their name alone."""
    return {
        table.__tablename__: holds("administers")
        for table in (
            *(s.ViewerGrant, s.GrantedProgramme, s.GrantedRegion, s.AuditEntry, s.EndedSignIn),
            *(s.RowVersion, s.QuarantinedRow, s.KeptUpload, s.ErasedMiner),
        )
    }


def _of_meetings() -> dict[str, ColumnElement[bool]]:
    """A part of a snapshot is for those who see all programmes and regions that it tells of; a meeting is
    its maker's, and once its numbers are pinned also theirs who see what its maker saw."""
    part, snapshot, meeting = s.SnapshotPart, s.Snapshot, s.Meeting
    widest = select(part.snapshot_id).where(part.position == 0)
    return {
        "snapshot": of_who_looks(snapshot.made_by) | snapshot.id.in_(select(part.snapshot_id)),
        **{
            table.__tablename__: among(key_of_part(table), "seen_parts")
            for table in (part, s.SnapshotProgramme, s.SnapshotRegion)
        },
        "meeting": of_who_looks(meeting.made_by) | meeting.snapshot_id.in_(widest),
        "meeting_slide": s.MeetingSlide.meeting_id.in_(select(meeting.id)),
    }

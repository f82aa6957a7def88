"""What of the store is a viewer's own, as functions in the database that give its keys.

They look at tables as these are, whatever their policies, so that policies can ask them without going
round in circles: they run as the tables' owner, on a search path that nobody can bend.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Select,
    String,
    case,
    cast,
    exists,
    func,
    not_,
    or_,
    select,
    text,
    union,
)

from data_access import schema as s
from data_access.questions import PARTING
from data_access.row_security.conditions import (
    among,
    holds,
    of_programme,
    of_region,
    of_who_looks,
    references,
)
from data_access.row_security.context import ADMINISTRATOR, ALL, PROGRAMMES, REGIONS, SETS, VIEWER, setting
from data_access.row_security.pinned import parts_seen
from data_access.schema import Base
from data_access.scope import at_work


@dataclass(frozen=True)
class Function:
    """A function in the database: what it gives, and whether it looks past the policies.

    Keys that are ``kept`` are found once in a transaction, for they are asked for again and again.
    """

    name: str
    returns: str
    body: Any
    arguments: str = ""
    sees_past_policies: bool = True
    kept: bool = False


def functions() -> tuple[Function, ...]:
    """All of them, after those that they ask."""
    return (*_of_the_context(), *_of_the_store())


def _of_the_context() -> Iterator[Function]:
    programmes, regions = setting(PROGRAMMES), setting(REGIONS)
    for name, said in (
        ("sees_anything", programmes != ""),
        ("sees_everything", (programmes == ALL) & (regions == ALL)),
        ("sees_all_programmes", programmes == ALL),
        ("sees_all_regions", regions == ALL),
        ("administers", setting(ADMINISTRATOR) == "yes"),
        ("signs_in", (setting(VIEWER) != "") & (programmes == "")),
    ):
        yield Function(name, "boolean", select(said), sees_past_policies=False)
    yield Function("who_looks", "text", select(setting(VIEWER)), sees_past_policies=False)
    for name, codes in (("seen_programmes", programmes), ("seen_regions", regions)):
        listed = cast(case((codes.in_(("", ALL)), "[]"), else_=codes), JSON)
        keys = func.json_array_elements_text(listed).column_valued("key")
        yield Function(name, "SETOF text", select(keys), sees_past_policies=False)


def _of_the_store() -> Iterator[Function]:
    found = (_units, _memberships, _workplaces, _miners, _sellers, _seats, _organisations, _places)
    for name, find in zip(SETS, found, strict=True):
        yield Function(name, "SETOF text", find(), kept=True)
    for name, keys in (
        ("own_grants", _own_grants(cast(s.ViewerGrant.id, String))),
        ("own_funders", _own_grants(s.ViewerGrant.funder_id)),
        ("own_regions", _own_regions()),
        ("own_units", select(s.ProductionUnit.id).where(among(s.ProductionUnit.region_id, "own_regions"))),
        ("seen_parts", parts_seen()),
        ("own_snapshots", select(s.Snapshot.id).where(of_who_looks(s.Snapshot.made_by))),
        ("own_meetings", select(s.Meeting.id).where(of_who_looks(s.Meeting.made_by))),
    ):
        yield Function(name, "SETOF text", keys)
    yield Function("seen_claim", "boolean", _claim(), "selection text")


def _of_programmes(other: Any) -> Iterator[Select[Any]]:
    """Keys of another table that stand in rows of visible programmes, or of visible programmes' surveys."""
    for table in Base.metadata.sorted_tables:
        if table is s.Programme.__table__:
            continue  # what it follows says nothing of it
        for key in references(table, other):
            for programme in references(table, s.Programme):
                yield select(key).where(key.is_not(None), of_programme(programme))
            for survey in references(table, s.Survey):
                asked = select(s.Survey.id).where(of_programme(s.Survey.programme_id))
                yield select(key).where(key.is_not(None), survey.in_(asked))


def _units() -> Select[Any]:
    """Units in visible regions that a visible programme enrolled, or did something for."""
    unit = s.ProductionUnit
    touched = or_(holds("sees_all_programmes"), unit.id.in_(union(*_of_programmes(unit))))
    return select(unit.id).where(of_region(unit.region_id), touched)


def _sellers() -> Select[Any]:
    """Mining organisations in visible regions with a unit enrolled in a visible programme: their gold,
    premium, findings and requests are seen."""
    own = s.Organisation
    enrolled = (
        select(s.ProductionUnit.organisation_id)
        .join(s.Enrolment, s.Enrolment.unit_id == s.ProductionUnit.id)
        .where(of_programme(s.Enrolment.programme_id))
    )
    return select(own.id).where(
        own.kind == "mining_organisation",
        of_region(own.region_id),
        or_(holds("sees_all_programmes"), own.id.in_(enrolled)),
    )


def _seats() -> Select[Any]:
    """Organisations in visible regions: what a visible programme did for one of them is seen."""
    return select(s.Organisation.id).where(of_region(s.Organisation.region_id))


def _organisations() -> Any:
    """Those, whom visible programmes supported in visible regions, who leads and funds such programmes,
    runs or holds visible units, buys what those sell, and who offers support to all."""
    own, unit = s.Organisation, s.ProductionUnit
    supported = or_(holds("sees_all_programmes"), own.id.in_(union(*_of_programmes(own))))
    return union(
        select(own.id).where(of_region(own.region_id), supported),
        *(
            select(key).where(key.is_not(None), among(unit.id, "seen_units"))
            for key in references(unit.__table__, own)
        ),
        select(s.Programme.lead_organisation_id).where(of_programme(s.Programme.id)),
        select(s.Funding.organisation_id).where(of_programme(s.Funding.programme_id)),
        select(s.GoldLot.buyer_id).where(among(s.GoldLot.organisation_id, "seen_sellers")),
        select(s.SupportService.organisation_id),
    )


def _places() -> Select[Any]:
    """Visible regions in which something visible is: that others are known would tell of theirs."""
    region, unit, own = s.Region, s.ProductionUnit, s.Organisation
    there = union(
        select(unit.region_id).where(among(unit.id, "seen_units")),
        select(own.region_id).where(own.region_id.is_not(None), among(own.id, "seen_organisations")),
        *_of_programmes(region),
    )
    return select(region.id).where(
        of_region(region.id), or_(holds("sees_all_programmes"), region.id.in_(there))
    )


def _memberships() -> Any:
    """Those in visible units, and those in visible regions of whom a visible programme trained or insured,
    on that day."""
    own, unit, session, cover = s.Membership, s.ProductionUnit, s.TrainingSession, s.Cover
    # Few, mostly none: found first, and the events looked up for them.
    others = (
        select(own.id, own.miner_id, own.joined_on, own.left_on)
        .join(unit, unit.id == own.unit_id)
        .where(
            of_region(unit.region_id),
            not_(holds("sees_all_programmes")),
            not_(among(own.unit_id, "seen_units")),
        )
        .cte("other_membership")
        .prefix_with("MATERIALIZED")
    )

    return union(
        select(own.id).where(among(own.unit_id, "seen_units")),
        select(others.c.id)
        .join(s.Attendance, s.Attendance.miner_id == others.c.miner_id)
        .join(session, session.id == s.Attendance.session_id)
        .where(at_work(session.held_on, others), of_programme(session.programme_id)),
        select(others.c.id)
        .join(cover, cover.miner_id == others.c.miner_id)
        .where(at_work(cover.first_day, others), of_programme(cover.programme_id)),
    )


def _workplaces() -> Any:
    """Visible units, and those of visible memberships: their names and places."""
    own = s.Membership
    return union(
        select(func.seen_units(type_=String)),
        select(own.unit_id).where(among(own.id, "seen_memberships"), not_(holds("sees_all_programmes"))),
    )


def _miners() -> Any:
    """Those of visible memberships; where all regions are visible, also whom visible programmes reached."""
    members = select(s.Membership.miner_id).where(among(s.Membership.id, "seen_memberships"))
    trained = (
        select(s.Attendance.miner_id)
        .join(s.TrainingSession, s.TrainingSession.id == s.Attendance.session_id)
        .where(of_programme(s.TrainingSession.programme_id), holds("sees_all_regions"))
    )
    insured = select(s.Cover.miner_id).where(of_programme(s.Cover.programme_id), holds("sees_all_regions"))
    return union(members, trained, insured)


def _own_grants(key: Any) -> Select[Any]:
    """What was granted to who signs in, and was not taken back."""
    grant = s.ViewerGrant
    return select(key).where(holds("signs_in"), of_who_looks(grant.viewer), grant.revoked_at.is_(None))


def _own_regions() -> Select[Any]:
    granted = s.GrantedRegion
    return select(granted.region_id).where(among(cast(granted.grant_id, String), "own_grants"))


def _claim() -> Select[Any]:
    """Whether all that a claim's selection means is visible: it names visible programmes, and no unit of
    theirs lies outside the visible regions, or only such regions are named."""
    programmes, regions = _named("programme"), _named("region")
    unit, enrolment = s.ProductionUnit, s.Enrolment
    elsewhere = (
        select(enrolment.unit_id)
        .join(unit, unit.id == enrolment.unit_id)
        .where(enrolment.programme_id.in_(select(programmes.c.code)), not_(of_region(unit.region_id)))
    )
    within_programmes = exists().select_from(programmes) & ~exists().select_from(programmes).where(
        not_(of_programme(programmes.c.code))
    )
    within_regions = exists().select_from(regions) & ~exists().select_from(regions).where(
        not_(of_region(regions.c.code))
    )
    return select(
        or_(holds("sees_all_programmes"), within_programmes)
        & or_(holds("sees_all_regions"), within_regions, not_(exists(elsewhere)))
    )


def _named(kind: str) -> Any:
    """The codes that a selection written as a query string, in plain, names of a kind."""
    written = func.unnest(func.string_to_array(text("selection"), "&")).column_valued("written")
    code = func.split_part(written, "=", 2)
    for sign, escape in reversed(PARTING.items()):
        code = func.replace(code, escape, sign)
    named = select(code.label("code")).where(func.split_part(written, "=", 1) == kind, code != "")
    return named.cte(f"named_{kind}")

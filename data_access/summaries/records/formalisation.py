"""Certificates, findings, permits and requests of the organisations in ORGANISATIONS, and permits of the
units in UNITS, read from the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Select, select

from data_access.dialects import bytewise
from data_access.schema import (
    Certification,
    CraftAssessment,
    CraftFinding,
    FinanceAccess,
    Organisation,
    Permit,
)
from data_access.summaries.formalisation import Request, Stated, current, foremost, mitigation, outcomes
from data_access.summaries.measures import (
    CERTIFIED,
    CRAFT_CURRENT,
    FINDINGS,
    OPEN_FINDINGS,
    PERMITS_OF_ORGANISATIONS,
    REQUESTS,
)
from data_access.summaries.register import Place
from data_access.summaries.spans import FOREVER, Spans, ordinal, united
from data_access.summaries.touching import ORGANISATIONS, UNITS

# Organisation, country and region.
OWNER = 3
# The columns of a permit but whose it is.
PERMIT = (Permit.kind, Permit.status, Permit.first_day, Permit.last_day)
LATEST_FIRST = (Permit.first_day.desc(), bytewise(Permit.id).desc())


def stated_of_organisations(connection: Connection) -> Iterator[Stated]:
    """All that is so of mining organisations on the days of spans."""
    yield from _certificates(connection)
    yield from _reports(connection)
    yield from _findings(connection)
    yield from _permits(connection)
    yield from _requests(connection)


def craft_assessments(connection: Connection) -> Iterator[tuple[str, Place, int, str | None]]:
    """Organisation, place, day and programme of each CRAFT assessment."""
    asked = _of_organisations(CraftAssessment, CraftAssessment.assessed_on, CraftAssessment.programme_id)
    for organisation, country, region, day, programme in connection.execute(asked):
        yield organisation, (country, region), day.toordinal(), programme


def permits_of_units(connection: Connection) -> Iterator[tuple[str, str, str, Spans]]:
    """Unit, kind and status of each permit, and the days on which it holds over others."""
    asked = select(Permit.unit_id, *PERMIT).join(UNITS, UNITS.c.key == Permit.unit_id)
    rows = connection.execute(asked.order_by(Permit.unit_id, Permit.kind, *LATEST_FIRST))
    for (unit, kind), permits in groupby(rows, key=itemgetter(0, 1)):
        for status, spans in _holding(permits):
            yield unit, kind, status, spans


def _certificates(connection: Connection) -> Iterator[Stated]:
    columns = (Certification.standard_id, Certification.first_day, Certification.last_day)
    certified = _of_organisations(Certification, *columns).where(Certification.status == "certified")
    for (*owner, standard), rows in _grouped(connection, certified, Certification.standard_id):
        spans = united((first.toordinal(), ordinal(last)) for *_, first, last in rows)
        yield _stated(owner, CERTIFIED, spans, standard=standard)


def _reports(connection: Connection) -> Iterator[Stated]:
    reports = _of_organisations(CraftAssessment, CraftAssessment.assessed_on)
    for owner, rows in _grouped(connection, reports):
        yield _stated(owner, CRAFT_CURRENT, current(day for *_, day in rows))


def _findings(connection: Connection) -> Iterator[Stated]:
    about = (CraftFinding.module, CraftFinding.level)
    days = (CraftAssessment.assessed_on, CraftFinding.mitigating_on, CraftFinding.mitigated_on)
    findings = _of_organisations(CraftAssessment, *about, *days).join(
        CraftFinding, CraftFinding.craft_assessment_id == CraftAssessment.id
    )
    for *owner, module, level, found_on, mitigating_on, mitigated_on in connection.execute(findings):
        codes = {"module": module, "level": level}
        yield _stated(owner, FINDINGS, [(found_on.toordinal(), FOREVER)], **codes)
        for status, span in mitigation(found_on, mitigating_on, mitigated_on).items():
            if span[0] <= span[1]:
                yield _stated(owner, OPEN_FINDINGS, [span], **codes, status=status)


def _permits(connection: Connection) -> Iterator[Stated]:
    for (*owner, kind), rows in _grouped(
        connection, _of_organisations(Permit, *PERMIT), Permit.kind, *LATEST_FIRST
    ):
        for status, spans in _holding(row[OWNER:] for row in rows):
            yield _stated(owner, PERMITS_OF_ORGANISATIONS, spans, permit=kind, status=status)


def _requests(connection: Connection) -> Iterator[Stated]:
    request = (FinanceAccess.asked_on, FinanceAccess.decided_on, FinanceAccess.status, FinanceAccess.reason)
    asked = _of_organisations(FinanceAccess, FinanceAccess.kind, *request)
    for (*owner, kind), rows in _grouped(connection, asked, FinanceAccess.kind, FinanceAccess.asked_on):
        requests = [Request(*row[OWNER + 1 :]) for row in rows]
        for (status, reason), spans in outcomes(requests):
            yield _stated(owner, REQUESTS, spans, finance=kind, status=status, reason=reason)


def _holding(permits: Iterable[Any]) -> Iterator[tuple[str, Spans]]:
    """Where two rows overlap, the one that began later holds."""
    return foremost((status, (first.toordinal(), ordinal(last))) for *_, status, first, last in permits)


def _stated(owner: Any, name: str, spans: Spans, **codes: str | None) -> Stated:
    organisation, country, region = owner
    return Stated(organisation, (country, region), name, codes, spans)


def _of_organisations(record: Any, *columns: Any) -> Select[Any]:
    """Rows of the mining organisations: organisation, country and region, and some columns."""
    return (
        select(Organisation.id, Organisation.country_id, Organisation.region_id, *columns)
        .join_from(ORGANISATIONS, Organisation, Organisation.id == ORGANISATIONS.c.key)
        .join(record, record.organisation_id == Organisation.id)
        .where(Organisation.kind == "mining_organisation")
    )


def _grouped(connection: Connection, asked: Select[Any], *order: Any) -> Iterator[tuple[Any, Any]]:
    """Rows of each organisation, or of each and a code by which they are ordered first."""
    rows = connection.execute(asked.order_by(Organisation.id, *order))
    return groupby(rows, key=itemgetter(*range(OWNER + bool(order))))

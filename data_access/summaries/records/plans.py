"""The actions of the plans in PLANS, read from the records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, func, or_, select

from data_access.schema import ImprovementPlan, Organisation, PlanAction, ProductionUnit, Region
from data_access.summaries.plans import Action
from data_access.summaries.records.streaming import streamed
from data_access.summaries.touching import PLANS


def actions(connection: Connection) -> Iterator[Action]:
    """Actions of units, and of mining organisations themselves, where they are recorded to be."""
    planned = (
        select(
            ImprovementPlan.programme_id,
            func.coalesce(Region.country_id, Organisation.country_id),
            func.coalesce(ProductionUnit.region_id, Organisation.region_id),
            ImprovementPlan.year,
            PlanAction.field,
            ImprovementPlan.agreed_on,
            PlanAction.due_on,
            PlanAction.done_on,
            PlanAction.cancelled_on,
        )
        .join(ImprovementPlan, ImprovementPlan.id == PlanAction.plan_id)
        .outerjoin(ProductionUnit, ProductionUnit.id == ImprovementPlan.unit_id)
        .outerjoin(Region, Region.id == ProductionUnit.region_id)
        .outerjoin(Organisation, Organisation.id == ImprovementPlan.organisation_id)
        .where(
            PlanAction.plan_id.in_(select(PLANS.c.key)),
            or_(Organisation.id.is_(None), Organisation.kind == "mining_organisation"),
            # In a year after all calendars nothing is planned yet.
            ImprovementPlan.year <= date.max.year,
        )
    )
    for programme, country, region, *about in streamed(connection, planned):
        yield Action(frozenset([programme] if programme else ()), (country, region), *about)

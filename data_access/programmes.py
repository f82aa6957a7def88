"""What programmes agreed: the money their sponsors promised, the actions their plans name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Float, Select, String, case, cast, func, null, or_, select

from data_access.figures import figure_statement
from data_access.schema import Enrolment, Funding, ImprovementPlan, PlanAction, ProductionUnit, Region
from data_access.scope import (
    ORGANISATION,
    TIME,
    enrolled,
    held_by,
    holders,
    programme_filters,
    time_columns,
    unit_filters,
    with_sponsor,
)
from data_access.selection import Selection


@figure_statement("funding", dimensions=("programme", "sponsor", "currency", *TIME), fixed=("currency",))
def funding(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Amounts that the selected sponsors (or all) agreed for the selected programmes by the as-of day."""
    agreed = select(
        Funding.programme_id.label("programme"),
        Funding.organisation_id.label("sponsor"),
        Funding.currency_id.label("currency"),
        *time_columns(Funding.agreed_on),
        Funding.amount_minor,
    ).where(Funding.agreed_on <= selection.as_of, *programme_filters(selection, Funding.programme_id))
    if selection.sponsors:
        agreed = agreed.where(Funding.organisation_id.in_(selection.sponsors))
    if selection.countries or selection.regions or selection.organisations:
        agreed = agreed.where(Funding.programme_id.in_(_programmes_there(selection)))
    amounts = agreed.cte("agreed")
    groups = [amounts.c[name] for name in by]
    total = cast(func.coalesce(func.sum(amounts.c.amount_minor), 0), BigInteger)
    return select(*groups, total.label("value"), null().label("of")).group_by(*groups)


@figure_statement("plan_progress", dimensions=(*ORGANISATION, "unit", "field", "year"))
def plan_progress(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Actions done by the as-of day over actions planned, in plans agreed by then for the period's years.

    An action cancelled after the as-of day still counts as planned on it.
    """
    owners = holders(selection)
    planned = (
        select(
            *owners.c,
            ImprovementPlan.programme_id.label("programme"),
            cast(ImprovementPlan.year, String).label("year"),
            PlanAction.field,
            PlanAction.id.label("action"),
            case((PlanAction.done_on <= selection.as_of, PlanAction.id)).label("done"),
        )
        .select_from(owners)
        .join(ImprovementPlan, held_by(ImprovementPlan, owners))
        .join(PlanAction, PlanAction.plan_id == ImprovementPlan.id)
        .where(
            ImprovementPlan.year.between(selection.first_day.year, selection.as_of.year),
            ImprovementPlan.agreed_on <= selection.as_of,
            or_(PlanAction.cancelled_on.is_(None), PlanAction.cancelled_on > selection.as_of),
            *programme_filters(selection, ImprovementPlan.programme_id),
        )
    )
    actions = with_sponsor(planned, ImprovementPlan.programme_id, selection, by).cte("planned_action")
    groups = [actions.c[name] for name in by]
    done, all_planned = func.count(actions.c.done), func.count(actions.c.action)
    return select(
        *groups,
        (cast(done, Float) / cast(func.nullif(all_planned, 0), Float)).label("value"),
        all_planned.label("of"),
    ).group_by(*groups)


def _programmes_there(selection: Selection) -> Select[Any]:
    """Selected programmes with a unit enrolled at the selected places within the period."""
    return (
        select(Enrolment.programme_id)
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .join(Region, Region.id == ProductionUnit.region_id)
        .where(enrolled(selection, selection.first_day, selection.as_of), *unit_filters(selection))
    )

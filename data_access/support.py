"""What programmes hand over, advise on and assess: goods, technical assistance, dangers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, BigInteger, Float, Select, cast, func, null, select

from data_access.dialects import bytewise
from data_access.events import distinct, with_unit
from data_access.figures import figure_statement
from data_access.schema import (
    AssistanceVisit,
    Delivery,
    Organisation,
    ProductionUnit,
    Programme,
    Region,
    RiskAssessment,
)
from data_access.scope import TIME, UNIT, in_period, programme_filters, time_columns, with_sponsor
from data_access.selection import Selection

RECIPIENT = tuple(name for name in UNIT if name != "ladder")


@figure_statement("deliveries", dimensions=(*RECIPIENT, "provision", *TIME), fixed=("provision",))
def deliveries(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Quantity of goods handed over in the period, to a unit or to an organisation as a whole."""
    goods = _deliveries(selection, by)
    groups = [goods.c[name] for name in by]
    quantity = cast(func.sum(goods.c.quantity), BigInteger)
    return select(*groups, quantity.label("value"), null().label("of")).group_by(*groups)


@figure_statement(
    "delivery_value", dimensions=(*RECIPIENT, "provision", "currency", *TIME), fixed=("currency",)
)
def delivery_value(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """What the goods handed over in the period were worth; those without a recorded value are left out."""
    goods = _deliveries(selection, by)
    groups = [goods.c[name] for name in by]
    worth = cast(func.sum(goods.c.value_minor), BigInteger)
    valued = goods.c.value_minor.is_not(None)
    return select(*groups, worth.label("value"), null().label("of")).where(valued).group_by(*groups)


@figure_statement("assistance_visits", dimensions=(*UNIT, "topic", *TIME))
def assistance_visits(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Visits of technical assistance in the period."""
    return distinct(_visits(selection, by), "visit", by)


@figure_statement("assistance_hours", dimensions=(*UNIT, "topic", *TIME))
def assistance_hours(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Hours of technical assistance in the period."""
    visits = _visits(selection, by)
    groups = [visits.c[name] for name in by]
    hours = cast(func.coalesce(func.sum(visits.c.minutes), 0), Float) / 60
    return select(*groups, hours.label("value"), null().label("of")).group_by(*groups)


def _deliveries(selection: Selection, by: Sequence[str]) -> CTE:
    """Goods handed over in the period, a row for each delivery (and sponsor), with its dimensions."""
    organisation = func.coalesce(ProductionUnit.organisation_id, Delivery.organisation_id)
    region = func.coalesce(ProductionUnit.region_id, Organisation.region_id)
    country = func.coalesce(Region.country_id, Organisation.country_id)
    statement = (
        select(
            Delivery.kind.label("provision"),
            Delivery.quantity,
            Delivery.value_minor,
            Delivery.currency_id.label("currency"),
            Delivery.programme_id.label("programme"),
            Delivery.unit_id.label("unit"),
            organisation.label("organisation"),
            region.label("region"),
            country.label("country"),
            *time_columns(Delivery.delivered_on),
        )
        .outerjoin(ProductionUnit, ProductionUnit.id == Delivery.unit_id)
        .outerjoin(Organisation, Organisation.id == Delivery.organisation_id)
        .outerjoin(Region, Region.id == ProductionUnit.region_id)
        .where(
            *in_period(selection, Delivery.delivered_on),
            *programme_filters(selection, Delivery.programme_id),
            *(
                place.in_(codes)
                for place, codes in (
                    (organisation, selection.organisations),
                    (region, selection.regions),
                    (country, selection.countries),
                )
                if codes
            ),
        )
    )
    return with_sponsor(statement, Delivery.programme_id, selection, by).cte("delivery_in_period")


@figure_statement("risk_assessed", dimensions=(*RECIPIENT, *TIME))
def risk_assessed(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Distinct units whose dangers a selected programme assessed in the period."""
    return distinct(_risk_assessments(selection, by), "unit", by)


@figure_statement("miners_risk_assessed", dimensions=(*RECIPIENT, *TIME))
def miners_risk_assessed(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Miners covered by the latest risk assessment of each unit in the period."""
    assessed = _risk_assessments(selection, by)
    group = [assessed.c[name] for name in by if name != "unit"]
    latest = func.row_number().over(
        partition_by=[*group, assessed.c.unit],
        order_by=(assessed.c.assessed_on.desc(), bytewise(assessed.c.id).desc()),
    )
    ranked = select(assessed, latest.label("place")).cte("ranked_assessment")
    groups = [ranked.c[name] for name in by]
    miners = cast(func.coalesce(func.sum(ranked.c.miners_covered), 0), BigInteger)
    count = select(*groups, miners.label("value"), null().label("of"))
    return count.where(ranked.c.place == 1).group_by(*groups)


def _risk_assessments(selection: Selection, by: Sequence[str]) -> CTE:
    """Risk assessments by selected programmes in the period, with their dimensions."""
    statement = select(
        RiskAssessment.id,
        RiskAssessment.assessed_on,
        RiskAssessment.miners_covered,
        RiskAssessment.programme_id.label("programme"),
        *time_columns(RiskAssessment.assessed_on),
    ).where(
        *in_period(selection, RiskAssessment.assessed_on),
        *programme_filters(selection, RiskAssessment.programme_id),
    )
    units = with_unit(statement, RiskAssessment.unit_id, selection)
    return with_sponsor(units, RiskAssessment.programme_id, selection, by).cte("risk_assessment_in_period")


def _visits(selection: Selection, by: Sequence[str]) -> CTE:
    """Visits of technical assistance in the period, with their dimensions."""
    statement = (
        select(
            AssistanceVisit.id.label("visit"),
            AssistanceVisit.topic,
            AssistanceVisit.minutes,
            AssistanceVisit.programme_id.label("programme"),
            Programme.ladder_id.label("ladder"),
            *time_columns(AssistanceVisit.visited_on),
        )
        .join(Programme, Programme.id == AssistanceVisit.programme_id)
        .where(
            *in_period(selection, AssistanceVisit.visited_on),
            *programme_filters(selection, AssistanceVisit.programme_id),
        )
    )
    units = with_unit(statement, AssistanceVisit.unit_id, selection)
    return with_sponsor(units, AssistanceVisit.programme_id, selection, by).cte("visit_in_period")

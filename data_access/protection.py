"""What protects miners: who is insured and for how long, what was delivered, which dangers are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    func,
    null,
    select,
    true,
)

from data_access.cover import spans_of_period, unbroken_cover
from data_access.dialects import bytewise
from data_access.events import distinct, with_miner, with_unit
from data_access.figures import figure_statement
from data_access.schema import (
    AssistanceVisit,
    Cover,
    Delivery,
    Organisation,
    ProductionUnit,
    Programme,
    Region,
    RiskAssessment,
)
from data_access.schema.protection import PRODUCTS
from data_access.scope import (
    PERSON,
    TIME,
    UNIT,
    active_miners,
    horizons,
    in_period,
    listed,
    programme_filters,
    time_columns,
    with_sponsor,
)
from data_access.selection import Selection

RECIPIENT = tuple(name for name in UNIT if name != "ladder")


@figure_statement("insured", dimensions=(*PERSON, "product", *TIME))
def insured(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Active miners with cover in force, whoever provided it, of all active miners.

    By product, each group has each product, be it with nobody.
    """
    miners = active_miners(selection, by)
    asked = select(*miners.c).select_from(miners)
    in_force = [Cover.first_day <= miners.c.day, Cover.last_day >= miners.c.day]
    if "product" in by:
        products = listed("product", (column("product", String),), [(code,) for code in PRODUCTS])
        asked = asked.add_columns(products.c.product).join(products, true())
        in_force.append(Cover.product == products.c.product)
    covers = asked.outerjoin(Cover, and_(Cover.miner_id == miners.c.miner, *in_force))
    person = covers.add_columns(Cover.miner_id.label("insured")).cte("person")
    groups = [person.c[name] for name in by]
    return select(
        *groups,
        func.count(person.c.insured.distinct()).label("value"),
        func.count(person.c.miner.distinct()).label("of"),
    ).group_by(*groups)


@figure_statement("people_insured", dimensions=(*PERSON, "product", "payer", *TIME))
def people_insured(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Distinct miners with cover by a selected programme that overlaps the period, active or not.

    Unit, place and relation are those of the day on which the cover began, so that they stay the
    same whatever period is looked at. Without a programme chosen, cover by nobody's programme
    counts too.
    """
    spans = spans_of_period(selection, by)
    statement = (
        select(
            spans.c.month,
            spans.c.year,
            Cover.product,
            Cover.payer,
            Cover.programme_id.label("programme"),
            Programme.ladder_id.label("ladder"),
        )
        .select_from(spans)
        .join(Cover, (Cover.first_day <= spans.c.last_day) & (Cover.last_day >= spans.c.first_day))
        .outerjoin(Programme, Programme.id == Cover.programme_id)
        .where(*programme_filters(selection, Cover.programme_id))
    )
    people = with_miner(statement, Cover.miner_id, Cover.first_day, selection)
    covers = with_sponsor(people, Cover.programme_id, selection, by).cte("cover_in_period")
    return distinct(covers, "miner", by)


@figure_statement("lapsing", dimensions=(*PERSON, "days"), fixed=("days",))
def lapsing(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Insured miners whose unbroken cover ends within 30, 60, 90 days, of all insured."""
    miners, ahead, covered = active_miners(selection, by), horizons(selection), unbroken_cover()
    in_force = (
        (covered.c.miner == miners.c.miner)
        & (covered.c.first_day <= miners.c.day)
        & (covered.c.last_day >= miners.c.day)
    )
    person = (
        select(*miners.c, *ahead.c, covered.c.miner.label("insured"), covered.c.last_day)
        .select_from(miners)
        .join(ahead, true())
        .outerjoin(covered, in_force)
        .cte("person")
    )
    groups = [person.c[name] for name in by]
    ending = case((person.c.last_day <= person.c.until, person.c.insured))
    return select(
        *groups,
        func.count(ending.distinct()).label("value"),
        func.count(person.c.insured.distinct()).label("of"),
    ).group_by(*groups)


@figure_statement("deliveries", dimensions=(*RECIPIENT, "provision", *TIME), fixed=("provision",))
def deliveries(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Quantity of goods handed over in the period, to a unit or to an organisation as a whole."""
    organisation = func.coalesce(ProductionUnit.organisation_id, Delivery.organisation_id)
    region = func.coalesce(ProductionUnit.region_id, Organisation.region_id)
    country = func.coalesce(Region.country_id, Organisation.country_id)
    statement = (
        select(
            Delivery.kind.label("provision"),
            Delivery.quantity,
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
    goods = with_sponsor(statement, Delivery.programme_id, selection, by).cte("delivery_in_period")
    groups = [goods.c[name] for name in by]
    quantity = cast(func.sum(goods.c.quantity), BigInteger)
    return select(*groups, quantity.label("value"), null().label("of")).group_by(*groups)


@figure_statement("assistance_visits", dimensions=(*UNIT, "topic", *TIME))
def assistance_visits(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Visits of technical assistance in the period."""
    statement = (
        select(
            AssistanceVisit.id.label("visit"),
            AssistanceVisit.topic,
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
    visits = with_sponsor(units, AssistanceVisit.programme_id, selection, by).cte("visit_in_period")
    return distinct(visits, "visit", by)


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

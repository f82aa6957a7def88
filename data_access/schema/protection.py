"""What protects miners: cover, provision, risk assessments; and what happened all the same."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from data_access.schema.base import (
    Day,
    OptionalDay,
    Record,
    choice,
    count,
    day,
    degrees,
    exactly_one,
    in_order,
    key,
    money,
    ref,
    text,
)

PRODUCTS = ("accident", "occupational_illness", "funeral")
PAYERS = ("programme", "miner", "organisation")
PROVISIONS = (
    "rescue_chamber",
    "rescue_brigade",
    "first_aid_kit",
    "rescue_kit",
    "signage",
    "waste_bins",
    "ppe",
)
GOODS = (*PROVISIONS, "food_basket", "tools")
DANGERS = (
    "rockfall",
    "collapse",
    "dust",
    "mercury_vapour",
    "gas",
    "explosives",
    "fall",
    "electricity",
    "other",
)
SEVERITIES = ("near_miss", "first_aid", "lost_time", "permanent_disability", "fatal")


class Cover(Record):
    """One miner insured for one product over a span of days."""

    __tablename__ = "cover"
    __table_args__ = (
        in_order("first_day", "last_day"),
        Index(None, "miner_id", "last_day"),
        Index(None, "first_day"),
        Index(None, "last_day"),
    )

    id: Mapped[str] = key("Key of the cover")
    miner_id: Mapped[str] = ref("miner", "The miner insured", index=False)
    programme_id: Mapped[str | None] = ref("programme", "Programme that arranged it", optional=True)
    product: Mapped[str] = choice("product", PRODUCTS, "What is insured")
    first_day: Day = day("First day of cover")
    last_day: Day = day("Last day of cover")
    cost_minor: Mapped[int] = money("cost_minor", "cost", "currency_id", "What the cover costs")
    currency_id: Mapped[str] = ref("currency", "Currency of the cost", index=False)
    payer: Mapped[str] = choice("payer", PAYERS, "Who pays it")
    insurer: Mapped[str | None] = text("Insurer", optional=True)


class SharedPoint(Record):
    """A point whose safety provision serves several units."""

    __tablename__ = "shared_point"

    id: Mapped[str] = key("Code of the point")
    name: Mapped[str] = text("Name of the point")
    region_id: Mapped[str] = ref("region", "Region as recorded")
    latitude: Mapped[float | None] = degrees("latitude", 90, "Latitude of the point")
    longitude: Mapped[float | None] = degrees("longitude", 180, "Longitude of the point")


class SharedPointUnit(Record):
    """A unit that a shared point serves, from a day to a day."""

    __tablename__ = "shared_point_unit"
    __table_args__ = (in_order("first_day", "last_day"),)

    point_id: Mapped[str] = ref("shared_point", "The point", primary_key=True)
    unit_id: Mapped[str] = ref("production_unit", "The unit it serves", primary_key=True)
    first_day: Day = day("First day", primary_key=True)
    last_day: OptionalDay = day("Last day, if it has ended", optional=True)


class Provision(Record):
    """Safety provision in service at a unit or at a shared point."""

    __tablename__ = "provision"
    __table_args__ = (
        exactly_one("unit_id", "point_id"),
        in_order("first_day", "last_day"),
        CheckConstraint("waste IS NULL OR kind = 'waste_bins'", name="waste_of_bins"),
    )

    id: Mapped[str] = key("Key of the provision")
    programme_id: Mapped[str | None] = ref("programme", "Programme that provided it", optional=True)
    kind: Mapped[str] = choice("kind", PROVISIONS, "What is provided")
    waste: Mapped[str | None] = text("For bins: the kind of waste", optional=True)
    unit_id: Mapped[str | None] = ref("production_unit", "Unit that has it", optional=True)
    point_id: Mapped[str | None] = ref("shared_point", "Shared point that has it", optional=True)
    quantity: Mapped[int] = count("quantity", "How many", least=1)
    first_day: Day = day("First day in service")
    last_day: OptionalDay = day("Last day in service, if it has ended", optional=True)


class Delivery(Record):
    """Goods handed over on a day."""

    __tablename__ = "delivery"
    __table_args__ = (
        exactly_one("unit_id", "organisation_id"),
        CheckConstraint("(value_minor IS NULL) = (currency_id IS NULL)", name="value_has_currency"),
    )

    id: Mapped[str] = key("Key of the delivery")
    programme_id: Mapped[str] = ref("programme", "Programme that delivered")
    kind: Mapped[str] = choice("kind", GOODS, "What was delivered")
    unit_id: Mapped[str | None] = ref("production_unit", "Unit that received it", optional=True)
    organisation_id: Mapped[str | None] = ref("organisation", "Organisation that received it", optional=True)
    delivered_on: Day = day("Day of the delivery")
    quantity: Mapped[int] = count("quantity", "How many", least=1)
    value_minor: Mapped[int | None] = money(
        "value_minor", "value", "currency_id", "What it was worth, if known", optional=True
    )
    currency_id: Mapped[str | None] = ref("currency", "Currency of the value", optional=True, index=False)


class RiskAssessment(Record):
    """A dated assessment of a unit's dangers."""

    __tablename__ = "risk_assessment"

    id: Mapped[str] = key("Key of the risk assessment")
    programme_id: Mapped[str] = ref("programme", "Programme that assessed")
    unit_id: Mapped[str] = ref("production_unit", "The unit")
    assessed_on: Day = day("Day of the assessment")
    miners_covered: Mapped[int] = count("miners_covered", "Miners whose work was assessed")


class RiskAssessmentDanger(Record):
    """A danger found in a risk assessment."""

    __tablename__ = "risk_assessment_danger"

    risk_assessment_id: Mapped[str] = ref("risk_assessment", "The risk assessment", primary_key=True)
    danger: Mapped[str] = choice("danger", DANGERS, "The danger", primary_key=True)
    level: Mapped[str] = choice("level", ("high", "medium", "low"), "How grave it is")
    measure: Mapped[str | None] = text("What was agreed against it", optional=True)


class Incident(Record):
    """An accident, an occupational illness or a near miss."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("(benefit_minor IS NULL) = (currency_id IS NULL)", name="benefit_has_currency"),
    )

    id: Mapped[str] = key("Key of the incident")
    unit_id: Mapped[str] = ref("production_unit", "The unit")
    occurred_on: Day = day("Day it happened, or the illness was found")
    kind: Mapped[str] = choice("kind", ("accident", "occupational_illness", "near_miss"), "What it was")
    severity: Mapped[str] = choice("severity", SEVERITIES, "How grave it was")
    cause: Mapped[str] = choice("cause", (*DANGERS, "silica", "mercury"), "What caused it")
    people_hurt: Mapped[int] = count("people_hurt", "People hurt")
    benefit_minor: Mapped[int | None] = money(
        "benefit_minor", "benefit", "currency_id", "Benefit paid by cover, if any", optional=True
    )
    currency_id: Mapped[str | None] = ref("currency", "Currency of the benefit", optional=True, index=False)
    statement: Mapped[str | None] = text("Statement of the organisation, for a fatal one", optional=True)

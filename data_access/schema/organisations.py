"""Where organisations stand: plans, CRAFT findings, certificates, permits, access to finance."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from data_access.schema.base import (
    Day,
    OptionalDay,
    Record,
    choice,
    count,
    day,
    exactly_one,
    in_order,
    key,
    money,
    ref,
    text,
    translations,
)

FIELDS = ("organisational", "technical", "environmental", "social", "trading")
CRAFT_MODULES = ("module_1", "module_2", "module_3", "module_4", "module_5")
LEVELS = ("high", "medium", "low")
CERTIFICATION_STATUSES = ("in_process", "certified", "suspended", "withdrawn", "expired")
PERMIT_STATUSES = ("none", "applied", "granted", "lapsed")


class ImprovementPlan(Record):
    """A unit's or organisation's plan of actions for a year."""

    __tablename__ = "improvement_plan"
    __table_args__ = (exactly_one("unit_id", "organisation_id"),)

    id: Mapped[str] = key("Key of the plan")
    programme_id: Mapped[str | None] = ref("programme", "Programme that supports it", optional=True)
    unit_id: Mapped[str | None] = ref("production_unit", "Unit whose plan it is", optional=True)
    organisation_id: Mapped[str | None] = ref("organisation", "Organisation whose plan it is", optional=True)
    year: Mapped[int] = count("year", "Year of the plan", least=1900)
    agreed_on: Day = day("Day it was agreed")


class PlanAction(Record):
    """One action of an improvement plan."""

    __tablename__ = "plan_action"
    __table_args__ = (CheckConstraint("done_on IS NULL OR cancelled_on IS NULL", name="done_or_cancelled"),)

    id: Mapped[str] = key("Key of the action")
    plan_id: Mapped[str] = ref("improvement_plan", "The plan")
    field: Mapped[str] = choice("field", FIELDS, "Field of the action")
    description: Mapped[str] = text("What is to be done")
    due_on: Day = day("Day by which it is due")
    done_on: OptionalDay = day("Day it was done, if so", optional=True)
    cancelled_on: OptionalDay = day("Day it was cancelled, if so", optional=True)


class CraftAssessment(Record):
    """A CRAFT assessment of an organisation: a due-diligence report for buyers."""

    __tablename__ = "craft_assessment"

    id: Mapped[str] = key("Key of the assessment")
    programme_id: Mapped[str | None] = ref("programme", "Programme that supported it", optional=True)
    organisation_id: Mapped[str] = ref("organisation", "The organisation")
    assessed_on: Day = day("Day of the assessment")
    report: Mapped[str] = choice("report", ("full", "summary"), "Kind of report")


class CraftFinding(Record):
    """A risk recorded in a CRAFT assessment; open until mitigating, then mitigated."""

    __tablename__ = "craft_finding"
    __table_args__ = (in_order("mitigating_on", "mitigated_on"),)

    id: Mapped[str] = key("Key of the finding")
    craft_assessment_id: Mapped[str] = ref("craft_assessment", "The assessment")
    module: Mapped[str] = choice("module", CRAFT_MODULES, "Module of the code")
    requirement: Mapped[str] = text("Requirement of the code")
    level: Mapped[str] = choice("level", LEVELS, "How grave the risk is")
    mitigating_on: OptionalDay = day("Day mitigation began, if so", optional=True)
    mitigated_on: OptionalDay = day("Day it was mitigated, if so", optional=True)


class Certification(Record):
    """An organisation's status under an audited standard over a span of days."""

    __tablename__ = "certification"
    __table_args__ = (in_order("first_day", "last_day"),)

    id: Mapped[str] = key("Key of the row")
    organisation_id: Mapped[str] = ref("organisation", "The organisation")
    standard_id: Mapped[str] = ref("standard", "The standard")
    status: Mapped[str] = choice("status", CERTIFICATION_STATUSES, "Status in this span")
    first_day: Day = day("First day of the status")
    last_day: OptionalDay = day("Last day of the status, if it has ended", optional=True)


class Accreditation(Record):
    """A scheme accepts an organisation as a source."""

    __tablename__ = "accreditation"
    __table_args__ = (in_order("first_day", "last_day"),)

    id: Mapped[str] = key("Key of the row")
    organisation_id: Mapped[str] = ref("organisation", "The organisation")
    scheme: Mapped[str] = text("Scheme that accepts it")
    first_day: Day = day("First day")
    last_day: OptionalDay = day("Last day, if it has ended", optional=True)


class Permit(Record):
    """A legal status of an organisation or unit over a span of days."""

    __tablename__ = "permit"
    __table_args__ = (exactly_one("unit_id", "organisation_id"), in_order("first_day", "last_day"))

    id: Mapped[str] = key("Key of the row")
    unit_id: Mapped[str | None] = ref("production_unit", "The unit", optional=True)
    organisation_id: Mapped[str | None] = ref("organisation", "The organisation", optional=True)
    kind: Mapped[str] = choice(
        "kind",
        ("formalisation_registry", "mining_title", "contract", "environmental_permit"),
        "What is permitted",
    )
    status: Mapped[str] = choice("status", PERMIT_STATUSES, "Status in this span")
    first_day: Day = day("First day of the status")
    last_day: OptionalDay = day("Last day of the status, if it has ended", optional=True)


class FinanceAccess(Record):
    """An organisation asked for an account or a credit, and what came of it."""

    __tablename__ = "finance_access"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "asked_on"),
        CheckConstraint("(amount_minor IS NULL) = (currency_id IS NULL)", name="amount_has_currency"),
    )

    id: Mapped[str] = key("Key of the request")
    programme_id: Mapped[str | None] = ref("programme", "Programme that supported it", optional=True)
    organisation_id: Mapped[str] = ref("organisation", "The organisation")
    kind: Mapped[str] = choice("kind", ("account", "credit"), "What was asked for")
    asked_on: Day = day("Day it was asked for")
    decided_on: OptionalDay = day("Day of the decision, if there is one", optional=True)
    status: Mapped[str] = choice("status", ("pending", "granted", "refused"), "What came of it")
    reason: Mapped[str | None] = text("Why it was refused", optional=True)
    reason_es, reason_fr = translations("reason", "Why it was refused")
    amount_minor: Mapped[int | None] = money(
        "amount_minor", "amount", "currency_id", "Amount of the credit", optional=True
    )
    currency_id: Mapped[str | None] = ref("currency", "Currency of the amount", optional=True, index=False)

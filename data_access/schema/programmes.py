"""Programmes, who pays them, their ladders, and the production units that climb."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import (
    Day,
    OptionalDay,
    Record,
    choice,
    count,
    day,
    degrees,
    in_order,
    key,
    money,
    ref,
    text,
    translations,
)


class Ladder(Record):
    """A ladder of stages. Two ladders are never merged or averaged."""

    __tablename__ = "ladder"

    id: Mapped[str] = key("Short code of the ladder")
    name: Mapped[str] = text("Name of the ladder")
    name_es, name_fr = translations("name", "Name of the ladder")
    owner: Mapped[str] = text("Organisation that keeps the ladder")
    description: Mapped[str | None] = text("What the ladder leads to", optional=True)


class Stage(Record):
    """One stage of a ladder."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("ladder_id", "position"), UniqueConstraint("id", "ladder_id"))

    id: Mapped[str] = key("Short code of the stage")
    ladder_id: Mapped[str] = ref("ladder", "The ladder")
    position: Mapped[int] = count("position", "Place on the ladder, from 1 at its foot", least=1)
    name: Mapped[str] = text("Name of the stage")
    name_es, name_fr = translations("name", "Name of the stage")
    description: Mapped[str | None] = text("What a unit at this stage does", optional=True)


class Criterion(Record):
    """One criterion of a ladder."""

    __tablename__ = "criterion"
    __table_args__ = (ForeignKeyConstraint(["stage_id", "ladder_id"], ["stage.id", "stage.ladder_id"]),)

    id: Mapped[str] = key("Short code of the criterion")
    ladder_id: Mapped[str] = ref("ladder", "The ladder")
    stage_id: Mapped[str | None] = ref("stage", "Stage from which it is asked", optional=True)
    area: Mapped[str] = choice("area", ("governance", "social", "environmental"), "Area of the criterion")
    name: Mapped[str] = text("What is asked")
    name_es, name_fr = translations("name", "What is asked")


class Programme(Record):
    """A funded piece of work with a lead, dates and one ladder. A phase with other funders or
    dates is a programme of its own."""

    __tablename__ = "programme"
    __table_args__ = (in_order("first_day", "last_day"),)

    id: Mapped[str] = key("Short code of the programme, e.g. HSE-1")
    name: Mapped[str] = text("Name of the programme")
    name_es, name_fr = translations("name", "Name of the programme")
    lead_organisation_id: Mapped[str] = ref("organisation", "Organisation that leads it")
    ladder_id: Mapped[str] = ref("ladder", "Ladder its units climb")
    follows_id: Mapped[str | None] = ref("programme", "Programme whose next phase this is", optional=True)
    first_day: Day = day("First day")
    last_day: OptionalDay = day("Last day, if it is known", optional=True)
    description: Mapped[str | None] = text("What it does, in a sentence", optional=True)
    description_es, description_fr = translations("description", "What it does, in a sentence")


class Funding(Record):
    """An amount that an organisation agreed to pay for a programme."""

    __tablename__ = "funding"

    id: Mapped[str] = key("Key of the agreement")
    programme_id: Mapped[str] = ref("programme", "The programme")
    organisation_id: Mapped[str] = ref("organisation", "The sponsor that pays")
    agreed_on: Day = day("Day of the agreement")
    amount_minor: Mapped[int] = money("amount_minor", "amount", "currency_id", "Amount agreed")
    currency_id: Mapped[str] = ref("currency", "Currency of the amount")


class BudgetLine(Record):
    """What a programme means to spend on one action."""

    __tablename__ = "budget_line"

    id: Mapped[str] = key("Key of the line")
    programme_id: Mapped[str] = ref("programme", "The programme")
    action: Mapped[str] = text("What the money is for")
    action_es, action_fr = translations("action", "What the money is for")
    lever: Mapped[str | None] = text("Lever that the action pulls, e.g. skills, equipment", optional=True)
    lever_es, lever_fr = translations("lever", "Lever that the action pulls")
    amount_minor: Mapped[int] = money("amount_minor", "amount", "currency_id", "Amount budgeted")
    currency_id: Mapped[str] = ref("currency", "Currency of the amount")


class Expenditure(Record):
    """What a programme spent on one action on a day."""

    __tablename__ = "expenditure"

    id: Mapped[str] = key("Key of the payment")
    budget_line_id: Mapped[str] = ref("budget_line", "The budget line")
    spent_on: Day = day("Day of the payment")
    amount_minor: Mapped[int] = money("amount_minor", "amount", "currency_id", "Amount spent")
    currency_id: Mapped[str] = ref("currency", "Currency of the amount")


class ProductionUnit(Record):
    """A small working team of miners: what climbs a ladder."""

    __tablename__ = "production_unit"

    id: Mapped[str] = key("Code of the unit")
    name: Mapped[str] = text("Name of the unit")
    organisation_id: Mapped[str] = ref("organisation", "Mining organisation it belongs to")
    operator_id: Mapped[str | None] = ref(
        "organisation", "Operator on whose concession it works", optional=True
    )
    region_id: Mapped[str] = ref("region", "Region as recorded, never taken from the coordinates")
    place: Mapped[str | None] = text("Municipality or district", optional=True)
    district_code: Mapped[str | None] = text("Official district code, e.g. UBIGEO", optional=True)
    district_scheme: Mapped[str | None] = choice(
        "district_scheme", ("INEI", "RENIEC", "DANE", "other"), "Scheme of the district code", optional=True
    )
    latitude: Mapped[float | None] = degrees("latitude", 90, "Latitude of the workings")
    longitude: Mapped[float | None] = degrees("longitude", 180, "Longitude of the workings")


class Enrolment(Record):
    """A unit takes part in a programme from a day to a day, both included."""

    __tablename__ = "enrolment"
    __table_args__ = (in_order("first_day", "last_day"), Index(None, "programme_id", "first_day"))

    unit_id: Mapped[str] = ref("production_unit", "The unit", primary_key=True)
    programme_id: Mapped[str] = ref("programme", "The programme", primary_key=True)
    first_day: Day = day("First day in the programme", primary_key=True)
    last_day: OptionalDay = day("Last day in the programme, if it has ended", optional=True)


class Assessment(Record):
    """At which stage of a ladder a unit was found on a day."""

    __tablename__ = "assessment"
    __table_args__ = (
        ForeignKeyConstraint(["stage_id", "ladder_id"], ["stage.id", "stage.ladder_id"]),
        Index(None, "unit_id", "ladder_id", "assessed_on"),
    )

    id: Mapped[str] = key("Key of the assessment")
    unit_id: Mapped[str] = ref("production_unit", "The unit", index=False)
    ladder_id: Mapped[str] = ref("ladder", "The ladder")
    stage_id: Mapped[str] = ref("stage", "The stage found; one of this ladder")
    assessed_on: Day = day("Day of the assessment")
    recorded_at: Mapped[datetime] = mapped_column(
        DateTime, doc="When it was recorded (UTC): of two on one day, the later recorded counts"
    )
    assessor: Mapped[str | None] = text("Organisation that assessed", optional=True)


class CriterionResult(Record):
    """Whether a criterion was met at an assessment, and who verified it."""

    __tablename__ = "criterion_result"

    assessment_id: Mapped[str] = ref("assessment", "The assessment", primary_key=True)
    criterion_id: Mapped[str] = ref("criterion", "The criterion", primary_key=True)
    met: Mapped[bool] = mapped_column(doc="true if it is met", server_default=true())
    verified_by: Mapped[str | None] = text("Organisation that verified it", optional=True)

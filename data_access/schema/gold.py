"""From unit to buyer, and back: gold sold, premium due, received and spent."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from data_access.schema.base import (
    Day,
    OptionalDay,
    Record,
    choice,
    count,
    day,
    in_order,
    key,
    money,
    ref,
    scaled,
    text,
    translations,
)

CATEGORIES = (
    "community_and_social",
    "environment",
    "health_and_safety",
    "production_and_equipment",
    "organisation_and_management",
    "local_suppliers",
    "women_and_vulnerable_groups",
)


class Standard(Record):
    """A standard under which gold is sold."""

    __tablename__ = "standard"

    id: Mapped[str] = key("Short code of the standard")
    name: Mapped[str] = text("Name of the standard")
    name_es, name_fr = translations("name", "Name of the standard")
    owner: Mapped[str] = text("Organisation that keeps it")


class PremiumRate(Record):
    """What a standard's premium is for a kilogram of fine gold, from a day to a day."""

    __tablename__ = "premium_rate"
    __table_args__ = (UniqueConstraint("standard_id", "first_day"), in_order("first_day", "last_day"))

    id: Mapped[str] = key("Key of the rate")
    standard_id: Mapped[str] = ref("standard", "The standard")
    rate_minor: Mapped[int] = money("rate_minor", "rate", "currency_id", "Premium for a fine kilogram")
    currency_id: Mapped[str] = ref("currency", "Currency of the rate", index=False)
    first_day: Day = day("First day it holds")
    last_day: OptionalDay = day("Last day it holds, if it has ended", optional=True)


class GoldLot(Record):
    """Fine gold sold by an organisation to a buyer on a day."""

    __tablename__ = "gold_lot"
    __table_args__ = (Index(None, "organisation_id", "sold_on"),)

    id: Mapped[str] = key("Key of the lot")
    organisation_id: Mapped[str] = ref("organisation", "Organisation that sold", index=False)
    buyer_id: Mapped[str] = ref("organisation", "Organisation that bought")
    standard_id: Mapped[str | None] = ref("standard", "Standard it was sold under, if any", optional=True)
    sold_on: Day = day("Day of the sale")
    fine_milligrams: Mapped[int] = scaled(
        "fine_milligrams", "fine_grams", 3, "Fine grams of the lot", least=1
    )
    destination_id: Mapped[str] = ref("country", "Country it went to", index=False)


class GoldLotUnit(Record):
    """A unit that a lot came from: what makes it traceable."""

    __tablename__ = "gold_lot_unit"

    lot_id: Mapped[str] = ref("gold_lot", "The lot", primary_key=True)
    unit_id: Mapped[str] = ref("production_unit", "The unit", primary_key=True)


class PremiumReceipt(Record):
    """Premium that an organisation received on a day."""

    __tablename__ = "premium_receipt"
    __table_args__ = (Index(None, "organisation_id", "received_on"),)

    id: Mapped[str] = key("Key of the payment")
    organisation_id: Mapped[str] = ref("organisation", "Organisation that received it", index=False)
    lot_id: Mapped[str | None] = ref("gold_lot", "Lot it was paid for, if stated", optional=True)
    received_on: Day = day("Day it was received")
    amount_minor: Mapped[int] = money("amount_minor", "amount", "currency_id", "Amount received")
    currency_id: Mapped[str] = ref("currency", "Currency of the amount", index=False)


class PremiumPlan(Record):
    """What a Premium Committee decided to do with the premium of a year."""

    __tablename__ = "premium_plan"

    id: Mapped[str] = key("Key of the Premium Investment Plan")
    organisation_id: Mapped[str] = ref("organisation", "The organisation")
    year: Mapped[int] = count("year", "Year of the plan", least=1900)
    decided_on: Day = day("Day the committee decided")


class PremiumPlanLine(Record):
    """One line of a Premium Investment Plan."""

    __tablename__ = "premium_plan_line"

    id: Mapped[str] = key("Key of the line")
    plan_id: Mapped[str] = ref("premium_plan", "The plan")
    category: Mapped[str] = choice("category", CATEGORIES, "What it is for")
    description: Mapped[str] = text("What is to be bought")
    amount_minor: Mapped[int] = money("amount_minor", "amount", "currency_id", "Amount planned")
    currency_id: Mapped[str] = ref("currency", "Currency of the amount", index=False)


class PremiumExpenditure(Record):
    """Premium that an organisation spent on a day, and what it bought."""

    __tablename__ = "premium_expenditure"
    __table_args__ = (Index(None, "organisation_id", "spent_on"),)

    id: Mapped[str] = key("Key of the payment")
    organisation_id: Mapped[str] = ref("organisation", "Organisation that spent it", index=False)
    plan_line_id: Mapped[str | None] = ref(
        "premium_plan_line", "Line of the plan it follows, if any", optional=True
    )
    spent_on: Day = day("Day it was spent")
    category: Mapped[str] = choice("category", CATEGORIES, "What it was for")
    description: Mapped[str] = text("What it bought")
    amount_minor: Mapped[int] = money("amount_minor", "amount", "currency_id", "Amount spent")
    currency_id: Mapped[str] = ref("currency", "Currency of the amount", index=False)

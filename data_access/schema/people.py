"""Miners, the units they work in, and what they learn. No names, anywhere."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import (
    Day,
    OptionalDay,
    Record,
    choice,
    count,
    day,
    key,
    ref,
    text,
    translations,
)

SEXES = ("female", "male", "other", "not_stated")
RELATIONS = ("internal", "external", "selector")
VISIT_TOPICS = (
    "preparation",
    "exploitation",
    "extraction",
    "ventilation",
    "explosives",
    "drills_and_emergency_protocols",
)


class Miner(Record):
    """A person who works in a unit, known by a pseudonym alone."""

    __tablename__ = "miner"
    __table_args__ = (CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year_range"),)

    id: Mapped[str] = key("Pseudonym; never a name or the number of a document")
    sex: Mapped[str] = choice("sex", SEXES, "Sex as stated")
    birth_year: Mapped[int | None] = mapped_column(
        doc="Year of birth", info={"minimum": 1900, "maximum": 2100}
    )


class Membership(Record):
    """A miner works in a unit from a day to a day; one unit at a time. On the day left the
    miner is gone."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("left_on > joined_on", name="left_after_joined"),
        UniqueConstraint("miner_id", "joined_on"),
        Index("uq_membership_open", "miner_id", unique=True, sqlite_where=sql("left_on IS NULL"),
              postgresql_where=sql("left_on IS NULL")),
        # So that who is in a unit on a day is counted without reading each membership.
        Index(None, "unit_id", "joined_on", "left_on"),
        Index(None, "joined_on"),
        Index(None, "left_on"),
    )  # fmt: skip

    id: Mapped[str] = key("Key of the membership")
    miner_id: Mapped[str] = ref("miner", "The miner", index=False)
    unit_id: Mapped[str] = ref("production_unit", "The unit", index=False)
    relation: Mapped[str] = choice("relation", RELATIONS, "How the miner relates to the operator")
    joined_on: Day = day("First day in the unit")
    left_on: OptionalDay = day("Day the miner left, if so", optional=True)


class Topic(Record):
    """A subject of training."""

    __tablename__ = "topic"

    id: Mapped[str] = key("Short code of the topic")
    name: Mapped[str] = text("Name of the topic")
    name_es, name_fr = translations("name", "Name of the topic")
    validity_months: Mapped[int | None] = count(
        "validity_months", "Months for which an attendance is valid; empty if it never lapses", least=1,
        optional=True,
    )  # fmt: skip
    required: Mapped[bool] = mapped_column(doc="true if every miner has to have it")


class TrainingSession(Record):
    """A training held on a day."""

    __tablename__ = "training_session"
    __table_args__ = (Index(None, "held_on"),)

    id: Mapped[str] = key("Key of the session")
    programme_id: Mapped[str] = ref("programme", "Programme that held it")
    topic_id: Mapped[str] = ref("topic", "Its topic")
    held_on: Day = day("Day it was held")
    minutes: Mapped[int] = count("minutes", "How long it lasted, in minutes", least=1)
    trainer: Mapped[str | None] = text("Organisation that trained", optional=True)


class Attendance(Record):
    """One miner at one session."""

    __tablename__ = "attendance"
    __table_args__ = (Index(None, "miner_id"), {"sqlite_with_rowid": False})

    session_id: Mapped[str] = ref("training_session", "The session", primary_key=True)
    miner_id: Mapped[str] = ref("miner", "The miner", primary_key=True)


class AssistanceVisit(Record):
    """A dated visit of technical assistance to a unit."""

    __tablename__ = "assistance_visit"

    id: Mapped[str] = key("Key of the visit")
    programme_id: Mapped[str] = ref("programme", "Programme that paid the visit")
    unit_id: Mapped[str] = ref("production_unit", "The unit visited")
    visited_on: Day = day("Day of the visit")
    topic: Mapped[str] = choice("topic", VISIT_TOPICS, "Subject of the visit")
    minutes: Mapped[int] = count("minutes", "How long it lasted, in minutes", least=1)
    findings: Mapped[str | None] = text("What was found", optional=True)

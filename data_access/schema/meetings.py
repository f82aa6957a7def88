"""Meetings: which exhibits are shown in them, and the numbers that are pinned for them.

Written by the dashboard itself, never taken in with a package.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from data_access.language import LANGUAGES
from data_access.schema.access import LONGEST_NAME, ROLES
from data_access.schema.base import Base, Day, choice, count, day, ref, text

TEMPLATES = ("sponsor", "coordination", "public")
LONGEST_ID = 16


class Snapshot(Base):
    """Numbers pinned at a moment: what the pages showed of a selection, to those of a role."""

    __tablename__ = "snapshot"

    id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True, doc="The id on every slide")
    made_by: Mapped[str] = mapped_column(String(LONGEST_NAME), index=True, doc="Who pinned them")
    made_at: Mapped[datetime] = mapped_column(DateTime, doc="When (UTC)")
    role: Mapped[str] = choice("role", ROLES, "As whom they were read: sponsors are told less than others")
    least_people: Mapped[int] = count(
        "least_people", "Of fewer people than this, outsiders were told nothing"
    )
    data_version: Mapped[str] = text("Version of the data they were read from")
    data_date: Day = day("Day up to which these data reached")
    as_of: Day = day("Day on which states were read")
    selection: Mapped[str] = text("The selection, as a query string of its codes and days")
    sponsor_id: Mapped[str | None] = ref("organisation", "Sponsor whom the meeting was with", optional=True)
    parts: Mapped[int | None] = mapped_column(
        Integer, doc="How many parts it has as soon as all is pinned; empty where all of it was at once"
    )


class SnapshotPart(Base):
    """The exhibits of a snapshot that those may see whose rights reach as far as the part does."""

    __tablename__ = "snapshot_part"

    snapshot_id: Mapped[str] = mapped_column(ForeignKey("snapshot.id"), primary_key=True, doc="The snapshot")
    position: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, doc="0 for the slides, 1 for all that the maker saw"
    )
    language: Mapped[str] = choice("language", LANGUAGES, "Language of its words", primary_key=True)
    programmes: Mapped[int | None] = count(
        "programmes", "How many programmes it tells of; empty for all", optional=True
    )
    regions: Mapped[int | None] = count(
        "regions", "How many regions it tells of; empty for all", optional=True
    )
    exhibits: Mapped[int] = count("exhibits", "How many exhibits it holds")
    content: Mapped[bytes] = mapped_column(LargeBinary, doc="The exhibits as JSON, compressed (LZMA)")


class SnapshotProgramme(Base):
    """A programme that a part of a snapshot tells of, where it does not tell of all."""

    __tablename__ = "snapshot_programme"

    snapshot_id: Mapped[str] = mapped_column(ForeignKey("snapshot.id"), primary_key=True, doc="The snapshot")
    position: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, doc="Position of the part"
    )
    programme_id: Mapped[str] = ref("programme", "The programme", primary_key=True)


class SnapshotRegion(Base):
    """A region that a part of a snapshot tells of, where it does not tell of all."""

    __tablename__ = "snapshot_region"

    snapshot_id: Mapped[str] = mapped_column(ForeignKey("snapshot.id"), primary_key=True, doc="The snapshot")
    position: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, doc="Position of the part"
    )
    region_id: Mapped[str] = ref("region", "The region", primary_key=True)


class Meeting(Base):
    """A deck of slides for a meeting; its numbers are pinned when the meeting is started."""

    __tablename__ = "meeting"

    id: Mapped[str] = mapped_column(String(LONGEST_ID), primary_key=True, doc="The id in its link")
    title: Mapped[str] = text("Title of the deck")
    template: Mapped[str] = choice("template", TEMPLATES, "Which kind of meeting it is")
    made_by: Mapped[str] = mapped_column(String(LONGEST_NAME), index=True, doc="Whose it is")
    made_at: Mapped[datetime] = mapped_column(DateTime, doc="When it was made (UTC)")
    changed_at: Mapped[datetime] = mapped_column(DateTime, doc="When it was last changed (UTC)")
    revision: Mapped[int] = count("revision", "How often it was changed: who saves has to have seen the last")
    selection: Mapped[str] = text("The selection, as a query string of its codes and days")
    sponsor_id: Mapped[str | None] = ref("organisation", "Sponsor whom it is with, if one", optional=True)
    snapshot_id: Mapped[str | None] = mapped_column(
        ForeignKey("snapshot.id"), index=True, doc="Its pinned numbers, once it was started"
    )
    shown: Mapped[int] = count("shown", "Which slide is on the screen, from 0")
    shown_since: Mapped[datetime | None] = mapped_column(DateTime, doc="Since when slides are shown (UTC)")


class MeetingSlide(Base):
    """A slide: which exhibit, what the presenter says to it there, and what they note for themselves."""

    __tablename__ = "meeting_slide"
    __table_args__ = (CheckConstraint("exhibit <> ''", name="names_an_exhibit"),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True, doc="The meeting")
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, doc="From 0")
    exhibit: Mapped[str] = text("Name of what makes the exhibit, e.g. training.people_trained")
    arguments: Mapped[str] = text("What it is made from, as JSON")
    sentence: Mapped[str | None] = text("The presenter's own sentence, on the slide", optional=True)
    notes: Mapped[str | None] = text("The presenter's notes, for nobody else", optional=True)

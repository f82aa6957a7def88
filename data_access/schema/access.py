"""Who may see what, and who did what: written by the dashboard itself, never taken in with a package."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from data_access.schema.base import Base, Day, OptionalDay, choice, count, day, in_order, ref, text

ROLES = ("administrator", "coordinator", "sponsor", "presenter")
ACTIONS = ("grant", "revoke", "download", "sign_in", "sign_out", "disclosure")
LONGEST_NAME = 254
# Of two, whoever is the one knows the other.
FEWEST_PEOPLE = 3


class ViewerGrant(Base):
    """What a viewer may see, from a day to a day: in which role, and within which limits.

    Without a programme, a funder or a region it has no such limit. A funder stands for the
    programmes that it funds.
    """

    __tablename__ = "viewer_grant"
    __table_args__ = (in_order("first_day", "last_day"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True, doc="Number of the grant")
    viewer: Mapped[str] = mapped_column(
        String(LONGEST_NAME), index=True, doc="E-mail address, in small letters"
    )
    role: Mapped[str] = choice("role", ROLES, "What the viewer is here for")
    funder_id: Mapped[str | None] = ref(
        "organisation", "Funder whose programmes it covers, if any", optional=True, index=False
    )
    first_day: Day = day("First day it holds")
    last_day: OptionalDay = day("Last day it holds, if it ends", optional=True)
    granted_by: Mapped[str] = text("Who granted it")
    granted_at: Mapped[datetime] = mapped_column(DateTime, doc="When it was granted (UTC)")
    revoked_by: Mapped[str | None] = text("Who revoked it", optional=True)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime, doc="When it was revoked (UTC)")


class GrantedProgramme(Base):
    """A programme that a grant covers."""

    __tablename__ = "granted_programme"

    grant_id: Mapped[int] = mapped_column(ForeignKey("viewer_grant.id"), primary_key=True, doc="The grant")
    programme_id: Mapped[str] = ref("programme", "The programme", primary_key=True)


class GrantedRegion(Base):
    """A region that a grant covers."""

    __tablename__ = "granted_region"

    grant_id: Mapped[int] = mapped_column(ForeignKey("viewer_grant.id"), primary_key=True, doc="The grant")
    region_id: Mapped[str] = ref("region", "The region", primary_key=True)


class AuditEntry(Base):
    """Who did what, when."""

    __tablename__ = "audit_entry"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True, doc="Number of the entry")
    at: Mapped[datetime] = mapped_column(DateTime, index=True, doc="When (UTC)")
    viewer: Mapped[str] = mapped_column(String(LONGEST_NAME), doc="Who")
    action: Mapped[str] = choice("action", ACTIONS, "What was done")
    exhibit: Mapped[str | None] = text("Of which exhibit, for a download", optional=True)
    selection: Mapped[str | None] = text("Of which selection, as in the URL, for a download", optional=True)
    row_count: Mapped[int | None] = mapped_column(Integer, doc="How many rows, for a download")
    detail: Mapped[str | None] = text("To whom and what, for a grant", optional=True)


class EndedSignIn(Base):
    """A sign-in that its viewer has ended: its cookie is dead, wherever a copy of it lies."""

    __tablename__ = "ended_sign_in"

    token: Mapped[str] = mapped_column(String(64), primary_key=True, doc="SHA-256 of the token's claims")
    viewer: Mapped[str] = mapped_column(String(LONGEST_NAME), doc="Whose")
    ended_at: Mapped[datetime] = mapped_column(DateTime, doc="When it was ended (UTC)")


class PlaceKey(Base):
    """The secret by which places are moved for those who may not know them exactly: one, and for good."""

    __tablename__ = "place_key"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, doc="1: there is but one")
    key: Mapped[str] = mapped_column(String(64), doc="64 hexadecimal digits, drawn at random")


class DisclosureRule(Base):
    """Of how few people outsiders learn no number: one rule for all; without a row, the program's own."""

    __tablename__ = "disclosure_rule"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, doc="1: there is but one")
    least_people: Mapped[int] = count(
        "least_people", "The smallest number of people that is told", least=FEWEST_PEOPLE
    )

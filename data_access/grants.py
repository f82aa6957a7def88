"""What is granted to whom: a role, and the programmes and regions within which it holds."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, and_, insert, or_, select, update

from data_access.audit import now, record
from data_access.choosing import known
from data_access.frames import frame_of
from data_access.schema import GrantedProgramme, GrantedRegion, ViewerGrant
from data_access.schema.access import LONGEST_NAME
from data_access.selection import UnknownCode
from data_access.viewer import UNRESTRICTED, NotAdministrator, Role, UnknownViewer, Viewer

ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")


class GrantRefused(ValueError):
    """A grant that makes no sense, or stands against another; the message says why and what to do."""


@dataclass(frozen=True)
class Grant:
    """What a viewer is to see: programmes, or those of a funder, and regions; none of them is no limit."""

    viewer: str
    role: Role
    programmes: tuple[str, ...] = ()
    funder: str | None = None
    regions: tuple[str, ...] = ()
    first_day: date = date.min
    last_day: date | None = None

    def __post_init__(self) -> None:
        if not ADDRESS.fullmatch(self.viewer) or len(self.viewer) > LONGEST_NAME:
            raise GrantRefused(
                f"“{self.viewer}” is no e-mail address: a viewer is known by the one of the sign-in."
            )
        if self.last_day is not None and self.last_day < self.first_day:
            raise GrantRefused(
                f"The grant ends on {self.last_day}, before it begins on {self.first_day}: "
                "choose a last day that is not before the first."
            )
        if self.role == Role.sponsor and not (self.programmes or self.funder):
            raise GrantRefused("A sponsor sees what they fund: name a programme or a funder.")
        if self.role == Role.administrator and (self.programmes or self.funder or self.regions):
            raise GrantRefused("An administrator sees everything: name no programme, funder or region.")

    def in_words(self) -> str:
        """The grant as the audit keeps it."""
        limits = [*self.programmes, *([self.funder] if self.funder else []), *self.regions]
        until = f" to {self.last_day}" if self.last_day else ""
        return f"{self.viewer}: {self.role}, {' '.join(limits) or 'everything'}, from {self.first_day}{until}"


def grant(connection: Connection, by: Viewer, given: Grant) -> None:
    """Gives a viewer a grant, and writes it down; ``connection`` may write, and commits or doesn't.

    A viewer has one grant at a time. Raises GrantRefused where another holds on one of its days,
    UnknownCode for a programme, funder or region that isn't there, and NotAdministrator.
    """
    _administrator(by)
    name = given.viewer.lower()
    programmes = known(connection, UNRESTRICTED, "programme", given.programmes)
    regions = known(connection, UNRESTRICTED, "region", given.regions)
    known(connection, UNRESTRICTED, "sponsor", [given.funder] if given.funder else [])
    _refuse_overlap(connection, name, given)
    row = {
        "viewer": name,
        "role": given.role,
        "funder_id": given.funder,
        "first_day": given.first_day,
        "last_day": given.last_day,
        "granted_by": by.name,
        "granted_at": now(),
    }
    key = connection.execute(insert(ViewerGrant).values(row).returning(ViewerGrant.id)).scalar_one()
    for table, column, codes in (
        (GrantedProgramme, "programme_id", programmes),
        (GrantedRegion, "region_id", regions),
    ):
        if codes:
            connection.execute(insert(table), [{"grant_id": key, column: code} for code in codes])
    record(connection, by.name, "grant", detail=given.in_words())


def revoke(connection: Connection, by: Viewer, name: str) -> None:
    """Takes back what a viewer was granted and has not ended: it holds no longer from their next click.

    Raises UnknownViewer where there is nothing to take back, and NotAdministrator.
    """
    _administrator(by)
    held = and_(ViewerGrant.viewer == name.lower(), ViewerGrant.revoked_at.is_(None))
    taken = update(ViewerGrant).where(held).values(revoked_by=by.name, revoked_at=now())
    if connection.execute(taken).rowcount == 0:
        raise UnknownViewer(name)
    record(connection, by.name, "revoke", detail=name.lower())


def viewers(connection: Connection, viewer: Viewer, day: date) -> pd.DataFrame:
    """All grants with their state on a day, those that hold first; raises NotAdministrator.

    Columns: ``viewer``, ``role``, ``programmes`` and ``regions`` (codes, empty for all), ``funder``,
    ``first_day``, ``last_day``, ``state`` (in force, not yet, ended, revoked), ``granted_by``,
    ``granted_at``, ``revoked_by``, ``revoked_at``.
    """
    _administrator(viewer)
    found = frame_of(connection, select(*ViewerGrant.__table__.columns).order_by(ViewerGrant.id.desc()))
    codes = {}
    for table, column in ((GrantedProgramme, "programme_id"), (GrantedRegion, "region_id")):
        listed = frame_of(connection, select(*table.__table__.columns).order_by(*table.__table__.columns))
        codes[column] = listed.groupby("grant_id")[column].agg(tuple).to_dict()
    state = [_state(row, day) for row in found.itertuples()]
    found = found.assign(
        programmes=[codes["programme_id"].get(key, ()) for key in found["id"]],
        regions=[codes["region_id"].get(key, ()) for key in found["id"]],
        state=state,
    ).rename(columns={"funder_id": "funder"})
    columns = [
        *("viewer", "role", "programmes", "funder", "regions", "first_day", "last_day", "state"),
        *("granted_by", "granted_at", "revoked_by", "revoked_at"),
    ]
    return found.assign(first=found["state"] != "in force").sort_values(
        ["first", "viewer"], kind="stable", ignore_index=True
    )[columns]


def _administrator(viewer: Viewer) -> None:
    if viewer.role != Role.administrator:
        raise NotAdministrator(viewer)


def _refuse_overlap(connection: Connection, name: str, given: Grant) -> None:
    others = select(ViewerGrant.role, ViewerGrant.first_day, ViewerGrant.last_day).where(
        ViewerGrant.viewer == name,
        ViewerGrant.revoked_at.is_(None),
        or_(ViewerGrant.last_day.is_(None), ViewerGrant.last_day >= given.first_day),
        *([] if given.last_day is None else [ViewerGrant.first_day <= given.last_day]),
    )
    if other := connection.execute(others).first():
        until = f"to {other.last_day}" if other.last_day else "without end"
        raise GrantRefused(
            f"{name} has a grant as {other.role} from {other.first_day} {until}. "
            "A viewer has one grant at a time: revoke that one first, or choose days outside it."
        )


def _state(row: object, day: date) -> str:
    if not pd.isna(row.revoked_at):  # type: ignore[attr-defined]
        return "revoked"
    if row.first_day > day:  # type: ignore[attr-defined]
        return "not yet"
    if row.last_day is not None and row.last_day < day:  # type: ignore[attr-defined]
        return "ended"
    return "in force"


def grant_sample(connection: Connection, first_day: date) -> None:
    """Lets the sample be looked at as each role sees it, unless somebody was granted something already."""
    if connection.execute(select(ViewerGrant.id).limit(1)).first() is not None:
        return
    for given in (
        Grant("administrator@example.org", Role.administrator, first_day=first_day),
        Grant("coordinator@example.org", Role.coordinator, regions=("PE-ARE", "PE-AYA"), first_day=first_day),
        Grant("presenter@example.org", Role.presenter, first_day=first_day),
        Grant("sponsor@example.org", Role.sponsor, funder="LVMH", first_day=first_day),
    ):
        with suppress(UnknownCode):  # another sample than ours
            grant(connection, UNRESTRICTED, given)

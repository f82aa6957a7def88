"""What is granted to whom: a role, and the programmes and regions within which it holds."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

import pandas as pd
from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from data_access.audit import SOMEBODY, Action, now, record
from data_access.choosing import known
from data_access.frames import frame_of
from data_access.isolation import isolated
from data_access.language import ENGLISH, Later, mark, say, speaking
from data_access.schema import GrantedProgramme, GrantedRegion, ViewerGrant
from data_access.schema.access import LONGEST_NAME
from data_access.selection import UnknownCode
from data_access.viewer import OUTSIDERS, UNRESTRICTED, Role, UnknownViewer, Viewer

ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")
# The states of a grant, in the order of their lists: codes that are words, said by whoever shows them.
STATES = (mark("in force"), mark("not yet"), mark("ended"), mark("revoked"))
IN_FORCE, NOT_YET, ENDED, REVOKED = STATES

# Who grants what comes with the sample.
IMPORT = Viewer(mark("import of the sample"), Role.administrator)


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
        if not is_address(self.viewer):
            raise GrantRefused(
                Later(
                    "“{written}” is no e-mail address: a viewer is known by the one of the sign-in.",
                    written=self.viewer,
                )
            )
        if self.last_day is not None and self.last_day < self.first_day:
            raise GrantRefused(
                Later(
                    "The grant ends on {last_day}, before it begins on {first_day}: "
                    "choose a last day that is not before the first.",
                    last_day=self.last_day,
                    first_day=self.first_day,
                )
            )
        if self.role == Role.sponsor and not (self.programmes or self.funder):
            raise GrantRefused(Later("A sponsor sees what they fund: name a programme or a funder."))
        if self.role == Role.administrator and (self.programmes or self.funder or self.regions):
            raise GrantRefused(
                Later("An administrator sees everything: name no programme, funder or region.")
            )

    def in_words(self) -> str:
        """The grant in a line; the audit keeps it in English."""
        limits = [*self.programmes, *([self.funder] if self.funder else []), *self.regions]
        told: dict[str, object] = {"viewer": self.viewer, "role": say(self.role)}
        told |= {"limits": " ".join(limits) or say("everything"), "first_day": self.first_day}
        if self.last_day is None:
            return say("{viewer}: {role}, {limits}, from {first_day}", **told)
        told |= {"last_day": self.last_day}
        return say("{viewer}: {role}, {limits}, from {first_day} to {last_day}", **told)


def is_address(written: object) -> TypeGuard[str]:
    """Whether it can be the e-mail address by which a viewer is known."""
    if not isinstance(written, str) or len(written) > LONGEST_NAME:
        return False
    # Some letters become others when they are made small: the Kelvin sign is no k.
    same_letters = written.isascii() or not written.lower().isascii()
    return bool(ADDRESS.fullmatch(written)) and isolated(written) == written and same_letters


def grant(connection: Connection, by: Viewer, given: Grant) -> None:
    """Gives a viewer a grant, and writes it down; ``connection`` may write, and commits or doesn't.

    A viewer has one grant at a time. Raises GrantRefused where another holds on one of its days,
    UnknownCode for a programme, funder or region that isn't there, and NotAdministrator.
    """
    by.may_administer()
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
        "granted_by": by.name or SOMEBODY,
        "granted_at": now(),
    }
    key = connection.execute(insert(ViewerGrant).values(row).returning(ViewerGrant.id)).scalar_one()
    for table, column, codes in (
        (GrantedProgramme, "programme_id", programmes),
        (GrantedRegion, "region_id", regions),
    ):
        if codes:
            connection.execute(insert(table), [{"grant_id": key, column: code} for code in codes])
    with speaking(ENGLISH):
        record(connection, by.name, Action.grant, detail=given.in_words())


def told_before(connection: Connection, viewer: Viewer, given: Grant) -> Later | str:
    """That an outsider has seen within other limits before, in words; empty where they haven't.

    Raises NotAdministrator.
    """
    found = viewers(connection, viewer, given.first_day)
    if given.role not in OUTSIDERS:
        return ""
    name, limits = given.viewer.lower(), ({*given.programmes}, given.funder or "", {*given.regions})
    begun = found[(found["viewer"] == name) & found["role"].isin(OUTSIDERS) & (found["state"] != NOT_YET)]
    rows = begun.fillna({"funder": ""}).itertuples()
    if all(({*row.programmes}, row.funder, {*row.regions}) == limits for row in rows):
        return ""
    return Later(
        "{viewer} was a sponsor or presenter of something else before: what was told then stays known.",
        viewer=name,
    )


def revoke(connection: Connection, by: Viewer, name: str, day: date | None = None) -> None:
    """Takes back what a viewer was granted and has not ended by today, or by ``day``: it holds no longer
    from their next click.

    Raises UnknownViewer where there is nothing to take back, GrantRefused where administrators would
    shut themselves out with nobody left to let them in, and NotAdministrator.
    """
    by.may_administer()
    name, today = name.lower(), day or date.today()
    if name == by.name and not _administrators_without(connection, name, today):
        raise GrantRefused(
            Later(
                "{viewer} is the last administrator: nobody could give grants here any more. "
                "Make somebody else an administrator first.",
                viewer=name,
            )
        )
    taken = update(ViewerGrant).where(ViewerGrant.viewer == name, *_held_from(today))
    if connection.execute(taken.values(revoked_by=by.name or SOMEBODY, revoked_at=now())).rowcount == 0:
        raise UnknownViewer(name)
    record(connection, by.name, Action.revoke, detail=name)


def viewers(connection: Connection, viewer: Viewer, day: date) -> pd.DataFrame:
    """All grants with their state on a day, in the order of STATES; raises NotAdministrator.

    Columns: ``viewer``, ``role``, ``programmes`` and ``regions`` (codes, empty for all), ``funder``,
    ``first_day``, ``last_day``, ``state`` (one of STATES), ``granted_by``,
    ``granted_at``, ``revoked_by``, ``revoked_at``.
    """
    viewer.may_administer()
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
    return found.assign(place=found["state"].map(STATES.index)).sort_values(
        ["place", "viewer"], kind="stable", ignore_index=True
    )[columns]


def _held_from(day: date) -> list[ColumnElement[bool]]:
    """Conditions on ViewerGrant: neither revoked, nor ended by a day."""
    return [
        ViewerGrant.revoked_at.is_(None),
        or_(ViewerGrant.last_day.is_(None), ViewerGrant.last_day >= day),
    ]


def _administrators_without(connection: Connection, name: str, day: date) -> bool:
    """Whether anybody but one viewer is an administrator on a day."""
    others = select(ViewerGrant.id).where(
        ViewerGrant.role == Role.administrator,
        ViewerGrant.viewer != name,
        ViewerGrant.first_day <= day,
        *_held_from(day),
    )
    return connection.execute(others.limit(1)).first() is not None


def _refuse_overlap(connection: Connection, name: str, given: Grant) -> None:
    others = select(ViewerGrant.role, ViewerGrant.first_day, ViewerGrant.last_day).where(
        ViewerGrant.viewer == name,
        *_held_from(given.first_day),
        *([] if given.last_day is None else [ViewerGrant.first_day <= given.last_day]),
    )
    if other := connection.execute(others).first():
        told = {"viewer": name, "role": Later(other.role), "first_day": other.first_day}
        held = Later("{viewer} has a grant as {role} from {first_day} without end.", **told)
        if other.last_day is not None:
            told |= {"last_day": other.last_day}
            held = Later("{viewer} has a grant as {role} from {first_day} to {last_day}.", **told)
        raise GrantRefused(
            Later(
                "{viewer_has_a_grant} A viewer has one grant at a time: revoke that one first, or choose "
                "days outside it.",
                viewer_has_a_grant=held,
            )
        )


def _state(row: object, day: date) -> str:
    if not pd.isna(row.revoked_at):  # type: ignore[attr-defined]
        return REVOKED
    if row.first_day > day:  # type: ignore[attr-defined]
        return NOT_YET
    if row.last_day is not None and row.last_day < day:  # type: ignore[attr-defined]
        return ENDED
    return IN_FORCE


def forget_sample(connection: Connection) -> None:
    """Takes away what ``grant_sample`` has granted: the sample itself is to go."""
    ours = select(ViewerGrant.id).where(ViewerGrant.granted_by == IMPORT.name)
    for table in (GrantedProgramme, GrantedRegion):
        connection.execute(delete(table).where(table.grant_id.in_(ours)))
    connection.execute(delete(ViewerGrant).where(ViewerGrant.granted_by == IMPORT.name))


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
            grant(connection, IMPORT, given)

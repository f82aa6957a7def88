"""Who has signed in, for how long it holds, and the sign-ins that were ended before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from data_access.audit import Action, record
from data_access.audit import now as moment
from data_access.grants import is_address
from data_access.language import Later
from data_access.schema import EndedSignIn, ViewerGrant
from data_access.viewer import UNRESTRICTED, Viewer, holding, viewer_of

SESSION_HOURS = 8
# How far the provider's clock may go before or after ours.
CLOCK_SECONDS = 60
# The last second of which a calendar knows; a number can be greater than any that is reckoned with.
LATEST = 253_402_300_799
# What tells one sign-in from every other, as far as the provider says it.
IDENTIFYING = ("iss", "sub", "aud", "iat", "auth_time", "nonce", "jti", "sid", "at_hash")


class SignInRefused(Exception):
    """A sign-in that lets nobody in; the message says why to whoever has signed in."""


class SignInOver(SignInRefused):
    """A sign-in that held, and does no longer: whoever it was signs in again."""


@dataclass(frozen=True)
class SignIn:
    """A sign-in by the provider's word: the viewer's address, and until when it holds.

    ``token`` tells it from all others, and says nothing to whoever reads it. Moments are seconds
    since 1970.
    """

    viewer: str
    token: str
    begun: float
    ends: float

    def holds(self, now: float) -> None:
        """Raises SignInOver when it doesn't any longer, SignInRefused when it can't yet."""
        if now >= self.ends + CLOCK_SECONDS:
            if self.ends < self.begun + SESSION_HOURS * 3600:
                raise SignInOver(Later("Your sign-in has ended. Sign in again to go on where you were."))
            raise SignInOver(
                Later(
                    "Your sign-in has ended after {number} hours. Sign in again to go on where you were.",
                    number=SESSION_HOURS,
                )
            )
        if self.begun > now + CLOCK_SECONDS:
            raise SignInRefused(
                Later(
                    "The sign-in bears a time that is still to come: the clock of this server, or that of "
                    "the sign-in service, is wrong. Tell an administrator."
                )
            )


def sign_in_of(claims: Mapping[str, Any]) -> SignIn:
    """The sign-in that the claims of an ID token, already verified, tell of; raises SignInRefused.

    It ends when the token does, and after SESSION_HOURS at the latest.
    """
    address = claims.get("email")
    if not is_address(address):
        raise SignInRefused(
            Later(
                "The sign-in service did not say your e-mail address, by which viewers are known here. "
                "Tell an administrator: the dashboard needs the scope “email”."
            )
        )
    if claims.get("email_verified", True) not in (True, "true"):
        raise SignInRefused(
            Later(
                "The sign-in service has not verified that {address} is yours. "
                "Verify the address there, then sign in again.",
                address=address,
            )
        )
    begun, ends = _seconds(claims, "iat"), _seconds(claims, "exp")
    return SignIn(address.lower(), _token(claims), begun, min(ends, begun + SESSION_HOURS * 3600))


def admitted(connection: Connection, sign_in: SignIn, now: float, day: date) -> Viewer:
    """The viewer of a sign-in, as the store knows them on the day.

    Raises SignInOver where it has ended or was ended, SignInRefused, and UnknownViewer.
    """
    sign_in.holds(now)
    if _ended(connection, sign_in):
        raise SignInOver(Later("You have signed out."))
    return viewer_of(connection, sign_in.viewer, day)


def begin(connection: Connection, sign_in: SignIn) -> None:
    """Writes down that a viewer signed in."""
    record(connection, sign_in.viewer, Action.sign_in)


def end(connection: Connection, sign_in: SignIn) -> None:
    """Ends a sign-in for good, wherever copies of its cookie lie, and writes it down; once is enough."""
    outlived = moment() - timedelta(hours=SESSION_HOURS, seconds=2 * CLOCK_SECONDS)
    connection.execute(delete(EndedSignIn).where(EndedSignIn.ended_at < outlived))
    if _ended(connection, sign_in):
        return
    row = {"token": sign_in.token, "viewer": sign_in.viewer, "ended_at": moment()}
    try:
        with connection.begin_nested():
            connection.execute(insert(EndedSignIn).values(row))
    except IntegrityError:
        return  # another tab has ended it at this very moment
    record(connection, sign_in.viewer, Action.sign_out)


def granted(connection: Connection, day: date) -> tuple[str, ...]:
    """The names of all viewers with a grant that holds on a day, administrators first."""
    held = select(ViewerGrant.viewer, ViewerGrant.role).where(*holding(day)).distinct()
    found = connection.execute(held).all()
    return tuple(dict.fromkeys(row.viewer for row in sorted(found, key=lambda row: (row.role, row.viewer))))


def look_as(connection: Connection, chosen: str | None, day: date) -> tuple[Viewer, tuple[str, ...]]:
    """The viewer that somebody chose to look as, else the first, and all who can be chosen.

    Where nobody was granted anything, it is one who sees everything.
    """
    names = granted(connection, day)
    if not names:
        return UNRESTRICTED, ()
    return viewer_of(connection, chosen if chosen in names else names[0], day), names


def _ended(connection: Connection, sign_in: SignIn) -> bool:
    same = select(EndedSignIn.token).where(EndedSignIn.token == sign_in.token)
    return connection.execute(same).first() is not None


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    found = claims.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= LATEST:
        raise SignInRefused(
            Later(
                "The sign-in service did not say the time “{claim}” of the sign-in. Tell an administrator.",
                claim=name,
            )
        )
    return float(found)


def _token(claims: Mapping[str, Any]) -> str:
    said = [[name, claims.get(name)] for name in IDENTIFYING]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()

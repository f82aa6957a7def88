"""Who is looking: asked anew at every rerun."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import streamlit as st

from data_access.selection import EmptyStore, data_of
from data_access.sign_in import SignIn, SignInRefused, admitted, look_as, sign_in_of
from data_access.store import StoreUnavailable
from data_access.viewer import AT_THIS_MACHINE, UnknownViewer, Viewer
from pages.parts.parameters import LOOKING_AS
from pages.parts.reading import opened
from pages.server import connection, provider
from pages.server.downloads import owner_of


class TurnedAway(Exception):
    """Somebody who may see nothing of the store; the message says what to do about it, in words for them."""


class NotSignedIn(TurnedAway):
    """Somebody who has to sign in, or to sign in again."""


class NoGrant(TurnedAway):
    """Somebody who has signed in, and was granted nothing; the message is their address."""


class NotServed(TurnedAway):
    """A store that is nobody's to see from where they are, as long as nobody signs in."""


def enter() -> Exception | None:
    """Puts whoever looks into the session; gives the reason why not, where they may not or can't be known.

    Reasons are TurnedAway, StoreUnavailable and EmptyStore. What every page needs to know of the store
    is read on the same connection, for a connection costs more than what it is asked.
    """
    st.session_state.pop("viewer", None)
    try:
        with _turning_away():
            said = claims() if provider.configured() else None
            arrived = None if said is None else arrival(said)
            # By a name alone the database shows what was granted to it.
            with opened().reading(AT_THIS_MACHINE if arrived is None else arrived.viewer) as connected:
                if arrived is not None:
                    viewer = admitted(connected, arrived, time.time(), date.today())
                elif data_of(connected).sample:
                    # The link says it, too, and outlives the session. It grants nothing: the sample is open.
                    chosen = st.query_params.get(LOOKING_AS) or st.session_state.get("looking_as")
                    viewer, others = look_as(connected, chosen, date.today())
                    st.session_state["looking_as"], st.session_state["may_look_as"] = viewer.name, others
                elif here():
                    viewer = AT_THIS_MACHINE
                else:
                    raise NotServed
                known = data_of(connected)
                st.session_state["data_version"] = known.version
                st.session_state["data_date"] = known.data_date
    except (TurnedAway, StoreUnavailable, EmptyStore) as reason:
        return reason
    if st.session_state.get("looked_last", viewer) != viewer:
        # The filters may name what this viewer doesn't know: they are taken from the link once more.
        st.session_state.pop("period", None)
    st.session_state["viewer"] = st.session_state["looked_last"] = viewer
    st.session_state["claims"] = said
    # Whose the files are that are made here, as ``owner_of`` a request gives it.
    st.session_state["owner"] = owner_of(dict(st.context.cookies)) if arrived is None else arrived.token
    return None


def signed_in_viewer(said: Mapping[str, Any]) -> Viewer:
    """The viewer of whom a sign-in service said this; raises TurnedAway, and StoreUnavailable."""
    with _turning_away():
        arrived = arrival(said)
        with opened().reading(arrived.viewer) as connected:
            return admitted(connected, arrived, time.time(), date.today())


def arrival(said: Mapping[str, Any]) -> SignIn:
    """The sign-in of whom a sign-in service said this; raises NotSignedIn, and SignInRefused.

    With settings that are not whole, whoever guesses the secret of the cookie could have said it.
    """
    if provider.what_is_wrong() or not said.get("is_logged_in"):
        raise NotSignedIn
    arrived = sign_in_of(said)
    arrived.holds(time.time())  # before the store is asked: nobody needs it to know that
    return arrived


@contextmanager
def _turning_away() -> Iterator[None]:
    """Raises TurnedAway for whatever lets nobody in."""
    try:
        yield
    except SignInRefused as refused:
        raise NotSignedIn(str(refused)) from refused
    except UnknownViewer as unknown:
        raise NoGrant(unknown.name) from unknown


def claims() -> dict[str, Any]:
    """What the sign-in service said of whoever has signed in when this tab was opened."""
    return dict(st.user.to_dict())


def here() -> bool:
    """Whether this tab was opened on the machine that serves it, which serves that machine alone."""
    return st.context.headers.get(connection.REACHED_FROM) == connection.HERE

"""Who is looking: asked anew at every rerun."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from data_access.selection import EmptyStore, only_sample
from data_access.sign_in import SignIn, SignInOver, SignInRefused, admitted, granted, sign_in_of
from data_access.store import StoreUnavailable
from data_access.viewer import UNRESTRICTED, Role, UnknownViewer, Viewer, viewer_of
from pages.parts.reading import opened
from pages.server import connection, provider
from pages.server.downloads import owner_of

# Whoever sits at the machine on which the dashboard is served to that machine alone.
AT_THIS_MACHINE = Viewer("this machine", Role.administrator)


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

    Reasons are TurnedAway, StoreUnavailable and EmptyStore.
    """
    st.session_state.pop("viewer", None)
    try:
        viewer = looking()
    except (TurnedAway, StoreUnavailable, EmptyStore) as reason:
        return reason
    if st.session_state.get("looked_last", viewer) != viewer:
        # The filters may name what this viewer doesn't know: they are taken from the link once more.
        st.session_state.pop("period", None)
    st.session_state["viewer"] = st.session_state["looked_last"] = viewer
    return None


def looking() -> Viewer:
    """The viewer of this session; raises TurnedAway, StoreUnavailable and EmptyStore."""
    if provider.configured():
        return signed_in_viewer(claims())
    with opened().reading() as connected:
        if only_sample(connected):
            names = granted(connected, date.today())
            st.session_state["may_look_as"] = names
            if not names:
                return UNRESTRICTED
            chosen = st.session_state.get("looking_as")
            return viewer_of(connected, chosen if chosen in names else names[0], date.today())
    if here():
        return AT_THIS_MACHINE
    raise NotServed


def signed_in_viewer(said: Mapping[str, Any]) -> Viewer:
    """The viewer of whom a sign-in service said this; raises TurnedAway, and StoreUnavailable."""
    try:
        signed_in = signed_in_as(said)
        now = time.time()
        signed_in.holds(now)  # before the store is asked: nobody needs it to be told so
        with opened().reading() as connected:
            return admitted(connected, signed_in, now, date.today())
    except (SignInOver, SignInRefused) as over:
        raise NotSignedIn(str(over)) from over
    except UnknownViewer as unknown:
        raise NoGrant(signed_in.viewer) from unknown


def signed_in_as(said: Mapping[str, Any]) -> SignIn:
    """The sign-in of whom a sign-in service said this; raises NotSignedIn, and SignInRefused."""
    if not said.get("is_logged_in"):
        raise NotSignedIn
    return sign_in_of(said)


def claims() -> dict[str, Any]:
    """What the sign-in service said of whoever has signed in when this tab was opened."""
    return dict(st.user.to_dict())


def owner() -> str:
    """Whose the files are that are made here, as ``owner_of`` a request gives it."""
    if provider.configured():
        return signed_in_as(claims()).token
    return owner_of(dict(st.context.cookies))


def here() -> bool:
    """Whether this tab was opened on the machine that serves it, which serves that machine alone."""
    return st.context.headers.get(connection.REACHED_FROM) == connection.HERE

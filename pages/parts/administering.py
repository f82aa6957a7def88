"""What the administrators' pages share: nobody else gets past, and what is done is told once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import streamlit as st

from data_access.grants import GrantRefused
from data_access.language import mark, say
from data_access.selection import UnknownCode
from data_access.store import StoreUnavailable
from data_access.viewer import Role, UnknownViewer, Viewer
from pages.parts import viewer as looking
from pages.parts.reading import opened
from pages.parts.text import plain
from pages.server import provider

NOT_FROM_HERE = mark(
    "Nobody has signed in, so that grants are changed on the machine alone that serves the dashboard. "
    "Nothing was changed."
)
CAN_NOT_WRITE = mark(
    "The store can't be written to just now, and nothing was changed. Try again in a moment."
)


def administrator() -> Viewer:
    """Who is looking, if they are an administrator; the page ends here for all others.

    That the page is in nobody else's list is a courtesy: this is the door.
    """
    viewer: Viewer | None = st.session_state.get("viewer")
    if viewer is None or viewer.role != Role.administrator:
        st.title(say("For administrators"), anchor=False)
        st.markdown(say("This page is shown to administrators alone. Ask one of them for what you need."))
        st.stop()
    return viewer


def tried(viewer: Viewer, do: Callable[..., None], *arguments: Any) -> str:
    """Does something in a transaction of the viewer's; gives why it was refused, in words, or nothing."""
    if not (provider.configured() or looking.here()):
        return say(NOT_FROM_HERE)
    try:
        with opened().writing(viewer) as connection:
            do(connection, viewer, *arguments)
    except (GrantRefused, UnknownCode, UnknownViewer) as refused:
        return str(refused)
    except StoreUnavailable as error:
        logging.getLogger(__name__).warning("%s", error)
        return say(CAN_NOT_WRITE)
    return ""


def begin_anew(said: str) -> None:
    """Begins the page anew, so that its lists show what has been done, and says what that was."""
    st.session_state["administered"] = said
    st.rerun()


def told() -> None:
    """What has just been done, once."""
    if said := st.session_state.pop("administered", ""):
        st.success(plain(said), icon=":material/check:")

"""A tab whose dashboard has gone, and which another one goes on with: it knows nothing of the session."""

from __future__ import annotations

import streamlit as st

SECONDS_OF_A_DAY = 86_400


def ready_to_move() -> None:
    """Lets a tab go on with another dashboard as it was; to be called when the page has been drawn.

    What its widgets say comes with it, but by the names of their keys it is found only once they have
    been drawn: what was read before that is read once more.
    """
    _run_by_itself()
    if "drawn_once" not in st.session_state:
        st.session_state["drawn_once"] = True
        if _has_moved():
            st.rerun()


@st.fragment(run_every=SECONDS_OF_A_DAY)
def _run_by_itself() -> None:
    """A browser that has connected again runs its page only if something on it runs by itself; else the
    first click would meet a dashboard that has not drawn what was clicked."""


def _has_moved() -> bool:
    """Whether the tab had a session before this one: its browser names it as a third subprotocol."""
    named = st.context.headers.get("Sec-WebSocket-Protocol", "").split(",")
    return len(named) > 2 and bool(named[2].strip())

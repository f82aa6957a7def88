"""What is shown when the store can't be read, until it can."""

from __future__ import annotations

import logging

import streamlit as st

from data_access.language import mark, say
from data_access.selection import EmptyStore, data_date
from data_access.store import StoreUnavailable
from pages.parts import viewer
from pages.parts.reading import opened
from pages.parts.speaking import speak_as_asked
from pages.parts.text import plain
from pages.server import provider

SECONDS_BETWEEN_TRIES = 4
# Where the store is concerns those who run the dashboard, not everybody who comes by.
FOR_OTHERS = mark("The store does not answer. Whoever runs the dashboard finds the reason in its log.")


def trouble(error: Exception) -> None:
    """Says in one plain message why there are no figures; the page comes back with the store."""
    st.title(say("The figures can't be read just now"))
    st.error(plain(reason(error, FOR_OTHERS)), icon=":material/database_off:")
    st.caption(say("Nothing is lost. This page comes back by itself as soon as the store does."))
    _try_again()


def reason(error: Exception, for_others: str) -> str:
    """The reason why something failed, for whoever sits at the machine that serves it; all others are told
    no more than a message for them. It stands in the log."""
    logging.getLogger(__name__).warning("%s", error)
    return str(error) if not provider.configured() and viewer.here() else say(for_others)


@st.fragment(run_every=SECONDS_BETWEEN_TRIES)
def _try_again() -> None:
    speak_as_asked()
    st.button(say("Try again"), icon=":material/refresh:", key="try_again")
    try:
        with opened().reading() as connection:
            data_date(connection)
    except (StoreUnavailable, EmptyStore):
        return
    st.rerun()

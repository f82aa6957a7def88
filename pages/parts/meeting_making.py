"""One's own meetings, and the form that makes another one of the page's selection."""

from __future__ import annotations

import streamlit as st

from data_access.language import say
from data_access.meetings import MeetingRefused, make, meetings
from data_access.store import StoreUnavailable
from exhibits.meeting import draft
from exhibits.templates import MEANT_FOR, TEMPLATES
from pages.parts.parameters import keep_parameter
from pages.parts.reading import asked_anew, known_names, options, reader
from pages.parts.text import plain


def own_meetings() -> None:
    """The viewer's meetings, each with a way to it."""
    for deck in asked_anew(meetings):
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"meeting_{deck.id}"
        ):
            state = say("numbers pinned") if deck.snapshot else say("not started")
            st.markdown(
                f"**{plain(deck.title)}** · {plain(say(TEMPLATES[deck.template]))} · {plain(state)}",
                width="stretch",
            )
            st.button(say("Open"), key=f"open_{deck.id}", on_click=keep_parameter, args=("meeting", deck.id))


def new_meeting() -> None:
    """The form that makes a meeting; what is refused stays as it was typed."""
    with st.container(border=True, key="new_meeting"):
        st.markdown(f"### {say('A new meeting')}")
        title = st.text_input(say("Title"), key="new_title", persist_state="session")
        template = st.radio(
            say("Which kind of meeting"),
            list(TEMPLATES),
            format_func=lambda name: say(TEMPLATES[name]),
            captions=[say(meant) for meant in MEANT_FOR.values()],
            key="new_template",
            persist_state="session",
        )
        sponsor = _sponsor() if template == "sponsor" else None
        if st.button(say("Make it"), type="primary", key="make_meeting"):
            _make(title.strip(), template, sponsor)


def _sponsor() -> str | None:
    sponsors = options().get("sponsor", {})
    return st.selectbox(
        say("With which sponsor"),
        list(sponsors),
        index=None,
        format_func=lambda code: known_names()["sponsor"].get(code, code),
        placeholder=say("Several, or none in particular"),
        key="new_sponsor",
        persist_state="session",
    )


def _make(title: str, template: str, sponsor: str | None) -> None:
    read = reader()
    with st.spinner(say("Choosing the exhibits …")):
        made = draft(read.store, read.viewer, template, st.session_state["selection"], title, sponsor)
    try:
        with read.store.writing(read.viewer) as connection:
            kept = make(connection, read.viewer, made)
    except (MeetingRefused, StoreUnavailable) as refused:
        st.error(plain(str(refused)), icon=":material/block:")
        return
    keep_parameter("meeting", kept.id)
    st.rerun()

"""Grants as a list to read: who, as what, within which limits, and a way to take them back."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from data_access.covered import covered
from data_access.grants import revoke
from data_access.language import say
from data_access.viewer import Viewer
from exhibits import access, words
from exhibits.access import Granted
from pages.parts.administering import begin_anew, tried
from pages.parts.reading import reader
from pages.parts.text import plain

SHOWN_AT_FIRST = 20


def grant_rows(viewer: Viewer, listed: list[Granted], all_grants: list[Granted]) -> None:
    """The grants ``listed``, one under the other; at first no more than can be looked over."""
    everything = st.session_state.get("all_grants_shown", False)
    for number, one in enumerate(listed if everything else listed[:SHOWN_AT_FIRST]):
        with st.container(key=f"grant_row_{number}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", key=f"grant_of_{number}"):
                st.html(_row(one))
                if one.held:
                    st.button(
                        say("Revoke"),
                        type="tertiary",
                        key=f"revoke_{number}",
                        on_click=_turn_to,
                        args=(one.viewer, one.first_day),
                    )
            if st.session_state.get("revoking") == (one.viewer, one.first_day) and one.held:
                _confirm(viewer, one.viewer, all_grants)
    if len(listed) > SHOWN_AT_FIRST and not everything:
        everything_said = say("Show all {number}", number=words.number(len(listed)))
        st.button(everything_said, key="show_all_grants", on_click=_show_all)


def _row(one: Granted) -> str:
    """A grant as HTML; what comes from the store is escaped."""
    role, state_said = (escape(words.capitalised(said)) for said in (one.role_said, one.state_said))
    head = f"<b><bdi>{escape(one.viewer)}</bdi></b><span>{role}</span>"
    state = f'<i class="{one.state.replace(" ", "_")}">{state_said}</i>'
    told = (
        f"{one.within} · {one.days}",
        say("Given {by_whom_and_when}", by_whom_and_when=one.given),
        one.revoked and say("Revoked {by_whom_and_when}", by_whom_and_when=one.revoked),
    )
    lines = "".join(f"<small><bdi>{escape(line)}</bdi></small>" for line in told if line)
    return f'<div class="grant"><div>{head}{state}</div>{lines}</div>'


def _confirm(viewer: Viewer, name: str, all_grants: list[Granted]) -> None:
    """Says who loses what, and what follows from it, before it is done."""
    held = [one for one in all_grants if one.viewer == name and one.held]
    with st.container(border=True, key="confirm_revoking", gap="small"):
        st.markdown(say("**Take back what {viewer} was granted?**", viewer=plain(name)))
        for one in held:
            found = reader().ask(covered, one.programmes, one.funder, one.regions)
            st.markdown(say("They lose: {what}", what=plain(access.loss(one, found))))
        st.caption(say("It ends with their next click. Files that they have downloaded stay with them."))
        for warning in access.what_follows(all_grants, name, viewer.name):
            st.warning(plain(warning), icon=":material/warning:")
        with st.container(horizontal=True):
            sure = st.button(say("Revoke it"), type="primary", key="sure_to_revoke")
            st.button(say("Keep it"), key="keep_grant", on_click=_turn_to)
        if not sure:
            return
        if refused := tried(viewer, revoke, name):
            st.error(plain(refused), icon=":material/block:")
            return
        _turn_to()
        begin_anew(say("Revoked what {viewer} was granted.", viewer=name))


def _turn_to(name: str = "", first_day: date | None = None) -> None:
    """Asks about the grants of a viewer, below the one that begins on a day; about none without a name."""
    st.session_state["revoking"] = (name, first_day)


def _show_all() -> None:
    st.session_state["all_grants_shown"] = True

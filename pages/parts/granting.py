"""The form by which an administrator gives a grant, with what it would let be seen."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data_access.covered import covered
from data_access.grants import Grant, GrantRefused, grant, told_before
from data_access.language import say
from data_access.viewer import Role, Viewer, least_people
from exhibits import access, words
from pages.parts.administering import begin_anew, tried
from pages.parts.periods import FIRST_DAY, LAST_DAY
from pages.parts.reading import known_names, options, reader
from pages.parts.text import plain

# Whether the limits make sense is told before there is an address.
SOMEBODY = "somebody@example.org"
DAYS: dict[str, Any] = {"format": "DD/MM/YYYY", "min_value": FIRST_DAY, "max_value": LAST_DAY}


def grant_form(viewer: Viewer, today: date) -> None:
    """Draws the form; whatever is refused stays as it was typed, with the reason beside it."""
    # A form that was used up has other keys than the next one: that is how it empties.
    turn = st.session_state.setdefault("grants_given", 0)
    with st.container(border=True, key="exhibit_give_a_grant"):
        st.markdown(f"### {say('Give a grant')}")
        address = st.text_input(
            say("E-mail address of the sign-in"), key=f"address_{turn}", persist_state="session"
        )
        role = st.radio(
            say("Role"),
            list(access.ROLES),
            format_func=lambda role: words.capitalised(words.code(role)),
            captions=[say(here_for) for here_for in access.ROLES.values()],
            index=None,
            key=f"role_{turn}",
            persist_state="session",
        )
        programmes = _codes(
            say("Programmes"), say("All programmes"), "programme", f"granted_programmes_{turn}"
        )
        funder = st.selectbox(
            say("Or all programmes of a funder"),
            list(options().get("sponsor", {})),
            format_func=lambda code: known_names()["sponsor"].get(code, code),
            index=None,
            placeholder=say("No funder"),
            key=f"funder_{turn}",
            persist_state="session",
        )
        regions = _codes(say("Regions"), say("All regions"), "region", f"granted_regions_{turn}")
        left, right = st.columns(2)
        first = left.date_input(
            say("From"), today, key=f"granted_from_{turn}", persist_state="session", **DAYS
        )
        last = right.date_input(
            say("To, if it ends"), None, key=f"granted_to_{turn}", persist_state="session", **DAYS
        )
        limits = (tuple(programmes), funder, tuple(regions))
        _preview(role, *limits)
        if not st.button(say("Give the grant"), type="primary", key="give"):
            return
        if refused := _given(viewer, address.strip(), role, *limits, first or today, last):
            st.error(plain(refused), icon=":material/block:")


def _codes(label: str, all_of_them: str, kind: str, key: str) -> list[str]:
    """A choice among all of a kind: names are shown, codes are kept; none of them is no limit."""
    names = known_names()[kind]
    return st.multiselect(
        label,
        sorted(names, key=lambda code: names[code].casefold()),
        format_func=lambda code: f"{names.get(code, code)} ({code})",
        placeholder=all_of_them,
        key=key,
        persist_state="session",
    )


def _preview(
    role: Role | None, programmes: tuple[str, ...], funder: str | None, regions: tuple[str, ...]
) -> None:
    if role is None:
        return
    try:
        Grant(SOMEBODY, role, programmes, funder, regions)
        found = reader().ask(covered, programmes, funder, regions)
        said = access.would_see(role, found, reader().fact(least_people))
    except GrantRefused as refused:
        said = str(refused)
    with st.container(key="would_see", gap="xsmall"):
        st.markdown(f"**{say('What they would see')}**")
        st.markdown(plain(said))


def _given(
    viewer: Viewer,
    address: str,
    role: Role | None,
    programmes: tuple[str, ...],
    funder: str | None,
    regions: tuple[str, ...],
    first: date,
    last: date | None,
) -> str:
    """Gives the grant; why not, where it is refused."""
    if role is None:
        return say("Choose a role: it says what the viewer is here for.")
    if not address:
        return say("Type the e-mail address with which they sign in.")
    try:
        wanted = Grant(address, role, programmes, funder, regions, first, last)
    except GrantRefused as senseless:
        return str(senseless)
    if refused := tried(viewer, grant, wanted):
        return refused
    st.session_state["grants_given"] += 1
    granted = say("Granted {grant}.", grant=wanted.in_words())
    begin_anew(f"{granted} {reader().ask(told_before, wanted)}".strip())
    return ""

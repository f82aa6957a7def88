"""Access: who may see what, for administrators: given, listed, taken back."""

from datetime import date
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from data_access.grants import STATES, viewers
from data_access.language import plural, say
from exhibits import access, words
from pages.parts.administering import administrator, told
from pages.parts.downloading import offer
from pages.parts.grant_rows import grant_rows
from pages.parts.granting import grant_form
from pages.parts.reading import known_names, reader
from pages.parts.show import opening
from pages.parts.text import emphasised

viewer = administrator()
today = date.today()
# Read anew each time: a grant given elsewhere shows at the next click, and so does one that is gone.
grants = access.granted(reader().ask(viewers, today), known_names())


def chosen() -> list[access.Granted]:
    """The grants that the search and the filters leave, those in force first."""
    search, by_role, by_state = st.columns([4, 3, 3])
    sought = search.text_input(
        say("Search"),
        key="sought_grant",
        icon=":material/search:",
        placeholder=say("Address, name or code"),
        persist_state="session",
    )
    role = by_role.selectbox(
        say("Role"),
        list(access.ROLES),
        index=None,
        format_func=lambda role: words.capitalised(words.code(role)),
        placeholder=say("Any role"),
        key="sought_role",
        persist_state="session",
    )
    states = [one.state for one in grants]
    state = by_state.selectbox(
        say("State"),
        STATES,
        index=None,
        format_func=lambda state: f"{words.capitalised(say(state))} ({words.number(states.count(state))})",
        placeholder=say("Any state"),
        key="sought_state",
        persist_state="session",
    )
    return [
        one for one in grants if one.holds(sought) and role in (None, one.role) and state in (None, one.state)
    ]


def sought_for() -> dict[str, str]:
    """The search and the filters, as far as they are used."""
    sought = {name: st.session_state[f"sought_{name}"] for name in ("grant", "role", "state")}
    return {name: value for name, value in sought.items() if value}


opening(
    say("Who may see what"),
    emphasised(access.in_sum(grants)),
    say("Grants as of {day}", day=words.day(today)),
)
told()
left, right = st.columns([7, 5], gap="medium")
with left, st.container(border=True, key="exhibit_grants"):
    st.markdown(f"### {say('Grants')}")
    listed = chosen()
    if listed:
        grant_rows(viewer, listed, grants)
    else:
        nothing = say("No grant is like that. Search for less, or choose no filter.")
        st.markdown(f":material/filter_alt_off: {nothing}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="foot_grants"):
        st.caption(
            plural(
                "{number} grant of {total}",
                "{number} grants of {total}",
                len(listed),
                total=words.number(len(grants)),
            )
        )
        offer("grants", partial(access.table, listed), f"grants_{today}.csv", urlencode(sought_for()))
with right:
    grant_form(viewer, today)

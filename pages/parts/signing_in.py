"""Signing in and out, as a viewer sees it: the page before the dashboard, and who they are on it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from data_access.language import mark, say
from data_access.selection import EmptyStore
from data_access.store import StoreUnavailable
from pages.parts.parameters import LOOKING_AS
from pages.parts.speaking import speak_as_asked, switch
from pages.parts.text import plain
from pages.parts.viewer import NoGrant, NotServed, NotSignedIn, TurnedAway, claims, signed_in_viewer
from pages.server import cookies, provider
from pages.server.signing_in import LOGOUT, sign_in_path

SECONDS_BETWEEN_LOOKS = 15
ABOUT = mark(
    "Stages, training, cover and premium of artisanal gold miners. What you see here is what was granted "
    "to you: sign in with the address it was granted to."
)
OUTCOMES = {
    cookies.FAILED: mark(
        "Signing in did not succeed. Try again; if it fails once more, tell an administrator."
    ),
    cookies.SIGNED_OUT: mark("You have signed out, in every tab."),
}
HOW_TO_SERVE = mark(
    "This store is no sample, and nobody has to sign in: so it is shown only on the machine that serves it.\n"
    "Whoever runs the dashboard can\n\n"
    "- set up **sign-in**: an `[auth]` section in `.streamlit/secrets.toml`, as the README describes;\n"
    '- or keep it to **this machine**: `server.address = "127.0.0.1"`, no proxy before it, opened as\n'
    "  `http://127.0.0.1`."
)


def turned_away(reason: TurnedAway) -> None:
    """The page that is shown instead of the dashboard: nothing of the store is on it."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle, st.container(key="door", gap="medium"):
        match reason:
            case NotServed():
                st.title(say("Not shown from here"), anchor=False)
                st.markdown(say(HOW_TO_SERVE))
            case NoGrant():
                st.title(say("Nothing has been granted to you yet"), anchor=False)
                st.markdown(say("You have signed in as"))
                st.code(str(reason), language=None)
                st.markdown(
                    say(
                        "Tell an administrator of the programme this address: they can grant you what you "
                        "are to see. As soon as they have, this page opens by itself."
                    )
                )
                _sign_out(say("Sign in with another address"))
                _look_again()
            case _:
                st.title(say("Small-scale gold, step by step"), anchor=False)
                st.markdown(say(ABOUT))
                _ways_in(str(reason))
        switch()


def who_is_looking() -> None:
    """Who is looking, at the foot of the sidebar: how to sign out, or in the sample to look as others."""
    if provider.configured():
        with st.container(key="who", gap="small"):
            st.html(escape(say("Signed in as {viewer}", viewer=st.session_state["viewer"].name)))
            _sign_out(say("Sign out"))
            _look_again()
    elif names := st.session_state.get("may_look_as"):
        current = st.session_state["viewer"].name
        _write_into_the_link(current, names)
        st.session_state["look_as"] = current
        st.selectbox(
            say("Look as"),
            names,
            key="look_as",
            on_change=_look_as,
            help=say("What each of them sees of the sample."),
        )


def _ways_in(told: str) -> None:
    ways = provider.providers()
    note = told or say(OUTCOMES.get(st.context.cookies.get(cookies.OUTCOME, ""), ""))
    if note:
        st.info(plain(note), icon=":material/info:")
    if not ways:
        st.error(
            say(
                "Signing in is not set up well, so that nobody can. Whoever runs the dashboard finds the "
                "reason in its log."
            ),
            icon=":material/key_off:",
        )
    for name in ways:
        label = say("Sign in")
        if name != provider.UNNAMED:
            label = say("Sign in with {service}", service=name.capitalize())
        link = escape(sign_in_path(name, _this_page()))
        st.html(f'<a class="way_in" href="{link}" target="_self">{escape(label)}</a>')


def _this_page() -> str:
    """The link that was opened: its page, and all its parameters."""
    asked = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
    return f"/{st.session_state['page']}" + (f"?{urlencode(asked)}" if asked else "")


def _sign_out(label: str) -> None:
    # A link, not st.logout(): a rerun that begins before that has sent the browser away drops its message,
    # and the sign-in would go on behind a page that says it has ended.
    st.html(f'<a class="way_out" href="{LOGOUT}" target="_self">{escape(label)}</a>')


def _look_as() -> None:
    st.session_state["looking_as"] = st.query_params[LOOKING_AS] = st.session_state["look_as"]


def _write_into_the_link(current: str, names: tuple[str, ...]) -> None:
    """Says in the URL as whom somebody looks, unless it is the first, as whom everybody begins."""
    if current != names[0]:
        st.query_params[LOOKING_AS] = current
    elif LOOKING_AS in st.query_params:
        del st.query_params[LOOKING_AS]


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _look_again() -> None:
    """Lets a tab in which nothing is clicked notice that its sign-in or its grant has ended, or begun."""
    speak_as_asked()
    try:
        viewer = signed_in_viewer(claims())
    except NotSignedIn:
        st.rerun()
    except NoGrant:
        viewer = None
    except (StoreUnavailable, EmptyStore):
        return
    if viewer != st.session_state.get("viewer"):
        st.rerun()

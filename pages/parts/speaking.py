"""Which language is spoken, and how a viewer chooses another one.

What the link says (``lang=es``) goes before what was chosen in this tab, and that before what the browser
asks for. The link says it as soon as somebody has chosen, were it by following such a link: copied, it opens
in that language for everybody. Until then it says nothing, and each reads it as their own browser asks.
"""

from __future__ import annotations

import streamlit as st

from data_access.language import LANGUAGES, OWN_NAMES, say, speak, spoken
from pages.parts.parameters import LANGUAGE, not_offered
from pages.server.language import SCRIPTS, asked_for


def speak_as_asked() -> None:
    """Speaks the viewer's language; the first thing in every run of a script, and of a fragment alone.

    Each runs in a thread of its own, which would speak English.
    """
    asked, chosen = st.query_params.get(LANGUAGE), st.session_state.get("language")
    if asked is not None:
        st.session_state["language_unknown"] = None if asked in LANGUAGES else asked
    if asked in LANGUAGES:
        st.session_state["language"] = chosen = asked
    # Streamlit drops it when the page is switched.
    if chosen is not None and chosen != asked:
        st.query_params[LANGUAGE] = chosen
    elif chosen is None and asked is not None:
        del st.query_params[LANGUAGE]
    speak(chosen or _browsers())


def switch() -> None:
    """Draws the choice of a language: each by the name that it has for itself."""
    st.session_state["language_chosen"] = spoken()
    st.segmented_control(
        say("Language"),
        LANGUAGES,
        format_func=OWN_NAMES.__getitem__,
        key="language_chosen",
        on_change=_choose,
        required=True,
        label_visibility="collapsed",
    )


def translate_choices() -> None:
    """Has the widgets that are about to be drawn say in a new language what is chosen in them.

    A browser knows what is chosen by its words, and would go on sending those of the language before, by
    which nothing is called any more. What is set here, it is told anew.
    """
    if st.session_state.setdefault("spoken", spoken()) == spoken():
        return
    st.session_state["spoken"] = spoken()
    for name, value in list(st.session_state.items()):
        # Texts are what boxes give, and lists of them; buttons, which can't be set, give neither.
        if isinstance(name, str) and isinstance(value, str | list):
            st.session_state[name] = value


def tell_browser() -> None:
    """Lets the browser know which language the page speaks, so that screen readers pronounce it as such."""
    with st.container(key="spoken"):
        st.html(f"<script>{SCRIPTS[spoken()]}</script>", unsafe_allow_javascript=True)


def chosen_language() -> dict[str, list[str]]:
    """The language as a URL parameter, if somebody has chosen it: for links that may open in a new tab."""
    chosen = st.session_state.get("language")
    return {LANGUAGE: [chosen]} if chosen else {}


def not_spoken() -> list[str]:
    """That the link asked for a language that is not spoken here, if it did."""
    asked = st.session_state.get("language_unknown")
    return [] if asked is None else [not_offered(LANGUAGE, asked, LANGUAGES)]


def _choose() -> None:
    st.session_state["language"] = st.query_params[LANGUAGE] = st.session_state["language_chosen"]


def _browsers() -> str:
    return asked_for(st.context.headers.get("Accept-Language") or st.context.locale)

"""The router: which pages there are, the filters they share, and the page that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data_access.connections import on_one_connection
from data_access.language import say
from data_access.selection import EmptyStore
from data_access.store import StoreUnavailable
from data_access.viewer import Viewer
from pages.parts.moving import ready_to_move
from pages.parts.placing import not_told
from pages.parts.reading import opened
from pages.parts.sections import sections
from pages.parts.selecting import select
from pages.parts.showing_alone import shown_alone
from pages.parts.signing_in import turned_away, who_is_looking
from pages.parts.speaking import speak_as_asked, switch, tell_browser, translate_choices
from pages.parts.style import style
from pages.parts.taking_along import take_page_along
from pages.parts.trouble import trouble
from pages.parts.turns import TURNS
from pages.parts.viewer import TurnedAway, enter

PAGES = Path(__file__).parent
# Grants and what was done are of no programme, place or period.
WITHOUT_SELECTION = ("access", "audit")


def draw(hindered: Exception | None) -> None:
    """Draws the page that was asked for, or what has to be said instead."""
    viewer: Viewer | None = st.session_state.get("viewer")
    listed = sections(viewer)
    chosen_page = st.navigation(listed, position="hidden" if isinstance(hindered, TurnedAway) else "top")
    st.logo(PAGES / "icon.png", size="large")
    style()
    tell_browser()
    st.session_state["page"] = chosen_page.url_path
    # The pages to which exhibits lead, by their paths.
    st.session_state["pages"] = {page.url_path: page for pages in listed.values() for page in pages}
    if isinstance(hindered, TurnedAway):
        turned_away(hindered)
        return
    if viewer is not None:
        translate_choices()
    alone = shown_alone()
    if not alone:
        with st.sidebar:
            switch()
    try:
        if viewer is None:
            raise hindered or StoreUnavailable(say("Nobody is known to look."))
        st.session_state["not_told"], st.session_state["shown"] = [], None
        with on_one_connection(opened().engine):
            if not alone:
                if chosen_page.url_path not in WITHOUT_SELECTION:
                    select(viewer)
                with st.sidebar:
                    who_is_looking()
            chosen_page.run()
            take_page_along()
        not_told()
        ready_to_move()
    except (StoreUnavailable, EmptyStore) as error:
        trouble(error)


st.set_page_config(page_icon=PAGES / "icon.png", layout="wide", initial_sidebar_state=288)
speak_as_asked()
hindered = enter()
with TURNS.turn():
    draw(hindered)

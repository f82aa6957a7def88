"""What ``pages/navigation.py`` does before a page runs, for the one page of the benchmark."""

from pathlib import Path

import streamlit as st

from data_access.selection import EmptyStore
from data_access.store import StoreUnavailable
from pages.parts.placing import not_told
from pages.parts.selecting import select
from pages.parts.signing_in import who_is_looking
from pages.parts.style import style
from pages.parts.trouble import trouble
from pages.parts.turns import TURNS
from pages.parts.viewer import enter

PAGES = Path(__file__).parent

st.set_page_config(layout="wide", initial_sidebar_state=264)
hindered = enter()
with TURNS.turn():
    all_figures = st.Page(PAGES / "figures.py", title="All figures", icon=":material/functions:")
    chosen_page = st.navigation(
        {
            "Impact": [
                st.Page(PAGES / "four.py", title="Four charts", icon=":material/finance:", default=True),
                all_figures,
            ]
        },
        position="top",
    )
    style()
    st.session_state["page"] = chosen_page.url_path
    # Each exhibit has a link to one, and is offered to meetings on the other.
    st.session_state["pages"] = {"figures": all_figures, "meeting": all_figures}
    try:
        if hindered:
            raise StoreUnavailable(str(hindered))
        st.session_state["not_told"] = []
        select(st.session_state["viewer"])
        with st.sidebar:
            who_is_looking()
        chosen_page.run()
        not_told()
    except (StoreUnavailable, EmptyStore) as error:
        trouble(error)

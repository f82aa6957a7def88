"""The notice above every page whose selection holds a fatal incident."""

from __future__ import annotations

import streamlit as st

from data_access.selection import Selection
from exhibits.incidents import fatal_notices
from pages.parts.reading import answer
from pages.parts.text import plain


def fatal_notice(selection: Selection) -> None:
    """Tells each fatal incident of the selection; while it stands, no change is shown as a good one."""
    told = answer(fatal_notices, selection)
    st.session_state["fatal"] = bool(told)
    if not told:
        return
    said = []
    for notice in told:
        heading, place, statement = map(plain, (notice.heading, notice.place, notice.statement))
        said.append(f"**{heading}** · {place}\n\n{statement}")
    with st.container(border=True, key="fatal_notice"):
        # In one piece: a browser takes its time for each.
        st.markdown("\n\n".join(said))

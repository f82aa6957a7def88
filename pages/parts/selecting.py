"""The selection that most pages answer: its filters, and what has to be noticed of it."""

from __future__ import annotations

import streamlit as st

from data_access.viewer import Viewer
from exhibits.provenance import provenance
from pages.parts.filters import filters, notes
from pages.parts.notice import fatal_notice
from pages.parts.reading import answer
from pages.parts.speaking import not_spoken
from pages.parts.text import emphasised, plain


def select(viewer: Viewer) -> None:
    """Draws the filters, keeps the selection that they make, and says what of it is to be noticed."""
    with st.sidebar:
        selection = filters(viewer, st.session_state["data_date"])
        st.caption(emphasised(answer(provenance)))
    for note in [*not_spoken(), *notes()]:
        st.info(plain(note), icon=":material/link_off:")
    st.session_state["selection"] = selection
    fatal_notice(selection)

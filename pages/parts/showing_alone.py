"""Windows that show one thing and no control: a meeting's slides, and the presenter's clock and notes."""

from __future__ import annotations

import streamlit as st

from pages.parts.parameters import last_parameter

VIEWS = ("slides", "notes")


def shown_alone() -> bool:
    """Whether the link asks for such a window."""
    return st.session_state["page"] == "meeting" and last_parameter("view") in VIEWS

"""The dashboard with a sign-in of the tests' own: a cookie says as which role its browser looks."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import dashboard
from data_access.store import store_url
from data_access.viewer import Viewer
from pages.parts import viewer
from tests.attack.asking import granted

ROLE_COOKIE = "looks-as"


def looking() -> Viewer:
    """The viewer whose role the cookie names; raises KeyError without one."""
    return granted(st.context.cookies[ROLE_COOKIE], store_url())


viewer.looking = looking

# Streamlit looks for such a line before it runs a script as a server; what it then takes is the last.
app = st.App(Path(dashboard.__file__).parent / "pages" / "navigation.py")
app = dashboard.app

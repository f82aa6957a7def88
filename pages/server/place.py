"""Where this server stands, as its settings say: what makes a request one of this machine."""

from __future__ import annotations

import streamlit as st
from starlette.types import Scope

from pages.server.connection import from_this_machine


def here(scope: Scope) -> bool:
    """Whether a request was made on the machine that serves it, which serves that machine alone."""
    return from_this_machine(scope, st.get_option("server.address"), st.get_option("browser.serverAddress"))

"""The dashboard as it is served, with a router of its own that has just the page of the benchmark."""

import streamlit as st

from dashboard import MIDDLEWARE, ROOT, ROUTES, preloaded

ROUTER = ROOT / "tools" / "bench" / "served" / "ours" / "router.py"

app = st.App(ROUTER, lifespan=preloaded, middleware=MIDDLEWARE, routes=ROUTES)

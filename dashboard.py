"""The server: ``streamlit run dashboard.py`` serves the pages, the borders and a health check."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from anyio import move_on_after, to_thread
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from data_access.regions import BORDERS
from exhibits.exhibit import leave_charts_unchecked
from pages.server.doors import Doors
from pages.server.downloads import Downloads
from pages.server.headers import SecurityHeaders
from pages.server.health import health
from pages.server.signing_in import SigningIn, sign_in
from pages.server.starting import SECONDS_TO_ASK, end_unless_it_may_be_served

ROOT = Path(__file__).parent
MIDDLEWARE = [Middleware(room) for room in (SecurityHeaders, Doors, SigningIn, Downloads)]
ROUTES = [
    Route("/healthz", health),
    Route("/sign-in/{provider}", sign_in),
    Mount("/borders", StaticFiles(directory=BORDERS)),
]
EXHIBITS = [f"exhibits.{file.stem}" for file in (ROOT / "exhibits").glob("[a-z]*.py")]
# What draws charts, maps and tables.
OTHERS = (
    *("streamlit.elements.vega_charts", "streamlit.elements.deck_gl_json_chart"),
    "pandas.io.formats.style",
)


@asynccontextmanager
async def preloaded(_app: st.App) -> AsyncIterator[None]:
    """Looks whether the store may be served, and imports what the first viewer would have to wait for."""
    leave_charts_unchecked()
    with move_on_after(SECONDS_TO_ASK):
        await to_thread.run_sync(end_unless_it_may_be_served, abandon_on_cancel=True)
    for room in (*EXHIBITS, *OTHERS):
        await to_thread.run_sync(import_module, room)
    # What is imported by now stays: nobody has to wait while it is looked through for garbage.
    gc.freeze()
    yield


app = st.App(ROOT / "pages" / "navigation.py", lifespan=preloaded, middleware=MIDDLEWARE, routes=ROUTES)

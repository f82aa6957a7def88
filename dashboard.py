"""The server: ``streamlit run dashboard.py`` serves the pages, the borders and a health check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access.regions import BORDERS
from data_access.selection import EmptyStore, data_date
from data_access.store import StoreUnavailable, open_store

ROOT = Path(__file__).parent
EXHIBITS = [f"exhibits.{file.stem}" for file in (ROOT / "exhibits").glob("[a-z]*.py")]

# 'unsafe-eval': Vega compiles its expressions. 'unsafe-inline' and blob: the page that Streamlit
# serves. Nothing may be fetched from another host, and nobody may frame the dashboard.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Adds the security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


async def health(_request: Request) -> JSONResponse:
    """Whether the store answers; a page's own status is always 200, so monitors ask here."""
    try:
        reached = await to_thread.run_sync(_ask_store)
    except (StoreUnavailable, EmptyStore):
        return JSONResponse({"status": "store unavailable"}, status_code=503)
    return JSONResponse({"status": "ok", "data_date": reached})


def _ask_store() -> str:
    store = open_store(serving=True)
    try:
        with store.reading() as connection:
            return data_date(connection).isoformat()
    finally:
        store.close()


@asynccontextmanager
async def preloaded(_app: st.App) -> AsyncIterator[None]:
    """Imports what the pages import, so that the first viewer after a start needn't wait for it."""
    for room in (*EXHIBITS, "streamlit.elements.vega_charts", "streamlit.elements.deck_gl_json_chart"):
        await to_thread.run_sync(import_module, room)
    yield


app = st.App(
    ROOT / "pages" / "navigation.py",
    lifespan=preloaded,
    middleware=[Middleware(SecurityHeaders)],
    routes=[
        Route("/healthz", health),
        Mount("/borders", StaticFiles(directory=BORDERS)),
    ],
)

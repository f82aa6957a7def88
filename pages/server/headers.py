"""The headers of every answer: what a page may load, who may frame it, what may be kept of it."""

from __future__ import annotations

import logging
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access.language import mark
from pages.server import connection, cookies, provider
from pages.server.language import SCRIPTS, in_words

# The page itself, as Streamlit ships it, has a script of one line in it, and another tells which language it
# speaks: these, and no others.
PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
SCRIPTS_IN_PAGE = [
    *re.findall(r"<script>(.*?)</script>", PAGE.read_text("utf-8"), re.DOTALL),
    *SCRIPTS.values(),
]


def source_of(script: str) -> str:
    """A script in a page, as a Content-Security-Policy names it."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


# 'wasm-unsafe-eval': charts and tables bring a compiled library. Nothing may be fetched from another
# host, and nobody may frame the dashboard.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' 'wasm-unsafe-eval' {' '.join(map(source_of, SCRIPTS_IN_PAGE))}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self' data:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
# The program and the borders are the same for everybody; nothing else is kept on the way or by the browser.
FOR_EVERYBODY = ("/static/", "/borders/")
FAILED = mark("Something went wrong here. Try again in a moment.")


class SecurityHeaders:
    """Adds the security headers to every answer, errors too, and keeps cookies to TLS where there is TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _secure(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if begun:
                raise  # half an answer can't be taken back: the server ends it
            logging.getLogger(__name__).exception("A request failed.")
            await in_words(scope, FAILED, 500)(scope, receive, send_with_headers)


def _secure(scope: Scope, headers: MutableHeaders) -> None:
    headers.update(SECURITY_HEADERS)
    if not scope["path"].startswith(FOR_EVERYBODY):
        headers["Cache-Control"] = "private, no-store"
    if connection.secure(scope) or (provider.our_origin() or "").startswith("https:"):
        headers.update(OVER_TLS)
        cookies.rewritten(headers, cookies.over_tls)

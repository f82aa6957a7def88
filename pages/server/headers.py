"""The headers of every answer: what a page may load, who may frame it, what may be kept of it."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.server import connection, cookies, provider

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
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
# The program and the borders are the same for everybody; nothing else is kept on the way or by the browser.
FOR_EVERYBODY = ("/static/", "/borders/")


class SecurityHeaders:
    """Adds the security headers to every answer, and keeps cookies to TLS where there is TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                if not scope["path"].startswith(FOR_EVERYBODY):
                    headers["Cache-Control"] = "private, no-store"
                if connection.secure(scope) or (provider.our_origin() or "").startswith("https:"):
                    headers.update(OVER_TLS)
                    cookies.rewritten(headers, cookies.over_tls)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

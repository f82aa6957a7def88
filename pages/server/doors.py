"""Which doors are open: paths, methods, origins from which a page may connect, and what it may then say."""

from __future__ import annotations

import logging

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from data_access.language import mark
from pages.server import connection, cookies, provider
from pages.server.language import in_words
from pages.server.place import here

# Streamlit serves more here than the pages need: uploads, metrics, components, an interface for programs.
CLOSED = ("/_stcore/", "/component/")
OPEN = {"/_stcore/health", "/_stcore/host-config", "/_stcore/stream"}
# No page sends anything but over the websocket: there is nothing to upload.
METHODS = {"GET", "HEAD"}
SIGNING_IN = ("/sign-in/", "/auth/", provider.CALLBACK)
POLICY_VIOLATION = 1008
# What a page of ours sends over its connection. Streamlit obeys more, from whoever is connected: it empties
# the caches of all viewers, tells of the program's repository, or installs files beside it.
SPOKEN = {"rerun_script", "stop_script"}
FETCHED = {"deferred_file", "dataframe_chunk"}


class Doors:
    """Refuses what no page of ours asks for, and tells the pages where a viewer connects from."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = provider.our_origin() if provider.configured() else None
        if scope["path"] not in OPEN or connection.foreign_origin(scope, (ours,) if ours else ()):
            logging.getLogger(__name__).warning("A connection from a foreign page was refused.")
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        known = connection.told(scope, here(scope))
        await self.app(connection.as_asked_by_the_page(known), _what_pages_say(receive), send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        if scope["method"] not in METHODS:
            await in_words(scope, mark("Method not allowed"), 405)(scope, receive, send)
        elif _closed(path):
            await in_words(scope, mark("Not found"), 404)(scope, receive, send)
        else:
            await self.app(scope, receive, _naming_the_browser(scope, send))


def _closed(path: str) -> bool:
    if path.startswith(SIGNING_IN):
        return not provider.configured()
    return path.startswith(CLOSED) and path not in OPEN


def _what_pages_say(receive: Receive) -> Receive:
    """What comes over a connection, without what no page of ours sends."""
    told: set[str] = set()

    async def receive_what_pages_say() -> Message:
        while (kind := _never_said((message := await receive()).get("bytes"))) is not None:
            if kind not in told:
                told.add(kind)
                logging.getLogger(__name__).warning("No page of ours asks for %s: nothing was done.", kind)
        return message

    return receive_what_pages_say


def _never_said(frame: bytes | None) -> str | None:
    """What a frame asks for that no page of ours does; None for all else.

    On what can't be read, and on text, Streamlit hangs up.
    """
    if frame is None:
        return None
    try:
        message = BackMsg.FromString(frame)
    except DecodeError:
        return None
    kind, known = message.WhichOneof("type"), SPOKEN
    if kind == "backend_operation_request":
        kind, known = message.backend_operation_request.WhichOneof("payload"), FETCHED
    return None if kind in known else str(kind)


def _naming_the_browser(scope: Scope, send: Send) -> Send:
    """Gives a browser a name with the page, where none signs in: what it makes is for it alone."""
    if provider.configured() or cookies.BROWSER in cookies.cookies_of(Headers(scope=scope)):
        return send

    async def send_with_name(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                cookies.keep(headers, cookies.BROWSER, cookies.new_browser())
        await send(message)

    return send_with_name

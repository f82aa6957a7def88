"""Files that the pages make: each is given to the viewer who made it, for a short while, and to nobody else.

Streamlit serves what a page makes at an address that is a hash of the file, to whoever knows it. So
what is served there is looked at here: it goes out if the one who asks has made the very same file
within the last minute.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Lock

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data_access.language import mark
from data_access.selection import EmptyStore
from data_access.sign_in import SignInRefused, admitted, sign_in_of
from data_access.store import StoreUnavailable, open_store
from data_access.viewer import UnknownViewer
from pages.server import cookies, provider
from pages.server.language import in_words

MEDIA = "/media/"
# Of a part of a file, of a compressed one, or of its headers alone, nobody could tell whose it is.
IN_ANOTHER_FORM = {b"range", b"accept-encoding"}
SECONDS_TO_FETCH = 60
# The dashboard's own picture, on every page and in the browser's tab.
ICON = Path(__file__).parents[1] / "icon.png"


class Made:
    """Who has made which file, and until when they may fetch it."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._until)

    def note(self, content: bytes, owner: str, now: float) -> None:
        """Lets an owner fetch a file for a while."""
        with self._lock:
            self._until = {key: until for key, until in self._until.items() if until > now}
            self._until[_hash(content), owner] = now + SECONDS_TO_FETCH

    def may_fetch(self, content: bytes, owner: str, now: float) -> bool:
        """Whether an owner has made this file, and not long ago; whoever has no name made nothing."""
        with self._lock:
            return bool(owner) and self._until.get((_hash(content), owner), 0) > now


MADE = Made()


def owner_of(cookies_sent: dict[str, str]) -> str:
    """Whose files a request may fetch: those of its sign-in, or where nobody signs in, of its browser.

    Empty for nobody: without a sign-in, with one that has ended, and without a grant.
    """
    if not provider.configured():
        return cookies_sent.get(cookies.BROWSER, "")
    claims = cookies.claims_in(cookies_sent)
    if claims is None or claims.get("origin") != provider.our_origin():
        return ""
    try:
        signed_in = sign_in_of(claims)
        with (
            closing(open_store(serving=True)) as store,
            store.reading(signed_in.viewer) as connection,
        ):
            admitted(connection, signed_in, time.time(), date.today())
    except (SignInRefused, UnknownViewer, StoreUnavailable, EmptyStore):
        return ""
    return signed_in.token


class Downloads:
    """Answers for files with nothing, unless whoever asks has made them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(MEDIA):
            await self.app(scope, receive, send)
            return
        headers = [header for header in scope["headers"] if header[0] not in IN_ANOTHER_FORM]
        whole = {**scope, "method": "GET", "headers": headers}
        messages: list[Message] = []

        async def hear(message: Message) -> None:
            messages.append(message)

        await self.app(whole, receive, hear)
        content = b"".join(message.get("body", b"") for message in messages)
        if content != ICON.read_bytes():
            owner = await to_thread.run_sync(owner_of, cookies.cookies_of(Headers(scope=scope)))
            if not MADE.may_fetch(content, owner, time.time()):
                await in_words(scope, mark("Not found"), 404)(scope, receive, send)
                return
        for message in messages:
            await send({**message, "body": b""} if scope["method"] == "HEAD" else message)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

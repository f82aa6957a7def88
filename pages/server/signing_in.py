"""The way to the sign-in service and back: the page asked for is kept, coming and going is written down."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from typing import Any
from urllib.parse import parse_qs, quote, unquote

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.user_info import generate_login_redirect_url

from data_access.language import mark
from data_access.selection import EmptyStore
from data_access.sign_in import SignIn, SignInRefused, admitted, begin, end, sign_in_of
from data_access.store import Store, StoreUnavailable, open_store
from data_access.viewer import UnknownViewer
from pages.server import cookies, provider
from pages.server.language import in_words

LOGIN, LOGOUT = "/auth/login", "/auth/logout"
LONGEST_LINK = 2000
# One slash begins it, for two name another host, and browsers take a backslash for a slash.
PATH_OF_OURS = re.compile(r"/(?!/)[!-\[\]-~]*")
# A page of another site may lead a browser here, but must not sign anybody out.
OUR_OWN_PAGES = {"same-origin", "none"}
FROM_ELSEWHERE = mark("Sign out on a page of the dashboard.")
NOT_WRITTEN_DOWN = mark("Signing out could not be written down. Try again in a moment.")

Claims = Mapping[str, Any]


def sign_in_path(name: str, to: str) -> str:
    """The link by which a viewer signs in with a provider, and comes to the page ``to`` after that."""
    return f"/sign-in/{quote(name, safe='')}?to={quote(to, safe='')}"


async def sign_in(request: Request) -> RedirectResponse:
    """Keeps the page asked for, and leads to the provider."""
    name, to = request.path_params["provider"], page_of(request.query_params.get("to"))
    if name not in provider.providers():
        return RedirectResponse(to, 302)
    answer = RedirectResponse(generate_login_redirect_url(name), 302)
    cookies.keep(answer.headers, cookies.RETURN_TO, quote(to, safe=""), cookies.MINUTES_TO_SIGN_IN * 60)
    return answer


def page_of(link: str | None) -> str:
    """The link, if it leads to a page of this dashboard; else the first page."""
    return link if link and len(link) <= LONGEST_LINK and PATH_OF_OURS.fullmatch(link) else "/"


class SigningIn:
    """Stands around Streamlit's own routes for signing in and out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"] if scope["type"] == "http" else None
        if path == LOGOUT:
            await self._leave(scope, receive, send)
        elif path in (LOGIN, provider.CALLBACK):
            await self._arrive(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _arrive(self, scope: Scope, receive: Receive, send: Send) -> None:
        to = page_of(unquote(cookies.cookies_of(Headers(scope=scope)).get(cookies.RETURN_TO, "")))
        answered, body = await self._asked(scope, receive)
        headers = MutableHeaders(scope=answered)
        claims = cookies.claims_in(cookies.cookies_set(headers))
        if claims is not None and await to_thread.run_sync(_note_arrival, claims):
            headers["location"] = to
            cookies.forget(headers, cookies.RETURN_TO, cookies.OUTCOME)
        elif claims is not None or _failed(scope, answered):
            answered, body = _turned_back(to), b""
        await send(answered)
        await send({"type": "http.response.body", "body": body})

    async def _leave(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site", "none") not in OUR_OWN_PAGES:
            await in_words(scope, FROM_ELSEWHERE, 403)(scope, receive, send)
            return
        claims = cookies.claims_in(cookies.cookies_of(headers))
        if claims is not None and not await to_thread.run_sync(leave, claims):
            await in_words(scope, NOT_WRITTEN_DOWN, 503)(scope, receive, send)
            return

        async def send_with_outcome(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookies.keep(
                    MutableHeaders(scope=message),
                    cookies.OUTCOME,
                    cookies.SIGNED_OUT,
                    cookies.SECONDS_OF_AN_OUTCOME,
                )
            await send(message)

        await self.app(scope, receive, send_with_outcome)

    async def _asked(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """What Streamlit answers, its beginning and its body; an error of its own is an answer, too."""
        messages: list[Message] = []

        async def hear(message: Message) -> None:
            messages.append(message)

        try:
            await self.app(scope, receive, hear)
        except Exception:
            logging.getLogger(__name__).exception("Signing in failed.")
            return {"type": "http.response.start", "status": 500, "headers": []}, b""
        return messages[0], b"".join(message.get("body", b"") for message in messages[1:])


def _failed(scope: Scope, answered: Message) -> bool:
    """Whether an answer without a sign-in means that it failed.

    The way to the provider has no sign-in yet, and whoever comes back from signing out there brings
    neither a code nor an error.
    """
    if scope["path"] == LOGIN:
        return answered["status"] not in (302, 303, 307)
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return bool({"code", "error", "state"} & set(asked))


def _turned_back(to: str) -> Message:
    """Back to the page asked for, without a sign-in, to be told that it failed."""
    answer = RedirectResponse(to, 302)
    cookies.keep(answer.headers, cookies.OUTCOME, cookies.FAILED, cookies.SECONDS_OF_AN_OUTCOME)
    cookies.forget(answer.headers, cookies.RETURN_TO)
    return {"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers}


def _note_arrival(claims: Claims) -> bool:
    """Writes down who has signed in; False if that can't be written, and so must not be."""

    def arrive(store: Store, arrived: SignIn) -> None:
        with store.reading(arrived.viewer) as connection:
            viewer = admitted(connection, arrived, time.time(), date.today())
        with store.writing(viewer) as connection:
            begin(connection, arrived)

    return _noted(claims, arrive)


def leave(claims: Claims) -> bool:
    """Ends a sign-in for good, in every tab and every copy of its cookie; False if that can't be written."""

    def left(store: Store, leaving: SignIn) -> None:
        # By their name alone: their grant may have been revoked.
        with store.writing(leaving.viewer) as connection:
            end(connection, leaving)

    return _noted(claims, left)


def _noted(claims: Claims, note: Callable[[Store, SignIn], None]) -> bool:
    log = logging.getLogger(__name__)
    try:
        with closing(open_store(serving=True)) as store:
            note(store, sign_in_of(claims))
    except (SignInRefused, UnknownViewer) as error:
        log.info("%s", error)  # the page says so to them
    except (StoreUnavailable, EmptyStore) as error:
        log.warning("A sign-in could not be written down: %s", error)
        return False
    return True

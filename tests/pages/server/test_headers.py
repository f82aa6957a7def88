"""An answer has the security headers even where something went wrong."""

from __future__ import annotations

import logging

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from pages.server.headers import FAILED, SECURITY_HEADERS, SecurityHeaders
from tests.pages.server.conftest import Write, asked
from tests.pages.server.test_provider import WHOLE


class Broken(Exception):
    """Something that nobody has thought of."""


async def broken(scope: Scope, receive: Receive, send: Send) -> None:
    raise Broken("postgresql://somebody:secret@store")


async def broken_off(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"Half an ", "more_body": True})
    raise Broken


def test_what_fails_is_logged_and_answered_in_plain_words_with_the_headers(
    secrets: Write, caplog: pytest.LogCaptureFixture
) -> None:
    secrets(WHOLE)
    with caplog.at_level(logging.ERROR):
        status, headers, body = asked(SecurityHeaders(broken), "/map")
    assert (status, body.decode()) == (500, FAILED)
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert headers["cache-control"] == "private, no-store"
    assert headers["strict-transport-security"]
    assert [record.exc_info is not None for record in caplog.records] == [True]


def test_half_an_answer_is_not_answered_twice() -> None:
    with pytest.raises(Broken):
        asked(SecurityHeaders(broken_off), "/map")


def test_what_goes_well_goes_out_as_it_is() -> None:
    status, headers, body = asked(SecurityHeaders(PlainTextResponse("Fine")), "/borders/x")
    assert (status, body) == (200, b"Fine")
    assert headers["x-frame-options"] == "DENY" and "cache-control" not in headers

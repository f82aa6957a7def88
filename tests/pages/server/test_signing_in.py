"""The page that is opened after signing in is one of this dashboard's, and signing out is written down."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import anyio
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.server.signing_in import LOGOUT, LONGEST_LINK, SigningIn, page_of, sign_in_path
from tests.pages.server.conftest import Write
from tests.pages.server.test_provider import WHOLE, signed


@pytest.mark.parametrize(
    "link",
    ["/", "/training", "/training?country=PE&from=2025-01-01", "/stories?search=%C3%A1gua+limpia", "/x#y"],
)
def test_a_link_of_ours_is_kept(link: str) -> None:
    assert page_of(link) == link
    assert parse_qs(urlsplit(sign_in_path("google", link)).query)["to"] == [link]


@pytest.mark.parametrize(
    "link",
    [
        None,
        "",
        "training",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/training\r\nSet-Cookie: a=b",
        "/\tx",
        "\t//evil.example",
        " /training",
        "/água",
        "/" + "x" * LONGEST_LINK,
    ],
)
def test_a_link_elsewhere_leads_to_the_first_page(link: str | None) -> None:
    assert page_of(link) == "/"


def leaving(cookie: str) -> list[Message]:
    """What is answered to somebody who signs out."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"cookie", f"{USER_COOKIE_NAME}={cookie}".encode())]
    scope = {"type": "http", "method": "GET", "path": LOGOUT, "headers": headers}
    anyio.run(SigningIn(PlainTextResponse("Signed out")), scope, receive, send)
    return sent


def test_signing_out_that_can_not_be_written_down_is_not_pretended(secrets: Write, store_file: Path) -> None:
    secrets(WHOLE)
    said = {"email": "administrator@example.org", "iat": 1_790_000_000, "exp": 1_790_000_600}
    begun, body = leaving(signed(said))
    assert (begun["status"], body["body"]) == (200, b"Signed out")
    assert "dashboard_outcome=signed_out" in str(begun["headers"])
    store_file.unlink()
    begun, body = leaving(signed(said))
    assert (begun["status"], b"could not be written down" in body["body"]) == (503, True)
    assert "set-cookie" not in str(begun["headers"])
    # Whoever has not signed in has nothing to be written down.
    assert leaving("")[0]["status"] == 200

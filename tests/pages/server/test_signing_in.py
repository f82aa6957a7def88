"""The page that is opened after signing in is one of this dashboard's, and signing out is written down."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.server.signing_in import LOGOUT, LONGEST_LINK, NOT_WRITTEN_DOWN, SigningIn, page_of, sign_in_path
from tests.pages.server.conftest import Write, asked
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


def leaving(cookie: str) -> tuple[int, Headers, bytes]:
    """What is answered to somebody who signs out."""
    app = SigningIn(PlainTextResponse("Signed out"))
    return asked(app, LOGOUT, cookie=f"{USER_COOKIE_NAME}={cookie}")


def test_signing_out_that_can_not_be_written_down_is_not_pretended(secrets: Write, store_file: Path) -> None:
    secrets(WHOLE)
    said = {"email": "administrator@example.org", "iat": 1_790_000_000, "exp": 1_790_000_600}
    status, headers, body = leaving(signed(said))
    assert (status, body) == (200, b"Signed out")
    assert headers["set-cookie"].startswith("dashboard_outcome=signed_out")
    store_file.unlink()
    status, headers, body = leaving(signed(said))
    assert (status, body.decode()) == (503, NOT_WRITTEN_DOWN)
    assert "set-cookie" not in headers
    # Whoever has not signed in has nothing to be written down.
    assert leaving("")[0] == 200

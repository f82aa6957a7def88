"""Settings for signing in: with those that are not whole nobody signs in, not even with a good cookie."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from pages.server import cookies, provider
from tests.pages.server.conftest import Write

README = Path(__file__).parents[3] / "README.md"
SECRET = "of-the-tests-alone-0123456789-abcdefghijkl"
WHOLE = f"""[auth]
redirect_uri = "https://dashboard.example.org/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "dashboard"
client_secret = "x"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""


def signed(claims: dict[str, Any], secret: str = SECRET) -> str:
    """A cookie in which a sign-in service says something of a viewer."""
    return create_signed_value(secret, USER_COOKIE_NAME, json.dumps(claims)).decode()


def claimed(secret: str) -> object:
    """What is taken from a cookie that was signed with a secret."""
    return cookies.claims_in({USER_COOKIE_NAME: signed({"email": "a@example.org"}, secret)})


def test_whole_settings_let_sign_in(secrets: Write) -> None:
    secrets(WHOLE)
    assert provider.what_is_wrong() == ""
    assert provider.providers() == ("default",)
    assert provider.our_origin() == "https://dashboard.example.org"
    assert claimed(SECRET) == {"email": "a@example.org"}
    assert claimed("another") is None


@pytest.mark.parametrize("secret", ["", "x" * 31])
def test_a_secret_that_can_be_guessed_signs_nothing(
    secret: str, secrets: Write, caplog: pytest.LogCaptureFixture
) -> None:
    secrets(WHOLE.replace(SECRET, secret))
    provider._say_once.cache_clear()
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert provider.providers() == ()
    (told,) = caplog.messages
    assert "cookie_secret has fewer than 32 characters" in told
    assert claimed(secret) is None


def test_the_secret_that_the_readme_shows_is_refused(secrets: Write) -> None:
    (shown,) = re.findall(r'^cookie_secret = "(.*)"$', README.read_text("utf-8"), re.MULTILINE)
    secrets(WHOLE.replace(SECRET, shown))
    assert "cookie_secret" in provider.what_is_wrong()
    assert claimed(shown) is None


@pytest.mark.parametrize(
    ("redirect_uri", "origin"),
    [
        ("https://dashboard.example.org:8443/oauth2callback", "https://dashboard.example.org:8443"),
        ("http://127.0.0.1:8501/oauth2callback", "http://127.0.0.1:8501"),
        ("http://[::1]:8501/oauth2callback", "http://[::1]:8501"),
        ("http://localhost/oauth2callback", "http://localhost"),
    ],
)
def test_an_address_as_browsers_write_it_is_taken(redirect_uri: str, origin: str, secrets: Write) -> None:
    secrets(WHOLE.replace("https://dashboard.example.org/oauth2callback", redirect_uri))
    assert provider.what_is_wrong() == ""
    assert provider.our_origin() == origin


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "",
        "dashboard.example.org/oauth2callback",
        "ftp://dashboard.example.org/oauth2callback",
        "https:///oauth2callback",
        "https://dashboard.example.org",
        "https://dashboard.example.org/other/oauth2callback",
        "https://dashboard.example.org/xoauth2callback",
        "https://dashboard.example.org/oauth2callback/",
        "https://dashboard.example.org/oauth2callback?x=1",
        "https://dashboard.example.org/oauth2callback#x",
        "https://Dashboard.example.org/oauth2callback",
        "https://dashboard.example.org:443/oauth2callback",
        "http://dashboard.example.org:80/oauth2callback",
        "https://dashboard.example.org:0443/oauth2callback",
        "https://dashboard.example.org:port/oauth2callback",
        "https://somebody@dashboard.example.org/oauth2callback",
        "https://tablero.example.org\u00f1/oauth2callback",
        "https://[bad/oauth2callback",
    ],
)
def test_any_other_address_is_refused(redirect_uri: str, secrets: Write) -> None:
    secrets(WHOLE.replace("https://dashboard.example.org/oauth2callback", redirect_uri))
    assert provider.what_is_wrong().startswith("redirect_uri is not the dashboard's own address")
    assert provider.our_origin() is None
    assert claimed(SECRET) is None


@pytest.mark.parametrize(
    "settings", ["auth = 5", 'auth = ""', "[auth]", WHOLE.replace('"https://dashboard', '5 #"'), "[auth"]
)
def test_settings_of_no_sense_let_nobody_in(settings: str, secrets: Write) -> None:
    secrets(settings)
    assert provider.configured()
    assert provider.what_is_wrong()
    assert provider.providers() == () and provider.our_origin() is None
    assert claimed(SECRET) is None and claimed("") is None

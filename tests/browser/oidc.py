"""A real sign-in service on loopback, and a dashboard that asks for signing in with it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from tools.browser import finished
from tools.serving import Server, free_port, serving

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam

COOKIE_SECRET = "of-the-tests-alone-0123456789-abcdefghijklmnopqrstuvwxyz"
CLIENT_SECRET = "the-client-secret-that-nobody-is-to-see"
SECONDS_TO_START = 60
# Whoever else signs in has the address that they name, of which the service says no more.
USERS: dict[str, dict[str, Any]] = {
    "unverified": {"email": "administrator@example.org", "email_verified": False},
    "nameless": {"name": "Somebody"},
    "Verified": {"email": "Coordinator@Example.org", "email_verified": True},
}
SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{cookie_secret}"
client_id = "dashboard"
client_secret = "{client_secret}"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Provider:
    """A sign-in service that lets everybody in under the address that they name."""

    issuer: str


@contextmanager
def providing(log: Path, users: Mapping[str, Mapping[str, Any]]) -> Iterator[Provider]:
    """Runs a sign-in service on a free port of this machine; ``users`` have claims of their own."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for sub, claims in users.items():
        command += ["--user-claims", json.dumps({"sub": sub, **claims})]
    with log.open("wb") as printed:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed)
    try:
        _wait_until_it_answers(port, process, log)
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def guarded(
    store_url: str, folder: Path, issuer: str, *, cookie_secret: str = COOKIE_SECRET, spoil: str = ""
) -> Iterator[Server]:
    """Serves the dashboard so that viewers sign in with the service at ``issuer``.

    ``spoil`` is written behind the settings.
    """
    secrets = folder / "secrets.toml"
    settings = SECRETS.format(cookie_secret=cookie_secret, client_secret=CLIENT_SECRET, issuer=issuer)
    secrets.write_text(settings + spoil)
    with serving(store_url, folder / "server.log", settings={"secrets.files": str(secrets)}) as server:
        yield server


def sign_in(page: Page, viewer: str) -> None:
    """Signs in on the page that asks for it, and waits for the dashboard."""
    page.locator("a.way_in").click()
    page.get_by_placeholder("sub").fill(viewer)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(lambda url: "/oauth2" not in url)
    finished(page)


def cookie_of(server: Server, secret: str = COOKIE_SECRET, **claims: Any) -> SetCookieParam:
    """A sign-in cookie of the administrator, an hour old and of an hour to come, but for ``claims``."""
    said = {
        "iss": "https://id.example.org",
        "sub": "forged",
        "email": "administrator@example.org",
        "iat": time.time() - 3600,
        "exp": time.time() + 3600,
        "origin": server.origin,
        "is_logged_in": True,
        "provider": "default",
    }
    value = create_signed_value(secret, USER_COOKIE_NAME, json.dumps(said | claims)).decode()
    return {"name": USER_COOKIE_NAME, "value": value, "url": server.origin, "httpOnly": True}


def _wait_until_it_answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/.well-known/openid-configuration")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"The sign-in service did not start:\n{log.read_text(errors='replace')}")

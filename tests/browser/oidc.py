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
from typing import Any

from playwright.sync_api import Page

from tools.browser import settled
from tools.serving import Server, free_port, serving

COOKIE_SECRET = "of-the-tests-alone-0123456789-abcdefghijklmnopqrstuvwxyz"
CLIENT_SECRET = "the-client-secret-that-nobody-is-to-see"
SECONDS_TO_START = 60
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
def providing(log: Path, users: Mapping[str, Mapping[str, Any]] | None = None) -> Iterator[Provider]:
    """Runs a sign-in service on a free port of this machine; ``users`` have claims of their own."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    for sub, claims in (users or {}).items():
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
def guarded(store_url: str, folder: Path, issuer: str, **settings: str) -> Iterator[Server]:
    """Serves the dashboard so that viewers sign in with the service at ``issuer``."""
    secrets = folder / "secrets.toml"
    secrets.write_text(
        SECRETS.format(cookie_secret=COOKIE_SECRET, client_secret=CLIENT_SECRET, issuer=issuer)
    )
    given = {"secrets.files": str(secrets)} | settings
    with serving(store_url, folder / "server.log", settings=given) as server:
        yield server


def sign_in(page: Page, viewer: str) -> None:
    """Signs in on the page that asks for it, and waits for the dashboard."""
    page.get_by_role("link", name="Sign in").click()
    page.get_by_placeholder("sub").fill(viewer)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(lambda url: "/oauth2" not in url)
    settled(page)


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

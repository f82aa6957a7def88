"""A real browser before a real server: what goes wrong on the way to the screen shows here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, WebSocket, expect

from tests.browser.oidc import USERS, Provider, guarded, providing
from tests.browser.windows import Windows
from tools.browser import finished, lacking, launch_arguments
from tools.serving import Server, serving

# Whatever a page may ask for, nothing is ever looked up outside.
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# A busy machine may take its time: what is expected is waited for, so this costs nothing elsewhere.
expect.set_options(timeout=20_000)
# Streamlit asks for these under the path of a page that is opened by a link, in vain.
VAIN_PROBES = ("/_stcore/health", "/_stcore/host-config")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if reason := lacking():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    ours = launch_arguments()
    return browser_type_launch_args | ours | {"args": [*ours["args"], NO_NAMES]}


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The windows of the browser."""
    return Windows(browser)


@pytest.fixture(scope="session")
def dashboard(
    copied_sample: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The dashboard on a sample store, served to all tests that change nothing but the audit."""
    folder = tmp_path_factory.mktemp("dashboard")
    log = folder / "server.log"
    with serving(f"sqlite:///{copied_sample(folder)}", log) as server:
        yield server
    assert "Traceback" not in log.read_text(errors="replace")


@pytest.fixture(scope="module")
def sign_in_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """A real sign-in service, which lets everybody in under the address that they name."""
    with providing(tmp_path_factory.mktemp("sign_in") / "service.log", USERS) as provider:
        yield provider


@pytest.fixture(scope="module")
def guarded_store(copied_sample: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a sample store to which the dashboard writes who came and went."""
    return f"sqlite:///{copied_sample(tmp_path_factory.mktemp('guarded'))}"


@pytest.fixture(scope="module")
def guarded_dashboard(
    guarded_store: str, sign_in_service: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The dashboard on the sample store, seen by whoever has signed in."""
    with guarded(guarded_store, tmp_path_factory.mktemp("guarded"), sign_in_service.issuer) as server:
        yield server


@pytest.fixture
def store_file(copied_sample: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A sample store of a test's own, to take away or to spoil."""
    return copied_sample(tmp_path)


@pytest.fixture
def own_dashboard(store_file: Path, tmp_path: Path) -> Iterator[Server]:
    """The dashboard on a test's own store, just started: nobody has seen a page of it yet."""
    with serving(f"sqlite:///{store_file}", tmp_path / "server.log") as server:
        yield server


@dataclass
class Visit:
    """A page in a browser, with all that it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(address)
        finished(self.page)

    def outside(self) -> list[str]:
        """The requests that went to another host than this machine."""
        return [url for url in self.requests if urlsplit(url).hostname not in ("127.0.0.1", None)]

    def listen(self) -> None:
        """Notes from now on what the page asks for and complains of."""
        for event, note in self._heard():
            self.page.on(event, note)

    def leave(self) -> None:
        """Notes nothing more."""
        for event, note in self._heard():
            self.page.remove_listener(event, note)

    def _heard(self) -> tuple[tuple[Any, Callable[..., None]], ...]:
        return (
            ("request", self._hear_request),
            ("websocket", self._hear_socket),
            ("pageerror", self._hear_error),
            ("console", self._hear),
        )

    def _hear_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _hear_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _hear_socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        socket.on("framereceived", lambda frame: self.frames.append(_as_bytes(frame)))

    def _hear(self, message: ConsoleMessage) -> None:
        vain = str(message.location["url"]).endswith(VAIN_PROBES) and "404" in message.text
        if message.type == "error" and not vain:
            self.complaints.append(message.text)


def _as_bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


@contextmanager
def visiting(windows: Windows, address: str, cookies: Sequence[Any] = (), **options: Any) -> Iterator[Visit]:
    """An address opened in a window with those cookies, made with Playwright's ``new_context`` options."""
    with windows.opened(cookies, **options) as page:
        visit = Visit(page)
        visit.listen()
        try:
            visit.open(address)
            yield visit
        finally:
            visit.leave()


def follow(page: Page, section: str, title: str) -> None:
    """Goes to a page by the navigation along the top."""
    page.get_by_test_id("stTopNavSection").filter(has_text=section).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click()


@pytest.fixture
def visit(windows: Windows) -> Iterator[Callable[..., Visit]]:
    """Opens an address, as ``visiting`` does, until the test's end."""
    with ExitStack() as visits:
        yield lambda address, **options: visits.enter_context(visiting(windows, address, **options))

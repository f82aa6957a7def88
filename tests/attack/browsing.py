"""A browser that keeps all it is sent: every answer's body, every frame of a websocket, every file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from google.protobuf.message import DecodeError
from playwright.sync_api import Browser, Download, Error, Page, Request, WebSocket

from tests.attack.decoding import frame_in, said
from tests.attack.product import Attempt
from tests.attack.tally import Tally
from tests.attack.worlds import GRANTS
from tests.browser.oidc import sign_in
from tests.browser.windows import DESK
from tools.browser import finished
from tools.serving import PAGES, Server

LOOKED_AT = 1
# What opens more of a page; a download is a click of its own.
OPENERS = ("Table", "Definition", "Data")
# What is folded can't be clicked, and is sent all the same.
REACHABLE = "button:not([inert] *)"
# Streamlit's own program, the same for everybody, is read once for each start of a server.
PROGRAM = ("/static/", "/borders/")


@dataclass
class Taken:
    """All that a browser was sent."""

    frames: list[bytes] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)

    def texts(self) -> Iterator[str]:
        """Every text and number: frames decoded and as they are, for a decoder may overlook something."""
        for frame in self.frames:
            yield frame.decode("utf-8", "replace")
            try:
                yield from said(frame_in(frame))
            except DecodeError:
                continue
        for content in (*self.bodies.values(), *self.files):
            yield content.decode("utf-8", "replace")


@contextmanager
def browsing(browser: Browser, server: Server, role: str) -> Iterator[tuple[Page, Taken]]:
    """A browser in which a role's viewer has signed in, and what it has been sent once it is closed."""
    taken = Taken()
    with browser.new_context(**DESK, accept_downloads=True) as context:
        page = context.new_page()
        answered: list[Request] = []
        # The body of an answer that does not end, such as one that another page has taken the place of,
        # would be waited for without end.
        page.on("requestfinished", lambda request: answered.append(request))
        page.on("websocket", lambda socket: _listen(socket, taken))
        page.goto(f"{server.origin}/stages")  # without a map, which takes its time to come to rest
        sign_in(page, GRANTS[role].viewer)
        yield page, taken
        for request in answered:
            _keep(request, taken)


def visited(
    browser: Browser,
    server: Server,
    role: str,
    attempts: Iterable[Attempt],
    tally: Tally,
    most: int = LOOKED_AT,
) -> Taken:
    """What a role's viewer is sent who opens each page by its link and looks around on it."""
    with browsing(browser, server, role) as (page, taken):
        for attempt in attempts:
            page.goto(address(server, attempt))
            finished(page)
            look_around(page, taken, most)
            tally["pages visited"] += 1
    tally["frames"] += len(taken.frames)
    tally["bytes of frames"] += sum(map(len, taken.frames))
    tally["bodies"] += len(taken.bodies)
    tally["files downloaded"] += len(taken.files)
    return taken


def address(server: Server, attempt: Attempt) -> str:
    """Where the attempt's page is, with its parameters."""
    asked = urlencode([(name, value) for name, values in attempt.parameters for value in values])
    return f"{server.origin}{PAGES[attempt.page]}?{asked}"


def look_around(page: Page, taken: Taken, most: int) -> None:
    """Opens ``most`` of what is closed on a page, and takes as many of its downloads."""
    downloads = page.locator(f'[data-testid="stDownloadButton"] {REACHABLE}')
    for number in range(min(most, downloads.count())):
        with page.expect_download() as waiting:
            downloads.nth(number).click()
        taken.files.append(_content(waiting.value))
    for name in OPENERS:
        closed = page.locator(REACHABLE).filter(has_text=re.compile(f"^{name}$"))
        for button in closed.element_handles()[:most]:
            # What is opened may lie over the next: an attacker does not need to see what they click.
            button.dispatch_event("click")
            finished(page)


def _listen(socket: WebSocket, taken: Taken) -> None:
    socket.on(
        "framereceived",
        lambda frame: taken.frames.append(frame if isinstance(frame, bytes) else frame.encode()),
    )


def _keep(request: Request, taken: Taken) -> None:
    if any(part in request.url for part in PROGRAM) or request.url in taken.bodies:
        return
    try:
        answer = request.response()
        taken.bodies[request.url] = answer.body() if answer else b""
    except Error:  # an answer without a body, such as a redirect or that of a file to be saved
        taken.bodies[request.url] = b""


def _content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()

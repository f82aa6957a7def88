"""Viewers without a browser, who look at a page again and again over connections through nginx."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Event, Thread

from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.browser.oidc import cookie_of
from tests.browser.test_doors import answers, asking_for, connected
from tools.serving import Server

SECONDS_TO_BE_SEEN = 60
# nginx passes over who does not answer: whoever has lost a connection gets another one at once.
MOST_TRIES = 20
# As long as a browser waits before it tries again.
SECONDS_BETWEEN_TRIES = 0.5


@dataclass
class Walker:
    """Somebody who has signed in and looks at a page until they are stopped.

    ``told`` holds the headings and texts of each run, ``moves`` counts the connections that were lost.
    """

    server: Server
    place: str
    page: str
    told: list[tuple[str, ...]] = field(default_factory=list)
    moves: int = 0
    tries: int = 0
    failure: BaseException | None = None
    seen: Condition = field(default_factory=Condition)
    stopped: Event = field(default_factory=Event)

    def walk(self) -> None:
        """Looks, and connects again where the connection is lost."""
        try:
            while not self.stopped.is_set():
                try:
                    self._look()
                except (ConnectionClosed, InvalidHandshake, OSError, EOFError):
                    self.moves += self.tries == 0
                    self.tries += 1
                    assert self.tries <= MOST_TRIES, f"{self.place} was let down {self.tries} times in a row"
                    self.stopped.wait(SECONDS_BETWEEN_TRIES)
        except BaseException as error:  # whoever waits for this walker is told
            self.failure = error
        with self.seen:
            self.seen.notify_all()

    def look_again(self) -> None:
        """Waits until this walker has begun and ended another look."""
        with self.seen:
            enough = len(self.told) + 2
            done = self.seen.wait_for(lambda: len(self.told) >= enough or self.failure, SECONDS_TO_BE_SEEN)
        assert self.failure is None, self.failure
        assert done, f"{self.place} saw nothing for {SECONDS_TO_BE_SEEN} seconds"

    def _look(self) -> None:
        cookie, token = cookie_of(self.server, sub=self.place), generate_xsrf_token_string()
        cookies = {
            cookie["name"]: cookie["value"],
            XSRF_COOKIE_NAME: token,
            "dashboard_place": self.place,
        }
        sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
        with connected(self.server, self.server.origin, token=token, Cookie=sent) as connection:
            while not self.stopped.is_set():
                elements = [frame.delta.new_element for frame in answers(connection, asking_for(self.page))]
                assert not [one for one in elements if one.HasField("exception")]
                with self.seen:
                    self.told.append(
                        tuple(text for one in elements if (text := one.heading.body or one.markdown.body))
                    )
                    self.tries = 0
                    self.seen.notify_all()


@contextmanager
def walking(server: Server, page: str, how_many: int) -> Iterator[list[Walker]]:
    """Walkers on a page, each at a place of their own behind nginx."""
    walkers = [Walker(server, f"walker-{number}", page) for number in range(how_many)]
    threads = [Thread(target=walker.walk) for walker in walkers]
    for thread in threads:
        thread.start()
    try:
        yield walkers
    finally:
        for walker in walkers:
            walker.stopped.set()
        for thread in threads:
            thread.join(SECONDS_TO_BE_SEEN)

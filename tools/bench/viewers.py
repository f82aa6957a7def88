"""Viewers without a browser, one or many at once, who speak to a real server over its own websocket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect as connect_many
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tools.serving import Server

LARGEST_MESSAGE = 256 * 2**20
# A server that is busy with frames answers no pings; that it is slow is what is measured.
OPTIONS: dict[str, Any] = {
    "subprotocols": [Subprotocol("streamlit")],
    "max_size": LARGEST_MESSAGE,
    "ping_interval": None,
    "compression": None,
}
# No cell of a table takes longer than this, whatever it measures.
MOST_SECONDS = 60


class RunFailed(Exception):
    """The script raised an error, or said that it has no figures, so that its time says nothing."""


@dataclass
class Conversation:
    """What one viewer says and hears: the page looked at, and the bytes of the run that was heard last."""

    page: str = ""
    script: str = field(default="", init=False)
    payload: int = field(default=0, init=False)
    largest: int = field(default=0, init=False)

    def asks(self, query: str = "") -> bytes:
        """The message that runs the page again, with a query string."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = self.page
        message.rerun_script.page_script_hash = self.script
        self.payload = self.largest = 0
        said: bytes = message.SerializeToString()
        return said

    def hears(self, heard: bytes) -> bool:
        """Whether the run has ended with this message; raises RunFailed."""
        self.payload += len(heard)
        self.largest = max(self.largest, len(heard))
        answer = ForwardMsg.FromString(heard)
        element = answer.delta.new_element
        if element.HasField("exception"):
            raise RunFailed(element.exception.message)
        if element.HasField("alert") and element.alert.format == Alert.ERROR:
            raise RunFailed(element.alert.body)
        if answer.HasField("navigation"):
            # Without it the next rerun would be one of the first page.
            self.script = answer.navigation.page_script_hash
        return bool(answer.HasField("script_finished"))


@dataclass
class Viewer(Conversation):
    """A viewer alone."""

    connection: ClientConnection = field(kw_only=True)

    def rerun(self, query: str = "", most: float = MOST_SECONDS) -> float:
        """Runs the page again; gives the seconds it took, and raises RunFailed and TimeoutError."""
        begun = time.perf_counter()
        self.connection.send(self.asks(query))
        while not self.hears(self.connection.recv(timeout=most, decode=False)):
            pass
        return time.perf_counter() - begun


@contextmanager
def viewing(server: Server, page: str) -> Iterator[Viewer]:
    """A viewer who has opened the page ``page`` (a name; empty for the first)."""
    with connect(_address(server), **OPTIONS) as connection:
        yield Viewer(page, connection=connection)


@dataclass(frozen=True)
class Load:
    """What several viewers at once have measured: each rerun's begin and seconds, and why it ended early."""

    reruns: tuple[tuple[float, float], ...]
    seconds: float
    failed: str = ""

    @property
    def times(self) -> list[float]:
        """The seconds of each rerun."""
        return [taken for _, taken in self.reruns]

    @property
    def per_second(self) -> float:
        """Reruns that came to their end, in a second, of all viewers together."""
        return len(self.reruns) / self.seconds if self.seconds else 0.0

    @property
    def median(self) -> float | None:
        """The middle of the times; None without any."""
        return median(self.times) if self.reruns else None

    @property
    def p95(self) -> float | None:
        """What 95 of a hundred reruns stay below; None without any."""
        return quantiles(self.times, n=20)[-1] if len(self.reruns) > 1 else self.median


def load(
    server: Server, viewers: int, seconds: float, queries: Sequence[str], think: float = 0, page: str = ""
) -> Load:
    """Lets viewers rerun a page, each with a query string of its own choice each time, for so many seconds.

    With ``think`` each of them waits about so many seconds before the next. A run that fails ends it.
    """
    return asyncio.run(_load(server, viewers, seconds, queries, think, page))


async def _load(
    server: Server, viewers: int, seconds: float, queries: Sequence[str], think: float, page: str
) -> Load:
    found: list[tuple[float, float]] = []
    begun: list[float] = []
    opened = asyncio.Barrier(viewers)
    failed = ""
    looking = (
        _look(server, Random(n), seconds, queries, think, page, opened, begun, found) for n in range(viewers)
    )
    tasks = [asyncio.create_task(one) for one in looking]
    try:
        async with asyncio.timeout(MOST_SECONDS + seconds):
            await asyncio.gather(*tasks)
    except TimeoutError:
        failed = f"stopped after {MOST_SECONDS} s"
    except RunFailed as failure:
        failed = str(failure)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    # Those that end after the time count with the time that they took.
    lasted = time.perf_counter() - min(begun) if begun else 0.0
    return Load(tuple(found), lasted, failed)


async def _look(
    server: Server,
    chance: Random,
    seconds: float,
    queries: Sequence[str],
    think: float,
    page: str,
    opened: asyncio.Barrier,
    begun: list[float],
    found: list[tuple[float, float]],
) -> None:
    """Opens the page, waits for the others to have it open, and reruns it; notes when, and each rerun."""
    said = Conversation(page)
    async with connect_many(_address(server), **OPTIONS) as connection:

        async def rerun() -> None:
            await connection.send(said.asks(chance.choice(queries)))
            while not said.hears(await connection.recv(decode=False)):
                pass

        await rerun()
        await opened.wait()
        begun.append(time.perf_counter())
        until = begun[-1] + seconds
        await asyncio.sleep(chance.uniform(0, think))
        while (now := time.perf_counter()) < until:
            await rerun()
            found.append((now, time.perf_counter() - now))
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)


def warm(server: Server, queries: Sequence[str], page: str = "") -> None:
    """Lets a viewer go through all selections once, as far as the time of a cell reaches."""
    begun = time.perf_counter()
    with viewing(server, page) as viewer, suppress(RunFailed, TimeoutError):
        for query in queries:
            if time.perf_counter() > begun + MOST_SECONDS:
                return
            viewer.rerun(query)


def _address(server: Server) -> str:
    return server.origin.replace("http", "ws", 1) + "/_stcore/stream"

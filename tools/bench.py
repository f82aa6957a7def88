"""How long the server takes for a rerun of each page, on the sample store.

What is measured: the time from a browser's message "run again" to the server's "script finished",
over a real websocket to a real server on this machine: the script, its queries, and all that
Streamlit does to send the page. What the browser does with it is not in it.

``again`` is a rerun with the same selection, as after a click on a table or a definition: answers
come from the cache. ``new`` is a rerun with a selection that nobody has asked for before: all is
read and drawn anew. ``× empty`` compares ``again`` with a page that holds a title alone, measured in
the same run: it says how much of the time is ours, on a slow machine as on a fast one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tools.serving import PAGES, Server, sample_store, serving

RERUNS = 40
WARM_UP = 5
EMPTY_PAGE = "import streamlit as st\n\nst.title('Nothing')\n"
LARGEST_MESSAGE = 64 * 2**20


class RunFailed(Exception):
    """The script raised an error, so that its time says nothing."""


@dataclass
class Viewer:
    """A browser's side of the websocket, without a browser."""

    connection: ClientConnection
    page: str
    script: str = field(default="", init=False)

    def rerun(self, query: str = "") -> float:
        """Runs the page again; gives the seconds it took, and raises RunFailed."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = self.page
        message.rerun_script.page_script_hash = self.script
        begun = time.perf_counter()
        self.connection.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self.connection.recv(timeout=60, decode=False))
            if answer.delta.new_element.HasField("exception"):
                raise RunFailed(answer.delta.new_element.exception.message)
            if answer.HasField("navigation"):
                # Without it the next rerun would be one of the first page.
                self.script = answer.navigation.page_script_hash
            if answer.HasField("script_finished"):
                return time.perf_counter() - begun


@contextmanager
def viewing(server: Server, page: str) -> Iterator[Viewer]:
    """A viewer who has opened the page ``page`` (a name; empty for the first)."""
    address = server.origin.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=LARGEST_MESSAGE) as connection:
        yield Viewer(connection, page)


def again(viewer: Viewer) -> list[float]:
    """Milliseconds of reruns with the same selection."""
    return _timed(lambda _: viewer.rerun())


def new(viewer: Viewer) -> list[float]:
    """Milliseconds of reruns with another selection each time: a period that ends a day later."""
    last = date(2025, 3, 1)
    return _timed(lambda rerun: viewer.rerun(f"from=2024-01-01&to={last + timedelta(days=rerun)}"))


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        script = path / "nothing.py"
        script.write_text(EMPTY_PAGE)
        store = sample_store(path)
        with serving(store, path / "empty.log", str(script)) as server, viewing(server, "") as viewer:
            empty = again(viewer)
        table = Table(title=f"Server time of a rerun on the sample store, in ms, {RERUNS} reruns each")
        table.add_column("page")
        for heading in ("again: median", "p95", "× empty", "new: median", "p95"):
            table.add_column(heading, justify="right")
        table.add_row("(empty)", *_figures(empty), "1.0", "", "")
        with serving(store, path / "server.log") as server:
            for name, address in PAGES.items():
                with viewing(server, address.removeprefix("/")) as viewer:
                    same, other = again(viewer), new(viewer)
                table.add_row(name, *_figures(same), f"{median(same) / median(empty):.1f}", *_figures(other))
    Console().print(table)


def _timed(rerun: Callable[[int], float]) -> list[float]:
    return [rerun(number) * 1000 for number in range(WARM_UP + RERUNS)][WARM_UP:]


def _figures(milliseconds: list[float]) -> tuple[str, str]:
    return f"{median(milliseconds):.1f}", f"{quantiles(milliseconds, n=20)[-1]:.1f}"


if __name__ == "__main__":
    main()

"""The dashboard served for a while, on a store filled from the sample package."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGCONT, SIGSTOP

from data_access.importing import import_package
from data_access.migrations import migrate
from data_access.store import writing_engine

ROOT = Path(__file__).parent.parent
# The page that opens first has the path / alone.
PAGES = {
    page.stem: "/" if page.stem == "overview" else f"/{page.stem}"
    for page in sorted((ROOT / "pages").glob("*.py"))
    if page.stem != "navigation"
}
SECONDS_TO_START = 60
SECONDS_BETWEEN_TRIES = 0.1


class ServerFailed(Exception):
    """The server ended, or did not answer in time; the message holds what it printed."""


@dataclass(frozen=True)
class Server:
    """A running dashboard: its origin (``http://127.0.0.1:PORT``) and the file it prints into."""

    origin: str
    log: Path

    def status(self, path: str) -> tuple[int, dict[str, str], str]:
        """What the server answers to a GET: status, headers by lower-case name, body."""
        connection = HTTPConnection(self.origin.removeprefix("http://"), timeout=10)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, headers, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()


def sample_store(folder: Path) -> str:
    """Makes an SQLite store in ``folder`` that holds the sample package; gives its URL."""
    url = f"sqlite:///{folder / 'sample.sqlite'}"
    engine = writing_engine(url)
    migrate(engine)
    import_package(engine, ROOT / "sample_data")
    engine.dispose()
    return url


class Dashboard:
    """A dashboard's process on a port of this machine, with the dashboard's settings and those given."""

    def __init__(
        self,
        store_url: str,
        log: Path,
        script: str = "dashboard.py",
        settings: Mapping[str, str] | None = None,
        port: int | None = None,
    ) -> None:
        self.port = port or free_port()
        self.server = Server(f"http://127.0.0.1:{self.port}", log)
        given = {"server.port": str(self.port)} | dict(settings or {})
        options = [part for name, value in given.items() for part in (f"--{name}", value)]
        self._command = [sys.executable, "-m", "streamlit", "run", script, *options]
        self._environment = os.environ | {"DATABASE_URL": store_url}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, so that it runs when ``answering`` says so; its log goes on where it ended."""
        with self.server.log.open("ab") as printed:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def answering(self) -> Server:
        """The server, once it answers; raises ServerFailed. That there is no store is an answer, too."""
        deadline = time.monotonic() + SECONDS_TO_START
        while self.runs and time.monotonic() < deadline:
            try:
                self.server.status("/healthz")
                return self.server
            except (OSError, HTTPException):
                time.sleep(SECONDS_BETWEEN_TRIES)
        raise ServerFailed(f"The server did not start:\n{self.server.log.read_text(errors='replace')}")

    def stop(self) -> None:
        """Lets it end in its own time."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def kill(self) -> None:
        """Ends it as if its machine had gone: it does nothing more, and tells nobody."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=20)

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """Lets it do nothing for a while, as if its machine were too busy."""
        assert self._process is not None
        self._process.send_signal(SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(SIGCONT)


@contextmanager
def serving(
    store_url: str, log: Path, script: str = "dashboard.py", settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Serves a script on a free port of this machine, with the dashboard's settings and those given.

    Raises ServerFailed.
    """
    dashboard = Dashboard(store_url, log, script, settings)
    dashboard.start()
    try:
        yield dashboard.answering()
    finally:
        dashboard.stop()


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

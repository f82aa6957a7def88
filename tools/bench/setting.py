"""What the parts of the benchmark share: a store, a folder for files, and servers of all ways."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tools.bench.stores import BenchStore
from tools.bench.world.sizes import Size
from tools.serving import Server, serving

SERVED = Path("tools") / "bench" / "served"
OURS, EACH_RERUN, CACHED = "ours", "pandas each rerun", "pandas, st.cache_data"
CONSTANT, EMPTY, POINTS, DASHBOARD = "constant data", "empty page", "all points by pydeck", "our map"
SCRIPTS = {
    OURS: str(SERVED / "dashboard_of_one_page.py"),
    EACH_RERUN: str(SERVED / "pandas_each_rerun.py"),
    CACHED: str(SERVED / "pandas_cached.py"),
    CONSTANT: str(SERVED / "constant.py"),
    EMPTY: str(SERVED / "empty.py"),
    POINTS: str(SERVED / "points.py"),
    DASHBOARD: "dashboard.py",
}
# The usual ways are an analyst's, who has the owner's URL.
BY_ITS_OWNER = (EACH_RERUN, CACHED, POINTS)
MEGABYTE = 2**20
SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True)
class Setting:
    """A filled store, and a folder for files that go when the run has ended."""

    size: Size
    database: str
    store: BenchStore
    folder: Path


def asked_of(setting: Setting, ways: Sequence[str]) -> tuple[str, ...]:
    """The ways that can be asked at this size: on L pandas would fill the memory, and run on unwatched."""
    return tuple(way for way in ways if setting.size.name != "L" or way not in (EACH_RERUN, CACHED))


@dataclass(frozen=True)
class Served:
    """A way of the page that is being served, and its process."""

    server: Server
    process: psutil.Process

    def megabytes(self) -> float:
        """The memory that the process holds now."""
        return float(self.process.memory_info().rss) / MEGABYTE


@contextmanager
def served(setting: Setting, ways: Sequence[str]) -> Iterator[dict[str, Served]]:
    """Servers of several ways, side by side."""
    with ExitStack() as servers:
        found = {}
        for number, way in enumerate(ways):
            url = setting.store.owner_url if way in BY_ITS_OWNER else setting.store.url
            log = setting.folder / f"{setting.store.name}_{number}.log"
            server = servers.enter_context(serving(url, log, SCRIPTS[way]))
            found[way] = Served(server, _process(server))
        yield found


def _process(server: Server) -> psutil.Process:
    port = server.origin.rpartition(":")[2]
    return next(child for child in psutil.Process().children(recursive=True) if port in child.cmdline())


@contextmanager
def peak(of: Served) -> Iterator[list[float]]:
    """The most memory that a server holds within the context, in megabytes: the list's last number."""
    highest, over = [of.megabytes()], threading.Event()

    def look() -> None:
        while not over.wait(SECONDS_BETWEEN_LOOKS):
            highest[0] = max(highest[0], of.megabytes())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield highest
    finally:
        over.set()
        looking.join()

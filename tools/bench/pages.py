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

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tools.bench.viewers import Viewer, viewing
from tools.serving import PAGES, sample_store, serving

RERUNS = 40
WARM_UP = 5
EMPTY_PAGE = "tools/bench/served/empty.py"


def again(viewer: Viewer) -> list[float]:
    """Milliseconds of reruns with the same selection."""
    return _timed(lambda _: viewer.rerun())


def new(viewer: Viewer) -> list[float]:
    """Milliseconds of reruns with another selection each time: a period that ends a day later."""
    last = date(2025, 3, 1)
    return _timed(lambda rerun: viewer.rerun(f"from=2024-01-01&to={last + timedelta(days=rerun)}"))


def main() -> None:
    """Measures all pages, and prints them as a table."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        store = sample_store(path)
        with serving(store, path / "empty.log", EMPTY_PAGE) as server, viewing(server, "") as viewer:
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

"""What rights and disclosure control cost of a rerun: each page as those see it who are let see more or less.

``asked for nobody`` is the dashboard with an unlimited viewer whom nobody looked up: what a rerun takes
without rights. The others are viewers of the sample, looked up in the store at every rerun. ``×`` is a
rerun against the same page of that first row, measured in the same run by turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfile
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from data_access.grants import revoke, viewers
from data_access.store import writing_engine
from data_access.viewer import UNRESTRICTED
from tools.bench.pages import RERUNS, WARM_UP
from tools.bench.viewers import Viewer, viewing
from tools.serving import PAGES, ROOT, Server, sample_store, serving

NOBODY = "asked for nobody"
ROLES = ("administrator", "coordinator", "presenter", "sponsor")
# Pages that every role has, and that show figures of people, money and places.
MEASURED = ("overview", "map", "stages", "training", "protection", "premium")
# The dashboard whose viewer is not looked up; what it needs to know of the data is read as ever.
UNASKED = """
import sys
sys.path.insert(0, {root!r})

import streamlit as st

from data_access.selection import data_date, data_version
from data_access.viewer import UNRESTRICTED
from pages.parts import viewer
from pages.parts.reading import opened


def enter():
    with opened().reading() as connected:
        st.session_state["data_version"] = data_version(connected)
        st.session_state["data_date"] = data_date(connected)
    st.session_state["viewer"] = UNRESTRICTED


viewer.enter = enter

from dashboard import ROOT, preloaded

# Streamlit looks for an app that the script itself makes.
app = st.App(ROOT / "pages" / "navigation.py", lifespan=preloaded)
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        Console().print(cost_of_rights(path, sample_store(path)))


def cost_of_rights(folder: Path, store: str) -> Table:
    """Milliseconds of a rerun of each page for each role, and against nobody's; ``store`` is a sample's."""
    script = folder / "unasked.py"
    script.write_text(UNASKED.format(root=str(ROOT)))
    table = Table(title=f"Rerun of a page by who looks, in ms, median of {RERUNS}, and × that of nobody")
    table.add_column("page")
    for heading in (NOBODY, *ROLES):
        table.add_column(heading, justify="right")
    with ExitStack() as servers:
        looking = {NOBODY: servers.enter_context(serving(store, folder / "unasked.log", str(script)))}
        for role in ROLES:
            alone = seen_by(store, folder / f"{role}.sqlite", role)
            looking[role] = servers.enter_context(serving(alone, folder / f"{role}.log"))
        totals = dict.fromkeys(looking, 0.0)
        for page in MEASURED:
            medians = _in_turns(looking, PAGES[page].removeprefix("/"))
            totals = {role: totals[role] + medians[role] for role in looking}
            table.add_row(page, *_beside(medians))
        table.add_row("(all)", *_beside(totals))
    return table


def seen_by(store: str, copy: Path, role: str) -> str:
    """A copy of a sample store in which only the viewer of a role has a grant, and is looked as; its URL."""
    copyfile(store.removeprefix("sqlite:///"), copy)
    url = f"sqlite:///{copy}"
    engine = writing_engine(url)
    with engine.begin() as connection:
        for name in viewers(connection, UNRESTRICTED, date.today())["viewer"]:
            if not name.startswith(role):
                revoke(connection, UNRESTRICTED, name)
    engine.dispose()
    return url


def _in_turns(looking: dict[str, Server], page: str) -> dict[str, float]:
    """The median of each, asked one after the other, so that what else the machine does hits all alike."""
    times: dict[str, list[float]] = {role: [] for role in looking}
    with _all_viewing(looking, page) as seeing:
        for rerun in range(WARM_UP + RERUNS):
            for role, viewer in seeing.items():
                taken = viewer.rerun() * 1000
                if rerun >= WARM_UP:
                    times[role].append(taken)
    return {role: median(taken) for role, taken in times.items()}


@contextmanager
def _all_viewing(looking: dict[str, Server], page: str) -> Iterator[dict[str, Viewer]]:
    with ExitStack() as open_:
        yield {role: open_.enter_context(viewing(server, page)) for role, server in looking.items()}


def _beside(medians: dict[str, float]) -> list[str]:
    return [f"{taken:.1f} ({taken / medians[NOBODY]:.2f}×)" for taken in medians.values()]


if __name__ == "__main__":
    main()

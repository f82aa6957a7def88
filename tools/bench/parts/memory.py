"""What another viewer costs in memory, while their page stays open."""

from __future__ import annotations

import time
from contextlib import ExitStack
from statistics import median

from tools.bench.results import Found, Goal, Results, Sheet, written
from tools.bench.setting import CONSTANT, OURS, Served, Setting, served
from tools.bench.viewers import RunFailed, viewing

ADDED = 100
# What belongs to all is there before the viewers that are counted come.
BEFORE = 5
RERUNS = 2
SETTLING = 2.0
ADDED_VIEWER = Goal("memory per added viewer, over 100 viewers", 1, "MB")


def measure(setting: Setting) -> Results:
    """Megabytes per viewer of ours, and of the page with constant data."""
    with served(setting, (OURS, CONSTANT)) as servers:
        found = {way: per_viewer(one) for way, one in servers.items()}
    rows = [[way, written(value, "MB")] for way, value in found.items()]
    sheet = Sheet(f"Memory per added viewer, over {ADDED}", ["way", "each"], rows)
    return Results([sheet], [Found(ADDED_VIEWER, found[OURS])])


def per_viewer(one: Served) -> float | None:
    """Megabytes that each of the added viewers takes, who all look at the same; None where they can't."""
    with ExitStack() as open_:
        try:
            _come(open_, one, BEFORE)
            before = _held(one)
            _come(open_, one, ADDED)
            return (_held(one) - before) / ADDED
        except (RunFailed, TimeoutError):
            return None


def _come(open_: ExitStack, one: Served, viewers: int) -> None:
    for _ in range(viewers):
        viewer = open_.enter_context(viewing(one.server, ""))
        for _ in range(1 + RERUNS):
            viewer.rerun()


def _held(one: Served) -> float:
    looks = []
    for _ in range(5):
        time.sleep(SETTLING / 5)
        looks.append(one.megabytes())
    return median(looks)

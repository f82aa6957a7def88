"""What a viewer waits for in a browser: from a filter's change to the settled page, and at first load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.bench.results import Found, Goal, Results, Sheet, ratio, times, written
from tools.bench.setting import CACHED, CONSTANT, EACH_RERUN, EMPTY, OURS, Setting, asked_of, served
from tools.bench.settling import DidNotSettle, filtered, opened, watch
from tools.bench.stores import bench_store
from tools.bench.viewers import MOST_SECONDS
from tools.bench.world.places import REGIONS
from tools.bench.world.sizes import SIZES
from tools.browser import lacking, launch_arguments

WAYS = (OURS, EACH_RERUN, CACHED, CONSTANT, EMPTY)
OURS_AT_M = "ours, a tenth of the rows (M)"
CHANGES, LOADS = 8, 6
WINDOW: ViewportSize = {"width": 1440, "height": 900}
AGAINST_PANDAS = Goal("filter to settled, against pandas each rerun", 0.15, sizes=("M",))
P95 = Goal("filter to settled, p95 against the median", 2, "×", sizes=("M",))
TEN_TIMES = Goal("filter to settled, L against M", 1.5, "×", sizes=("L",))
FIRST_LOAD = Goal("first load in a warm browser, against constant data", 1.3, "×")


@dataclass
class Waited:
    """What a viewer waited for: seconds for each change of a filter, and for each load."""

    page: Page
    origin: str
    changes: list[float] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    failed: str = ""


class NoBrowser(Exception):
    """There is no browser on this machine; the message says what to install."""


def measure(setting: Setting) -> Results:
    """Loads and changes of the filter, each way by turns; on L those of M beside it. Raises NoBrowser."""
    with ExitStack() as held:
        servers = held.enter_context(served(setting, asked_of(setting, WAYS)))
        origins = {way: one.server.origin for way, one in servers.items()}
        if setting.size.name == "L":
            smaller = held.enter_context(bench_store(SIZES["M"], setting.database))
            at_m = held.enter_context(served(replace(setting, store=smaller), (OURS,)))
            origins[OURS_AT_M] = at_m[OURS].server.origin
        browser = held.enter_context(browsing())
        looking = {way: Waited(_page(browser), origin) for way, origin in origins.items()}
        for number in range(1 + LOADS):
            for one in looking.values():
                _load(one, counted=number > 0)
        for code in REGIONS[:CHANGES]:
            for way, one in looking.items():
                if way != EMPTY:
                    _change(one, code)
    return _results(looking)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser of this machine; raises NoBrowser."""
    if reason := lacking():
        raise NoBrowser(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        yield browser
        browser.close()


def _page(browser: Browser) -> Page:
    page = browser.new_page(viewport=WINDOW, reduced_motion="reduce")
    watch(page)
    return page


def _load(one: Waited, counted: bool) -> None:
    """The first load warms the browser, and fills the server's caches; it is not counted."""
    if one.failed or sum(one.loads) > MOST_SECONDS:
        return
    try:
        taken = opened(one.page, one.origin)
    except DidNotSettle as error:
        one.failed = str(error)
        return
    if counted:
        one.loads.append(taken)


def _change(one: Waited, code: str) -> None:
    if one.failed or sum(one.changes) > MOST_SECONDS:
        return
    try:
        one.changes.append(filtered(one.page, "Region", code))
    except DidNotSettle as error:
        one.failed = str(error)


def _results(looking: Mapping[str, Waited]) -> Results:
    change = {way: _median(one, one.changes) for way, one in looking.items()}
    load = {way: _median(one, one.loads) for way, one in looking.items()}
    p95 = {way: _p95(one.changes) if change[way] else None for way, one in looking.items()}
    rows = [
        [
            way,
            times(change[way]) if way != EMPTY else "",
            times(p95[way]) if way != EMPTY else "",
            written(ratio(change[way], change.get(EACH_RERUN)), "×") if way != EMPTY else "",
            times(load[way]),
            written(ratio(load[way], load[CONSTANT]), "×"),
        ]
        for way in looking
    ]
    headings = ["way", "filter to settled", "p95", "against pandas", "first load", "against constant"]
    results = Results([Sheet("In a browser", headings, rows)])
    results.notes += [f"{way}: {one.failed}" for way, one in looking.items() if one.failed]
    results.found += [
        Found(AGAINST_PANDAS, ratio(change[OURS], change.get(EACH_RERUN))),
        Found(P95, ratio(p95[OURS], change[OURS])),
        Found(FIRST_LOAD, ratio(load[OURS], load[CONSTANT])),
    ]
    if OURS_AT_M in looking:
        results.found.append(Found(TEN_TIMES, ratio(change[OURS], change[OURS_AT_M])))
    return results


def _median(one: Waited, taken: list[float]) -> float | None:
    return median(taken) if taken and not one.failed else None


def _p95(taken: list[float]) -> float | None:
    return quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else None

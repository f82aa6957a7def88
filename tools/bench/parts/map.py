"""The map of all units: what is sent of it, and how long it takes to settle when a filter is widened."""

from __future__ import annotations

from contextlib import suppress
from statistics import median

from tools.bench.parts.browser import WINDOW, browsing
from tools.bench.results import Found, Goal, Results, Sheet, beside, ratio, written
from tools.bench.setting import DASHBOARD, POINTS, Served, Setting, served
from tools.bench.settling import DidNotSettle, NotHeard, filtered, opened, watch, widened
from tools.bench.viewers import MOST_SECONDS, RunFailed, viewing
from tools.browser import MAP, wait_until_drawn

WAYS = {DASHBOARD: "map", POINTS: ""}
# The country whose filter is taken away again: about two fifths of the units are in it.
COUNTRY = "Peru"
TURNS = 5
KILOBYTE = 1000
AGAINST_POINTS = Goal("map, filter to settled, against all points by pydeck", 0.12, sizes=("L",))
PAYLOAD = Goal("map, payload", 100, "kB", sizes=("L",))


def measure(setting: Setting) -> Results:
    """Seconds and kilobytes of our map, and of the usual one, by turns; raises NoBrowser."""
    with served(setting, tuple(WAYS)) as servers, browsing() as browser:
        payload = {way: _payload(one, WAYS[way]) for way, one in servers.items()}
        taken: dict[str, list[float]] = {way: [] for way in WAYS}
        failed: dict[str, str] = {}
        page = browser.new_page(viewport=WINDOW, reduced_motion="reduce")
        watch(page)
        for turn in range(1 + TURNS):
            for way, one in servers.items():
                if way in failed or sum(taken[way]) > MOST_SECONDS:
                    continue
                try:
                    opened(page, f"{one.server.origin}/{WAYS[way]}")
                    # Borders are there by now: those of a country are loaded once.
                    filtered(page, "Country", COUNTRY)
                    wait_until_drawn(page.locator(MAP).first)
                    seconds = widened(page, "Country")
                except NotHeard:
                    continue
                except (DidNotSettle, TimeoutError) as error:
                    failed[way] = str(error)
                    continue
                if turn:
                    taken[way].append(seconds)
    settled = {way: median(took) if took and way not in failed else None for way, took in taken.items()}
    compared = beside({way: settled[way] for way in WAYS}, POINTS)
    rows = [[*row, written(payload[row[0]], "kB")] for row in compared]
    sheet = Sheet(
        f"The map of {setting.size.units:,} units",
        ["way", "filter to settled", "against all points", "payload"],
        rows,
    )
    found = [
        Found(AGAINST_POINTS, ratio(settled[DASHBOARD], settled[POINTS])),
        Found(PAYLOAD, payload[DASHBOARD]),
    ]
    return Results([sheet], found, [f"{way}: {reason}" for way, reason in failed.items()])


def _payload(one: Served, page: str) -> float | None:
    """Kilobytes of the largest message of a run, which holds the map."""
    with suppress(RunFailed, TimeoutError), viewing(one.server, page) as viewer:
        viewer.rerun()
        return viewer.largest / KILOBYTE
    return None

"""Many viewers at once: how many reruns a second, how long one takes, and how much memory it is."""

from __future__ import annotations

from tools.bench.results import Found, Goal, Results, Sheet, ratio, times, written
from tools.bench.selections import pool, query_string
from tools.bench.setting import (
    CACHED,
    CONSTANT,
    EACH_RERUN,
    EMPTY,
    OURS,
    Served,
    Setting,
    asked_of,
    peak,
    served,
)
from tools.bench.viewers import Load, load, warm

WAYS = (OURS, EACH_RERUN, CACHED, CONSTANT, EMPTY)
# The usual ways are asked by few.
FEW = (1, 5)
VIEWERS = (*FEW, 20)
SECONDS = 12
THINKING, THINK_SECONDS, THINKING_SECONDS = 100, 5.0, 40
AGAINST_CONSTANT = Goal("rerun against constant data, 20 busy viewers", 1.5, "×", sizes=("M",))
AGAINST_CACHED = Goal("reruns a second against st.cache_data, 5 busy viewers", 8, "×", True, ("M",))
HUNDRED = Goal("p95 of 100 viewers against the median of one", 3, "×", sizes=("M",))


def measure(setting: Setting) -> Results:
    """Cells of ways × viewers, those of one number of viewers after each other."""
    queries = [query_string(selection) for selection in pool(setting.size)]
    cells: dict[tuple[str, int], tuple[Load, float]] = {}
    with served(setting, asked_of(setting, WAYS)) as servers:
        for way in servers:
            warm(servers[way].server, queries)
        for viewers in VIEWERS:
            for way in servers:
                if viewers in FEW or way not in (EACH_RERUN, CACHED):
                    cells[way, viewers] = _cell(servers[way], viewers, SECONDS, queries)
        for way in (OURS, CONSTANT):
            cells[way, THINKING] = _cell(servers[way], THINKING, THINKING_SECONDS, queries, THINK_SECONDS)
    rows = [
        [
            f"{way}, {viewers}" + (f" (thinking {THINK_SECONDS:.0f} s)" if viewers == THINKING else ""),
            written(found.per_second if not found.failed else None),
            times(found.median),
            times(found.p95),
            f"{megabytes:,.0f} MB",
        ]
        for (way, viewers), (found, megabytes) in cells.items()
    ]
    results = Results(
        [Sheet("Viewers at once", ["way, viewers", "reruns a second", "median", "p95", "peak"], rows)]
    )
    for (way, viewers), (found, _) in cells.items():
        if found.failed:
            results.notes.append(f"{way}, {viewers} viewers: {found.failed}")
    loads = {key: found for key, (found, _) in cells.items()}
    results.found += [
        Found(AGAINST_CONSTANT, ratio(_median(loads[OURS, 20]), _median(loads[CONSTANT, 20]))),
        Found(
            AGAINST_CACHED,
            ratio(_rate(loads[OURS, 5]), loads[CACHED, 5].per_second if CACHED in servers else None),
        ),
        Found(HUNDRED, ratio(_p95(loads[OURS, THINKING]), _median(loads[OURS, 1]))),
    ]
    return results


def _cell(
    one: Served, viewers: int, seconds: float, queries: list[str], think: float = 0
) -> tuple[Load, float]:
    with peak(one) as highest:
        found = load(one.server, viewers, seconds, queries, think)
    return found, highest[-1]


def _median(found: Load) -> float | None:
    return None if found.failed else found.median


def _p95(found: Load) -> float | None:
    return None if found.failed else found.p95


def _rate(found: Load) -> float | None:
    return None if found.failed else found.per_second

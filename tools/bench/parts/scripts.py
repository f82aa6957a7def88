"""What the server takes for a rerun of the page, for one viewer alone."""

from __future__ import annotations

from contextlib import ExitStack
from statistics import median

from tools.bench.results import Results, Sheet, ratio, times, written
from tools.bench.selections import pool, query_string
from tools.bench.setting import CACHED, CONSTANT, EACH_RERUN, EMPTY, OURS, Setting, asked_of, served
from tools.bench.viewers import MOST_SECONDS, RunFailed, viewing

WAYS = (OURS, EACH_RERUN, CACHED, CONSTANT, EMPTY)
RERUNS = 30
AGAIN, OTHER = "the same selection", "another selection"


def measure(setting: Setting) -> Results:
    """Reruns with the same selection and with another one, each way by turns."""
    queries = [query_string(selection) for selection in pool(setting.size)]
    taken: dict[str, dict[str, list[float]]] = {
        way: {AGAIN: [], OTHER: []} for way in asked_of(setting, WAYS)
    }
    failed: dict[str, str] = {}
    with served(setting, tuple(taken)) as servers, ExitStack() as open_:
        looking = {way: open_.enter_context(viewing(one.server, "")) for way, one in servers.items()}
        for way, viewer in looking.items():
            try:
                viewer.rerun()
            except (RunFailed, TimeoutError) as error:
                failed[way] = str(error)
        for number in range(RERUNS):
            query = queries[number % len(queries)]
            for way, viewer in looking.items():
                if way in failed or sum(map(sum, taken[way].values())) > MOST_SECONDS:
                    continue
                try:
                    # The first of a pair brings the other selection, the second asks for it again.
                    taken[way][OTHER].append(viewer.rerun(query))
                    taken[way][AGAIN].append(viewer.rerun(query))
                except (RunFailed, TimeoutError) as error:
                    failed[way] = str(error)
    medians = {
        way: {kind: median(took) if took and way not in failed else None for kind, took in kinds.items()}
        for way, kinds in taken.items()
    }
    rows = [
        [
            way,
            *(cell for kind in (AGAIN, OTHER) for cell in (
                times(medians[way][kind]), written(ratio(medians[way][kind], medians[CONSTANT][kind]), "×")
            )),
        ]
        for way in taken
    ]  # fmt: skip
    headings = ["way", AGAIN, "against constant", OTHER, "against constant"]
    results = Results([Sheet("A rerun on the server, one viewer", headings, rows)])
    floor = ratio(medians[CONSTANT][AGAIN], medians[EMPTY][AGAIN])
    results.notes += [f"{way}: {reason}" for way, reason in failed.items()]
    results.notes.append(f"The constant page takes {written(floor, '×')} an empty one.")
    return results

"""What the page's queries take: ours with no cache, DuckDB's, and people trained by base-table SQL."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, partial
from statistics import median
from typing import Any

from sqlalchemy import bindparam, text

from data_access.store import Store, StoreUnavailable, open_store
from tools.bench.frames import Frames, digest
from tools.bench.results import Found, Goal, Results, Sheet, beside, ratio, times, written
from tools.bench.selections import TIMED, Question, questions, selections
from tools.bench.setting import Setting
from tools.bench.stores import KEPT_IN
from tools.bench.viewers import MOST_SECONDS
from tools.bench.ways import duck, ours, tables

REPETITIONS = 5
QUESTIONS = 20
OURS, DUCKDB, PANDAS = "ours", "DuckDB", "pandas, tables loaded"
LIMITS = {"sqlite": 0.15, "postgres": 0.3}
TRAINED = Goal("people trained, against SQL over base tables", 1 / 300, sizes=("L",))
# What somebody would write who has the tables alone.
BASE_SQL = """
    SELECT count(DISTINCT attendance.miner_id)
    FROM training_session
    JOIN attendance ON attendance.session_id = training_session.id
    JOIN membership ON membership.miner_id = attendance.miner_id
        AND membership.joined_on <= training_session.held_on
        AND (membership.left_on IS NULL OR membership.left_on > training_session.held_on)
    JOIN production_unit ON production_unit.id = membership.unit_id
    WHERE training_session.held_on BETWEEN :first AND :last
        AND production_unit.region_id IN :regions
"""
AND_TOPICS = " AND training_session.topic_id IN :topics"


class WaysDisagree(Exception):
    """Two ways give different numbers for one question: their times can't be compared."""


@dataclass
class Asked:
    """How long a way took for each selection; a selection without an answer within the time is told."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def sum_of_medians(self) -> float | None:
        """The medians of all timed selections together; None where one was not answered."""
        if self.failed & set(TIMED):
            return None
        return sum(median(self.seconds[name]) for name in TIMED)


def measure(setting: Setting) -> Results:
    """Compares what the ways answer, then how long they take; raises WaysDisagree."""
    with (
        duck.duck(KEPT_IN, setting.store.name, setting.size) as connection,
        closing(open_store(setting.store.url)) as store,
    ):
        ways: dict[str, Callable[[Any], Frames]] = {
            OURS: partial(ours.frames, store),
            DUCKDB: partial(duck.frames, connection),
        }
        source = tables.engine(setting.store.owner_url)
        loaded = cache(partial(tables.load, source))
        if setting.size.name != "L":
            ways[PANDAS] = partial(tables.frames, loaded)
        answered = agree(ways)
        source.dispose()
        timed = _timed({name: ways[name] for name in (OURS, DUCKDB)}, answered)
        results = _page(setting, timed)
        with closing(open_store(setting.store.owner_url)) as owners:
            _trained(setting, store, owners, results)
    return results


def agree(ways: Mapping[str, Callable[[Any], Frames]]) -> dict[str, set[str]]:
    """For each way the selections that it answers, all alike; raises WaysDisagree."""
    answered: dict[str, set[str]] = {name: set() for name in ways}
    for called, selection in selections().items():
        found = {}
        for name, way in ways.items():
            try:
                found[name] = digest(way(selection))
            except StoreUnavailable:
                continue
            answered[name].add(called)
        if len(set(found.values())) > 1:
            raise WaysDisagree(f"{called}: {found}")
    return answered


def _timed(ways: Mapping[str, Callable[[Any], Frames]], answered: dict[str, set[str]]) -> dict[str, Asked]:
    """Each selection of each way by turns, so that what else the machine does hits all alike."""
    found = {name: Asked(failed=set(TIMED) - answered[name]) for name in ways}
    for _ in range(REPETITIONS):
        for called in TIMED:
            for name, way in ways.items():
                taken = found[name].seconds.setdefault(called, [])
                if called not in found[name].failed and sum(taken) < MOST_SECONDS:
                    taken.append(_seconds(way, selections()[called]))
    return found


def _page(setting: Setting, timed: Mapping[str, Asked]) -> Results:
    rows = [
        [
            name,
            *(times(median(took) if (took := asked.seconds[called]) else None) for called in TIMED),
            times(asked.sum_of_medians()),
            written(ratio(asked.sum_of_medians(), timed[DUCKDB].sum_of_medians()), "×"),
        ]
        for name, asked in timed.items()
    ]
    sheet = Sheet("The page's four queries, no cache", ["way", *TIMED, "sum", "against DuckDB"], rows)
    goal = Goal("page's queries, against DuckDB", LIMITS[setting.database], sizes=("M", "L"))
    value = ratio(timed[OURS].sum_of_medians(), timed[DUCKDB].sum_of_medians())
    return Results([sheet], [Found(goal, value)])


def _trained(setting: Setting, store: Store, owners: Store, results: Results) -> None:
    """People trained: any topics × regions × period, by ours and by SQL over the base tables."""
    took: dict[str, list[float]] = {OURS: [], "SQL over base tables": []}
    unanswered = 0
    begun = time.perf_counter()
    for question in questions(setting.size, QUESTIONS):
        # On a large store one question can take a minute: a few then do.
        if time.perf_counter() - begun > 5 * MOST_SECONDS:
            break
        try:
            pair = [_answer(ours.trained, store, question), _answer(by_sql, owners, question)]
        except StoreUnavailable:
            unanswered += 1
            continue
        if pair[0][0] != pair[1][0]:
            raise WaysDisagree(f"{question}: {pair}")
        for name, (_, seconds) in zip(took, pair, strict=True):
            took[name].append(seconds)
    sums: dict[str, float | None] = {name: sum(taken) if taken else None for name, taken in took.items()}
    answered = len(took[OURS])
    results.sheets.append(
        Sheet(
            f"People trained, {answered} random topics × regions × periods",
            ["way", "all together", "against SQL"],
            beside(sums, "SQL over base tables"),
        )
    )
    if unanswered:
        results.notes.append(f"People trained: {unanswered} questions had no answer within {MOST_SECONDS} s.")
    results.found.append(Found(TRAINED, ratio(sums[OURS], sums["SQL over base tables"])))


def by_sql(store: Store, question: Question) -> int:
    """How many people were trained in any of the topics, by SQL over the base tables."""
    selection = question.selection
    statement = text(BASE_SQL + (AND_TOPICS if question.topics else ""))
    known: dict[str, Any] = {"regions": selection.regions}
    if question.topics:
        known["topics"] = question.topics
    statement = statement.bindparams(*(bindparam(name, expanding=True) for name in known))
    first, last = selection.first_day, selection.as_of
    if store.engine.dialect.name == "sqlite":
        known |= {"first": first.isoformat(), "last": last.isoformat()}
    else:
        known |= {"first": first, "last": last}
    with store.reading(seconds=MOST_SECONDS) as connection:
        return int(connection.execute(statement, known).scalar_one())


def _answer(way: Callable[[Any, Question], int], source: Any, question: Question) -> tuple[int, float]:
    begun = time.perf_counter()
    return way(source, question), time.perf_counter() - begun


def _seconds(way: Callable[[Any], Frames], selection: Any) -> float:
    begun = time.perf_counter()
    way(selection)
    return time.perf_counter() - begun

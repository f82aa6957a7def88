"""Where units stand on their ladders, how they move, and who waits for an assessment."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from statistics import median

from data_access.summaries.answering import Asked, Cells, answers
from data_access.summaries.book import Codes
from data_access.summaries.cells import Found
from data_access.summaries.measures import MOVES, OVERDUE, STANDING, STAYS


@answers("units_by_stage")
def units_by_stage(asked: Asked) -> Cells:
    found: Found = {}
    for reading, (standing,) in asked.on_ladders(STANDING):
        found |= reading.states(units=standing)["units"]
    on_ladder: dict[Codes, int] = defaultdict(int)
    for codes, n in found.items():
        on_ladder[asked.group_of(codes, "stage")] += n
    return {codes: (n, on_ladder[asked.group_of(codes, "stage")]) for codes, n in found.items()}


@answers("stage_moves")
def stage_moves(asked: Asked) -> Cells:
    found: Found = {}
    for reading, (moves,) in asked.on_ladders(MOVES):
        found |= reading.amounts(moves=moves)["moves"]
    return {codes: (n, None) for codes, n in found.items()}


@answers("median_days_in_stage")
def median_days_in_stage(asked: Asked) -> Cells:
    lengths: dict[Codes, Counter[int]] = defaultdict(Counter)
    by_length = replace(asked, by=(*asked.by, "days"))
    for reading, (stays,) in by_length.on_ladders(STAYS):
        for (*codes, days), n in reading.amounts(stays=stays)["stays"].items():
            lengths[tuple(codes)][int(days or 0)] += n
    return {codes: (float(median(found.elements())), None) for codes, found in lengths.items()}


@answers("overdue_assessments")
def overdue_assessments(asked: Asked) -> Cells:
    cells: dict[Codes, tuple[int, int]] = {}
    for reading, (overdue, standing) in asked.on_ladders(OVERDUE, STANDING):
        found = reading.states(overdue=overdue, units=standing)
        cells |= {codes: (found["overdue"].get(codes, 0), n) for codes, n in found["units"].items()}
    return cells

"""Risks that CRAFT assessments found in organisations, and what became of them."""

from __future__ import annotations

from data_access.craft import OPEN
from data_access.summaries.answering import Asked, Cells, answers, whole_or
from data_access.summaries.answers.organisations import Bodies
from data_access.summaries.measures import FINDINGS, OPEN_FINDINGS


@answers("open_risks", without=())
def open_risks(asked: Asked) -> Cells:
    bodies = Bodies.of(asked)
    recorded = bodies.states(asked, asked.measures(FINDINGS), without=["status"])
    still_open = bodies.states(asked, asked.measures(OPEN_FINDINGS))
    cells = {
        cell: (still_open.get(cell, 0), recorded[group])
        for cell, group in asked.each_with("status", OPEN, recorded)
    }
    return whole_or(asked, cells, (0, 0))


@answers("risks_mitigated", without=())
def risks_mitigated(asked: Asked) -> Cells:
    bodies = Bodies.of(asked)
    recorded = bodies.states(asked, asked.measures(FINDINGS))
    still_open = bodies.states(asked, asked.measures(OPEN_FINDINGS))
    cells = {cell: ((n - still_open.get(cell, 0)) / n, n) for cell, n in recorded.items()}
    return whole_or(asked, cells, (None, 0))

"""Units and miners, and who joined and left."""

from __future__ import annotations

from data_access.summaries import edges
from data_access.summaries.answering import Asked, Cells, answers, counted
from data_access.summaries.measures import ACTIVE, MOVED, UNITS
from data_access.turnover import JOINED, LEFT


@answers("production_units")
def production_units(asked: Asked) -> Cells:
    return counted(asked, asked.reading().states(units=asked.measures(UNITS))["units"])


@answers("active_miners")
def active_miners(asked: Asked) -> Cells:
    return counted(asked, asked.reading().states(active=asked.measures(ACTIVE))["active"])


@answers("turnover")
def turnover(asked: Asked) -> Cells:
    moved = asked.measures(MOVED)
    people = asked.reading().people(moved, at_edge=edges.moved)
    groups = {asked.group_of(codes, "direction") for codes in people}
    # Without other dimensions, the directions stand even if nobody moved.
    if asked.by == ("direction",):
        groups = {()}
    every = asked.each_with("direction", (JOINED, LEFT), dict.fromkeys(groups, 0))
    return {codes: (len(people.get(codes, ())), None) for codes, _ in every}

"""Permits of organisations and units, and what came of requests for accounts and credit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from data_access.formalisation import FINANCES, NOT_RECORDED, OUTCOMES, PERMITS, STATUSES
from data_access.summaries.answering import Asked, Cells, answers
from data_access.summaries.answers.organisations import Bodies
from data_access.summaries.book import Codes
from data_access.summaries.cells import Found
from data_access.summaries.measures import PERMITS_OF_ORGANISATIONS, PERMITS_OF_UNITS, REQUESTS, UNITS

OF_PERMITS = ("holder", "permit", "status")


@answers("formalisation")
def formalisation(asked: Asked) -> Cells:
    units = asked.reading(without=OF_PERMITS).states(units=asked.measures(UNITS))["units"]
    of_units = asked.reading(without=["holder"]).states(permits=asked.measures(PERMITS_OF_UNITS))["permits"]
    among = replace(asked, by=tuple(name for name in asked.by if name not in OF_PERMITS))
    bodies = Bodies.of(among)
    of_bodies = bodies.states(asked, asked.measures(PERMITS_OF_ORGANISATIONS), without=["holder"])
    return {
        **dict(_permits(asked, "unit", units, of_units)),
        **dict(_permits(asked, "organisation", dict(bodies.each(among)), of_bodies)),
    }


def _permits(
    asked: Asked, holder: str, holders: Mapping[Codes, int], found: Found
) -> Iterator[tuple[Codes, tuple[int, int]]]:
    """All permits in all statuses of all groups of holders, of so many each."""
    shared = [name for name in asked.by if name not in OF_PERMITS]
    told = [name for name in asked.by if name != "holder"]
    for (group, number), permit in product(holders.items(), PERMITS):
        known = dict(zip(shared, group, strict=True)) | {"holder": holder, "permit": permit}
        left = number
        for status in STATUSES:
            known["status"] = status
            n = found.get(tuple([known[name] for name in told]), 0)
            # The last status is that none is recorded.
            left -= n
            yield tuple([known[name] for name in asked.by]), (left if status == NOT_RECORDED else n, number)


@answers("finance_access", without=())
def finance_access(asked: Asked) -> Cells:
    bodies = Bodies.of(asked)
    found = bodies.states(asked, asked.measures(REQUESTS))
    without_reason = replace(asked, by=tuple(name for name in asked.by if name != "reason"))
    every = bodies.each(without_reason, finance=FINANCES, status=OUTCOMES)
    if "reason" not in asked.by:
        return {cell: (found.get(cell, 0), number) for cell, number in every}
    reasons: dict[Codes, dict[Codes, int]] = defaultdict(dict)
    place = asked.by.index("reason")
    for cell, n in found.items():
        reasons[asked.group_of(cell, "reason")][cell] = n
    cells: dict[Codes, tuple[int, int]] = {}
    for group, number in every:
        own = {cell: n for cell, n in reasons[group].items() if cell[place] is not None}
        cells |= {cell: (n, number) for cell, n in own.items()}
        # Whoever has no reason is of no reason, be it that they were not refused at all.
        if number > sum(own.values()):
            of_none = (*group[:place], None, *group[place:])
            cells[of_none] = (reasons[group].get(of_none, 0), number)
    return cells

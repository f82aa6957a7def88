"""Miners at work, and those who joined and left."""

from __future__ import annotations

import numpy as np

from data_access.summaries.arrays import SpansOf, calendar_spans, overlapping
from data_access.summaries.counted import Counted
from data_access.summaries.gathered import gather, gather_by_relation
from data_access.summaries.measures import ACTIVE, MOVED, SEX_OF_MOVED
from data_access.summaries.miners import Miners
from data_access.summaries.register import Register
from data_access.summaries.spans import FOREVER
from data_access.turnover import JOINED, LEFT


class People:
    """Counts who is at work, and gathers those who come and go."""

    def __init__(self, register: Register) -> None:
        self._active = register.measure(ACTIVE)
        self._moved = {way: register.measure(MOVED, direction=way) for way in (JOINED, LEFT)}

    def count(self, miners: Miners, counted: Counted) -> None:
        work, members = miners.work, miners.members
        counted.states(self._active, work.segment, work.kind, work.spans.first, work.spans.last)
        for way, days in ((JOINED, members.spans.first), (LEFT, members.spans.last + 1)):
            happened = np.flatnonzero(days <= FOREVER)
            place, enrolled, day, _ = overlapping(
                SpansOf(members.unit[happened], days[happened], days[happened]), miners.units.enrolled
            )
            member, spans = happened[place], calendar_spans(day)[1:]
            segment, miner = miners.units.segment[enrolled], members.spans.key[member]
            gather(miners, counted, self._moved[way], segment, miner, spans)
            gather_by_relation(miners, counted, self._moved[way], SEX_OF_MOVED, segment, miner, member, spans)

"""Who is insured on which days, whose cover ends, and whose begins and goes on."""

from __future__ import annotations

from functools import partial

import numpy as np

from data_access.cover import cost_of_days
from data_access.schema.protection import PAYERS, PRODUCTS
from data_access.scope import LAPSE_DAYS
from data_access.summaries.arrays import (
    Numbers,
    SpansOf,
    calendar_spans,
    held,
    month_ends_within,
    overlapping,
    parts_in_months,
)
from data_access.summaries.counted import Counted
from data_access.summaries.gathered import gather, gather_by_relation
from data_access.summaries.measures import (
    COVER_BEGINS,
    COVER_COST,
    COVER_GOES_ON,
    COVER_LAPSES,
    COVERS_PAID,
    INSURED,
    SEX_OF_INSURED,
)
from data_access.summaries.miners import Miners, looked_up
from data_access.summaries.register import EVERYBODY, Register
from data_access.summaries.spans import FOREVER

# By what costs of cover are told apart.
PAID = ("product", "payer", "currency")


class Cover:
    """Counts insured miners."""

    def __init__(self, register: Register) -> None:
        self._insured = register.measure(INSURED)
        self._insured_by = [register.measure(INSURED, product=code) for code in PRODUCTS]
        self._lapses = {days: register.measure(COVER_LAPSES, days=str(days)) for days in LAPSE_DAYS}
        self._register = register
        self._begins, self._goes_on = register.measure(COVER_BEGINS), register.measure(COVER_GOES_ON)

    def count(self, miners: Miners, counted: Counted) -> None:
        covers, runs = miners.covers, held(miners.covers.spans)
        self._count_insured(miners, runs, self._insured, counted)
        for place, measure in enumerate(self._insured_by):
            self._count_insured(miners, held(covers.spans.where(covers.product == place)), measure, counted)
        ending = runs.where(runs.last < FOREVER)
        for ahead, measure in self._lapses.items():
            soon = SpansOf(ending.key, np.maximum(ending.first, ending.last - ahead), ending.last)
            _, work, first, last = overlapping(soon, miners.work.spans)
            counted.states(measure, miners.work.segment[work], EVERYBODY, first, last)
        self._gather(miners, counted)

    def _count_insured(self, miners: Miners, spans: SpansOf, measure: int, counted: Counted) -> None:
        _, work, first, last = overlapping(spans, miners.work.spans)
        counted.states(measure, miners.work.segment[work], miners.work.kind[work], first, last)

    def _count_cost(self, miners: Miners, segment: Numbers, counted: Counted) -> None:
        """A part of a cover costs what the days up to its end do, less what the days before it do.

        What it costs in a month is counted on the month's first day, for no days are told apart.
        """
        covers = miners.covers
        place, parts = parts_in_months(covers.spans)
        began, days = covers.spans.first[place], (covers.spans.last - covers.spans.first + 1)[place]
        cost = covers.cost[place]
        until, before = parts.last - began + 1, parts.first - began
        part = cost_of_days(cost, until, days) - cost_of_days(cost, before, days)

        def measure(name: str, product: int, payer: int, currency: int) -> int:
            codes = (PRODUCTS[product], PAYERS[payer], miners.currencies[currency])
            return self._register.measure(name, **dict(zip(PAID, codes, strict=True)))

        codes = (covers.product, covers.payer, covers.currency)
        paid, costs = (looked_up(partial(measure, name), *codes) for name in (COVERS_PAID, COVER_COST))
        for measures, amounts in ((paid, np.ones_like(part)), (costs, part)):
            counted.amounts.many(measures[place], segment[place], EVERYBODY, parts.key, amounts)
        counted.costs.many(costs, covers.spans.last, covers.spans.first, segment, covers.cost, 1)

    def _gather(self, miners: Miners, counted: Counted) -> None:
        """Where a cover counts is where the miner was on its first day."""
        covers = miners.covers
        member = miners.member_on(covers.spans.key, covers.spans.first)
        segment = miners.segment_of(covers.programme, member)
        self._count_cost(miners, segment, counted)
        _, *begins = calendar_spans(covers.spans.first)
        place, month_end = month_ends_within(covers.spans)
        _, goes_on, _ = calendar_spans(month_end)
        for measure, which, spans in (
            (self._begins, np.arange(len(segment)), begins),
            (self._goes_on, place, [goes_on]),
        ):
            those = segment[which], covers.spans.key[which]
            gather(miners, counted, measure, *those, spans)
            gather_by_relation(miners, counted, measure, SEX_OF_INSURED, *those, member[which], spans)

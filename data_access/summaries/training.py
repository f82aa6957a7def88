"""Who was trained, for how long, and on which days whose training is valid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from data_access.scope import LAPSE_DAYS
from data_access.summaries.arrays import (
    Numbers,
    SpansOf,
    calendar_spans,
    held,
    months_later,
    numbers,
    overlapping,
)
from data_access.summaries.counted import Counted
from data_access.summaries.gathered import gather, gather_by_relation
from data_access.summaries.measures import (
    ANY_LAPSES,
    LAPSES,
    MINUTES,
    SEX_OF_TRAINED,
    TRAINED,
    VALID,
    VALID_IN_ALL,
    VALID_IN_ANY,
)
from data_access.summaries.miners import Miners
from data_access.summaries.register import EVERYBODY, Register
from data_access.summaries.spans import FOREVER


@dataclass(frozen=True)
class TopicRule:
    """For how many months a topic is valid, and whether everybody has to have it."""

    months: int | None
    required: bool


@dataclass(frozen=True)
class Regimes:
    """Days on which a miner's latest training on a topic is valid, each with the last day of its validity."""

    spans: SpansOf
    topic: Numbers
    lapse: Numbers

    def where(self, wanted: Any) -> Regimes:
        return Regimes(self.spans.where(wanted), self.topic[wanted], self.lapse[wanted])


class Training:
    """Counts what miners learned, by the rules of the topics."""

    def __init__(self, register: Register, topics: Mapping[str, TopicRule]) -> None:
        self._rules: Sequence[TopicRule] = list(topics.values())
        self._required = numbers([place for place, rule in enumerate(self._rules) if rule.required])
        self._of_topic = {
            name: numbers([register.measure(name, topic=topic) for topic in topics])
            for name in (TRAINED, MINUTES, VALID)
        }
        self._trained = register.measure(TRAINED)
        self._in_all, self._in_any = register.measure(VALID_IN_ALL), register.measure(VALID_IN_ANY)
        self._lapses = {
            ahead: numbers([register.measure(LAPSES, topic=topic, days=str(ahead)) for topic in topics])
            for ahead in LAPSE_DAYS
        }
        self._any_lapses = {ahead: register.measure(ANY_LAPSES, days=str(ahead)) for ahead in LAPSE_DAYS}

    def count(self, miners: Miners, counted: Counted) -> None:
        self._count_sessions(miners, counted)
        regimes = self._regimes(miners)
        self._count_state(miners, regimes.spans, self._of_topic[VALID][regimes.topic], counted)
        required = regimes.where(np.isin(regimes.topic, self._required))
        if len(self._required):
            for measure, least in ((self._in_any, 1), (self._in_all, len(self._required))):
                self._count_state(miners, held(required.spans, least), measure, counted)
        self._count_lapses(miners, required, counted)

    def _count_sessions(self, miners: Miners, counted: Counted) -> None:
        attended = miners.attended
        member = miners.member_on(attended.miner, attended.day)
        segment = miners.segment_of(attended.programme, member)
        minutes = self._of_topic[MINUTES][attended.topic]
        counted.amounts.many(minutes, segment, EVERYBODY, attended.day, attended.minutes)
        spans = calendar_spans(attended.day)
        those = segment, attended.miner
        gather(miners, counted, self._of_topic[TRAINED][attended.topic], *those, spans)
        gather(miners, counted, self._trained, *those, spans[1:])
        gather_by_relation(miners, counted, self._trained, SEX_OF_TRAINED, *those, member, spans[1:])

    def _regimes(self, miners: Miners) -> Regimes:
        """From each training to the next one on its topic, or to its lapse."""
        attended = miners.attended
        of_day = np.unique(np.stack([attended.miner, attended.topic, attended.day]), axis=1)
        miner, topic, day = of_day
        lapse = np.full(len(day), FOREVER, np.int64)
        for place, rule in enumerate(self._rules):
            if rule.months is not None:
                own = topic == place
                lapse[own] = months_later(day[own], rule.months) - 1
        followed = np.zeros(len(day), dtype=bool)
        followed[:-1] = (miner[1:] == miner[:-1]) & (topic[1:] == topic[:-1])
        until = np.full(len(day), FOREVER, np.int64)
        until[followed] = day[1:][followed[:-1]] - 1
        return Regimes(SpansOf(miner, day, np.minimum(lapse, until)), topic, lapse)

    def _count_lapses(self, miners: Miners, required: Regimes, counted: Counted) -> None:
        for ahead in LAPSE_DAYS:
            begins = np.maximum(required.spans.first, required.lapse - ahead)
            soon = np.flatnonzero((required.lapse < FOREVER) & (begins <= required.spans.last))
            spans = SpansOf(required.spans.key[soon], begins[soon], required.spans.last[soon])
            self._count_state(miners, spans, self._lapses[ahead][required.topic[soon]], counted)
            self._count_state(miners, held(spans), self._any_lapses[ahead], counted)

    def _count_state(self, miners: Miners, spans: SpansOf, measure: int | Numbers, counted: Counted) -> None:
        """What is so of miners counts where and when they are at work."""
        place, work, first, last = overlapping(spans, miners.work.spans)
        own = measure if isinstance(measure, int) else measure[place]
        counted.states(own, miners.work.segment[work], EVERYBODY, first, last)

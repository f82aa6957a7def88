"""Units, where they stand on their ladders, how they move, and which wait for an assessment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from data_access.stages import NOT_ASSESSED, OVERDUE_DAYS
from data_access.summaries.counted import Counted
from data_access.summaries.histories import Unit
from data_access.summaries.measures import MOVES, OVERDUE, STANDING, STAYS, UNITS
from data_access.summaries.register import EVERYBODY, Register
from data_access.summaries.spans import FOREVER, Span, common, day_before, without


@dataclass(frozen=True)
class Standing:
    """A unit at a stage of a ladder, or at none yet, while it was in just the same programmes."""

    ladder: str
    stage: str
    segment: int
    first: int
    last: int


class Stages:
    """Counts units, by the ladders of their programmes."""

    def __init__(self, register: Register, ladders: Mapping[str, str]) -> None:
        self._register, self._ladders = register, ladders
        self._units = register.measure(UNITS)

    def count_unit(self, unit: Unit, counted: Counted) -> None:
        for segment, days in unit.segments:
            counted.state(self._units, segment, EVERYBODY, days)
        self._count_standings(unit, counted)
        for ladder in {self._ladders[programme] for programme, _, _ in unit.enrolments}:
            self._count_overdue(unit, ladder, counted)
            self._count_moves(unit, ladder, counted)

    def standings(self, unit: Unit) -> Iterator[Standing]:
        """Where a unit stood on the ladders of its programmes, and when."""
        for span in unit.enrolled:
            days = [(span.first, span.last)]
            for ladder in sorted({self._ladders[programme] for programme in span.programmes}):
                stays = [(stay.stage, [(stay.first, stay.last)]) for stay in unit.stays.get(ladder, ())]
                for stage, spans in stays:
                    for first, last in common(days, spans):
                        yield Standing(ladder, stage, span.segment, first, last)
                for first, last in without(days, [stay for _, spans in stays for stay in spans]):
                    yield Standing(ladder, NOT_ASSESSED, span.segment, first, last)

    def _count_standings(self, unit: Unit, counted: Counted) -> None:
        for stood in self.standings(unit):
            measure = self._register.measure(STANDING, ladder=stood.ladder, stage=stood.stage)
            counted.state(measure, stood.segment, EVERYBODY, [(stood.first, stood.last)])

    def _count_overdue(self, unit: Unit, ladder: str, counted: Counted) -> None:
        """Under the programmes through which it is overdue, which may be some of those it is in."""
        assessed = unit.assessed.get(ladder, ())
        since: list[Span] = [
            (day + OVERDUE_DAYS, day_before(following)) for day, following in pairwise((*assessed, FOREVER))
        ]
        late = [(first, last) for first, last in since if first <= last]
        before = assessed[0] - 1 if assessed else FOREVER
        spans: list[tuple[int, int, str]] = []
        for programme, first, last in unit.enrolments:
            if self._ladders[programme] == ladder:
                never = [(first + OVERDUE_DAYS, min(last, before))]
                whole = [*(span for span in never if span[0] <= span[1]), *common([(first, last)], late)]
                spans += [(*span, programme) for span in whole]
        measure = self._register.measure(OVERDUE, ladder=ladder)
        for first, last, programmes in sets_over_time(spans):
            segment = self._register.segment(programmes, unit.place)
            counted.state(measure, segment, EVERYBODY, [(first, last)])

    def _count_moves(self, unit: Unit, ladder: str, counted: Counted) -> None:
        for stay, following in pairwise(unit.stays.get(ladder, ())):
            programmes = {
                programme
                for programme, first, last in unit.enrolments
                if first <= following.first <= last and self._ladders[programme] == ladder
            }
            if not programmes:
                continue
            segment = self._register.segment(programmes, unit.place)
            direction = "up" if following.position > stay.position else "down"
            length = str(following.first - stay.first)
            for measure in (
                self._register.measure(MOVES, ladder=ladder, stage=following.stage, direction=direction),
                self._register.measure(STAYS, ladder=ladder, stage=stay.stage, days=length),
            ):
                counted.amounts.one(measure, segment, EVERYBODY, following.first, 1)


def sets_over_time(spans: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, frozenset[str]]]:
    """Which codes hold on which days, in order: each span with all the codes that hold on its days."""
    known = list(spans)
    if len(known) == 1:
        ((first, last, code),) = known
        return [(first, last, frozenset([code]))]
    changes: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for first, last, code in known:
        changes[first].append((code, 1))
        if last < FOREVER:
            changes[last + 1].append((code, -1))
    found: list[tuple[int, int, frozenset[str]]] = []
    held: dict[str, int] = defaultdict(int)
    days = sorted(changes)
    for day, following in zip(days, [*days[1:], FOREVER + 1], strict=False):
        for code, n in changes[day]:
            held[code] += n
        codes = frozenset(code for code, n in held.items() if n)
        if not codes:
            continue
        if found and found[-1][1] == day - 1 and found[-1][2] == codes:
            found[-1] = (found[-1][0], following - 1, codes)
        else:
            found.append((day, following - 1, codes))
    return found

"""Reads the summary tables: states, amounts and people, by groups of segments."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from pyroaring import BitMap
from sqlalchemy import Connection

from data_access.selection import Selection
from data_access.summaries.book import EVERYTHING, GROUPED, Book, Codes, Groups, unlimited
from data_access.summaries.cells import OF_PERSON, Cells, Found, Measures
from data_access.summaries.measures import (
    ACTIVE,
    COVER_COST,
    DAYS_WORKED,
    EVER,
    SEX_OF_INSURED,
    SEX_OF_MOVED,
    SEX_OF_TRAINED,
)
from data_access.summaries.periods import Piece, pieces, states
from data_access.summaries.register import EVERYBODY
from data_access.summaries.spans import iso, month_begin, month_of
from data_access.summaries.statements import OF_COSTS, OF_DAYS, OF_SETS, OF_SPANS, Statements

SEX_OF = (SEX_OF_TRAINED, SEX_OF_MOVED, SEX_OF_INSURED)
# More segments than these are many: each costs a search of its own.
FEW = 100
Sets = dict[Codes, BitMap]
# Reads people of a part of a month from the records.
AtEdge = Callable[["Reading", Piece], Sets]


@dataclass(frozen=True)
class Reading:
    """Reads for a selection, by dimensions, through programmes of one ladder or of any.

    Of the dimensions, measures have some as codes of their own: those of ``own`` even where segments have
    them, too. Measures are asked for under names of the caller's, and what is found of them comes under
    these; where it comes to nothing there is no cell. ``groups`` stand in the place of those that the
    selection makes of the segments.
    """

    connection: Connection
    book: Book
    selection: Selection
    by: Sequence[str]
    ladder: str | None = None
    own: Sequence[str] = ()
    groups: Groups | None = None

    def states(self, **measures: Measures) -> dict[str, Found]:
        """Of how many something is so on each state day."""
        cells = self._cells(measures)
        days = states(self.selection, self.by)
        labels: dict[str, list[str]] = defaultdict(list)
        for state in days:
            labels[state.month].append(state.label)
        for month, measure, kind, segment, n in self._of_spans(measures, labels):
            for label in labels[month]:
                cells.add(segment, label, measure, kind, n)
        for state in days:
            if state.since <= state.day:
                self._add_days(cells, measures, state.label, state.since, state.day)
        return cells.found()

    def amounts(self, **measures: Measures) -> dict[str, Found]:
        """What the period adds up to."""
        cells = self._cells(measures)
        parts = list(pieces(self.selection, self.by))
        self._add_whole(cells, measures, parts)
        for part in parts:
            if not part.whole:
                self._add_days(cells, measures, part.label, part.first, part.last)
        return cells.found()

    def whole(self, **measures: Measures) -> dict[str, Found]:
        """What the whole months and years of the period add up to, without the parts of months."""
        cells = self._cells(measures)
        self._add_whole(cells, measures, pieces(self.selection, self.by))
        return cells.found()

    def costs_of_cover(self, measures: Measures) -> Found:
        """What covers cost in the parts of months of the period, be it nothing."""
        by = [name for name in self.by if name not in self.own]
        groups = self.groups or self.book.groups(self.selection, by, self.ladder, apart=True)
        cells = replace(self, groups=groups)._cells({"": measures})
        found: Found = defaultdict(int)
        for piece in pieces(self.selection, self.by):
            if not piece.whole:
                for measure, segment, minor in self._costs(measures, piece):
                    for _, codes in cells.codes(segment, piece.label, measure, EVERYBODY):
                        found[codes] += minor
        return found

    def days_worked(self) -> Found:
        """The days that miners were at work in the period, added up."""
        worked, active = self.book.measures[DAYS_WORKED], self.book.measures[ACTIVE]
        cells = self._cells({"days": (*worked, *active)})
        parts = list(pieces(self.selection, self.by, years=False))
        self._add_whole(cells, {"days": worked}, parts)
        for part in parts:
            if not part.whole:
                self._add_part_worked(cells, {"days": active}, part)
        return cells.found()["days"]

    def people(self, whole: Measures, of_days: Measures = (), at_edge: AtEdge | None = None) -> Sets:
        """Who was counted in the period: in whole months and years under some measures; in parts of months
        under those of days, or else as is read there."""
        parts = list(pieces(self.selection, self.by))
        edges = [part for part in parts if not part.whole]
        days = {iso(day): part.label for part in edges for day in range(part.first, part.last + 1)}
        people = self.sets((whole, _labels(parts)), (of_days, days))
        if at_edge is not None:
            for part in edges:
                add(people, at_edge(self, part))
        return self.by_sex(people)

    def sets(self, *asked: tuple[Measures, Mapping[str, str]]) -> Sets:
        """Who is in sets of some measures, in spans of time, each of which has the label it counts under.

        Of sexes nothing is said yet: in their place there is None.
        """
        found: dict[Codes, list[BitMap]] = defaultdict(list)
        for measures, labels in asked:
            cells = self._cells({"": measures})
            kinds = self._kinds(of_sex=False) if "relation" in self.by else [EVERYBODY]
            # There are many spans of the same label to each cell.
            into: dict[tuple[int, str, int, int], list[list[BitMap]]] = {}
            for span, measure, kind, segment, people in self._sets(measures, list(labels), kinds):
                cell = (segment, labels[span], measure, kind)
                if cell not in into:
                    into[cell] = [found[codes] for _, codes in cells.codes(*cell)]
                some = BitMap.deserialize(people)
                for sets in into[cell]:
                    sets.append(some)
        return {codes: BitMap.union(*sets) for codes, sets in found.items()}

    def by_sex(self, people: Sets) -> Sets:
        """The same people, those of each sex by themselves if that is asked for; no group is of nobody."""
        if "sex" not in self.by:
            return people
        place = self.by.index("sex")
        everywhere = Reading(self.connection, self.book, self.selection, ("sex",))
        kinds = [kind for kind, (sex, relation) in self.book.kinds.items() if sex and relation is None]
        measures = [row for name in SEX_OF for row in self.book.measures.get(name, ())]
        of_sex: dict[str | None, list[BitMap]] = defaultdict(list)
        for _, _, kind, _, own in everywhere._sets(measures, [EVER], kinds):
            of_sex[self.book.kinds[kind][0]].append(BitMap.deserialize(own))
        sexes = {sex: BitMap.union(*sets) for sex, sets in of_sex.items()}
        return {
            (*codes[:place], sex, *codes[place + 1 :]): some
            for codes, those in people.items()
            for sex, own in sexes.items()
            if (some := those & own)
        }

    def _add_whole(self, cells: Cells, measures: Mapping[str, Measures], parts: Iterable[Piece]) -> None:
        labels = _labels(parts)
        at_once = len({*labels.values()}) == 1
        for span, measure, kind, segment, n in self._of_spans(measures, labels, at_once):
            label = next(iter(labels.values())) if at_once else labels[span]
            cells.add(segment, label, measure, kind, n)

    def _add_days(
        self, cells: Cells, measures: Mapping[str, Measures], label: str, first: int, last: int
    ) -> None:
        for _, measure, kind, segment, n in self._of_days(measures, first, last, at_once=True):
            cells.add(segment, label, measure, kind, n)

    def _add_part_worked(self, cells: Cells, active: Mapping[str, Measures], part: Piece) -> None:
        """Of a part of a month: those at work at its beginning, and each change for the days after it."""
        begins, days = month_begin(part.first), part.last - part.first + 1
        for _, measure, kind, segment, n in self._of_spans(active, [month_of(begins - 1)]):
            cells.add(segment, part.label, measure, kind, n * days)
        for day, measure, kind, segment, n in self._of_days(active, begins, part.last, at_once=False):
            left = part.last - max(day.toordinal(), part.first) + 1
            cells.add(segment, part.label, measure, kind, n * left)

    def _of_spans(
        self, measures: Mapping[str, Measures], spans: Iterable[str], at_once: bool = False
    ) -> Iterable[Any]:
        kinds = self._kinds(of_sex=True) if self._detailed else [EVERYBODY]
        return self._rows(OF_SPANS, (self._together, at_once), measures, spans=list(spans), kinds=kinds)

    def _of_days(
        self, measures: Mapping[str, Measures], first: int, last: int, at_once: bool
    ) -> Iterable[Any]:
        between = {"first": date.fromordinal(first), "last": date.fromordinal(last)}
        return self._rows(OF_DAYS, (self._together, at_once), measures, **between)

    def _sets(self, measures: Measures, spans: list[str], kinds: Sequence[int]) -> Iterable[Any]:
        return self._rows(OF_SETS, (False, False), {"": measures}, spans=spans, kinds=kinds)

    def _rows(
        self,
        statements: Statements,
        summed: tuple[bool, bool],
        measures: Mapping[str, Measures],
        **within: Any,
    ) -> Iterable[Any]:
        """``summed`` up over segments, and over the time."""
        numbers = sorted({measure.id for some in measures.values() for measure in some})
        if not numbers or not within.get("spans", True):
            return ()
        few = len(self._segments) <= FEW
        segments = self._segments if few else json.dumps(self._segments)
        asked = {"measures": numbers, "segments": segments, **within}
        return self.connection.execute(statements[few, *summed], asked).all()

    def _costs(self, measures: Measures, piece: Piece) -> Iterable[Any]:
        first, last = date.fromordinal(piece.first), date.fromordinal(piece.last)
        asked = {"measures": [measure.id for measure in measures], "first": first, "last": last}
        return self.book.of_part_of_month(
            COVER_COST, piece.first, piece.last, lambda: self.connection.execute(OF_COSTS, asked).all()
        )

    def _cells(self, measures: Mapping[str, Measures]) -> Cells:
        return Cells(self.by, self._groups, self.book.kinds, measures, self.own)

    def _kinds(self, of_sex: bool) -> list[int]:
        """The kinds of a sex and a relation, or of a relation alone."""
        return [
            kind
            for kind, (sex, relation) in self.book.kinds.items()
            if (sex is not None if of_sex else sex is None and relation is not None)
        ]

    @property
    def _detailed(self) -> bool:
        return not {*OF_PERSON}.isdisjoint(self.by)

    @cached_property
    def _together(self) -> bool:
        """Whether the segments can be summed up at once: there is one group of them."""
        return len(self._groups.codes) == 1 and self._groups.pairs != EVERYTHING.pairs

    @cached_property
    def _groups(self) -> Groups:
        if self.groups is not None:
            return self.groups
        by = [name for name in self.by if name not in self.own]
        if self.ladder is None and unlimited(self.selection) and not {*GROUPED} & {*by}:
            return EVERYTHING
        return self.book.groups(self.selection, by, self.ladder)

    @cached_property
    def _segments(self) -> list[int]:
        return sorted({segment for segment, _ in self._groups.pairs})


def add(people: Sets, more: Sets) -> None:
    """Adds people to sets."""
    for codes, numbers in more.items():
        people[codes] = people[codes] | numbers if codes in people else numbers


def _labels(parts: Iterable[Piece]) -> dict[str, str]:
    return {part.span: part.label for part in parts if part.whole}

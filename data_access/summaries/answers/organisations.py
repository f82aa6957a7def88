"""The organisations that a selection is about, and what is so of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sqlalchemy import Row, select

from data_access.schema import Standard
from data_access.scope import TIME, organisations
from data_access.summaries.answering import Asked, Cells, answers, counted, whole_or
from data_access.summaries.book import GROUPED, Codes, Groups, Part
from data_access.summaries.cells import Found
from data_access.summaries.measures import CERTIFIED, CRAFT_ASSESSMENTS, CRAFT_CURRENT
from data_access.summaries.periods import states, times


@dataclass(frozen=True)
class Bodies:
    """The organisations that a selection is about, by those dimensions of GROUPED that are asked for: how
    many under which codes, and the segments of those of whom anything is kept."""

    names: Sequence[str]
    numbers: Mapping[Codes, int]
    groups: Groups

    @classmethod
    def of(cls, asked: Asked) -> Bodies:
        names = [name for name in asked.by if name in GROUPED]
        chosen = organisations(asked.selection, asked.by)
        columns = (chosen.c.organisation.label("body"), *(chosen.c[name] for name in names))
        rows = [(body, tuple(codes)) for body, *codes in asked.connection.execute(select(*columns))]
        known = asked.book.organisations
        groups = Groups.of((known[body], codes) for body, codes in rows if body in known)
        return cls(names, Counter(codes for _, codes in rows), groups)

    def states(self, asked: Asked, measures: Sequence[Row[Any]], without: Sequence[str] = ()) -> Found:
        """Of how many something is so on each state day, by the dimensions asked for but some."""
        return replace(asked.reading(without), groups=self.groups).states(found=measures)["found"]

    def each(self, asked: Asked, **listed: Sequence[str]) -> Iterator[tuple[Codes, int]]:
        """The cells of all groups on all state days with all codes of some dimensions, and of how many
        organisations each is."""
        for (group, number), state in product(self.numbers.items(), states(asked.selection, asked.by)):
            known = dict(zip(self.names, group, strict=True)) | times(state.label, asked.by)
            for codes in product(*listed.values()):
                cell = known | dict(zip(listed, codes, strict=True))
                yield tuple([cell[name] for name in asked.by]), number


@answers("certified_organisations", without=())
def certified_organisations(asked: Asked) -> Cells:
    bodies = Bodies.of(asked)
    certified = bodies.states(asked, asked.measures(CERTIFIED))
    standards = asked.connection.scalars(select(Standard.id)).all()
    return {cell: (certified.get(cell, 0), None) for cell, _ in bodies.each(asked, standard=standards)}


@answers("craft_reports_current", without=())
def craft_reports_current(asked: Asked) -> Cells:
    bodies = Bodies.of(asked)
    current = bodies.states(asked, asked.measures(CRAFT_CURRENT))
    cells = {cell: (current.get(cell, 0), number) for cell, number in bodies.each(asked)}
    return whole_or(asked, cells, (0, 0))


@answers("organisations_assessed", without=())
def organisations_assessed(asked: Asked) -> Cells | None:
    """Whoever sees some programmes only is told of organisations that have no unit in these, too: of such the
    records tell."""
    if asked.selection.rights.limited:
        return None
    when = [name for name in asked.by if name in TIME]
    everywhere = asked.selection.narrowed(programmes=(), sponsors=())
    all_of_them = replace(asked, selection=everywhere, by=("organisation", "country", "region", *when))
    reading = replace(
        all_of_them.reading(),
        by=(*all_of_them.by, "programme"),
        own=("programme",),
        groups=Bodies.of(all_of_them).groups,
    )
    of_part = [name for name in asked.by if name in GROUPED and name != "organisation"]
    assessed: dict[Codes, set[str | None]] = defaultdict(set)
    found = reading.amounts(assessed=asked.measures(CRAFT_ASSESSMENTS))["assessed"]
    for body, country, region, *time, programme in found:
        part = Part(0, country, region, frozenset([programme] if programme else []))
        for codes in asked.book.codes(part, asked.selection, of_part):
            known = {"organisation": body, **dict(zip((*of_part, *when), (*codes, *time), strict=True))}
            assessed[tuple([known[name] for name in asked.by])].add(body)
    return counted(asked, {cell: len(bodies) for cell, bodies in assessed.items()})

"""What is read of segments, under the codes of a figure's dimensions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from data_access.selection import CALENDAR
from data_access.summaries.book import GROUPED, Codes, Groups
from data_access.summaries.periods import times
from data_access.summaries.register import EVERYWHERE

OF_PERSON = ("sex", "relation")
# The codes of a figure's dimensions, in their order → how many, or how much.
Found = dict[Codes, int]
Measures = Sequence[Row[Any]]


class Cells:
    """Cells by the dimensions of ``by``: those of ``own`` are the measures' where segments have them, too."""

    def __init__(
        self,
        by: Sequence[str],
        groups: Groups,
        kinds: Mapping[int, Codes],
        measures: Mapping[str, Measures],
        own: Sequence[str],
    ) -> None:
        of_groups = [name for name in by if name in GROUPED and name not in own]
        in_time, of_people = ([name for name in by if name in some] for some in (CALENDAR, OF_PERSON))
        others = [name for name in by if name not in {*of_groups, *in_time, *of_people}]
        self._by, self._in_time = by, in_time
        # The codes of a cell come from four sides, and are then put into the order asked for.
        sides = [*of_groups, *in_time, *of_people, *others]
        self._order = [sides.index(name) for name in by]
        self._groups: dict[int, list[Codes]] = defaultdict(list)
        for segment, place in groups.pairs:
            self._groups[segment].append(groups.codes[place])
        if len(groups.codes) == 1:
            # What is of all segments together is of the one group.
            self._groups[EVERYWHERE] = [groups.codes[0]]
        self._times: dict[str, Codes] = {}
        # Of who was in no unit a set says so by an empty code.
        self._whom = {
            kind: tuple(dict(zip(OF_PERSON, codes, strict=True))[name] or None for name in of_people)
            for kind, codes in kinds.items()
        }
        self._measures: dict[int, list[tuple[str, Codes]]] = defaultdict(list)
        for name, some in measures.items():
            for measure in some:
                codes = tuple(getattr(measure, each) for each in others)
                self._measures[measure.id].append((name, codes))
        self._found: dict[str, Found] = {name: defaultdict(int) for name in measures}

    def add(self, segment: int, label: str, measure: int, kind: int, n: int) -> None:
        """Adds to the cells in which a measure of a kind of person in a segment counts."""
        for name, codes in self.codes(segment, label, measure, kind):
            self._found[name][codes] += n

    def codes(self, segment: int, label: str, measure: int, kind: int) -> Iterator[tuple[str, Codes]]:
        """The names that a measure was asked for under, each with the codes of a cell."""
        if label not in self._times:
            at = times(label, self._by)
            self._times[label] = tuple(at[name] for name in self._in_time)
        shared = self._times[label] + self._whom[kind]
        for group in self._groups[segment]:
            for name, own in self._measures[measure]:
                known = group + shared + own
                yield name, tuple([known[place] for place in self._order])

    def found(self) -> dict[str, Found]:
        """The cells in which there is something, by the names that measures were asked for under."""
        return {name: {codes: n for codes, n in cells.items() if n} for name, cells in self._found.items()}

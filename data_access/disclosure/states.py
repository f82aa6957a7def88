"""The people at work at the end of each quarter, in the blocks in which outsiders may be told of them.

A person at work on a day is in one unit, so that units part them: their programmes and their region
make the segments. What is told at the end of a quarter depends on what was told before: a number
that has hardly changed stays withheld until it has. Facts of a family change each at its own time,
so that each has blocks of its own, made of whole blocks of its family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd

from data_access.disclosure.blocks import Counts, Release, coarsened, release
from data_access.disclosure.changes import History, without_changes
from data_access.disclosure.families import HEADLINE, Family, large, release_of_family, told_with
from data_access.disclosure.groups import Segment

# Figure and dimensions → its values by these at the end of each quarter there is.
Values = Callable[[str, tuple[str, ...]], pd.DataFrame]
Code = TypeVar("Code")
# Of these a value is the share that have it, of the others their number.
SHARES = ("training_coverage",)
ALL = "all"
# So few times the least hardly ever change enough to be told again, and would keep all others back.
HARDLY_ANY = 4
# A figure → by what its facts are told apart.
PARTS = {"insured": "product", "training_coverage": "topic"}


class States:
    """What may be told of the people at work, kept once it has been worked out.

    ``values`` reads only what the viewer may see: it is asked when something is wanted for the first
    time.
    """

    def __init__(self, least: int) -> None:
        self._least = least
        self._segments: dict[str, dict[str, Segment]] | None = None
        self._people: dict[str | None, History] = {}
        self._facts: dict[str, dict[str, History]] = {}

    def segments(self, values: Values) -> dict[str, dict[str, Segment]]:
        """Each quarter → unit enrolled at its end → its segment."""
        if self._segments is None:
            found: dict[str, dict[str, Segment]] = defaultdict(dict)
            programmes: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
            rows = values("production_units", ("programme", "country", "region", "unit"))
            for quarter, unit, country, region, programme in _cells(
                rows, "unit", "country", "region", "programme"
            ):
                programmes[quarter, unit, country, region].append(programme)
            for (quarter, unit, country, region), codes in programmes.items():
                found[quarter][unit] = Segment.at(codes, country, region)
            self._segments = found
        return self._segments

    def people(self, values: Values, attribute: str | None = None) -> History:
        """How many are at work, in all (code ``all``) or by an attribute, of which everybody has a code;
        those that are small everywhere are told together with the largest."""
        if attribute not in self._people:
            rows = values("active_miners", ("unit", attribute) if attribute else ("unit",))
            codes = rows[attribute].tolist() if attribute else [ALL] * len(rows)
            counts = self._by_segment(values, sorted({*codes}) or [ALL])
            for (quarter, unit, number), code in zip(_cells(rows, "unit", "value"), codes, strict=True):
                counts[quarter][self.segments(values)[quarter][unit]][code] += int(number)
            self._people[attribute] = self._told(values, counts, attribute)
        return self._people[attribute]

    def fact(self, values: Values, figure: str, families: Sequence[Family], code: str) -> History:
        """Of how many a fact of a figure is true, and of how many not; of one that is never told, nothing."""
        if figure not in self._facts:
            counts = self._having(values, figure, families)
            self._facts[figure] = {
                fact: history
                for family in families
                for fact, history in self._told_of_family(values, family, counts).items()
            }
        return self._facts[figure].get(code, {})

    def _told(
        self, values: Values, counts: Mapping[str, Mapping[Segment, Mapping[str, int]]], attribute: str | None
    ) -> History:
        found: dict[str, Release] = {}
        latest = counts[max(counts)] if counts else {}
        for quarter, now in sorted(counts.items()):
            if attribute is None:
                found[quarter] = release(now, self._least)
                continue
            whole = self._whole(values, quarter)
            found[quarter] = (
                release(coarsened(now, HARDLY_ANY * self._least, latest), self._least, whole)
                if whole
                else Release({})
            )
        return without_changes(found, self._least)

    def _told_of_family(
        self, values: Values, family: Family, counts: Mapping[str, Mapping[Segment, Counts]]
    ) -> dict[str, History]:
        told = large(family, counts[max(counts)], self._least) if counts else ()
        releases = {
            quarter: release_of_family(family, told, now, self._whole(values, quarter), self._least)
            for quarter, now in counts.items()
        }
        return {
            fact: without_changes(
                {quarter: found.of(*told_with(family, fact, told)) for quarter, found in releases.items()},
                self._least,
            )
            for fact in told
        }

    def _whole(self, values: Values, quarter: str) -> dict[frozenset[Segment], int]:
        """The blocks in which the people at work are told, and how many they are."""
        return {block: found[ALL] for block, found in self.people(values)[quarter].blocks.items()}

    def _having(
        self, values: Values, figure: str, families: Sequence[Family]
    ) -> dict[str, dict[Segment, dict[tuple[str, bool], int]]]:
        """Of how many people each fact is true, and of how many not, by segment."""
        facts = [fact for family in families for fact in family.facts]
        counts = self._by_segment(values, [(fact, whether) for fact in facts for whether in (True, False)])
        by, segments = PARTS[figure], self.segments(values)
        for dimensions in (("unit",), ("unit", by)):
            rows = values(figure, dimensions)
            if by not in dimensions:
                rows = rows.assign(**{by: HEADLINE})
            for quarter, unit, fact, value, people in _cells(rows, "unit", by, "value", "of"):
                share = 0 if pd.isna(value) else value
                true = round(share * people) if figure in SHARES else int(share)
                found = counts[quarter][segments[quarter][unit]]
                found[fact, True] += true
                found[fact, False] += int(people) - true
        return counts

    def _by_segment(self, values: Values, codes: Sequence[Code]) -> dict[str, dict[Segment, dict[Code, int]]]:
        """Nobody yet, in each segment of each quarter."""
        return {
            quarter: {segment: dict.fromkeys(codes, 0) for segment in units.values()}
            for quarter, units in self.segments(values).items()
        }


def _cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame: the quarter, and some columns."""
    return zip(*(frame[column].tolist() for column in ("quarter", *columns)), strict=True)

"""The people at work at the end of each quarter, in the blocks in which outsiders may be told of them.

A person at work on a day is in one unit, so that units part them: their programmes and their region
make the segments. What is told at the end of a quarter depends on what was told before: a number
that has hardly changed stays withheld until it has. Facts of a family change each at its own time,
so that each has blocks of its own, made of whole blocks of its family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from data_access.disclosure.blocks import Release, coarsened, release
from data_access.disclosure.changes import History, without_changes
from data_access.disclosure.families import Family, large, release_of_family, told_with
from data_access.disclosure.groups import Counts, Segment
from data_access.disclosure.sources import ALL, Source

Code = TypeVar("Code")
# So few times the least hardly ever change enough to be told again, and would keep all others back.
HARDLY_ANY = 4
# A figure → by what its facts are told apart.
PARTS = {"insured": "product", "training_coverage": "topic"}


class States:
    """What may be told of the people at work, kept once it has been worked out.

    The source is asked when something is wanted for the first time.
    """

    def __init__(self, least: int) -> None:
        self._least = least
        self._segments: dict[str, set[Segment]] | None = None
        self._people: dict[str | None, History] = {}
        self._facts: dict[str, dict[str, History]] = {}

    def segments(self, source: Source) -> Mapping[str, set[Segment]]:
        """Each quarter → the segments in which units are enrolled at its end."""
        if self._segments is None:
            found: dict[str, set[Segment]] = defaultdict(set)
            for quarter, segment in source.enrolled():
                found[quarter].add(segment)
            self._segments = found
        return self._segments

    def people(self, source: Source, attribute: str | None = None) -> History:
        """How many are at work, in all (code ``all``) or by an attribute, of which everybody has a code;
        those that are small everywhere are told together with the largest."""
        if attribute not in self._people:
            at_work = list(source.people(attribute))
            counts = self._by_segment(source, sorted({code for _, _, code, _ in at_work}) or [ALL])
            for quarter, segment, code, number in at_work:
                counts[quarter][segment][code] += number
            self._people[attribute] = self._told(source, counts, attribute)
        return self._people[attribute]

    def fact(self, source: Source, figure: str, families: Sequence[Family], code: str) -> History:
        """Of how many a fact of a figure is true, and of how many not; of one that is never told, nothing."""
        if figure not in self._facts:
            counts = self._having(source, figure, families)
            self._facts[figure] = {
                fact: history
                for family in families
                for fact, history in self._told_of_family(source, family, counts).items()
            }
        return self._facts[figure].get(code, {})

    def _told(
        self, source: Source, counts: Mapping[str, Mapping[Segment, Mapping[str, int]]], attribute: str | None
    ) -> History:
        found: dict[str, Release] = {}
        latest = counts[max(counts)] if counts else {}
        for quarter, now in sorted(counts.items()):
            if attribute is None:
                found[quarter] = release(now, self._least)
                continue
            whole = self._whole(source, quarter)
            found[quarter] = (
                release(coarsened(now, HARDLY_ANY * self._least, latest), self._least, whole)
                if whole
                else Release({})
            )
        return without_changes(found, self._least)

    def _told_of_family(
        self, source: Source, family: Family, counts: Mapping[str, Mapping[Segment, Counts]]
    ) -> dict[str, History]:
        told = large(family, counts[max(counts)], self._least) if counts else ()
        releases = {
            quarter: release_of_family(family, told, now, self._whole(source, quarter), self._least)
            for quarter, now in counts.items()
        }
        return {
            fact: without_changes(
                {quarter: found.of(*told_with(family, fact, told)) for quarter, found in releases.items()},
                self._least,
            )
            for fact in told
        }

    def _whole(self, source: Source, quarter: str) -> dict[frozenset[Segment], int]:
        """The blocks in which the people at work are told, and how many they are."""
        return {block: found[ALL] for block, found in self.people(source)[quarter].blocks.items()}

    def _having(
        self, source: Source, figure: str, families: Sequence[Family]
    ) -> dict[str, dict[Segment, dict[tuple[str, bool], int]]]:
        """Of how many people each fact is true, and of how many not, by segment."""
        facts = [fact for family in families for fact in family.facts]
        counts = self._by_segment(source, [(fact, whether) for fact in facts for whether in (True, False)])
        for part in (None, PARTS[figure]):
            for quarter, segment, fact, true, people in source.facts(figure, part):
                found = counts[quarter][segment]
                found[fact, True] += true
                found[fact, False] += people - true
        return counts

    def _by_segment(self, source: Source, codes: Sequence[Code]) -> dict[str, dict[Segment, dict[Code, int]]]:
        """Nobody yet, in each segment of each quarter."""
        return {
            quarter: {segment: dict.fromkeys(codes, 0) for segment in segments}
            for quarter, segments in self.segments(source).items()
        }

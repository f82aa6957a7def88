"""Who counts where: segments of people, and the groups of them that can be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, product
from typing import Any, NamedTuple

# A programme, a country and a region.
Spot = tuple[str, str, str]
# So many spots are remembered with their groups: more than there are in a store with many regions.
KEPT = 4096


class Segment(NamedTuple):
    """People who count in just these programmes at these places.

    On a day, somebody is at one place; in the course of a year they may be at several. What there is
    none of (cover by no programme, training outside a unit) is empty.
    """

    spots: tuple[Spot, ...]

    @classmethod
    def at(cls, programmes: Iterable[str], country: str, region: str) -> Segment:
        """Those who are in some programmes, at one place."""
        return cls(tuple((programme, country, region) for programme in sorted(programmes)))


# Segments that are told together.
Block = frozenset[Segment]
# A category: a code, of which everybody has one; or a fact, and whether it is true of somebody.
Category = str | tuple[str, bool]
# Category → people in it. A mapping's keys are of one type or the other.
Counts = Mapping[Any, int]


class Group(NamedTuple):
    """All or one programme, at all places or in one country or region."""

    programme: str | None = None
    country: str | None = None
    region: str | None = None

    def holds(self, segment: Segment) -> bool:
        """Whether the people of a segment count in the group."""
        programme, country, region = self.programme, self.country, self.region
        for at_programme, at_country, at_region in segment.spots:
            if (
                (programme is None or programme == at_programme)
                and (country is None or country == at_country)
                and (region is None or region == at_region)
            ):
                return True
        return False


def groups_of(segments: Iterable[Segment]) -> list[Group]:
    """Every group that can be asked for, and that touches a segment."""
    spots = set(chain.from_iterable(segment.spots for segment in segments))
    touching = frozenset[Group]().union(*map(_groups_at, spots))
    # Nobody asks for what has no code, nor for a country of a region.
    found = (group for group in touching if "" not in group and not (group.country and group.region))
    return sorted(found, key=lambda group: (group.programme or "", group.region or "", group.country or ""))


def groups_with(segment: Segment) -> frozenset[Group]:
    """Every group that holds a segment, and maybe some that nobody asks for."""
    first, *others = map(_groups_at, segment.spots)
    return first.union(*others) if others else first


@lru_cache(KEPT)
def _groups_at(spot: Spot) -> frozenset[Group]:
    """Whoever is at a spot is held by the groups that have each of its codes, or don't tell by it."""
    return frozenset(Group(*codes) for codes in product(*((None, code) for code in spot)))

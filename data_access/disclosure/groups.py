"""Who counts where: segments of people, and the groups of them that can be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A programme, a country and a region.
Spot = tuple[str, str, str]


@dataclass(frozen=True, order=True)
class Segment:
    """People who count in just these programmes at these places.

    On a day, somebody is at one place; in the course of a year they may be at several. What there is
    none of (cover by no programme, training outside a unit) is empty.
    """

    spots: tuple[Spot, ...]

    @classmethod
    def at(cls, programmes: Iterable[str], country: str, region: str) -> Segment:
        """Those who are in some programmes, at one place."""
        return cls(tuple((programme, country, region) for programme in sorted(programmes)))


@dataclass(frozen=True, order=True)
class Group:
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
    found = {
        Group(chosen or None, *place)
        for programme, country, region in {spot for segment in segments for spot in segment.spots}
        for chosen in ("", programme)
        for place in ((None, None), (country or None, None), (None, region or None))
    }
    return sorted(found, key=lambda group: (group.programme or "", group.region or "", group.country or ""))


def codes_of(segments: Iterable[Segment]) -> tuple[set[str], set[str], set[str]]:
    """The programmes, the countries and the regions of some segments."""
    spots = {spot for segment in segments for spot in segment.spots}
    return {spot[0] for spot in spots}, {spot[1] for spot in spots}, {spot[2] for spot in spots}

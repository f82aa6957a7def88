"""What is known of many miners at once, as arrays, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data_access.summaries.arrays import Numbers, SpansOf, numbers, overlapping
from data_access.summaries.register import Place, Register

NONE = -1


@dataclass(frozen=True)
class Units:
    """Units by their places in a list: where each is (a place in ``places``), when it was in which segment,
    and when which kind of provision was within its reach; spans in the order of the units."""

    places: Sequence[Place]
    place: Numbers
    enrolled: SpansOf
    segment: Numbers
    reach: SpansOf
    provision: Numbers


@dataclass(frozen=True)
class Members:
    """Memberships in the order of the miners and of their days: unit, relation, first and last day."""

    spans: SpansOf
    unit: Numbers
    relation: Numbers


@dataclass(frozen=True)
class Attended:
    """Sessions that miners were at."""

    miner: Numbers
    day: Numbers
    topic: Numbers
    programme: Numbers
    minutes: Numbers


@dataclass(frozen=True)
class Covers:
    """Covers of miners; NONE for no programme. Costs are in minor units of a currency."""

    spans: SpansOf
    product: Numbers
    payer: Numbers
    programme: Numbers
    currency: Numbers
    cost: Numbers


@dataclass(frozen=True)
class Miners:
    """Some miners by their places in ``number``; all other codes are places in lists of who asks."""

    register: Register
    number: Numbers
    sex: Numbers
    units: Units
    members: Members
    attended: Attended
    covers: Covers
    sexes: Sequence[str]
    relations: Sequence[str]
    programmes: Sequence[str]
    currencies: Sequence[str]

    @cached_property
    def work(self) -> Work:
        """Where and when they were at work in programmes, in the order of the miners."""
        member, enrolled, first, last = overlapping(
            SpansOf(self.members.unit, self.members.spans.first, self.members.spans.last), self.units.enrolled
        )
        miner = self.members.spans.key[member]
        return Work(
            SpansOf(miner, first, last),
            self.units.segment[enrolled],
            self.kind(self.sex[miner], self.members.relation[member]),
            self.members.unit[member],
        )

    def kind(self, sex: Numbers, relation: Numbers) -> Numbers:
        """The kinds of person of some sexes and relations, or of no relation."""
        return looked_up(
            lambda one, other: self.register.kind(self.sexes[one], self._relation(other)), sex, relation
        )

    def member_on(self, miner: Numbers, day: Numbers) -> Numbers:
        """The places of memberships on days; NONE for who was in no unit."""
        spans, far = self.members.spans, np.int64(4_000_000)
        place = numbers(np.searchsorted(spans.key * far + spans.first, miner * far + day, "right") - 1)
        if not len(spans.key):
            return np.full(len(miner), NONE)
        known = np.maximum(place, 0)
        is_member = (place >= 0) & (spans.key[known] == miner) & (day <= spans.last[known])
        return np.where(is_member, place, NONE)

    def segment_of(self, programme: Numbers, member: Numbers) -> Numbers:
        """The segments of single programmes, or none, at the places of memberships, or at none."""
        place = np.where(member == NONE, NONE, self._place_of(member))
        return looked_up(self._segment, programme, place)

    def relation_of(self, member: Numbers) -> Numbers:
        """The relations of memberships; NONE of none."""
        return np.where(member == NONE, NONE, _at(self.members.relation, member))

    def _place_of(self, member: Numbers) -> Numbers:
        return _at(self.units.place, _at(self.members.unit, member))

    def _segment(self, programme: int, place: int) -> int:
        programmes = () if programme == NONE else (self.programmes[programme],)
        return self.register.segment(programmes, (None, None) if place == NONE else self.units.places[place])

    def _relation(self, relation: int) -> str | None:
        return None if relation == NONE else self.relations[relation]


@dataclass(frozen=True)
class Work:
    """Days at work in a segment, as a kind of person, in a unit."""

    spans: SpansOf
    segment: Numbers
    kind: Numbers
    unit: Numbers


def _at(values: Numbers, places: Numbers) -> Numbers:
    """Values at places; of NONE any value."""
    return values[np.maximum(places, 0)] if len(values) else np.full(len(places), NONE)


def looked_up(find: Callable[..., int], *columns: Numbers) -> Numbers:
    """What is found for the numbers of each row, of which there are few different ones."""
    rows, places = np.unique(np.stack(columns), axis=1, return_inverse=True)
    found = numbers([find(*map(int, row)) for row in rows.T])
    return found[places] if len(found) else numbers()

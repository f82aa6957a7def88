"""Floors: how many people a block has to hold at least, whatever else is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data_access.disclosure.groups import Block, Segment, Spot
from data_access.disclosure.nearness import Flags, Numbers


@dataclass(frozen=True)
class Floor:
    """A block has to hold as many people as there are in the segments whose spots it touches, and
    ``more`` where it touches any."""

    people: Mapping[Segment, int] = field(default_factory=dict)
    more: int = 0


class Floors:
    """Which blocks have fewer people than they have to hold; blocks go by their numbers.

    ``people`` are in each block.
    """

    def __init__(self, floor: Floor, blocks: Sequence[Block], people: Numbers) -> None:
        self._more, self._held = floor.more, people.copy()
        self._people: Numbers = np.array([*floor.people.values()], dtype=np.int64)
        self._touched = _touched([*floor.people], blocks)
        self._touches: Flags = np.any(self._touched, axis=1)
        self._there: Numbers = self._touched @ self._people

    def are_short(self) -> Flags:
        """Whether each block has too few."""
        found: Flags = self._held < self._there + self._more * self._touches
        return found

    def is_short(self, number: int) -> bool:
        """Whether a block has too few."""
        return bool(self._held[number] < self._there[number] + self._more * self._touches[number])

    def not_short_with(self, number: int, among: Numbers) -> Numbers:
        """Those of some blocks that have enough once they are put together with one."""
        held = self._held[among] + self._held[number]
        more = self._more * (self._touches[among] | self._touches[number])
        # At least as many have to be held together as by either; that sorts out most.
        enough = held >= np.maximum(self._there[among], self._there[number]) + more
        among, held, more = among[enough], held[enough], more[enough]
        touched = np.flatnonzero(self._touched[number])
        # Whom both touch count but once.
        both = self._touched[np.ix_(among, touched)] @ self._people[touched]
        found: Numbers = among[held >= self._there[among] + self._there[number] - both + more]
        return found

    def put_together(self, kept: int, gone: int) -> None:
        """One block takes in another."""
        self._touched[kept] |= self._touched[gone]
        self._touches[kept] |= self._touches[gone]
        self._there[kept] = self._touched[kept] @ self._people
        self._held[kept] += self._held[gone]


def _touched(segments: Sequence[Segment], blocks: Sequence[Block]) -> Flags:
    """Which segments have a spot that each block has: a row for each block, a column for each segment."""
    at: dict[Spot, list[int]] = defaultdict(list)
    for column, segment in enumerate(segments):
        for spot in segment.spots:
            at[spot].append(column)
    found: Flags = np.zeros((len(blocks), len(segments)), dtype=bool)
    for row, block in enumerate(blocks):
        for spot in {spot for segment in block for spot in segment.spots}:
            found[row, at.get(spot, [])] = True
    return found

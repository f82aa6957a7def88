"""A partition of segments into blocks, of which two at a time are put together.

Blocks have numbers, in the order of their least segments. Two that are put together go on under the
lower number, which has the least segment of both. So numbers stay in the order of the blocks, and the
lowest of several that are equal otherwise is the first in ``sorted(blocks, key=sorted)``: whoever makes
blocks of the same numbers puts the same together.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from data_access.disclosure.groups import Block, Segment
from data_access.disclosure.nearness import Flags, Nearness, Numbers


class Partition:
    """Disjoint blocks, and which of them still stand."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.began_with = sorted(blocks, key=min)
        self.stands: Flags = np.ones(len(self.began_with), dtype=bool)
        self._parts = [[block] for block in self.began_with]

    @cached_property
    def number_of(self) -> dict[Segment, int]:
        """Each segment → the number of the block that it was in when nothing had been put together."""
        return {segment: number for number, block in enumerate(self.began_with) for segment in block}

    @property
    def standing(self) -> Numbers:
        """The numbers of the blocks that still stand."""
        return np.flatnonzero(self.stands)

    def beside(self, number: int) -> Numbers:
        """The numbers of the other blocks that still stand."""
        standing = self.standing
        others: Numbers = standing[standing != number]
        return others

    def block(self, number: int) -> Block:
        """The segments of a block as it stands."""
        return self._parts[number][0].union(*self._parts[number][1:])

    def nearest(self, number: int, among: Numbers) -> Numbers:
        """Those of some blocks that are nearest to one, as ``Nearness`` tells."""
        return self._nearness.nearest(number, among)

    def put_together(self, one: int, other: int) -> tuple[int, int]:
        """Makes one block of two: its number, and the number of the one that stands no more."""
        kept, gone = min(one, other), max(one, other)
        self._nearness.put_together(kept, gone)
        self._parts[kept] += self._parts[gone]
        self.stands[gone] = False
        return kept, gone

    @cached_property
    def _nearness(self) -> Nearness:
        return Nearness(self.began_with)

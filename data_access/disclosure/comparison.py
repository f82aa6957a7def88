"""What has changed since an earlier release, in whatever can be known of both.

Of two releases, whoever adds and subtracts knows the sums over whatever is made of whole blocks of both.
The smallest of these sets of segments are the **cells**; no two of them have a segment in common. Where
there is no block there was no unit: nobody, which is known.

When two blocks are put together, so are their cells. All others stay as they are: they are not looked at
again.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import repeat

import numpy as np

from data_access.disclosure.blocks import Release
from data_access.disclosure.groups import Segment
from data_access.disclosure.nearness import Flags, Numbers
from data_access.disclosure.partition import Partition

# Cells are looked at in the order of their last blocks: those of the earlier release come after all others.
BEFORE_EARLIER = -(1 << 40)


class Comparison:
    """A later release, while its blocks are put together, compared with an earlier one.

    The later blocks go by their numbers, with ``places`` in the order in which they are told. Of the
    segments in ``compared`` something newer is known than what the earlier release tells: cells of these
    alone don't count.
    """

    def __init__(
        self,
        later: Release,
        blocks: Partition,
        places: Sequence[int],
        earlier: Release,
        compared: Set[Segment],
        least: int,
    ) -> None:
        self._least = least
        # All blocks, the later ones first; a cell goes by the first of its blocks.
        cell = _joined(len(places) + len(earlier.blocks), *_touching(blocks, earlier))
        more, told = _differences(later, places, earlier)
        self._more, self._told = np.zeros_like(more), np.zeros_like(told)
        np.add.at(self._more, cell, more)
        np.logical_or.at(self._told, cell, told)
        self._last: Numbers = np.full(len(cell), BEFORE_EARLIER, dtype=np.int64)
        lasts = np.array([*(BEFORE_EARLIER + place for place in places), *range(len(earlier.blocks))])
        np.maximum.at(self._last, cell, lasts)
        self._new: Flags = np.full(len(cell), not compared)
        new = {earlier.place_of[segment] for segment in earlier.place_of.keys() - compared}
        self._new[cell[[len(places) + place for place in new]]] = True
        # Where there is no later block there is nothing to withhold.
        self._cell: Numbers = cell[: len(places)]
        self._little: Flags = np.zeros(len(places), dtype=bool)
        cells = np.unique(self._cell)
        self._little[cells] = self._changed_little(cells)

    def changed_little(self) -> list[int]:
        """The numbers of the blocks in the first cell that is known to have changed by less than the
        least, among them such as stand no more; none if there is no such cell."""
        little = np.flatnonzero(self._little)
        if not len(little):
            return []
        cell = little[self._last[little].argmin()]
        found: list[int] = np.flatnonzero(self._cell == cell).tolist()
        return found

    def put_together(self, one: int, other: int, place: int) -> None:
        """Two blocks become one, which is told in another place."""
        kept, gone = sorted((int(self._cell[one]), int(self._cell[other])))
        if kept != gone:
            self._cell[self._cell == gone] = kept
            self._more[kept] += self._more[gone]
            self._last[kept] = max(self._last[kept], self._last[gone])
            self._told[kept] |= self._told[gone]
            self._new[kept] |= self._new[gone]
            self._little[gone] = False
        self._last[kept] = max(self._last[kept], BEFORE_EARLIER + place)
        self._little[kept] = self._changed_little(kept)

    def _changed_little(self, cells: Numbers | int) -> Flags:
        little = (np.abs(self._more[cells]) < self._least) & self._told[cells]
        found: Flags = self._new[cells] & little.any(axis=-1)
        return found


def _touching(blocks: Partition, earlier: Release) -> tuple[Numbers, Numbers]:
    """The later and the earlier block of each segment that has both."""
    later = np.fromiter(blocks.number_of.values(), dtype=np.int64)
    places = np.fromiter(map(earlier.place_of.get, blocks.number_of, repeat(-1)), dtype=np.int64)
    both = places >= 0
    return later[both], places[both] + len(blocks.began_with)


def _joined(size: int, one: Numbers, other: Numbers) -> Numbers:
    """Of each of so many the first that it hangs together with, where each one does with its other."""
    first = np.arange(size)
    while True:
        before, least = first.copy(), np.minimum(first[one], first[other])
        np.minimum.at(first, one, least)
        np.minimum.at(first, other, least)
        first = first[first]
        if (first == before).all():
            return first


def _differences(later: Release, places: Sequence[int], earlier: Release) -> tuple[Numbers, Flags]:
    """What each block adds to the change in each category, and whether it tells of that at all."""
    codes = {code: column for column, code in enumerate(dict.fromkeys((*later.codes, *earlier.codes)))}
    more: Numbers = np.zeros((len(places) + len(earlier.blocks), len(codes)), dtype=np.int64)
    told: Flags = np.zeros(more.shape, dtype=bool)
    now, then = ([codes[code] for code in each.codes] for each in (later, earlier))
    more[: len(places), now], more[len(places) :, then] = later.table[[*places]], -earlier.table
    told[: len(places), now] = told[len(places) :, then] = True
    return more, told

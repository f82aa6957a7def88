"""Room: whether those few whom a group cuts out of a block could all be elsewhere in it.

A block is safe where each category is large enough in it, and where each group that is small in a
category and cuts the block could have nobody of it: all of the block's people of that category then
have to find room in the rest of it. Of the group's part, the people of whole rows (the blocks in which
all people are told) are known to be there; so the rest of the block has room for all others, and no more.

Whatever has to be known of a block for that adds up when two are put together. So it is kept for each
block, and only the new one is looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from data_access.disclosure.groups import Block, Category, Counts, Group, Segment, groups_of, groups_with
from data_access.disclosure.nearness import Flags, Numbers


class Room:
    """Whether blocks are safe: ``rows``, with so many ``people`` in each, and what is made of them.

    Blocks have the numbers of a partition that begins with the rows. Of the whole alone, which is one
    category, the rest of a block always has room: its groups are not looked at.
    """

    def __init__(
        self, counts: Mapping[Segment, Counts], rows: Sequence[Block], people: Numbers, least: int
    ) -> None:
        self._codes: list[Category] = list(next(iter(counts.values())))
        self._least = least
        self._people = people.copy()
        numbers = _with_rests(counts, self._codes)
        place = {segment: number for number, segment in enumerate(counts)}
        in_row = [[place[segment] for segment in row] for row in rows]
        self._sums: Numbers = np.array([numbers[own].sum(axis=0) for own in in_row], dtype=np.int64)
        self._size: Numbers = np.array([len(own) for own in in_row], dtype=np.int64)
        groups = groups_of(counts) if len(self._codes) > 1 else []
        group, segment = _held(counts, groups)
        sums = np.zeros((len(groups), numbers.shape[1]), dtype=np.int64)
        np.add.at(sums, group, numbers[segment])
        small: Flags = sums < least
        few = small.any(axis=1)
        # Which categories are small in each group that has any such; and of these groups, how many
        # segments of each block they hold, and how many people of whole rows.
        self._small: Flags = small[few]
        self._held: Numbers = _counted(in_row, len(groups), group, segment)[:, few]
        self._known: Numbers = np.where(self._held == self._size[:, None], people[:, None], 0)

    def are_safe(self) -> Flags:
        """Whether each row is safe."""
        safe: Flags = self._sums[:, : len(self._codes)].min(axis=1) >= self._least
        for number in np.flatnonzero(safe & (self._size > 1)).tolist():
            safe[number] = self.is_safe(number)
        return safe

    def is_safe(self, number: int) -> bool:
        """Whether each category of a block is large enough, and each small group that cuts it could be
        empty."""
        if self._sums[number, : len(self._codes)].min() < self._least:
            return False
        held = self._held[number]
        cutting = np.flatnonzero((held > 0) & (held < self._size[number]))
        elsewhere = np.where(self._small[cutting], self._sums[number], 0).max(axis=1)
        return not (self._known[number, cutting] + elsewhere > self._people[number]).any()

    def put_together(self, kept: int, gone: int) -> None:
        """One block takes in another."""
        for numbers in (self._sums, self._held, self._size, self._known, self._people):
            numbers[kept] += numbers[gone]

    def counts(self, number: int) -> Counts:
        """How many people of each category are in a block."""
        return dict(zip(self._codes, self._sums[number].tolist(), strict=False))


def _with_rests(counts: Mapping[Segment, Counts], codes: Sequence[Category]) -> Numbers:
    """The counts, a row for each segment; and of each code of several how many people have another: all
    less part tells them."""
    found: Numbers = np.array([[own[code] for code in codes] for own in counts.values()], dtype=np.int64)
    if len(codes) <= 2 or not isinstance(codes[0], str):
        return found
    return np.hstack([found, found.sum(axis=1, keepdims=True) - found])


def _held(counts: Mapping[Segment, Counts], groups: Sequence[Group]) -> tuple[Numbers, Numbers]:
    """Groups and the segments that they hold, by their places."""
    place = {group: number for number, group in enumerate(groups)}
    pairs = [
        (place[group], number)
        for number, segment in enumerate(counts if groups else ())
        for group in groups_with(segment)
        if group in place
    ]
    group, segment = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return group, segment


def _counted(rows: Sequence[Sequence[int]], groups: int, group: Numbers, segment: Numbers) -> Numbers:
    """How many segments of each row each group holds."""
    row = {own: number for number, held in enumerate(rows) for own in held}
    in_row = np.array([row.get(own, len(rows)) for own in segment.tolist()], dtype=np.int64)
    # What is in no row is counted in one more.
    found: Numbers = np.zeros((len(rows) + 1, groups), dtype=np.int64)
    np.add.at(found, (in_row, group), 1)
    return found[:-1]

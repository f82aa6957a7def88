"""The groups that are shown of a release while its blocks are put together.

A group that is shown holds each block as a whole or not at all. Its number stays the same until a block
that it holds is put together with one that it doesn't: from then on it is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from data_access.disclosure.blocks import Release
from data_access.disclosure.groups import Block, Counts, Group, groups_of, groups_with
from data_access.disclosure.nearness import Flags, Numbers, packed


class ShownGroups:
    """Which groups are shown, and which of them with a number that is nearly the one told of them last.

    Blocks go by their numbers. ``before`` is what was told earlier, the latest first.
    """

    def __init__(
        self, found: Release, blocks: Sequence[Block], before: Sequence[Release], least: int
    ) -> None:
        shown = {group: told for group in groups_of(found.place_of) if (told := found.shown(group))}
        hardly = [
            place
            for place, (group, told) in enumerate(shown.items())
            if (last := _told_last(group, before)) and _differ_little(told, last, least)
        ]
        self._hardly_other: Numbers = np.array(hardly, dtype=np.int64)
        self._holds = _holding(shown, blocks)
        self._shown: Flags = np.ones(len(self._holds), dtype=bool)
        self._bits = packed(self._holds)
        self._bits_shown = packed(self._shown[:, None])

    def hardly_other(self) -> Iterable[int]:
        """The blocks of the first group that is hardly told another number than last, among them such as
        stand no more; none if there is no such group."""
        left = self._hardly_other[self._shown[self._hardly_other]]
        return np.flatnonzero(self._holds[left[0]]).tolist() if len(left) else ()

    def parted(self, number: int) -> Numbers:
        """How many of the groups shown have but one of each block and this: put together, these are no
        longer shown."""
        differ = (self._bits ^ self._bits[:, [number]]) & self._bits_shown
        found: Numbers = np.bitwise_count(differ).sum(axis=0, dtype=np.int64)
        return found

    def put_together(self, one: int, other: int) -> None:
        """Two blocks become one."""
        self._shown &= self._holds[:, one] == self._holds[:, other]
        self._bits_shown &= ~(self._bits[:, [one]] ^ self._bits[:, [other]])


def _differ_little(one: Counts, other: Counts, least: int) -> bool:
    """Whether a category has changed by less than the least."""
    return any(abs(one.get(code, 0) - other.get(code, 0)) < least for code in {*one, *other})


def _told_last(group: Group, before: Iterable[Release]) -> Counts | None:
    return next((told for each in before if (told := each.shown(group))), None)


def _holding(groups: Iterable[Group], blocks: Sequence[Block]) -> Flags:
    """Which blocks each of some shown groups holds: a row for each group, a column for each block."""
    row = {group: number for number, group in enumerate(groups)}
    holding: Flags = np.zeros((len(row), len(blocks)), dtype=bool)
    for column, block in enumerate(blocks):
        # It holds all segments of the block or none.
        rows = (row.get(group) for group in groups_with(next(iter(block))))
        holding[[own for own in rows if own is not None], column] = True
    return holding

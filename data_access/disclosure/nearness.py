"""How near blocks are to each other, by what their people have in common."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data_access.disclosure.groups import Block

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
# So many flags are compared at once.
WORD = 64
# The programmes of somebody.
Programmes = frozenset[str]


class Nearness:
    """What the people of blocks have in common; blocks go by their numbers."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._together = [_together(block) for block in blocks]
        self._known: dict[frozenset[Programmes], int] = {}
        # Which sets of programmes each block has, as a number.
        self._sets: Numbers = np.array([self._number(sets) for sets in self._together], dtype=np.int64)
        self._codes = [packed(_having(blocks, place)) for place in range(3)]

    def nearest(self, number: int, among: Numbers) -> Numbers:
        """Those of some blocks that are nearest to one: if there are any, such whose people are in the same
        sets of programmes; of these, or else of all, such with a programme in common, and so on with
        countries and with regions."""
        among = _if_any(among, self._sets[among] == self._sets[number])
        for codes in self._codes:
            in_common = np.bitwise_or.reduce(codes[:, among] & codes[:, [number]], axis=0)
            among = _if_any(among, in_common > 0)
        return among

    def put_together(self, kept: int, gone: int) -> None:
        """One block takes in another."""
        self._together[kept] |= self._together[gone]
        self._sets[kept] = self._number(self._together[kept])
        for codes in self._codes:
            codes[:, kept] |= codes[:, gone]

    def _number(self, sets: frozenset[Programmes]) -> int:
        return self._known.setdefault(sets, len(self._known))


def least_of(among: Numbers, key: Numbers) -> Numbers:
    """Those of some numbers for which a key is least."""
    own = key[among]
    found: Numbers = among[own == own.min()]
    return found


def packed(flags: Flags) -> NDArray[np.uint64]:
    """The flags of each column as the bits of few words, to be compared many at once."""
    padded = np.pad(flags, ((0, -len(flags) % WORD), (0, 0)))
    return np.packbits(padded, axis=0).T.copy().view(np.uint64).T.copy()


def _if_any(among: Numbers, chosen: Flags) -> Numbers:
    return among[chosen] if chosen.any() else among


def _together(block: Block) -> frozenset[Programmes]:
    """The sets of programmes in which the people of a block are."""
    return frozenset(frozenset([spot[0] for spot in segment.spots]) for segment in block)


def _having(blocks: Sequence[Block], place: int) -> Flags:
    """Which codes, at a place of a spot, each block has: a row for each code, a column for each block."""
    codes = [{spot[place] for segment in block for spot in segment.spots} for block in blocks]
    rows = {code: row for row, code in enumerate(set().union(*codes))}
    having: Flags = np.zeros((len(rows), len(blocks)), dtype=bool)
    columns = np.repeat(np.arange(len(blocks)), [len(own) for own in codes])
    having[[rows[code] for own in codes for code in own], columns] = True
    return having

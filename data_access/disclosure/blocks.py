"""Blocks: small groups put together with their neighbours until none of them can be told from outside.

People stand in segments, disjoint groups by the set of programmes they are in and by region. A
number for a group (all or one programme, all or one country or region) is shown where the group is
made of whole blocks, and is then their sum. So whatever an outsider adds and subtracts, they learn
sums over blocks, and nothing else:

- a block has at least ``least`` people in every category, so no sum or difference of what is shown
  is smaller;
- a group with fewer people in a category cuts every block it touches. Its people could all be in
  the rest of those blocks, for there is room: that is checked. And ``least`` people could be in it,
  for the blocks hold as many. So the number could be anything from nobody upwards.

What a category is a part of may be shown in finer blocks than the category itself, never in others:
a block of the category is made of whole blocks of its whole. So categories of several kinds (by sex,
by relation, insured or not) tell nothing of one another: whoever of a block of the whole could be
elsewhere within it takes all their categories along, and then those of one kind can change places
within its own blocks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data_access.disclosure.floors import Floor, Floors
from data_access.disclosure.groups import Block, Category, Counts, Group, Segment, groups_with
from data_access.disclosure.nearness import Flags, Numbers, least_of
from data_access.disclosure.partition import Partition
from data_access.disclosure.room import Room


@dataclass(frozen=True)
class Release:
    """What may be told: blocks, and how many people of each category each of them holds.

    Without a block nothing may be told at all.
    """

    blocks: Mapping[Block, Counts]

    def shown(self, group: Group) -> Counts | None:
        """The categories of a group made of whole blocks, added up; None for one that cuts a block,
        or touches none."""
        touched = self._whole.get(group)
        if touched is None:
            return None
        return {code: sum(found[code] for found in touched) for code in touched[0]}

    @cached_property
    def codes(self) -> tuple[Category, ...]:
        """The categories that are told."""
        return tuple(next(iter(self.blocks.values()), ()))

    @cached_property
    def table(self) -> Numbers:
        """How many people are told of: a row for each block, a column for each category."""
        return np.array(
            [[found[code] for code in self.codes] for found in self.blocks.values()], dtype=np.int64
        )

    @cached_property
    def place_of(self) -> dict[Segment, int]:
        """Each segment of which something is told → the place of its block among the others."""
        return {segment: place for place, block in enumerate(self.blocks) for segment in block}

    @cached_property
    def _whole(self) -> dict[Group, list[Counts]]:
        """Each group made of whole blocks → the counts of these."""
        whole: dict[Group, list[Counts]] = defaultdict(list)
        cutting: set[Group] = set()
        for block, found in self.blocks.items():
            of_each = [groups_with(segment) for segment in block]
            of_all = of_each[0].intersection(*of_each[1:])
            for group in of_all:
                whole[group].append(found)
            cutting |= of_each[0].union(*of_each[1:]) - of_all
        return {group: found for group, found in whole.items() if group not in cutting}

    def of(self, *categories: Category) -> Release:
        """The release of some of its categories alone; empty where they are not told."""
        return Release(
            {
                block: {code: found[code] for code in categories}
                for block, found in self.blocks.items()
                if found.keys() >= {*categories}
            }
        )


def coarsened(
    counts: Mapping[Segment, Mapping[str, int]], fewest: int, like: Mapping[Segment, Mapping[str, int]]
) -> dict[Segment, dict[str, int]]:
    """The counts with the categories that have fewer than ``fewest`` people in all segments of ``like``
    together made one with the largest.

    There they tell least, and the others stay to be shown. A category made of several has all their
    codes, joined by ``+``. Counts of several days are to be made ``like`` those of one of them: were
    the same category alone on one day and not on the other, the days could be subtracted.
    """
    codes = list(next(iter(like.values())))
    everywhere = {code: sum(found[code] for found in like.values()) for code in codes}
    small = [code for code in codes if everywhere[code] < fewest]
    if not small:
        return {segment: dict(found) for segment, found in counts.items()}
    largest = max(codes, key=lambda code: everywhere[code])
    joined = [code for code in codes if code == largest or code in small]
    left = [code for code in codes if code not in joined]
    return {
        segment: {
            "+".join(joined): sum(found[code] for code in joined),
            **{code: found[code] for code in left},
        }
        for segment, found in counts.items()
    }


def release(
    counts: Mapping[Segment, Counts],
    least: int,
    whole: Mapping[Block, int] | None = None,
    floor: Floor | None = None,
) -> Release:
    """The finest blocks that are safe, and hold as many people as their ``floor``.

    ``counts`` has every segment in which there may be people, each with every category there may
    be. ``whole`` holds the blocks in which the number of people is shown already, with that number;
    without it, that is what is being released: one category then.

    Of the blocks that are not safe, the smallest is put together with its nearest, and again.
    """
    rows = whole
    if rows is None:
        rows = {frozenset([segment]): sum(found.values()) for segment, found in counts.items()}
    if not rows:
        return Release({})
    blocks = Partition(rows)
    people = np.array([rows[row] for row in blocks.began_with], dtype=np.int64)
    room = Room(counts, blocks.began_with, people, least)
    floors = Floors(floor, blocks.began_with, people) if floor else None
    unsafe: Flags = ~room.are_safe()
    if floors:
        unsafe |= floors.are_short()
    while unsafe.any():
        smallest = int(least_of(np.flatnonzero(unsafe), people)[0])
        others = blocks.beside(smallest)
        if not len(others):
            return Release({})
        if floors and len(enough := floors.not_short_with(smallest, others)):
            others = enough
        nearest = int(least_of(blocks.nearest(smallest, others), people)[0])
        kept, gone = blocks.put_together(smallest, nearest)
        people[kept] += people[gone]
        room.put_together(kept, gone)
        if floors:
            floors.put_together(kept, gone)
        unsafe[gone] = False
        unsafe[kept] = not room.is_safe(kept) or (floors is not None and floors.is_short(kept))
    return Release({blocks.block(number): room.counts(number) for number in blocks.standing.tolist()})

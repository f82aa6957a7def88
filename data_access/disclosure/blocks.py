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

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from data_access.disclosure.groups import Group, Segment, codes_of, groups_of

# A category: a code, of which everybody has one; or a fact, and whether it is true of somebody.
Category = str | tuple[str, bool]
# Category → people in it. A mapping's keys are of one type or the other.
Counts = Mapping[Any, int]
Block = frozenset[Segment]


@dataclass(frozen=True)
class Release:
    """What may be told: blocks, and how many people of each category each of them holds.

    Without a block nothing may be told at all.
    """

    blocks: Mapping[Block, Counts]

    def shown(self, group: Group) -> Counts | None:
        """The categories of a group made of whole blocks, added up; None for one that cuts a block,
        or touches none."""
        touched = [block for block in self.blocks if any(map(group.holds, block))]
        if not touched or not all(group.holds(segment) for block in touched for segment in block):
            return None
        codes = self.blocks[touched[0]]
        return {code: sum(self.blocks[block][code] for block in touched) for code in codes}

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
    floor: Callable[[Block], int] = lambda _block: 0,
) -> Release:
    """The finest blocks that are safe, and hold as many people as their ``floor``.

    ``counts`` has every segment in which there may be people, each with every category there may
    be. ``whole`` holds the blocks in which the number of people is shown already, with that number;
    without it, that is what is being released: one category then.
    """
    rows = whole
    if rows is None:
        rows = {frozenset([segment]): sum(found.values()) for segment, found in counts.items()}
    blocks, small = sorted(rows, key=sorted), _small_groups(_with_rests(counts), least)
    while unsafe := [
        block
        for block in blocks
        if not _safe(block, counts, small, rows, least) or _within(block, rows) < floor(block)
    ]:
        if len(blocks) == 1:
            return Release({})
        smallest = min(unsafe, key=lambda block: (_within(block, rows), sorted(block)))
        others = [block for block in blocks if block != smallest]
        nearest = min(
            others,
            key=lambda block: (
                _within(smallest | block, rows) < floor(smallest | block),
                distance(smallest, block),
                _within(block, rows),
                sorted(block),
            ),
        )
        blocks = sorted((*(block for block in others if block != nearest), smallest | nearest), key=sorted)
    return Release({block: _sums(block, counts) for block in blocks})


def _small_groups(
    counts: Mapping[Segment, Counts], least: int
) -> dict[frozenset[Segment], frozenset[Category]]:
    """The segments of each group that can be asked for → the categories that are small in it."""
    found = {}
    for held in {frozenset(filter(group.holds, counts)) for group in groups_of(counts)}:
        small = {code for code, number in _sums(held, counts).items() if number < least}
        if small:
            found[held] = frozenset(small)
    return found


def _safe(
    block: Block,
    counts: Mapping[Segment, Counts],
    small: Mapping[frozenset[Segment], frozenset[Category]],
    rows: Mapping[Block, int],
    least: int,
) -> bool:
    """Whether each category of a block is large enough, and each small group that cuts it could be empty."""
    if min(_sums(block, counts).values()) < least:
        return False
    if len(counts[next(iter(block))]) == 1:
        return True  # of the whole alone, the rest of the block always has room
    sums = _sums(block, _with_rests({segment: counts[segment] for segment in block}))
    people = _within(block, rows)
    for held, codes in small.items():
        inside = block & held
        if not inside or inside == block:
            continue
        known = _within(inside, rows)
        if any(known + sums[code] > people for code in codes):
            return False
    return True


def _with_rests(counts: Mapping[Segment, Counts]) -> Mapping[Segment, Counts]:
    """The counts, and of each code of several how many people have another: all less part tells them."""
    codes = [code for code in next(iter(counts.values()), {}) if isinstance(code, str)]
    if len(codes) <= 2:
        return counts
    return {
        segment: {**found, **{("rest", code): sum(found.values()) - found[code] for code in codes}}
        for segment, found in counts.items()
    }


def _sums(block: Block, counts: Mapping[Segment, Counts]) -> dict[Category, int]:
    codes = counts[next(iter(block))]
    return {code: sum(counts[segment][code] for segment in block) for code in codes}


def _within(block: Block, rows: Mapping[Block, int]) -> int:
    """How many people are in the rows that lie wholly in a block, or in a part of one."""
    return sum(size for row, size in rows.items() if row <= block)


def distance(one: Block, other: Block) -> tuple[bool, bool, bool, bool]:
    """How far blocks are apart: with other programmes, none in common, in other countries, other regions."""
    programmes, countries, regions = codes_of(one)
    other_programmes, other_countries, other_regions = codes_of(other)
    return (
        _programmes(one) != _programmes(other),
        programmes.isdisjoint(other_programmes),
        countries.isdisjoint(other_countries),
        regions.isdisjoint(other_regions),
    )


def _programmes(block: Block) -> set[tuple[str, ...]]:
    """The sets of programmes in which the people of a block are."""
    return {tuple(sorted({spot[0] for spot in segment.spots})) for segment in block}

"""Amounts of money and gold: told only where several organisations made them, none of them nearly alone.

What an organisation sells or is paid is its own affair: who is known for much gold is robbed. An
amount is **safe** where nobody contributes (it is *none*), or where at least ``LEAST_CONTRIBUTORS``
organisations do, none of them more than ``LARGEST_PERCENT`` of it, and all but the two largest
together at least ``REST_PERCENT`` of the largest. The last means that the second, who knows its own
amount and takes it off, still errs by that much about the largest; and then so does every
organisation about every other, for no two have a smaller rest than the two largest.

Amounts are told in whole blocks of segments, each of them safe. **Sums of safe amounts are safe**, be
they of the same organisations or of others. For an organisation i, another j, and the rest of a block
without both, each block has i ≤ LARGEST_PERCENT of its total and rest ≥ REST_PERCENT of i. Both sides
of both add up over blocks, and an organisation that has nothing in a block fulfils them there too. So
whatever is added and subtracted of what is told: it is a sum over blocks, and safe.

**What stays possible.** In a block, any organisation could have all that the others have, but for
one that knows its own, or nothing at all: whatever is told of the block stays as it is. So an
outsider knows of no organisation more than that it has between nothing and (REST_PERCENT and more)
above what it has. Categories may be told in blocks made of several blocks of their whole; there,
organisations of different blocks exchange one category for another, and the same holds for every
category. Several ways of parting a whole (by standard, by destination) don't help each other, since
no two of them are told at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data_access.disclosure.groups import Block, Group, Segment, groups_of
from data_access.disclosure.nearness import Flags, least_of
from data_access.disclosure.partition import Partition

LEAST_CONTRIBUTORS = 3
LARGEST_PERCENT = 60
REST_PERCENT = 10

# Organisation → what it contributes, in whole units.
Contributions = Mapping[str, int]
# Segment → code → contributions, for whatever code there are any.
Cells = Mapping[Segment, Mapping[str, Contributions]]
# Code → how much a unit of it counts, such as the premium for a milligram.
Weights = Mapping[str, int]


@dataclass(frozen=True)
class Told:
    """What may be told: blocks, and the amount that each of them has of every code.

    Of the segments held back nothing is told, and nothing of the codes of ``joined``; segments
    beyond both have nothing. ``weighed`` names the weights by which the sum of all codes may be told,
    joined or not.
    """

    codes: Sequence[str]
    blocks: Mapping[Block, Mapping[str, int]]
    held_back: frozenset[Segment] = frozenset()
    joined: frozenset[str] = frozenset()
    weighed: str | None = None

    def shown(self, group: Group) -> dict[str, int] | None:
        """The amounts of a group by code, zero where it has none; None where they are withheld."""
        if any(map(group.holds, self.held_back)):
            return None
        touched = [block for block in self.blocks if any(map(group.holds, block))]
        if not all(group.holds(segment) for block in touched for segment in block):
            return None
        own = [code for code in self.codes if code not in self.joined]
        return {code: sum(self.blocks[block][code] for block in touched) for code in own}


def safe(contributions: Contributions) -> bool:
    """Whether an amount may be told, by what each organisation contributes to it."""
    amounts = sorted((amount for amount in contributions.values() if amount), reverse=True)
    if not amounts:
        return True
    if len(amounts) < LEAST_CONTRIBUTORS or amounts[-1] < 0:
        return False
    largest, rest = amounts[0], sum(amounts[2:])
    return 100 * largest <= LARGEST_PERCENT * sum(amounts) and 100 * rest >= REST_PERCENT * largest


def wholes_told(cells: Cells, codes: Sequence[str], rows: Iterable[Block] = ()) -> Told:
    """The finest blocks in which every code is safe.

    Where not even everything together is, the row in which the largest contributor has most is held
    back, and the next, until the rest is safe. ``rows`` are blocks that are not to be cut, those of
    another figure to which amounts are tied.
    """
    contributing = {segment for segment, found in cells.items() if found}
    kept = [row for row in rows if row & contributing]
    kept += [frozenset([segment]) for segment in contributing.difference(*kept)]
    held_back: set[Segment] = set()
    while unsafe := [code for code in codes if not safe(_amounts(kept, cells, [code]))]:
        amounts = _amounts(kept, cells, unsafe[:1])
        largest = max(sorted(amounts), key=lambda organisation: abs(amounts[organisation]))
        most = max(sorted(kept, key=sorted), key=lambda row: abs(_amounts([row], cells, unsafe[:1])[largest]))
        kept.remove(most)
        held_back |= most
    blocks = _merged(kept, lambda block: all(safe(_amounts([block], cells, [code])) for code in codes), cells)
    return Told(codes, _sums(blocks, cells, codes), frozenset(held_back))


def categories_told(
    cells: Cells,
    codes: Sequence[str],
    whole: Told,
    last: str | None = None,
    weights: Mapping[str, Weights] | None = None,
) -> Told:
    """The finest blocks, made of those of the whole, in which each category is safe.

    Categories that are unsafe even in all blocks together are joined with others, ``last`` only where
    no other is left, and the joined are withheld: their sum follows from the rest, and is safe.
    A block is made larger, too, where what it withholds would be known within REST_PERCENT from
    what is told of its whole. The first of the ``weights`` by which all may be told, is.
    """
    rows = list(whole.blocks)
    unions = _joined(rows, cells, codes, last)
    ties = {name: _ties(unions, found) for name, found in (weights or {}).items()}

    def tied(blocks: Iterable[Block], name: str | None) -> bool:
        return name is None or all(safe(_weighed(blocks, cells, found)) for found in ties[name])

    weighed = next((name for name in ties if tied(rows, name)), None)

    def tellable(block: Block) -> bool:
        each = (safe(_amounts([block], cells, union)) for union in unions)
        return all(each) and tied([block], weighed) and not _narrowed(block, cells, unions, rows)

    blocks = _merged(rows, tellable, cells)
    joined = frozenset(code for union in unions if len(union) > 1 for code in union)
    if len(blocks) == 1 and not tellable(blocks[0]):
        return Told(codes, {}, whole.held_back | blocks[0], joined)
    return Told(codes, _sums(blocks, cells, codes), whole.held_back, joined, weighed)


def _ties(unions: Iterable[set[str]], weights: Weights) -> list[Weights]:
    """What is known of joined categories whose sum is told both plainly and by weights.

    Any sum of the two that no organisation makes negative is a sum of these: what weighs more than the
    lightest, by how much, and what weighs less than the heaviest. Where these are safe, so is it.
    """
    found: list[Weights] = []
    for union in unions:
        if len(union) > 1:
            own = {code: weights.get(code, 0) for code in union}
            lightest, heaviest = min(own.values()), max(own.values())
            found.append({code: weight - lightest for code, weight in own.items()})
            found.append({code: heaviest - weight for code, weight in own.items()})
    return found


def _merged(rows: Collection[Block], tellable: Callable[[Block], bool], cells: Cells) -> list[Block]:
    """Blocks of whole rows, those that can't be told put together with their nearest, while there is one."""
    blocks = Partition(rows)
    unfit: Flags = np.array([not tellable(row) for row in blocks.began_with], dtype=bool)
    size = np.array([_size(row, cells) for row in blocks.began_with], dtype=np.int64)
    while unfit.any() and len(blocks.standing) > 1:
        smallest = int(least_of(np.flatnonzero(unfit), size)[0])
        nearest = int(least_of(blocks.nearest(smallest, blocks.beside(smallest)), size)[0])
        kept, gone = blocks.put_together(smallest, nearest)
        size[kept] += size[gone]
        unfit[gone] = False
        unfit[kept] = not tellable(blocks.block(kept))
    return [blocks.block(number) for number in blocks.standing.tolist()]


def _joined(rows: Collection[Block], cells: Cells, codes: Iterable[str], last: str | None) -> list[set[str]]:
    """The categories that anybody contributes to, with those that are unsafe in everything joined."""

    def amounts(union: set[str]) -> Contributions:
        return _amounts(rows, cells, union)

    unions = [{code} for code in codes if any(amounts({code}).values())]
    while len(unions) > 1 and (unsafe := [union for union in unions if not safe(amounts(union))]):
        smallest = min(unsafe, key=lambda union: (sum(amounts(union).values()), sorted(union)))
        others = [union for union in unions if union != smallest]
        partner = min(
            others,
            key=lambda union: (
                last in union,
                safe(amounts(union)),
                sum(amounts(union).values()),
                sorted(union),
            ),
        )
        unions = [union for union in others if union != partner] + [smallest | partner]
    return unions


def _narrowed(block: Block, cells: Cells, unions: Iterable[set[str]], rows: Iterable[Block]) -> bool:
    """Whether the part that a group has of a block it cuts is known within REST_PERCENT in a category."""
    own = {row: _size(row, cells) for row in rows if row <= block}
    for group in groups_of(block):
        inside = [segment for segment in block if group.holds(segment)]
        if len(inside) == len(block):
            continue
        least = sum(size for row, size in own.items() if all(map(group.holds, row)))
        most = sum(size for row, size in own.items() if any(map(group.holds, row)))
        for union in unions:
            category = sum(_amounts([block], cells, union).values())
            true = sum(_amounts([frozenset(inside)], cells, union).values())
            lowest = max(0, least - (sum(own.values()) - category))
            highest = min(category, most)
            below, above = (100 * known for known in (lowest, highest))
            if true and below > (100 - REST_PERCENT) * true and above < (100 + REST_PERCENT) * true:
                return True
    return False


def _amounts(blocks: Iterable[Block], cells: Cells, codes: Iterable[str]) -> Counter[str]:
    """What each organisation contributes to some codes in some blocks."""
    return _weighed(blocks, cells, dict.fromkeys(codes, 1))


def _weighed(blocks: Iterable[Block], cells: Cells, weights: Weights) -> Counter[str]:
    found: Counter[str] = Counter()
    for block in blocks:
        for segment in block:
            for code, weight in weights.items():
                for organisation, amount in cells.get(segment, {}).get(code, {}).items():
                    found[organisation] += weight * amount
    return found


def _size(block: Block, cells: Cells) -> int:
    return sum(
        amount for segment in block for found in cells.get(segment, {}).values() for amount in found.values()
    )


def _sums(blocks: Iterable[Block], cells: Cells, codes: Sequence[str]) -> dict[Block, dict[str, int]]:
    return {
        block: {code: sum(_amounts([block], cells, [code]).values()) for code in codes} for block in blocks
    }

"""Blocks and changes as their rules are said: everything is looked at anew at each step. Slow, but plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data_access.disclosure.blocks import Release
from data_access.disclosure.floors import Floor
from data_access.disclosure.groups import Block, Category, Counts, Group, Segment, groups_of


def release(
    counts: Mapping[Segment, Counts],
    least: int,
    whole: Mapping[Block, int] | None = None,
    floor: Floor | None = None,
) -> Release:
    """The finest blocks that are safe, and hold as many people as their floor."""
    rows = whole
    if rows is None:
        rows = {frozenset([segment]): sum(found.values()) for segment, found in counts.items()}

    def size(block: Block) -> int:
        return sum(people for row, people in rows.items() if row <= block)

    def short(block: Block) -> bool:
        return floor is not None and size(block) < _floor(floor, block)

    blocks = sorted(rows, key=sorted)
    while unsafe := [block for block in blocks if not _safe(block, counts, rows, least) or short(block)]:
        if len(blocks) == 1:
            return Release({})
        smallest = min(unsafe, key=lambda block: (size(block), sorted(block)))
        others = [block for block in blocks if block != smallest]
        nearest = min(
            others,
            key=lambda block: (
                *(short(smallest | block), distance(smallest, block)),
                *(size(block), sorted(block)),
            ),
        )
        blocks = sorted((*(block for block in others if block != nearest), smallest | nearest), key=sorted)
    return Release({block: _sums(block, counts) for block in blocks})


def without_small_changes(found: Release, before: Sequence[Release], least: int) -> Release:
    """The release without whatever has changed by less than the least since it was told last."""
    groups = groups_of(segment for block in found.blocks for segment in block)
    last = {group: next((told for each in before if (told := shown(each, group))), None) for group in groups}
    counts = dict(found.blocks)
    while changed := _changed_little(counts, before, least) or _hardly_other(counts, last, least):
        inside = [block for block in counts if block <= changed]
        outside = [block for block in counts if block not in inside]
        if not outside:
            return Release({})
        smallest = min(inside, key=lambda block: (sum(counts[block].values()), sorted(block)))
        still = [group for group in groups if shown(Release(counts), group)]
        nearest = min(
            outside,
            key=lambda block: (_parted(smallest, block, still), distance(smallest, block), sorted(block)),
        )
        one, other = counts.pop(smallest), counts.pop(nearest)
        counts[smallest | nearest] = {code: number + other[code] for code, number in one.items()}
    return Release(counts)


def shown(told: Release, group: Group) -> Counts | None:
    """What is told of a group: it holds each block as a whole or not at all."""
    touched = [block for block in told.blocks if any(map(group.holds, block))]
    if not touched or not all(group.holds(segment) for block in touched for segment in block):
        return None
    codes = told.blocks[touched[0]]
    return {code: sum(told.blocks[block][code] for block in touched) for code in codes}


def distance(one: Block, other: Block) -> list[bool]:
    """Whether people are in other sets of programmes; in no common programme, country or region."""
    sets = [
        {tuple(sorted({spot[0] for spot in segment.spots})) for segment in block} for block in (one, other)
    ]
    codes = [
        [{spot[place] for segment in block for spot in segment.spots} for place in range(3)]
        for block in (one, other)
    ]
    return [sets[0] != sets[1], *(own.isdisjoint(its) for own, its in zip(*codes, strict=True))]


def _safe(block: Block, counts: Mapping[Segment, Counts], rows: Mapping[Block, int], least: int) -> bool:
    """Whether each category is large enough, and each small group that cuts the block could be empty."""
    sums = _sums(block, counts)
    if min(sums.values()) < least:
        return False
    if len(sums) == 1:
        return True
    people, own = sum(size for row, size in rows.items() if row <= block), _with_rests(sums)
    for group in groups_of(counts):
        held = frozenset(filter(group.holds, counts))
        known = sum(size for row, size in rows.items() if row <= block & held)
        small = [code for code, number in _with_rests(_sums(held, counts)).items() if number < least]
        if block & held not in (frozenset(), block) and any(known + own[code] > people for code in small):
            return False
    return True


def _with_rests(sums: Mapping[Category, int]) -> Mapping[Category, int]:
    """The sums, and of each code of several how many people have another."""
    if len(sums) <= 2 or not all(isinstance(code, str) for code in sums):
        return sums
    return {**sums, **{(f"not {code}", True): sum(sums.values()) - number for code, number in sums.items()}}


def _sums(block: Block, counts: Mapping[Segment, Counts]) -> dict[Category, int]:
    codes = counts[next(iter(block))]
    return {code: sum(counts[segment][code] for segment in block) for code in codes}


def _floor(floor: Floor, block: Block) -> int:
    spots = {spot for segment in block for spot in segment.spots}
    touched = [number for segment, number in floor.people.items() if not spots.isdisjoint(segment.spots)]
    return sum(touched) + floor.more * bool(touched)


def _changed_little(now: Mapping[Block, Counts], before: Sequence[Release], least: int) -> Block | None:
    compared: set[Segment] = set()
    for earlier in before:
        for cell in _cells(now, earlier.blocks):
            if cell <= compared:
                continue  # of its parts, something newer is known
            if _differ_little(_sum_over(cell, now), _sum_over(cell, earlier.blocks), least):
                return cell
            compared |= cell
    return None


def _hardly_other(
    now: Mapping[Block, Counts], last: Mapping[Group, Counts | None], least: int
) -> Block | None:
    for group, told in last.items():
        still = shown(Release(now), group) if told else None
        if still and told and _differ_little(still, told, least):
            return frozenset(segment for block in now for segment in block if group.holds(segment))
    return None


def _differ_little(one: Counts, other: Counts, least: int) -> bool:
    return any(abs(one.get(code, 0) - other.get(code, 0)) < least for code in {*one, *other})


def _cells(one: Iterable[Block], other: Iterable[Block]) -> list[Block]:
    """The smallest sets of segments that are made of whole blocks of one and of the other."""
    cells: list[Block] = []
    for block in (*one, *other):
        touching = [cell for cell in cells if cell & block]
        cells = [cell for cell in cells if not cell & block]
        cells.append(block.union(*touching))
    return cells


def _sum_over(cell: Block, blocks: Mapping[Block, Counts]) -> dict[Category, int]:
    within = [found for block, found in blocks.items() if block <= cell]
    return {code: sum(found[code] for found in within) for code in (within[0] if within else ())}


def _parted(one: Block, other: Block, groups: Iterable[Group]) -> int:
    """How many groups have but one of two blocks."""
    return sum(all(map(group.holds, one)) != all(map(group.holds, other)) for group in groups)

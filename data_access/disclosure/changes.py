"""Changes: what has hardly changed since it was told last is withheld, and so is what would tell it.

Of two releases, whoever adds and subtracts knows the sums over whatever is made of whole blocks of both.
Told again, each of these has to have changed by ``least`` people or more; and so has the number of each
group that can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data_access.disclosure.blocks import Block, Category, Counts, Release, distance
from data_access.disclosure.groups import Group, Segment, groups_of

# A quarter or a year → what may be told of it.
History = Mapping[str, Release]


def without_changes(releases: Mapping[str, Release], least: int) -> History:
    """What may be told, quarter after quarter or year after year, of numbers that have changed enough."""
    history: dict[str, Release] = {}
    for when, found in sorted(releases.items()):
        before = [told for told in reversed(history.values()) if told.blocks]
        history[when] = without_small_changes(found, before, least)
    return history


def without_small_changes(found: Release, before: Sequence[Release], least: int) -> Release:
    """The release without whatever has changed by less than ``least`` since it was told last.

    ``before`` is what was told earlier, the latest first. Where little has changed, a block of it is put
    together with one outside it, so that the two are known together only: with the one that keeps back
    the fewest other groups. Where there is none outside, nothing is told.
    """
    groups = groups_of(segment for block in found.blocks for segment in block)
    last = {group: next((told for each in before if (told := each.shown(group))), None) for group in groups}
    counts = dict(found.blocks)
    while changed := _changed_little(counts, before, least) or _hardly_other(counts, last, least):
        inside = [block for block in counts if block <= changed]
        outside = [block for block in counts if block not in inside]
        if not outside:
            return Release({})
        smallest = min(inside, key=lambda block: (sum(counts[block].values()), sorted(block)))
        still = Release(counts)
        shown = [group for group in groups if still.shown(group)]
        nearest = min(
            outside,
            key=lambda block: (_parted(smallest, block, shown), distance(smallest, block), sorted(block)),
        )
        one, other = counts.pop(smallest), counts.pop(nearest)
        counts[smallest | nearest] = {code: number + other[code] for code, number in one.items()}
    return Release(counts)


def _changed_little(now: Mapping[Block, Counts], before: Sequence[Release], least: int) -> Block | None:
    """A set of segments of which less than ``least`` is known to have changed; None if there is none."""
    compared: set[Segment] = set()
    for earlier in before:
        for cell in _made_of_both(now, earlier.blocks):
            if cell <= compared:
                continue  # of its parts, something newer is known
            if _differ_little(_sum_over(cell, now), _sum_over(cell, earlier.blocks), least):
                return cell
            compared |= cell
    return None


def _hardly_other(
    now: Mapping[Block, Counts], last: Mapping[Group, Counts | None], least: int
) -> Block | None:
    """The segments of a group whose number is nearly what was told of it last; None if there is none."""
    still = Release(now)
    for group, told in last.items():
        shown = still.shown(group) if told else None
        if shown and told and _differ_little(shown, told, least):
            return frozenset(segment for block in now for segment in block if group.holds(segment))
    return None


def _differ_little(one: Counts, other: Counts, least: int) -> bool:
    return any(abs(one.get(code, 0) - other.get(code, 0)) < least for code in {*one, *other})


def _made_of_both(one: Iterable[Block], other: Iterable[Block]) -> list[Block]:
    """The smallest sets of segments that are made of whole blocks of one and of the other.

    Where there is no block there was no unit: nobody, which is known.
    """
    cells: list[Block] = []
    for block in (*one, *other):
        touching = [cell for cell in cells if cell & block]
        cells = [cell for cell in cells if not cell & block]
        cells.append(block.union(*touching))
    return cells


def _sum_over(cell: Block, blocks: Mapping[Block, Counts]) -> dict[Category, int]:
    sums: dict[Category, int] = {}
    for block, found in blocks.items():
        if block <= cell:
            for code, number in found.items():
                sums[code] = sums.get(code, 0) + number
    return sums


def _parted(one: Block, other: Block, shown: Iterable[Group]) -> int:
    """How many of the groups shown have but one of two blocks: put together, these are no longer shown."""
    return sum(all(map(group.holds, one)) != all(map(group.holds, other)) for group in shown)

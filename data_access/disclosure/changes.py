"""Changes: what has hardly changed since it was told last is withheld, and so is what would tell it.

Of two releases, whoever adds and subtracts knows the sums over whatever is made of whole blocks of both.
Told again, each of these has to have changed by ``least`` people or more; and so has the number of each
group that can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

import numpy as np

from data_access.disclosure.blocks import Release
from data_access.disclosure.comparison import Comparison
from data_access.disclosure.groups import Segment
from data_access.disclosure.nearness import least_of
from data_access.disclosure.partition import Partition
from data_access.disclosure.shown import ShownGroups

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
    if not (found.blocks and before):
        return found
    blocks = Partition(found.blocks)
    counts = [found.blocks[block] for block in blocks.began_with]
    # Each block's place among those told: two that are put together go to the end.
    places, end = [found.place_of[next(iter(block))] for block in blocks.began_with], count(len(counts))
    people = np.array([sum(own.values()) for own in counts], dtype=np.int64)
    groups = ShownGroups(found, blocks.began_with, before, least)
    comparisons = _comparisons(found, blocks, places, before, least)
    while changed := _changed_little(comparisons) or groups.hardly_other():
        inside = np.zeros(len(counts), dtype=bool)
        inside[[*changed]] = True
        outside = np.flatnonzero(blocks.stands & ~inside)
        if not len(outside):
            return Release({})
        smallest = int(least_of(np.flatnonzero(blocks.stands & inside), people)[0])
        nearest = int(blocks.nearest(smallest, least_of(outside, groups.parted(smallest)))[0])
        one, other = counts[smallest], counts[nearest]
        kept, gone = blocks.put_together(smallest, nearest)
        counts[kept] = {code: number + other[code] for code, number in one.items()}
        places[kept] = next(end)
        people[kept] += people[gone]
        groups.put_together(kept, gone)
        for comparison in comparisons:
            comparison.put_together(kept, gone, places[kept])
    if blocks.stands.all():
        return found
    told = sorted(blocks.standing.tolist(), key=places.__getitem__)
    return Release({blocks.block(number): counts[number] for number in told})


def _changed_little(comparisons: Iterable[Comparison]) -> Iterable[int]:
    """The first blocks of which less than the least is known to have changed; none if there are none."""
    return next((changed for each in comparisons if (changed := each.changed_little())), ())


def _comparisons(
    found: Release, blocks: Partition, places: Sequence[int], before: Iterable[Release], least: int
) -> list[Comparison]:
    """A release compared with each earlier one that tells of a segment of which nothing newer is known."""
    compared: set[Segment] = set()
    comparisons = []
    for earlier in before:
        if not compared or not earlier.place_of.keys() <= compared:
            comparisons.append(Comparison(found, blocks, places, earlier, compared, least))
            compared.update(earlier.place_of, found.place_of)
    return comparisons

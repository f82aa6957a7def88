"""What is worked out quickly is what the rules say, block by block and in the same order."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.disclosure.blocks import Release, release
from data_access.disclosure.changes import without_small_changes
from data_access.disclosure.floors import Floor
from data_access.disclosure.groups import Block, Category, Counts, Group, Segment, groups_of
from tests.data_access.disclosure import plainly

CODES: list[list[Category]] = [
    ["all"],
    ["female", "male"],
    ["female", "male", "other"],
    [("", True), ("", False), ("a", True)],
]
PLACES = [("PE", "PE-1"), ("PE", "PE-2"), ("PE", ""), ("CO", "CO-1"), ("CO", "CO-2"), ("BO", "BO-1")]


def random_segments(random: Random) -> list[Segment]:
    """Some of one place, some of several; and some in no programme, or with no region."""
    found = set()
    for _ in range(random.randint(1, 20)):
        programmes = random.sample("ABCD", random.randint(1, 3))
        if random.random() < 0.7:
            found.add(Segment.at(programmes, *random.choice(PLACES)))
        else:
            spots = {(random.choice(("", *programmes)), *random.choice(PLACES)) for _ in range(3)}
            found.add(Segment(tuple(sorted(spots))))
    return random.sample(sorted(found), len(found))


def random_counts(random: Random, segments: list[Segment], codes: list[Category]) -> dict[Segment, Counts]:
    most = random.choice((9, 40, 150))
    return {
        segment: {code: random.choice((0, 5, *(random.randint(0, most) for _ in range(3)))) for code in codes}
        for segment in segments
    }


def random_rows(random: Random, counts: dict[Segment, Counts]) -> dict[Block, int] | None:
    parts: list[set[Segment]] = [set() for _ in range(random.randint(2, 40))]
    for segment in counts:
        random.choice(parts).add(segment)
    return {frozenset(part): sum(sum(counts[one].values()) for one in part) for part in parts if part}


def random_world(random: Random) -> tuple[list[Segment], list[Category], int, dict[Segment, Counts]]:
    """Segments, the categories of people in them, the least that may be told, and how many there are."""
    segments, codes, least = random_segments(random), random.choice(CODES), random.randint(2, 10)
    return segments, codes, least, random_counts(random, segments, codes)


def in_order(told: Release) -> list[tuple[list[Segment], Counts]]:
    """What is told, in the order in which it is told."""
    return [(sorted(block), found) for block, found in told.blocks.items()]


@settings(max_examples=200)
@given(seed=st.integers(0, 1_000_000))
def test_blocks_are_those_of_the_rules(seed: int) -> None:
    random = Random(seed)
    segments, codes, least, counts = random_world(random)
    whole = random_rows(random, counts) if len(codes) > 1 else None
    tied = {segment: random.randint(0, 20) for segment in random_segments(random)}
    floor = Floor(tied, random.randint(0, 12)) if random.random() < 0.4 else None
    found = release(counts, least, whole, floor)
    assert in_order(found) == in_order(plainly.release(counts, least, whole, floor))
    for group in [*groups_of(segments), Group(country="PE", region="CO-1"), Group(region=""), Group("E")]:
        assert found.shown(group) == plainly.shown(found, group)


@settings(max_examples=150)
@given(seed=st.integers(0, 1_000_000))
def test_changes_are_those_of_the_rules(seed: int) -> None:
    """Segments come and go, and numbers change by a few or by many."""
    random = Random(seed)
    _, _, least, counts = random_world(random)
    told: list[Release] = []
    for _ in range(5):
        now = {segment: found for segment, found in counts.items() if random.random() < 0.9}
        found = plainly.release(now, least, random_rows(random, now))
        new = without_small_changes(found, told, least)
        assert in_order(new) == in_order(plainly.without_small_changes(found, told, least))
        told = [new, *told] if new.blocks else told
        counts = {segment: changed(random, found) for segment, found in counts.items()}


def changed(random: Random, counts: Counts) -> Counts:
    """Most numbers by none or a few, others by many."""
    return {
        code: max(0, number + random.choice((0, -3, random.randint(0, 60))))
        for code, number in counts.items()
    }

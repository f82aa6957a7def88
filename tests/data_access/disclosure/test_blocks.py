"""Blocks: what may be told of people, and that it tells nothing of few."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.disclosure.blocks import Release, coarsened, release
from data_access.disclosure.groups import Counts, Group, Segment, groups_of
from tests.data_access.disclosure.attacker import narrowed

LEAST = 5


def segment(programmes: str, region: str) -> Segment:
    return Segment.at(programmes, region.split("-")[0], region)


def released(counts: Mapping[Segment, Counts]) -> list[Release]:
    """The release of the whole, and that of its categories."""
    people = {segment: {"all": sum(found.values())} for segment, found in counts.items()}
    whole = release(people, LEAST)
    sums = {block: found["all"] for block, found in whole.blocks.items()}
    return [whole, release(coarsened(counts, LEAST, counts), LEAST, sums)] if sums else [whole]


def random_counts(random: Random) -> dict[Segment, dict[str, int]]:
    """Segments of up to three programmes, which overlap, in up to four regions of two countries."""
    programmes = ["A", "B", "C", "AB", "ABC"][: random.randint(1, 5)]
    regions = ["PE-1", "PE-2", "CO-1", "CO-2"][: random.randint(1, 4)]
    codes = ["female", "male", "other", "not_stated"][: random.choice([2, 2, 3, 4])]
    few = random.random()
    counts = {
        segment(programme, region): {
            code: random.randint(0, 4 if place < 2 else 1)
            if random.random() < few or place > 1
            else random.randint(3, 40)
            for place, code in enumerate(codes)
        }
        for programme in programmes
        for region in regions
        if random.random() < 0.8
    }
    return counts or {segment("A", "PE-1"): dict.fromkeys(codes, 3)}


def test_large_groups_are_shown_as_they_are() -> None:
    counts = {segment("A", "PE-1"): {"female": 5, "male": 30}, segment("B", "CO-1"): {"female": 8, "male": 9}}
    whole, by_sex = released(counts)
    assert by_sex.shown(Group()) == {"female": 13, "male": 39}
    assert by_sex.shown(Group("A")) == by_sex.shown(Group(country="PE")) == {"female": 5, "male": 30}
    assert whole.shown(Group(region="CO-1")) == {"all": 17}


def test_a_small_group_takes_its_neighbour_with_it() -> None:
    """Without the neighbour, total less parts would tell it."""
    counts = {
        segment("A", "PE-1"): {"all": 4},
        segment("A", "PE-2"): {"all": 9},
        segment("B", "PE-1"): {"all": 7},
    }
    whole = release(counts, LEAST)
    assert whole.shown(Group("A", region="PE-1")) is None
    assert whole.shown(Group("A", region="PE-2")) is None
    assert whole.shown(Group("A")) == {"all": 13}
    assert whole.shown(Group("B")) == {"all": 7}
    assert whole.shown(Group(region="PE-1")) is None
    assert whole.shown(Group()) == {"all": 20}


def test_nobody_is_as_secret_as_few() -> None:
    counts = {segment("A", "PE-1"): {"female": 0, "male": 30}, segment("A", "PE-2"): {"female": 9, "male": 9}}
    _, by_sex = released(counts)
    assert by_sex.shown(Group(region="PE-1")) is None
    assert by_sex.shown(Group(region="PE-2")) is None
    assert by_sex.shown(Group()) == {"female": 9, "male": 39}


def test_too_few_in_all_are_not_shown_at_all() -> None:
    assert release({segment("A", "PE-1"): {"all": 2}, segment("B", "PE-1"): {"all": 2}}, LEAST).blocks == {}


def test_a_group_that_could_not_be_empty_is_not_narrowed_either() -> None:
    """Seven women among nine people, four in the one region: at least two of the four would be women."""
    counts = {segment("A", "PE-1"): {"female": 4, "male": 1}, segment("A", "PE-2"): {"female": 3, "male": 4}}
    whole, by_sex = released(counts)
    assert whole.shown(Group(region="PE-1")) == {"all": 5}
    assert by_sex.shown(Group()) in (None, {"female": 7, "male": 5})
    assert narrowed(counts, [whole, by_sex], LEAST)[0] == []


def test_people_who_could_be_elsewhere_in_their_block_keep_nothing_back() -> None:
    """Two of Puno are told with those of Ayacucho alone: in Puno there could be nobody at all."""
    counts = {segment("A", "PE-1"): {"female": 1, "male": 1}, segment("A", "PE-2"): {"female": 9, "male": 9}}
    whole, by_sex = released(counts)
    assert len(whole.blocks) == 1
    assert by_sex.shown(Group()) == {"female": 10, "male": 10}


@settings(max_examples=25)
@given(seed=st.integers(0, 100_000))
def test_categories_are_told_in_blocks_made_of_whole_blocks_of_their_whole(seed: int) -> None:
    """Else their sum would tell what of the whole was withheld: that a number has hardly changed, say."""
    random = Random(seed)
    counts = random_counts(random)
    parts: list[set[Segment]] = [set() for _ in range(random.randint(1, 3))]
    for one in counts:
        random.choice(parts).add(one)
    rows = {frozenset(part): sum(sum(counts[one].values()) for one in part) for part in parts if part}
    for block in release(counts, 1, rows).blocks:
        assert frozenset().union(*(row for row in rows if row <= block)) == block


def test_of_three_codes_what_two_leave_is_small_together() -> None:
    """Two women and two others in one place: all less the men would tell of the four."""
    counts = {
        segment("A", "PE-1"): {"female": 2, "male": 30, "other": 2},
        segment("A", "PE-2"): {"female": 9, "male": 9, "other": 9},
    }
    for found in (counts, {one: {**codes, "male": 3} for one, codes in counts.items()}):
        everybody, by_sex = released(found)
        shown = by_sex.shown(Group())
        rest = {
            one: {"male": codes["male"], "rest": codes["female"] + codes["other"]}
            for one, codes in found.items()
        }
        assert shown is None or narrowed(rest, [everybody, _as_rest(by_sex)], LEAST)[0] == []


def _as_rest(by_sex: Release) -> Release:
    return Release(
        {
            block: {"male": codes["male"], "rest": codes["female"] + codes["other"]}
            for block, codes in by_sex.blocks.items()
        }
    )


def test_a_group_without_a_segment_is_not_in_a_release() -> None:
    found = release({segment("A", "PE-1"): {"all": 20}}, LEAST)
    assert found.shown(Group("B")) is None
    assert groups_of([segment("A", "PE-1")]) == [
        Group(), Group(country="PE"), Group(region="PE-1"),
        Group("A"), Group("A", "PE"), Group("A", region="PE-1"),
    ]  # fmt: skip


@settings(max_examples=40)
@given(seed=st.integers(0, 100_000))
def test_no_small_number_is_narrowed(seed: int) -> None:
    counts = random_counts(Random(seed))
    assert narrowed(counts, released(counts), LEAST)[0] == []


@settings(max_examples=40)
@given(seed=st.integers(0, 100_000))
def test_what_is_shown_is_true(seed: int) -> None:
    counts = random_counts(Random(seed))
    for found in released(counts):
        for group in groups_of(counts):
            shown = found.shown(group)
            for code, number in (shown or {}).items():
                codes = code.split("+") if code != "all" else list(next(iter(counts.values())))
                true = sum(counts[one][each] for one in counts if group.holds(one) for each in codes)
                assert number == true >= LEAST


@pytest.mark.parametrize("seed", range(5))
def test_where_every_number_is_large_everything_is_shown(seed: int) -> None:
    counts = {
        one: {code: number + LEAST for code, number in found.items()}
        for one, found in random_counts(Random(seed)).items()
    }
    assert all(found.shown(group) is not None for found in released(counts) for group in groups_of(counts))


def test_the_attacker_finds_what_primary_suppression_alone_leaves_open() -> None:
    """Every group that is large enough by itself: total less part tells the small one."""
    counts = {segment("A", "PE-1"): {"all": 4}, segment("A", "PE-2"): {"all": 9}}

    class Naive(Release):
        def shown(self, group: Group) -> Counts | None:
            number = sum(found["all"] for one, found in counts.items() if group.holds(one))
            return {"all": number} if number >= LEAST else None

    everything = frozenset(counts)
    assert narrowed(counts, [Naive({everything: {"all": 13}})], LEAST)[0]


def test_categories_that_are_small_everywhere_are_told_with_the_largest() -> None:
    counts = {segment("A", "PE-1"): {"female": 9, "male": 30, "other": 1, "not_stated": 0}}
    _, by_sex = released(counts)
    assert by_sex.shown(Group()) == {"male+other+not_stated": 31, "female": 9}
    assert narrowed(counts, released(counts), LEAST)[0] == []

"""Changes: of what is told in two quarters, nothing has changed by a few."""

from __future__ import annotations

from random import Random

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from data_access.disclosure.blocks import Release, release
from data_access.disclosure.changes import without_small_changes
from data_access.disclosure.groups import Group, Segment, groups_of
from tests.data_access.disclosure.attacker import narrowed
from tests.data_access.disclosure.test_blocks import LEAST, random_counts, segment
from tests.data_access.disclosure.unknowns import subsets


def told_of(one: int, other: int, third: int | None = None) -> Release:
    """What is told of so many in two places or three, as if they never had been told of before."""
    places = {"PE-1": one, "PE-2": other} | ({} if third is None else {"PE-3": third})
    return release({segment("A", region): {"all": number} for region, number in places.items()}, LEAST)


def test_a_small_change_is_withheld_and_so_is_what_would_tell_it() -> None:
    one, other, all_ = Group(region="PE-1"), Group(region="PE-2"), Group()
    before = [told_of(20, 30)]
    found = without_small_changes(told_of(22, 40), before, LEAST)
    assert [found.shown(group) for group in (one, other, all_)] == [None, None, {"all": 62}]
    assert without_small_changes(told_of(25, 40), before, LEAST).shown(one) == {"all": 25}
    # More by six and less by six: of all of them, nothing has changed.
    assert without_small_changes(told_of(26, 24), before, LEAST).blocks == {}
    assert without_small_changes(told_of(20, 30), [], LEAST).shown(all_) == {"all": 50}


def test_what_all_less_the_others_tell_has_to_have_changed_as_well() -> None:
    """In one place two more and in another one more: told with a third that is told, they would be three."""
    found = without_small_changes(told_of(22, 31, 50), [told_of(20, 30, 40)], LEAST)
    assert found.shown(Group()) == {"all": 103}
    assert all(found.shown(Group(region=region)) is None for region in ("PE-1", "PE-2", "PE-3"))


def test_a_change_is_compared_with_what_was_told_last_be_it_long_ago() -> None:
    before = [without_small_changes(told_of(22, 40), [told_of(20, 30)], LEAST), told_of(20, 30)]
    assert without_small_changes(told_of(24, 60), before, LEAST).shown(Group(region="PE-1")) is None
    assert without_small_changes(told_of(26, 60), before, LEAST).shown(Group(region="PE-1")) == {"all": 26}


def known_sums(told: Release, segments: list[Segment]) -> dict[frozenset[Segment], float]:
    """Every set of segments whose sum follows from the numbers of all groups, with that sum."""
    groups = [
        (np.array([group.holds(one) for one in segments], dtype=float), sum(shown.values()))
        for group in groups_of(segments)
        if (shown := told.shown(group))
    ]
    if not groups:
        return {}
    rows, numbers = np.array([row for row, _ in groups]), np.array([number for _, number in groups])
    found = {}
    for chosen in subsets(range(len(segments))):
        wanted = np.array([place in chosen for place in range(len(segments))], dtype=float)
        how, *_ = np.linalg.lstsq(rows.T, wanted, rcond=None)
        if chosen and np.allclose(rows.T @ how, wanted):
            found[frozenset(segments[place] for place in chosen)] = float(how @ numbers)
    return found


@settings(max_examples=40)
@given(seed=st.integers(0, 100_000))
def test_no_change_under_the_least_follows_from_all_that_is_told(seed: int) -> None:
    """Of no set of segments that whoever subtracts knows in two quarters, and of no part of which they
    know so, has little changed."""
    random = Random(seed)
    counts = {one: sum(found.values()) for one, found in random_counts(random).items()}
    counts = dict(list(counts.items())[:7])
    segments, changes = list(counts), 0
    history: list[Release] = []
    for _ in range(4):
        people = {one: {"all": number} for one, number in counts.items()}
        found = without_small_changes(release(people, LEAST), history, LEAST)
        assert narrowed(people, [found], LEAST)[0] == []
        now = known_sums(found, segments)
        for group in groups_of(segments):
            last = next((told for each in history if (told := each.shown(group))), None)
            if last and (shown := found.shown(group)):
                assert abs(shown["all"] - last["all"]) >= LEAST
        if history:
            both = {
                one: now[one] - number
                for one, number in known_sums(history[0], segments).items()
                if one in now
            }
            for one, change in both.items():
                if not any(other < one for other in both):
                    assert abs(change) > LEAST - 0.5, (one, change)
                    changes += 1
        if found.blocks:
            history.insert(0, found)
        counts = {one: max(0, number + random.randint(-3, 9)) for one, number in counts.items()}
    event(f"{changes} changes known")

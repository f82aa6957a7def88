"""Facts that are tied: told together, they tell nothing of few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_access.disclosure.blocks import Release, release
from data_access.disclosure.families import HEADLINE, Family, large, release_of_family
from data_access.disclosure.groups import Group, Segment, groups_of
from tests.data_access.disclosure.unknowns import Unknowns, subsets

LEAST = 3
# One person: where, and which parts are true of them.
Person = tuple[Segment, frozenset[str]]
PARTS = ("a", "b", "c")
DIFFERENCE = "headline or not both: "
ANY, EVERY = Family(parts=PARTS), Family(parts=PARTS, every=True)


def segment(programmes: str, region: str) -> Segment:
    return Segment.at(programmes, region.split("-")[0], region)


def true_of(family: Family, fact: str, parts: frozenset[str]) -> bool:
    """Whether a fact is true of somebody with some parts."""
    if fact != HEADLINE:
        return fact in parts
    return all(part in parts for part in family.parts) if family.every else bool(parts)


def random_people(random: Random, parts: Sequence[str] = PARTS) -> list[Person]:
    """People of segments that overlap, in whose hands parts are rare, usual, or nested."""
    programmes = ["A", "B", "AB"][: random.randint(1, 3)]
    regions = ["PE-1", "PE-2", "CO-1"][: random.randint(1, 3)]
    how_often = {part: random.choice((0.03, 0.1, 0.5, 0.9, 0.97)) for part in parts}
    # Whoever has none of it at all; where it is one, the parts tell nearly the whole headline.
    nested = random.random() < 0.5
    people = []
    for place in product(programmes, regions):
        for _ in range(random.choice((0, 1, 2, 5, 9, 20))):
            lot = random.random()
            chosen = (part for part in parts if (lot if nested else random.random()) < how_often[part])
            people.append((segment(*place), frozenset(chosen)))
    return people or [(segment("A", "PE-1"), frozenset())]


def counted(family: Family, people: Sequence[Person]) -> dict[Segment, dict[tuple[str, bool], int]]:
    """Of how many in each segment each fact is true, and of how many not."""
    counts = {
        found: {(fact, whether): 0 for fact in family.facts for whether in (True, False)}
        for found, _ in people
    }
    for found, parts in people:
        for fact in family.facts:
            counts[found][fact, true_of(family, fact, parts)] += 1
    return counts


def released(family: Family, people: Sequence[Person]) -> tuple[Release, Release]:
    """What is told of all, and of the family."""
    whole = release(
        {found: {"all": number} for found, number in Counter(s for s, _ in people).items()}, LEAST
    )
    rows = {block: found["all"] for block, found in whole.blocks.items()}
    counts = counted(family, people)
    return whole, release_of_family(family, large(family, counts, LEAST), counts, rows, LEAST)


def told_of(family: Family, facts: Release, group: Group) -> dict[tuple[str, bool], int]:
    """What is told of a group; differences are kept as large as what is told, and follow from it."""
    return {code: number for code, number in (facts.shown(group) or {}).items() if code[0] in family.facts}


def attacker(family: Family, people: Sequence[Person]) -> Unknowns[Person]:
    """Whoever knows everything that is told of some people."""
    segments = sorted({found for found, _ in people})
    unknowns = Unknowns(list(product(segments, subsets(family.parts))))
    whole, facts = released(family, people)
    for group in groups_of(segments):
        for _, number in (whole.shown(group) or {}).items():
            unknowns.learn(lambda person, group=group: group.holds(person[0]), number)  # type: ignore[misc]
        for (fact, whether), number in told_of(family, facts, group).items():
            unknowns.learn(
                lambda person, asked=(group, fact, whether): is_counted(family, asked, person),  # type: ignore[misc]
                number,
            )
    return unknowns


def is_counted(family: Family, asked: tuple[Group, str, bool], person: Person) -> bool:
    group, fact, whether = asked
    if fact.startswith(DIFFERENCE):
        part = fact.removeprefix(DIFFERENCE)
        differs = true_of(family, part, person[1]) != true_of(family, HEADLINE, person[1])
        return group.holds(person[0]) and differs == whether
    return group.holds(person[0]) and true_of(family, fact, person[1]) == whether


def small(family: Family, people: Sequence[Person]) -> Iterator[tuple[Group, str, bool]]:
    """Whatever is true, or not true, of few; and the headline less a part where that is few."""
    differences = [f"{DIFFERENCE}{part}" for part in family.parts]
    groups = groups_of({found for found, _ in people})
    for asked in product(groups, (*family.facts, *differences), (True, False)):
        if sum(is_counted(family, asked, person) for person in people) < LEAST:
            yield asked


def narrowed(family: Family, people: Sequence[Person]) -> list[tuple[Group, str, bool]]:
    """What is small, and of which more is known than that."""
    unknowns = attacker(family, people)
    return [
        asked
        for asked in small(family, people)
        if unknowns.narrows(lambda person, asked=asked: is_counted(family, asked, person), LEAST)  # type: ignore[misc]
    ]


FAMILIES = [ANY, EVERY, Family(parts=("a", "b")), Family(parts=("a", "b"), every=True)]


# The seeds named are those at which rules that were left out were seen to tell.
@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=6)
@given(seed=st.integers(0, 100_000))
@example(seed=0)
@example(seed=50)
def test_no_small_number_of_a_family_is_narrowed(family: Family, seed: int) -> None:
    assert narrowed(family, random_people(Random(seed), family.parts)) == []


@pytest.mark.attack
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seeds", [range(first, first + 50) for first in range(0, 400, 50)])
def test_no_small_number_of_any_family_is_narrowed(family: Family, seeds: range) -> None:
    for seed in seeds:
        assert narrowed(family, random_people(Random(seed), family.parts)) == [], seed


@settings(max_examples=30)
@given(seed=st.integers(0, 100_000))
def test_what_is_told_of_a_family_is_true_and_large(seed: int) -> None:
    people = random_people(Random(seed))
    for family in (ANY, EVERY):
        _, facts = released(family, people)
        for group in groups_of({found for found, _ in people}):
            for (fact, whether), number in told_of(family, facts, group).items():
                true = sum(is_counted(family, (group, fact, whether), person) for person in people)
                assert number == true >= LEAST


def of(*groups: tuple[int, str]) -> list[Person]:
    """So many people with those parts, all in one place."""
    return [(segment("A", "PE-1"), frozenset(parts)) for number, parts in groups for _ in range(number)]


def told(family: Family, people: Sequence[Person]) -> set[str]:
    _, facts = released(family, people)
    return {code for block in facts.blocks.values() for code, _ in block if code in family.facts}


def test_all_facts_of_a_family_are_told_where_all_are_large() -> None:
    people = of((9, "a"), (9, "b"), (9, "c"), (9, "abc"), (9, ""))
    assert told(ANY, people) == told(EVERY, people) == {HEADLINE, *PARTS}


def test_a_headline_that_would_tell_of_the_one_part_left_out_stands_alone() -> None:
    """Ten have a or b, and c alone has one: eleven insured would tell of that one."""
    people = of((6, "a"), (6, "b"), (1, "c"), (9, ""))
    assert told(ANY, people) == {HEADLINE}
    # Where a and b overlap, nobody need have c.
    assert told(ANY, of((6, "a"), (6, "b"), (6, "ab"), (1, "abc"), (9, ""))) == {HEADLINE, "a", "b"}
    # The same of those who lack a part.
    assert told(EVERY, of((6, "bc"), (6, "ac"), (1, "ab"), (9, "abc"))) == {HEADLINE}


def test_a_part_that_hardly_differs_from_the_headline_is_not_told() -> None:
    """Twenty are insured, eighteen of them against accidents: two have other cover alone."""
    assert told(ANY, of((10, "a"), (8, "ab"), (2, "b"), (9, ""))) == {HEADLINE, "b"}
    # All but two of those trained in a are trained in everything.
    assert told(EVERY, of((2, "a"), (9, "abc"), (9, "bc"), (9, ""))) == {HEADLINE, "b", "c"}


def test_of_two_parts_left_out_either_could_be_the_one() -> None:
    assert told(ANY, of((9, "a"), (2, "b"), (2, "c"), (9, ""))) == {HEADLINE, "a"}


def test_parts_that_would_tell_a_headline_left_out_are_not_told() -> None:
    """Of twenty, all but two have a part; the parts add up to eighteen."""
    assert told(ANY, of((6, "a"), (6, "b"), (6, "c"), (2, ""))) == set()
    assert told(ANY, of((6, "ab"), (6, "bc"), (6, "ac"), (2, ""))) == {*PARTS}


def test_where_one_fact_is_small_in_a_segment_no_fact_of_the_family_is_told_of_it() -> None:
    people = of((9, "a"), (9, "b"), (9, "")) + [
        (segment("A", "PE-2"), frozenset(parts)) for parts in ("a", "a", "a", "b", "", "", "")
    ]
    _, facts = released(ANY, people)
    assert facts.shown(Group()) is not None
    assert facts.shown(Group(region="PE-2")) is facts.shown(Group(region="PE-1")) is None

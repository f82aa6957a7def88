"""The people of a calendar year: told where they bound nothing that is withheld at a quarter's end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_access.disclosure.blocks import Release, release
from data_access.disclosure.families import HEADLINE, Family, release_of_family
from data_access.disclosure.floors import Floor
from data_access.disclosure.groups import Group, Segment, groups_of
from data_access.disclosure.years import QUARTERS, floor
from tests.data_access.disclosure.unknowns import Unknowns

LEAST = 3
YEAR = "year"
# Where, in which quarter, and insured or not; or, of the year, where in it.
Kind = tuple[Segment, int | str, bool]


@dataclass(frozen=True)
class Person:
    """Where somebody was at the end of each quarter, whether insured, or None who was not at work; and
    where insured in the year."""

    quarters: tuple[tuple[Segment, bool] | None, ...]
    trail: Segment | None


def enrolled(people: list[Person]) -> set[Segment]:
    """Where units are enrolled all the year, be it with nobody: where anybody was ever, in one place."""
    trails = (person.trail for person in people if person.trail)
    alone = {trail for trail in trails if len({spot[1:] for spot in trail.spots}) == 1}
    return alone | {segment for person in people for segment, _ in filter(None, person.quarters)}


def random_year(random: Random) -> list[Person]:
    """People who hardly move, and of whom hardly any is insured only between the ends of quarters."""
    programmes = ["A", "B", "AB"][: random.randint(1, 3)]
    places = [
        Segment.at(own, region[:2], region)
        for own in programmes
        for region in ["PE-1", "PE-2", "CO-1"][: random.randint(1, 3)]
    ]
    people = []
    for home in places:
        often = random.choice((0.05, 0.3, 0.9, 1.0))
        between, away = random.choice((0.0, 0.5, 1.0)), random.choice((0.0, 0.3, 0.8))
        for _ in range(random.choice((0, 2, 6, 15, 30))):
            insured = random.random() < often
            quarters: list[tuple[Segment, bool] | None] = []
            at = home
            for _ in range(QUARTERS):
                at = random.choice(places) if random.random() < 0.03 else at
                insured = random.random() < often if random.random() < 0.1 else insured
                quarters.append((at, insured) if random.random() >= away else None)
            spots = {spot for there in quarters if there and there[1] for spot in there[0].spots}
            if not spots and random.random() < between:
                spots = {*home.spots}
            people.append(Person(tuple(quarters), Segment(tuple(sorted(spots))) if spots else None))
    return people


def told_of_quarter(people: list[Person], quarter: int) -> tuple[Release, Release]:
    """What is told of all at a quarter's end, and of those insured."""
    counts = {segment: {(HEADLINE, True): 0, (HEADLINE, False): 0} for segment in enrolled(people)}
    for person in people:
        if there := person.quarters[quarter]:
            counts[there[0]][HEADLINE, there[1]] += 1
    whole = release({segment: {"all": sum(found.values())} for segment, found in counts.items()}, LEAST)
    rows = {block: found["all"] for block, found in whole.blocks.items()}
    return whole, release_of_family(Family(), (HEADLINE,), counts, rows, LEAST)


def most_at_work(people: list[Person]) -> dict[Segment, int]:
    most: Counter[Segment] = Counter()
    for quarter in range(QUARTERS):
        most |= Counter(there[0] for person in people if (there := person.quarters[quarter]))
    return most


def told_of_year(people: list[Person], floors: Callable[[Mapping[Segment, int], int], Floor]) -> Release:
    counts = dict.fromkeys(enrolled(people), 0)
    counts |= Counter(person.trail for person in people if person.trail)
    bound = floors(most_at_work(people), LEAST)
    return release({trail: {"all": number} for trail, number in counts.items()}, LEAST, floor=bound)


def narrowed(people: list[Person], year: Release) -> list[tuple[Group, int | str, bool]]:
    """Small numbers of which more is known than that they are small."""
    segments = sorted(enrolled(people))
    # Which trails there are is not known: at least whoever stays where they are could have one.
    trails = sorted({*segments, *(person.trail for person in people if person.trail)})
    groups = groups_of([*segments, *trails])
    kinds: list[Kind] = [
        (segment, quarter, insured)
        for segment in segments
        for quarter in range(QUARTERS)
        for insured in (True, False)
    ]
    unknowns = Unknowns[Kind]([*kinds, *((trail, YEAR, True) for trail in trails)])
    for group in groups:
        for when in (*range(QUARTERS), YEAR):
            learn(unknowns, people, year, group, when)
            if when != YEAR:
                unknowns.tie(counts(group, when, (True,)), counts(group, YEAR, (True,)))
    return [
        (group, when, insured)
        for group in groups
        for when in (*range(QUARTERS), YEAR)
        for insured in ((True,) if when == YEAR else (True, False))
        if number(people, group, when, insured) < LEAST
        and unknowns.narrows(counts(group, when, (insured,)), LEAST)
    ]


def learn(
    unknowns: Unknowns[Kind], people: list[Person], year: Release, group: Group, when: int | str
) -> None:
    if isinstance(when, str):
        for told in (year.shown(group) or {}).values():
            unknowns.learn(counts(group, when, (True,)), told)
        return
    whole, insured = told_of_quarter(people, when)
    for told in (whole.shown(group) or {}).values():
        unknowns.learn(counts(group, when, (True, False)), told)
    for (_, whether), told in (insured.shown(group) or {}).items():
        unknowns.learn(counts(group, when, (whether,)), told)


def counts(group: Group, when: int | str, insured: tuple[bool, ...]) -> Callable[[Kind], bool]:
    return lambda kind: kind[1] == when and kind[2] in insured and group.holds(kind[0])


def number(people: list[Person], group: Group, when: int | str, insured: bool) -> int:
    if isinstance(when, str):
        return sum(person.trail is not None and group.holds(person.trail) for person in people)
    there = filter(None, (person.quarters[when] for person in people))
    return sum(has == insured and group.holds(at) for at, has in there)


# The seeds named are those at which a year without its floor, or without its margin, was seen to tell.
@settings(max_examples=4)
@given(seed=st.integers(0, 100_000))
@example(seed=4)
@example(seed=9)
def test_no_small_number_is_narrowed_by_the_year_and_its_quarters_together(seed: int) -> None:
    people = random_year(Random(seed))
    assert narrowed(people, told_of_year(people, floor)) == []


@pytest.mark.attack
@pytest.mark.parametrize("seeds", [range(first, first + 20) for first in range(0, 200, 20)])
def test_no_small_number_is_narrowed_in_any_year(seeds: range) -> None:
    for seed in seeds:
        people = random_year(Random(seed))
        assert narrowed(people, told_of_year(people, floor)) == [], seed


def test_a_year_that_would_be_a_ceiling_is_withheld() -> None:
    """Twenty of one place are insured all the year, and nobody else in it: the year would tell them."""
    place, other = Segment.at("A", "PE", "PE-1"), Segment.at("A", "PE", "PE-2")
    stays = [Person(((place, True),) * QUARTERS, place)] * 20
    comes = [Person((None,) * QUARTERS, other)] * 28
    at_work = [Person(((other, False),) * QUARTERS, None)]
    assert told_of_year(stays, floor).blocks == {}
    # At most 21 were at work at once, and eight more have to have room.
    found = told_of_year([*stays, *comes, *at_work], floor)
    assert found.shown(Group()) == {"all": 48}
    assert found.shown(Group(region="PE-1")) is None

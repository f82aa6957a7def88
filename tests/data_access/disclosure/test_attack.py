"""An attacker who asks everything that outsiders can ask, and reckons with all the answers together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import product

import pytest
from sqlalchemy import Connection, Engine

from data_access.disclosure.groups import Segment
from data_access.schema.people import RELATIONS, SEXES
from data_access.schema.protection import PRODUCTS
from data_access.store import writing_engine
from data_access.viewer import Viewer
from tests.data_access.disclosure.asking import (
    LEAST,
    PRESENTER,
    SPONSOR,
    Asked,
    all_groups,
    answers,
    insider,
    number_of,
    segments,
    taken_in,
)
from tests.data_access.disclosure.unknowns import Unknowns, subsets
from tests.data_access.gold_world import fill
from tests.data_access.random_stores import TOPICS, random_store

# What somebody is, as far as one family of figures goes: a code, or the facts that are true of them.
Person = tuple[Segment, Hashable]
REQUIRED = {code for code, (_, required) in TOPICS.items() if required}
VIEWERS = {"sponsor": SPONSOR, "presenter": PRESENTER}
FAMILIES: dict[tuple[str, ...], tuple[Hashable, ...]] = {
    ("sex",): SEXES,
    ("relation",): RELATIONS,
    ("product",): tuple(subsets(PRODUCTS)),
    ("topic",): tuple(subsets(sorted(TOPICS))),
}
OF_FIGURE = {"insured": "product", "training_coverage": "topic"}


def is_counted(asked: Asked, person: Person) -> bool:
    """Whether somebody counts in an answer."""
    segment, own = person
    if not asked.group.holds(segment):
        return False
    if asked.name == "active_miners":
        return asked.code in (None, own)
    assert isinstance(own, frozenset)
    if asked.code is not None:
        return asked.code in own
    return own >= REQUIRED if asked.name == "training_coverage" else bool(own)


def counted(asked: Asked, *, rest: bool = False) -> Callable[[Person], bool]:
    """Who counts in an answer, or in what it leaves of all."""
    everybody = Asked("active_miners", None, asked.group)
    if not rest:
        return lambda person: is_counted(asked, person)
    return lambda person: is_counted(everybody, person) and not is_counted(asked, person)


def family_of(asked: Asked) -> str | None:
    return asked.attribute or OF_FIGURE.get(asked.name)


def narrowed(connection: Connection, viewer: Viewer, quarters: slice) -> tuple[list[Asked], int, int]:
    """Small numbers that are narrowed; how many small ones there are, and how many numbers were told."""
    places = segments(connection, viewer)
    groups = all_groups(places)
    told = list(answers(connection, viewer, groups))
    true = list(answers(connection, insider(viewer), groups))
    found, tried, known = [], 0, 0
    for quarter, ((family,), kinds) in product(sorted(places)[quarters], FAMILIES.items()):
        unknowns = Unknowns[Person](list(product(places[quarter], kinds)))
        for when, asked, row in told:
            if when == quarter and not row["suppressed"] and family_of(asked) in (family, None):
                number, of = number_of(asked, row)
                unknowns.learn(counted(asked), number)
                if of is not None:
                    unknowns.learn(counted(Asked("active_miners", None, asked.group)), of)
                known += 1
        numbers = [
            (asked, *number_of(asked, row))
            for when, asked, row in true
            if when == quarter and family_of(asked) == family
        ]
        for asked, rest in small(numbers):
            tried += 1
            if unknowns.narrows(counted(asked, rest=rest), LEAST):
                found.append(asked)
        for headline, part in differing_little(numbers):
            tried += 1
            if unknowns.narrows(differing(headline, part), LEAST):
                found.append(part)
    return found, tried, known


def small(true: list[tuple[Asked, float, float | None]]) -> Iterator[tuple[Asked, bool]]:
    """Numbers that are really small, and those whose rest is."""
    for asked, number, of in true:
        if number < LEAST:
            yield asked, False
        if of is not None and of - number < LEAST:
            yield asked, True


def differing_little(true: list[tuple[Asked, float, float | None]]) -> Iterator[tuple[Asked, Asked]]:
    """Headlines and those of their parts that few have and not the headline, or the other way round."""
    headlines = {
        (asked.name, asked.group): (asked, number) for asked, number, _ in true if asked.code is None
    }
    for asked, number, _ in true:
        in_family = asked.name == "insured" or asked.code in REQUIRED
        if asked.name in OF_FIGURE and asked.code is not None and in_family:
            headline, of_headline = headlines[asked.name, asked.group]
            if abs(of_headline - number) < LEAST:
                yield headline, asked


def differing(one: Asked, other: Asked) -> Callable[[Person], bool]:
    return lambda person: is_counted(one, person) != is_counted(other, person)


@pytest.fixture
def sqlite(sqlite_store_url: str) -> Iterator[Engine]:
    engine = writing_engine(sqlite_store_url)
    yield engine
    engine.dispose()


def attack(engine: Engine, viewer: Viewer, seed: int, miners: int, quarters: slice) -> tuple[int, int]:
    """Asserts that nothing is narrowed; how many small numbers were tried, and how many were told."""
    fill(engine, random_store(seed, miners), [taken_in(seed)])
    with engine.connect() as connection:
        found, tried, told = narrowed(connection, viewer, quarters)
    assert found == []
    return tried, told


@pytest.mark.parametrize("viewer", VIEWERS.values(), ids=VIEWERS)
def test_no_small_number_is_narrowed_by_all_answers_together(sqlite: Engine, viewer: Viewer) -> None:
    tried, told = attack(sqlite, viewer, 3, 150, slice(5, 6))
    assert tried > 20
    assert told > 20


@pytest.mark.attack
@pytest.mark.parametrize("viewer", VIEWERS.values(), ids=VIEWERS)
@pytest.mark.parametrize(("seed", "miners"), [*product(range(4), (30, 100, 250))])
def test_no_small_number_is_narrowed_in_any_quarter(
    sqlite: Engine, viewer: Viewer, seed: int, miners: int
) -> None:
    attack(sqlite, viewer, seed, miners, slice(None))

"""Amounts in blocks in which nobody dominates: by hand, and against an attacker with linear programming."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from data_access.disclosure.dominance import (
    REST_PERCENT,
    Cells,
    Told,
    categories_told,
    safe,
    wholes_told,
)
from data_access.disclosure.groups import Block, Group, Segment, groups_of

ARE, PUN = (Segment.at(("P1",), "PE", region) for region in ("PE-ARE", "PE-PUN"))
CAU = Segment.at(("P1",), "CO", "CO-CAU")
BOTH = Segment.at(("P1", "P2"), "CO", "CO-CAU")
EVERYTHING = Group()
ALL = ("all",)
CODES = ("FM", "FT", "VC", "")
# A premium for two of the codes.
WEIGHTS = {"USD": {"FM": 4, "FT": 2}, "EUR": {"VC": 3}}
ABOVE = 1 + REST_PERCENT / 100
SLACK = 1e-4


def whole(**organisations: Mapping[Segment, int]) -> Cells:
    """Each organisation's one amount in a segment."""
    return {
        place: {"all": {name: own[place] for name, own in organisations.items() if place in own}}
        for place in {place: 0 for own in organisations.values() for place in own}
    }


def coded(**organisations: Mapping[tuple[Segment, str], int]) -> Cells:
    """Each organisation's amounts by segment and code."""
    found: dict[Segment, dict[str, dict[str, int]]] = {}
    for name, own in organisations.items():
        for (place, code), amount in own.items():
            found.setdefault(place, {}).setdefault(code, {})[name] = amount
    return found


def summed(cells: Cells) -> Cells:
    """Each organisation's amounts of all codes as one."""
    found: dict[Segment, dict[str, dict[str, int]]] = {}
    for place, codes in cells.items():
        together: Counter[str] = Counter()
        for contributions in codes.values():
            together.update(contributions)
        found[place] = {"all": together}
    return found


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ((), True),
        ((0, 0), True),
        ((5,), False),
        ((5, 5), False),
        ((5, 5, 0), False),
        ((60, 20, 20), True),
        ((61, 20, 19), False),
        # The second knows the largest within a tenth: the rest is less than a tenth of it.
        ((50, 46, 4), False),
        ((50, 45, 5), True),
        ((10, 10, 10, -1), False),
    ],
)
def test_an_amount_is_safe_where_many_contribute_and_nobody_dominates(
    amounts: tuple[int, ...], told: bool
) -> None:
    assert safe({str(place): amount for place, amount in enumerate(amounts)}) is told


def test_a_place_with_two_organisations_is_told_with_its_neighbour() -> None:
    cells = whole(a={ARE: 5}, b={ARE: 5}, c={PUN: 5}, d={CAU: 5}, e={CAU: 5}, f={CAU: 5})
    told = wholes_told(cells, ALL)
    assert told.shown(Group(region="PE-ARE")) is None
    assert told.shown(Group(region="PE-PUN")) is None
    # The region against its country, and the whole less the other country, tell nothing more.
    assert told.shown(Group(country="PE")) == {"all": 15}
    assert told.shown(Group(country="CO")) == {"all": 15}
    assert told.shown(EVERYTHING) == {"all": 30}


def test_a_place_that_would_follow_from_the_others_is_withheld_with_one_of_them() -> None:
    cells = whole(a={ARE: 9}, c={CAU: 5}, d={CAU: 5}, e={CAU: 5})
    told = wholes_told(cells, ALL)
    assert told.shown(EVERYTHING) == {"all": 24}
    assert told.shown(Group(country="CO")) is None


def test_where_one_dominates_everything_its_place_is_held_back_and_others_are_told() -> None:
    cells = whole(a={ARE: 900}, b={ARE: 5}, c={CAU: 5}, d={CAU: 5}, e={CAU: 5})
    told = wholes_told(cells, ALL)
    assert told.shown(EVERYTHING) is None
    assert told.shown(Group(country="PE")) is None
    assert told.shown(Group(country="CO")) == {"all": 15}


def test_without_one_programme_an_organisation_does_not_stand_alone() -> None:
    cells = whole(a={BOTH: 5}, b={CAU: 5}, c={CAU: 5}, d={CAU: 5})
    told = wholes_told(cells, ALL)
    # P1 has all of it; P2 would be one organisation's, and P1 less all others too.
    assert told.shown(Group("P1")) == {"all": 20}
    assert told.shown(Group("P2")) is None


def test_where_nobody_contributes_there_is_none_and_nothing_to_withhold() -> None:
    told = wholes_told(whole(a={ARE: 5}, b={ARE: 5}), ALL)
    assert told.shown(Group(country="CO")) == {"all": 0}
    assert told.shown(EVERYTHING) is None


def test_what_is_tied_is_not_cut() -> None:
    cells = whole(a={ARE: 5}, b={ARE: 5}, c={ARE: 5}, d={PUN: 5}, e={PUN: 5}, f={PUN: 5})
    assert wholes_told(cells, ALL).shown(Group(region="PE-ARE")) == {"all": 15}
    tied = wholes_told(cells, ALL, [frozenset([ARE, PUN])])
    assert tied.shown(Group(region="PE-ARE")) is None
    assert tied.shown(Group(country="PE")) == {"all": 30}


def test_a_category_of_two_is_joined_and_what_is_joined_is_withheld() -> None:
    organisations = {name: {(ARE, "FM"): 9, (ARE, ""): 2} for name in "abcd"}
    organisations["a"][ARE, "FT"] = 3
    cells = coded(**organisations)
    sums = wholes_told(summed(cells), ALL)
    # The smallest would be gold under no standard; but it is to stand alone, if it can.
    assert categories_told(cells, CODES, sums, last="").shown(EVERYTHING) == {"": 8, "VC": 0}
    assert categories_told(cells, CODES, sums).shown(EVERYTHING) == {"FM": 36, "VC": 0}


def test_a_category_may_be_told_in_larger_blocks_than_its_whole() -> None:
    own = {name: {(ARE, "FM"): 9} for name in "abc"} | {name: {(PUN, "FM"): 9} for name in "def"}
    own["a"] |= {(ARE, "FT"): 3}
    own["d"] |= {(PUN, "FT"): 3}
    own["e"] |= {(PUN, "FT"): 3}
    cells = coded(**own)
    sums = wholes_told(summed(cells), ALL)
    assert sums.shown(Group(region="PE-ARE")) == {"all": 30}
    told = categories_told(cells, ("FM", "FT"), sums)
    assert told.shown(Group(region="PE-ARE")) is None
    assert told.shown(Group(country="PE")) == {"FM": 54, "FT": 9}


@pytest.mark.parametrize("weights", [{"FT": 2}, {"": 2}], ids=["the heavier", "the lighter"])
def test_what_is_joined_is_not_weighed_where_that_would_tell_it_apart(weights: dict[str, int]) -> None:
    own = {name: {(ARE, ""): 9} for name in "abcd"}
    own["a"] |= {(ARE, "FT"): 3}
    cells = coded(**own)
    told = categories_told(cells, ("FT", ""), wholes_told(summed(cells), ALL), "", {"USD": weights})
    assert (told.joined, told.weighed) == (frozenset({"FT", ""}), None)


class World:
    """Organisations by chance in segments of two programmes and three regions, with amounts by code."""

    def __init__(self, seed: int) -> None:
        chance = Random(seed)
        places = [("PE", "PE-ARE"), ("PE", "PE-PUN"), ("CO", "CO-CAU")]
        programmes: list[tuple[str, ...]] = [("P1",), ("P1", "P2"), ("P2",), ()]
        segments = [Segment.at(chosen or ("",), *place) for chosen in programmes for place in places]
        segments = chance.sample(segments, chance.randint(2, 6))
        self.atoms: dict[tuple[str, Segment, str], int] = {}
        for name in "abcdefghijkl"[: chance.randint(4, 12)]:
            # Few have reports from two places.
            for place in chance.sample(segments, chance.choice((1, 1, 1, 2))):
                for code in CODES:
                    if chance.random() < 0.6:
                        self.atoms[name, place, code] = chance.choice((1, 5, 10, 10, 12, 100))
        organisations: dict[str, dict[tuple[Segment, str], int]] = {}
        for (name, place, code), amount in self.atoms.items():
            organisations.setdefault(name, {})[place, code] = amount
        self.cells = coded(**organisations)
        self.sums = wholes_told(summed(self.cells), ALL)
        self.by_code = categories_told(self.cells, CODES, self.sums, "", WEIGHTS)
        self.keys = [(n, p, c) for n, p in {(n, p): 0 for n, p, _ in self.atoms} for c in CODES]

    def row(
        self, weights: Mapping[str, int], group: Group = EVERYTHING, name: str | None = None
    ) -> np.ndarray:
        return np.array(
            [
                weights.get(code, 0) if group.holds(place) and name in (None, who) else 0
                for who, place, code in self.keys
            ],
            dtype=float,
        )

    def answers(self) -> Iterator[np.ndarray]:
        """Everything that is told, as rows of the atoms."""
        for group in groups_of(self.cells):
            if self.sums.shown(group) is not None:
                yield self.row(dict.fromkeys(CODES, 1), group)
            by_code = self.by_code.shown(group)
            if by_code is not None:
                yield from (self.row({code: 1}, group) for code in by_code)
                if self.by_code.weighed:
                    yield self.row(WEIGHTS[self.by_code.weighed], group)


@settings(max_examples=4)
@given(seed=st.integers(0, 100_000))
def test_no_organisation_is_narrowed_be_the_attacker_an_outsider_or_another_organisation(seed: int) -> None:
    """Of each amount of each organisation, nothing stays possible, and so does a tenth more than it is,
    whatever an attacker knows of its own amounts."""
    world = World(seed)
    true = np.array([world.atoms.get(key, 0) for key in world.keys], dtype=float)
    known = list(world.answers())
    assume(known)
    names = sorted({who for who, _, _ in world.keys})
    for attacker in (None, *Random(seed).sample(names, 2)):
        own = [place for place, (who, _, _) in enumerate(world.keys) if who == attacker]
        matrix = np.array([*known, *np.eye(len(true))[own]])
        for name in names:
            if name == attacker:
                continue
            for weights in (dict.fromkeys(CODES, 1), *({code: 1} for code in CODES)):
                wanted = world.row(weights, name=name)
                lowest, highest = (bound(sign, wanted, matrix, matrix @ true) for sign in (1, -1))
                assert lowest <= SLACK, (attacker, name, weights)
                assert highest >= ABOVE * (wanted @ true) - SLACK, (attacker, name, weights)


def bound(sign: int, wanted: np.ndarray, matrix: np.ndarray, values: np.ndarray) -> float:
    """The least (1) or the most (-1) that a sum can be."""
    solved = linprog(sign * wanted, A_eq=matrix, b_eq=values, bounds=(0, 1e6), method="highs")
    assert solved.status == 0
    return float(sign * solved.fun)


@settings(max_examples=8)
@given(seed=st.integers(0, 100_000))
def test_what_a_withheld_group_has_of_a_block_is_not_known_within_a_tenth(seed: int) -> None:
    world = World(seed)
    true = np.array([world.atoms.get(key, 0) for key in world.keys], dtype=float)
    known = list(world.answers())
    assume(known)
    matrix = np.array(known)
    for told, sums in ((world.sums, [dict.fromkeys(CODES, 1)]), (world.by_code, [{c: 1} for c in CODES])):
        for block, group, weights in withheld(told, sums):
            inside = [key[1] in block and group.holds(key[1]) for key in world.keys]
            wanted = world.row(weights) * inside
            lowest, highest = (bound(sign, wanted, matrix, matrix @ true) for sign in (1, -1))
            number = wanted @ true
            tight = lowest > (1 - REST_PERCENT / 100) * number and highest < ABOVE * number
            assert not (number and tight), (group, weights)


def withheld(told: Told, sums: list[dict[str, int]]) -> Iterator[tuple[Block, Group, dict[str, int]]]:
    """The parts that groups have of blocks they cut."""
    for block in told.blocks:
        for group in groups_of(block):
            if not all(map(group.holds, block)):
                yield from ((block, group, weights) for weights in sums)

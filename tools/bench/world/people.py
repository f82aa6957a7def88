"""Miners, and the units in which they work, leave and come back to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.bench.world.columns import (
    FIRST,
    LAST,
    NO_DAY,
    ONE_DAY,
    Array,
    Part,
    between,
    chance,
    keys,
    later,
    texts,
)
from tools.bench.world.places import Places
from tools.bench.world.sizes import Size

RELATIONS = ("internal", "external", "selector")
SEXES = ("male", "female", "other", "not_stated")
# Of each relation, how many are men, women, other and not stated.
SEXES_OF = ((88, 11, 0.3, 0.7), (82, 17, 0.3, 0.7), (7, 92, 0.3, 0.7))
BEFORE_HISTORY, MEAN_STAY, SHORTEST_STAY = 0.25, 560, 20
MOVES, MOST_MOVES = 0.14, 3
WITHOUT_YEAR = 0.015


@dataclass(frozen=True)
class People:
    """Miners by key, and their memberships in order of miner and day; miners and units are numbers.

    ``gone_on`` is the day left, or the day after the data date for those who are still there.
    """

    miners: Array
    miner: Array
    unit: Array
    joined_on: Array
    gone_on: Array


def people(size: Size, places: Places) -> tuple[People, list[Part]]:
    """The miners and their memberships, and the tables of both."""
    rng = chance("people")
    relation = rng.choice(len(RELATIONS), size.miners, p=(0.55, 0.33, 0.12))
    crews = rng.lognormal(0, 0.4, size.units)
    unit = rng.choice(size.units, size.miners, p=crews / crews.sum())
    early = rng.random(size.miners) < BEFORE_HISTORY
    days = rng.integers(0, int((LAST - FIRST) / ONE_DAY), size.miners)
    joined = later(FIRST, np.where(early, -(days // 2), days))
    rounds = [(np.arange(size.miners), unit, relation, joined, _left(rng, joined))]
    for _ in range(MOST_MOVES):
        rounds.append(_moved(rng, places, *rounds[-1]))
    miner, unit_, relation_, joined_, left = (np.concatenate(part) for part in zip(*rounds, strict=True))
    order = np.lexsort((joined_, miner))
    miner, unit_, relation_, joined_, left = (
        part[order] for part in (miner, unit_, relation_, joined_, left)
    )
    found = People(
        keys("M", size.miners), miner, unit_, joined_, np.where(np.isnat(left), later(LAST, 1), left)
    )
    memberships = {
        "id": keys("S", len(miner)),
        "miner_id": found.miners[miner],
        "unit_id": places.units[unit_],
        "relation": texts(RELATIONS)[relation_],
        "joined_on": joined_,
        "left_on": left,
    }
    return found, [_miners(rng, found.miners, relation, joined), ("membership", memberships)]


def _left(rng: np.random.Generator, joined: Array) -> Array:
    left = later(joined, SHORTEST_STAY + rng.exponential(MEAN_STAY, len(joined)).astype(int))
    return np.where(left <= LAST, left, NO_DAY)


def _moved(
    rng: np.random.Generator,
    places: Places,
    miner: Array,
    unit: Array,
    relation: Array,
    joined: Array,
    left: Array,
) -> tuple[Array, Array, Array, Array, Array]:
    """Of those who left, some begin again: in their unit, another of the organisation, or anywhere."""
    goes = np.flatnonzero(~np.isnat(left) & (rng.random(len(left)) < MOVES))
    pause = np.where(rng.random(len(goes)) < 0.4, 0, rng.integers(1, 400, len(goes)))
    again = later(left[goes], pause)
    goes, again = goes[again <= LAST], again[again <= LAST]
    way = rng.random(len(goes))
    neighbour = _neighbour(rng, places.unit_organisation, unit[goes])
    anywhere = rng.integers(0, len(places.units), len(goes))
    to = np.where(way < 0.35, unit[goes], np.where(way < 0.85, neighbour, anywhere))
    changed = rng.random(len(goes)) < 0.2
    relation_ = np.where(changed, rng.integers(0, len(RELATIONS), len(goes)), relation[goes])
    return miner[goes], to, relation_, again, _left(rng, again)


def _neighbour(rng: np.random.Generator, organisation: Array, unit: Array) -> Array:
    """For each unit, one of the same organisation."""
    order = np.argsort(organisation, kind="stable")
    units_of = np.bincount(organisation)
    first = np.concatenate([[0], np.cumsum(units_of)[:-1]])
    own = organisation[unit]
    return np.asarray(order[first[own] + (rng.random(len(unit)) * units_of[own]).astype(int)])


def _miners(rng: np.random.Generator, miners: Array, relation: Array, joined: Array) -> Part:
    shares = np.cumsum(np.array(SEXES_OF) / np.array(SEXES_OF).sum(axis=1, keepdims=True), axis=1)
    sex = (rng.random(len(miners))[:, None] > shares[relation][:, :-1]).sum(axis=1)
    year = joined.astype("datetime64[Y]").astype(int) + 1970 - rng.integers(18, 60, len(miners))
    known = texts(year.tolist())
    known[rng.random(len(miners)) < WITHOUT_YEAR] = None
    return "miner", {"id": miners, "sex": texts(SEXES)[sex], "birth_year": known}


def any_day(rng: np.random.Generator, people: People, membership: Array) -> Array:
    """A day at random on which each membership was in force, within the history."""
    first = np.maximum(people.joined_on[membership], FIRST)
    return between(rng, first, np.maximum(people.gone_on[membership] - ONE_DAY, first))

"""Miners, and in which unit they worked from when to when: they join, move, leave and come back."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from sample_data.days import DATA_DATE, later
from sample_data.sample import Membership, Sample, Unit

# Days on which a unit is known to be full: nobody's place is empty then, because a claim counts them.
HSE_COUNTED_ON = date(2024, 4, 17)
HSE_SIZES = (12,) * 19 + (10, 14, 11, 13, 11, 13)
PLANT_SIZES = (12, 9, 8, 8, 7, 7, 6)

MEAN_STAY_DAYS = 1500
SHORTER_STAYS = {"OREX-EXTERNAL": 700, "OREX-INTERNAL": 1000}
COMES_FROM_ELSEWHERE = 0.35
REST_DAYS = 15
WOMEN_AMONG = {"selector": 0.97, "internal": 0.15, "external": 0.19}
STATED_OTHERWISE = 0.005
BIRTH_YEAR_UNKNOWN = 0.02


@dataclass(order=True)
class Post:
    """One miner's place in a unit: taken, left, empty for a while, taken again."""

    empty_from: date
    number: int
    unit: Unit = field(compare=False)
    relation: str = field(compare=False)
    full_on: date | None = field(compare=False, default=None)
    closes: date | None = field(compare=False, default=None)


def add_people(sample: Sample) -> None:
    """All miners and memberships, in the order in which they joined."""
    chance = Random("people")
    empty = [post for unit in sample.units for post in _posts(unit, chance)]
    for number, post in enumerate(empty):
        post.number = number
    heapq.heapify(empty)
    gone: dict[tuple[str, str, bool], list[tuple[date, str]]] = defaultdict(list)
    while empty:
        post = heapq.heappop(empty)
        day, unit = post.empty_from, post.unit
        if day > DATA_DATE or (post.closes and day >= post.closes):
            continue
        # Women's groups take in women; who has left a group looks for the like of it nearby.
        kind = (unit.region, post.relation, _only_women(unit))
        miner = _someone_back(gone[kind], day, chance) or _new_miner(sample, post, chance)
        left, next_from = _leaves(post, chance)
        if left:
            gone[kind].append((left, miner))
            post.empty_from = next_from
            heapq.heappush(empty, post)
        _join(sample, unit, post.relation, Membership(miner, day, left))


def _posts(unit: Unit, chance: Random) -> list[Post]:
    """The miners' places that a unit has over its life."""
    if (kind := unit.organisation.id) == "OREX-INTERNAL":
        return _hse_posts(unit, chance)
    if kind == "MOBILE-PLANT":
        size = PLANT_SIZES[int(unit.id[-2:]) - 1]
        return [Post(unit.first_day, 0, unit, unit.relation, full_on=DATA_DATE) for _ in range(size)]
    found = []
    for _ in range(min(12, max(5, round(chance.gauss(8.6, 2.2))))):
        opens = unit.first_day
        if chance.random() < 0.2:
            opens = later(opens, chance.randrange(60, 700))
        closes = unit.last_day and later(unit.last_day, 1)
        if chance.random() < 0.1:
            ends = later(opens, chance.randrange(300, 1600))
            closes = min(closes or ends, ends)
        relation = unit.relation if chance.random() < 0.93 else chance.choice(["internal", "external"])
        if kind == "OREX-EXTERNAL":
            relation = "external"
        if closes is None or opens < closes:
            found.append(Post(opens, 0, unit, relation, closes=closes))
    return found


def _hse_posts(unit: Unit, chance: Random) -> list[Post]:
    """Full when they were counted; smaller groups go on in the second phase."""
    size = HSE_SIZES[int(unit.id[-2:]) - 1]
    goes_on = len(unit.enrolments) > 1
    stays = chance.randrange(8, 10) if goes_on else 4
    found = []
    for number in range(size):
        opens = later(unit.first_day, chance.randrange(100))
        closes = None if number < stays else later(HSE_COUNTED_ON, chance.randrange(120, 420))
        found.append(Post(opens, 0, unit, "internal", full_on=HSE_COUNTED_ON, closes=closes))
    return found


def _leaves(post: Post, chance: Random) -> tuple[date | None, date]:
    """The day on which somebody who joins now will leave, if so, and when the place is taken again."""
    day = post.empty_from
    mean = SHORTER_STAYS.get(post.unit.organisation.id, MEAN_STAY_DAYS)
    left = later(day, 20 + chance.expovariate(1 / mean))
    next_from = later(left, chance.randrange(3, 90))
    if post.full_on and left <= post.full_on < next_from:
        left = later(post.full_on, chance.randrange(2, 300))
        next_from = later(left, chance.randrange(3, 90))
    if post.closes:
        left = min(left, post.closes)
    return (left if left <= DATA_DATE else None), next_from


def _someone_back(gone: list[tuple[date, str]], day: date, chance: Random) -> str | None:
    """Somebody who has left a unit nearby and rested, or nobody."""
    ready = [entry for entry in gone if later(entry[0], REST_DAYS) <= day]
    if not ready or chance.random() > COMES_FROM_ELSEWHERE:
        return None
    found = chance.choice(ready)
    gone.remove(found)
    return found[1]


def _new_miner(sample: Sample, post: Post, chance: Random) -> str:
    age = min(68, max(18, round(chance.gauss(37, 11))))
    year = None if chance.random() < BIRTH_YEAR_UNKNOWN else post.empty_from.year - age
    return sample.tables.add_next("miner", "M", sex=_sex(post, chance), birth_year=year)


def _sex(post: Post, chance: Random) -> str:
    if post.unit.organisation.id == "MOBILE-PLANT":
        return "female"
    if chance.random() < STATED_OTHERWISE:
        return chance.choice(["other", "not_stated"])
    share = 0.95 if _only_women(post.unit) else WOMEN_AMONG[post.relation]
    return "female" if chance.random() < share else "male"


def _only_women(unit: Unit) -> bool:
    return any(enrolment.programme in ("WOM", "CAU") for enrolment in unit.enrolments)


def _join(sample: Sample, unit: Unit, relation: str, membership: Membership) -> None:
    sample.memberships[unit.id].append(membership)
    sample.tables.add_next(
        "membership",
        "J",
        miner_id=membership.miner,
        unit_id=unit.id,
        relation=relation,
        joined_on=membership.joined,
        left_on=membership.left,
    )

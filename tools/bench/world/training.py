"""Training sessions, and who attended them: mostly miners of one organisation, some from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tools.bench.world.columns import ONE_DAY, Array, Part, between, chance, drawn, keys
from tools.bench.world.people import People
from tools.bench.world.places import Places
from tools.bench.world.programmes import Programmes
from tools.bench.world.reference import TOPIC_SHARES, TOPICS
from tools.bench.world.sizes import Size

ATTENDED = (10, 38)
SESSIONS_AT_ONCE = 20_000
# Who is invited: somebody at work that day in the organisation, in its region, or anybody at any time.
OF_ORGANISATION, OF_REGION = 0.88, 0.98
ATTEMPTS = 12
MINUTES = (60, 90, 120, 180, 240, 480)


@dataclass(frozen=True)
class Pool:
    """Memberships sorted by a group of theirs, so that one of a group can be drawn."""

    order: Array
    first: Array
    sizes: Array

    def draw(self, rng: np.random.Generator, groups: Array) -> Array:
        """A membership of each group."""
        return np.asarray(
            self.order[self.first[groups] + (rng.random(len(groups)) * self.sizes[groups]).astype(int)]
        )


def pool(groups: Array) -> Pool:
    """The pool of memberships whose groups are given."""
    sizes = np.bincount(groups)
    return Pool(np.argsort(groups, kind="stable"), np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)


def training(size: Size, places: Places, programmes: Programmes, people: People) -> Iterator[Part]:
    """Sessions and attendances, in turns, in the order of their keys, until there are enough."""
    rng = chance("training")
    organisation = places.unit_organisation[people.unit]
    region = places.organisation_region[organisation]
    of_organisation, of_region = pool(organisation), pool(region)
    by_unit = pool(people.unit)
    topics = [topic for topic, _, _, _ in TOPICS]
    missing, sessions = size.attendances, 0
    while missing:
        anchor, programme, held_on = _sessions(rng, programmes, people, by_unit)
        number = np.repeat(np.arange(len(anchor)), rng.integers(*ATTENDED, len(anchor)))
        member = _invited(
            rng, people, number, held_on, (of_organisation, organisation[anchor]), (of_region, region[anchor])
        )
        came = member >= 0
        pairs = np.unique(number[came] * len(people.miners) + people.miner[member[came]])[:missing]
        missing -= len(pairs)
        session, miner = np.divmod(pairs, len(people.miners))
        codes = keys("T", len(anchor), sessions)
        sessions += len(anchor)
        yield (
            "training_session",
            {
                "id": codes,
                "programme_id": programmes.codes[programme],
                "topic_id": drawn(rng, topics, len(anchor), TOPIC_SHARES),
                "held_on": held_on,
                "minutes": drawn(rng, MINUTES, len(anchor)),
                "trainer": "SUPPORT-1",
            },
        )
        yield "attendance", {"session_id": codes[session], "miner_id": people.miners[miner]}


def _sessions(
    rng: np.random.Generator, programmes: Programmes, people: People, by_unit: Pool
) -> tuple[Array, Array, Array]:
    """For each session a membership for whose unit it is held, the programme, and the day."""
    at_once = min(SESSIONS_AT_ONCE, max(len(people.miners) // 3, 1))
    enrolment = rng.integers(0, len(programmes.unit), at_once)
    enrolment = enrolment[by_unit.sizes[programmes.unit[enrolment]] > 0]
    anchor = by_unit.draw(rng, programmes.unit[enrolment])
    first = np.maximum(people.joined_on[anchor], programmes.enrolled_on[enrolment])
    last = np.minimum(people.gone_on[anchor] - ONE_DAY, programmes.until()[enrolment])
    fits = first <= last
    held_on = between(rng, first[fits], last[fits])
    return anchor[fits], programmes.programme[enrolment[fits]], held_on


def _invited(
    rng: np.random.Generator,
    people: People,
    session: Array,
    held_on: Array,
    organisation: tuple[Pool, Array],
    region: tuple[Pool, Array],
) -> Array:
    """A membership for each place at a session; −1 where nobody was found."""
    member = np.full(len(session), -1)
    way = rng.random(len(session))
    anybody = way >= OF_REGION
    member[anybody] = rng.integers(0, len(people.miner), int(anybody.sum()))
    for (source, group), asked in (
        (organisation, way < OF_ORGANISATION),
        (region, (way >= OF_ORGANISATION) & ~anybody),
    ):
        open_ = np.flatnonzero(asked)
        for _ in range(ATTEMPTS):
            drawn_ = source.draw(rng, group[session[open_]])
            that_day = held_on[session[open_]]
            there = (people.joined_on[drawn_] <= that_day) & (people.gone_on[drawn_] > that_day)
            member[open_[there]] = drawn_[there]
            open_ = open_[~there]
    return member

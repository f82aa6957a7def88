"""Covers of miners: with gaps, overlaps and renewals that join on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_access.schema.protection import PAYERS, PRODUCTS
from tools.bench.world.columns import LAST, Array, Part, between, chance, drawn, keys, later, texts
from tools.bench.world.people import People
from tools.bench.world.programmes import Programmes
from tools.bench.world.sizes import FIRST_DAY

COVERED, RENEWED, WITHOUT_PROGRAMME = 0.5, 0.62, 0.2
LENGTHS = (90, 181, 365)
# Days between the end of a cover and the next: most join on, some overlap, some leave a gap.
PAUSES = (1, 1, 1, 1, -14, 0, 20, 75)
COST_OF_A_DAY = 12
MOST_RENEWALS = 10


def covers(programmes: Programmes, people: People) -> Iterator[Part]:
    """Covers in the order of their keys, a part for each round of renewals."""
    rng = chance("covers")
    programme_of = np.full(int(people.unit.max()) + 1, -1)
    programme_of[programmes.unit] = programmes.programme
    begins = np.maximum(people.joined_on, np.datetime64(FIRST_DAY, "D"))
    member = np.flatnonzero((rng.random(len(people.miner)) < COVERED) & (people.gone_on > begins))
    # Some are covered before they have joined, a few after they have left.
    first = between(rng, later(begins[member], -20), people.gone_on[member])
    written = 0
    for _ in range(MOST_RENEWALS):
        still = (first <= people.gone_on[member]) & (first <= LAST)
        member, first = member[still], first[still]
        if not len(member):
            return
        length = drawn(rng, LENGTHS, len(member), (20, 30, 50)).astype(int)
        yield "cover", _rows(rng, programmes, people, member, first, length, programme_of, written)
        written += len(member)
        renewed = rng.random(len(member)) < RENEWED
        pause = np.array(PAUSES)[rng.integers(0, len(PAUSES), len(member))]
        first = later(first, length - 1 + pause)[renewed]
        member = member[renewed]


def _rows(
    rng: np.random.Generator,
    programmes: Programmes,
    people: People,
    member: Array,
    first: Array,
    length: Array,
    programme_of: Array,
    written: int,
) -> dict[str, object]:
    count = len(member)
    programme = programme_of[people.unit[member]]
    arranged = (programme >= 0) & (rng.random(count) >= WITHOUT_PROGRAMME)
    codes = texts([*programmes.codes, None])
    return {
        "id": keys("C", count, written),
        "miner_id": people.miners[people.miner[member]],
        "programme_id": codes[np.where(arranged, programme, len(programmes.codes))],
        "product": drawn(rng, PRODUCTS, count, (60, 25, 15)),
        "first_day": first,
        "last_day": later(first, length - 1),
        "cost_minor": length * COST_OF_A_DAY + rng.integers(0, 500, count),
        "currency_id": drawn(rng, ("USD", "PEN"), count, (85, 15)),
        "payer": drawn(rng, PAYERS, count, (60, 25, 15)),
        "insurer": None,
    }

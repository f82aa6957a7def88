"""Assessments: how units climb their ladders, and fall."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tools.bench.world.columns import LAST, Array, Part, chance, keys, later, texts
from tools.bench.world.places import Places
from tools.bench.world.programmes import Programmes
from tools.bench.world.reference import LADDERS, STAGES

NEVER_ASSESSED, CORRECTED = 0.06, 0.01
CLIMBS, FALLS = 0.42, 0.09
BETWEEN_ASSESSMENTS = (90, 420)
MINUTE = np.timedelta64(1, "m")


def stages(places: Places, programmes: Programmes) -> Iterator[Part]:
    """Assessments of every enrolled unit on the ladders of its programmes, some corrected the same day."""
    rng = chance("stages")
    top = np.array(list(STAGES.values()))
    pairs, first = np.unique(
        programmes.unit * len(LADDERS) + programmes.ladder[programmes.programme], return_index=True
    )
    assessed = rng.random(len(pairs)) >= NEVER_ASSESSED
    unit, ladder = np.divmod(pairs[assessed], len(LADDERS))
    day = later(programmes.enrolled_on[first[assessed]], rng.integers(0, 150, len(unit)))
    position = np.where(rng.random(len(unit)) < 0.8, 1, 2)
    rounds: list[tuple[Array, ...]] = []
    while len(unit := unit[day <= LAST]):
        ladder, position, day = (part[day <= LAST] for part in (ladder, position, day))
        rounds.append((unit, ladder, position, day))
        way = rng.random(len(unit))
        step = np.where(way < CLIMBS, 1, np.where(way < CLIMBS + FALLS, -1, 0))
        position = np.clip(position + step, 1, top[ladder])
        day = later(day, rng.integers(*BETWEEN_ASSESSMENTS, len(unit)))
    unit, ladder, position, day = (np.concatenate(part) for part in zip(*rounds, strict=True))
    again = np.flatnonzero(rng.random(len(unit)) < CORRECTED)
    other = np.where(position[again] > 1, position[again] - 1, 2)
    unit, ladder, day = (np.concatenate([part, part[again]]) for part in (unit, ladder, day))
    position = np.concatenate([position, other])
    recorded = (
        day.astype("datetime64[m]")
        + np.concatenate(
            [rng.integers(480, 700, len(position) - len(again)), rng.integers(720, 1400, len(again))]
        )
        * MINUTE
    )
    order = np.lexsort((recorded, ladder, unit))
    stage = texts(f"{code}-{place}" for code, last in STAGES.items() for place in range(1, last + 1))
    before = np.concatenate([[0], np.cumsum(top)[:-1]])
    yield (
        "assessment",
        {
            "id": keys("A", len(order)),
            "unit_id": places.units[unit[order]],
            "ladder_id": texts(LADDERS)[ladder[order]],
            "stage_id": stage[before[ladder[order]] + position[order] - 1],
            "assessed_on": day[order],
            "recorded_at": recorded[order],
            "assessor": "SUPPORT-1",
        },
    )

"""What is measured and told besides: mercury, surveys, stories, notes, a claim."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tools.bench.world.columns import LAST, Array, Part, chance, day, keys, later, texts
from tools.bench.world.places import Places
from tools.bench.world.programmes import Programmes
from tools.bench.world.reference import SURVEYED

MOST_MEASURED, MONTHS_MEASURED = 200, 36
SURVEYS = (
    ("WORK-2023", "2023-03-06", "2023-04-28", "before"),
    ("WORK-2025", "2025-09-08", "2025-10-31", "after"),
)


def knowledge(places: Places, programmes: Programmes) -> Iterator[Part]:
    """All small tables of what is known; those of values grow with units up to a limit."""
    first, last = (np.array([day(row[place]) for row in SURVEYS]) for place in (1, 2))
    rounds = texts(row[0] for row in SURVEYS)
    yield (
        "survey",
        {
            "id": rounds,
            "name": rounds,
            "programme_id": programmes.codes[0],
            "first_day": first,
            "last_day": last,
            "moment": texts(row[3] for row in SURVEYS),
        },
    )
    yield from _mercury(places)
    yield _answers(places, first, last)
    yield (
        "claim",
        {
            "id": texts(["CL0001"]),
            "figure": "production_units",
            "publisher": "A funder",
            "words": "A number of units takes part",
            "comparison": ">=",
            "value": np.array([10.0]),
            "evidence": "counted",
            "selection": None,
            "source": "The benchmark",
        },
    )
    story = {
        "id": "CHANGE",
        "language": texts(["en", "es", "fr"]),
        "title": "A change",
        "body": "It went well.",
    }
    yield "story", {**story, "organisation_id": places.organisations[0]}
    note = {"language": texts(["en", "es", "fr"]), "subject": "environment", "title": "Water"}
    yield "practice_note", {"id": "WATER", **note, "body": "Use it twice."}


def _mercury(places: Places) -> Iterator[Part]:
    rng = chance("mercury")
    count = min(len(places.units), MOST_MEASURED)
    units = places.units[np.linspace(0, len(places.units) - 1, count).astype(int)]
    usual = rng.integers(200, 2_000, count)
    yield (
        "indicator_baseline",
        {
            "id": keys("IB", count),
            "indicator_id": "mercury_used",
            "unit_id": units,
            "organisation_id": None,
            "first_day": day("2021-01-01"),
            "last_day": day("2021-12-31"),
            "value_milli": usual * 12,
        },
    )
    unit = np.repeat(np.arange(count), MONTHS_MEASURED)
    month = np.tile(LAST.astype("datetime64[M]") - 1 - np.arange(MONTHS_MEASURED), count)
    yield (
        "indicator_value",
        {
            "id": keys("IV", len(unit)),
            "indicator_id": "mercury_used",
            "unit_id": units[unit],
            "first_day": month.astype("datetime64[D]"),
            "last_day": later((month + 1).astype("datetime64[D]"), -1),
            "value_milli": (usual[unit] * rng.uniform(0.1, 1.1, len(unit))).astype(int),
        },
    )


def _answers(places: Places, first: Array, last: Array) -> Part:
    """What those asked in each region said, in both rounds."""
    rng = chance("answers")
    shape = (len(SURVEYS), len(places.regions), len(SURVEYED))
    survey, region, indicator = (part.ravel() for part in np.indices(shape))
    return "indicator_value", {
        "id": keys("IS", len(survey)),
        "indicator_id": texts(SURVEYED)[indicator],
        "survey_id": texts(row[0] for row in SURVEYS)[survey],
        "region_id": places.regions[region],
        "first_day": first[survey],
        "last_day": last[survey],
        "value_milli": rng.integers(100, 950, len(survey)),
        "asked": rng.integers(30, 120, len(survey)),
    }

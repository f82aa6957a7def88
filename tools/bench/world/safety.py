"""Safety provision, visits, risk assessments, and what happened all the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_access.schema.people import VISIT_TOPICS
from data_access.schema.protection import DANGERS, GOODS, PROVISIONS
from tools.bench.world.columns import (
    LAST,
    NO_DAY,
    Array,
    Part,
    between,
    chance,
    drawn,
    keys,
    later,
    repeated,
    texts,
    where,
)
from tools.bench.world.places import Places
from tools.bench.world.programmes import Programmes

VISITS, PROVIDED, DELIVERED, ASSESSED, HURT = 6, 3, 1.5, 1.5, 0.3
UNITS_OF_A_POINT, REACH_OF_A_POINT = 25, 8


def safety(places: Places, programmes: Programmes) -> Iterator[Part]:
    """All tables of safety, by enrolment."""
    yield from _visits(programmes, places)
    yield from _provision(programmes, places)
    yield from _risks(programmes, places)
    yield _incidents(programmes, places)


def _of_enrolments(rng: np.random.Generator, programmes: Programmes, mean: float) -> tuple[Array, Array]:
    """Enrolments, each several times, and a day within each."""
    enrolment = repeated(rng, len(programmes.unit), mean)
    day = between(rng, programmes.enrolled_on[enrolment], programmes.until()[enrolment])
    return enrolment, np.minimum(day, LAST)


def _visits(programmes: Programmes, places: Places) -> Iterator[Part]:
    rng = chance("visits")
    enrolment, day = _of_enrolments(rng, programmes, VISITS)
    yield (
        "assistance_visit",
        {
            "id": keys("V", len(enrolment)),
            "programme_id": programmes.codes[programmes.programme[enrolment]],
            "unit_id": places.units[programmes.unit[enrolment]],
            "visited_on": day,
            "topic": drawn(rng, VISIT_TOPICS, len(enrolment)),
            "minutes": drawn(rng, (60, 120, 180, 240), len(enrolment)),
            "findings": None,
        },
    )
    enrolment, day = _of_enrolments(rng, programmes, DELIVERED)
    valued = rng.random(len(enrolment)) < 0.7
    yield (
        "delivery",
        {
            "id": keys("D", len(enrolment)),
            "programme_id": programmes.codes[programmes.programme[enrolment]],
            "kind": drawn(rng, GOODS, len(enrolment)),
            "unit_id": places.units[programmes.unit[enrolment]],
            "organisation_id": None,
            "delivered_on": day,
            "quantity": rng.integers(1, 40, len(enrolment)),
            "value_minor": where(valued, rng.integers(20, 4_000, len(enrolment)) * 100),
            "currency_id": where(valued, "USD"),
        },
    )


def _provision(programmes: Programmes, places: Places) -> Iterator[Part]:
    rng = chance("provision")
    points = max(len(places.units) // UNITS_OF_A_POINT, 2)
    region = rng.integers(0, len(places.regions), points)
    codes = keys("P", points)
    yield "shared_point", {"id": codes, "name": codes, "region_id": places.regions[region]}
    # A point serves units of its region that have numbers near each other.
    order = np.argsort(places.unit_region, kind="stable")
    units_of = np.bincount(places.unit_region, minlength=len(places.regions))
    first = np.concatenate([[0], np.cumsum(units_of)[:-1]])
    begins = first[region] + (rng.random(points) * np.maximum(units_of[region] - REACH_OF_A_POINT, 1)).astype(
        int
    )
    served = np.minimum(
        begins[:, None] + np.arange(REACH_OF_A_POINT), (first + units_of)[region][:, None] - 1
    )
    pairs = np.unique(np.repeat(np.arange(points), REACH_OF_A_POINT) * len(order) + order[served].ravel())
    point, unit = np.divmod(pairs, len(order))
    since = later(LAST, -rng.integers(30, 1500, len(pairs)))
    yield (
        "shared_point_unit",
        {
            "point_id": codes[point],
            "unit_id": places.units[unit],
            "first_day": since,
            "last_day": np.where(rng.random(len(pairs)) < 0.1, later(since, 25), NO_DAY),
        },
    )
    enrolment, day = _of_enrolments(rng, programmes, PROVIDED)
    own, count = len(enrolment), len(enrolment) + 2 * points
    first_day = np.concatenate([day, later(LAST, -rng.integers(30, 1500, 2 * points))])
    ended = rng.random(count) < 0.15
    nothing = texts([None])
    kind = drawn(rng, PROVISIONS, count)
    yield (
        "provision",
        {
            "id": keys("Q", count),
            "programme_id": np.concatenate(
                [programmes.codes[programmes.programme[enrolment]], np.repeat(nothing, 2 * points)]
            ),
            "kind": kind,
            "waste": where(kind == "waste_bins", "hazardous"),
            "unit_id": np.concatenate(
                [places.units[programmes.unit[enrolment]], np.repeat(nothing, 2 * points)]
            ),
            "point_id": np.concatenate([np.repeat(nothing, own), np.repeat(codes, 2)]),
            "quantity": rng.integers(1, 5, count),
            "first_day": first_day,
            "last_day": np.where(ended, later(first_day, rng.integers(30, 600, count)), NO_DAY),
        },
    )


def _risks(programmes: Programmes, places: Places) -> Iterator[Part]:
    rng = chance("risks")
    enrolment, day = _of_enrolments(rng, programmes, ASSESSED)
    codes = keys("R", len(enrolment))
    yield (
        "risk_assessment",
        {
            "id": codes,
            "programme_id": programmes.codes[programmes.programme[enrolment]],
            "unit_id": places.units[programmes.unit[enrolment]],
            "assessed_on": day,
            "miners_covered": rng.integers(2, 15, len(enrolment)),
        },
    )
    found = np.argwhere(rng.random((len(codes), len(DANGERS))) < 0.25)
    yield (
        "risk_assessment_danger",
        {
            "risk_assessment_id": codes[found[:, 0]],
            "danger": texts(DANGERS)[found[:, 1]],
            "level": drawn(rng, ("high", "medium", "low"), len(found), (20, 40, 40)),
            "measure": None,
        },
    )


def _incidents(programmes: Programmes, places: Places) -> Part:
    rng = chance("incidents")
    enrolment, day = _of_enrolments(rng, programmes, HURT)
    count = len(enrolment)
    severity = drawn(
        rng,
        ("near_miss", "first_aid", "lost_time", "permanent_disability", "fatal"),
        count,
        (35, 40, 20, 4, 1),
    )
    near, fatal = severity == "near_miss", severity == "fatal"
    paid = ~near & (rng.random(count) < 0.3)
    return "incident", {
        "id": keys("I", count),
        "unit_id": places.units[programmes.unit[enrolment]],
        "occurred_on": day,
        "kind": np.where(
            near, "near_miss", drawn(rng, ("accident", "occupational_illness"), count, (85, 15))
        ),
        "severity": severity,
        "cause": drawn(rng, (*DANGERS, "silica", "mercury"), count),
        "people_hurt": np.where(near, 0, rng.integers(1, 3, count)),
        "benefit_minor": where(paid, rng.integers(100, 20_000, count) * 100),
        "currency_id": where(paid, "USD"),
        "statement": where(fatal, "The organisation mourns its dead."),
    }

"""Where organisations stand: plans, CRAFT, certificates, permits, access to finance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_access.schema.organisations import CRAFT_MODULES, FIELDS
from tools.bench.world.columns import (
    FIRST,
    LAST,
    NO_DAY,
    Part,
    between,
    chance,
    drawn,
    keys,
    known,
    later,
    repeated,
    texts,
    where,
)
from tools.bench.world.places import Places
from tools.bench.world.programmes import Programmes
from tools.bench.world.reference import STANDARDS

YEARS = tuple(
    range(FIRST.astype("datetime64[Y]").astype(int) + 1971, LAST.astype("datetime64[Y]").astype(int) + 1971)
)
ACTIONS_OF_A_PLAN, FINDINGS_OF_A_REPORT = 5, 6
WITH_PLAN, CERTIFIED, ACCREDITED = 0.3, 0.12, 0.05


def standing(places: Places, programmes: Programmes) -> Iterator[Part]:
    """All tables of what organisations are and plan."""
    yield from _plans(places, programmes)
    yield from _craft(places, programmes)
    yield from _certificates(places)
    yield _finance(places)


def _plans(places: Places, programmes: Programmes) -> Iterator[Part]:
    """Of each organisation one a year, of some units one."""
    rng = chance("plans")
    planning = np.flatnonzero(rng.random(len(programmes.unit)) < WITH_PLAN)
    of_organisations = len(places.organisations) * len(YEARS)
    nothing = texts([None])
    count = of_organisations + len(planning)
    year = np.concatenate(
        [np.tile(YEARS, len(places.organisations)), rng.integers(YEARS[0], YEARS[-1] + 1, len(planning))]
    )
    begins = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    codes = keys("IP", count)
    yield (
        "improvement_plan",
        {
            "id": codes,
            "programme_id": np.concatenate(
                [np.repeat(nothing, of_organisations), programmes.codes[programmes.programme[planning]]]
            ),
            "unit_id": np.concatenate(
                [np.repeat(nothing, of_organisations), places.units[programmes.unit[planning]]]
            ),
            "organisation_id": np.concatenate(
                [np.repeat(places.organisations, len(YEARS)), np.repeat(nothing, len(planning))]
            ),
            "year": year,
            "agreed_on": later(begins, rng.integers(0, 40, count)),
        },
    )
    plan = np.repeat(np.arange(count), ACTIONS_OF_A_PLAN)
    due = later(begins[plan], rng.integers(60, 360, len(plan)))
    way = rng.random(len(plan))
    done = known(later(due, rng.integers(-50, 60, len(plan))))
    yield (
        "plan_action",
        {
            "id": keys("PA", len(plan)),
            "plan_id": codes[plan],
            "field": drawn(rng, FIELDS, len(plan)),
            "description": drawn(rng, [f"Action {number}" for number in range(40)], len(plan)),
            "due_on": due,
            "done_on": np.where(way < 0.7, done, NO_DAY),
            "cancelled_on": np.where(way >= 0.92, known(due), NO_DAY),
        },
    )


def _craft(places: Places, programmes: Programmes) -> Iterator[Part]:
    rng = chance("craft")
    organisation = repeated(rng, len(places.organisations), 2)
    codes, count = keys("CA", len(organisation)), len(organisation)
    day = between(rng, np.repeat(FIRST, count), np.repeat(LAST, count))
    yield (
        "craft_assessment",
        {
            "id": codes,
            "programme_id": drawn(rng, (None, *programmes.codes), count),
            "organisation_id": places.organisations[organisation],
            "assessed_on": day,
            "report": drawn(rng, ("full", "summary"), count),
        },
    )
    report = np.repeat(np.arange(count), FINDINGS_OF_A_REPORT)
    begun = known(later(day[report], rng.integers(5, 120, len(report))))
    begun = np.where(rng.random(len(report)) < 0.75, begun, NO_DAY)
    ended = known(later(begun, rng.integers(5, 300, len(report))))
    yield (
        "craft_finding",
        {
            "id": keys("CF", len(report)),
            "craft_assessment_id": codes[report],
            "module": drawn(rng, CRAFT_MODULES, len(report)),
            "requirement": drawn(rng, [f"Requirement {number}" for number in range(60)], len(report)),
            "level": drawn(rng, ("high", "medium", "low"), len(report), (25, 40, 35)),
            "mitigating_on": begun,
            "mitigated_on": np.where(rng.random(len(report)) < 0.7, ended, NO_DAY),
        },
    )


def _certificates(places: Places) -> Iterator[Part]:
    """Those certified were in process before; every organisation asked for permits."""
    rng = chance("certificates")
    holder = np.flatnonzero(rng.random(len(places.organisations)) < CERTIFIED)
    begun = between(rng, np.repeat(FIRST, len(holder)), np.repeat(later(LAST, -400), len(holder)))
    certified = later(begun, rng.integers(120, 380, len(holder)))
    standard = drawn(rng, [code for code, _ in STANDARDS], len(holder), (60, 15, 25))
    yield (
        "certification",
        {
            "id": keys("CE", 2 * len(holder)),
            "organisation_id": np.tile(places.organisations[holder], 2),
            "standard_id": np.tile(standard, 2),
            "status": texts(["in_process"] * len(holder) + ["certified"] * len(holder)),
            "first_day": np.concatenate([begun, certified]),
            "last_day": np.concatenate([later(certified, -1), np.full(len(holder), NO_DAY)]),
        },
    )
    accepted = np.flatnonzero(rng.random(len(places.organisations)) < ACCREDITED)
    yield (
        "accreditation",
        {
            "id": keys("AC", len(accepted)),
            "organisation_id": places.organisations[accepted],
            "scheme": "Swiss Better Gold",
            "first_day": between(rng, np.repeat(FIRST, len(accepted)), np.repeat(LAST, len(accepted))),
            "last_day": None,
        },
    )
    owner = repeated(rng, len(places.organisations), 2)
    asked = between(rng, np.repeat(FIRST, len(owner)), np.repeat(LAST, len(owner)))
    kinds = ("formalisation_registry", "mining_title", "contract", "environmental_permit")
    yield (
        "permit",
        {
            "id": keys("PM", len(owner)),
            "unit_id": None,
            "organisation_id": places.organisations[owner],
            "kind": drawn(rng, kinds, len(owner)),
            "status": drawn(rng, ("none", "applied", "granted", "lapsed"), len(owner), (10, 30, 50, 10)),
            "first_day": asked,
            "last_day": np.where(rng.random(len(owner)) < 0.3, later(asked, 200), NO_DAY),
        },
    )


def _finance(places: Places) -> Part:
    rng = chance("finance")
    wanted = np.unique(repeated(rng, len(places.organisations), 2) * 2 + rng.integers(0, 2))
    count = len(wanted)
    asked = between(rng, np.repeat(FIRST, count), np.repeat(LAST, count))
    status = drawn(rng, ("pending", "granted", "refused"), count, (15, 35, 50))
    decided = np.minimum(later(asked, rng.integers(5, 120, count)), LAST)
    kind = texts(["account", "credit"])[rng.integers(0, 2, count)]
    lent = (kind == "credit") & (status == "granted")
    return "finance_access", {
        "id": keys("FA", count),
        "programme_id": None,
        "organisation_id": places.organisations[wanted // 2],
        "kind": kind,
        "asked_on": asked,
        "decided_on": np.where(status == "pending", NO_DAY, decided),
        "status": status,
        "reason": where(status == "refused", "No collateral"),
        "amount_minor": where(lent, rng.integers(1_000, 50_000, count) * 100),
        "currency_id": where(lent, "USD"),
    }

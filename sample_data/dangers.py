"""Dangers found in risk assessments, and what happened all the same."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sample_data.days import DATA_DATE, later
from sample_data.organisations import words
from sample_data.sample import Sample, Unit
from sample_data.tables import major

# Published of the second phase of the HSE plan: one assessment of each unit, with so many miners in all.
MINERS_COVERED = 154
ASSESSED_ELSEWHERE = 0.35
INCIDENTS = (
    ("near_miss", 34),
    ("first_aid", 22),
    ("lost_time", 15),
    ("permanent_disability", 2),
    ("fatal", 1),
)
BENEFIT_MINOR = {"lost_time": 45_000, "permanent_disability": 620_000, "fatal": 1_500_000}


def add_dangers(sample: Sample) -> None:
    """Risk assessments of the HSE plan and of other units; then incidents."""
    text = words("safety")
    _hse_risk_assessments(sample, Random("risk assessments of the second phase"))
    chance = Random("dangers")
    for unit in sample.fictional_units():
        if chance.random() < ASSESSED_ELSEWHERE:
            _risk_assessment(sample, chance, unit, text["measures"])
    _incidents(sample, chance, text["incidents"])


def _hse_risk_assessments(sample: Sample, chance: Random) -> None:
    """One for each unit of the second phase; together they cover the published number of miners.

    Which dangers were found has not been published, and none are made up.
    """
    units = sample.units_of("HSE-2")
    days = [later(date(2025, 4, 1), chance.randrange(150)) for _ in units]
    present = [len(sample.members(unit, day)) for unit, day in zip(units, days, strict=True)]
    covered = [min(7, count) for count in present]
    while sum(covered) < MINERS_COVERED:
        # The unit with most miners left out lets one more take part.
        largest = max(range(len(units)), key=lambda index: present[index] - covered[index])
        covered[largest] += 1
    for unit, day, miners in zip(units, days, covered, strict=True):
        _assess(sample, unit, "HSE-2", day, miners)


def _risk_assessment(sample: Sample, chance: Random, unit: Unit, measures: dict[str, str]) -> None:
    enrolment = unit.enrolments[-1]
    day = later(enrolment.first_day, chance.randrange(40, 900))
    if day <= DATA_DATE and enrolment.covers(day) and (members := sample.members(unit, day)):
        key = _assess(sample, unit, enrolment.programme, day, len(members))
        _find_dangers(sample, chance, key, measures)


def _assess(sample: Sample, unit: Unit, programme: str, day: date, miners: int) -> str:
    return sample.tables.add_next(
        "risk_assessment",
        "RA",
        programme_id=programme,
        unit_id=unit.id,
        assessed_on=day,
        miners_covered=miners,
    )


def _find_dangers(sample: Sample, chance: Random, key: str, measures: dict[str, str]) -> None:
    for danger in sorted(chance.sample(list(measures), chance.randint(3, 6))):
        level = chance.choices(["high", "medium", "low"], [2, 5, 3])[0]
        sample.tables.add(
            "risk_assessment_danger",
            risk_assessment_id=key,
            danger=danger,
            level=level,
            measure=None if level == "low" else measures[danger],
        )


def _incidents(sample: Sample, chance: Random, causes: dict[str, Any]) -> None:
    """Only in units of made-up organisations."""
    units = list(sample.fictional_units())
    for severity, count in INCIDENTS:
        for _ in range(count):
            unit, day = _somewhere(units, sample, chance)
            cause = "rockfall" if severity == "fatal" else chance.choice(causes[severity])
            hurt = 0 if severity == "near_miss" else chance.choices([1, 2], [6, 1])[0]
            benefit = BENEFIT_MINOR.get(severity) if chance.random() < 0.5 or severity == "fatal" else None
            kind = "near_miss" if severity == "near_miss" else "accident"
            sample.tables.add_next(
                "incident",
                "I",
                unit_id=unit.id,
                occurred_on=day,
                kind="occupational_illness" if cause in ("silica", "dust") else kind,
                severity=severity,
                cause=cause,
                people_hurt=1 if severity == "fatal" else hurt,
                benefit=None if benefit is None else major(benefit),
                currency_id=None if benefit is None else "USD",
                statement=causes["fatal_statement"] if severity == "fatal" else None,
            )


def _somewhere(units: list[Unit], sample: Sample, chance: Random) -> tuple[Unit, date]:
    """A unit with people at work, and a day on which it takes part in a programme."""
    while True:
        unit, day = chance.choice(units), later(date(2022, 6, 1), chance.randrange(1580))
        if day <= DATA_DATE and unit.programmes_on(day) and sample.members(unit, day):
            return unit, day

"""Assessments: how units climb their ladders, fall back, or are not visited for too long."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from sample_data.days import DATA_DATE, later
from sample_data.organisations import words
from sample_data.sample import Sample, Unit

NEVER_ASSESSED = 0.07
NO_LONGER_VISITED = 0.14
RISES, FALLS = 0.4, 0.1
RISES_UNDER_CLAIM, RISES_CERTIFIED = 0.18, 0.65
CORRECTED = 4
HSE_STARTS_AT = 2
HIGHER_IS_HARDER = 0.75
JUMPS = 0.06


def add_assessments(sample: Sample) -> None:
    """Assessments of all units on the ladders of their programmes, and criteria for the latest of SBG."""
    chance = Random("assessments")
    ladder_of = {p["id"]: p["ladder"] for p in words("programmes")["programme"]}
    heights = {ladder["id"]: len(ladder["stage"]) for ladder in words("ladders")["ladder"]}
    for unit in sample.units:
        for ladder in dict.fromkeys(ladder_of[enrolment.programme] for enrolment in unit.enrolments):
            spans = [e for e in unit.enrolments if ladder_of[e.programme] == ladder and e.programme != "EMG"]
            if spans:
                ends = min(spans[-1].last_day or DATA_DATE, unit.last_day or DATA_DATE)
                _climb(sample, chance, unit, ladder, heights[ladder], spans[0].first_day, ends)
    _correct_some(sample)
    _add_criteria(sample, chance)


def _climb(
    sample: Sample, chance: Random, unit: Unit, ladder: str, height: int, begins: date, ends: date
) -> None:
    """One unit's way on one ladder."""
    claimed = unit.organisation.named
    if not claimed and chance.random() < NEVER_ASSESSED:
        return
    stage = HSE_STARTS_AT if unit.organisation.id == "OREX-INTERNAL" else _first_stage(unit, chance)
    day = later(begins, chance.randrange(10, 130))
    stops = ends
    if not claimed and chance.random() < NO_LONGER_VISITED:
        stops = min(ends, later(DATA_DATE, -chance.randrange(370, 700)))
    while day <= stops:
        _add(
            sample, unit, ladder, stage, day, later(day, chance.randrange(1, 21)), chance.choice([9, 14, 16])
        )
        # The highest stage of the second ladder is for organisations that hold a standard.
        certified = sample.certified(unit.organisation, day)
        top = height if ladder == "SBG" or certified else height - 1
        # Nothing bad is made up of the organisations that claims name.
        rises = RISES_UNDER_CLAIM if claimed else RISES_CERTIFIED if certified else RISES
        stage = min(top, _next_stage(stage, height, rises, 0.0 if claimed else FALLS, chance))
        day = later(day, chance.randrange(150, 330))


def _first_stage(unit: Unit, chance: Random) -> int:
    if unit.organisation.id == "IQUIRA":
        return 3
    return 1 if unit.organisation.id == "OREX-EXTERNAL" or chance.random() < 0.8 else 2


def _next_stage(stage: int, height: int, rises: float, falls: float, chance: Random) -> int:
    """Up, down or the same."""
    lot = chance.random()
    if lot < rises * HIGHER_IS_HARDER ** (stage - 1):
        return min(height, stage + (2 if chance.random() < JUMPS else 1))
    return max(1, stage - 1) if lot > 1 - falls else stage


def _add(
    sample: Sample, unit: Unit, ladder: str, stage: int, day: date, recorded_on: date, hour: int
) -> None:
    sample.tables.add_next(
        "assessment",
        "A",
        unit_id=unit.id,
        ladder_id=ladder,
        stage_id=f"{ladder}-{stage}",
        assessed_on=day,
        recorded_at=datetime.combine(min(recorded_on, later(DATA_DATE, 14)), time(hour)),
        assessor=None if stage % 2 else "Programme team",
    )


def _correct_some(sample: Sample) -> None:
    """Some assessments were recorded again for the same day, a stage lower: the later record counts."""
    made_up = {unit.id for unit in sample.fictional_units()}
    rows = sample.tables.rows["assessment"]
    wrong = [
        row
        for row in rows
        if row["unit_id"] in made_up and row["stage_id"][-1] != "1" and row["assessed_on"].year == 2025
    ]
    for row in wrong[:: len(wrong) // CORRECTED][:CORRECTED]:
        corrected = {
            **row,
            "stage_id": f"{row['ladder_id']}-{int(row['stage_id'][-1]) - 1}",
            "recorded_at": row["recorded_at"] + timedelta(days=3),
            "assessor": "Desk review",
        }
        del corrected["id"]
        sample.tables.add_next("assessment", "A", **corrected)


def _add_criteria(sample: Sample, chance: Random) -> None:
    """Which criteria of its ladder each made-up unit met at its latest assessment."""
    criteria = sample.tables.rows["criterion"]
    made_up = {unit.id for unit in sample.fictional_units()}
    latest = {
        row["unit_id"]: row
        for row in sorted(
            sample.tables.rows["assessment"], key=lambda row: (row["assessed_on"], row["recorded_at"])
        )
        if row["ladder_id"] == criteria[0]["ladder_id"] and row["unit_id"] in made_up
    }
    for row in latest.values():
        for criterion in criteria:
            reached = criterion["stage_id"] <= row["stage_id"]
            sample.tables.add(
                "criterion_result",
                assessment_id=row["id"],
                criterion_id=criterion["id"],
                met=reached or chance.random() < 0.3,
                verified_by=chance.choice(["Programme team", "Independent verifier", None]),
            )

"""What miners learn: topics, sessions, and who came."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sample_data.days import DATA_DATE, later
from sample_data.organisations import words
from sample_data.sample import Sample, Unit

UNITS_AT_A_SESSION = 4
KEEN_FROM, KEEN_TO = 0.85, 1.12
KEENNESS = (0.7, 1.05, 1.15, 1.2)
SUNDAY = 6


def add_training(sample: Sample) -> None:
    """Topics; then for each programme and group of neighbouring units, sessions over the years."""
    training = words("training")
    for topic in training["topic"]:
        sample.tables.add(
            "topic",
            illustrative=False,
            id=topic["id"],
            name=topic["name"],
            validity_months=topic.get("validity_months"),
            required=topic["required"],
        )
    chance = Random("training")
    for programme in words("programmes")["programme"]:
        for group in _neighbours(sample.units_of(programme["id"])):
            # Groups differ in how keenly their miners come.
            turnout = training["turnout"][group[0].region] * chance.uniform(KEEN_FROM, KEEN_TO)
            emphasis = training["emphasis"].get(programme["id"], {})
            for topic in training["topic"]:
                every = topic["every_days"] * emphasis.get(topic["id"], 1.0)
                _hold(sample, chance, programme, group, topic, every, min(0.97, turnout * topic["reach"]))


def _neighbours(units: list[Unit]) -> list[list[Unit]]:
    """Units of one organisation, a few at a time: those that are taught together."""
    by_owner: dict[str, list[Unit]] = {}
    for unit in units:
        by_owner.setdefault(unit.organisation.id, []).append(unit)
    return [
        owned[start : start + UNITS_AT_A_SESSION]
        for owned in by_owner.values()
        for start in range(0, len(owned), UNITS_AT_A_SESSION)
    ]


def _hold(
    sample: Sample,
    chance: Random,
    programme: dict[str, Any],
    group: list[Unit],
    topic: dict[str, Any],
    every: float,
    turnout: float,
) -> None:
    """Sessions of one topic for one group, from the start of the programme until now."""
    day = later(
        min(e.first_day for u in group for e in u.enrolments if e.programme == programme["id"]),
        chance.uniform(0.05, 0.6) * every,
    )
    last = min(programme["last_day"], DATA_DATE)
    while day <= last:
        day = later(day, day.weekday() == SUNDAY)
        taught = [unit for unit in group if programme["id"] in unit.programmes_on(day)]
        there = [miner for unit in taught for miner in sample.members(unit, day)]
        came = [miner for miner in there if chance.random() < turnout * _keenness(miner)]
        if came and day <= last:
            _add(sample, programme["id"], topic, day, came)
        day = later(day, every * chance.uniform(0.8, 1.25))


def _keenness(miner: str) -> float:
    """Some come to nearly every session, some to few, whatever its topic."""
    return Random(f"keenness {miner}").choice(KEENNESS)


def _add(sample: Sample, programme: str, topic: dict[str, Any], day: date, came: list[str]) -> None:
    session = sample.tables.add_next(
        "training_session",
        "S",
        programme_id=programme,
        topic_id=topic["id"],
        held_on=day,
        minutes=topic["minutes"],
        trainer="Programme team",
    )
    for miner in came:
        sample.tables.add("attendance", session_id=session, miner_id=miner)

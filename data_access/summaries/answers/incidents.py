"""Accidents, illnesses and near misses, and how often people are hurt at work."""

from __future__ import annotations

from data_access.incidents import DAYS_OF_A_YEAR, INJURIES, WORKERS
from data_access.schema.protection import SEVERITIES
from data_access.summaries.answering import Asked, Cells, answers, counted
from data_access.summaries.book import Codes
from data_access.summaries.measures import INCIDENTS, PEOPLE_HURT


@answers("incidents")
def incidents(asked: Asked) -> Cells:
    return _by_severity(asked, INCIDENTS)


@answers("people_hurt")
def people_hurt(asked: Asked) -> Cells:
    return _by_severity(asked, PEOPLE_HURT)


@answers("injury_rate")
def injury_rate(asked: Asked) -> Cells:
    without = asked.reading(without=["severity"])
    injuries = [row for row in asked.measures(INCIDENTS) if row.severity in INJURIES]
    happened = without.amounts(injuries=injuries)["injuries"]
    hurt = asked.reading().amounts(
        hurt=[row for row in asked.measures(PEOPLE_HURT) if row.severity in INJURIES]
    )["hurt"]
    worked = without.days_worked()
    groups = dict.fromkeys((*worked, *happened), 0) or ({} if asked.by else {(): 0})
    cells: dict[Codes, tuple[float | None, int]] = {}
    for codes, group in asked.each_with("severity", INJURIES, groups):
        people, days = hurt.get(codes, 0), worked.get(group, 0)
        cells[codes] = (people * WORKERS * DAYS_OF_A_YEAR / days if days else None, people)
    return cells


@answers("person_years")
def person_years(asked: Asked) -> Cells:
    days = asked.reading().days_worked()
    return counted(asked, {codes: n / DAYS_OF_A_YEAR for codes, n in days.items()}, 0.0)


def _by_severity(asked: Asked, name: str) -> Cells:
    """Each group in which anything happened, with every severity; all of them where nothing else is asked."""
    happened = asked.reading(without=["severity"]).amounts(incidents=asked.measures(INCIDENTS))["incidents"]
    groups = happened or ({(): 0} if asked.by == ("severity",) else {})
    found = asked.reading().amounts(found=asked.measures(name))["found"]
    every = asked.each_with("severity", SEVERITIES, groups)
    return {codes: (found.get(codes, 0), None) for codes, _ in every}

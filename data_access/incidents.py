"""Accidents, illnesses and near misses, and how often people are hurt at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Float,
    Select,
    String,
    case,
    cast,
    column,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from data_access.dialects import bytewise
from data_access.enrolments import days_worked, with_enrolment
from data_access.figures import figure_statement
from data_access.schema import Enrolment, Incident
from data_access.schema.protection import SEVERITIES
from data_access.scope import TIME, UNIT, enrolled, in_period, listed, time_columns
from data_access.selection import Selection
from data_access.viewer import Viewer

# What keeps somebody from work, or worse: the injuries that SDG 8.8.1 counts.
INJURIES = ("lost_time", "permanent_disability", "fatal")
WORKERS, DAYS_OF_A_YEAR = 100_000, 365


@dataclass(frozen=True)
class FatalIncident:
    """A fatal incident, without the unit's name: the selected programmes in which the unit was
    enrolled that day, its region, the cause, how many people were hurt, and the statement recorded."""

    day: date
    programmes: tuple[str, ...]
    region: str
    cause: str
    people_hurt: int
    statement: str | None


@figure_statement("incidents", dimensions=(*UNIT, "severity", "kind", "cause", *TIME), fixed=("severity",))
def incidents(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Incidents of the period at units enrolled that day; each group has each severity."""
    return _by_severity(selection, by, "one")


@figure_statement("people_hurt", dimensions=(*UNIT, "severity", "kind", "cause", *TIME), fixed=("severity",))
def people_hurt(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """People hurt in those incidents; each group has each severity."""
    return _by_severity(selection, by, "people_hurt")


@figure_statement("injury_rate", dimensions=(*UNIT, "severity", *TIME))
def injury_rate(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """People hurt with lost time or worse in 100,000 person-years; of so many people hurt.

    By severity, each is set against the person-years of all. Without person-years a rate is
    missing; the people hurt stand beside it all the same.
    """
    worked, hurt = days_worked(selection, by), _once(selection, by, INJURIES)
    codes = [name for name in by if name != "severity"]
    entries = union_all(
        select(
            *(worked.c[name] for name in codes),
            worked.c.days,
            literal(0).label("people"),
            null().cast(String).label("severity"),
        ),
        select(*(hurt.c[name] for name in codes), literal(0), hurt.c.people_hurt, hurt.c.severity),
    ).cte("worked_or_hurt")
    people: ColumnElement[int] = entries.c.people
    asked, groups = select().select_from(entries), {name: entries.c[name] for name in codes}
    if "severity" in by:
        severities = _severities(INJURIES)
        asked = asked.join(severities, true())
        groups["severity"] = severities.c.severity
        people = case((entries.c.severity == severities.c.severity, people), else_=0)
    found, days = _whole(people), _whole(entries.c.days)
    rate = cast(found, Float) * WORKERS * DAYS_OF_A_YEAR / func.nullif(days, 0)
    ordered = [groups[name] for name in by]
    return asked.add_columns(*ordered, rate.label("value"), found.label("of")).group_by(*ordered)


@figure_statement("person_years", dimensions=(*UNIT, *TIME))
def person_years(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Years that miners were members of enrolled units within the period."""
    worked = days_worked(selection, by)
    groups = [worked.c[name] for name in by]
    years = cast(_whole(worked.c.days), Float) / DAYS_OF_A_YEAR
    return select(*groups, years.label("value"), null().label("of")).group_by(*groups)


def fatal_incidents(
    connection: Connection, viewer: Viewer, selection: Selection
) -> tuple[FatalIncident, ...]:
    """Fatal incidents of the period at units enrolled that day, the latest first; never suppressed."""
    selection = viewer.within(selection)
    found = _incidents(selection, ())
    statement = (
        select(
            found.c.incident,
            found.c.day,
            *found.c["programme", "region", "cause", "people_hurt", "statement"],
        )
        .where(found.c.severity == "fatal")
        .order_by(found.c.day.desc(), bytewise(found.c.incident))
    )
    fatal = []
    for _, rows in groupby(connection.execute(statement), key=lambda row: row.incident):
        first, *others = rows
        programmes = tuple(sorted({row.programme for row in (first, *others)}))
        fatal.append(
            FatalIncident(
                first.day, programmes, first.region, first.cause, first.people_hurt, first.statement
            )
        )
    return tuple(fatal)


def _by_severity(selection: Selection, by: Sequence[str], amount: str) -> Select[Any]:
    """The sum of an amount over the incidents of each group, with a row for each severity.

    Without other groups the severities stand even where nothing happened.
    """
    once, severities = _once(selection, by, SEVERITIES), _severities(SEVERITIES)
    groups = [severities.c.severity if name == "severity" else once.c[name] for name in by]
    own = case((once.c.severity == severities.c.severity, once.c[amount]), else_=0)
    return (
        select(*groups, _whole(own).label("value"), null().label("of"))
        .select_from(severities)
        .join(once, true(), isouter=len(by) == 1)
        .group_by(*groups)
    )


def _once(selection: Selection, by: Sequence[str], severities: Sequence[str]) -> CTE:
    """Each incident of some severities once in each group, however often its unit is enrolled.

    Columns: those of ``by``, ``severity``, ``incident``, ``people_hurt``, ``one``.
    """
    found = _incidents(selection, by)
    codes = [found.c[name] for name in by if name != "severity"]
    counted = select(*codes, *found.c["severity", "incident", "people_hurt"], literal(1).label("one"))
    return counted.where(found.c.severity.in_(severities)).distinct().cte("incident_once")


def _incidents(selection: Selection, by: Sequence[str]) -> CTE:
    """Incidents of the period, a row for each selected programme that the unit was in that day."""
    statement = (
        select(
            Incident.id.label("incident"),
            Incident.occurred_on.label("day"),
            Incident.severity,
            Incident.kind,
            Incident.cause,
            Incident.people_hurt,
            Incident.statement,
            *time_columns(Incident.occurred_on),
        )
        .select_from(Incident)
        .join(
            Enrolment,
            (Enrolment.unit_id == Incident.unit_id)
            & enrolled(selection, Incident.occurred_on, Incident.occurred_on),
        )
        .where(*in_period(selection, Incident.occurred_on))
    )
    return with_enrolment(statement, selection, by).cte("incident_of_programme")


def _severities(codes: Sequence[str]) -> CTE:
    return listed("severity_code", (column("severity", String),), [(code,) for code in codes])


def _whole(amount: ColumnElement[int]) -> ColumnElement[int]:
    """The sum as a whole number, zero of nothing: Postgres would give a decimal."""
    return cast(func.coalesce(func.sum(amount), 0), BigInteger)

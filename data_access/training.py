"""Who was trained, in what, for how long, and whose training is still valid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Float, Select, and_, case, cast, func, null, or_, select, true

from data_access.dialects import days_later, months_later
from data_access.events import with_miner
from data_access.figures import figure_statement
from data_access.schema import Attendance, Programme, Topic, TrainingSession
from data_access.scope import (
    PERSON,
    TIME,
    active_miners,
    horizons,
    in_period,
    programme_filters,
    time_columns,
    with_sponsor,
)
from data_access.selection import Selection


@figure_statement("people_trained", dimensions=(*PERSON, "topic", *TIME))
def people_trained(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Distinct miners with an attendance at a session of a selected programme in the period."""
    attendances = _attendances(selection, by)
    groups = [attendances.c[name] for name in by]
    people = func.count(attendances.c.miner.distinct())
    return select(*groups, people.label("value"), null().label("of")).group_by(*groups)


@figure_statement("training_hours", dimensions=(*PERSON, "topic", *TIME))
def training_hours(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Hours of the sessions of the period, times their attendances."""
    attendances = _attendances(selection, by)
    groups = [attendances.c[name] for name in by]
    hours = cast(func.coalesce(func.sum(attendances.c.minutes), 0), Float) / 60
    return select(*groups, hours.label("value"), null().label("of")).group_by(*groups)


@figure_statement("training_coverage", dimensions=(*PERSON, "topic", *TIME))
def training_coverage(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share of active miners whose training is valid: in a topic, or in every required one.

    By topic, each group has each topic, be it with nobody. Where no topic is required, nobody can
    be valid in all that are: the share is missing.
    """
    miners = active_miners(selection, by)
    valid = _valid_trainings(miners)
    required = select(func.count()).select_from(Topic).where(Topic.required).scalar_subquery()
    if "topic" in by:
        asked = select(*miners.c, Topic.id.label("topic")).join(Topic, true()).cte("asked")
        trained = select(valid.c.day, valid.c.miner, valid.c.topic).subquery("trained")
    else:
        asked = miners
        complete = select(valid.c.day, valid.c.miner).where(valid.c.required)
        in_all = complete.group_by(valid.c.day, valid.c.miner).having(func.count() == required)
        trained = in_all.subquery("trained")
    groups = [asked.c[name] for name in by]
    people = func.count(asked.c.miner.distinct())
    share = cast(func.count(trained.c.miner.distinct()), Float) / func.nullif(people, 0)
    value = share if "topic" in by else case((required > 0, share))
    return (
        select(*groups, value.label("value"), people.label("of"))
        .select_from(asked)
        .outerjoin(trained, and_(*(asked.c[each.name] == each for each in trained.c)))
        .group_by(*groups)
    )


@figure_statement("training_lapsing", dimensions=(*PERSON, "topic", "days"), fixed=("days",))
def training_lapsing(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Active miners whose validity in a required topic ends in 30, 60, 90 days, of those valid.

    By topic, each group has each required topic. Without it, a miner counts once, with the first
    of their topics to lapse.
    """
    miners, ahead = active_miners(selection, by), horizons(selection)
    valid = _valid_trainings(miners)
    asked = select(*miners.c, *ahead.c).select_from(miners).join(ahead, true())
    trained = (valid.c.miner == miners.c.miner) & valid.c.required
    if "topic" in by:
        asked = asked.add_columns(Topic.id.label("topic")).join(Topic, Topic.required.is_(True))
        trained &= valid.c.topic == Topic.id
    people = asked.add_columns(valid.c.miner.label("valid"), valid.c.last_day).outerjoin(valid, trained)
    person = people.cte("person")
    groups = [person.c[name] for name in by]
    lapsing = case((person.c.last_day <= person.c.until, person.c.valid))
    return select(
        *groups,
        func.count(lapsing.distinct()).label("value"),
        func.count(person.c.valid.distinct()).label("of"),
    ).group_by(*groups)


def _attendances(selection: Selection, by: Sequence[str]) -> CTE:
    """Attendances at the sessions that selected programmes held in the period.

    Columns: ``minutes``, ``topic``, ``programme``, ``ladder``, ``month``, ``year``, and the miner's
    of the session's day.
    """
    statement = (
        select(
            TrainingSession.minutes,
            TrainingSession.topic_id.label("topic"),
            TrainingSession.programme_id.label("programme"),
            Programme.ladder_id.label("ladder"),
            *time_columns(TrainingSession.held_on),
        )
        .select_from(TrainingSession)
        .join(Programme, Programme.id == TrainingSession.programme_id)
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(
            *in_period(selection, TrainingSession.held_on),
            *programme_filters(selection, TrainingSession.programme_id),
        )
    )
    people = with_miner(statement, Attendance.miner_id, TrainingSession.held_on, selection)
    return with_sponsor(people, TrainingSession.programme_id, selection, by).cte("attendance_in_period")


def _valid_trainings(miners: CTE) -> CTE:
    """In which topics the miners are valid on each state day, whoever trained them.

    Columns: ``day``, ``miner``, ``topic``, ``required``, ``last_day``: the last day on which the
    latest attendance is valid, the day before its anniversary; empty where it never lapses.
    """
    people = select(miners.c.day, miners.c.miner).distinct().subquery("person_on_day")
    attended = (
        people.c.day,
        people.c.miner,
        Topic.id.label("topic"),
        Topic.required.label("required"),
    )
    anniversary = months_later(func.max(TrainingSession.held_on), Topic.validity_months)
    latest = (
        select(*attended, days_later(anniversary, -1).label("last_day"))
        .select_from(people)
        .join(Attendance, Attendance.miner_id == people.c.miner)
        .join(
            TrainingSession,
            (TrainingSession.id == Attendance.session_id) & (TrainingSession.held_on <= people.c.day),
        )
        .join(Topic, Topic.id == TrainingSession.topic_id)
        .group_by(people.c.day, people.c.miner, Topic.id, Topic.required, Topic.validity_months)
        .subquery("latest_attendance")
    )
    still = or_(latest.c.last_day.is_(None), latest.c.last_day >= latest.c.day)
    return select(latest).where(still).cte("valid_training")

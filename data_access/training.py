"""Who was trained, in what, for how long, and whose training is still valid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Select,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
    true,
)

from data_access.dialects import days_later, months_later
from data_access.events import distinct, with_miner
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
    return distinct(attendances(selection, by), "miner", by)


@figure_statement("training_hours", dimensions=(*PERSON, "topic", *TIME))
def training_hours(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Hours of the sessions of the period, times their attendances."""
    attended = attendances(selection, by)
    groups = [attended.c[name] for name in by]
    hours = cast(func.coalesce(func.sum(attended.c.minutes), 0), Float) / 60
    return select(*groups, hours.label("value"), null().label("of")).group_by(*groups)


@figure_statement("training_coverage", dimensions=(*PERSON, "topic", *TIME))
def training_coverage(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share of active miners whose training is valid: in a topic, or in every required one.

    By topic, each group has each topic, be it with nobody. Where no topic is required, nobody can
    be valid in all that are: the share is missing.
    """
    miners = active_miners(selection, by)
    topics = true() if "topic" in by else Topic.required.is_(True)
    valid, groups = _valid_trainings(miners, topics), _groups(miners, by)
    required = select(func.count()).select_from(Topic).where(Topic.required).scalar_subquery()
    of_miner = (valid.c.day, valid.c.miner)
    if "topic" in by:
        trained = select(*of_miner, valid.c.topic).subquery("trained")
        cell = select(*groups.c, Topic.id.label("topic")).select_from(groups).join(Topic, true()).cte("cell")
    else:
        in_every = select(*of_miner).group_by(*of_miner).having(func.count() == required)
        trained = in_every.subquery("trained")
        cell = groups
    groups_trained = _codes(miners, trained, by)
    counted = (
        select(*groups_trained, func.count(miners.c.miner.distinct()).label("trained"))
        .join_from(miners, trained, (trained.c.day == miners.c.day) & (trained.c.miner == miners.c.miner))
        .group_by(*groups_trained)
        .cte("counted")
    )
    share = cast(func.coalesce(counted.c.trained, 0), Float) / func.nullif(cell.c.people, 0)
    value = share if "topic" in by else case((required > 0, share))
    codes = [cell.c[name] for name in by]
    same_codes = and_(true(), *(code == counted.c[code.name] for code in codes))
    coverage = select(*codes, value.label("value"), cell.c.people.label("of"))
    coverage = coverage.outerjoin_from(cell, counted, same_codes)
    return coverage.where(cell.c.people > 0) if by else coverage


@figure_statement("training_lapsing", dimensions=(*PERSON, "topic", "days", *TIME), fixed=("days",))
def training_lapsing(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Active miners whose validity in a required topic ends within 30, 60, 90 days of each state day, of
    those valid.

    By topic, each group has each required topic. Without it, a miner counts once, with the first
    of their topics to lapse.
    """
    miners, ahead = active_miners(selection, by), horizons()
    valid, groups = _valid_trainings(miners, Topic.required.is_(True)), _groups(miners, by)
    cells = select(*groups.c, ahead.c.days).select_from(groups).join(ahead, true())
    if "topic" in by:
        cells = cells.add_columns(Topic.id.label("topic")).join(Topic, Topic.required.is_(True))
    cell = cells.cte("cell")
    trained = (
        select(valid.c.day, valid.c.miner, valid.c.topic, valid.c.last_day, ahead.c.days)
        .select_from(valid)
        .join(ahead, true())
        .subquery("trained")
    )
    groups_trained = _codes(miners, trained, by)
    until = days_later(trained.c.day, trained.c.days)
    lapsing = case((trained.c.last_day <= until, trained.c.miner))
    counted = (
        select(
            *groups_trained,
            func.count(lapsing.distinct()).label("lapsing"),
            func.count(trained.c.miner.distinct()).label("valid"),
        )
        .join_from(miners, trained, (trained.c.day == miners.c.day) & (trained.c.miner == miners.c.miner))
        .group_by(*groups_trained)
        .cte("counted")
    )
    codes = [cell.c[name] for name in by]
    return (
        select(
            *codes,
            func.coalesce(counted.c.lapsing, 0).label("value"),
            func.coalesce(counted.c.valid, 0).label("of"),
        )
        .outerjoin_from(cell, counted, and_(*(code == counted.c[code.name] for code in codes)))
        .where(cell.c.people > 0)
    )


def _groups(miners: CTE, by: Sequence[str]) -> CTE:
    """Groups of active miners, whatever their training: the miners' dimensions, and ``people``.

    Counting the trained apart, and not over miners × topics, keeps Postgres from a plan that
    compares each of those with each attendance.
    """
    groups = [miners.c[name] for name in by if name in miners.c]
    people = func.count(miners.c.miner.distinct()).label("people")
    return select(*groups, people).group_by(*groups).cte("group_of_miners")


def _codes(miners: CTE, trained: FromClause, by: Sequence[str]) -> list[ColumnElement[Any]]:
    """The columns to group trained miners by: the miners' dimensions, and those of their training."""
    return [(miners if name in miners.c else trained).c[name] for name in by]


def attendances(selection: Selection, by: Sequence[str]) -> CTE:
    """Attendances at the sessions that selected programmes held in the period.

    Columns: ``minutes``, ``topic``, ``programme``, ``ladder``, those of ``TIME``, and the miner's
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


def _valid_trainings(miners: CTE, topics: ColumnElement[bool]) -> CTE:
    """In which of the topics the miners are valid on each state day, whoever trained them.

    Columns: ``day``, ``miner``, ``topic``, ``last_day``: the last day on which the latest
    attendance is valid, the day before its anniversary; empty where it never lapses.
    """
    people = select(miners.c.day, miners.c.miner).distinct().subquery("person_on_day")
    anniversary = months_later(TrainingSession.held_on, Topic.validity_months)
    # Attendances at one session are valid to one day: it is computed once for all of them.
    session = (
        select(
            TrainingSession.id,
            TrainingSession.held_on,
            Topic.id.label("topic"),
            days_later(anniversary, -1).label("last_day"),
        )
        .join(Topic, (Topic.id == TrainingSession.topic_id) & topics)
        .cte("session_with_validity")
        .prefix_with("MATERIALIZED")
    )
    # All attendances on a topic are valid for as long: if any is valid on a day, the latest is.
    valid_that_day = (session.c.held_on <= people.c.day) & or_(
        session.c.last_day.is_(None), session.c.last_day >= people.c.day
    )
    found = (people.c.day, people.c.miner, session.c.topic)
    return (
        select(*found, func.max(session.c.last_day).label("last_day"))
        .select_from(people)
        .join(Attendance, Attendance.miner_id == people.c.miner)
        .join(session, (session.c.id == Attendance.session_id) & valid_that_day)
        .group_by(*found)
        .cte("valid_training")
    )

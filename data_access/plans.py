"""Improvement plans: what was done, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Float, Integer, Select, String, case, cast, func, or_, select

from data_access.dialects import bytewise, days_between
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.holders import held_by, holders
from data_access.schema import ImprovementPlan, PlanAction
from data_access.scope import ORGANISATION, TIME, programme_filters, state_days, with_sponsor
from data_access.selection import Selection
from data_access.viewer import Viewer

PLAN = (*ORGANISATION, "unit", "field", *TIME)


@figure_statement("plan_progress", dimensions=PLAN)
def plan_progress(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Actions done over actions planned, in the plans for the years of the period agreed by the state day."""
    since = ImprovementPlan.year >= selection.first_day.year
    actions = _planned_actions(selection, by).where(since).cte("planned_action")
    groups = [actions.c[name] for name in by]
    done, planned = func.count(actions.c.done), func.count(actions.c.action)
    return select(
        *groups,
        (cast(done, Float) / cast(func.nullif(planned, 0), Float)).label("value"),
        planned.label("of"),
    ).group_by(*groups)


@figure_statement("overdue_actions", dimensions=PLAN)
def overdue_actions(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Actions due before the state day and not done by it; zero where all of a group's are in time."""
    actions = _planned_actions(selection, by).cte("planned_action")
    groups = [actions.c[name] for name in by]
    overdue, planned = func.count(actions.c.overdue), func.count(actions.c.action)
    return select(*groups, overdue.label("value"), planned.label("of")).group_by(*groups)


def actions_overdue(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """The overdue actions of the selection on the as-of day, the longest overdue first.

    A row for each. Columns: ``action``, ``description``, ``field``, ``unit`` (missing for a plan of
    an organisation), ``organisation``, ``region``, ``programme``, ``year`` (the plan's), ``due_on``,
    ``days`` (since that day).
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    actions = _planned_actions(selection, ()).cte("planned_action")
    statement = (
        select(
            *(actions.c[name] for name in ("action", "field", "unit", "organisation", "region")),
            *(actions.c[name] for name in ("programme", "year")),
            PlanAction.description,
            PlanAction.due_on,
            days_between(PlanAction.due_on, actions.c.day).label("days"),
        )
        .join(PlanAction, PlanAction.id == actions.c.overdue)
        .order_by(PlanAction.due_on, bytewise(PlanAction.id))
    )
    return frame_of(connection, statement)


def _planned_actions(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """The actions planned on each state day, in plans of every year up to it that were agreed by then.

    An action cancelled later still counts as planned. Columns: those of ``holders``, ``programme``
    (``sponsor`` where asked for), ``day``, those of ``TIME`` (``year`` is the plan's), ``field``,
    ``action``, and where it is so on that day ``done`` and ``overdue``, which name the action again.
    """
    # By year means the plan's: the state is that of the as-of day for each of them.
    days = state_days(selection, [name for name in by if name != "year"])
    owners = holders(selection)
    done = PlanAction.done_on <= days.c.day
    late = (PlanAction.due_on < days.c.day) & or_(
        PlanAction.done_on.is_(None), PlanAction.done_on > days.c.day
    )
    planned = (
        select(
            *owners.c,
            ImprovementPlan.programme_id.label("programme"),
            days.c.day,
            days.c.month,
            days.c.quarter,
            cast(ImprovementPlan.year, String).label("year"),
            PlanAction.field,
            PlanAction.id.label("action"),
            case((done, PlanAction.id)).label("done"),
            case((late, PlanAction.id)).label("overdue"),
        )
        .select_from(owners)
        .join(ImprovementPlan, held_by(ImprovementPlan, owners))
        .join(PlanAction, PlanAction.plan_id == ImprovementPlan.id)
        .join(
            days,
            (ImprovementPlan.agreed_on <= days.c.day)
            & (ImprovementPlan.year <= cast(days.c.year, Integer))
            & or_(PlanAction.cancelled_on.is_(None), PlanAction.cancelled_on > days.c.day),
        )
        .where(*programme_filters(selection, ImprovementPlan.programme_id))
    )
    return with_sponsor(planned, ImprovementPlan.programme_id, selection, by)

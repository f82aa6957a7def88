"""Risks that CRAFT assessments recorded, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import CTE, Connection, Float, Select, String, case, cast, column, func, null, select, true

from data_access.dialects import bytewise, months_later
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.schema import CraftAssessment, CraftFinding
from data_access.scope import (
    ORGANISATION,
    TIME,
    in_period,
    listed,
    organisations,
    programme_filters,
    state_days,
    time_columns,
    time_of,
    with_sponsor,
)
from data_access.selection import Selection, months_earlier
from data_access.viewer import Viewer

FINDING = (*ORGANISATION, "module", "level", *TIME)
# What a finding is until it is mitigated.
OPEN = ("open", "mitigating")
MONTHS_CURRENT = 12


@figure_statement("organisations_assessed", dimensions=(*ORGANISATION, *TIME))
def organisations_assessed(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Distinct organisations that a selected programme assessed for CRAFT risks in the period."""
    places = organisations(selection.narrowed(programmes=(), sponsors=()), ())
    assessed = (
        select(
            *places.c,
            CraftAssessment.programme_id.label("programme"),
            *time_columns(CraftAssessment.assessed_on),
        )
        .join(CraftAssessment, CraftAssessment.organisation_id == places.c.organisation)
        .where(
            *in_period(selection, CraftAssessment.assessed_on),
            *programme_filters(selection, CraftAssessment.programme_id),
        )
    )
    rows = with_sponsor(assessed, CraftAssessment.programme_id, selection, by).cte("assessed")
    groups = [rows.c[name] for name in by]
    return select(
        *groups, func.count(rows.c.organisation.distinct()).label("value"), null().label("of")
    ).group_by(*groups)


@figure_statement("open_risks", dimensions=(*FINDING, "status"))
def open_risks(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Findings recorded by the state day and not mitigated by it; zero where all of a group are.

    By status, ``of`` counts the group's findings of every status.
    """
    findings = _findings(selection, by)
    # A row of each finding for each status, so that the whole stands beside either.
    statuses = listed("status", (column("status", String),), [(status,) for status in OPEN])
    asked = "status" in by
    groups = [statuses.c.status if name == "status" else findings.c[name] for name in by]
    wanted = findings.c.status == statuses.c.status if asked else findings.c.status.in_(OPEN)
    counted = select(
        *groups,
        func.count(case((wanted, findings.c.finding))).label("value"),
        func.count(findings.c.finding).label("of"),
    ).select_from(findings)
    return (counted.join(statuses, true()) if asked else counted).group_by(*groups)


@figure_statement("risks_mitigated", dimensions=FINDING)
def risks_mitigated(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Findings mitigated by the state day over all that were recorded by it."""
    findings = _findings(selection, by)
    groups = [findings.c[name] for name in by]
    mitigated = func.count(case((findings.c.status == "mitigated", findings.c.finding)))
    recorded = func.count(findings.c.finding)
    return select(
        *groups,
        (cast(mitigated, Float) / cast(func.nullif(recorded, 0), Float)).label("value"),
        recorded.label("of"),
    ).group_by(*groups)


@figure_statement("craft_reports_current", dimensions=(*ORGANISATION, *TIME))
def craft_reports_current(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations with a report less than twelve months old on the state day, of all selected.

    A report is twelve months old on the same day a year later; one of 29 February on 28 February.
    """
    bodies, days = organisations(selection, by), state_days(selection, by)
    columns = {found.name: found for found in (*bodies.c, *time_of(days))}
    groups = [columns[name] for name in by]
    return (
        select(
            *groups,
            func.count(CraftAssessment.organisation_id.distinct()).label("value"),
            func.count(bodies.c.organisation.distinct()).label("of"),
        )
        .select_from(bodies)
        .join(days, true())
        .outerjoin(
            CraftAssessment,
            (CraftAssessment.organisation_id == bodies.c.organisation)
            & (CraftAssessment.assessed_on <= days.c.day)
            & (months_later(CraftAssessment.assessed_on, MONTHS_CURRENT) > days.c.day),
        )
        .group_by(*groups)
    )


def last_craft_reports(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """The last CRAFT report of each organisation of the selection by the as-of day, the oldest first.

    A row for each organisation that has one; of two of one day, the later by its key. Columns:
    ``organisation``, ``region``, ``report`` (full or summary), ``assessed_on``, ``days`` and whole
    ``months`` since then.
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    bodies = organisations(selection, ())
    latest = func.row_number().over(
        partition_by=bodies.c.organisation,
        order_by=(CraftAssessment.assessed_on.desc(), bytewise(CraftAssessment.id).desc()),
    )
    ranked = (
        select(
            bodies.c.organisation,
            bodies.c.region,
            CraftAssessment.report,
            CraftAssessment.assessed_on,
            latest.label("place"),
        )
        .join(CraftAssessment, CraftAssessment.organisation_id == bodies.c.organisation)
        .where(CraftAssessment.assessed_on <= selection.as_of)
        .subquery("ranked_report")
    )
    last = [ranked.c[name] for name in ("organisation", "region", "report", "assessed_on")]
    statement = (
        select(*last)
        .where(ranked.c.place == 1)
        .order_by(ranked.c.assessed_on, bytewise(ranked.c.organisation))
    )
    frame = frame_of(connection, statement)
    ages = [(selection.as_of - day).days for day in frame["assessed_on"]]
    months = [whole_months(day, selection.as_of) for day in frame["assessed_on"]]
    return frame.assign(days=ages, months=months)


def whole_months(first: date, last: date) -> int:
    """Whole months from one day to a later: twelve from 29 February 2024 to 28 February 2025."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if months_earlier(first, -months) <= last else months - 1


def _findings(selection: Selection, by: Sequence[str]) -> CTE:
    """Findings of the selected organisations that were recorded by each state day.

    Columns: those of ``organisations``, those of ``TIME``, ``module``, ``level``, ``finding`` and
    its ``status`` on that day: open, mitigating or mitigated.
    """
    bodies, days = organisations(selection, by), state_days(selection, by)
    status = case(
        (CraftFinding.mitigated_on <= days.c.day, "mitigated"),
        (CraftFinding.mitigating_on <= days.c.day, "mitigating"),
        else_="open",
    )
    return (
        select(
            *bodies.c,
            *time_of(days),
            CraftFinding.module,
            CraftFinding.level,
            CraftFinding.id.label("finding"),
            status.label("status"),
        )
        .select_from(bodies)
        .join(CraftAssessment, CraftAssessment.organisation_id == bodies.c.organisation)
        .join(days, CraftAssessment.assessed_on <= days.c.day)
        .join(CraftFinding, CraftFinding.craft_assessment_id == CraftAssessment.id)
        .cte("finding")
    )

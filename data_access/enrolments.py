"""Enrolments over time: what happened in one, and how many days were worked in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Select, func, select, true

from data_access.cover import spans_of_period
from data_access.dialects import days_between, days_later, earliest, latest
from data_access.schema import Enrolment, Membership, ProductionUnit, Programme, Region
from data_access.scope import enrolled, time_of, unit_columns, unit_filters, with_sponsor
from data_access.selection import Selection

# Dimensions in which the enrolments of one unit differ.
DIFFERING = ("programme", "ladder", "sponsor")


def with_enrolment(statement: Select[Any], selection: Selection, by: Sequence[str]) -> Select[Any]:
    """The statement of enrolments with their dimensions, at the places selected.

    Adds the columns of ``UNIT``; ``sponsor``, a row for each, only where that is asked for.
    """
    placed = (
        statement.add_columns(
            *unit_columns(), Enrolment.programme_id.label("programme"), Programme.ladder_id.label("ladder")
        )
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .join(Region, Region.id == ProductionUnit.region_id)
        .where(*unit_filters(selection))
    )
    return with_sponsor(placed, Enrolment.programme_id, selection, by)


def days_worked(selection: Selection, by: Sequence[str]) -> CTE:
    """Days of memberships that lie in the period and in a selected enrolment.

    A row for each membership, enrolment and span of time asked for; in the groups of ``by`` each
    day of a miner counts once. Columns: those of ``UNIT`` (``sponsor`` only where asked for),
    those of ``TIME``, ``days``.
    """
    spans, enrolments = spans_of_period(selection, by), _without_overlaps(selection, by)
    left = func.coalesce(days_later(Membership.left_on, -1), spans.c.last_day)
    first = latest(Membership.joined_on, enrolments.c.first_day, spans.c.first_day)
    last = earliest(left, enrolments.c.last_day, spans.c.last_day)
    return (
        select(enrolments, *time_of(spans), (days_between(first, last) + 1).label("days"))
        .select_from(enrolments)
        .join(Membership, Membership.unit_id == enrolments.c.unit)
        .join(spans, true())
        .where(first <= last)
        .cte("days_worked")
    )


def _without_overlaps(selection: Selection, by: Sequence[str]) -> CTE:
    """Enrolments in selected programmes, each from the day that no earlier one of its group reaches.

    One that lies within another ends before it begins.
    """
    ends = func.coalesce(Enrolment.last_day, selection.as_of)
    overlapping = (
        select().select_from(Enrolment).where(enrolled(selection, selection.first_day, selection.as_of))
    )
    each = (
        with_enrolment(overlapping, selection, by)
        .add_columns(Enrolment.first_day.label("enrolled_on"), ends.label("last_day"))
        .subquery("enrolment")
    )
    together = (each.c.unit, *(each.c[name] for name in DIFFERING if name in by))
    reached = func.max(each.c.last_day).over(
        partition_by=together, order_by=each.c.enrolled_on, rows=(None, -1)
    )
    begins = latest(each.c.enrolled_on, func.coalesce(days_later(reached, 1), each.c.enrolled_on))
    return select(each, begins.label("first_day")).cte("enrolment_without_overlaps")

"""Where units stand on their ladders, how they move, and who waits for an assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Date,
    Float,
    Integer,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)

from data_access.dialects import bytewise, days_between
from data_access.events import distinct, with_unit
from data_access.figures import figure_statement
from data_access.schema import Assessment, Enrolment, ProductionUnit, Programme, Region, Stage
from data_access.scope import (
    TIME,
    UNIT,
    enrolled,
    enrolled_units,
    in_period,
    time_columns,
    unit_filters,
    with_sponsor,
)
from data_access.selection import Selection

NOT_ASSESSED = "not_assessed"
OVERDUE_DAYS = 365


@figure_statement("units_by_stage", dimensions=(*UNIT, *TIME, "stage"), fixed=("ladder", "stage"))
def units_by_stage(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Units at each stage, ``not_assessed`` among them, of the group's units on that ladder.

    A stage at which no unit of a group stands has no row.
    """
    units, stays = enrolled_units(selection, by), _stays()
    standing = (
        select(*units.c, func.coalesce(stays.c.stage, literal(NOT_ASSESSED)).label("stage"))
        .outerjoin(
            stays,
            (stays.c.unit == units.c.unit)
            & (stays.c.ladder == units.c.ladder)
            & (stays.c.began_on <= units.c.day)
            & or_(stays.c.moved_on.is_(None), stays.c.moved_on > units.c.day),
        )
        .cte("standing")
    )
    groups = [standing.c[name] for name in by]
    at_stage = func.count(standing.c.unit.distinct())
    # A unit stands at one stage of a ladder at a time, so its stages add up to the ladder's units.
    on_ladder = func.sum(at_stage).over(partition_by=[standing.c[name] for name in by if name != "stage"])
    return select(*groups, at_stage.label("value"), cast(on_ladder, BigInteger).label("of")).group_by(*groups)


def standing(selection: Selection, among: Select[Any] | None = None) -> CTE:
    """The stage of each production unit on the as-of day, in one pass over the enrolments.

    A row for each unit, or each of those that ``among`` selects. Columns: ``unit``, ``region``, ``latitude``,
    ``longitude``, ``group`` (the stage; on two ladders that where it has been assessed, missing where it has
    been on neither).
    """
    last = (
        select(Assessment.stage_id)
        .where(
            Assessment.unit_id == Enrolment.unit_id,
            Assessment.ladder_id == Programme.ladder_id,
            Assessment.assessed_on <= selection.as_of,
        )
        .order_by(
            Assessment.assessed_on.desc(), Assessment.recorded_at.desc(), bytewise(Assessment.id).desc()
        )
        .limit(1)
        .correlate(Enrolment, Programme)
        .scalar_subquery()
    )
    own = (ProductionUnit.region_id, ProductionUnit.latitude, ProductionUnit.longitude)
    each = (
        select(Enrolment.unit_id.label("unit"), *own, last.label("stage"))
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .where(enrolled(selection, selection.as_of, selection.as_of), *unit_filters(selection))
    )
    if selection.countries:
        each = each.join(Region, Region.id == ProductionUnit.region_id)
    if among is not None:
        each = each.where(Enrolment.unit_id.in_(among))
    found = each.subquery("last_assessment")
    return (
        select(
            found.c.unit,
            func.min(found.c.region_id).label("region"),
            func.min(found.c.latitude).label("latitude"),
            func.min(found.c.longitude).label("longitude"),
            func.min(bytewise(found.c.stage)).label("group"),
        )
        .group_by(found.c.unit)
        .cte("standing_unit" if among is None else "standing_unit_there")
    )


@figure_statement(
    "stage_moves", dimensions=(*UNIT, *TIME, "stage", "direction"), fixed=("ladder", "direction")
)
def stage_moves(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Moves ``up`` and ``down`` in the period; ``stage`` is the stage moved to."""
    return distinct(moves(selection, by, stage="next_stage"), "stay", by)


@figure_statement("median_days_in_stage", dimensions=(*UNIT, *TIME, "stage"), fixed=("ladder", "stage"))
def median_days_in_stage(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Median length of the stays that a move in the period ended; ``stage`` is the stage left."""
    move = moves(selection, by, stage="stage")
    # A unit in two programmes gives a row for each, but its stay is one stay.
    stays = select(
        *(move.c[name] for name in by),
        move.c.stay,
        days_between(move.c.began_on, move.c.moved_on).label("length"),
    ).distinct()
    stay = stays.subquery("completed_stay")
    group = [stay.c[name] for name in by]
    ranked = select(
        *group,
        stay.c.length,
        func.row_number().over(partition_by=group, order_by=stay.c.length).label("rank"),
        func.count().over(partition_by=group).label("stays"),
    ).subquery("ranked_stay")
    groups = [ranked.c[name] for name in by]
    # The middle stay, or the two beside the middle where their number is even.
    middle = (2 * ranked.c.rank).between(ranked.c.stays, ranked.c.stays + 2)
    median = cast(func.avg(ranked.c.length), Float)
    return select(*groups, median.label("value"), null().label("of")).where(middle).group_by(*groups)


@figure_statement("overdue_assessments", dimensions=(*UNIT, *TIME), fixed=("ladder",))
def overdue_assessments(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Units not assessed for 365 days, or never and enrolled for so long, of those on the ladder."""
    units = enrolled_units(selection, by)
    last = (
        select(func.max(Assessment.assessed_on))
        .where(
            Assessment.unit_id == units.c.unit,
            Assessment.ladder_id == units.c.ladder,
            Assessment.assessed_on <= units.c.day,
        )
        .scalar_subquery()
    )
    waiting = select(*units.c, func.coalesce(last, units.c.enrolled_on).label("since")).cte("waiting")
    groups = [waiting.c[name] for name in by]
    overdue = case((days_between(waiting.c.since, waiting.c.day) >= OVERDUE_DAYS, waiting.c.unit))
    return select(
        *groups,
        func.count(overdue.distinct()).label("value"),
        func.count(waiting.c.unit.distinct()).label("of"),
    ).group_by(*groups)


def _stays() -> CTE:
    """Every stay of a unit at a stage of a ladder, from the assessment that found it there.

    Columns: ``stay`` (the key of that assessment), ``unit``, ``ladder``, ``stage``, ``position``,
    ``began_on`` and, once another stage was found, ``moved_on``, ``next_stage``, ``next_position``.
    """
    of_day = (Assessment.unit_id, Assessment.ladder_id, Assessment.assessed_on)
    later = (Assessment.recorded_at.desc(), bytewise(Assessment.id).desc())
    found = (
        select(
            Assessment.id.label("stay"),
            Assessment.unit_id.label("unit"),
            Assessment.ladder_id.label("ladder"),
            Assessment.stage_id.label("stage"),
            Stage.position,
            Assessment.assessed_on.label("began_on"),
            func.row_number().over(partition_by=of_day, order_by=later).label("place"),
        )
        .join(Stage, Stage.id == Assessment.stage_id)
        .subquery("found")
    )
    before = func.lag(found.c.stage).over(
        partition_by=(found.c.unit, found.c.ladder), order_by=found.c.began_on
    )
    compared = select(found, before.label("stage_before")).where(found.c.place == 1).subquery("compared")
    in_turn: dict[str, Any] = {
        "partition_by": (compared.c.unit, compared.c.ladder),
        "order_by": compared.c.began_on,
    }
    return (
        select(
            *(compared.c[name] for name in ("stay", "unit", "ladder", "stage", "position", "began_on")),
            func.lead(compared.c.began_on, type_=Date).over(**in_turn).label("moved_on"),
            func.lead(compared.c.stage, type_=String).over(**in_turn).label("next_stage"),
            func.lead(compared.c.position, type_=Integer).over(**in_turn).label("next_position"),
        )
        .where(or_(compared.c.stage_before.is_(None), compared.c.stage_before != compared.c.stage))
        .cte("stay")
    )


def moves(selection: Selection, by: Sequence[str], stage: str) -> CTE:
    """Moves in the period of units enrolled on that day in a selected programme of that ladder.

    A row for each move and programme. Columns: the dimensions, where ``stage`` is the given column
    of the stay, ``direction``, and the stay's ``stay``, ``began_on``, ``moved_on`` and ``next_stage``.
    """
    stays = _stays()
    statement = (
        select(
            stays.c.stay,
            stays.c.began_on,
            stays.c.moved_on,
            stays.c.ladder,
            stays.c[stage].label("stage"),
            stays.c.next_stage,
            case((stays.c.next_position > stays.c.position, "up"), else_="down").label("direction"),
            *time_columns(stays.c.moved_on),
            Enrolment.programme_id.label("programme"),
        )
        .select_from(stays)
        .join(
            Enrolment,
            (Enrolment.unit_id == stays.c.unit) & enrolled(selection, stays.c.moved_on, stays.c.moved_on),
        )
        .join(Programme, (Programme.id == Enrolment.programme_id) & (Programme.ladder_id == stays.c.ladder))
        .where(*in_period(selection, stays.c.moved_on))
    )
    placed = with_unit(statement, stays.c.unit, selection)
    return with_sponsor(placed, Enrolment.programme_id, selection, by).cte("move")

"""Where organisations stand: assessed for CRAFT risks, certified, using less mercury."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Float,
    Integer,
    Select,
    cast,
    extract,
    func,
    null,
    or_,
    select,
    true,
)

from data_access.dialects import days_later, year_of
from data_access.figures import figure_statement
from data_access.schema import (
    Certification,
    CraftAssessment,
    IndicatorBaseline,
    IndicatorValue,
    Standard,
)
from data_access.scope import (
    ORGANISATION,
    TIME,
    held_by,
    holders,
    in_period,
    organisations,
    programme_filters,
    state_days,
    time_columns,
    with_sponsor,
)
from data_access.selection import Selection

MERCURY_USED = "mercury_used"


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


@figure_statement(
    "certified_organisations", dimensions=(*ORGANISATION, "standard", *TIME), fixed=("standard",)
)
def certified_organisations(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations that hold each standard on the as-of day; zero where none of a group does."""
    bodies, days = organisations(selection, by), state_days(selection, by)
    columns = {column.name: column for column in (*bodies.c, days.c.month, days.c.year)}
    columns["standard"] = Standard.id.label("standard")
    groups = [columns[name] for name in by]
    return (
        select(
            *groups,
            func.count(Certification.organisation_id.distinct()).label("value"),
            null().label("of"),
        )
        .select_from(bodies)
        .join(days, true())
        .join(Standard, true())
        .outerjoin(
            Certification,
            (Certification.organisation_id == bodies.c.organisation)
            & (Certification.standard_id == Standard.id)
            & (Certification.status == "certified")
            & (Certification.first_day <= days.c.day)
            & or_(Certification.last_day.is_(None), Certification.last_day >= days.c.day),
        )
        .group_by(*groups)
    )


@figure_statement("mercury_reduction", dimensions=(*ORGANISATION, "unit", "year"))
def mercury_reduction(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share by which reported mercury lies below the baseline of as many months; ``of`` in kilograms.

    A report counts if all its days lie in the period and it spans a whole month or more; one that
    runs over the turn of the year belongs to the year of its last day.
    """
    users = holders(selection)
    usual = _monthly_baseline()
    months = _whole_months(IndicatorValue)
    # Whole milligrams: sums of fractions would depend on the order in which a database adds them.
    half_up = (2 * 1000 * usual.c.grams * months + usual.c.months) // (2 * usual.c.months)
    reported = (
        select(
            *users.c,
            IndicatorValue.programme_id.label("programme"),
            year_of(IndicatorValue.last_day).label("year"),
            IndicatorValue.value_milli.label("used_grams"),
            half_up.label("usual_milligrams"),
        )
        .select_from(users)
        .join(IndicatorValue, held_by(IndicatorValue, users))
        .join(usual, held_by(IndicatorValue, usual))
        .where(
            IndicatorValue.indicator_id == MERCURY_USED,
            IndicatorValue.first_day >= selection.first_day,
            IndicatorValue.last_day <= selection.as_of,
            months >= 1,
            *programme_filters(selection, IndicatorValue.programme_id),
        )
    )
    rows = with_sponsor(reported, IndicatorValue.programme_id, selection, by).cte("reported")
    groups = [rows.c[name] for name in by]
    used = cast(1000 * func.sum(rows.c.used_grams), Float)
    would_have = cast(func.coalesce(func.sum(rows.c.usual_milligrams), 0), Float)
    return select(
        *groups,
        (1.0 - used / func.nullif(would_have, 0.0)).label("value"),
        (would_have / 1_000_000.0).label("of"),
    ).group_by(*groups)


def _monthly_baseline() -> CTE:
    """Mercury used before the work began and over how many months: a row for each unit or organisation."""
    months = _whole_months(IndicatorBaseline)
    return (
        select(
            IndicatorBaseline.unit_id.label("unit"),
            IndicatorBaseline.organisation_id.label("organisation"),
            cast(func.sum(IndicatorBaseline.value_milli), BigInteger).label("grams"),
            cast(func.sum(months), BigInteger).label("months"),
        )
        .where(IndicatorBaseline.indicator_id == MERCURY_USED, months >= 1)
        .group_by(IndicatorBaseline.unit_id, IndicatorBaseline.organisation_id)
        .cte("baseline")
    )


def _whole_months(span: Any) -> ColumnElement[int]:
    """Whole months from a row's first day to its last, both included."""

    def part(name: str, day: ColumnElement[Any]) -> ColumnElement[int]:
        return cast(extract(name, day), Integer)

    start, after = span.first_day, days_later(span.last_day, 1)
    months = (part("year", after) - part("year", start)) * 12 + part("month", after) - part("month", start)
    return months - cast(part("day", after) < part("day", start), Integer)

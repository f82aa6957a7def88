"""Where organisations stand: assessed for CRAFT risks, certified."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, null, or_, select, true

from data_access.figures import figure_statement
from data_access.schema import Certification, CraftAssessment, Standard
from data_access.scope import (
    ORGANISATION,
    TIME,
    in_period,
    organisations,
    programme_filters,
    state_days,
    time_columns,
    with_sponsor,
)
from data_access.selection import Selection


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

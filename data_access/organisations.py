"""Which organisations hold a standard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, null, or_, select, true

from data_access.figures import figure_statement
from data_access.schema import Certification, Standard
from data_access.scope import (
    ORGANISATION,
    TIME,
    organisations,
    state_days,
    time_of,
)
from data_access.selection import Selection


@figure_statement(
    "certified_organisations", dimensions=(*ORGANISATION, "standard", *TIME), fixed=("standard",)
)
def certified_organisations(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations that hold each standard on the as-of day; zero where none of a group does."""
    bodies, days = organisations(selection, by), state_days(selection, by)
    columns = {column.name: column for column in (*bodies.c, *time_of(days))}
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

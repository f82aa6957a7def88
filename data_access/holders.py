"""Whose a record is that names either a unit or an organisation: plans, measures and reports do."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, null, or_, select, union_all

from data_access.schema import ProductionUnit, Region
from data_access.scope import organisations, unit_columns, unit_filters
from data_access.selection import Selection


def holders(selection: Selection) -> CTE:
    """Units and mining organisations at the selected places: a plan or a measure belongs to either.

    Programmes do not narrow it: the plan or measure has one of its own. Columns: ``unit`` (null
    for an organisation itself), ``organisation``, ``region``, ``country``.
    """
    at_places = Region.id == ProductionUnit.region_id
    units = select(*unit_columns()).where(at_places, *unit_filters(selection))
    own = organisations(selection.narrowed(programmes=(), sponsors=()), ())
    themselves = select(null(), own.c.organisation, own.c.region, own.c.country)
    return union_all(units, themselves).cte("holder")


def held_by(record: Any, holder: CTE) -> ColumnElement[bool]:
    """Joins a record that names either a unit or an organisation to its holder."""
    of_organisation = holder.c.unit.is_(None) & (record.organisation_id == holder.c.organisation)
    return or_(record.unit_id == holder.c.unit, of_organisation)

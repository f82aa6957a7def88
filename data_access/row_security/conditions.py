"""The conditions that policies are made of: of a visible programme or region, among keys, somebody's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, cast, func, or_, select


def holds(name: str) -> ColumnElement[bool]:
    """What a function says of the context; it is asked once for a statement, and not for each row."""
    return select(getattr(func, name)(type_=Boolean)).scalar_subquery()


def among(key: Any, name: str) -> ColumnElement[bool]:
    """The key is one of those that a function gives; they are looked up once for a statement."""
    keys = getattr(func, name)(type_=String).column_valued("key")
    found: ColumnElement[bool] = key.in_(select(keys))
    return found


def of_programme(key: Any) -> ColumnElement[bool]:
    """A column that holds a programme holds a visible one."""
    return or_(holds("sees_all_programmes"), among(key, "seen_programmes"))


def of_region(key: Any) -> ColumnElement[bool]:
    """A column that holds a region holds a visible one."""
    return or_(holds("sees_all_regions"), among(key, "seen_regions"))


def of_who_looks(name: Any) -> ColumnElement[bool]:
    """A column that holds a viewer's name holds that of who looks."""
    who = select(func.nullif(func.who_looks(), "", type_=String)).scalar_subquery()
    own: ColumnElement[bool] = func.lower(name) == who
    return own


def references(table: Any, other: Any) -> list[Any]:
    """The columns of a table that hold keys of another."""
    return [
        each
        for each in table.columns
        if any(key.column.table is other.__table__ for key in each.foreign_keys)
    ]


def key_of_part(table: Any) -> ColumnElement[str]:
    """One key for a part of a snapshot, from a row that names snapshot and position."""
    key: ColumnElement[str] = table.snapshot_id + ":" + cast(table.position, String)
    return key

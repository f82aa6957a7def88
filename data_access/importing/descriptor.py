"""What a package looks like, as a Frictionless descriptor that is read off the store's schema."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from data_access.schema import Base, Record
from data_access.schema.base import Words

# Boolean is no Integer in SQLAlchemy, BigInteger is one.
FIELD_TYPES = {
    String: "string",
    Words: "string",
    Boolean: "boolean",
    Integer: "integer",
    Float: "number",
    DateTime: "datetime",
    Date: "date",
}


@cache
def record_tables() -> dict[str, Table]:
    """The tables of a package by name, each after those it refers to."""
    delivered = {mapper.local_table for mapper in _record_mappers()}
    return {table.name: table for table in Base.metadata.sorted_tables if table in delivered}


def delivered_columns(table: Table) -> list[Column[Any]]:
    """The columns that a package writes, in their order: not the one by which the store knows its imports."""
    return [column for column in table.columns if "provenance" not in column.info]


def field_name(column: Column[Any]) -> str:
    """The header under which a package writes a column."""
    return str(column.info.get("field", column.name))


def is_decimal(column: Column[Any]) -> bool:
    """Whether a package writes the column as an exact decimal that the store keeps as a whole number."""
    return "field" in column.info


def describe(
    name: str, title: str, version: str, data_date: date, sample: bool, description: str
) -> dict[str, Any]:
    """The content of ``datapackage.json``: all tables with their types, keys and constraints."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "version": version,
        "data_date": data_date.isoformat(),
        "sample": sample,
        "resources": [_resource(table) for table in record_tables().values()],
    }


def unique_keys(table: Table) -> list[tuple[str, ...]]:
    """The sets of columns, besides the primary key, that no two rows share."""
    constraints = (c for c in table.constraints if isinstance(c, UniqueConstraint))
    return sorted(tuple(column.name for column in constraint.columns) for constraint in constraints)


def other_keys(table: Table) -> list[tuple[str, ...]]:
    """The keys of a table that are not the source's own, and don't hold it."""
    primary = set(table.primary_key.columns.keys())
    return [key for key in unique_keys(table) if not primary <= set(key)]


@cache
def references_to(table: Table) -> list[ForeignKeyConstraint]:
    """The references to a table, also those of tables that no package brings, and its own."""
    keys = (key for other in Base.metadata.sorted_tables for key in foreign_keys(other))
    return [key for key in keys if key.referred_table is table]


def foreign_keys(table: Table) -> list[ForeignKeyConstraint]:
    """The table's references, those of one column first."""
    return sorted(table.foreign_key_constraints, key=lambda key: (len(key.column_keys), key.column_keys))


def schema_of(table: Table) -> dict[str, Any]:
    """The table's Table Schema: its fields, keys and references."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in delivered_columns(table)],
        "missingValues": [""],
        "primaryKey": [column.name for column in table.primary_key.columns],
    }
    if several := [list(columns) for columns in unique_keys(table) if len(columns) > 1]:
        schema["uniqueKeys"] = several
    if references := [_reference(key) for key in foreign_keys(table)]:
        schema["foreignKeys"] = references
    return schema


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "description": _descriptions()[table.name],
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema_of(table),
    }


def _field(column: Column[Any]) -> dict[str, Any]:
    # The most derived class that is known: DateTime before Date, Boolean before Integer.
    kind = next(FIELD_TYPES[known] for known in type(column.type).__mro__ if known in FIELD_TYPES)
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if (column.name,) in unique_keys(column.table):
        constraints["unique"] = True
    if choices := column.info.get("choices"):
        constraints["enum"] = list(choices)
    elif isinstance(column.type, String) and column.type.length:
        constraints["maxLength"] = column.type.length
    parts = 10 ** column.info.get("digits", 0)
    for limit in ("minimum", "maximum"):
        if limit in column.info:
            smallest = column.info[limit]
            constraints[limit] = smallest / parts if smallest % parts else smallest // parts
    field = {
        "name": field_name(column),
        "type": "number" if is_decimal(column) else kind,
        "description": column.doc,
    }
    return {**field, "constraints": constraints} if constraints else field


def _reference(key: ForeignKeyConstraint) -> dict[str, Any]:
    referred = key.referred_table
    return {
        "fields": list(key.column_keys),
        "reference": {
            # Table Schema names a resource's own rows by the empty name.
            "resource": "" if referred is key.table else referred.name,
            "fields": [element.column.name for element in key.elements],
        },
    }


def _record_mappers() -> list[Any]:
    return [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]


@cache
def _descriptions() -> dict[str, str]:
    return {mapper.local_table.name: " ".join(mapper.class_.__doc__.split()) for mapper in _record_mappers()}

"""What the dashboard reads of a store: its tables and columns, with their types, codes and meaning.

A sister system that owns its schema shows the dashboard views of this shape. All of it is read off the
schema's classes: there is no second list to keep.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects import sqlite

from data_access.schema import Base, PackageImport, Record
from data_access.schema.base import Words

SQLITE = sqlite.dialect()


class Family(StrEnum):
    """The kinds of type there are; their values are the words for people."""

    text = "text"
    whole = "whole number"
    big = "big whole number"
    real = "real number"
    truth = "boolean"
    day = "day"
    moment = "moment"
    content = "bytes"


FAMILIES: dict[type[Any], Family] = {
    Words: Family.text,
    String: Family.text,
    BigInteger: Family.big,
    Integer: Family.whole,
    Float: Family.real,
    Boolean: Family.truth,
    DateTime: Family.moment,
    Date: Family.day,
    LargeBinary: Family.content,
}
# As Postgres calls them; the first is what the contract asks for, the others read just the same. Others
# do not: sums of bigint and numeric are no whole numbers to the driver, char(n) pads, an enum is no text.
POSTGRES_TYPES: dict[Family, tuple[str, ...]] = {
    Family.text: ("text", "character varying"),
    Family.whole: ("integer",),
    Family.big: ("bigint",),
    Family.real: ("double precision", "real"),
    Family.truth: ("boolean",),
    Family.day: ("date",),
    Family.moment: ("timestamp without time zone",),
    Family.content: ("bytea",),
}


@dataclass(frozen=True)
class NeededColumn:
    """A column that queries read. A column that isn't ``required`` is there, and may be empty.

    ``references`` are columns (``table.column``) in which its value stands; ``unit`` says of what a whole
    number is a multiple; ``least`` and ``most`` are the limits of its value.
    """

    name: str
    family: Family
    sqlite: str
    required: bool
    key: bool
    references: tuple[str, ...]
    codes: tuple[str, ...]
    least: int | None
    most: int | None
    longest: int | None
    unit: str | None
    meaning: str

    @property
    def postgres(self) -> str:
        """The type that a view is to give it on Postgres."""
        return POSTGRES_TYPES[self.family][0]


@dataclass(frozen=True)
class NeededTable:
    """A table, or view, that queries read.

    No two rows have the same ``key``, nor the same values in one of ``unique``; each row keeps the
    ``rules``, which are SQL conditions.
    """

    name: str
    meaning: str
    columns: tuple[NeededColumn, ...]
    key: tuple[str, ...]
    unique: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...]


@cache
def contract() -> dict[str, NeededTable]:
    """All that partners deliver, and the list of imports, each after what it refers to."""
    meanings = {
        mapper.local_table: " ".join((mapper.class_.__doc__ or "").split())
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, (Record, PackageImport))
    }
    return {
        table.name: needed_table(table, meanings[table])
        for table in Base.metadata.sorted_tables
        if table in meanings
    }


def family_of(column: Column[Any]) -> Family:
    """The kind of type that a column of the schema has."""
    # The most derived class that is known: DateTime before Date, BigInteger before Integer.
    return next(FAMILIES[known] for known in type(column.type).__mro__ if known in FAMILIES)


def needed_column(column: Column[Any]) -> NeededColumn:
    """A column of the schema as the contract tells of it."""
    info, choices = column.info, tuple(column.info.get("choices", ()))
    length = column.type.length if isinstance(column.type, String) else None
    return NeededColumn(
        name=column.name,
        family=family_of(column),
        sqlite=column.type.compile(dialect=SQLITE),
        required=not column.nullable,
        key=column.primary_key,
        references=tuple(sorted(str(key.column) for key in column.foreign_keys)),
        codes=choices,
        least=info.get("minimum"),
        most=info.get("maximum"),
        longest=None if choices else length,
        unit=_unit(column),
        meaning=column.doc or "",
    )


def needed_columns(table: Table) -> tuple[NeededColumn, ...]:
    """The columns of a table that queries read: by which import a row came is none of them."""
    return tuple(needed_column(column) for column in table.columns if "provenance" not in column.info)


def unique_keys(table: Table) -> tuple[tuple[str, ...], ...]:
    """The sets of columns, besides the primary key, that no two rows of a table share."""
    constraints = (each for each in table.constraints if isinstance(each, UniqueConstraint))
    return tuple(sorted(tuple(column.name for column in each.columns) for each in constraints))


def row_rules(table: Table) -> tuple[str, ...]:
    """The conditions that each row of a table keeps, beside those of single columns."""
    checks = (each for each in table.constraints if isinstance(each, CheckConstraint))
    return tuple(sorted(str(check.sqltext) for check in checks))


def needed_table(table: Table, meaning: str = "") -> NeededTable:
    """A table of the schema as the contract tells of it."""
    return NeededTable(
        name=table.name,
        meaning=meaning,
        columns=needed_columns(table),
        key=tuple(column.name for column in table.primary_key.columns),
        unique=unique_keys(table),
        rules=row_rules(table),
    )


def _unit(column: Column[Any]) -> str | None:
    """Decimals are kept exactly, as a whole number of their smallest part: a sister system has to know."""
    if "currency" in column.info:
        return f"minor units (cents) of {column.info['currency']}"
    if "digits" in column.info:
        return f"{column.info['field']} × {10 ** column.info['digits']:,}"
    return None

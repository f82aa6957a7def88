"""The temporary tables of an import: how they look."""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
)

from data_access.importing.descriptor import delivered_columns
from data_access.temporary import temporary_table

REFUSALS = temporary_table(
    "refusal",
    Column("number", Integer),
    Column("table_name", String),
    Column("line", Integer),
    Column("column_name", String),
    Column("value", String),
    Column("reason", String),
    Index("ix_refusal", "table_name", "line"),
)


@cache
def staged_table(table: Table) -> Table:
    """Where the rows of a table are staged: its columns without any of its constraints, and our own."""
    name = f"staged_{table.name}"
    return temporary_table(
        name,
        Column("number", Integer),
        Column("line", Integer),
        Column("refused", Boolean),
        *(Column(column.name, column.type) for column in delivered_columns(table)),
        Column("becomes", String(9)),
        Index(f"ix_{name}_number", "number"),
        Index(f"ix_{name}_line", "line"),
        Index(f"ix_{name}_key", *table.primary_key.columns.keys()),
    )

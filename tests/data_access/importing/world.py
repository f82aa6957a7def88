"""Rows of the store as the tables of a package, to be written and read again."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Column

from data_access.importing.descriptor import delivered_columns, field_name, record_tables
from data_access.schema import Record
from tests.data_access.importing.packages import Tables


def package_of(rows: Iterable[Record], digits: int = 2) -> Tables:
    """The tables of a package; ``digits`` are those of all its currencies."""
    tables: Tables = {}
    for row in rows:
        name = row.__tablename__
        columns = delivered_columns(record_tables()[name])
        cells = {field_name(column): _written(column, getattr(row, column.key), digits) for column in columns}
        cells["illustrative"] = "false"
        tables.setdefault(name, []).append(cells)
    return tables


def _written(column: Column[Any], value: Any, digits: int) -> str:
    """A value as a clean package writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if "field" in column.info:
        return f"{Decimal(value).scaleb(-column.info.get('digits', digits)):f}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

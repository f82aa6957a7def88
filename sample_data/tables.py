"""The rows of the package while it is being made, and how they become CSV files."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from data_access.importing.descriptor import delivered_columns, field_name, record_tables

Row = dict[str, Any]


class Tables:
    """Rows by table name, in the order in which they were added."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def add(self, table: str, *, illustrative: bool = True, **fields: Any) -> None:
        """Adds a row; the names are those of the table's fields. Raises KeyError for any other."""
        if unknown := fields.keys() - set(fields_of(table)):
            raise KeyError(f"{table} has no field {', '.join(sorted(unknown))}")
        self.rows[table].append({**fields, "illustrative": illustrative})

    def add_next(self, table: str, prefix: str, **fields: Any) -> str:
        """Adds a row under the next key, which is the prefix and a running number; gives that key."""
        key = f"{prefix}{len(self.rows[table]) + 1:04}"
        self.add(table, id=key, **fields)
        return key

    def csv_text(self, table: str) -> str:
        """The table's CSV text: header of field names, LF, missing values empty."""
        names = fields_of(table)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_written(row.get(name)) for name in names] for row in self.rows[table])
        return text.getvalue()


def fields_of(table: str) -> list[str]:
    """The names of a table's fields, in the order of the schema."""
    return [field_name(column) for column in delivered_columns(record_tables()[table])]


def major(minor: int) -> Decimal:
    """An amount of a currency with two decimal digits, in major units."""
    return Decimal(minor).scaleb(-2)


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)

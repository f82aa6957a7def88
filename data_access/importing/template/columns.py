"""What a template has to know of a column: its header, what may stand below it, and what it refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from data_access.importing.descriptor import (
    delivered_columns,
    field_name,
    foreign_keys,
    is_decimal,
    record_tables,
)
from data_access.importing.reading.spellings import Kind, kind_of
from data_access.importing.rules import row_rules
from data_access.importing.vocabulary import column_label

# Behind a no-break space: it is not to stand alone on a second line.
MARK = "\N{NO-BREAK SPACE}*"
TRUTHS = ("true", "false")


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a sheet; ``place`` counts from 0, ``name`` is the header of a package."""

    table: Table
    place: int
    column: Column[Any]

    @property
    def name(self) -> str:
        return field_name(self.column)

    @property
    def kind(self) -> Kind:
        return kind_of(self.column)

    @property
    def is_required(self) -> bool:
        """Whether each row has to fill it. That nobody says whether a row is made up means that it is not."""
        return not self.column.nullable and self.column.name != "illustrative"

    @property
    def choices(self) -> tuple[str, ...]:
        """The codes to choose from; none where something else is written."""
        return TRUTHS if self.kind == "truth" else tuple(self.column.info.get("choices", ()))

    @property
    def length(self) -> int | None:
        """How many characters a code may have."""
        return getattr(self.column.type, "length", None)

    @property
    def digits(self) -> int | None:
        """How many decimals there may be, as far as the column alone says it."""
        return self.column.info.get("digits") if is_decimal(self.column) else None

    @property
    def currency(self) -> str | None:
        """The column in which the currency of an amount stands."""
        name = self.column.info.get("currency")
        return field_name(self.table.columns[name]) if name else None

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most that a number may be, as a package writes it."""
        least, most = (self.column.info.get(limit) for limit in ("minimum", "maximum"))
        parts = 10 ** (self.digits or 0)
        return (
            None if least is None else Decimal(least) / parts,
            None if most is None else Decimal(most) / parts,
        )

    def refers_to(self) -> TemplateColumn | None:
        """The column of the keys that it refers to."""
        for key in foreign_keys(self.table):
            if list(key.column_keys) == [self.column.name]:
                target = key.elements[0].column
                return next(one for one in columns_of(key.referred_table.name) if one.column is target)
        return None

    def alternatives(self) -> list[TemplateColumn]:
        """The columns of which just one is to be filled, itself among them; none if it stands alone."""
        for name, rule in row_rules(self.table).items():
            named = [
                one
                for one in columns_of(self.table.name)
                if name.startswith("one_of_")
                and re.search(rf"\b{one.column.name} IS NULL", str(rule.sqltext))
            ]
            if self in named:
                return named
        return []

    def label(self, language: str) -> str:
        """Its header, without the mark of what has to be filled."""
        return column_label(self.table.name, self.name, language)

    def header(self, language: str) -> str:
        """What stands above it. A mark is not read: headers are compared by letters and digits."""
        return f"{self.label(language)}{MARK}" if self.is_required else self.label(language)


@cache
def columns_of(table: str) -> tuple[TemplateColumn, ...]:
    """All columns of a table's sheet, in their order."""
    of_schema = record_tables()[table]
    return tuple(
        TemplateColumn(of_schema, place, column) for place, column in enumerate(delivered_columns(of_schema))
    )


@cache
def referred(table: str) -> tuple[str, ...]:
    """The other tables that one refers to, in the order in which they are filled."""
    names = {key.referred_table.name for key in foreign_keys(record_tables()[table])} - {table}
    return tuple(name for name in record_tables() if name in names)

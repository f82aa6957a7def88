"""What a mapping says of a table, of its columns, and of the sheets that it draws on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Table

from data_access.importing.reading.sheets import Cell


@dataclass(frozen=True)
class ColumnRule:
    """Where a column's cells come from: one of ``labels`` (of the parent sheet if ``in_parent``, each ticked
    answer of a question if ``choices``), or ``always`` the same."""

    labels: tuple[str, ...] = ()
    in_parent: bool = False
    choices: bool = False
    always: Cell | None = None
    times: Decimal | None = None
    codes: Mapping[str, str] | None = None


@dataclass(frozen=True)
class TableRule:
    table: Table
    source: str | None
    parent: str | None
    columns: dict[str, ColumnRule]


@dataclass(frozen=True)
class SourceRule:
    skip: tuple[str, ...] = ()
    never_taken: tuple[str, ...] = ()

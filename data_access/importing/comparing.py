"""What a package's rows are to the store: new, changed or unchanged; and what it no longer brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    Table,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from data_access.importing.descriptor import delivered_columns, record_tables
from data_access.importing.staging import CHANGED, NEW, UNCHANGED, Stage
from data_access.schema import PackageImport
from data_access.temporary import same_key

EXAMPLES = 3


@dataclass(frozen=True)
class TableCounts:
    """What becomes of the rows of a table: accepted (new or changed) + unchanged + quarantined = read."""

    read: int
    new: int
    changed: int
    unchanged: int
    quarantined: int

    @property
    def accepted(self) -> int:
        return self.new + self.changed


@dataclass(frozen=True)
class Missing:
    """Rows that an earlier package of the same name brought and this one does not, and some of their keys."""

    count: int
    examples: tuple[str, ...]


def compare(stage: Stage, done: Callable[[int], None]) -> None:
    """Writes into ``becomes`` what each row that can be taken in is to the store.

    Rows are the same by the source's key, and unchanged if every column of them is. ``done`` hears of the
    rows of each table.
    """
    for name in stage.each(done):
        staged, table = stage.tables[name], record_tables()[name]
        differs = or_(
            *(
                staged.c[column.name].is_distinct_from(table.c[column.name])
                for column in delivered_columns(table)
                if not column.primary_key
            )
        )
        stored = (
            select(case((differs, literal(CHANGED)), else_=literal(UNCHANGED)))
            .where(same_key(table, staged))
            .correlate(staged)
            .scalar_subquery()
        )
        is_empty = stage.connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None
        becomes = literal(NEW) if is_empty else func.coalesce(stored, literal(NEW))
        stage.connection.execute(update(staged).where(staged.c.refused.is_(False)).values(becomes=becomes))


def counts(stage: Stage) -> dict[str, TableCounts]:
    """What becomes of the rows of each table, once they are compared."""
    found = {}
    for name, staged in stage.tables.items():
        by_status = select(staged.c.becomes, func.count()).group_by(staged.c.becomes)
        times: dict[str | None, int] = dict(stage.connection.execute(by_status).all())
        found[name] = TableCounts(
            sum(times.values()),
            times.get(NEW, 0),
            times.get(CHANGED, 0),
            times.get(UNCHANGED, 0),
            times.get(None, 0),
        )
    return found


def missing(stage: Stage, package: str) -> dict[str, Missing]:
    """Rows of the package's tables that an earlier package of that name brought and this one does not.

    By table. They stay in the store.
    """
    found: dict[str, Missing] = {}
    imports = stage.connection.scalars(select(PackageImport.id).where(PackageImport.name == package)).all()
    if not imports:
        return found
    for name, staged in stage.tables.items():
        # A sheet that was left empty does not say that all its rows are gone.
        if not stage.sizes[name]:
            continue
        table = record_tables()[name]
        gone = (table.c.import_id.in_(imports), ~exists().where(same_key(table, staged)))
        if number := stage.connection.scalar(select(func.count()).select_from(table).where(*gone)):
            found[name] = Missing(number, _some_keys(stage.connection, table, gone))
    return found


def _some_keys(
    connection: Connection, table: Table, gone: tuple[ColumnElement[bool], ...]
) -> tuple[str, ...]:
    keys = [cast(column, String) for column in table.primary_key.columns]
    rows = connection.execute(select(*keys).where(*gone).order_by(*keys).limit(EXAMPLES))
    return tuple(" + ".join(row) for row in rows)

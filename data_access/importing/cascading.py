"""What can't be taken in any more once other rows are set aside."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from data_access.importing.checking import check_circles, check_taken, refers_to_nothing
from data_access.importing.descriptor import delivered_columns, foreign_keys, other_keys, record_tables
from data_access.importing.memberships import MEMBERSHIP, check_memberships
from data_access.importing.pictures import PHOTO, check_stories
from data_access.importing.staging import Stage
from data_access.temporary import same


def set_aside_with(stage: Stage) -> None:
    """Refuses all rows that can't stand without those refused already; what is left can be taken in."""
    if not any(stage.refused_rows().values()):
        return
    for name in stage.tables:
        _refuse_contradicted(stage, record_tables()[name])
    refused = None
    while (now := sum(stage.refused_rows().values())) != refused:
        refused = now
        for name in stage.tables:
            table = record_tables()[name]
            for key in foreign_keys(table):
                _refuse_orphans(stage, table, key)
                if key.referred_table is table:
                    check_circles(stage, table, key)
            for columns in other_keys(table):
                check_taken(stage, table, columns, accepted_only=True)
            if table is MEMBERSHIP:
                check_memberships(stage, accepted_only=True)
            if table is PHOTO:
                check_stories(stage, frozenset(), accepted_only=True)
    for name in stage.tables:
        _tell_untold(stage, record_tables()[name])


def _refuse_contradicted(stage: Stage, table: Table) -> None:
    """Of rows with the same key that differ it is not known which is right: the first is set aside, too."""
    staged = stage.tables[table.name]
    other = staged.alias("other")
    columns = tuple(table.primary_key.columns.keys())
    differs = or_(
        *(staged.c[column.name].is_distinct_from(other.c[column.name]) for column in delivered_columns(table))
    )
    again = (
        select(staged.c.number, func.min(other.c.line).label("other_line"))
        .join(other, and_(same(staged, other, columns), other.c.number > staged.c.number))
        .where(staged.c.refused.is_(False), other.c.refused.is_(True), differs)
        .group_by(staged.c.number)
        .subquery("again")
    )
    found = select(staged).join(again, again.c.number == staged.c.number)
    row = cast(again.c.other_line, String)
    stage.refuse(
        table, columns, found,
        literal("Row ") + row + literal(" has the same key and says something else. Keep the right one."),
    )  # fmt: skip


def _refuse_orphans(stage: Stage, table: Table, key: ForeignKeyConstraint) -> None:
    staged, referred = stage.tables[table.name], key.referred_table
    columns, targets = tuple(key.column_keys), tuple(element.column.name for element in key.elements)
    found = select(staged).where(
        staged.c.refused.is_(False), refers_to_nothing(stage, table, key, accepted_only=True)
    )
    start = f"It refers to a {referred.name} that could not be taken in"
    where: ColumnElement[str] = literal(f"{start}. Correct that first.")
    if referred.name in stage.tables:
        parent = stage.tables[referred.name].alias("set_aside")
        line = (
            select(cast(func.min(parent.c.line), String))
            .where(same(parent, staged, targets, columns))
            .scalar_subquery()
        )
        told = literal(f"{start}: see row ") + line + literal(f" of {referred.name}. Correct that first.")
        where = case((line.is_(None), where), else_=told)
    stage.refuse(table, columns, found, where)


def _tell_untold(stage: Stage, table: Table) -> None:
    """An amount can't be read if the row of its currency can't."""
    staged, refusals = stage.tables[table.name], stage.refusals
    told = exists().where(refusals.c.table_name == table.name, refusals.c.line == staged.c.line)
    found = select(staged).where(staged.c.refused.is_(True), ~told)
    reason = "It can't be read without a row that could not be taken in. Correct that first."
    stage.refuse(table, (), found, reason)

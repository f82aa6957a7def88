"""Holds a package's tables against each other, and against what is already in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from graphlib import CycleError, TopologicalSorter

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Select,
    String,
    Table,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from data_access.importing.descriptor import (
    field_name,
    foreign_keys,
    other_keys,
    record_tables,
    references_to,
)
from data_access.importing.erasing import MINER, recogniser
from data_access.importing.memberships import MEMBERSHIP, check_memberships
from data_access.importing.pictures import PHOTO, check_pictures, check_stories
from data_access.importing.rules import check_rules
from data_access.importing.staging import Stage
from data_access.schema import Currency
from data_access.temporary import same, same_key

CURRENCY: Table = Currency.__table__  # type: ignore[assignment]


def check_rows(stage: Stage, unreadable: frozenset[str], done: Callable[[int], None]) -> None:
    """Refuses rows with doubled keys, with references to nothing, that break a rule or overlap.

    ``unreadable`` are tables of the package of which nothing is known: what refers to them is not blamed.
    ``done`` hears of the rows of each table that is checked.
    """
    for name in stage.each(done):
        table = record_tables()[name]
        check_keys(stage, table)
        check_references(stage, table, unreadable)
        check_referred(stage, table)
        if table is MINER:
            check_erased(stage)
        check_rules(stage, table)
        if table is MEMBERSHIP:
            check_memberships(stage)
        if table is PHOTO:
            check_stories(stage, unreadable)
            check_pictures(stage)
        if table is CURRENCY:
            check_digits(stage)


def check_keys(stage: Stage, table: Table) -> None:
    """No two rows have the same key; another key than the source's is not taken by another row."""
    staged = stage.tables[table.name]
    primary = tuple(table.primary_key.columns.keys())
    for columns in (primary, *other_keys(table)):
        filled = and_(*(staged.c[name].is_not(None) for name in columns))
        several = (
            select(*(staged.c[name] for name in columns), func.min(staged.c.number).label("first_number"))
            .where(filled)
            .group_by(*(staged.c[name] for name in columns))
            .having(func.count() > 1)
            .subquery()
        )
        first = staged.alias("first")
        found = (
            select(staged)
            .join(several, same(staged, several, columns))
            .join(first, first.c.number == several.c.first_number)
            .where(staged.c.number > several.c.first_number)
        )
        line = cast(first.c.line, String)
        stage.refuse(
            table, columns, found,
            literal("Row ") + line + literal(" has the same key. Keep one of them."),
        )  # fmt: skip
        if columns != primary:
            check_taken(stage, table, columns, accepted_only=False)


def check_erased(stage: Stage) -> None:
    """Nobody who was erased comes back."""
    if (is_erased := recogniser(stage.connection)) is None:
        return
    staged = stage.tables[MINER.name]
    miners = select(staged.c.line, staged.c.id).where(staged.c.id.is_not(None))
    reason = "This person was erased from the store, and is not to come back. Leave the row out."
    for line, miner in stage.connection.execute(miners):
        if is_erased(miner):
            stage.problems.refuse_row(MINER.name, line, "id", miner, reason)
    stage.take_refusals()
    stage.mark(MINER.name)


def check_digits(stage: Stage) -> None:
    """A currency's minor unit stays what it is: all its amounts in the store are kept in it."""
    staged = stage.tables[CURRENCY.name]
    found = select(staged).join(CURRENCY, same_key(CURRENCY, staged))
    found = found.where(staged.c.minor_digits != CURRENCY.c.minor_digits)
    reason = "The store's amounts in this currency are kept with other decimal digits. Leave it as it was."
    stage.refuse(CURRENCY, ("minor_digits",), found, reason)


def check_taken(stage: Stage, table: Table, columns: Sequence[str], *, accepted_only: bool) -> None:
    """Another row of the store, which stays as it is, does not have the same values in these columns."""
    staged = stage.tables[table.name]
    twin = staged.alias("twin")
    replaced = exists().where(
        same_key(table, twin), twin.c.refused.is_(False) if accepted_only else literal(True)
    )
    found = (
        select(staged)
        .join(table, same(staged, table, columns))
        .where(~same_key(table, staged), ~replaced, staged.c.refused.is_(False))
    )
    stage.refuse(table, columns, found, "A row with this key is already in the store. Leave it out.")


def check_references(stage: Stage, table: Table, unreadable: frozenset[str]) -> None:
    """Every reference is to a row of the package or of the store, and none leads back to itself."""
    staged = stage.tables[table.name]
    for key in foreign_keys(table):
        columns, referred = tuple(key.column_keys), key.referred_table
        targets = tuple(element.column.name for element in key.elements)
        if referred.name in unreadable or _keys_unknown(stage, referred, targets):
            continue
        whole = "with this key" if len(targets) == 1 else f"with this {' and '.join(targets)} together"
        # Where a part of a reference refers to nothing, so does the whole: that is told once.
        refusals = stage.refusals
        told = exists().where(
            refusals.c.table_name == table.name,
            refusals.c.line == staged.c.line,
            refusals.c.column_name.in_([field_name(table.c[name]) for name in columns]),
        )
        found = select(staged).where(refers_to_nothing(stage, table, key), ~told)
        stage.refuse(
            table, columns, found,
            f"There is no {referred.name} {whole}, neither in the package nor in the store.",
        )  # fmt: skip
        if referred is table:
            check_circles(stage, table, key)


def refers_to_nothing(
    stage: Stage, table: Table, key: ForeignKeyConstraint, *, accepted_only: bool = False
) -> ColumnElement[bool]:
    """A staged row refers to a row that is neither staged (and accepted) nor in the store."""
    staged, referred = stage.tables[table.name], key.referred_table
    columns, targets = tuple(key.column_keys), tuple(element.column.name for element in key.elements)
    nowhere = [~exists().where(same(referred, staged, targets, columns))]
    if referred.name in stage.tables:
        parent = stage.tables[referred.name].alias("parent")
        delivered = exists().where(
            same(parent, staged, targets, columns),
            parent.c.refused.is_(False) if accepted_only else literal(True),
        )
        nowhere.append(~delivered)
    return and_(*(staged.c[name].is_not(None) for name in columns), *nowhere)


def check_referred(stage: Stage, table: Table) -> None:
    """What rows of the store refer to besides a row's key stays as it is."""
    staged = stage.tables[table.name]
    for key in references_to(table):
        targets = tuple(element.column.name for element in key.elements)
        more = [name for name in targets if not table.c[name].primary_key]
        if not more:
            continue
        found = (
            select(staged)
            .join(table, same_key(table, staged))
            .where(
                or_(*(staged.c[name] != table.c[name] for name in more)),
                exists().where(same(key.table, table, tuple(key.column_keys), targets)),
            )
        )
        stage.refuse(
            table, more, found,
            f"Rows of {key.table.name} in the store refer to this row as it was. Leave this, or give the row "
            "another key.",
        )  # fmt: skip


def check_circles(stage: Stage, table: Table, key: ForeignKeyConstraint) -> None:
    """Refuses one row of each circle of rows that refer to each other."""
    staged = stage.tables[table.name]
    (column,), (target,) = key.column_keys, (element.column.name for element in key.elements)
    stored = select(table.c[target], table.c[column])
    staged_rows = select(staged.c[target], staged.c[column], staged.c.line).where(
        staged.c[target].is_not(None)
    )
    while True:
        lines: dict[str, int] = {}
        parents = dict(stage.connection.execute(stored).all())
        for row, parent, line in stage.connection.execute(staged_rows.where(staged.c.refused.is_(False))):
            parents[row], lines[row] = parent, line
        try:
            TopologicalSorter({row: {parent} for row, parent in parents.items() if parent}).prepare()
        except CycleError as error:
            circle = error.args[1]
            line = next(lines[row] for row in circle if row in lines)
            way = " → ".join(circle)
            found = select(staged).where(staged.c.line == line)
            stage.refuse(table, (column,), found, f"This leads back to itself ({way}). Break the circle.")
        else:
            return


def _keys_unknown(stage: Stage, table: Table, targets: Sequence[str]) -> bool:
    """Whether the package has rows of a table whose keys could not be read."""
    if table.name not in stage.tables:
        return False
    staged = stage.tables[table.name]
    found: Select[int] = select(staged.c.line).where(or_(*(staged.c[name].is_(None) for name in targets)))
    return stage.connection.execute(found.limit(1)).first() is not None

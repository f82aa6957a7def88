"""Rows that could not be taken in: set aside with their reasons, until better ones come in their place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from itertools import groupby, islice
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Index,
    Integer,
    Select,
    String,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from data_access.importing.applying import row_key
from data_access.importing.descriptor import record_tables
from data_access.importing.erasing import miner_columns, recogniser
from data_access.importing.recording import DeliveredCells, Incoming
from data_access.importing.staging import CHANGED, NEW, ROWS_AT_ONCE, UNCHANGED, Stage
from data_access.schema import PackageImport, QuarantinedRow
from data_access.temporary import load, same, temporary_table

ASIDE = ("table_name", "line", "row_key", "cells", "reasons", "content_hash")
ASIDE_TABLE = temporary_table(
    "aside",
    *(Column(name, Integer if name == "line" else String) for name in ASIDE),
    Index("ix_aside_content_hash", "content_hash"),
)
# Stands for the pseudonym of somebody who was erased.
HIDDEN = "(erased)"
SETTLED_TABLE = temporary_table("settled", Column("id", Integer))


def lay_aside(stage: Stage, incoming: Incoming) -> int:
    """Writes down the refused rows as they were delivered; gives how many are not in quarantine already."""
    aside = stage.make(ASIDE_TABLE)
    for name, refused in stage.refused_rows().items():
        if refused:
            rows = _refused(stage, record_tables()[name], incoming.tables[name])
            for some in iter(lambda rows=rows: list(islice(rows, ROWS_AT_ONCE)), []):  # type: ignore[misc]
                load(stage.connection, aside, ASIDE, some)
    return stage.connection.scalar(select(func.count()).select_from(_anew().subquery())) or 0


def set_aside(stage: Stage, import_id: int) -> None:
    """Puts what was laid aside into quarantine, unless the same row is there already."""
    aside = ASIDE_TABLE
    anew = _anew().with_only_columns(
        *(aside.c[name] for name in ASIDE), literal(import_id, Integer).label("import_id")
    )
    stage.connection.execute(
        insert(QuarantinedRow).from_select(
            [*ASIDE, "import_id"], anew.order_by(aside.c.table_name, aside.c.line)
        )
    )
    _supersede(stage.connection, import_id)


def _supersede(connection: Connection, import_id: int) -> None:
    """What the same source said before of a row that it has now said otherwise holds no more."""
    newer, now, before = aliased(QuarantinedRow), aliased(PackageImport), aliased(PackageImport)
    said_again = exists().where(
        newer.table_name == QuarantinedRow.table_name,
        newer.row_key == QuarantinedRow.row_key,
        newer.import_id == import_id,
    )
    same_source = exists().where(
        now.id == import_id, before.id == QuarantinedRow.import_id, now.name == before.name
    )
    older = update(QuarantinedRow).where(
        QuarantinedRow.settled_by.is_(None),
        QuarantinedRow.import_id != import_id,
        said_again,
        same_source,
        ~_is_aside(),  # it says so still
    )
    connection.execute(older.values(settled_by=import_id))


def tell_again(stage: Stage) -> None:
    """What waits in quarantine is told anew why it can't be taken in, which may be less than before."""
    reasons = select(ASIDE_TABLE.c.reasons).where(_same_row()).limit(1).scalar_subquery()
    waiting = update(QuarantinedRow).where(QuarantinedRow.settled_by.is_(None), _is_aside())
    stage.connection.execute(waiting.values(reasons=reasons))


def find_settled(stage: Stage, package: str | None) -> int:
    """Looks for rows of the quarantine in whose place better ones came; gives how many there are.

    They are settled when a row of the same key is taken in, or their own source has sent one that the
    store has already; not while it goes on sending them as they are. Without a package it is the
    quarantine that is taken in.
    """
    settled = stage.make(SETTLED_TABLE)
    is_open = QuarantinedRow.settled_by.is_(None)
    tables = select(QuarantinedRow.table_name).where(is_open).distinct()
    with_open_rows = set(stage.connection.scalars(tables))
    for name, staged in stage.tables.items():
        if name not in with_open_rows:
            continue
        table = record_tables()[name]
        keys = tuple(table.primary_key.columns.keys())
        is_own = literal(True) if package is None else PackageImport.name == package
        waiting = select(QuarantinedRow.id, QuarantinedRow.row_key, is_own).where(
            QuarantinedRow.table_name == name,
            is_open,
            QuarantinedRow.row_key.is_not(None),
            QuarantinedRow.import_id == PackageImport.id,
        )
        if package is not None:
            waiting = waiting.where(~_is_aside())
        found = stage.connection.execute(waiting).all()
        if not found:
            continue
        open_rows = stage.make(_waiting_table(table))
        typed = [[row[0], int(row[2]), *_typed(table, keys, str(row[1]))] for row in found]
        load(stage.connection, open_rows, ["row_id", "is_own", *keys], typed)
        better = select(open_rows.c.row_id).join(
            staged,
            and_(
                same(open_rows, staged, keys),
                or_(
                    staged.c.becomes.in_((NEW, CHANGED)),
                    and_(staged.c.becomes == UNCHANGED, open_rows.c.is_own == 1),
                ),
            ),
        )
        stage.connection.execute(insert(settled).from_select(["id"], better))
    return stage.connection.scalar(select(func.count()).select_from(settled)) or 0


def settle(stage: Stage, import_id: int) -> None:
    """Settles the rows of the quarantine that ``find_settled`` has found."""
    better = QuarantinedRow.id.in_(select(SETTLED_TABLE.c.id))
    stage.connection.execute(update(QuarantinedRow).where(better).values(settled_by=import_id))


@cache
def _waiting_table(table: Table) -> Table:
    """Keys of quarantined rows, and whether the package at hand is from their own source."""
    name = f"waiting_{table.name}"
    keys = (Column(column.name, column.type) for column in table.primary_key.columns)
    return temporary_table(name, Column("row_id", Integer), Column("is_own", Integer), *keys)


def _anew() -> Select[Any]:
    # An outer join, for which both databases make an index or a hash where none is kept.
    there = and_(_same_row(), QuarantinedRow.settled_by.is_(None))
    return select(ASIDE_TABLE).outerjoin(QuarantinedRow, there).where(QuarantinedRow.id.is_(None))


def _is_aside() -> ColumnElement[bool]:
    """A row of the quarantine was laid aside once more, as it is."""
    return exists().where(_same_row())


def _same_row() -> ColumnElement[bool]:
    aside = ASIDE_TABLE
    return and_(
        aside.c.table_name == QuarantinedRow.table_name, aside.c.content_hash == QuarantinedRow.content_hash
    )


def _refused(stage: Stage, table: Table, delivered: DeliveredCells) -> Iterator[Sequence[Any]]:
    """The refused rows of a table in their order, as ``ASIDE`` has them."""
    staged = stage.tables[table.name]
    keys = [staged.c[column.name] for column in table.primary_key.columns]
    refused = select(staged.c.line, *keys).where(staged.c.refused.is_(True)).order_by(staged.c.number)
    rows = stage.connection.execute(refused).all()
    cells = delivered.cells({row[0] for row in rows})
    reasons = _reasons(stage, table)
    is_erased, miner = recogniser(stage.connection), miner_columns().get(table.name, "")
    line, why = next(reasons)
    for (at, *key), (again, written) in zip(rows, cells, strict=True):
        assert at == again, "a file gives the same rows when it is read again"
        if line != at:
            line, why = next(reasons)
        told = why
        if is_erased and is_erased(person := written.get(miner, "")):
            # The person is not to come back in this way either.
            stage.holds_erased = True
            written = {name: cell.replace(person, HIDDEN) for name, cell in written.items()}
            told, key = why.replace(json.dumps(person, ensure_ascii=False)[1:-1], HIDDEN), [None]
        listed = json.dumps(written, ensure_ascii=False)
        yield (
            table.name,
            at,
            None if None in key else row_key(key),
            listed,
            told,
            hashlib.sha256(f"{table.name}\n{listed}".encode()).hexdigest(),
        )


def _reasons(stage: Stage, table: Table) -> Iterator[tuple[int, str]]:
    """Lines in their order, with what is wrong there: column, value and reason of each fault."""
    refusals = stage.refusals
    told = (
        select(refusals.c.line, refusals.c.column_name, refusals.c.value, refusals.c.reason)
        .where(refusals.c.table_name == table.name)
        .order_by(refusals.c.line, refusals.c.number)
    )
    rows = stage.connection.execute(told, execution_options={"yield_per": ROWS_AT_ONCE})
    for line, faults in groupby(rows, lambda row: row[0]):
        yield line, json.dumps([list(fault[1:4]) for fault in faults], ensure_ascii=False)


def _typed(table: Table, keys: Sequence[str], written: str) -> Iterator[Any]:
    """The values of a key that ``row_key`` has written."""
    for name, value in zip(keys, json.loads(written), strict=True):
        yield typed_value(table.c[name], value)


def typed_value(column: Column[Any], value: Any) -> Any:
    """A value as the store has it, from what JSON keeps of it."""
    if value is None or not isinstance(value, str):
        return value
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value

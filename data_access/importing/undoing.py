"""Takes the last import back: the store's rows are then as they were before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, Row, Table, delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from data_access.grants import forget_sample
from data_access.importing.applying import make_way, write
from data_access.importing.descriptor import delivered_columns, record_tables
from data_access.importing.hearing import SILENCE, Hears
from data_access.importing.locking import SECONDS_TO_WAIT, begin_writing, only_writer, who
from data_access.importing.problems import Problems
from data_access.importing.quarantine import typed_value
from data_access.importing.recording import Described, begin_record
from data_access.importing.staging import CHANGED, ROWS_AT_ONCE, Stage
from data_access.importing.temporary import staged_table
from data_access.kept_places import update_places
from data_access.schema import (
    ImportedTable,
    KeptUpload,
    PackageImport,
    ProductionUnit,
    QuarantinedRow,
    RowVersion,
)
from data_access.selection import HOLDING
from data_access.summaries.keeping import kept_up
from data_access.summaries.touching import Changed
from data_access.temporary import load, same_key


class UndoRefused(Exception):
    """An import that can't be taken back; the message says why."""


def undo_import(
    engine: Engine,
    import_id: int,
    *,
    by: str | None = None,
    hears: Hears = SILENCE,
    seconds_to_wait: float = SECONDS_TO_WAIT,
) -> dict[str, tuple[int, int]]:
    """Takes the last import back, in one transaction; gives by table how many rows went and how many are
    as they were before.

    Raises UndoRefused for any other import than the last that holds, and StoreLocked.
    """
    with (
        engine.connect() as connection,
        only_writer(connection, f"undoing of import {import_id}", seconds_to_wait, hears.waiting),
    ):
        try:
            with connection.begin():
                begin_writing(connection)
                last = _last(connection, import_id)
                if last.sample and not _sample_before(connection, import_id):
                    forget_sample(connection)
                restored = _staged_versions(connection, import_id)
                with kept_up(connection, _changes(connection, import_id, restored)):
                    done = _taken_back(connection, import_id, restored)
                    _write_down(connection, last, by or who())
                return done
        except IntegrityError as error:
            raise UndoRefused(
                f"Import {import_id} can't be taken back: a grant covers what it brought, also one that was "
                "revoked. Import a corrected package instead."
            ) from error


def _last(connection: Connection, import_id: int) -> Row[Any]:
    holding = select(PackageImport.__table__).where(*HOLDING).order_by(PackageImport.id.desc())
    last = connection.execute(holding.limit(1)).first()
    if last is None:
        raise UndoRefused("There is no import to take back.")
    if last.id != import_id:
        raise UndoRefused(
            f"Only the last import can be taken back, which is {last.id} ({last.title}): what came later may "
            "build on what came before."
        )
    erased = select(PackageImport.id).where(PackageImport.kind == "erasure", PackageImport.id > import_id)
    if connection.scalar(erased.limit(1)) is not None:
        raise UndoRefused(
            f"Since import {import_id} a person was erased, also from what the store was before: it can't "
            "be made as it was. Import a corrected package instead."
        )
    return last


def _sample_before(connection: Connection, import_id: int) -> bool:
    """Whether the sample stays, and with it what it grants."""
    samples = select(PackageImport.id).where(*HOLDING, PackageImport.sample, PackageImport.id != import_id)
    return connection.scalar(samples.limit(1)) is not None


def _staged_versions(connection: Connection, import_id: int) -> dict[str, int]:
    """Stages all rows as they were before the import; gives by table how many that are, if any."""
    stage = Stage(connection, Problems())
    of_the_import = select(RowVersion.table_name).where(RowVersion.import_id == import_id).distinct()
    changed = set(connection.scalars(of_the_import))
    return {
        name: _stage_versions(stage, table, import_id)
        for name, table in record_tables().items()
        if name in changed
    }


def _changes(connection: Connection, import_id: int, restored: Mapping[str, int]) -> Changed:
    """The rows that the import wrote, and those that are to stand in their place."""
    rows: dict[str, list[FromClause]] = {}
    came = ImportedTable.new_count + ImportedTable.changed_count > 0
    written = select(ImportedTable.table_name).where(ImportedTable.import_id == import_id, came)
    for name in connection.scalars(written):
        table = record_tables()[name]
        rows[name] = [select(table).where(table.c.import_id == import_id).subquery("as_it_was")]
        if name in restored:
            rows[name].append(staged_table(table))
    return Changed(rows, frozenset(restored))


def _taken_back(
    connection: Connection, import_id: int, restored_rows: Mapping[str, int]
) -> dict[str, tuple[int, int]]:
    """Rows that refer to others go before these do."""
    done = {}
    for table in reversed(record_tables().values()):
        restored = restored_rows.get(table.name, 0)
        # A row that was changed may refer to a new one of its own table, which can go only afterwards;
        # elsewhere a new row may hold a key that a changed one had before.
        refers_to_itself = any(key.referred_table is table for key in table.foreign_key_constraints)
        if restored and refers_to_itself:
            _restore(connection, table)
        gone = _remove_new(connection, table, import_id, restored > 0)
        if restored and not refers_to_itself:
            _restore(connection, table)
        if gone or restored:
            done[table.name] = (gone, restored)
    if ProductionUnit.__tablename__ in done:
        update_places(connection)
    connection.execute(delete(RowVersion).where(RowVersion.import_id == import_id))
    connection.execute(delete(QuarantinedRow).where(QuarantinedRow.import_id == import_id))
    reopened = update(QuarantinedRow).where(QuarantinedRow.settled_by == import_id)
    connection.execute(reopened.values(settled_by=None))
    connection.execute(delete(KeptUpload).where(KeptUpload.import_id == import_id))
    return done


def _stage_versions(stage: Stage, table: Table, import_id: int) -> int:
    """Stages the rows as they were before the import, with the number of the version as their line."""
    columns = delivered_columns(table)
    kept = select(RowVersion.id, RowVersion.cells).where(
        RowVersion.import_id == import_id, RowVersion.table_name == table.name
    )
    staged = stage.make(staged_table(table))
    names = ["line", "becomes", *(column.name for column in columns)]
    number = 0
    versions = stage.connection.execute(kept, execution_options={"yield_per": ROWS_AT_ONCE})
    for some in versions.partitions():
        cells = ((version, json.loads(written)) for version, written in some)
        rows = [
            (version, CHANGED, *(typed_value(column, values.get(column.name)) for column in columns))
            for version, values in cells
        ]
        load(stage.connection, staged, names, rows)
        number += len(rows)
    return number


def _restore(connection: Connection, table: Table) -> None:
    staged = staged_table(table)
    writer = select(RowVersion.written_by).where(RowVersion.id == staged.c.line).scalar_subquery()
    make_way(connection, table, staged)
    write(connection, table, staged, writer)


def _remove_new(connection: Connection, table: Table, import_id: int, some_restored: bool) -> int:
    """Removes what the import brought and the store had not had before; gives how many rows that were."""
    new = delete(table).where(table.c.import_id == import_id)
    if some_restored:
        new = new.where(~exists().where(same_key(table, staged_table(table))))
    return connection.execute(new).rowcount


def _write_down(connection: Connection, last: Row[Any], by: str) -> None:
    """The taking back is a change of the data, too: viewers see it at their next click."""
    described = Described(last.name, last.title, last.version, last.data_date, last.sample, last.content_hash)
    number = begin_record(connection, described, "undo", by)
    undone = update(PackageImport).where(PackageImport.id == last.id)
    connection.execute(undone.values(undone_by=number))

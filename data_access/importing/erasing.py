"""Removes a person from the store, from what it was before, and from what lies in quarantine or is kept.

The figures stay as they were recorded: in the person's place stands an anonymous one of the same sex, who
joined, learned and was insured on the same days. Nobody can tell any more who that is: the pseudonym, the
year of birth and the keys of memberships and covers are gone.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import io
import json
import re
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from data_access.audit import now
from data_access.importing.descriptor import record_tables
from data_access.importing.hearing import SILENCE, Hears
from data_access.importing.locking import SECONDS_TO_WAIT, begin_writing, only_writer, who
from data_access.importing.recording import Described, begin_record
from data_access.places import place_key
from data_access.schema import ErasedMiner, KeptUpload, Miner, QuarantinedRow, RowVersion
from data_access.selection import latest_import
from data_access.summaries.keeping import kept_as_they_are, renamed

MINER: Table = Miner.__table__  # type: ignore[assignment]
ERASURE = "erasure"
ERASED = "erased-"
KEYS_AT_ONCE = 500
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1")


@dataclass(frozen=True)
class Erased:
    """What was found of a person: rows that are somebody anonymous's now, and what is gone altogether."""

    rows: int
    versions: int
    quarantined: int
    uploads: int


class EraseRefused(Exception):
    """A person who can't be erased; the message says why."""


def erase_miner(
    engine: Engine,
    miner: str,
    *,
    by: str | None = None,
    hears: Hears = SILENCE,
    seconds_to_wait: float = SECONDS_TO_WAIT,
) -> Erased:
    """Erases a person, known by a pseudonym, in one transaction; a package can't bring them back.

    Raises EraseRefused if the store knows nothing of them, and StoreLocked.
    """
    with (
        engine.connect() as connection,
        only_writer(connection, "erasure of a person", seconds_to_wait, hears.waiting),
    ):
        if connection.dialect.name == "sqlite":
            # What is removed is overwritten; databases let it lie until they need the place.
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.commit()
        with connection.begin():
            begin_writing(connection)
            found = (
                _made_anonymous(connection, miner),
                _versions_removed(connection, miner),
                _quarantine_removed(connection, miner),
            )
            # That its letters stand in some upload does not make a word a person.
            if not any(found):
                raise EraseRefused(f"The store knows of no miner {miner}: neither now nor before.")
            erased = Erased(*found, _uploads_removed(connection, miner))
            _keep_away(connection, miner)
            with kept_as_they_are(connection):
                _write_down(connection, by or who())
            # What the database has noted of its tables, to find ways through them, holds keys of rows.
            connection.execute(text("ANALYZE"))
        if connection.dialect.name == "sqlite":
            # Rows that were moved about before may lie in the gaps of the file.
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return erased


def recogniser(connection: Connection) -> Callable[[str], bool] | None:
    """What says of a pseudonym whether that person was erased; None if nobody was."""
    known = set(connection.scalars(select(ErasedMiner.token)))
    if not known:
        return None
    secret = place_key(connection)
    return lambda miner: _token(secret, miner) in known


def miner_columns() -> dict[str, str]:
    """The tables that tell of miners, and the column of each that says of whom."""
    return {MINER.name: "id"} | {table.name: column.name for table, column in _of_miners()}


def _token(secret: str, miner: str) -> str:
    """By what an erased person is known again, and by nobody who does not have the store's secret."""
    return hmac.new(bytes.fromhex(secret), miner.encode(), hashlib.sha256).hexdigest()


def _keep_away(connection: Connection, miner: str) -> None:
    """Keeps the person away, who may have been erased before and have come into quarantine since."""
    known_by = _token(place_key(connection), miner)
    known = select(ErasedMiner.token).where(ErasedMiner.token == known_by)
    if connection.scalar(known) is None:
        connection.execute(insert(ErasedMiner).values(token=known_by, erased_at=now()))


def _made_anonymous(connection: Connection, miner: str) -> int:
    """Puts somebody anonymous in the person's place; gives how many rows that changed."""
    sex = connection.execute(select(MINER.c.sex, MINER.c.illustrative).where(MINER.c.id == miner)).first()
    if sex is None:
        return 0
    somebody = f"{ERASED}{secrets.token_hex(8)}"
    connection.execute(insert(MINER).values(id=somebody, sex=sex.sex, illustrative=sex.illustrative))
    renamed(connection, miner, somebody)
    number = 1
    for table, column in _of_miners():
        own_keys = [key for key in table.primary_key.columns if key is not column]
        theirs = connection.execute(select(*table.primary_key.columns).where(column == miner)).all()
        for row in theirs:
            this = [key == value for key, value in zip(table.primary_key.columns, row, strict=True)]
            values: dict[str, Any] = {column.name: somebody, "import_id": None}
            # The source knows its rows by their keys, and may find the person again by them.
            if not any(key.foreign_keys for key in own_keys):
                values |= {key.name: f"{ERASED}{secrets.token_hex(8)}" for key in own_keys}
            connection.execute(update(table).where(*this).values(values))
        number += len(theirs)
    connection.execute(delete(MINER).where(MINER.c.id == miner))
    return number


def _of_miners() -> Iterator[tuple[Table, Column[Any]]]:
    """The tables that tell of miners, and the column that says of whom."""
    for table in record_tables().values():
        for key in table.foreign_key_constraints:
            if key.referred_table is MINER:
                yield table, key.columns[0]


def _versions_removed(connection: Connection, miner: str) -> int:
    columns = miner_columns()
    kept = select(RowVersion.id, RowVersion.table_name, RowVersion.cells).where(
        RowVersion.table_name.in_(columns), _mentions(RowVersion.cells, miner)
    )
    theirs = [
        row.id
        for row in connection.execute(kept)
        if json.loads(row.cells).get(columns[row.table_name]) == miner
    ]
    _remove(connection, RowVersion.id, theirs)
    return len(theirs)


def _quarantine_removed(connection: Connection, miner: str) -> int:
    """Of whatever table: what could not be read may stand in any cell, also among other words."""
    pseudonym = re.compile(rf"(?<!\w){re.escape(miner)}(?!\w)", re.IGNORECASE)
    kept = select(QuarantinedRow.id, QuarantinedRow.cells).where(_mentions(QuarantinedRow.cells, miner))
    theirs = [
        row.id
        for row in connection.execute(kept)
        if any(map(pseudonym.search, json.loads(row.cells).values()))
    ]
    _remove(connection, QuarantinedRow.id, theirs)
    return len(theirs)


def _mentions(column: Any, miner: str) -> ColumnElement[bool]:
    """A JSON text that may hold the pseudonym; the database only narrows the search."""
    written = json.dumps(miner, ensure_ascii=False)[1:-1]
    for special in "/%_":
        written = written.replace(special, f"/{special}")
    # SQLite makes small letters of English ones alone, so that the others are looked for in each size.
    sizes = (written, written.lower(), written.upper())
    return or_(*(func.lower(column).like(func.lower(f"%{size}%"), escape="/") for size in sizes))


def _remove(connection: Connection, key: Any, numbers: list[int]) -> None:
    for first in range(0, len(numbers), KEYS_AT_ONCE):
        connection.execute(delete(key.class_).where(key.in_(numbers[first : first + KEYS_AT_ONCE])))


def _uploads_removed(connection: Connection, miner: str) -> int:
    """What was sent can't be changed: an upload that may hold the pseudonym is kept no longer."""
    spelled, theirs = _spelled(miner), []
    for number in connection.scalars(select(KeptUpload.import_id)).all():
        content = connection.scalar(select(KeptUpload.content).where(KeptUpload.import_id == number)) or b""
        if any(each in part for part in _parts(content) for each in spelled):
            theirs.append(number)
    _remove(connection, KeptUpload.import_id, theirs)
    return len(theirs)


def _spelled(miner: str) -> set[bytes]:
    """A pseudonym as the bytes of the files that can be read may have it: CSV, or the XML of workbooks."""
    found, spellings = set(), (miner, miner.replace('"', '""'), html.escape(miner, quote=False))
    for encoding, written in product(ENCODINGS, spellings):
        with suppress(UnicodeEncodeError):
            found.add(written.encode(encoding))
    return found


def _parts(content: bytes) -> Iterator[bytes]:
    """The files in a zip or a workbook, which is one, and may lie in another; or the file itself."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield from _parts(archive.read(name))


def _write_down(connection: Connection, by: str) -> None:
    latest = latest_import(connection)
    # Nothing came, yet whatever was read before may be old: the hash is of nothing but this erasure.
    content_hash = secrets.token_hex(32)
    described = Described(ERASURE, "A person was erased", "", latest.data_date, latest.sample, content_hash)
    begin_record(connection, described, ERASURE, by)

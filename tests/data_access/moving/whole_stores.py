"""Stores with something in every table, and all that a store holds, to be compared."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select

from data_access import schema as s
from data_access.importing.descriptor import delivered_columns, record_tables
from data_access.moving.counters import counters
from data_access.moving.reading import all_tables, as_stored
from data_access.schema import Base
from data_access.store import writing_engine

Held = dict[str, list[tuple[Any, ...]]]

NOON = datetime(2024, 6, 30, 12, 0, 0, 123456)
HOSTILE = 'a "quoted", text,\r\nof \ttwo lines\r \u202eright to left\u2066 \u2028 =1+1 \\N \\. é 𝒳'
# What the sample has no rows of.
OTHER_ROWS: dict[type[Base], list[dict[str, Any]]] = {
    s.GrantedProgramme: [{"grant_id": 1, "programme_id": "HSE-1"}],
    s.ImportedTable: [
        {"import_id": 1, "table_name": "unit", "read_count": 10, "new_count": 1, "changed_count": 2,
         "unchanged_count": 3, "quarantined_count": 4}
    ],
    s.RowVersion: [
        {"id": number, "import_id": 1, "table_name": "unit", "row_key": '["U1"]', "cells": HOSTILE,
         "written_by": written_by}
        for number, written_by in ((3, None), (1, 1))
    ],
    s.QuarantinedRow: [
        {"id": 7, "import_id": 1, "table_name": "unit", "line": 2, "row_key": None, "cells": HOSTILE,
         "reasons": "[]", "content_hash": "0" * 64, "settled_by": None}
    ],
    s.KeptUpload: [
        {"import_id": 101, "file_name": HOSTILE, "content": bytes(range(256)),
         "expires_on": date(2027, 1, 1)},
        {"import_id": 102, "file_name": "empty", "content": b"", "expires_on": date(1, 1, 1)},
    ],
    s.DisclosureRule: [{"id": 1, "least_people": 7}],
    s.Snapshot: [
        {"id": "PINNED23", "made_by": "ana@example.org", "made_at": NOON, "role": "presenter",
         "least_people": 5, "data_version": "1:0", "data_date": date(2024, 6, 30),
         "as_of": date(2024, 6, 30), "selection": HOSTILE, "sponsor_id": None,
         "parts": 3}
    ],
    s.SnapshotPart: [
        {"snapshot_id": "PINNED23", "position": 0, "language": "es", "programmes": 1, "regions": 1,
         "exhibits": 2, "content": bytes(range(256))}
    ],
    s.SnapshotProgramme: [{"snapshot_id": "PINNED23", "position": 0, "programme_id": "HSE-1"}],
    s.SnapshotRegion: [{"snapshot_id": "PINNED23", "position": 0, "region_id": "PE-ARE"}],
    s.Meeting: [
        {"id": "MEETING2", "title": HOSTILE, "template": "public", "made_by": "ana@example.org",
         "made_at": NOON, "changed_at": NOON, "revision": 3, "selection": HOSTILE, "sponsor_id": None,
         "snapshot_id": "PINNED23", "shown": 1, "shown_since": NOON}
    ],
    s.MeetingSlide: [
        {"meeting_id": "MEETING2", "position": 0, "exhibit": "training.people_trained",
         "arguments": HOSTILE, "sentence": HOSTILE, "notes": None}
    ],
    s.EndedSignIn: [{"token": "t", "viewer": "ana@example.org", "ended_at": NOON}],
    s.ErasedMiner: [{"token": "e", "erased_at": datetime(9999, 12, 31, 23, 59, 59)}],
    s.Story: [{"id": "hostile", "language": "en", "title": HOSTILE, "body": HOSTILE * 3000}],
    s.Country: [{"id": "XX", "name": "", "illustrative": True, "import_id": 1}],
}  # fmt: skip


def whole_store(sample: str, path: Path) -> str:
    """The URL of a copy of the sample's SQLite file with rows in all other tables."""
    shutil.copyfile(sample.removeprefix("sqlite:///"), path)
    url = f"sqlite:///{path}"
    engine = writing_engine(url)
    with engine.begin() as connection:
        # A number that was given, and whose row is no more.
        connection.execute(insert(s.AuditEntry), entry() | {"id": 900})
        connection.execute(s.AuditEntry.__table__.delete().where(s.AuditEntry.id == 900))  # type: ignore[attr-defined]
        for table, rows in OTHER_ROWS.items():
            for row in rows:
                connection.execute(insert(table), row)
    engine.dispose()
    empty = [name for name, rows in held(url).items() if not rows]
    assert not empty, f"nothing is compared of {empty}"
    return url


def entry() -> dict[str, Any]:
    """An entry of the audit that has no number yet."""
    return {"at": NOON, "viewer": "ana@example.org", "action": "sign_in"}


def held(url: str) -> Held:
    """All rows of all tables as they are stored, in the order of their cells as Python writes them."""
    engine = writing_engine(url)
    with engine.connect() as connection:
        found = {table.name: _rows(connection, table, list(table.columns)) for table in all_tables()}
    engine.dispose()
    return found


def records(engine: Engine) -> Held:
    """All rows that packages have, as they are stored, without their provenance."""
    with engine.connect() as connection:
        return {
            name: _rows(connection, table, delivered_columns(table))
            for name, table in record_tables().items()
        }


def given(url: str) -> dict[str, int]:
    """The numbers last given to rows."""
    engine = writing_engine(url)
    with engine.connect() as connection:
        found = counters(connection)
    engine.dispose()
    return found


def _rows(connection: Connection, table: Table, columns: list[Any]) -> list[tuple[Any, ...]]:
    found = connection.execute(select(*(as_stored(column) for column in columns)))
    return sorted((tuple(row) for row in found), key=repr)

"""A store in which everything is there twice: once a viewer's own, and once foreign to them.

Every word of a row says whose it is, so that nothing foreign can be read unseen; what is new in the
schema is filled as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Insert,
    Integer,
    String,
    Table,
    insert,
)

from data_access import schema as s
from data_access.kept_places import update_places
from data_access.places import keep_key
from data_access.rights import Rights
from data_access.schema import Base
from data_access.schema.base import Words
from data_access.snapshots import Part, Pinned, pin
from data_access.summaries.keeping import rebuild
from data_access.viewer import Role, Viewer

OWN, FOREIGN = "OWN", "FOREIGN"
# What belongs to nobody is there once.
COMMON = {
    *(s.Country, s.Currency, s.ExchangeRate, s.Standard, s.PremiumRate, s.Topic, s.Indicator),
    *(s.Ladder, s.Stage, s.Criterion, s.PracticeNote),
}
# Words that name another row.
POINTING = {("claim", "selection"): "programme={}-programme", ("photo", "story_id"): "{}-story"}
LANGUAGE, DAY, DATA_DATE = "en", date(2024, 5, 15), date(2024, 12, 31)
DAYS = {**dict.fromkeys(("first", "agreed", "joined"), date(2024, 1, 1)), "last": DATA_DATE}
# Where a row names a unit or an organisation and not both, it is the unit's; a few columns have to say
# more than that they are there.
LEFT_EMPTY = {
    ("delivery", "organisation_id"), ("improvement_plan", "organisation_id"), ("permit", "organisation_id"),
    ("indicator_baseline", "organisation_id"), ("indicator_value", "organisation_id"),
    ("indicator_value", "region_id"), ("provision", "point_id"), ("programme", "follows_id"),
    ("target", "currency_id"), ("target", "codes"), ("target", "region_id"), ("claim", "currency_id"),
    ("enrolment", "last_day"), ("membership", "left_on"), ("plan_action", "cancelled_on"),
    ("indicator_value", "survey_id"), ("premium_rate", "last_day"), ("provision", "waste"),
}  # fmt: skip
SPOKEN = {
    ("organisation", "kind"): "mining_organisation",
    ("target", "figure"): "people_trained",
    ("claim", "figure"): "active_miners",
    ("incident", "severity"): "fatal",
    ("certification", "status"): "certified",
    ("miner", "birth_year"): 1980,
}


def fill_both(engine: Engine, *worlds: str) -> None:
    """Fills the store with the worlds named, and with what they have in common."""
    with engine.begin() as connection:
        keep_key(connection)
        for table in tables():
            common = any(table is record.__table__ for record in COMMON)
            for world in ("COMMON",) if common else _belonging(table, worlds):
                connection.execute(insert(table).values(row(table, world)))
        connection.execute(
            insert(s.PackageImport).values(
                name="worlds", title="Worlds", version="1", data_date=DATA_DATE, sample=False,
                row_count=1, content_hash="0", imported_at=datetime(2025, 1, 1),
            )
        )  # fmt: skip
        for record in _of_imports(worlds):
            connection.execute(record)
        for world in worlds:
            _meet(connection, world)
        update_places(connection)
        rebuild(connection)


def _meet(connection: Connection, world: str) -> None:
    """A meeting of each world, with numbers pinned for those who see its programme in its region."""
    maker = Viewer(f"{world.lower()}@meets.org", Role.presenter)
    rights = Rights((f"{world}-programme",), (f"{world}-region",))
    known = Pinned(f"{world}-PINNED", maker.role, 5, "1", DATA_DATE, DATA_DATE, f"{world}-selection")
    pin(connection, maker, known, [Part(0, LANGUAGE, rights, 1, f"{world}-numbers".encode())])
    met = insert(s.Meeting).values(
        id=f"{world}-MEETING", title=f"{world}-title", template="public", made_by=maker.name,
        made_at=datetime(2025, 1, 1), changed_at=datetime(2025, 1, 1), revision=0,
        selection=f"{world}-selection", snapshot_id=known.id, shown=0,
    )  # fmt: skip
    slide = insert(s.MeetingSlide).values(
        meeting_id=f"{world}-MEETING", position=0, exhibit=f"{world}-exhibit", arguments="[]",
        sentence=f"{world}-sentence", notes=f"{world}-notes",
    )  # fmt: skip
    for statement in (met, slide):
        connection.execute(statement)


def _of_imports(worlds: Sequence[str]) -> Iterator[Insert]:
    """What imports leave behind: counts for all; versions, quarantine and uploads for administrators."""
    counts = dict.fromkeys(("read_count", "new_count"), 1)
    rest = dict.fromkeys(("changed_count", "unchanged_count", "quarantined_count"), 0)
    yield insert(s.ImportedTable).values(import_id=1, table_name="miner", **counts, **rest)
    for number, world in enumerate(worlds, start=1):
        words = json.dumps({"id": f"{world}-miner", "note": f"{world}-words"})
        row = {"import_id": number, "table_name": "miner", "row_key": f'["{world}-miner"]', "cells": words}
        yield insert(s.RowVersion).values(row)
        yield insert(s.QuarantinedRow).values(row | {"line": 2, "reasons": "[]", "content_hash": world})
        yield insert(s.KeptUpload).values(
            import_id=number, file_name=f"{world}.csv", content=words.encode(), expires_on=DATA_DATE
        )
        yield insert(s.ErasedMiner).values(token=f"{world}-miner", erased_at=datetime(2025, 1, 1))


def _belonging(table: Table, worlds: Sequence[str]) -> Sequence[str]:
    """Whoever offers support stands in a directory that everybody reads: that the foreign ones don't."""
    return worlds[:1] if table is s.SupportService.__table__ else worlds


def tables() -> Iterator[Table]:
    """All tables that partners deliver, after those they refer to."""
    delivered = {record.__table__ for record in s.Record.__subclasses__()}
    yield from (table for table in Base.metadata.sorted_tables if table in delivered)


def row(table: Table, world: str) -> dict[str, Any]:
    """A row of a table, each of whose words names its world, table and column."""
    values = {column.name: _value(table, column, world) for column in table.columns}
    return {name: value for name, value in values.items() if (table.name, name) not in LEFT_EMPTY}


def _value(table: Table, column: Column[Any], world: str) -> Any:
    if (table.name, column.name) in SPOKEN:
        return SPOKEN[table.name, column.name]
    if (table.name, column.name) in POINTING:
        return POINTING[table.name, column.name].format(world)
    for key in column.foreign_keys:
        if key.column.name == "id":
            return _key(key.column.table, world)
        return _value(key.column.table, key.column, world)
    if column.name == "language":
        return LANGUAGE
    if "choices" in column.info:
        return column.info["choices"][0]
    match column.type:
        case Boolean():
            return False
        case Date() | DateTime():
            return next((day for part, day in DAYS.items() if part in column.name), DAY)
        case Float():
            return 5.0
        case Integer():
            return 2024 if column.name == "year" else 5
        case String() | Words():
            return _key(table, world) if column.primary_key else f"{world}-{table.name}-{column.name}"
    raise TypeError(f"{table.name}.{column.name} has a type that is not known here")


def _key(table: Table, world: str) -> str:
    """The key of a row; regions are public, and their names say nothing of whose they are."""
    common = any(table is record.__table__ for record in COMMON)
    return f"{'COMMON' if common else world}-{table.name}"

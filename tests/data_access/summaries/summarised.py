"""Stores with summaries, and figures from these and from the records, to be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine

from data_access import schema as s
from data_access.figures import known_figure
from data_access.frames import frame_of
from data_access.selection import Selection
from data_access.summaries.answering import answered
from data_access.summaries.keeping import rebuild
from tests.data_access.gold_world import fill

# A figure's codes → value and whole, rounded as far as two ways to divide agree.
Known = dict[tuple[Any, ...], tuple[Any, Any]]


def summarise(engine: Engine, data_date: date) -> None:
    """Writes an import down, after which the rows that are there are all of it, and counts them."""
    fill(engine, [brought(data_date)])
    with engine.begin() as connection:
        rebuild(connection)


def brought(data_date: date) -> s.PackageImport:
    """An import as it is written down."""
    return s.PackageImport(
        name="test", title="Test", version="1", data_date=data_date, sample=False, row_count=0,
        content_hash=hashlib.sha256(b"test").hexdigest(), imported_at=datetime(2025, 1, 1),
    )  # fmt: skip


def from_summaries(
    connection: Connection, name: str, selection: Selection, by: Sequence[str]
) -> Known | None:
    frame = answered(connection, name, selection, tuple(by))
    return None if frame is None else _known(frame, by)


def from_records(connection: Connection, name: str, selection: Selection, by: Sequence[str]) -> Known:
    return _known(frame_of(connection, known_figure(name).statement(selection, by)), by)


def _known(frame: pd.DataFrame, by: Sequence[str]) -> Known:
    rows = frame[[*by, "value", "of"]].itertuples(index=False)
    known = {tuple(map(_plain, row[:-2])): (_plain(row[-2]), _plain(row[-1])) for row in rows}
    assert len(known) == len(frame), "each group has one row"
    return known


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    return cell if isinstance(cell, str) else round(float(cell), 6)

"""Rows as lines of JSON, each a list of its cells: what both databases hold, and nothing of either."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, LargeBinary, Table

from data_access.moving.reading import Batch, rows_at_a_time

# What JSON has no way of its own to write.
WRITTEN: dict[type, Callable[[Any], str]] = {
    Date: date.isoformat,
    DateTime: datetime.isoformat,
    LargeBinary: lambda value: base64.b64encode(value).decode("ascii"),
}
READ: dict[type, Callable[[str], Any]] = {
    Date: date.fromisoformat,
    DateTime: datetime.fromisoformat,
    LargeBinary: base64.b64decode,
}
JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def lines_of(table: Table, batch: Batch) -> Iterator[bytes]:
    """A line for each row."""
    ways = _ways(table, WRITTEN)
    for row in batch:
        yield JSON.encode(_changed(row, ways)).encode() + b"\n"


def batches_of(table: Table, lines: Iterable[bytes]) -> Iterator[Batch]:
    """The rows of the lines, as many at a time as are read at a time from a store."""
    ways, most, batch = _ways(table, READ), rows_at_a_time(table), []
    for line in lines:
        batch.append(_changed(json.loads(line), ways))
        if len(batch) == most:
            yield batch
            batch = []
    if batch:
        yield batch


def _ways(table: Table, known: dict[type, Callable[[Any], Any]]) -> list[tuple[int, Callable[[Any], Any]]]:
    """The places of a row whose cells are changed on the way, and how."""
    return [(place, known[kind]) for place, kind in enumerate(map(_kind, table.columns)) if kind in known]


def _kind(column: Column[Any]) -> type:
    """The most derived type that is known: LargeBinary has subtypes on each database."""
    return next((known for known in WRITTEN if isinstance(column.type, known)), type(column.type))


def _changed(row: Sequence[Any], ways: list[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    cells = list(row)
    for place, way in ways:
        if cells[place] is not None:
            cells[place] = way(cells[place])
    return cells

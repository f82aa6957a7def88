"""Rows of the records as they come: never all of a large table at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

ROWS_AT_ONCE = 10_000


def streamed(connection: Connection, statement: Any) -> Iterator[Any]:
    """The rows of a statement, read so many at a time."""
    return iter(connection.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE}))

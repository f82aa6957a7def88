"""What looks wrong in the rows of an import and is taken in all the same: somebody should look at it."""

from __future__ import annotations

from sqlalchemy import Connection

from data_access.importing.problems import Problems


def find_doubts(connection: Connection, import_id: int, problems: Problems) -> None:
    """Notes doubts about the rows that an import has just written."""

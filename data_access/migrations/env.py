"""Run by Alembic: applies revisions to the connection that the caller opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import DefaultClause, False_, True_

from data_access.schema import Base


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes true and false by name: rendered for SQLite they'd be 1 and 0, which Postgres refuses."""
    truth = isinstance(item, DefaultClause) and isinstance(item.arg, True_ | False_)
    return f"sa.{item.arg!s}()" if kind == "server_default" and truth else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    # SQLite can't alter a table in place: Alembic makes a new one and copies the rows.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()

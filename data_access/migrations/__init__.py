"""The history of the schema: how a store of any age becomes one that this program can read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def migrate(engine: Engine) -> None:
    """Brings the store's schema up to the newest revision, in one transaction.

    An SQLite file writes ahead into a log from then on: whoever reads it sees what was there before an
    import until that is done, and keeps nobody from writing.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            # Of the file, which keeps it; can't be done within a transaction. Nothing to a store in memory.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            # The driver opens no transaction for CREATE and ALTER by itself.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(configuration(connection), "head")


def current_revision(connection: Connection) -> str | None:
    """The revision of the store's schema; None if it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head_revision() -> str:
    """The revision of the schema that this program works with."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None, "a history without revisions"
    return head


@cache
def known_revisions() -> frozenset[str]:
    """All revisions that this program can start from."""
    scripts = ScriptDirectory.from_config(configuration())
    return frozenset(script.revision for script in scripts.walk_revisions())


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings; the revisions run on ``connection``."""
    config = Config()
    # Alembic reads % as the beginning of a placeholder.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config

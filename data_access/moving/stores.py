"""The two ends of a move: a store as it stands at one moment, and a store that is filled in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, text

from data_access.importing.locking import begin_writing, only_writer
from data_access.moving.refusal import CannotMove
from data_access.schema import Base
from data_access.store import in_plain_words, open_store, writing_engine
from data_access.views.through import views_of

# Policies show the owner all rows, and nobody else. Who bypasses them sees all, too, but may not write so.
OTHERS = text("""
    SELECT pg_get_userbyid(relowner) AS owner, current_user AS role,
           NOT row_security_active(oid) AND has_table_privilege(oid, 'SELECT') AS reads_all
    FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relname = ANY(:tables)
      AND NOT pg_has_role(relowner, 'USAGE')
    ORDER BY reads_all, relname
""")


@contextmanager
def snapshot(url: str | None) -> Iterator[Connection]:
    """A connection that reads all of a store as it stands now, whatever is written meanwhile.

    Raises StoreUnavailable, and CannotMove for a role from whom the database hides rows.
    """
    with closing(open_store(url)) as store, _connected(store.engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
            _take_time(connection)
            _refuse_others(connection, writing=False)
        else:
            # The driver begins a transaction before it writes, and here nothing is written.
            connection.exec_driver_sql("BEGIN")
        yield connection


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    with in_plain_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def refilling(url: str | None, waiting: Callable[[str], None]) -> Iterator[Connection]:
    """A transaction that writes any table of a store alone, committed at its end; others can read meanwhile.

    Waits for imports to end, and they for it: ``waiting`` hears for whom. Raises StoreUnavailable,
    StoreLocked, and CannotMove for a role that may not write everything.
    """
    open_store(url).close()  # says in words what is wrong with it, and makes no new SQLite file
    engine = writing_engine(url)
    try:
        with _alone(engine, waiting) as connection:
            if connection.dialect.name == "postgresql":
                _take_time(connection)
                refuse_views(connection)
                _refuse_others(connection, writing=True)
                quoted = connection.dialect.identifier_preparer.quote
                names = ", ".join(quoted(name) for name in Base.metadata.tables)
                connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
            else:
                begin_writing(connection)
                # A programme may stand before the one that it follows.
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _alone(engine: Engine, waiting: Callable[[str], None]) -> Iterator[Connection]:
    with (
        in_plain_words(engine),
        engine.connect() as connection,
        only_writer(connection, "restore", waiting=waiting),
        connection.begin(),
    ):
        yield connection


def refuse_views(connection: Connection) -> None:
    """Raises CannotMove for a store whose data are another system's, and are only seen through views."""
    if views := views_of(connection):
        raise CannotMove(
            f"The data of this store are another system's ({min(views)} is a view): it has no backup or copy "
            "of its own. Back up the database as a whole, with pg_dump."
        )


def _take_time(connection: Connection) -> None:
    """A large store takes longer than what a server may allow a statement."""
    connection.execute(text("SELECT set_config('statement_timeout', '0', true)"))


def _refuse_others(connection: Connection, *, writing: bool) -> None:
    for found in connection.execute(OTHERS, {"tables": list(Base.metadata.tables)}):
        if writing or not found.reads_all:
            what = "may not write all of their rows" if writing else "does not see all of their rows"
            raise CannotMove(
                f"The tables belong to {found.owner}, and the role {found.role} {what}: "
                f"run this with the URL of {found.owner}."
            )

"""Whether a store is read through views of a sister system, and what these lack."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from data_access.contract import contract
from data_access.language import Later
from data_access.schema import PackageImport
from data_access.views.relations import VIEWS, Relation, relations

# The list of imports says up to which day the data reach. A sister system may tell it, or leave it to us.
EITHER = PackageImport.__tablename__
MOST_NAMED = 5
NAMES = text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND relkind = ANY(:kinds) AND relname = ANY(:names)
""")
CREATE_VIEWS = "python -m data_access create --views"


def views_of(connection: Connection) -> frozenset[str]:
    """The tables of the contract that are views in this store; none for an ordinary store, and on SQLite."""
    if connection.dialect.name != "postgresql":
        return frozenset()
    asked = {"kinds": list(VIEWS), "names": list(contract())}
    return frozenset(connection.scalars(NAMES, asked))


def no_schema(connection: Connection) -> bool:
    """Whether there is no schema, on Postgres, into which this role would look for a table."""
    return connection.scalar(text("SELECT current_schema()")) is None


def writes_refused(connection: Connection) -> str | None:
    """Why no package can be taken in, changed or taken back in this store; None if it can."""
    if not views_of(connection):
        return None
    return (
        "The store is read through views of another system: what it delivers is changed there, and not by "
        "the dashboard. Take packages into a store of the dashboard's own."
    )


def views_problem(connection: Connection) -> Later | None:
    """What the views of a store lack, and what to do; None if nothing, or if it is an ordinary store.

    One query, which finds nothing in an ordinary store.
    """
    if connection.dialect.name != "postgresql":
        return None
    found = relations(connection, VIEWS)
    if not found.keys() & contract().keys():
        return None
    if not (lacking := list(_lacking(found))):
        return None
    return Later(
        "The store is read through views, and they lack: {lacking}. "
        "`python -m data_access doctor` names all of it, `python -m data_access contract` what is needed.",
        lacking=_some(lacking),
    )


def _some(lacking: list[Later]) -> Later:
    """The first of what is lacking, and how much more there is."""
    named = lacking[0]
    for each in lacking[1:MOST_NAMED]:
        named = Later("{things}, {next}", things=named, next=each)
    more = len(lacking) - MOST_NAMED
    return Later("{things} and {number} more", things=named, number=more) if more > 0 else named


def _lacking(found: dict[str, Relation]) -> Iterator[Later]:
    for name, table in contract().items():
        if name not in found:
            if name != EITHER:
                yield Later("the view {view}", view=name)
            continue
        for column in table.columns:
            if (is_there := found[name].columns.get(column.name)) is None:
                yield Later("the column {column}", column=f"{name}.{column.name}")
            elif column.family not in is_there.families:
                yield Later(
                    "{column} as {needed} (it is {type})",
                    column=f"{name}.{column.name}",
                    needed=column.postgres,
                    type=is_there.type,
                )

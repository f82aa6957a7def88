"""The dashboard's own tables beside the views of a sister system: grants, the audit, the key of places, …"""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Column, Connection, Table
from sqlalchemy.schema import CreateIndex, CreateTable

from data_access import migrations
from data_access.contract import contract
from data_access.schema import Base
from data_access.views.relations import Relation, relations
from data_access.views.through import EITHER, views_of, views_problem


class ViewsRefused(ValueError):
    """Views beside which the dashboard's own tables can't be made; the message says why and what to do."""


def make_own_tables(connection: Connection) -> None:
    """Makes what is missing of the dashboard's own tables, or brings them up to date, and stamps the schema.

    The revisions of ordinary stores can't run here, for they change tables that are views: our own tables
    are made and completed from the classes. ``connection`` is the owner's, on Postgres, and commits or
    doesn't. Raises ViewsRefused.
    """
    if not views_of(connection):
        raise ViewsRefused(
            "There are no views in this schema. Make them first: "
            "`python -m data_access contract --format sql` writes what they have to be. "
            "Or name the schema that has them: postgresql://…?options=-csearch_path%3DSCHEMA."
        )
    if problem := views_problem(connection):
        raise ViewsRefused(problem)
    found = relations(connection)
    for table in own_tables(views_of(connection)):
        if table.name not in found:
            _make(connection, table)
        elif found[table.name].is_view:
            raise ViewsRefused(f"{table.name} is the dashboard's own, and can't be a view. Drop the view.")
        else:
            _complete(connection, table, found[table.name])
    command.stamp(migrations.configuration(connection), "head")


def own_tables(views: frozenset[str]) -> list[Table]:
    """The tables that the dashboard keeps itself beside these views, after those they refer to."""
    theirs = set(contract()) - ({EITHER} - views)
    return [table for table in Base.metadata.sorted_tables if table.name not in theirs]


def _make(connection: Connection, table: Table) -> None:
    # No key of a database can refer to a row of a view.
    keys = [key for key in table.foreign_key_constraints if key.referred_table.name not in contract()]
    connection.execute(CreateTable(table, include_foreign_key_constraints=keys))
    for index in table.indexes:
        connection.execute(CreateIndex(index))


def _complete(connection: Connection, table: Table, found: Relation) -> None:
    """What a newer version of the program has added: columns, indexes, and other values of a code."""
    change = Operations(MigrationContext.configure(connection))
    for column in table.columns:
        if column.name not in found.columns:
            default = getattr(column.server_default, "arg", None)
            new: Column[Any] = Column(
                column.name, column.type, nullable=column.nullable, server_default=default
            )
            change.add_column(table.name, new)
    for index in table.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))
    for check in _checks(table):
        change.drop_constraint(str(check.name), table.name, type_="check", if_exists=True)
        change.create_check_constraint(str(check.name), table.name, check.sqltext)


def _checks(table: Table) -> list[CheckConstraint]:
    places = (table.constraints, *(column.constraints for column in table.columns))
    return [each for place in places for each in place if isinstance(each, CheckConstraint)]

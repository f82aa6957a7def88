"""Writes a new revision: what the schema's classes have that the newest revision has not.

``python -m data_access.migrations "What changes"``; read what it wrote before you keep it.
"""

from __future__ import annotations

import sys

from alembic import command
from sqlalchemy import CheckConstraint, StaticPool, create_engine

from data_access import migrations
from data_access.schema import Base


def write_revision(message: str) -> None:
    """Compares the classes with an empty store at the newest revision, and writes the difference."""
    number = len(migrations.known_revisions()) + 1
    engine = create_engine("sqlite://", poolclass=StaticPool)
    migrations.migrate(engine)
    show_checks_of_columns()
    with engine.connect() as connection:
        command.revision(
            migrations.configuration(connection), message, autogenerate=True, rev_id=f"{number:04d}"
        )
    engine.dispose()


def show_checks_of_columns() -> None:
    """Alembic overlooks a check that stands at a column: here each stands at its table as well."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            for check in column.constraints:
                if isinstance(check, CheckConstraint):
                    table.append_constraint(CheckConstraint(check.sqltext, name=check.name))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('Say what changes: python -m data_access.migrations "What changes"')
    write_revision(sys.argv[1])

"""The contract as SQL for Postgres: a view for each table, to be filled in by whoever knows the data.

As it is written it runs, and gives views without rows: what a system does not have, it leaves so.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from data_access.contract import NeededColumn, NeededTable, contract

WIDTH = 100
BEGINNING = """\
-- What the dashboard reads: a view for each of its tables. Run it as it is, and there are views without rows.
-- Then fill in one after the other: write an expression in the place of each NULL (the cast stays), and in
-- the place of "WHERE false" the FROM of your own tables. What you don't have, you leave without rows.
-- An optional column stays, as NULL. Keys are your own, as text, and never the names of people.
--
-- The views stand in a schema of their own, first in the search path of the roles that read them:
--     CREATE SCHEMA gold; SET search_path = gold;
-- Afterwards: python -m data_access create --views, and python -m data_access doctor."""


def skeleton() -> str:
    """The statements that make all views, after each other."""
    return "\n\n".join((BEGINNING, *(_view(table) for table in contract().values()))) + "\n"


def _view(table: NeededTable) -> str:
    listed = [f"    {_empty(column)} AS {column.name}" for column in table.columns]
    ends = [*("," for _ in listed[:-1]), ""]
    columns = (
        f"{line}{end}  -- {'; '.join(told(column))}"
        for line, end, column in zip(listed, ends, table.columns, strict=True)
    )
    return "\n".join(
        (
            *(f"-- {line}" for line in wrap(table.meaning, WIDTH)),
            *(f"-- No two rows have the same {' + '.join(key)}." for key in (table.key, *table.unique)),
            *(f"-- In each row: {rule}" for rule in table.rules),
            f"CREATE OR REPLACE VIEW {table.name} AS SELECT",
            *columns,
            "WHERE false;",
            f"COMMENT ON VIEW {table.name} IS {_literal(table.meaning)};",
        )
    )


def told(column: NeededColumn) -> Iterator[str]:
    """All that is to be known of a column's values, in a few words each."""
    yield column.meaning
    yield " ".join(("key," if column.key else "", "required" if column.required else "optional")).strip()
    if column.unit:
        yield column.unit
    for other in column.references:
        yield f"one of {other}"
    if column.codes:
        yield f"one of {', '.join(column.codes)}"
    if column.least is not None and column.most is not None:
        yield f"from {column.least} to {column.most}"
    elif column.least is not None:
        yield f"at least {column.least}"
    if column.longest:
        yield f"at most {column.longest} characters"


def _empty(column: NeededColumn) -> str:
    return f"{'false' if column.name == 'illustrative' else 'NULL'}::{column.postgres}"


def _literal(words: str) -> str:
    return "'{}'".format(words.replace("'", "''"))

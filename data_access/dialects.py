"""What SQLite and Postgres spell differently, in one place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Date, Integer, String, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


def insert_or_update(table: Table, connection: Connection) -> Any:
    """An insert that may say what becomes of rows whose key is there already (``on_conflict_do_update``)."""
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


class month_of(FunctionElement[str]):
    """The month of a day, as ``2024-04``."""

    type = String()
    inherit_cache = True


class quarter_of(FunctionElement[str]):
    """The quarter of a day, as ``2024-Q2``."""

    type = String()
    inherit_cache = True


class year_of(FunctionElement[str]):
    """The year of a day, as ``2024``."""

    type = String()
    inherit_cache = True


class months_later(FunctionElement[Any]):
    """The same day so many months later, clipped to that month's end."""

    type = Date()
    inherit_cache = True


class days_later(FunctionElement[Any]):
    """The day so many days later."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[int]):
    """Days from the first day to the second."""

    type = Integer()
    inherit_cache = True


class ordinal_of(FunctionElement[int]):
    """The ordinal of a day, as ``date.toordinal`` gives it."""

    type = Integer()
    inherit_cache = True


class earliest(FunctionElement[Any]):
    """The earliest of some days, none of which is missing."""

    type = Date()
    inherit_cache = True


class latest(FunctionElement[Any]):
    """The latest of some days, none of which is missing."""

    type = Date()
    inherit_cache = True


class bytewise(FunctionElement[str]):
    """A text in the order of its bytes, whatever language the database sorts by."""

    type = String()
    inherit_cache = True


class unindexed(FunctionElement[Any]):
    """A column that is looked at in each row, and never looked up in an index.

    SQLite before 3.42 can return rows outside a range (``first_day <= :day``) if the column before
    it in the same index is tested with IN. Wrap the column that is tested.
    """

    inherit_cache = True


class is_among(FunctionElement[Any]):
    """A whole number is one of those in a JSON text."""

    # A Boolean would be compared with 1 on SQLite, and no index be used.
    type = Integer()
    inherit_cache = True


@compiles(month_of, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 7)"


@compiles(month_of, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)}, 'YYYY-MM')"


@compiles(quarter_of, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    day = compiler.process(element.clauses, **kw)
    return f"(substr({day}, 1, 4) || '-Q' || ((CAST(substr({day}, 6, 2) AS INTEGER) + 2) / 3))"


@compiles(quarter_of, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"""to_char({compiler.process(element.clauses, **kw)}, 'YYYY-"Q"Q')"""


@compiles(year_of, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 4)"


@compiles(year_of, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)}, 'YYYY')"


@compiles(months_later, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    # '+1 months' alone runs over into the month after (31 January → 3 March).
    return (
        f"min(date({day}, '+' || ({months}) || ' months'),"
        f" date({day}, 'start of month', '+' || (({months}) + 1) || ' months', '-1 day'))"
    )


@compiles(months_later, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    day, months = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST({day} + make_interval(months => CAST({months} AS integer)) AS date)"


@compiles(days_later, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, ({days}) || ' days')"


@compiles(days_later, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(CAST({day} AS date) + CAST({days} AS integer))"


@compiles(days_between, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({second}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(CAST({second} AS date) - CAST({first} AS date))"


@compiles(ordinal_of, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **kw)}) - 1721424.5 AS INTEGER)"


@compiles(ordinal_of, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} - DATE '0001-01-01' + 1)"


@compiles(earliest, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"min({compiler.process(element.clauses, **kw)})"


@compiles(earliest, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"least({compiler.process(element.clauses, **kw)})"


@compiles(latest, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"max({compiler.process(element.clauses, **kw)})"


@compiles(latest, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"greatest({compiler.process(element.clauses, **kw)})"


@compiles(bytewise, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"{compiler.process(element.clauses, **kw)} COLLATE BINARY"


@compiles(bytewise, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f'{compiler.process(element.clauses, **kw)} COLLATE "C"'


@compiles(unindexed, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


@compiles(unindexed, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(is_among, "sqlite")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    number, text = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{number} IN (SELECT value FROM json_each({text}))"


@compiles(is_among, "postgresql")
def _(element: Any, compiler: Any, **kw: Any) -> str:
    number, text = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{number} IN (SELECT value::integer FROM jsonb_array_elements_text(CAST({text} AS jsonb)))"

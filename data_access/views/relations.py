"""What tables and views a database really has, with the columns and types that they have there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from data_access.contract import POSTGRES_TYPES, Family
from data_access.schema import Base

# Of each relation of these names in the schema that is looked into first: one query, which asks for no
# right to read the relation itself and takes no lock of it.
ON_POSTGRES = text("""
    SELECT relation.relname AS relation, relation.relkind IN ('v', 'm', 'f') AS is_view,
           attribute.attname AS name, format_type(attribute.atttypid, NULL) AS type,
           attribute.attnotnull AS required,
           attribute.atthasdef OR attribute.attidentity <> '' AS filled
    FROM pg_class AS relation
    LEFT JOIN pg_attribute AS attribute
      ON attribute.attrelid = relation.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
    WHERE relation.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND relation.relkind = ANY(:kinds) AND relation.relname = ANY(:names)
    ORDER BY relation.relname, attribute.attnum
""")
ON_SQLITE = text("""
    SELECT relation.name AS relation, relation.type = 'view' AS is_view, own.name AS name,
           own.type AS type, own."notnull" AS required,
           own.dflt_value IS NOT NULL OR (own.pk > 0 AND own.type = 'INTEGER') AS filled
    FROM sqlite_master AS relation LEFT JOIN pragma_table_info(relation.name) AS own
    WHERE relation.type IN ('table', 'view') ORDER BY relation.name, own.cid
""")
# What stands for a table and can have no policies: views, also materialised ones, and foreign tables.
VIEWS = ("v", "m", "f")
TABLES = ("r", "p")
# As they are declared; it stores both kinds of whole number alike.
WHOLE = frozenset({Family.whole, Family.big})
SQLITE_TYPES: dict[str, frozenset[Family]] = {
    **dict.fromkeys(("VARCHAR", "TEXT", "CHAR"), frozenset({Family.text})),
    **dict.fromkeys(("INTEGER", "BIGINT"), WHOLE),
    **dict.fromkeys(("FLOAT", "REAL", "DOUBLE"), frozenset({Family.real})),
    **dict.fromkeys(("DATETIME", "TIMESTAMP"), frozenset({Family.moment})),
    "BOOLEAN": frozenset({Family.truth}),
    "DATE": frozenset({Family.day}),
    "BLOB": frozenset({Family.content}),
}


@dataclass(frozen=True)
class Found:
    """A column as it is: its type in the database's words, and the kinds of value that can be read from it.

    A column that is ``filled`` by the database itself needs no value.
    """

    type: str
    families: frozenset[Family]
    required: bool
    filled: bool


@dataclass(frozen=True)
class Relation:
    """A table or view as it is, with its columns by name."""

    is_view: bool
    columns: dict[str, Found]


def relations(connection: Connection, kinds: Iterable[str] = (*VIEWS, *TABLES)) -> dict[str, Relation]:
    """The relations that have the name of one of the dashboard's tables, with their columns.

    ``kinds`` are Postgres' letters for the kinds of relation that are looked for there.
    """
    on_postgres = connection.dialect.name == "postgresql"
    if on_postgres:
        asked = {"kinds": list(kinds), "names": list(Base.metadata.tables)}
        rows = connection.execute(ON_POSTGRES, asked).all()
    else:
        rows = connection.execute(ON_SQLITE).all()
    found: dict[str, Relation] = {}
    for row in rows:
        if row.relation not in Base.metadata.tables:
            continue
        relation = found.setdefault(row.relation, Relation(bool(row.is_view), {}))
        if row.name is not None:
            families = _on_postgres(row.type) if on_postgres else _on_sqlite(row.type)
            relation.columns[row.name] = Found(row.type, families, bool(row.required), bool(row.filled))
    return found


def _on_postgres(type_name: str) -> frozenset[Family]:
    return frozenset(family for family, names in POSTGRES_TYPES.items() if type_name in names)


def _on_sqlite(declared: str) -> frozenset[Family]:
    return SQLITE_TYPES.get(declared.partition("(")[0].strip().upper(), frozenset())

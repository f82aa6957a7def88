"""Puts the second enforcement of rights into a Postgres database, anew each time.

All of it follows from the schema, so it is written again whenever a store is created or brought up to
date: a new table is guarded from its first day.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql

from data_access.row_security.context import FOUND, KEPT, PROGRAMMES, REGIONS
from data_access.row_security.policies import DELETED, INSERTED, OWNERS, UPDATED, policies
from data_access.row_security.rules import guarded
from data_access.row_security.sets import Function, functions
from data_access.schema import Base
from data_access.views.through import views_of

DIALECT = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
# Whoever may call this function was made the role of the dashboard: by us, for nobody else can.
MARK = "sees_anything"
# What is kept stands behind the rights and data that it was found for, and counts for no others.
KEEPING = f"""
DECLARE
    asked text := concat_ws(
        E'\\n', current_setting('{PROGRAMMES}', true), current_setting('{REGIONS}', true),
        (SELECT max(id) FROM package_import), ''
    );
    found text := current_setting('{{kept}}', true);
    keys text[];
BEGIN
    IF starts_with(found, asked) THEN
        keys := substr(found, length(asked) + 1)::text[];
    ELSE
        keys := ARRAY({{keys}});
        PERFORM set_config('{{kept}}', asked || keys::text, true), set_config('{FOUND}', 'yes', true);
    END IF;
    RETURN QUERY SELECT unnest(keys);
END
"""


class RoleRefused(ValueError):
    """A role that can't be let in, or can't let others in; the message says why and what to do."""


def guard(connection: Connection, app_role: str | None = None) -> tuple[str, ...]:
    """Guards every table, and lets the dashboard's roles in: ``app_role``, and those let in before.

    Views have no policies: which rows of theirs a role sees is for the system that owns them to enforce.
    Gives the roles. ``connection`` is the owner's, on Postgres, and commits or doesn't. Raises RoleRefused.
    """
    owner, views = _owner(connection), views_of(connection)
    _refuse(connection, owner, app_role)
    roles = tuple(sorted({*roles_let_in(connection), *([app_role] if app_role else [])} - {owner}))
    for view in sorted(views):
        if not _reads(connection, owner, view):
            _let_read(connection, owner, view)
    for function in functions():
        _make(connection, function, owner)
    for table in guarded():
        if table.name not in views:
            _guard(connection, table, owner)
    for role in roles:
        _let_in(connection, role, views)
    return roles


def roles_let_in(connection: Connection) -> list[str]:
    """The roles that may serve the dashboard, as far as ``create`` has let them in."""
    marked = text(
        "SELECT DISTINCT pg_get_userbyid(granted.grantee) FROM pg_proc, aclexplode(proacl) AS granted "
        "WHERE proname = :mark AND pronamespace = current_schema()::regnamespace "
        "AND granted.grantee NOT IN (0, proowner) ORDER BY 1"
    )
    return list(connection.scalars(marked, {"mark": MARK}))


def _make(connection: Connection, function: Function, owner: str) -> None:
    signature = _signature(function)
    past = f"SECURITY DEFINER SET search_path = pg_catalog, {_quoted(_schema(connection))}, pg_temp"
    body, language = _sql(function.body), "sql PARALLEL SAFE"
    if function.kept:
        # To keep something is a change of settings, which processes at work in parallel can't make.
        body, language = KEEPING.format(keys=body, kept=KEPT.format(function.name)), "plpgsql"
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {function.name}({function.arguments}) RETURNS {function.returns} "
        f"LANGUAGE {language} STABLE {past if function.sees_past_policies else ''} AS $body$ {body} $body$"
    )
    connection.exec_driver_sql(f"ALTER FUNCTION {signature} OWNER TO {_quoted(owner)}")
    connection.exec_driver_sql(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def _signature(function: Function) -> str:
    return f"{function.name}({function.arguments.rpartition(' ')[2]})"


def _guard(connection: Connection, table: Table, owner: str) -> None:
    name = _quoted(table.name)
    for old in connection.scalars(
        text("SELECT policyname FROM pg_policies WHERE schemaname = current_schema() AND tablename = :name"),
        {"name": table.name},
    ).all():
        connection.exec_driver_sql(f"DROP POLICY {_quoted(old)} ON {name}")
    connection.exec_driver_sql(f"CREATE POLICY {OWNERS} ON {name} TO {_quoted(owner)} USING (true)")
    for policy in policies(table):
        using = "" if policy.using is None else f"USING ({_sql(policy.using)})"
        check = "" if policy.check is None else f"WITH CHECK ({_sql(policy.check)})"
        connection.exec_driver_sql(
            f"CREATE POLICY {policy.name} ON {name} FOR {policy.command} {using} {check}"
        )
    connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")


def _let_in(connection: Connection, role: str, views: frozenset[str]) -> None:
    """The dashboard's role reads all tables, as far as their policies let it, and writes to few."""
    to, schema = _quoted(role), _quoted(_schema(connection))
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    for view in sorted(views):
        _let_read(connection, role, view)
    for table in (*(name for name in Base.metadata.tables if name not in views), "alembic_version"):
        name = _quoted(table)
        connection.exec_driver_sql(f"REVOKE ALL ON {name} FROM {to}")
        connection.exec_driver_sql(f"GRANT SELECT ON {name} TO {to}")
    for written in INSERTED:
        connection.exec_driver_sql(f"GRANT INSERT ON {_quoted(written.__tablename__)} TO {to}")
        numbers = f"pg_get_serial_sequence('{written.__tablename__}', column_name)"
        ours = text(
            f"SELECT {numbers} FROM information_schema.columns WHERE table_schema = current_schema() "
            f"AND table_name = :name AND {numbers} IS NOT NULL"
        )
        for sequence in connection.scalars(ours, {"name": written.__tablename__}).all():
            connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {sequence} TO {to}")
    for pruned in DELETED:
        connection.exec_driver_sql(f"GRANT DELETE ON {_quoted(pruned.__tablename__)} TO {to}")
    for changed, columns in UPDATED.items():
        connection.exec_driver_sql(
            f"GRANT UPDATE ({', '.join(columns)}) ON {_quoted(changed.__tablename__)} TO {to}"
        )
    for function in functions():
        connection.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION {_signature(function)} TO {to}")


def _reads(connection: Connection, role: str, view: str) -> bool:
    reading = text("SELECT has_table_privilege(:role, :view, 'SELECT')")
    return bool(connection.scalar(reading, {"role": role, "view": _quoted(view)}))


def _let_read(connection: Connection, role: str, view: str) -> None:
    """Lets a role read a view and no more, if that is ours to say; else it has to be able to already."""
    name, to = _quoted(view), _quoted(role)
    granting = text("SELECT has_table_privilege(current_user, :view, 'SELECT WITH GRANT OPTION')")
    if connection.scalar(granting, {"view": name}):
        connection.exec_driver_sql(f"REVOKE ALL ON {name} FROM {to}")
        connection.exec_driver_sql(f"GRANT SELECT ON {name} TO {to}")
    elif not _reads(connection, role, view):
        whole = f"{_quoted(_schema(connection))}.{name}"
        raise RoleRefused(
            f"{role} may not read the view {view}, which belongs to another role. That one has to say: "
            f"GRANT SELECT ON {whole} TO {to};"
        )


def _refuse(connection: Connection, owner: str, app_role: str | None) -> None:
    is_owner = text("SELECT pg_has_role(current_user, :owner, 'MEMBER')")
    if not connection.scalar(is_owner, {"owner": owner}):
        raise RoleRefused(f"The tables belong to {owner}: run this with the URL of that role.")
    if app_role is None:
        return
    if app_role == owner:
        raise RoleRefused(f"{owner} owns the tables and can't serve them: make a role of its own for that.")
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :name")
    if connection.scalar(known, {"name": app_role}) is None:
        raise RoleRefused(
            f"The database has no role {app_role}. Make it first: "
            f"CREATE ROLE {_quoted(app_role)} LOGIN PASSWORD '…'; then run this again."
        )


def _owner(connection: Connection) -> str:
    # A table that is never a view of somebody else's.
    owner = text("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'place_key'::regclass")
    return str(connection.scalar(owner))


def _schema(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT current_schema()")))


def _quoted(name: str) -> str:
    return DIALECT.identifier_preparer.quote(name)


def _sql(clause: Any) -> str:
    written = str(clause.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))
    # The driver looks for parameters behind a percent sign.
    return written.replace("%", "%%")

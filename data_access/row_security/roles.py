"""Who may serve the dashboard: a role in the database that the policies bind, on tables that have them."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, text

from data_access.row_security.policies import OWNERS, policies
from data_access.row_security.rules import guarded
from data_access.views.through import views_of

WHAT_TO_DO = (
    "Serve the dashboard with a role of its own: CREATE ROLE dashboard LOGIN PASSWORD '…'; then run "
    "`python -m data_access create --app-role dashboard` with the owner's URL, and put the URL of that role "
    "into DATABASE_URL."
)
# Of the role itself and of all that it may become, be it by SET ROLE or by granting itself a membership.
STRONG = text("""
    SELECT self.rolname AS role, other.rolname AS other, other.rolsuper, other.rolbypassrls,
           other.rolcreaterole, other.rolreplication, other.rolname = ANY(:reaching) AS reaches,
           EXISTS (SELECT FROM pg_class WHERE relowner = other.oid AND relname = ANY(:tables)
                   AND relnamespace = current_schema()::regnamespace) AS owns
    FROM pg_roles AS self JOIN pg_roles AS other ON pg_has_role(self.oid, other.oid, 'MEMBER')
    WHERE self.rolname IN (coalesce(:role, session_user), coalesce(:role, current_user))
    ORDER BY other.rolname <> self.rolname, other.rolname
""")
# What is said of a role that has such a column of ``STRONG``, the strongest first.
STRENGTHS = {
    "rolsuper": "is a superuser",
    "rolbypassrls": "has BYPASSRLS",
    "owns": "owns the tables",
    "rolcreaterole": "has CREATEROLE",
    "rolreplication": "has REPLICATION",
    "reaches": "reaches the server's files",
}
# Postgres' own roles for files and programs of the server: the tables are files there.
REACHING = ["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"]
OPEN = text("""
    SELECT relname FROM pg_class
    WHERE relname = ANY(:tables) AND relnamespace = current_schema()::regnamespace
      AND NOT (relrowsecurity AND relforcerowsecurity)
    ORDER BY relname
""")
# Permissive ones add up: one that anybody has added shows what ours hide.
POLICIES = text("""
    SELECT tablename, policyname, roles = ARRAY[tableowner] AS is_owners
    FROM pg_policies JOIN pg_tables USING (schemaname, tablename)
    WHERE schemaname = current_schema()
""")
CREATES = text("SELECT has_schema_privilege(coalesce(:role, session_user), current_schema(), 'CREATE')")


def serving_problem(connection: Connection) -> str | None:
    """Why a Postgres store may not be served over this connection, and what to do; None if it may."""
    return role_problem(connection) or guarding_problem(connection)


def role_problem(connection: Connection, role: str | None = None) -> str | None:
    """What a role could see or do past the policies, and what to do; None if nothing.

    Without a name it is the role of this connection.
    """
    tables = [table.name for table in guarded()]
    for row in connection.execute(STRONG, {"tables": tables, "reaching": REACHING, "role": role}):
        strength = next((said for column, said in STRENGTHS.items() if getattr(row, column)), None)
        if strength is not None:
            whose = row.role if row.other == row.role else f"{row.role} is a member of {row.other}, which"
            return (
                f"The role {whose} {strength}: the database would not hold back from it what a viewer may "
                f"not see. {WHAT_TO_DO}"
            )
    if connection.scalar(CREATES, {"role": role}):
        return (
            "The dashboard's role may create objects beside the tables, and could so bend what guards them. "
            "Take the right to CREATE in their schema from it; in the schema public: "
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC."
        )
    return None


def guarding_problem(connection: Connection) -> str | None:
    """Which table the database does not guard as it was told to, and what to do; None if it guards all.

    What is a view of a sister system can have no policies: whose rows it shows is for that to enforce.
    """
    views = views_of(connection)
    tables = [table.name for table in guarded() if table.name not in views]
    if found := connection.scalars(OPEN, {"tables": tables}).all():
        return (
            f"The table {found[0]} is not guarded by the database. Run `python -m data_access create` "
            "with the owner's URL."
        )
    made = {policy for policy in _policies_made() if policy[0] not in views}
    if changed := made ^ {tuple(row) for row in connection.execute(POLICIES)}:
        table, policy, _ = min(changed)
        return (
            f"The policy {policy} of the table {table} is not as it was made: the database may show viewers "
            "what they may not see. Run `python -m data_access create` with the owner's URL."
        )
    return None


@cache
def _policies_made() -> frozenset[tuple[str, str, bool]]:
    """Table and name of each policy, and whether it is for the tables' owner alone."""
    ours = {(table.name, policy.name, False) for table in guarded() for policy in policies(table)}
    return frozenset(ours | {(table.name, OWNERS, True) for table in guarded()})

"""Roles in the database: what the dashboard's may do, and which ones may not serve it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from data_access import schema as s
from data_access.commands import main
from data_access.row_security.applying import guard
from data_access.row_security.context import see_as
from data_access.row_security.roles import REACHING
from data_access.row_security.rules import guarded
from data_access.schema import Base
from data_access.store import Store, StoreUnavailable, open_store, writing_engine
from tests.conftest import GuardedDatabase, PostgresDatabases, guarded_database
from tests.data_access.row_security.conftest import ADMINISTRATOR

MakeRole = Callable[..., str]


@pytest.fixture
def make_role(postgres_databases: PostgresDatabases, worlds: GuardedDatabase) -> Iterator[MakeRole]:
    """Makes a role that may read the store's tables, and gives its URL."""
    made = []

    def make(attributes: str = "", member_of: str | None = None) -> str:
        role = postgres_databases.create_role("other", attributes)
        made.append(role)
        with (engine := writing_engine(worlds.server_url)).begin() as connection:
            connection.exec_driver_sql(f"GRANT SELECT ON alembic_version, package_import TO {role}")
            if member_of:
                connection.exec_driver_sql(f"GRANT {member_of} TO {role}")
        engine.dispose()
        return postgres_databases.url_as(worlds.server_url, role)

    yield make
    with (engine := writing_engine(worlds.server_url)).begin() as connection:
        for role in made:
            connection.exec_driver_sql(f"DROP OWNED BY {role}")
    engine.dispose()
    for role in reversed(made):
        postgres_databases.drop_role(role)


@pytest.fixture
def changed(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[GuardedDatabase]:
    """An empty guarded store whose guards a test may take away."""
    with guarded_database(postgres_databases, postgres_roles) as database:
        yield database


def refusal(url: str) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_store(url, serving=True)
    return str(refused.value)


def test_a_superuser_may_not_serve(worlds: GuardedDatabase, make_role: MakeRole) -> None:
    for url in (worlds.server_url, make_role("SUPERUSER")):
        assert "is a superuser" in refusal(url)


def test_a_role_that_bypasses_the_policies_may_not_serve(make_role: MakeRole) -> None:
    said = refusal(make_role("BYPASSRLS"))
    assert "has BYPASSRLS" in said
    assert "create --app-role" in said, "it says what to do"


def test_the_owner_may_not_serve(worlds: GuardedDatabase) -> None:
    assert f"The role {worlds.owner} owns the tables" in refusal(worlds.owner_url)


def test_a_role_that_may_make_itself_a_member_may_not_serve(make_role: MakeRole) -> None:
    assert "has CREATEROLE" in refusal(make_role("CREATEROLE"))


def test_a_role_that_may_copy_the_server_may_not_serve(make_role: MakeRole) -> None:
    assert "has REPLICATION" in refusal(make_role("REPLICATION"))


@pytest.mark.parametrize("member_of", REACHING)
def test_a_role_that_reaches_the_servers_files_may_not_serve(make_role: MakeRole, member_of: str) -> None:
    said = refusal(make_role(member_of=member_of))
    assert f"is a member of {member_of}, which reaches the server's files" in said


@pytest.mark.parametrize("attributes", ["", "NOINHERIT"])
def test_a_member_of_the_owner_may_not_serve(
    worlds: GuardedDatabase, make_role: MakeRole, attributes: str
) -> None:
    said = refusal(make_role(attributes, member_of=worlds.owner))
    assert f"is a member of {worlds.owner}, which owns the tables" in said


def test_a_member_of_a_role_that_bypasses_may_not_serve(
    postgres_databases: PostgresDatabases, make_role: MakeRole
) -> None:
    strong = postgres_databases.create_role("strong", "BYPASSRLS NOINHERIT")
    said = refusal(make_role(member_of=strong))
    postgres_databases.drop_role(strong)
    assert f"is a member of {strong}, which has BYPASSRLS" in said


def test_whoever_holds_the_url_reads_the_store_on_the_command_line(worlds: GuardedDatabase) -> None:
    for url in (worlds.server_url, worlds.owner_url):
        open_store(url).close()


@pytest.mark.parametrize("taken", ["NO FORCE", "DISABLE"])
def test_a_store_that_is_not_guarded_is_not_served(changed: GuardedDatabase, taken: str) -> None:
    open_store(changed.app_url, serving=True).close()
    with (engine := writing_engine(changed.owner_url)).begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE miner {taken} ROW LEVEL SECURITY")
    assert "The table miner is not guarded by the database" in refusal(changed.app_url)
    with engine.begin() as connection:
        assert guard(connection) == (changed.app,), "the role that was let in before"
    engine.dispose()
    open_store(changed.app_url, serving=True).close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE POLICY everybody ON miner USING (true)",
        "CREATE POLICY everybody ON place_key TO {app} USING (true)",
        "DROP POLICY viewers_read ON claim",
        "ALTER POLICY owner_does_all ON miner TO PUBLIC",
        "ALTER POLICY owner_does_all ON miner TO {owner}, {app}",
    ],
)
def test_a_store_with_other_policies_than_ours_is_not_served(
    changed: GuardedDatabase, statement: str
) -> None:
    open_store(changed.app_url, serving=True).close()
    with (engine := writing_engine(changed.owner_url)).begin() as connection:
        connection.exec_driver_sql(statement.format(app=changed.app, owner=changed.owner))
    assert "is not as it was made" in refusal(changed.app_url)
    with engine.begin() as connection:
        guard(connection)
    engine.dispose()
    open_store(changed.app_url, serving=True).close()


def test_a_role_that_may_make_objects_beside_the_tables_may_not_serve(changed: GuardedDatabase) -> None:
    with (engine := writing_engine(changed.server_url)).begin() as connection:
        connection.exec_driver_sql(f"GRANT CREATE ON SCHEMA public TO {changed.app}")
    engine.dispose()
    assert "may create objects beside the tables" in refusal(changed.app_url)


@pytest.mark.parametrize(
    "statement",
    [
        *("SET ROLE {owner}", "SET SESSION AUTHORIZATION {owner}"),
        *("ALTER TABLE miner DISABLE ROW LEVEL SECURITY", "ALTER TABLE miner NO FORCE ROW LEVEL SECURITY"),
        *("DROP POLICY viewers_read ON miner", "CREATE POLICY mine ON miner USING (true)"),
        "ALTER POLICY viewers_read ON miner USING (true)",
        *("DROP TABLE miner", "TRUNCATE miner", "CREATE TABLE copy AS SELECT * FROM miner"),
        "CREATE OR REPLACE FUNCTION seen_units() RETURNS SETOF text LANGUAGE sql AS 'SELECT id FROM miner'",
        "ALTER FUNCTION seen_units() SECURITY INVOKER",
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        *("DELETE FROM audit_entry", "UPDATE audit_entry SET viewer = 'x'", "DELETE FROM viewer_grant"),
        "UPDATE viewer_grant SET role = 'administrator'",
        *("UPDATE place_key SET key = '0'", "INSERT INTO place_key VALUES (1, '0')"),
        "INSERT INTO country (id, name) VALUES ('XX', 'Nowhere')",
        "UPDATE programme SET name = 'x'",
        "COPY miner TO PROGRAM 'cat'",
        "SELECT * FROM pg_statistic",
    ],
)
def test_the_dashboards_role_can_not(store: Store, worlds: GuardedDatabase, statement: str) -> None:
    with store.writer.begin() as connection:
        see_as(connection, ADMINISTRATOR)
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            connection.exec_driver_sql(statement.format(owner=worlds.owner))


def test_the_dashboards_role_can_not_switch_the_policies_off(store: Store) -> None:
    for table in guarded():
        with store.writer.connect() as connection:
            connection.exec_driver_sql("SET row_security = off")
            with pytest.raises(DBAPIError, match="would be affected by row-level security"):
                connection.exec_driver_sql(f"SELECT * FROM {table.name}")


def test_statistics_tell_the_dashboards_role_nothing(store: Store) -> None:
    with store.reading(ADMINISTRATOR) as connection:
        known = connection.scalars(
            text("SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public'")
        )
        assert not {table.name for table in guarded()} & set(known)


def test_the_owner_reads_and_writes_as_ever(changed: GuardedDatabase) -> None:
    """Row security is forced upon it, and lets it through."""
    with (engine := writing_engine(changed.owner_url)).begin() as connection:
        connection.execute(insert(s.Miner).values(id="M-1", sex="female"))
        connection.execute(update(s.Miner).values(birth_year=1980))
        assert connection.execute(delete(s.Miner)).rowcount == 1
    engine.dispose()


@pytest.fixture
def ordinary(postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]) -> Iterator[str]:
    """Where an ordinary role may create a store: its own database without tables."""
    url = postgres_databases.create(postgres_roles[0])
    yield postgres_databases.url_as(url, postgres_roles[0])
    postgres_databases.drop(url)


def test_create_lets_a_role_in_and_does_so_again(
    ordinary: str, postgres_roles: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    _, app = postgres_roles
    for more, said in (
        ([], "No role may serve it yet: name one with --app-role."),
        (["--app-role", app], f"It may be served by the role {app}."),
        ([], f"It may be served by the role {app}."),
    ):
        run(["create", "--store", ordinary, *more], 0)
        assert said in capsys.readouterr().out
    engine: Engine = writing_engine(ordinary)
    with engine.connect() as connection:
        granted = text("SELECT has_table_privilege(:role, :name, 'SELECT')")
        for name in Base.metadata.tables:
            assert connection.scalar(granted, {"role": app, "name": name}), name
    engine.dispose()


def test_create_says_why_a_role_can_not_be_let_in(
    ordinary: str, worlds: GuardedDatabase, sqlite_store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for url, role, said in (
        (ordinary, "nobody_of_that_name", "CREATE ROLE nobody_of_that_name LOGIN"),
        (worlds.owner_url, worlds.owner, "owns the tables and can't serve them"),
        (worlds.app_url, worlds.app, f"The tables belong to {worlds.owner}"),
        (sqlite_store_url, "dashboard", "SQLite has no roles"),
    ):
        run(["create", "--store", url, "--app-role", role], 2)
        assert said in capsys.readouterr().err


def run(arguments: list[str], code: int) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == code

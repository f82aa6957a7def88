"""The page about views is tested as code: its statements run in their order, and do what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from data_access import schema as s
from data_access.doctor.diagnosis import Problem
from data_access.doctor.examination import examine
from data_access.rights import Rights
from data_access.selection import data_version
from data_access.store import open_store, writing_engine
from data_access.viewer import UNRESTRICTED, Role, Viewer
from data_access.views.skeleton import skeleton
from tests.conftest import ROLE_PASSWORD, PostgresDatabases
from tests.data_access.sister_system import run

PAGE = Path(__file__).parent.parent.parent / "docs" / "views.md"
BLOCKS = re.compile(r"^```sql\n(.*?)^```", re.DOTALL | re.MULTILINE)
LEDGER = """
    CREATE SCHEMA ledger;
    CREATE TABLE ledger.site (code varchar, title varchar, cooperative varchar, region varchar, north numeric,
                              east numeric);
    INSERT INTO ledger.site VALUES ('U-1', 'One', 'A', 'PE-ARE', -15.5, -73.5), ('U-2', 'Two', 'A', 'PE-PUN',
                                                                                -14.5, -69.5);
"""
OF_PUNO = Viewer("ana@example.org", Role.coordinator, Rights(None, ("PE-PUN",)))


class Database:
    """The database of the page, under names that no other test has."""

    def __init__(self, url: str, names: dict[str, str]) -> None:
        self.url, self.names = url, names

    def url_of(self, role: str) -> str:
        changed = make_url(self.url).set(username=self.names[role], password=ROLE_PASSWORD)
        return changed.render_as_string(hide_password=False)

    def run(self, statements: str, role: str | None = None) -> None:
        for name, unique in self.names.items():
            statements = statements.replace(name, unique)
        engine = writing_engine(self.url_of(role) if role else self.url)
        with engine.begin() as connection:
            connection.exec_driver_sql(statements.replace("…", ROLE_PASSWORD).replace("%", "%%"))
        engine.dispose()


@pytest.fixture
def database(postgres_databases: PostgresDatabases) -> Iterator[Database]:
    """A database with the ledger in it, and none of the page's roles yet."""
    url = postgres_databases.create()
    name = str(make_url(url).database)
    names = {"gold_owner": f"{name}_owner", "gold_dashboard": f"{name}_serving"}
    names["IN DATABASE cooperative"] = f"IN DATABASE {name}"
    made = Database(url, names)
    made.run(LEDGER)
    yield made
    postgres_databases.drop(url)
    for role in ("gold_owner", "gold_dashboard"):
        postgres_databases.drop_role(names[role])


def test_the_statements_of_the_page_make_a_store(database: Database) -> None:
    roles, unit, counting, imports, own_import, policies = BLOCKS.findall(PAGE.read_text("utf-8"))
    database.run(roles)
    database.run(skeleton(), "gold_owner")
    database.run(unit, "gold_owner")
    database.run(counting)
    database.run(imports, "gold_owner")
    owner, serving = database.url_of("gold_owner"), database.url_of("gold_dashboard")
    run("create", "--views", "--app-role", database.names["gold_dashboard"], "--store", owner)
    found = {(each.problem, each.table) for each in examine(serving).findings}
    assert found == {(Problem.refers_to_nothing, "production_unit")}, "the example fills in two views only"

    store = open_store(serving, serving=True)
    with store.reading(UNRESTRICTED) as connection:
        before = data_version(connection)
        units = select(s.ProductionUnit.id, s.ProductionUnit.latitude).order_by(s.ProductionUnit.id)
        assert connection.execute(units).all() == [("U-1", -15.5), ("U-2", -14.5)]
    database.run("UPDATE ledger.site SET title = 'Three' WHERE code = 'U-2'")
    with store.reading(UNRESTRICTED) as connection:
        assert data_version(connection) != before, "the trigger has counted"
    with store.reading(OF_PUNO) as connection:
        assert len(connection.execute(units).all()) == 2, "a query that forgets to ask sees all"

    database.run(policies)
    with store.reading(OF_PUNO) as connection:
        assert connection.execute(units).all() == [("U-2", -14.5)]
    for whoever, seen in ((UNRESTRICTED, 2), ("ana@example.org", 2), (None, 0)):
        with store.reading(whoever) as connection:
            assert len(connection.execute(units).all()) == seen, whoever
    store.close()
    assert own_import.startswith("INSERT INTO package_import")


def test_the_list_of_imports_can_be_written_as_the_page_says(database: Database) -> None:
    roles, _, _, _, own_import, _ = BLOCKS.findall(PAGE.read_text("utf-8"))
    database.run(roles)
    database.run(skeleton() + "DROP VIEW package_import;", "gold_owner")
    owner = database.url_of("gold_owner")
    run("create", "--views", "--store", owner)
    assert {each.problem for each in examine(owner).findings} == {Problem.no_data}
    database.run(own_import, "gold_owner")
    diagnosis = examine(owner)
    assert (diagnosis.findings, diagnosis.title) == ([], "Ledger of the cooperative")
    database.run(own_import, "gold_owner")
    assert examine(owner).data_version == "2"

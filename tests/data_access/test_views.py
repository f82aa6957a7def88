"""A store that is read through a sister system's views answers like one that has the rows itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from data_access import schema as s
from data_access.audit import Action, record
from data_access.disclosure.rules import NotForOutsiders
from data_access.figures import figure, figures
from data_access.grants import Grant, grant
from data_access.kept_places import rebuild_places
from data_access.reach import measured, whole_run
from data_access.rights import Rights
from data_access.row_security.applying import roles_let_in
from data_access.schema import Base
from data_access.selection import Selection, data_date, data_version, default_period
from data_access.store import NotToBeServed, Store, StoreUnavailable, open_store, writing_engine
from data_access.summaries.keeping import rebuild
from data_access.viewer import UNRESTRICTED, NotAdministrator, NotShared, Role, Viewer, viewer_of
from data_access.views.relations import relations
from data_access.views.through import views_of, writes_refused
from tests.conftest import PostgresDatabases, guarded_database
from tests.data_access.gold_world import fill
from tests.data_access.random_gold import RandomStore
from tests.data_access.random_stores import random_store
from tests.data_access.sister_system import (
    SisterSystem,
    copy_rows,
    filled_in,
    run,
    sister_system,
    viewed_system,
)
from tests.data_access.test_rights import OWN_ARGUMENTS, queries
from tests.data_access.two_worlds import FOREIGN, OWN, fill_both

SEED = 7
# People and gold need stores of their own: both make up the same programmes.
FILLED: dict[str, Callable[[], list[s.Record]]] = {
    "people": lambda: random_store(SEED, miners=60),
    "gold": lambda: RandomStore(SEED).rows(),
}
# What was granted at another moment.
NOT_ASKED = {"audit", "viewers", "snapshots"}
KEY = "5" * 64


@dataclass(frozen=True)
class Both:
    """The same rows twice: in a store of the dashboard's own, and in a sister system's."""

    ordinary: Store
    viewed: Store
    system: SisterSystem


@pytest.fixture(scope="module", params=FILLED)
def both(
    request: pytest.FixtureRequest, postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[Both]:
    """Both stores as the dashboard serves them; not to be written to."""
    with (
        guarded_database(postgres_databases, postgres_roles) as database,
        viewed_system(postgres_databases, postgres_roles) as system,
    ):
        rows = writing_engine(database.owner_url)
        fill_both(rows, OWN, FOREIGN)
        fill(rows, FILLED[request.param]())
        copy_rows(rows, system)
        rows.dispose()
        for url in (database.owner_url, system.owner_url):
            _keep_alike(url)
        # Of the views' data, which change without us, there are no summaries.
        _summarise(database.owner_url)
        # Views have no policies: what the ordinary store shows without any is what they have to show.
        ordinary, viewed = open_store(database.server_url), open_store(system.app_url, serving=True)
        yield Both(ordinary, viewed, system)
        ordinary.close()
        viewed.close()


@pytest.fixture
def system(postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]) -> Iterator[SisterSystem]:
    """A sister system with its views, and the dashboard's tables beside them, for a test to change."""
    with viewed_system(postgres_databases, postgres_roles) as made:
        yield made


@pytest.fixture
def bare(postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]) -> Iterator[SisterSystem]:
    """A sister system that has no views yet."""
    with sister_system(postgres_databases, postgres_roles) as made:
        yield made


def _keep_alike(url: str) -> None:
    """The same secret and the same grants: places are moved, and rights found, alike."""
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.execute(update(s.PlaceKey).values(key=KEY))
        for name, region in (("coordinator@x.org", "OWN-region"), ("other@x.org", "PE-ARE")):
            given = Grant(name, Role.coordinator, regions=(region,), first_day=date(2024, 1, 1))
            grant(connection, UNRESTRICTED, given)
        rebuild_places(connection)
    engine.dispose()


def _summarise(url: str) -> None:
    engine = writing_engine(url)
    with engine.begin() as connection:
        rebuild(connection)
    engine.dispose()


def _viewers(store: Store) -> Iterator[Viewer]:
    yield UNRESTRICTED
    with store.reading(UNRESTRICTED) as connection:
        yield viewer_of(connection, "coordinator@x.org", date(2026, 1, 15))
        yield viewer_of(connection, "other@x.org", date(2026, 1, 15))
    yield Viewer("sponsor@x.org", Role.sponsor, Rights(("P1", "P2", "OWN-programme"), None))


def _selections(both: Both) -> Iterator[Selection]:
    with both.ordinary.reading(UNRESTRICTED) as connection:
        until = data_date(connection)
    yield Selection(*default_period(until), until)
    yield Selection(date(2023, 1, 1), date(2023, 12, 31), until)


def _asked(store: Store, viewer: Viewer, query: Callable[..., Any], *more: Any) -> Any:
    try:
        with store.reading(viewer) as connection:
            return query(connection, viewer, *more)
    except (NotShared, NotForOutsiders, NotAdministrator) as refused:
        return type(refused)


def _same(one: Any, other: Any, what: str) -> None:
    """The same answer, to the type of each column: sums of another type would be other numbers."""
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other, obj=what)
    else:
        assert str(one) == str(other), what


def test_every_figure_is_the_same(both: Both) -> None:
    """Each figure for each viewer, of the selections in turn; without limits also by no dimension."""
    values, selections = 0, cycle(_selections(both))
    for viewer in _viewers(both.ordinary):
        for wanted in figures().values():
            for by in {wanted.dimensions, () if viewer is UNRESTRICTED else wanted.dimensions}:
                selection = next(selections)
                one, other = (
                    _asked(store, viewer, figure, wanted.name, selection, by)
                    for store in (both.ordinary, both.viewed)
                )
                _same(one, other, f"{wanted.name} by {by} for {viewer.name}")
                values += len(one) if isinstance(one, pd.DataFrame) else 0
    assert values > 500


def test_every_query_answers_the_same(both: Both) -> None:
    asked = 0
    selection = next(_selections(both))
    for query in queries():
        parameters = list(inspect.signature(query).parameters)
        if parameters[1:2] != ["viewer"] or query in (measured, whole_run) or query.__name__ in NOT_ASKED:
            continue
        if parameters[2:] not in ([], ["selection"]) and query.__name__ not in OWN_ARGUMENTS:
            continue
        more = (selection, *OWN_ARGUMENTS.get(query.__name__, ())) if "selection" in parameters else ()
        for viewer in _viewers(both.ordinary):
            one, other = (_asked(store, viewer, query, *more) for store in (both.ordinary, both.viewed))
            _same(one, other, query.__name__)
        asked += 1
    assert asked > 20


def test_the_same_rights_are_found(both: Both) -> None:
    assert list(map(str, _viewers(both.ordinary))) == list(map(str, _viewers(both.viewed)))
    alone = []
    for store in (both.ordinary, both.viewed):
        with store.reading("coordinator@x.org") as connection:
            alone.append(viewer_of(connection, "coordinator@x.org", date(2026, 1, 15)))
    assert alone[0] == alone[1], "as whoever signs in, who has a name and no rights yet"
    assert alone[0].rights == Rights(("OWN-programme",), ("OWN-region",))


def test_the_dashboards_own_tables_are_there_and_guarded(both: Both) -> None:
    with both.viewed.reading(UNRESTRICTED) as connection:
        found = relations(connection)
        assert found.keys() == set(Base.metadata.tables)
        assert {name for name, relation in found.items() if relation.is_view} == views_of(connection)
        assert connection.scalar(select(s.PlaceKey.key)) == KEY
    with both.viewed.reading(Viewer("somebody@x.org", Role.coordinator)) as connection:
        assert connection.execute(select(s.ViewerGrant.id)).all() == [], "they are for administrators"


def test_the_dashboards_role_writes_in_its_own_tables_only(both: Both) -> None:
    with both.viewed.writing("somebody@x.org") as connection:
        record(connection, "somebody@x.org", Action.sign_in)
    assert "permission denied" in _refusal(both, "DELETE FROM gold.miner")
    assert "permission denied" in _refusal(both, "SELECT * FROM ledger.t_miner")


def _refusal(both: Both, statement: str) -> str:
    with both.viewed.writer.begin() as connection, pytest.raises(DBAPIError) as refused:
        connection.execute(text(statement))
    return str(refused.value)


def test_what_the_sister_system_writes_is_seen(system: SisterSystem) -> None:
    """Its list of imports says that there is something new."""
    columns = "f_id, f_kind, f_title, f_data_date, f_sample, f_content_hash"
    values = "'package', 'Ledger', '{}', 0, '{}'"
    system.administer(
        f"INSERT INTO ledger.t_package_import ({columns}) VALUES (1, {values.format('2024-12-31', 'a')})"
    )
    store = open_store(system.app_url, serving=True)
    with store.reading(UNRESTRICTED) as connection:
        before = data_version(connection)
        assert data_date(connection) == date(2024, 12, 31)
    system.administer(
        f"INSERT INTO ledger.t_package_import ({columns}) VALUES (2, {values.format('2025-01-31', 'b')})"
    )
    with store.reading(UNRESTRICTED) as connection:
        assert data_version(connection) != before
        assert data_date(connection) == date(2025, 1, 31)
    store.close()


def test_the_list_of_imports_can_be_our_own(bare: SisterSystem) -> None:
    bare.own(filled_in(), "DROP VIEW package_import")
    run("create", "--views", "--app-role", bare.app, "--store", bare.owner_url)
    engine = writing_engine(bare.owner_url)
    with engine.begin() as connection:
        connection.execute(
            insert(s.PackageImport).values(
                name="ledger", title="Ledger", version="1", data_date=date(2024, 12, 31), sample=False,
                row_count=0, content_hash="0", imported_at=date(2025, 1, 1),
            )
        )  # fmt: skip
    engine.dispose()
    store = open_store(bare.app_url, serving=True)
    with store.reading(UNRESTRICTED) as connection:
        assert data_date(connection) == date(2024, 12, 31)
    store.close()


def test_views_are_not_written_to(system: SisterSystem, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "sample_data", "--store", system.owner_url, code=2)
    assert "read through views of another system" in capsys.readouterr().err


def test_an_ordinary_store_may_be_written_to(engine: Engine) -> None:
    with engine.connect() as connection:
        assert writes_refused(connection) is None
        assert views_of(connection) == frozenset()


def test_create_again_completes_what_is_missing(system: SisterSystem) -> None:
    """As after an update of the program: a table, a column, an index and a check are new."""
    system.own(
        "DROP TABLE disclosure_rule",
        "ALTER TABLE audit_entry DROP COLUMN detail",
        "DROP INDEX ix_audit_entry_at",
        "ALTER TABLE audit_entry DROP CONSTRAINT ck_audit_entry_action_known",
        "UPDATE alembic_version SET version_num = '0005'",
    )
    with pytest.raises(StoreUnavailable, match=r"is at version 0005.*create --views"):
        open_store(system.app_url)
    run("create", "--views", "--store", system.owner_url)
    open_store(system.app_url, serving=True).close()
    engine = writing_engine(system.owner_url)
    with engine.begin() as connection:
        connection.execute(select(s.AuditEntry.detail))
        connection.execute(select(s.DisclosureRule.id))
        assert roles_let_in(connection) == [system.app], "who was let in before"
        assert connection.scalar(text("SELECT to_regclass('ix_audit_entry_at')"))
    with engine.begin() as connection, pytest.raises(DBAPIError, match="ck_audit_entry_action_known"):
        connection.exec_driver_sql("INSERT INTO audit_entry (at, viewer, action) VALUES (now(), 'x', 'y')")
    engine.dispose()


def test_create_wants_to_be_told_of_views(bare: SisterSystem, capsys: pytest.CaptureFixture[str]) -> None:
    run("create", "--views", "--store", bare.owner_url, code=2)
    assert "There are no views in this schema" in capsys.readouterr().err
    bare.own(filled_in())
    run("create", "--store", bare.owner_url, code=2)
    assert "Run `python -m data_access create --views`" in capsys.readouterr().err
    with pytest.raises(StoreUnavailable, match=r"has views, but not yet.*create --views"):
        open_store(bare.owner_url)
    with pytest.raises(StoreUnavailable, match="leads to no schema that it may use"):
        open_store(bare.app_url)


def test_create_refuses_views_that_lack_something(
    bare: SisterSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.own(
        filled_in(),
        "DROP VIEW miner",
        "DROP VIEW topic",
        "CREATE VIEW topic AS SELECT f_id::text AS id, f_name AS name, NULL::text AS name_es, "
        "NULL::text AS name_fr, f_required = 1 AS required, f_validity_months AS validity_months, "
        "false AS illustrative FROM ledger.t_topic",
        "CREATE VIEW place_key AS SELECT 1 AS id, 'x'::text AS key",
    )
    run("create", "--views", "--store", bare.owner_url, code=2)
    said = capsys.readouterr().err
    assert "lack: the view miner, topic.validity_months as integer (it is numeric)." in said
    bare.own("DROP VIEW topic", filled_in())
    run("create", "--views", "--store", bare.owner_url, code=2)
    assert "place_key is the dashboard's own, and can't be a view" in capsys.readouterr().err


def test_a_store_whose_views_lack_something_is_not_opened(system: SisterSystem) -> None:
    for statement, said in (
        ("ALTER VIEW programme RENAME COLUMN name TO title", "the column programme.name"),
        ("DROP VIEW membership", "the view membership"),
    ):
        system.own(statement)
        with pytest.raises(StoreUnavailable, match=f"lack.*{said}.*data_access doctor"):
            open_store(system.app_url, serving=True)


def test_own_tables_are_guarded_as_ever(system: SisterSystem) -> None:
    system.own("ALTER TABLE viewer_grant DISABLE ROW LEVEL SECURITY")
    with pytest.raises(NotToBeServed, match="viewer_grant is not guarded"):
        open_store(system.app_url, serving=True)
    run("create", "--views", "--store", system.owner_url)
    system.own(
        "ALTER TABLE ended_sign_in RENAME TO ended", "CREATE VIEW ended_sign_in AS SELECT * FROM ended"
    )
    with pytest.raises(NotToBeServed, match="ended_sign_in is not guarded"):
        open_store(system.app_url, serving=True)


def test_the_owner_of_the_views_may_not_serve_them(system: SisterSystem) -> None:
    with pytest.raises(NotToBeServed, match=f"{system.owner} owns the tables"):
        open_store(system.owner_url, serving=True)


def test_create_says_which_view_another_role_has_to_show(
    bare: SisterSystem, capsys: pytest.CaptureFixture[str]
) -> None:
    """The views belong to the sister system: only it can let somebody read them."""
    bare.administer("SET search_path = gold", filled_in())
    create = ("create", "--views", "--app-role", bare.app, "--store", bare.owner_url)
    for reader in (bare.owner, bare.app):
        run(*create, code=2)
        assert f"GRANT SELECT ON gold.accreditation TO {reader};" in capsys.readouterr().err
        bare.administer(f"GRANT SELECT ON ALL TABLES IN SCHEMA gold TO {reader}")
    run(*create)
    open_store(bare.app_url, serving=True).close()


def test_views_of_sqlite_are_refused(sqlite_store_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("create", "--views", "--store", sqlite_store_url, code=2)
    assert "--views are those of a Postgres database" in capsys.readouterr().err

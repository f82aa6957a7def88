"""A store on Postgres with an own and a foreign world, and who looks at it with which limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from data_access.grants import Grant, grant
from data_access.rights import Rights
from data_access.store import Store, open_store, writing_engine
from data_access.viewer import UNRESTRICTED, Role, Viewer, viewer_of
from tests.conftest import GuardedDatabase, PostgresDatabases, guarded_database
from tests.data_access.two_worlds import FOREIGN, OWN, fill_both

TODAY = date(2026, 1, 15)
GRANTS = {
    "sponsor": Grant("sponsor@x.org", Role.sponsor, funder="OWN-organisation", first_day=TODAY),
    "coordinator": Grant("coordinator@x.org", Role.coordinator, regions=("OWN-region",), first_day=TODAY),
    "presenter": Grant("presenter@x.org", Role.presenter, programmes=("OWN-programme",), first_day=TODAY),
}
ADMINISTRATOR = Viewer("administrator@x.org", Role.administrator)
NOBODYS = Viewer("nobody@x.org", Role.coordinator, Rights((), ()))


@pytest.fixture(scope="session")
def worlds(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[GuardedDatabase]:
    """Both worlds in a store that an ordinary role may serve; what a test writes, it takes back."""
    with guarded_database(postgres_databases, postgres_roles) as database:
        engine = writing_engine(database.owner_url)
        fill_both(engine, OWN, FOREIGN)
        with engine.begin() as connection:
            for given in GRANTS.values():
                grant(connection, UNRESTRICTED, given)
        engine.dispose()
        yield database


@pytest.fixture
def store(worlds: GuardedDatabase) -> Iterator[Store]:
    """That store as the dashboard opens it."""
    store = open_store(worlds.app_url, serving=True)
    yield store
    store.close()


@pytest.fixture
def unguarded(worlds: GuardedDatabase) -> Iterator[Engine]:
    """The same rows for a superuser, from whom the database hides nothing."""
    engine = writing_engine(worlds.server_url)
    yield engine
    engine.dispose()


@pytest.fixture(params=GRANTS)
def viewer(request: pytest.FixtureRequest, unguarded: Engine) -> Viewer:
    """Each viewer with limits, as the store's own grants make them."""
    with unguarded.connect() as connection:
        return viewer_of(connection, GRANTS[request.param].viewer, TODAY)

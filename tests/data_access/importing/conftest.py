"""Stores with a past, to be killed: made once for all that kill them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PostgresDatabases
from tests.data_access.importing.stores_to_kill import Past, PostgresStores, SqliteStores, past


@pytest.fixture(scope="session")
def sqlite_past(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path) -> Iterator[Past]:
    folder = tmp_path_factory.mktemp("past")
    with past(SqliteStores(folder, migrated_sqlite_file), folder) as found:
        yield found


@pytest.fixture(scope="session")
def postgres_past(
    tmp_path_factory: pytest.TempPathFactory, postgres_databases: PostgresDatabases
) -> Iterator[Past]:
    with past(PostgresStores(postgres_databases), tmp_path_factory.mktemp("past")) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgres"])
def a_past(request: pytest.FixtureRequest) -> Past:
    """A store with a past, on each database in turn."""
    found: Past = request.getfixturevalue(f"{request.param}_past")
    return found

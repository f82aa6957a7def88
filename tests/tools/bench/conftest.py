"""The smallest store of the benchmark, on each database, made once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.row_security.applying import guard
from data_access.store import writing_engine
from tests.choice import DATABASES, a_choice
from tests.conftest import PostgresDatabases
from tools.bench.filling import fill
from tools.bench.stores import BenchStore, bench_store
from tools.bench.world.sizes import SIZES

SMALL = SIZES["S"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stores of these tests are kept."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="session")
def sqlite_bench_store(folder: Path) -> Iterator[BenchStore]:
    with bench_store(SMALL, "sqlite", folder) as store:
        yield store


@pytest.fixture(scope="session")
def postgres_bench_store(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[BenchStore]:
    url = postgres_databases.create()
    engine = writing_engine(url)
    fill(engine, SMALL)
    with engine.begin() as connection:
        guard(connection, postgres_roles[1])
    engine.dispose()
    yield BenchStore("small", url, postgres_databases.url_as(url, postgres_roles[1]))
    postgres_databases.drop(url)


@pytest.fixture(scope="session", params=a_choice(DATABASES, 2))
def store(request: pytest.FixtureRequest) -> BenchStore:
    """The small store on each database in turn; not to be written to."""
    found: BenchStore = request.getfixturevalue(f"{request.param}_bench_store")
    return found

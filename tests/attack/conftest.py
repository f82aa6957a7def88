"""The stores that are attacked, with a foreign world and without, and the count of what was tried."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from data_access.migrations import migrate
from data_access.store import writing_engine
from tests.attack.tally import KEPT_AS, Tally, in_sum
from tests.attack.worlds import FOREIGN, OWN, fill
from tests.browser.conftest import browser_type_launch_args as browser_type_launch_args
from tests.conftest import PostgresDatabases

# By database: the store with both worlds, and the one without the foreign.
Stores = Mapping[str, tuple[str, str]]


@pytest.fixture(scope="session")
def stores(
    migrated_sqlite_file: Path,
    postgres_databases: PostgresDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stores]:
    """The stores to attack; nothing writes to them."""
    folder = tmp_path_factory.mktemp("worlds")
    made = {
        "sqlite": [_copied(migrated_sqlite_file, folder / name) for name in ("both", "own")],
        "postgres": [_created(postgres_databases) for _ in ("both", "own")],
    }
    for both, own in made.values():
        filled(both, OWN, FOREIGN)
        filled(own, OWN)
    yield {database: (both, own) for database, (both, own) in made.items()}
    for url in made["postgres"]:
        postgres_databases.drop(url)


def _copied(empty: Path, path: Path) -> str:
    return f"sqlite:///{shutil.copyfile(empty, path)}"


def _created(databases: PostgresDatabases) -> str:
    url = databases.create()
    engine = writing_engine(url)
    migrate(engine)
    engine.dispose()
    return url


def filled(url: str, *worlds: str) -> str:
    """Fills a store with worlds; gives its URL."""
    engine = writing_engine(url)
    fill(engine, *worlds)
    engine.dispose()
    return url


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Counts what a test tries."""
    counted = Tally()
    yield counted
    request.node.user_properties.append((KEPT_AS, dict(counted)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for several in terminalreporter.stats.values() for report in several]
    if total := in_sum(report for report in reports if isinstance(report, pytest.TestReport)):
        terminalreporter.section("what was tried")
        for name, counted in total.items():
            terminalreporter.line(f"{counted:>13,} {name}")

"""The stores that are attacked, with a foreign world and without, and the count of what was tried."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data_access.store import writing_engine
from tests.attack.browsing import visited
from tests.attack.product import Attempt
from tests.attack.tally import KEPT_AS, Tally, in_sum
from tests.attack.worlds import FOREIGN, OWN, fill
from tests.browser.conftest import browser_type_launch_args as browser_type_launch_args
from tests.browser.conftest import windows as windows
from tests.browser.oidc import guarded, providing
from tests.conftest import PostgresDatabases, guarded_database
from tools.serving import Server

# By database: the store with both worlds, and the one without the foreign.
Stores = Mapping[str, tuple[str, str]]


@pytest.fixture(scope="session")
def stores(
    migrated_sqlite_file: Path,
    postgres_databases: PostgresDatabases,
    postgres_roles: tuple[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stores]:
    """The stores to attack, on Postgres by the role that serves the dashboard; nothing writes to them."""
    folder = tmp_path_factory.mktemp("worlds")
    both, own = (_copied(migrated_sqlite_file, folder / name) for name in ("both", "own"))
    filled(both, OWN, FOREIGN)
    filled(own, OWN)
    with (
        guarded_database(postgres_databases, postgres_roles) as all_of_it,
        guarded_database(postgres_databases, postgres_roles) as without,
    ):
        filled(all_of_it.owner_url, OWN, FOREIGN)
        filled(without.owner_url, OWN)
        yield {"sqlite": (both, own), "postgres": (all_of_it.app_url, without.app_url)}


def _copied(empty: Path, path: Path) -> str:
    return f"sqlite:///{shutil.copyfile(empty, path)}"


def filled(url: str, *worlds: str) -> str:
    """Fills a store with worlds; gives its URL."""
    engine = writing_engine(url)
    fill(engine, *worlds)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def attacked_server(
    stores: Stores, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The dashboard on the Postgres store with both worlds, of which the administrator has seen something:
    what a server keeps for one is there when the next one comes."""
    folder = tmp_path_factory.mktemp("attacked")
    with (
        providing(folder / "provider.log", {}) as provider,
        guarded(stores["postgres"][0], folder, provider.issuer) as server,
    ):
        seen = [Attempt("administrator", "postgres", page) for page in ("map", "claims")]
        visited(browser, server, "administrator", seen, Tally(), 0)
        yield server


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

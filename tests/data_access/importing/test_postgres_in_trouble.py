"""A Postgres that goes down while something is taken in, and comes back; and one whose disk is full."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from data_access.importing import import_package
from data_access.store import writing_engine
from tests.conftest import PostgresDatabases
from tests.data_access.importing.dying import Child, Moment, Order, carried_out
from tests.data_access.importing.own_postgres import OwnPostgres, own_postgres
from tests.data_access.importing.packages import write
from tests.data_access.importing.stores_to_kill import (
    AFTER,
    BEFORE,
    Past,
    PostgresStores,
    lasting,
    past,
    state,
    what_is_left,
)

DEADLINE = 30
# Which of an import's commits is that of its rows.
COMMIT = 4
# In bytes; larger than any file that Postgres begins with, and than a part of its log.
ROOM = 1_500_000
STORY = 20_000


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def stores(server: OwnPostgres) -> PostgresStores:
    return PostgresStores(PostgresDatabases(server.url))


@pytest.fixture(scope="module")
def own_past(stores: PostgresStores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    with past(stores, tmp_path_factory.mktemp("own")) as found:
        yield found


@pytest.mark.parametrize("moment", [(Moment.told, 3), (Moment.commit, COMMIT)], ids=["reading", "at the end"])
def test_a_server_that_is_restarted_between_two_statements(
    moment: tuple[Moment, int], server: OwnPostgres, own_past: Past, tmp_path: Path
) -> None:
    with own_past.copy(1) as url:
        before, order = state(url), own_past.second(url, tmp_path)
        with Child(replace(order, waits=moment)) as child:
            child.comes_there()
            server.restart()
            child.goes_on()
            assert "does not answer" in child.refusal
        assert what_is_left(url, before, {}) == BEFORE
        assert carried_out(order).ended() == 0
        assert what_is_left(url, before, lasting(state(own_past.urls[1]))) == AFTER


def test_a_server_that_is_restarted_in_the_middle_of_a_statement(
    server: OwnPostgres, own_past: Past, tmp_path: Path
) -> None:
    """The statement waits for somebody else, who has the table."""
    with own_past.copy(1) as url:
        before = state(url)
        with connected(url) as other, Child(own_past.second(url, tmp_path)) as child:
            other.execute("BEGIN; LOCK TABLE miner IN EXCLUSIVE MODE")
            until(server, "SELECT count(*) FROM pg_locks WHERE NOT granted")
            server.restart()
            assert "does not answer" in child.refusal
        assert what_is_left(url, before, {}) == BEFORE


def test_a_server_that_is_restarted_in_the_middle_of_a_commit(
    server: OwnPostgres, own_past: Past, tmp_path: Path
) -> None:
    """It has written down that all is done, and nobody hears of it: a second server was to have it, too."""
    with own_past.copy(1) as url:
        order = replace(own_past.second(url, tmp_path), waits=(Moment.commit, COMMIT))
        with Child(order) as child, connected(server.url) as administrator:
            child.comes_there()
            administrator.execute("ALTER SYSTEM SET synchronous_standby_names = nobody")
            administrator.execute("SELECT pg_reload_conf()")
            until(server, "SELECT count(*) FROM pg_settings WHERE setting = 'nobody'")
            for _ in range(2):  # only in its next round the process that does these has surely heard of it
                administrator.execute("CHECKPOINT")
            child.goes_on()
            until(server, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
            administrator.execute("ALTER SYSTEM RESET synchronous_standby_names")
            server.restart()
            assert "does not answer" in child.refusal
        assert what_is_left(url, {}, lasting(state(own_past.urls[1]))) == AFTER


def test_a_server_whose_disk_is_full(server: OwnPostgres, stores: PostgresStores, tmp_path: Path) -> None:
    """It fills while rows are read in, and while they are written into a table that has others."""
    packages = {
        name: write(tmp_path / name, {"story": stories(name, number)}, version=name)
        for name, number in (("there", 50), ("more", 50), ("many", 100))
    }
    url = stores.empty()
    engine = writing_engine(url)
    import_package(engine, packages["there"])
    before = state(url)
    with on_a_small_disk(server):
        for name in ("many", "more"):
            child = carried_out(Order(("import", str(packages[name])), url, tmp_path / "said"))
            assert child.refusal.endswith(" is full. Make room on it, then try again.")
            assert what_is_left(url, before, {}) == BEFORE
    assert what_is_left(url, before, {}) == BEFORE
    assert import_package(engine, packages["more"]).import_id
    stores.gone(url)


@contextmanager
def on_a_small_disk(server: OwnPostgres) -> Iterator[None]:
    server.stop()
    server.start(ROOM)
    yield
    server.stop()
    server.start()


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        yield connection


def until(server: OwnPostgres, question: psycopg.abc.Query) -> None:
    """Returns once the server counts one."""
    deadline = time.monotonic() + DEADLINE
    while True:
        with connected(server.url) as connection:  # a new one has all settings as they are by now
            if connection.execute(question).fetchone() == (1,):
                return
        assert time.monotonic() < deadline, f"never one: {question!r}"
        time.sleep(0.01)


def stories(name: str, number: int) -> list[dict[str, str]]:
    """Long texts, which the database can't make shorter."""
    chance = random.Random(name)
    return [
        {"id": f"{name}{n}", "language": "en", "title": "Long", "body": chance.randbytes(STORY // 2).hex()}
        for n in range(number)
    ]

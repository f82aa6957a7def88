"""One import at a time, and viewers all the while."""

from __future__ import annotations

import gc
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import QueuePool, create_engine, make_url, text

from data_access.audit import Action, record
from data_access.importing import StoreLocked, import_package
from data_access.importing.locking import LOCK, only_writer, who
from data_access.selection import data_version
from data_access.store import Store, StoreUnavailable, open_store, writing_engine
from data_access.viewer import UNRESTRICTED
from tests.conftest import GuardedDatabase
from tests.data_access.importing.dying import Child, Moment, Order, carried_out
from tests.data_access.importing.stores_to_kill import Past, lock_is_free

HOLDER = re.escape(who()) + r", since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC"
DEADLINE = 30


@pytest.fixture
def url(a_past: Past) -> Iterator[str]:
    with a_past.copy(1) as url:
        yield url


@contextmanager
def held(of: Past, url: str, folder: Path) -> Iterator[Child]:
    """An import that has the lock, has checked everything, and waits before it writes."""
    with Child(replace(of.second(url, folder), waits=(Moment.writing, 1))) as child:
        child.comes_there()
        yield child


def test_a_second_import_waits_and_is_told_for_whom(a_past: Past, url: str, tmp_path: Path) -> None:
    """As people run it, on a narrow screen: nothing of the line is lost."""
    with held(a_past, url, tmp_path) as first, run_narrow("import", a_past.packages[2], url) as second:
        assert second.stderr is not None
        told = second.stderr.readline()
        assert re.fullmatch(rf"Waiting for import of second by {HOLDER}\.\n", told), told
        assert second.poll() is None
        first.goes_on()
        assert first.ended() == 0
        _, errors = second.communicate(timeout=DEADLINE)
        assert (second.returncode, errors) == (0, "")
    with closing(open_store(url)) as store, store.reading(UNRESTRICTED) as connection:
        versions = connection.scalars(text("SELECT version FROM package_import ORDER BY id")).all()
    assert versions == ["1", "2", "3"]


def test_garbage_is_looked_for_as_usual_after_an_import_however_it_ends(url: str) -> None:
    of_the_tests, usual = gc.get_threshold(), (701, 11, 12)
    engine, within = writing_engine(url), list[int]()
    gc.set_threshold(*usual)

    def fails() -> None:
        with engine.connect() as connection, only_writer(connection, "what fails"):
            within.append(gc.get_threshold()[0])
            raise ZeroDivisionError

    try:
        with pytest.raises(ZeroDivisionError):
            fails()
        assert gc.get_threshold() == usual
        assert within[0] > usual[0]
    finally:
        gc.set_threshold(*of_the_tests)
        engine.dispose()


@contextmanager
def run_narrow(command: str, package: Path, url: str) -> Iterator[subprocess.Popen[str]]:
    """A command on a screen of a few columns; it is gone in the end, whatever becomes of the test."""
    line = [sys.executable, "-m", "data_access", command, str(package), "--store", url]
    narrow, pipe = os.environ | {"COLUMNS": "30"}, subprocess.PIPE
    with subprocess.Popen(line, env=narrow, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_who_does_not_want_to_wait_is_refused_at_once(a_past: Past, url: str, tmp_path: Path) -> None:
    with held(a_past, url, tmp_path):
        for command in (("import", str(a_past.packages[2])), ("undo", "1"), ("erase", "N1")):
            refused = carried_out(Order((*command, "--wait", "0"), url, tmp_path / "refused"))
            assert re.fullmatch(
                rf"The store is being written to by import of second by {HOLDER}\. "
                "Wait until that has ended, then try again.",
                refused.refusal,
            ), refused.said


def test_who_is_killed_keeps_nobody(a_past: Past, url: str, tmp_path: Path) -> None:
    """The next has the lock at once, and those who come then are told of the next."""
    with held(a_past, url, tmp_path) as killed:
        killed.kill()
        killed.ended()
    lock_is_free(url)
    engine = writing_engine(url)
    with engine.connect() as connection, only_writer(connection, "something else", 0):
        refused = carried_out(Order(("undo", "1", "--wait", "0"), url, tmp_path / "refused"))
        assert re.search(rf"by something else by {HOLDER}\.", refused.refusal)
    lock_is_free(url)


def test_a_name_that_is_left_behind_names_nobody(sqlite_past: Past, tmp_path: Path) -> None:
    """What does not say who has the lock can't be read, and nobody stumbles over it."""
    for left in ("", "null", "{}", '{"who": "'):
        with sqlite_past.copy(1) as url:
            Path(f"{url.removeprefix('sqlite:///')}.lock.json").write_text(left)
            lock_is_free(url)
            engine = writing_engine(url)
            with engine.connect() as connection, only_writer(connection, "something", 0):
                Path(f"{url.removeprefix('sqlite:///')}.lock.json").write_text(left)
                with pytest.raises(StoreLocked, match="written to by another program"):
                    import_package(engine, sqlite_past.packages[2], seconds_to_wait=0)


def test_who_is_killed_while_the_database_works_keeps_nobody_either(
    postgres_past: Past, tmp_path: Path
) -> None:
    """Postgres notices a second later, though the statement itself goes on waiting."""
    with postgres_past.copy(1) as url, connected(url) as other:
        other.execute("BEGIN; LOCK TABLE miner IN EXCLUSIVE MODE")
        with Child(postgres_past.second(url, tmp_path)) as killed:
            until(other, "SELECT count(*) = 1 FROM pg_locks WHERE NOT granted")
            killed.kill()
            killed.ended()
        until(other, "SELECT count(*) = 0 FROM pg_locks WHERE NOT granted")
        until(other, f"SELECT pg_try_advisory_lock({LOCK})")


def test_other_stores_of_a_server_are_not_locked(postgres_past: Past, tmp_path: Path) -> None:
    with (
        postgres_past.copy(1) as url,
        postgres_past.copy(1) as other_url,
        held(postgres_past, url, tmp_path),
    ):
        other = carried_out(Order(("undo", "1", "--wait", "0"), other_url, tmp_path / "other"))
        assert other.ended() == 0, other.said


def test_other_locks_of_a_program_are_not_ours(postgres_past: Past, tmp_path: Path) -> None:
    """Whoever is named has this lock, and not one that another program has under a similar number."""
    with postgres_past.copy(1) as url, connected(url) as other, connected(url) as holder:
        other.execute("SET application_name = 'innocent'")
        other.execute(f"SELECT pg_advisory_lock(7, {LOCK})")
        holder.execute("SET application_name = 'a script'")
        holder.execute(f"SELECT pg_advisory_lock({LOCK})")
        with pytest.raises(StoreLocked, match=r"written to by a script, since \d{4}"):
            import_package(writing_engine(url), postgres_past.packages[2], seconds_to_wait=0)


def test_a_holder_of_another_role_is_named(guarded_sample: GuardedDatabase) -> None:
    """Postgres does not tell the owner since when a superuser is there."""
    superuser, owner = writing_engine(guarded_sample.server_url), writing_engine(guarded_sample.owner_url)
    with (
        superuser.connect() as connection,
        only_writer(connection, "restoring", 0),
        owner.connect() as another,
        pytest.raises(StoreLocked, match=f"by restoring by {re.escape(who())}. Wait"),
        only_writer(another, "nothing", 0),
    ):
        pass


def test_a_long_name_leaves_room_for_who_it_is(postgres_past: Past) -> None:
    engine = writing_engine(postgres_past.urls[0])
    with (
        engine.connect() as connection,
        only_writer(connection, f"import of {'año ' * 20}.zip", 0),
        engine.connect() as another,
        pytest.raises(StoreLocked, match=rf"by import of a\?o [a?o ]*\.\.\. by {re.escape(who())}, since"),
        only_writer(another, "nothing", 0),
    ):
        pass


def test_a_link_to_a_store_has_the_same_lock(sqlite_past: Past, tmp_path: Path) -> None:
    with sqlite_past.copy(1) as url:
        link = tmp_path / "link.sqlite"
        link.symlink_to(url.removeprefix("sqlite:///"))
        with writing_engine(url).connect() as connection, only_writer(connection, "something", 0):
            refused = Order(("undo", "1", "--wait", "0"), f"sqlite:///{link}", tmp_path / "refused")
            assert "written to by something by" in carried_out(refused).refusal


def test_a_pool_gets_nothing_of_an_import_back(a_past: Past, url: str) -> None:
    """Neither the lock, nor the name, nor tables: the next import may have another connection or the same."""
    engine = create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=0)
    import_package(engine, a_past.packages[1], quarantine=True)
    lock_is_free(url)
    import_package(engine, a_past.packages[2])
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.scalar(text("SHOW application_name")) == ""
    engine.dispose()


def test_viewers_read_what_was_there_until_all_is_there(a_past: Past, url: str, tmp_path: Path) -> None:
    """At their next click they see that the data are others, and the others."""
    with closing(open_store(url)) as store:
        before = seen(store)
        with held(a_past, url, tmp_path) as child:
            assert seen(store) == before
            with closing(open_store(url)) as another:
                assert seen(another) == before
            child.goes_on()
            assert child.ended() == 0
        version, women, miners = seen(store)
        assert version != before[0]
        assert (women, miners) == (before[1] + 600, before[2] + 200)
        write_down(store)


def test_who_reads_for_long_keeps_no_import_from_its_end(sqlite_past: Past, tmp_path: Path) -> None:
    """Such as a viewer's long query: it goes on with what was there when it began."""
    with sqlite_past.copy(1) as url, closing(open_store(url)) as store:
        with store.reading(UNRESTRICTED) as connection:
            connection.exec_driver_sql("BEGIN")
            before = data_version(connection)
            done = carried_out(sqlite_past.second(f"{url}?timeout=0.05", tmp_path))
            assert done.ended() == 0, done.said
            assert data_version(connection) == before
        with store.reading(UNRESTRICTED) as connection:
            assert data_version(connection) != before


def seen(store: Store) -> tuple[str, int, int]:
    """The version of the data, and how many women and miners there are."""
    with store.reading(UNRESTRICTED) as connection:
        women = connection.scalar(text("SELECT count(*) FROM miner WHERE sex = 'female'"))
        miners = connection.scalar(text("SELECT count(*) FROM miner"))
        return data_version(connection), women or 0, miners or 0


def write_down(store: Store) -> None:
    with store.writing(UNRESTRICTED) as connection:
        record(connection, "ana@example.org", Action.download)


def test_what_a_dashboard_writes_during_an_import(postgres_past: Past, tmp_path: Path) -> None:
    with (
        postgres_past.copy(1) as url,
        closing(open_store(url)) as store,
        held(postgres_past, url, tmp_path),
    ):
        write_down(store)


def test_what_a_dashboard_writes_during_an_import_into_a_file(sqlite_past: Past, tmp_path: Path) -> None:
    """A file has one writer: the dashboard waits, and says so in the end; then it can write again."""
    with sqlite_past.copy(1) as url, closing(open_store(f"{url}?timeout=0.05")) as store:
        with held(sqlite_past, url, tmp_path) as child:
            with pytest.raises(StoreUnavailable, match="locked by another program that writes to it"):
                write_down(store)
            child.goes_on()
            with closing(open_store(url)) as patient:
                write_down(patient)
            assert child.ended() == 0, child.said
        write_down(store)


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        yield connection


def until(connection: psycopg.Connection, question: str) -> None:
    """Returns once the database says yes."""
    deadline = time.monotonic() + DEADLINE
    while connection.execute(question.encode()).fetchone() != (True,):
        assert time.monotonic() < deadline, f"never true: {question}"
        time.sleep(0.01)

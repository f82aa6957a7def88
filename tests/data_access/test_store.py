"""Opening the store: read-only, limited in time, and what is said when it can't be read."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, event, insert, make_url, text

from data_access.connections import on_one_connection
from data_access.schema import Country
from data_access.store import Store, StoreUnavailable, open_store, store_url, writing_engine
from data_access.viewer import UNRESTRICTED

NOBODY = 65534
ENDLESS = """
WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 1000000000)
SELECT count(*) FROM counter
"""


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store opened for reading, on each database in turn."""
    store = open_store(store_url)
    yield store
    store.close()


def test_the_url_is_that_of_the_environment_or_the_file_that_make_run_fills(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere.sqlite")
    assert store_url() == "sqlite:///elsewhere.sqlite"
    monkeypatch.delenv("DATABASE_URL")
    assert store_url() == "sqlite:///store/dashboard.sqlite"


def test_a_reading_connection_reads(store: Store) -> None:
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0


def test_a_reading_connection_refuses_to_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="may not be written to"), store.reading() as connection:
        connection.execute(insert(Country), [{"id": "PE", "name": "Peru"}])
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0


def test_a_query_that_takes_too_long_is_ended(store: Store) -> None:
    with (
        pytest.raises(StoreUnavailable, match=r"longer than 0\.1 seconds"),
        store.reading(seconds=0.1) as connection,
    ):
        connection.execute(text(ENDLESS))
    with store.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1, (
            "the next reader is not limited by the last"
        )


def test_a_transaction_that_takes_too_long_is_undone(store: Store) -> None:
    def writes_and_goes_on() -> None:
        with store.writing("ana@example.org", seconds=0.1) as connection:
            connection.execute(insert(Country), [{"id": "PE", "name": "Peru"}])
            connection.execute(text(ENDLESS))

    with pytest.raises(StoreUnavailable, match=r"longer than 0\.1 seconds"):
        writes_and_goes_on()
    with store.writing(UNRESTRICTED) as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0


def test_a_pool_without_a_connection_left_is_said(postgres_store_url: str) -> None:
    url = make_url(postgres_store_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    store = Store(engine, engine)
    with (
        store.reading(),
        pytest.raises(StoreUnavailable, match="All connections to the store are in use"),
        store.reading(),
    ):
        pass
    with store.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    store.close()


def test_a_missing_file_is_said_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite"
    with pytest.raises(StoreUnavailable, match="There is no store at"):
        open_store(f"sqlite:///{missing}")
    assert not missing.exists()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.sqlite"
    garbage.write_bytes(b"This is a letter, and not a database at all. " * 50)
    with pytest.raises(StoreUnavailable, match="is not a database"):
        open_store(f"sqlite:///{garbage}")


def test_a_file_without_tables_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(StoreUnavailable, match=r"no tables yet.*data_access create"):
        open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}")


@pytest.mark.parametrize(
    ("revision", "said"), [("9999", "update the program"), (None, "no tables yet.*data_access create")]
)
def test_another_schema_says_what_to_do(store_url: str, revision: str | None, said: str) -> None:
    engine = writing_engine(store_url)
    with engine.begin() as connection:
        kept = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("DELETE FROM alembic_version"))
        if revision:
            connection.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": revision})
    try:
        with pytest.raises(StoreUnavailable, match=said):
            open_store(store_url)
    finally:
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM alembic_version"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:it)"), {"it": kept})
        engine.dispose()


def test_a_locked_file_is_said(sqlite_store_url: str) -> None:
    store = open_store(f"{sqlite_store_url}?timeout=0.05")
    path = sqlite_store_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(StoreUnavailable, match="locked by another program"),
            store.reading() as connection,
        ):
            connection.execute(text("SELECT count(*) FROM country"))


def test_a_file_that_is_written_to_can_be_read(sqlite_store_url: str) -> None:
    """As it was before, until that is done."""
    store = open_store(f"{sqlite_store_url}?timeout=0.05")
    path = sqlite_store_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        writer.execute("INSERT INTO country (id, name) VALUES ('PE', 'Peru')")
        for done, countries in (("SELECT 1", 0), ("COMMIT", 1)):
            writer.execute(done)
            with store.reading() as connection:
                assert connection.execute(text("SELECT count(*) FROM country")).scalar() == countries


@pytest.fixture
def out_of_reach(migrated_sqlite_file: Path) -> Iterator[Path]:
    """A store in a folder that may not be written to, for somebody ordinary: root may do everything."""
    folder, us = Path(tempfile.mkdtemp(prefix="dashboard-read-only-")), os.geteuid()
    path = shutil.copyfile(migrated_sqlite_file, folder / "store.sqlite")
    open_store(f"sqlite:///{path}").close()  # so that what Python loads for it is loaded by whoever may
    folder.chmod(0o555)
    if us == 0:
        os.seteuid(NOBODY)
    yield path
    os.seteuid(us)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_file_in_a_folder_that_may_not_be_written_to_is_said(out_of_reach: Path) -> None:
    """SQLite writes beside a file even to read it."""
    with pytest.raises(StoreUnavailable, match=f"SQLite can't write beside the store {out_of_reach}, as it"):
        open_store(f"sqlite:///{out_of_reach}")


def test_a_replaced_file_is_read_anew(sqlite_store_url: str, tmp_path: Path) -> None:
    store = open_store(sqlite_store_url)
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0
    path = Path(sqlite_store_url.removeprefix("sqlite:///"))
    other = tmp_path / "other.sqlite"
    other.write_bytes(path.read_bytes())
    engine = writing_engine(f"sqlite:///{other}")
    with engine.begin() as connection:
        connection.execute(insert(Country), [{"id": "PE", "name": "Peru"}])
    engine.dispose()
    other.replace(path)
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 1


@pytest.mark.parametrize(("mode", "log"), [("WAL", "-wal"), ("DELETE", "-journal")])
def test_what_a_killed_writer_left_behind_is_undone(
    migrated_sqlite_file: Path, tmp_path: Path, mode: str, log: str
) -> None:
    """Also in a store of an older version, which no log was written ahead of."""
    path = shutil.copyfile(migrated_sqlite_file, tmp_path / "store.sqlite")
    killed = tmp_path / "killed.sqlite"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute(f"PRAGMA journal_mode = {mode}")
    writer.execute("PRAGMA cache_size = 1")  # so that it writes into the file before it is done
    writer.execute("BEGIN")
    codes = (f"code {number} {'x' * 40}" for number in range(5_000))
    writer.executemany("INSERT INTO country (id, name) VALUES (?, 'Nowhere')", ((code,) for code in codes))
    for ending in ("", log):
        shutil.copyfile(f"{path}{ending}", f"{killed}{ending}")
    writer.execute("ROLLBACK")
    writer.close()
    with open_store(f"sqlite:///{killed}").reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0


@pytest.mark.parametrize("name", ["100%20.sqlite", "#1.sqlite", "año 1.sqlite"])
def test_a_file_of_any_name_is_read_and_named(sqlite_store_url: str, tmp_path: Path, name: str) -> None:
    path = shutil.copyfile(sqlite_store_url.removeprefix("sqlite:///"), tmp_path / name)
    url = URL.create("sqlite", database=str(path)).render_as_string()
    with open_store(url).reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0
    path.write_bytes(b"This is a letter, and not a database at all. " * 50)
    with pytest.raises(StoreUnavailable, match=f"The file {re.escape(str(path))} is not a database"):
        open_store(url)


def test_the_driver_is_ours_whatever_the_url_names(sqlite_store_url: str) -> None:
    url = sqlite_store_url.replace("sqlite://", "sqlite+aiosqlite://")
    with open_store(url).reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


@pytest.mark.parametrize(
    "url", ["not a url", "mysql://user@host/name", "sqlite://", "postgresql://host:port/name"]
)
def test_a_url_that_leads_nowhere_is_said(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"sqlite:///|SQLite or Postgres"):
        open_store(url)


def test_a_server_that_does_not_answer_is_said_without_its_password() -> None:
    with pytest.raises(StoreUnavailable, match="does not answer") as raised:
        open_store("postgresql://reader:secret@127.0.0.1:1/none")
    assert "secret" not in str(raised.value)


def test_what_is_read_together_is_read_on_one_connection(sqlite_store_url: str) -> None:
    store, opened = open_store(sqlite_store_url), []
    event.listen(store.engine, "connect", lambda *_: opened.append(1))
    with on_one_connection(store.engine):
        for _ in range(3):
            with store.reading() as connection:
                assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0
    assert len(opened) == 1
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM country")).scalar() == 0
    assert len(opened) == 2
    assert connection.closed


def test_other_threads_have_connections_of_their_own(sqlite_store_url: str) -> None:
    store = open_store(sqlite_store_url)

    def countries() -> int:
        with store.reading() as connection:
            return int(connection.execute(text("SELECT count(*) FROM country")).scalar_one())

    with on_one_connection(store.engine), ThreadPoolExecutor(1) as others:
        assert countries() == others.submit(countries).result() == 0

"""Opening the store: read-only, limited in time, and what is said when it can't be read."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, insert, make_url, text

from data_access.schema import Country
from data_access.store import Store, StoreUnavailable, open_store, store_url, writing_engine
from data_access.viewer import UNRESTRICTED

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
    store = open_store(sqlite_store_url)
    path = sqlite_store_url.removeprefix("sqlite:///")
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(StoreUnavailable, match="locked by another program"),
            store.reading() as connection,
        ):
            connection.execute(text("SELECT count(*) FROM country"))
        writer.execute("ROLLBACK")
    writer.close()


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


def test_what_a_killed_writer_left_behind_is_undone(sqlite_store_url: str, tmp_path: Path) -> None:
    path, killed = Path(sqlite_store_url.removeprefix("sqlite:///")), tmp_path / "killed.sqlite"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size = 1")  # so that it writes into the file before it is done
    writer.execute("BEGIN")
    codes = (f"code {number} {'x' * 40}" for number in range(5_000))
    writer.executemany("INSERT INTO country (id, name) VALUES (?, 'Nowhere')", ((code,) for code in codes))
    for ending in ("", "-journal"):
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

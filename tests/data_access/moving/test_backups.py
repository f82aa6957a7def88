"""A backup gives the store back, on either database, byte for byte; or it is refused."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, NullPool, create_engine, insert, select

from data_access import schema as s
from data_access.importing.locking import only_writer
from data_access.migrations import head_revision, migrate
from data_access.moving.backups import MANIFEST, restore_backup, write_backup
from data_access.moving.refusal import CannotMove
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.places import keep_key
from data_access.store import writing_engine
from tests.data_access.moving.listening import Listening
from tests.data_access.moving.whole_stores import Held, entry, given, held


def backed_up(url: str, path: Path) -> Path:
    with snapshot(url) as connection:
        write_backup(connection, path, Nobody())
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}


def made(url: str) -> str:
    """The store as ``create`` makes it: its tables, and a key for its places."""
    engine = writing_engine(url)
    migrate(engine)
    with engine.begin() as connection:
        keep_key(connection)
    engine.dispose()
    return url


def test_what_is_restored_is_what_was_backed_up(
    unmade_store_url: str, whole_url: str, whole_held: Held, whole_backup: Path, tmp_path: Path
) -> None:
    watcher = Listening()
    refilled = restore_backup(made(unmade_store_url), whole_backup, watcher, replace=False)
    assert held(unmade_store_url) == whole_held
    assert refilled.rows == {name: len(rows) for name, rows in whole_held.items()}
    assert given(unmade_store_url) == given(whole_url)
    assert watcher.announced["loading"] == watcher.passed_by["loading"] == sum(refilled.rows.values())
    assert contents(backed_up(unmade_store_url, tmp_path / "again.zip")) == contents(whole_backup)


def test_the_next_rows_are_numbered_on(unmade_store_url: str, whole_backup: Path) -> None:
    restore_backup(made(unmade_store_url), whole_backup, Nobody(), replace=False)
    engine = writing_engine(unmade_store_url)
    with engine.begin() as connection:
        # 900 was given once, to an entry that is no more.
        assert connection.scalar(insert(s.AuditEntry).returning(s.AuditEntry.id), entry()) == 901
        version = {"import_id": 1, "table_name": "t", "row_key": "[]", "cells": "{}"}
        assert connection.scalar(insert(s.RowVersion).returning(s.RowVersion.id), version) == 4
    engine.dispose()


def test_a_number_given_since_the_backup_is_never_given_again(
    engine: Engine, store_url: str, tmp_path: Path
) -> None:
    path = backed_up(store_url, tmp_path / "early.zip")
    with engine.begin() as connection:
        since = connection.execute(insert(s.AuditEntry).returning(s.AuditEntry.id), entry()).scalar_one()
    restore_backup(store_url, path, Nobody(), replace=True)
    with engine.begin() as connection:
        assert connection.scalar(select(s.AuditEntry.id)) is None
        assert connection.scalar(insert(s.AuditEntry).returning(s.AuditEntry.id), entry()) == since + 1


def test_a_store_that_holds_something_is_kept_unless_it_is_to_be_replaced(
    engine: Engine, store_url: str, whole_backup: Path, whole_held: Held
) -> None:
    with engine.begin() as connection:
        connection.execute(insert(s.Country), {"id": "PE", "name": "Peru"})
    before = held(store_url)
    with pytest.raises(CannotMove, match=r"not empty: its table country has 1 rows.*--replace"):
        restore_backup(store_url, whole_backup, Nobody(), replace=False)
    assert held(store_url) == before
    restore_backup(store_url, whole_backup, Nobody(), replace=True)
    assert held(store_url) == whole_held


def test_who_had_been_erased_since_the_backup_is_told_of(
    engine: Engine, store_url: str, tmp_path: Path
) -> None:
    erased = [{"token": token, "erased_at": entry()["at"]} for token in ("before", "since", "lately")]
    with engine.begin() as connection:
        connection.execute(insert(s.ErasedMiner), erased[:1])
    path = backed_up(store_url, tmp_path / "early.zip")
    with engine.begin() as connection:
        connection.execute(insert(s.ErasedMiner), erased[1:])
    assert restore_backup(store_url, path, Nobody(), replace=True).come_back == 2


def test_a_restore_waits_for_an_import(engine: Engine, store_url: str, tmp_path: Path) -> None:
    path = backed_up(store_url, tmp_path / "b.zip")
    with ExitStack() as importing:

        class Patient(Listening):
            def waiting(self, words: str) -> None:
                super().waiting(words)
                importing.close()  # it ends only now

        other = importing.enter_context(engine.connect())
        importing.enter_context(only_writer(other, "import of a package"))
        watcher = Patient()
        restore_backup(store_url, path, watcher, replace=False)
    assert watcher.waited_for.startswith("Waiting for import of a package")


def test_a_backup_is_for_its_owner_alone_and_replaces_none(store_url: str, tmp_path: Path) -> None:
    path = backed_up(store_url, tmp_path / "b.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(CannotMove, match="is there already"):
        backed_up(store_url, path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["b.zip"]


def test_a_backup_is_of_one_moment(engine: Engine, store_url: str, tmp_path: Path) -> None:
    """What is written while it runs is in it nowhere, and waits for nothing."""
    is_sqlite = engine.dialect.name == "sqlite"
    other = create_engine(store_url, connect_args={"timeout": 0} if is_sqlite else {}, poolclass=NullPool)

    def write() -> None:
        with other.begin() as connection:
            number = len(connection.execute(select(s.Country.id)).all())
            connection.execute(insert(s.Country), {"id": f"C{number}", "name": "New"})

    with engine.begin() as connection:
        connection.execute(insert(s.Currency), {"id": "USD", "name": "US dollar", "minor_digits": 2})
    watcher = Listening(write)
    with snapshot(store_url) as connection:
        write_backup(connection, tmp_path / "b.zip", watcher)
    other.dispose()
    assert watcher.announced["writing"] == watcher.passed_by["writing"] == 1
    assert contents(tmp_path / "b.zip")["country.jsonl"] == b""


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def turned(path: Path) -> None:
    """One bit in the middle, as a failing disk does it."""
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def rewritten(change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Callable[[Path], None]:
    """Writes the zip anew, sound in itself, with other members or another manifest."""

    def spoil(path: Path) -> None:
        members = contents(path)
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
        change(members, manifest)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
            archive.writestr(MANIFEST, json.dumps(manifest))

    return spoil


def other_row(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    members["country.jsonl"] = members["country.jsonl"].replace(b"Peru", b"Perv")


def no_country(members: dict[str, bytes], _manifest: dict[str, Any]) -> None:
    del members["country.jsonl"]


def no_table(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del manifest["tables"]["country"]


def no_tables(_members: dict[str, bytes], manifest: dict[str, Any]) -> None:
    del manifest["tables"]


def of_schema(revision: str) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    return lambda _, manifest: manifest.update(schema=revision)


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(cut, "is no whole zip file.*Take another copy", id="cut off"),
        pytest.param(turned, "is damaged, or no backup: its table .* (can't be read|is not as)", id="a bit"),
        pytest.param(emptied, "is no whole zip file", id="empty"),
        pytest.param(rewritten(other_row), "its table country is not as it was written", id="another row"),
        pytest.param(rewritten(no_country), "its table country can't be read", id="a member less"),
        pytest.param(rewritten(no_table), "does not have the tables of its schema", id="a table less"),
        pytest.param(rewritten(no_tables), "manifest.json can't be read", id="another manifest"),
        pytest.param(
            rewritten(of_schema("0003")),
            f"was made with schema 0003, and this program has {head_revision()}.*new SQLite store",
            id="older",
        ),
        pytest.param(rewritten(of_schema("9999")), "schema 9999, which.*update the program", id="newer"),
    ],
)
def test_a_file_that_is_no_sound_backup_of_this_schema_is_refused(
    store_url: str, whole_backup: Path, tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    path = shutil.copyfile(whole_backup, tmp_path / "spoilt.zip")
    spoil(path)
    before = held(store_url)
    with pytest.raises(CannotMove, match=told):
        restore_backup(store_url, path, Nobody(), replace=True)
    assert held(store_url) == before

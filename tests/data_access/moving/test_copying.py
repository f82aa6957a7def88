"""From SQLite to Postgres and back nothing is lost, added or numbered anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from data_access import schema as s
from data_access.moving.backups import restore_backup, write_backup
from data_access.moving.copying import copy_store
from data_access.moving.refusal import CannotMove
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.store import writing_engine
from tests.conftest import GuardedDatabase, PostgresDatabases, guarded_database
from tests.data_access.moving.whole_stores import Held, entry, given, held
from tests.data_access.sister_system import viewed_system


@pytest.fixture
def guarded(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[GuardedDatabase]:
    """An empty store on Postgres whose owner is bound by its policies."""
    with guarded_database(postgres_databases, postgres_roles) as database:
        yield database


def test_there_and_back_again(
    whole_url: str, whole_held: Held, guarded: GuardedDatabase, migrated_sqlite_file: Path, tmp_path: Path
) -> None:
    copy_store(whole_url, guarded.owner_url, Nobody(), replace=False)
    assert held(guarded.server_url) == whole_held
    back = f"sqlite:///{shutil.copyfile(migrated_sqlite_file, tmp_path / 'back.sqlite')}"
    copy_store(guarded.owner_url, back, Nobody(), replace=False)
    assert held(back) == whole_held
    assert given(whole_url) == given(guarded.server_url) == given(back)
    for url in (guarded.owner_url, back):
        engine = writing_engine(url)
        with engine.begin() as connection:
            assert connection.scalar(insert(s.AuditEntry).returning(s.AuditEntry.id), entry()) == 901
        engine.dispose()


def test_only_the_owner_moves_a_store_on_postgres(
    guarded: GuardedDatabase, whole_url: str, whole_backup: Path, tmp_path: Path
) -> None:
    """Anybody else would write a part for the whole."""
    told = f"The tables belong to {guarded.owner}, and the role {guarded.app} does not see all"
    with pytest.raises(CannotMove, match=told), snapshot(guarded.app_url) as connection:
        write_backup(connection, tmp_path / "part.zip", Nobody())
    with pytest.raises(CannotMove, match=told):
        copy_store(guarded.app_url, whole_url, Nobody(), replace=True)
    told = f"run this with the URL of {guarded.owner}"
    with pytest.raises(CannotMove, match=told):
        copy_store(whole_url, guarded.app_url, Nobody(), replace=False)
    with pytest.raises(CannotMove, match=told):
        restore_backup(guarded.app_url, whole_backup, Nobody(), replace=True)
    assert not list(tmp_path.iterdir())
    assert not held(guarded.server_url)["country"]


def test_a_row_may_stand_before_the_one_that_it_follows(
    migrated_sqlite_file: Path, store_url: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copyfile(migrated_sqlite_file, tmp_path / 'chain.sqlite')}"
    engine = writing_engine(url)
    phases = [("P3", None), ("P2", "P3"), ("P4", "P2"), ("P1", "P4")]
    with engine.begin() as connection:
        connection.execute(insert(s.Country), {"id": "PE", "name": "Peru"})
        connection.execute(insert(s.Ladder), {"id": "L", "name": "L", "owner": "O"})
        organisation = {"id": "O", "name": "O", "kind": "company", "country_id": "PE"}
        connection.execute(insert(s.Organisation), organisation)
        for name, follows in phases:
            connection.execute(
                insert(s.Programme),
                {"id": name, "name": name, "follows_id": follows, "lead_organisation_id": "O",
                 "ladder_id": "L", "first_day": entry()["at"].date()},
            )  # fmt: skip
    engine.dispose()
    copy_store(url, store_url, Nobody(), replace=False)
    copied = writing_engine(store_url)
    with copied.connect() as connection:
        followed = connection.execute(select(s.Programme.id, s.Programme.follows_id)).all()
    copied.dispose()
    assert {tuple(row) for row in followed} == set(phases)


def test_a_store_is_not_copied_onto_itself_or_over_another(whole_url: str, store_url: str) -> None:
    with pytest.raises(CannotMove, match="Both URLs are the same"):
        copy_store(whole_url, whole_url, Nobody(), replace=True)
    with pytest.raises(CannotMove, match=r"not empty.*--replace"):
        copy_store(store_url, whole_url, Nobody(), replace=False)


def test_data_of_another_system_are_neither_backed_up_nor_replaced(
    postgres_databases: PostgresDatabases,
    postgres_roles: tuple[str, str],
    whole_url: str,
    whole_backup: Path,
    tmp_path: Path,
) -> None:
    with viewed_system(postgres_databases, postgres_roles) as system:
        url, told = system.owner_url, "are another system's .* is a view"
        with pytest.raises(CannotMove, match=told), snapshot(url) as connection:
            write_backup(connection, tmp_path / "b.zip", Nobody())
        with pytest.raises(CannotMove, match=told):
            restore_backup(url, whole_backup, Nobody(), replace=True)
        with pytest.raises(CannotMove, match=told):
            copy_store(url, whole_url, Nobody(), replace=True)
    assert not list(tmp_path.iterdir())

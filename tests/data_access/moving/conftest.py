"""A store with something in every table, on SQLite, and its backup."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.moving.backups import write_backup
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.store import writing_engine
from tests.data_access.moving.exporting import Emptied
from tests.data_access.moving.whole_stores import Held, held, whole_store


@pytest.fixture(scope="session")
def whole_url(sample_sqlite_store_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with something in every table, not to be written to."""
    return whole_store(sample_sqlite_store_url, tmp_path_factory.mktemp("whole") / "store.sqlite")


@pytest.fixture(scope="session")
def whole_held(whole_url: str) -> Held:
    return held(whole_url)


@pytest.fixture(scope="session")
def whole_backup(whole_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that store, not to be changed."""
    path = tmp_path_factory.mktemp("backup") / "whole.zip"
    with snapshot(whole_url) as connection:
        write_backup(connection, path, Nobody())
    return path


@pytest.fixture
def emptied(migrated_sqlite_file: Path, tmp_path: Path) -> Emptied:
    """Gives an empty store each time, to take a package in."""

    def give() -> Engine:
        return writing_engine(f"sqlite:///{shutil.copyfile(migrated_sqlite_file, tmp_path / 'again.sqlite')}")

    return give

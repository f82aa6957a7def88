"""``make run`` fills the store that nobody chose, once, and leaves every other store alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from data_access.migrations import migrate
from data_access.selection import data_date
from data_access.store import DEFAULT_URL, open_store, writing_engine
from tests.data_access.importing.packages import tiny, write

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder like the project's, with a sample that is smaller, and without a store."""
    write(tmp_path / "sample_data", tiny())
    return tmp_path


def first_run(folder: Path, store_url: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DATABASE_URL": store_url}
    command = [sys.executable, "-m", "tools.first_run"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def store_of(folder: Path) -> Path:
    return folder / DEFAULT_URL.removeprefix("sqlite:///")


def test_a_missing_store_is_made_and_filled_and_then_left_as_it_is(folder: Path) -> None:
    assert first_run(folder).returncode == 0
    store = open_store(f"sqlite:///{store_of(folder)}")
    with store.reading() as connection:
        assert data_date(connection).isoformat() == "2024-06-30"
    before = store_of(folder).read_bytes()

    again = first_run(folder)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert store_of(folder).read_bytes() == before


def test_a_store_that_was_left_empty_midway_is_filled(folder: Path) -> None:
    store_of(folder).parent.mkdir()
    engine = writing_engine(f"sqlite:///{store_of(folder)}")
    migrate(engine)
    engine.dispose()
    assert first_run(folder).returncode == 0
    with open_store(f"sqlite:///{store_of(folder)}").reading() as connection:
        assert data_date(connection).isoformat() == "2024-06-30"


def test_another_store_is_left_alone_and_what_it_lacks_is_said(folder: Path) -> None:
    run = first_run(folder, f"sqlite:///{folder}/of_somebody.sqlite")
    assert run.returncode == 0
    assert "There is no store at" in run.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["sample_data"]


def test_a_store_that_is_no_database_is_not_replaced(folder: Path) -> None:
    store_of(folder).parent.mkdir()
    store_of(folder).write_text("This was once a database.")
    run = first_run(folder)
    assert run.returncode == 2
    assert "not a database" in run.stderr
    assert store_of(folder).read_text() == "This was once a database."

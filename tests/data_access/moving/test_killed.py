"""A process that is killed while it moves a store leaves all as it was before, or all as it was to be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert

from data_access import schema as s
from data_access.moving.backups import restore_backup, write_backup
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.schema import Base
from tests.data_access.moving.stepping import moving
from tests.data_access.moving.whole_stores import Held, entry, held

# What such a process says on its way through the stores made here.
CHECKING = ["checking begins", *["rows passed"] * 5]
CLEARING = ["clearing begins", *["rows passed"] * 3]
LOADING = ["loading begins", *["rows passed"] * 5]
RESTORING = [*CHECKING, *CLEARING, *LOADING]
WRITING = ["writing begins", *["rows passed"] * 5]


def fill(engine: Engine, *tables: type[Base]) -> None:
    rows: dict[type[Base], dict[str, Any]] = {
        s.Country: {"id": "PE", "name": "Peru"},
        s.Currency: {"id": "USD", "name": "US dollar", "minor_digits": 2},
        s.Topic: {"id": "T", "name": "T", "required": True},
        s.PackageImport: {
            "name": "p", "title": "P", "version": "1", "data_date": entry()["at"].date(), "sample": True,
            "row_count": 1, "content_hash": "0" * 64, "imported_at": entry()["at"],
        },
        s.AuditEntry: entry(),
    }  # fmt: skip
    with engine.begin() as connection:
        for table in tables or rows:
            connection.execute(insert(table), rows[table])


@pytest.fixture
def backup(engine: Engine, store_url: str, tmp_path: Path) -> Path:
    """A backup of a store with rows in five tables; the store now holds other rows, in three."""
    fill(engine)
    path = tmp_path / "five.zip"
    with snapshot(store_url) as connection:
        write_backup(connection, path, Nobody())
    with engine.begin() as connection:
        for table in (s.Country, s.Currency, s.Topic, s.PackageImport):
            connection.execute(delete(table))
    fill(engine, s.AuditEntry, s.Topic, s.Currency)
    return path


def killed_at(steps: list[str], what: str, url: str, path: Path) -> None:
    """Lets a process go on to the last of these steps, and kills it where it stands."""
    with moving(what, url, path) as process:
        for number, step in enumerate(steps, start=1):
            assert process.says() == step
            if number < len(steps):
                process.goes_on()
        process.kill()
        assert process.ended() == -9


def restored(url: str, backup: Path) -> Held:
    restore_backup(url, backup, Nobody(), replace=True)
    return held(url)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param(len(CHECKING), id="checked"),
        pytest.param(len(CHECKING) + 2, id="half cleared"),
        pytest.param(len(CHECKING + CLEARING) + 1, id="cleared"),
        pytest.param(len(CHECKING + CLEARING) + 3, id="half loaded"),
        pytest.param(len(RESTORING), id="loaded"),
    ],
)
def test_a_killed_restore_leaves_the_store_as_it_was(store_url: str, backup: Path, steps: int) -> None:
    before = held(store_url)
    killed_at(RESTORING[:steps], "restore", store_url, backup)
    assert held(store_url) == before
    assert restored(store_url, backup) != before, "nothing is in the way of the next"


def test_a_restore_that_was_let_go_on_is_whole(store_url: str, backup: Path) -> None:
    with moving("restore", store_url, backup) as process:
        for step in RESTORING:
            assert process.says() == step
            process.goes_on()
        assert process.says() == "done"
        assert process.ended() == 0
    assert held(store_url) == restored(store_url, backup)


@pytest.mark.parametrize("name", ["package", "package.zip", "package.xlsx", "backup"])
def test_a_killed_export_or_backup_leaves_no_half_file(
    engine: Engine, store_url: str, tmp_path: Path, name: str
) -> None:
    fill(engine)
    target = tmp_path / "out" / name
    target.parent.mkdir()
    what, steps = ("backup", WRITING) if name == "backup" else ("export", WRITING[:-2])
    killed_at(steps, what, store_url, target)
    assert not target.exists()
    assert all(left.name.startswith(".") for left in target.parent.iterdir())

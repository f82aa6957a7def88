"""Each awkward file of the corpus, taken into both databases: the store has what a clean package brings."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.importing import PackageRefused, Told, check_package, import_package
from data_access.importing.undoing import undo_import
from data_access.store import writing_engine
from tests.choice import DATABASES
from tests.conftest import PostgresDatabases, migrated
from tests.data_access.importing.corpus import CASES, Case
from tests.data_access.importing.corpus_case import Rows
from tests.data_access.importing.packages import row_counts, tiny, write

READABLE = [case for case in CASES if case.rows is not None]
REFUSED = [case for case in CASES if case.rows is None]


@pytest.fixture(scope="module", params=DATABASES)
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_sqlite_file: Path
) -> Iterator[Engine]:
    """A store that holds the tiny package; whatever a test takes in, it takes back."""
    folder = tmp_path_factory.mktemp("corpus")
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copyfile(migrated_sqlite_file, folder / 'store.sqlite')}"
    else:
        databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
        url = databases.create()
        migrated(url)
    engine = writing_engine(url)
    import_package(engine, write(folder / "tiny", tiny()))
    yield engine
    engine.dispose()
    if request.param == "postgres":
        databases.drop(url)


@pytest.mark.parametrize("case", READABLE, ids=lambda case: case.name)
def test_the_store_has_what_a_clean_package_brings(filled: Engine, tmp_path: Path, case: Case) -> None:
    assert case.rows is not None
    before = row_counts(filled)
    rows = {table: len(of_table) for table, of_table in case.rows.items() if of_table}
    summary = import_package(filled, case.make(tmp_path), case.told, quarantine=bool(case.refusals))
    accepted = {table: counted.read - counted.quarantined for table, counted in summary.tables.items()}
    try:
        assert {table: number for table, number in accepted.items() if number} == rows
        if rows:
            told = Told(name="clean", decimals="point")
            again = check_package(filled, clean(tmp_path / "clean", case.rows), told)
            assert {table: counted.unchanged for table, counted in again.tables.items()} == rows
    finally:
        if summary.import_id is not None:
            undo_import(filled, summary.import_id)
    # The import and its taking back are entries of the list of imports.
    entries = 0 if summary.import_id is None else 2
    assert row_counts(filled) == before | {"package_import": before["package_import"] + entries}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_cannot_be_read_changes_nothing(filled: Engine, tmp_path: Path, case: Case) -> None:
    before = row_counts(filled)
    with pytest.raises(PackageRefused):
        import_package(filled, case.make(tmp_path), case.told, quarantine=True)
    assert row_counts(filled) == before


def clean(folder: Path, rows: Rows) -> Path:
    """The rows as files of a clean package, with no columns but theirs."""
    folder.mkdir()
    for table, of_table in rows.items():
        if not of_table:
            continue
        header = list(dict.fromkeys(name for row in of_table for name in row))
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(of_table)
    return folder

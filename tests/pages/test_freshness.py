"""What was read is kept for as long as the data stay the same, and no longer."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from data_access.importing import import_package
from data_access.reader import Reader
from data_access.store import open_store, writing_engine
from tests.data_access.importing.packages import write
from tests.pages.conftest import opened, titles

ONE_MORE_UNIT = {
    "production_unit": [
        {"id": "NEW-UNIT", "name": "Group 99", "organisation_id": "OREX-INTERNAL", "region_id": "PE-ARE"}
    ],
    "enrolment": [{"unit_id": "NEW-UNIT", "programme_id": "HSE-2", "first_day": "2026-01-01"}],
}


def import_one_more_unit(store_file: Path, data_date: str = "2026-09-30") -> None:
    package = write(store_file.parent / "more", ONE_MORE_UNIT, name="more", data_date=data_date, sample=False)
    engine = writing_engine(f"sqlite:///{store_file}")
    import_package(engine, package)
    engine.dispose()


def test_another_import_shows_on_a_page_that_is_open(store_file: Path) -> None:
    app = opened("map", programme="HSE-2")
    assert "20 production units in Arequipa" in titles(app)
    import_one_more_unit(store_file)
    app.run()
    assert not app.exception
    assert "21 production units in Arequipa" in titles(app)
    assert "21 production units in Arequipa" in titles(opened("map", programme="HSE-2"))


def test_another_import_shows_in_filters_and_provenance(store_file: Path) -> None:
    app = opened("map")
    assert app.sidebar.caption[0].value.startswith("**Sample data.**")
    import_one_more_unit(store_file, "2026-10-31")
    app = opened("map")
    assert app.sidebar.caption[0].value.endswith("Data to 31 Oct 2026.")
    assert "Sample data" not in app.sidebar.caption[0].value


def test_what_was_read_is_not_read_again(store_file: Path) -> None:
    opened("map")
    with mock.patch.object(Reader, "figure", autospec=True, side_effect=Reader.figure) as figure:
        opened("map")
        figure.assert_not_called()
        opened("map", country="PE")
        figure.assert_called()


def test_a_store_is_opened_once(store_file: Path) -> None:
    with mock.patch("pages.parts.reading.open_store", side_effect=open_store) as opening:
        opened("map")
        opened("stages")
    opening.assert_called_once()


def test_two_stores_of_one_version_are_not_mixed_up(
    store_file: Path, sample_sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("DELETE FROM enrolment WHERE programme_id = 'HSE-2' AND unit_id = 'OREX-INTERNAL-25'")
    assert "19 production units in Arequipa" in titles(opened("map", programme="HSE-2"))
    monkeypatch.setenv("DATABASE_URL", sample_sqlite_store_url)
    assert "20 production units in Arequipa" in titles(opened("map", programme="HSE-2"))

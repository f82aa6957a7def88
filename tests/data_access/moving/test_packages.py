"""What is exported and taken in again is the same store, whatever its texts are."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, update

from data_access import schema as s
from data_access.importing import import_package
from data_access.moving.packages import export
from data_access.moving.refusal import CannotMove
from data_access.moving.stores import snapshot
from data_access.schema import Base
from data_access.selection import EmptyStore
from data_access.store import writing_engine
from tests.data_access.importing.packages import tiny, write
from tests.data_access.moving.exporting import (
    SOME_TEXTS,
    STORIES,
    TAKEN_IN,
    Emptied,
    exported,
    fill,
    gold,
    taken_in_again,
)
from tests.data_access.moving.listening import Listening
from tests.data_access.moving.whole_stores import records
from tests.data_access.random_stores import SOME_STORES, random_store


@pytest.mark.parametrize("made", [random_store, gold])
@SOME_STORES
@given(seed=st.integers(0, 10**6))
def test_random_stores(
    engine: Engine, store_url: str, emptied: Emptied, tmp_path: Path, seed: int, made: Any
) -> None:
    fill(engine, made(seed))
    before = records(engine)
    folder = exported(store_url, tmp_path / "package")
    assert taken_in_again(emptied, folder) == before
    assert taken_in_again(emptied, exported(store_url, tmp_path / "package.zip")) == before


@SOME_TEXTS
@given(stories=STORIES)
def test_texts_of_all_kinds(
    engine: Engine, store_url: str, emptied: Emptied, tmp_path: Path, stories: list[tuple[str, str, str]]
) -> None:
    fill(engine, [s.Story(id=key, language="en", title=title, body=body) for key, title, body in stories])
    before = records(engine)
    assert {(row[0], *row[3:5]) for row in before["story"]} == set(stories), "stored as delivered"
    assert taken_in_again(emptied, exported(store_url, tmp_path / "package")) == before
    assert taken_in_again(emptied, exported(store_url, tmp_path / "package.zip")) == before


def test_the_sample(sample_store_url: str, emptied: Emptied, tmp_path: Path) -> None:
    """Rows of every table, with pictures and questions; and it stays a sample."""
    sample = writing_engine(sample_store_url)
    before = records(sample)
    sample.dispose()
    folder = exported(sample_store_url, tmp_path / "package")
    assert json.loads((folder / "datapackage.json").read_text("utf-8"))["sample"] is True
    assert {path.stem for path in folder.glob("*.csv")} == {name for name, rows in before.items() if rows}
    assert taken_in_again(emptied, folder) == before


# Table and column, what is stored, and the cell; the currencies have 2, 0 and 3 digits.
CELLS: dict[tuple[str, str], list[tuple[str, dict[str, Any], str]]] = {
    ("cover", "cost"): [
        ("C1", {"cost_minor": 5, "currency_id": "USD"}, "0.05"),
        ("C2", {"cost_minor": 2**63 - 1, "currency_id": "USD"}, "92233720368547758.07"),
        ("C3", {"cost_minor": 15000, "currency_id": "CLP"}, "15000"),
        ("C4", {"cost_minor": 0, "currency_id": "TND"}, "0.000"),
    ],
    ("gold_lot", "fine_grams"): [("L1", {"fine_milligrams": 1}, "0.001")],
    ("organisation", "latitude"): [
        ("ORG", {"latitude": -0.1}, "-0.1"),
        ("ORG", {"latitude": 1e-7}, "1e-07"),
        ("ORG", {"latitude": 1.5e-104}, "0.000015e-99"),
        ("ORG", {"latitude": None}, ""),
    ],
    ("assessment", "recorded_at"): [
        ("A1", {"recorded_at": datetime(2024, 2, 29, 23, 59, 59)}, "2024-02-29T23:59:59"),
        ("A1", {"recorded_at": datetime(2024, 2, 29)}, "2024-02-29T00:00:00"),
    ],
    ("cover", "first_day"): [("C1", {"first_day": date(1900, 1, 1)}, "1900-01-01")],
    ("topic", "required"): [("RIGHTS", {"required": True}, "true"), ("RIGHTS", {"required": False}, "false")],
    ("topic", "validity_months"): [("RIGHTS", {"validity_months": 2**31 - 1}, "2147483647")],
    ("story", "title"): [("S1", {"title": "=1+1"}, "=1+1")],
}


@pytest.mark.parametrize(
    ("table", "field", "key", "stored", "cell"),
    [
        pytest.param(table, field, *case, id=f"{table}.{field} {case[2]}")
        for (table, field), cases in CELLS.items()
        for case in cases
    ],
)
def test_cells(
    engine: Engine,
    store_url: str,
    emptied: Emptied,
    tmp_path: Path,
    table: str,
    field: str,
    key: str,
    stored: dict[str, Any],
    cell: str,
) -> None:
    import_package(engine, write(tmp_path / "tiny", tiny()))
    records_of = Base.metadata.tables[table]
    with engine.begin() as connection:
        connection.execute(records_of.update().where(records_of.c.id == key).values(stored))
    folder = exported(store_url, tmp_path / "package")
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["id"]: row[field] for row in csv.DictReader(file)}
    assert cells[key] == cell
    assert taken_in_again(emptied, folder) == records(engine)


def test_a_moment_is_written_with_its_microseconds(engine: Engine, store_url: str, tmp_path: Path) -> None:
    import_package(engine, write(tmp_path / "tiny", tiny()))
    moment = datetime(2024, 2, 29, 23, 59, 59, 120)
    with engine.begin() as connection:
        connection.execute(update(s.Assessment).values(recorded_at=moment))
    folder = exported(store_url, tmp_path / "package")
    assert "2024-02-29T23:59:59.000120" in (folder / "assessment.csv").read_text("utf-8")


def test_files_are_utf_8_with_lf_and_rows_in_the_order_of_their_keys(
    engine: Engine, store_url: str, tmp_path: Path
) -> None:
    # Databases sort by their language: b before B, and é before f.
    keys = ["B", "Z", "a", "b", "é"]
    fill(engine, [s.Country(id=key, name="Perú") for key in reversed(keys)])
    folder = exported(store_url, tmp_path / "package")
    lines = (folder / "country.csv").read_bytes().decode("utf-8").split("\n")
    assert lines == ["id,name,illustrative", *(f"{key},Perú,false" for key in keys), ""]


def test_a_package_says_what_the_last_one_said(engine: Engine, store_url: str, tmp_path: Path) -> None:
    fill(engine, [s.Country(id="PE", name="Peru")])
    with engine.begin() as connection:
        last = TAKEN_IN | {"name": "last", "data_date": date(2024, 9, 30), "sample": True}
        connection.execute(insert(s.PackageImport), last)
    folder = exported(store_url, tmp_path / "package")
    said = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert [said[field] for field in ("name", "title", "version", "data_date")] == [
        "last", TAKEN_IN["title"], "1.0", "2024-09-30",
    ]  # fmt: skip
    assert said["sample"] is False, "something in it is none, and not for everybody"
    assert [resource["path"] for resource in said["resources"]] == ["country.csv"]


@pytest.mark.parametrize("name", ["package.zip", "package.xlsx"])
def test_the_same_store_gives_the_same_file(
    engine: Engine, store_url: str, tmp_path: Path, name: str
) -> None:
    fill(engine, [s.Country(id="PE", name="Peru")])
    first = exported(store_url, tmp_path / name).read_bytes()
    assert exported(store_url, tmp_path / name).read_bytes() == first


def test_all_rows_are_told_of(engine: Engine, store_url: str, tmp_path: Path) -> None:
    countries = (s.Country(id=f"C{number}", name="C") for number in range(2500))
    fill(engine, [*countries, s.Topic(id="T", name="T", required=True)])
    for name in ("package", "package.zip", "package.xlsx"):
        watcher = Listening()
        with snapshot(store_url) as connection:
            rows = export(connection, tmp_path / name, watcher, force=False)
        assert rows == {"country": 2500, "topic": 1}
        assert watcher.announced == watcher.passed_by == {"writing": 2501}


def test_a_store_without_data_gives_no_package(engine: Engine, store_url: str, tmp_path: Path) -> None:
    with pytest.raises(CannotMove, match="no rows"):
        exported(store_url, tmp_path / "package")
    with engine.begin() as connection:
        connection.execute(insert(s.Country), {"id": "PE", "name": "Peru"})
    with pytest.raises(EmptyStore):
        exported(store_url, tmp_path / "package")
    assert not list(tmp_path.iterdir())

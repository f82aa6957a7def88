"""What is counted is kept up with each correction by itself, without all being counted anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from data_access.importing.undoing import undo_import
from data_access.schema import TallyOfDay
from data_access.summaries import keeping
from tests.data_access.importing.holding import summaries_hold, take_in
from tests.data_access.importing.test_undo import grown

CORRECTIONS = (
    ("improvement_plan", "I1", {"agreed_on": "2023-07-01"}),
    ("improvement_plan", "I1", {"year": "2024"}),
    ("improvement_plan", "I2", {"programme_id": "HSE-2"}),
    ("plan_action", "P1", {"done_on": "2023-08-02"}),
    ("plan_action", "P1", {"plan_id": "I2"}),
    ("plan_action", "P2", {"cancelled_on": ""}),
    ("production_unit", "U3", {"region_id": "PE-PUN"}),
    ("indicator_value", "V1", {"asked": "11"}),
    ("indicator_value", "W5", {"value": "0"}),
    ("indicator_value", "W6", {"organisation_id": "", "region_id": "PE-PUN"}),
    ("indicator_baseline", "B1", {"value": "25"}),
    ("indicator_baseline", "B2", {"last_day": "2022-06-30"}),
    ("indicator_baseline", "B3", {"unit_id": "U2"}),
    ("survey", "S1", {"programme_id": "HSE-2"}),
    ("survey", "S1", {"moment": "after"}),
    ("indicator", "contract", {"unit": "people"}),
    ("indicator", "money_mobilised", {"unit": "TND"}),
)
NEW = (
    ("plan_action", {"id": "P9", "plan_id": "I1", "field": "social", "description": "Air",
                     "due_on": "2023-04-05"}),
    ("indicator_baseline", {"id": "B9", "indicator_id": "mercury_used", "unit_id": "U3", "value": "3",
                            "first_day": "2021-01-01", "last_day": "2021-03-31"}),
    # Somebody who was trained: still of their sex among those trained when the cover is taken back.
    ("cover", {"id": "C9", "miner_id": "M2", "product": "accident", "first_day": "2023-03-01",
               "last_day": "2023-04-30", "cost": "1", "currency_id": "USD", "payer": "miner"}),
)  # fmt: skip


@pytest.fixture
def only_kept_up(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A store whose summaries may be kept up, and not be made anew."""

    def rebuild(connection: Connection) -> None:
        raise AssertionError("all was counted anew")

    take_in(engine, tmp_path / "first", grown(), sample=False)
    monkeypatch.setattr(keeping, "rebuild", rebuild)
    return engine


@pytest.mark.parametrize(("table", "key", "cells"), CORRECTIONS, ids=str)
def test_a_correction_is_counted_and_taken_back(
    only_kept_up: Engine, tmp_path: Path, table: str, key: str, cells: dict[str, str]
) -> None:
    (row,) = (row for row in grown()[table] if row["id"] == key)
    counted_and_taken_back(only_kept_up, tmp_path, table, row | cells)


@pytest.mark.parametrize(("table", "row"), NEW, ids=str)
def test_what_is_new_is_counted_and_taken_back(
    only_kept_up: Engine, tmp_path: Path, table: str, row: dict[str, str]
) -> None:
    counted_and_taken_back(only_kept_up, tmp_path, table, row)


def test_money_counts_as_soon_as_there_is_the_currency_that_it_is_measured_in(
    only_kept_up: Engine, tmp_path: Path
) -> None:
    (money,) = (row for row in grown()["indicator"] if row["id"] == "money_mobilised")
    take_in(only_kept_up, tmp_path / "unknown", {"indicator": [money | {"unit": "BOB"}]}, sample=False)
    boliviano = {"id": "BOB", "name": "Boliviano", "minor_digits": "2"}
    counted_and_taken_back(only_kept_up, tmp_path, "currency", boliviano)


def counted_and_taken_back(engine: Engine, folder: Path, table: str, row: dict[str, str]) -> None:
    before = counted(engine)
    second = take_in(engine, folder / "second", {table: [row]}, sample=False)
    assert second.import_id
    assert summaries_hold(engine)
    assert counted(engine) != before
    undo_import(engine, second.import_id)
    assert summaries_hold(engine)
    assert counted(engine) == before


def counted(engine: Engine) -> set[tuple[object, ...]]:
    with engine.connect() as connection:
        return set(map(tuple, connection.execute(select(TallyOfDay.__table__))))

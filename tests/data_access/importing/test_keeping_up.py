"""Whatever imports and undos change, what is counted is kept up with the records, to the cell."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.importing.descriptor import record_tables
from data_access.importing.undoing import undo_import
from data_access.moving.packages import export
from data_access.moving.watching import Nobody
from data_access.summaries import keeping
from data_access.summaries.touching import ASKED_OF_ALL, COUNTED_BY, REST_ON
from tests.data_access.gold_world import empty, fill
from tests.data_access.importing.holding import contents, summaries_hold, with_quarantine
from tests.data_access.importing.packages import Tables
from tests.data_access.random_gold import RandomStore
from tests.data_access.random_indicators import any_day, random_indicators
from tests.data_access.random_plans import random_plans
from tests.data_access.random_stores import MINING, SPONSORS, random_safety, random_standing, random_store
from tests.data_access.summaries.summarised import summarise

IMPORTS = 8
# On rows of the others rests all that is counted: a change of them leads to counting anew.
COUNTED = COUNTED_BY.keys() - {*REST_ON, *ASKED_OF_ALL}


def package_of(engine: Engine, seed: int, folder: Path) -> Tables:
    """The random store of a seed as rows of a package; the store is then empty again."""
    chance = Random(seed)
    rows = (
        RandomStore(seed).rows()
        if chance.random() < 1 / 3
        else [
            *random_store(seed),
            *random_safety(seed),
            *random_standing(seed),
            *random_plans(chance, lambda: any_day(chance), (*MINING, *SPONSORS)),
            *random_indicators(seed),
        ]
    )
    empty(engine)
    fill(engine, rows)
    summarise(engine, date(2024, 11, 20))
    with engine.connect() as connection:
        export(connection, folder, Nobody(), force=False)
    empty(engine)
    found: Tables = {}
    for name in record_tables():
        if (path := folder / f"{name}.csv").exists():
            with path.open(encoding="utf-8", newline="") as file:
                found[name] = list(csv.DictReader(file))
    return found


def by_chance(tables: Tables, chance: Random) -> Tables:
    """Some rows of each table of which something is counted, now and then with the cell of another row."""
    found = {}
    for name, rows in tables.items():
        if name not in COUNTED:
            found[name] = rows
            continue
        own = [dict(row) for row in rows if chance.random() < 0.6]
        for row in own:
            if chance.random() < 0.2:
                column = chance.choice(list(row))
                row[column] = chance.choice(rows)[column]
        found[name] = own
    return found


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_what_is_counted_is_kept_up(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # However many are touched, what they add is counted before and after, and nothing anew.
    monkeypatch.setattr(keeping, "MOST", float("inf"))
    chance, folder = Random(seed), tmp_path_factory.mktemp("kept")
    tables = package_of(engine, seed, folder / "whole")
    done, states = [], [contents(engine)]
    for number in range(IMPORTS):
        # First of all tables, then of few: so little is touched by more than one of them.
        few = chance.sample(sorted(COUNTED & tables.keys()), chance.randint(1, 2))
        some = tables if number == 0 else {name: tables[name] for name in few}
        summary = with_quarantine(
            engine, folder / str(number), by_chance(some, chance), sample=False, name="some",
            data_date=f"2024-{chance.randint(1, 12):02}-{chance.choice((15, 28))}",
        )  # fmt: skip
        assert summaries_hold(engine)
        if summary.import_id is not None:
            done.append(summary.import_id)
            states.append(contents(engine))
    assert len(done) > 1
    while done:
        assert contents(engine) == states.pop()
        undo_import(engine, done.pop())
        assert summaries_hold(engine)

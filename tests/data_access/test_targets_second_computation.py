"""Targets once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from data_access import schema as s
from data_access.figures import figure, known_figure
from data_access.selection import Selection
from data_access.targets import targets
from tests.data_access.gold_world import fill
from tests.data_access.people_world import world
from tests.data_access.slow_store import Rows, Store

BEGINNING = date(2023, 1, 1)
DATA_DATE = date(2024, 8, 20)
SELECTIONS = (
    Selection(date(2023, 9, 1), date(2024, 8, 31), DATA_DATE),
    Selection(date(2024, 2, 29), date(2024, 2, 29), DATA_DATE),
    Selection(date(2023, 11, 15), date(2024, 2, 10), DATA_DATE, countries=("PE",)),
    Selection(date(2023, 1, 1), date(2024, 12, 31), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 6, 1), date(2024, 5, 31), DATA_DATE, sponsors=("S2",), regions=("PE-ARE",)),
    Selection(date(2023, 6, 1), date(2024, 5, 31), DATA_DATE, organisations=("A1",)),
    Selection(date(2025, 1, 1), date(2025, 12, 31), DATA_DATE),
)
Cells = dict[tuple[Any, ...], float]


def random_targets(chance: Random) -> list[s.Target]:
    """Some dozens of targets for few scopes, so that several stand in line, some for the same day."""
    found = []
    for number in range(45):
        figure, currency, codes = chance.choice(
            [
                ("production_units", None, None),
                ("people_trained", None, "sex=female"),
                ("people_trained", None, None),
                ("premium_spent", "USD", None),
                ("no_figure_of_ours", None, None),
            ]
        )
        found.append(
            s.Target(
                id=f"T{number:02}",
                programme_id=chance.choice(("P1", "P2", "Q")),
                figure=figure,
                region_id=chance.choice((None, None, "PE-ARE", "CO-CAU")),
                value=chance.choice((1, 12.5, 300)) + number,
                currency_id=currency,
                codes=codes,
                due_on=BEGINNING + timedelta(days=30 * chance.randrange(24)),
            )
        )
    return found


def in_force(rows: list[s.Target], day: date) -> list[s.Target]:
    """Of each scope, the target to go by on a day."""
    scopes: dict[tuple[Any, ...], list[s.Target]] = {}
    for row in rows:
        scope = (row.programme_id, row.figure, row.region_id, row.currency_id, row.codes)
        scopes.setdefault(scope, []).append(row)
    found = []
    for those in scopes.values():
        ahead = [row for row in those if row.due_on >= day]
        due = min(row.due_on for row in ahead) if ahead else max(row.due_on for row in those)
        found.append(min((row for row in those if row.due_on == due), key=lambda row: row.id))
    return found


def cells(store: Store, aims: list[s.Target]) -> Cells:
    """The figure's values by the codes asked for."""
    wanted = store.selection
    found: Cells = {}
    for day, time in store.days().items():
        for row in in_force(aims, day):
            country = store.rows.one(s.Region, row.region_id).country_id if row.region_id else None
            narrowed = (
                bool(wanted.organisations)
                or (wanted.regions and row.region_id not in wanted.regions)
                or (wanted.countries and country not in wanted.countries)
            )
            codes = {
                "figure": row.figure, "region": row.region_id, "country": country,
                "currency": row.currency_id, "codes": row.codes,
            }  # fmt: skip
            for programme in [] if narrowed else store.sponsored(row.programme_id):
                of_all = programme | codes | time
                found[tuple(of_all[name] for name in store.by)] = row.value
    return found


@pytest.fixture
def places(engine: Engine) -> Engine:
    """A store with programmes and places, in which no target is set yet."""
    fill(engine, world())
    return engine


# The store stays the same for all examples; its targets are taken out before new ones come in.
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_targets_agree_with_the_second_computation(places: Engine, seed: int) -> None:
    chance = Random(seed)
    aims = random_targets(Random(seed))
    with places.begin() as connection:
        connection.execute(delete(s.Target))
    fill(places, random_targets(Random(seed)))
    rows = Rows([*world(), *aims])
    known = known_figure("target")
    for dimension in (None, *known.dimensions):
        others = () if dimension is None else (dimension, *chance.sample(known.dimensions, 1))
        by = tuple(dict.fromkeys((*known.fixed, *others)))
        for selection in (SELECTIONS[0], chance.choice(SELECTIONS)):
            with places.connect() as connection:
                frame = figure(connection, "target", selection, by)
            counted = frame[list(by)].astype(object).where(frame[list(by)].notna(), None)
            found = dict(zip(counted.itertuples(index=False, name=None), frame["value"], strict=True))
            assert found == cells(Store(rows, selection, by), aims), (selection, by)
            assert len(found) == len(frame), "two rows have the same codes"
            assert frame["of"].isna().all()


@pytest.mark.parametrize("seed", [5, 6])
def test_a_target_is_the_same_as_figure_and_beside_its_actual(places: Engine, seed: int) -> None:
    fill(places, random_targets(Random(seed)))
    for selection in SELECTIONS[:4]:
        with places.connect() as connection:
            as_figure = figure(connection, "target", selection)
            beside = targets(connection, selection)
        in_major_units = beside["target"].where(beside["unit"] != "money", beside["target"] / 100)
        scope = ["programme", "figure", "region", "currency", "codes"]
        expected = beside[scope].assign(value=in_major_units).fillna("").sort_values(scope)
        found = as_figure[[*scope, "value"]].fillna("").sort_values(scope)
        pd.testing.assert_frame_equal(
            found.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=False
        )
        assert len(found) > 5

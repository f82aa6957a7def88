"""Turnover, the cost of cover and what lapses once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.figures import figure, known_figure
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import fill
from tests.data_access.random_stores import CURRENCIES, SOME_STORES, random_store
from tests.data_access.slow_store import Cells, Codes, Rows, Store, calendar_codes
from tests.data_access.test_second_computation import SELECTIONS, lapsing

DIRECTIONS = ("joined", "left")


def store_with_costs(seed: int) -> list[s.Record]:
    """The random store of that seed, its covers with costs of all sizes in two currencies."""
    chance, rows = Random(seed), random_store(seed)
    for row in rows:
        if isinstance(row, s.Cover):
            row.cost_minor = chance.choice((0, 1, chance.randrange(1000), chance.randrange(10**9)))
            row.currency_id = chance.choice(CURRENCIES)
    return rows


def turnover(store: Store) -> Cells:
    """Each day of joining or leaving, if the unit was enrolled on it."""
    moved: list[Codes] = []
    for row in store.rows.all(s.Membership):
        place = store.place(row.unit_id)
        for direction, day in zip(DIRECTIONS, (row.joined_on, row.left_on), strict=True):
            if place is None or day is None or not store.known(day):
                continue
            sex = store.rows.one(s.Miner, row.miner_id).sex
            person = {"miner": row.miner_id, "sex": sex, "relation": row.relation, "direction": direction}
            for enrolment in store.rows.all(s.Enrolment):
                covers = enrolment.first_day <= day and (enrolment.last_day or day) >= day
                if enrolment.unit_id == row.unit_id and covers:
                    for programme in store.sponsored(enrolment.programme_id):
                        moved.append(place | person | programme | calendar_codes(day))
    either = [row | {"direction": direction} for row in moved for direction in DIRECTIONS]
    nobody: Cells = dict.fromkeys(store.groups(either), (0, None))
    if store.by == ("direction",):
        nobody = {(direction,): (0, None) for direction in DIRECTIONS}
    return nobody | store.counted(moved, None, "miner")


def cover_financing(store: Store) -> Cells:
    """Each day of each cover, with what the cover has cost up to it less what it had cost before."""
    found: list[Codes] = []
    for row in store.rows.all(s.Cover):
        person = store.person(row.miner_id, row.first_day)
        if person is None:
            continue
        length = (row.last_day - row.first_day).days + 1
        programmes = store.sponsored(row.programme_id)
        spent = 0
        for number in range(length):
            day = row.first_day + timedelta(days=number)
            exact = Decimal(row.cost_minor) * (number + 1) / length
            cost = int(exact.quantize(Decimal(1), ROUND_HALF_UP)) - spent
            spent += cost
            if store.known(day):
                paid = {"cost": cost, "product": row.product, "payer": row.payer, "currency": row.currency_id}
                found += [person | programme | paid | calendar_codes(day) for programme in programmes]
        assert spent == row.cost_minor
    return {codes: (sum(row["cost"] for row in rows), None) for codes, rows in store.groups(found).items()}


@pytest.mark.parametrize(
    "compute", [turnover, cover_financing, lapsing], ids=lambda compute: compute.__name__
)
@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_figures_agree_with_the_second_computation(
    compute: Callable[[Store], Cells], engine: Engine, seed: int
) -> None:
    _refill(engine, store_with_costs(seed))
    rows, chance = Rows(store_with_costs(seed)), Random(seed)
    known = known_figure(compute.__name__)
    pairs = [tuple(chance.sample(known.dimensions, 2)) for _ in range(4)]
    for asked in ((), *((dimension,) for dimension in known.dimensions), *pairs):
        selection = chance.choice(SELECTIONS)
        by = tuple(dict.fromkeys((*known.fixed, *asked)))
        with engine.connect() as connection:
            frame = figure(connection, UNRESTRICTED, known.name, selection, by)
        assert frame.empty or frame["value"].dtype == "int64"
        frame = frame.astype(object).where(frame.notna(), None)
        found = {
            tuple(codes): (value, of)
            for *codes, value, of in frame[[*by, "value", "of"]].itertuples(index=False, name=None)
        }
        assert len(found) == len(frame), "two rows have the same codes"
        assert found == compute(Store(rows, selection, by)), (selection, by)


@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_the_cost_of_all_months_is_that_of_the_period_for_whatever_group(engine: Engine, seed: int) -> None:
    _refill(engine, store_with_costs(seed))
    for selection in SELECTIONS:
        for by in ((), ("payer",), ("region", "product"), ("sponsor",)):
            with engine.connect() as connection:
                whole = figure(connection, UNRESTRICTED, "cover_financing", selection, by)
                months = figure(connection, UNRESTRICTED, "cover_financing", selection, (*by, "month"))
            assert _total(months, by) == _total(whole, by), (selection, by)


def _total(frame: Any, by: tuple[str, ...]) -> dict[Any, int]:
    sums: dict[Any, int] = frame.groupby(["currency", *by], dropna=False)["value"].sum().to_dict()
    return {str(codes): int(cost) for codes, cost in sums.items()}


def _refill(engine: Engine, rows: list[s.Record]) -> None:
    """Puts the rows of one more example into the store, in place of those of the last."""
    with engine.begin() as connection:
        for table in reversed(s.Base.metadata.sorted_tables):
            connection.execute(table.delete())
    fill(engine, rows)

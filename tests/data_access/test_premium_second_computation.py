"""Gold and premium once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.premium import premium_trace
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill, values_of
from tests.data_access.random_gold import DATA_DATE, SELECTIONS, RandomStore
from tests.data_access.random_stores import SOME_STORES

GROUPINGS = (
    (),
    ("organisation",),
    ("country", "year"),
    ("region", "month"),
    ("programme",),
    ("sponsor", "year"),
    ("region", "quarter"),
    ("programme", "sponsor"),
)
OWN_GROUPINGS = {
    "gold_sold": (("standard",), ("buyer", "destination", "month")),
    "premium_due": (("standard", "buyer"), ("destination",)),
    "premium_received": (("standard", "buyer"), ("buyer", "programme")),
    "premium_spent": (("category",), ("category", "organisation", "year")),
    "premium_balance": (),
}


seeds = given(seed=st.integers(0, 10_000))


@SOME_STORES
@seeds
def test_figures_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    store = RandomStore(seed)
    empty(engine)
    fill(engine, store.rows())
    for name, own in OWN_GROUPINGS.items():
        fixed = () if name == "gold_sold" else ("currency",)
        for selection in SELECTIONS:
            for by in (*GROUPINGS, *own):
                expected: dict[tuple[Any, ...], float] = {**store.figure(name, selection, (*fixed, *by))}
                counted = values_of(engine, name, selection, *by)
                if name == "gold_sold":
                    expected = {codes: milligrams / 1000 for codes, milligrams in expected.items()}
                    if not by:
                        expected = expected or {(): 0}
                assert _as_tuples(counted) == expected, (name, selection, by)


def test_the_random_stores_hold_something_of_every_figure() -> None:
    store = RandomStore(1)
    for name in OWN_GROUPINGS:
        fixed = () if name == "gold_sold" else ("currency",)
        assert any(any(store.figure(name, selection, fixed).values()) for selection in SELECTIONS), name


@SOME_STORES
@seeds
def test_trace_agrees_with_the_second_computation(engine: Engine, seed: int) -> None:
    store = RandomStore(seed)
    empty(engine)
    fill(engine, store.rows())
    by = ("organisation", "currency")
    for selection in SELECTIONS:
        with engine.connect() as connection:
            trace = premium_trace(connection, UNRESTRICTED, selection).set_index(list(by))
        before = Selection(date(2000, 1, 1), selection.first_day - timedelta(days=1), DATA_DATE)
        expected = {
            "opening": {
                codes: amount
                for codes, amount in store.figure("premium_balance", before, by).items()
                if store.standings(codes[0], selection, ())
            },
            "due": store.figure("premium_due", selection, by),
            "received": store.figure("premium_received", selection, by),
            "spent": store.figure("premium_spent", selection, by),
            "closing": store.figure("premium_balance", selection, by),
        }
        for column, amounts in expected.items():
            assert {codes: amount for codes, amount in trace[column].items() if amount} == {
                codes: amount for codes, amount in amounts.items() if amount
            }, (column, selection)


def _as_tuples(values: dict[Any, Any]) -> dict[tuple[Any, ...], Any]:
    return {codes if isinstance(codes, tuple) else (codes,): value for codes, value in values.items()}

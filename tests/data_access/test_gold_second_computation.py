"""Gold, its lots and its trace once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.figures import figure
from data_access.gold import lots, unpaid_by_month
from data_access.selection import Selection
from data_access.trace import gold_trace
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill
from tests.data_access.random_gold import SELECTIONS, RandomStore
from tests.data_access.random_stores import SOME_STORES

GROUPINGS = (
    (), ("organisation",), ("country", "year"), ("region", "month"), ("programme",), ("sponsor", "year"),
    ("region", "quarter"), ("buyer", "destination"), ("programme", "sponsor"),
)  # fmt: skip
SHARES = {"gold_under_standard": (), "gold_traceable": (("standard", "month"),)}
CURRENCIES = ("USD", "PEN")
# The share of no gold is missing; of groups, there are none.
EMPTY: dict[bool, dict[tuple[str, ...], Any]] = {False: {(): (None, 0)}, True: {}}

seeds = given(seed=st.integers(0, 10_000))


@SOME_STORES
@seeds
def test_shares_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    store = RandomStore(seed)
    empty(engine)
    fill(engine, store.rows())
    for name, own in SHARES.items():
        for selection in SELECTIONS:
            for by in (*GROUPINGS, *own):
                parts, wholes = store.figure(name, selection, by), store.figure("gold_sold", selection, by)
                expected = {
                    codes: (parts.get(codes, 0) / grams, grams / 1000) for codes, grams in wholes.items()
                }
                with engine.connect() as connection:
                    found = figure(connection, UNRESTRICTED, name, selection, by).drop(columns="evidence")
                assert by_codes(found, *by) == (expected or EMPTY[bool(by)]), (name, selection, by)


class SlowLot:
    """A lot of the random store: what its seller had been paid for it, counted receipt by receipt."""

    def __init__(self, store: RandomStore, place: int, selection: Selection) -> None:
        self.key = f"L{place}"
        self.seller, self.standard, _, _, self.day, self.milligrams = store.lots[place]
        due: tuple[int, str | None] = store.due_of(place) or (0, None)
        self.due, self.currency = due
        mine = [r for r in store.receipts if r[0] == self.seller and r[1] == place]
        known = [r for r in mine if r[3] <= min(selection.last_day, selection.data_date)]
        same = [r for r in known if r[2] == self.currency]
        self.paid = sum(minor for _, _, _, _, minor in same)
        self.paid_before = sum(minor for _, _, _, day, minor in same if day < selection.first_day)
        self.others = len(known) - len(same)


def sold_in(store: RandomStore, selection: Selection) -> list[SlowLot]:
    last = min(selection.last_day, selection.data_date)
    return [
        SlowLot(store, place, selection)
        for place, (seller, _, _, _, day, _) in enumerate(store.lots)
        if selection.first_day <= day <= last and store.standings(seller, selection, ())
    ]


@SOME_STORES
@seeds
def test_lots_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    store = RandomStore(seed)
    empty(engine)
    fill(engine, store.rows())
    for selection in SELECTIONS:
        for currency in CURRENCIES:
            with engine.connect() as connection:
                found = lots(connection, UNRESTRICTED, selection, currency)
                unpaid = unpaid_by_month(connection, UNRESTRICTED, selection, currency)
            expected = [lot for lot in sold_in(store, selection) if lot.currency == currency]
            by_month: dict[tuple[str], int] = defaultdict(int)
            for lot in expected:
                by_month[f"{lot.day:%Y-%m}",] += max(lot.due - lot.paid, 0)
            assert by_codes(unpaid, "month") == {month: (amount,) for month, amount in by_month.items()}
            expected.sort(key=lambda lot: (-max(lot.due - lot.paid, 0), -lot.day.toordinal(), lot.key))
            assert [tuple(row) for row in found[COLUMNS].itertuples(index=False)] == [
                (
                    lot.key, lot.seller, lot.day, lot.milligrams, lot.due, lot.paid,
                    max(lot.due - lot.paid, 0), max(lot.paid - lot.due, 0), lot.others,
                    tuple(f"{lot.seller}-{unit}" for unit in sorted(store.units_of[int(lot.key[1:])])),
                )
                for lot in expected
            ]  # fmt: skip


COLUMNS = [
    "lot", "organisation", "sold_on", "fine_milligrams", "due", "paid", "open", "over",
    "other_receipts", "units",
]  # fmt: skip


@SOME_STORES
@seeds
def test_the_trace_agrees_with_the_second_computation_and_adds_up(engine: Engine, seed: int) -> None:
    store = RandomStore(seed)
    empty(engine)
    fill(engine, store.rows())
    for selection in SELECTIONS:
        for currency in CURRENCIES:
            with engine.connect() as connection:
                trace = gold_trace(connection, UNRESTRICTED, selection, currency)
            assert by_codes(trace.sold, "standard", "currency") == slow_sold(store, selection, currency)
            assert by_codes(trace.received, "lots") == slow_received(store, selection, currency)
            spent = store.figure("premium_spent", selection, ("currency", "category", "region"))
            assert by_codes(trace.spent, "category", "region") == {
                codes[1:]: (amount,) for codes, amount in spent.items() if codes[0] == currency
            }
            balance = store.figure("premium_balance", selection, ("currency",))
            assert trace.closing == balance.get((currency,), 0)
            sold, received = trace.sold, int(trace.received["amount"].sum())
            assert (sold["due"] == sold["paid_before"] + sold["paid"] + sold["open"]).all()
            assert trace.opening + received == int(trace.spent["amount"].sum()) + trace.closing
            paid_for_these = sum(lot.paid - lot.paid_before for lot in sold_in(store, selection)
                                 if lot.currency == currency)  # fmt: skip
            of_no_due = sum(
                minor for seller, place, paid_in, day, minor in store.receipts
                if paid_in == currency
                for lot in sold_in(store, selection)
                if lot.key == f"L{place}" and lot.seller == seller and lot.currency != currency
                and selection.first_day <= day <= min(selection.last_day, selection.data_date)
            )  # fmt: skip
            assert trace.beyond == paid_for_these - int(sold["paid"].sum()) + of_no_due


def slow_sold(store: RandomStore, selection: Selection, currency: str) -> dict[tuple[Any, ...], Any]:
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for lot in sold_in(store, selection):
        amounts = [0, 0, 0, 0]
        if lot.currency == currency:
            before, by_now = min(lot.paid_before, lot.due), min(lot.paid, lot.due)
            amounts = [lot.due, before, by_now - before, lot.due - by_now]
        row = found[lot.standard, lot.currency]
        row[:] = [old + new for old, new in zip(row, [lot.milligrams, *amounts], strict=True)]
    return {codes: tuple(row) for codes, row in found.items()}


def slow_received(store: RandomStore, selection: Selection, currency: str) -> dict[tuple[Any, ...], Any]:
    found: dict[tuple[Any, ...], int] = defaultdict(int)
    last = min(selection.last_day, selection.data_date)
    for receiver, place, paid_in, day, minor in store.receipts:
        if (
            paid_in != currency
            or not selection.first_day <= day <= last
            or not store.standings(receiver, selection, ())
        ):
            continue
        if place is None or store.lots[place][0] != receiver:
            kind = "no_lot"
        else:
            sold_on = store.lots[place][4]
            kind = "earlier_lots" if sold_on < selection.first_day else "these_lots"
            kind = "later_lots" if sold_on > last else kind
        found[kind,] += minor
    return {codes: (amount,) for codes, amount in found.items()}


def by_codes(frame: pd.DataFrame, *keys: str) -> dict[tuple[Any, ...], tuple[int, ...]]:
    amounts = [column for column in frame.columns if column not in keys]
    return {_present(row, keys): _present(row, amounts) for row in frame.to_dict("records")}


def _present(row: dict[Any, Any], columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(None if pd.isna(row[name]) else row[name] for name in columns)

"""Budgets and what was spent of them: small cases by hand, and once more the slow and obvious way."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.figures import known_figure
from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, empty, fill, values_of, world
from tests.data_access.random_stores import BEGINNING, END, PROGRAMMES, SOME_STORES, random_store
from tests.data_access.slow_store import Rows, Store, calendar_codes
from tests.data_access.test_second_computation import SELECTIONS

DATA_DATE = date(2025, 6, 30)
KEYS = count()


def line(key: str, minor: int, programme: str = "P1", **given_: Any) -> s.BudgetLine:
    given_ = {"action": "Training", "lever": "skills", "currency_id": "USD"} | given_
    return s.BudgetLine(id=key, programme_id=programme, amount_minor=minor, **given_)


def paid(of_line: str, day: date, minor: int, currency: str = "USD") -> s.Expenditure:
    return s.Expenditure(id=f"X{next(KEYS)}", budget_line_id=of_line, spent_on=day, amount_minor=minor,
                         currency_id=currency)  # fmt: skip


def lines() -> list[s.Record]:
    """P1 has three lines in dollars and one in soles; P2, which ended on 30 June 2024, has one."""
    rows = world()
    for row in rows:
        if isinstance(row, s.Programme) and row.id == "P2":
            row.last_day = date(2024, 6, 30)
    return [
        *rows,
        line("B1", 100_00),
        line("B2", 20_00),
        line("B3", 3_00, action="Equipment", lever=None),
        line("B4", 40_00, currency_id="PEN"),
        line("B5", 5_00, "P2", action="Equipment", lever="equipment"),
    ]


def days(first: date, last: date, **filters: tuple[str, ...]) -> Selection:
    return Selection(first, last, DATA_DATE).narrowed(**filters)


def test_a_budget_is_whole_whatever_the_period(engine: Engine) -> None:
    fill(engine, lines())
    assert values_of(engine, "budget", YEAR_2024) == {"USD": 128_00, "PEN": 40_00}
    one_day = days(date(2024, 2, 29), date(2024, 2, 29))
    assert values_of(engine, "budget", one_day) == {"USD": 128_00, "PEN": 40_00}


@pytest.mark.parametrize(
    ("first", "last", "dollars"),
    [
        (date(2022, 1, 1), date(2022, 12, 31), None),  # nothing has begun
        (date(2022, 1, 1), date(2023, 1, 1), 123_00),
        (date(2023, 6, 30), date(2023, 6, 30), 123_00),
        (date(2023, 6, 30), date(2023, 7, 1), 128_00),
        (date(2024, 6, 30), date(2024, 12, 31), 128_00),
        (date(2024, 7, 1), date(2024, 12, 31), 123_00),
        (date(2031, 1, 1), date(2031, 12, 31), None),  # not known yet
    ],
)
def test_budgets_of_programmes_that_run_in_the_period(
    engine: Engine, first: date, last: date, dollars: int | None
) -> None:
    fill(engine, lines())
    assert values_of(engine, "budget", days(first, last)).get("USD") == dollars


def test_a_budget_stands_whole_in_every_month_of_its_run(engine: Engine) -> None:
    fill(engine, lines())
    found = values_of(engine, "budget", YEAR_2024.narrowed(programmes=("P2",)), "month")
    assert found == {("USD", f"2024-0{month}"): 5_00 for month in range(1, 7)}
    by_year = values_of(engine, "budget", days(date(2022, 1, 1), date(2025, 12, 31)), "year")
    assert {codes: amount for codes, amount in by_year.items() if codes[0] == "USD"} == {
        ("USD", "2023"): 128_00,
        ("USD", "2024"): 128_00,
        ("USD", "2025"): 123_00,
    }


def test_budgets_by_action_lever_and_sponsor(engine: Engine) -> None:
    fill(engine, lines())
    assert values_of(engine, "budget", YEAR_2024, "action", "lever") == {
        ("USD", "Training", "skills"): 120_00,
        ("USD", "Equipment", None): 3_00,
        ("PEN", "Training", "skills"): 40_00,
        ("USD", "Equipment", "equipment"): 5_00,
    }
    # Whole under each sponsor: a sponsor's part is told by its share.
    assert values_of(engine, "budget", YEAR_2024, "sponsor") == {
        ("USD", "S1"): 123_00,
        ("USD", "S2"): 128_00,
        ("PEN", "S1"): 40_00,
        ("PEN", "S2"): 40_00,
    }
    alone = YEAR_2024.narrowed(sponsors=("S1",))
    assert values_of(engine, "budget", alone, "sponsor") == {("USD", "S1"): 123_00, ("PEN", "S1"): 40_00}


def test_spending_counts_on_the_first_and_the_last_day(engine: Engine) -> None:
    fill(
        engine,
        lines(),
        [
            paid("B1", date(2023, 12, 31), 1_00),
            paid("B1", date(2024, 1, 1), 2_00),
            paid("B2", date(2024, 2, 29), 4_00),
            paid("B5", date(2024, 12, 31), 8_00),  # after the programme's end: it was spent all the same
            paid("B1", date(2025, 1, 1), 16_00),
        ],
    )
    assert values_of(engine, "expenditure", YEAR_2024) == {"USD": 14_00}
    assert values_of(engine, "expenditure", YEAR_2024, "month") == {
        ("USD", "2024-01"): 2_00,
        ("USD", "2024-02"): 4_00,
        ("USD", "2024-12"): 8_00,
    }
    assert values_of(engine, "expenditure", days(date(2024, 2, 29), date(2024, 2, 29))) == {"USD": 4_00}


def test_nothing_is_spent_after_the_data_date(engine: Engine) -> None:
    fill(engine, lines(), [paid("B1", DATA_DATE, 1_00), paid("B1", date(2025, 7, 1), 2_00)])
    assert values_of(engine, "expenditure", days(date(2025, 1, 1), date(2025, 12, 31))) == {"USD": 1_00}


def test_a_payment_in_another_currency_than_its_budget_is_not_added(engine: Engine) -> None:
    fill(engine, lines(), [paid("B1", date(2024, 5, 1), 1_00), paid("B1", date(2024, 5, 1), 9_00, "PEN")])
    assert values_of(engine, "expenditure", YEAR_2024, "action") == {
        ("USD", "Training"): 1_00,
        ("PEN", "Training"): 9_00,
    }


@pytest.mark.parametrize(
    ("filters", "spent"),
    [
        ({"programmes": ("P2",)}, {"USD": 20_00}),
        ({"sponsors": ("S1",)}, {"USD": 1_00}),
        ({"sponsors": ("S2",)}, {"USD": 21_00}),
        ({"regions": ("PE-ARE",)}, {"USD": 1_00}),
        ({"countries": ("CO",)}, {"USD": 20_00}),
        ({"organisations": ("A4",)}, {}),
    ],
)
def test_places_and_sponsors_choose_programmes_whose_amounts_stay_whole(
    engine: Engine, filters: dict[str, Any], spent: dict[str, int]
) -> None:
    fill(engine, lines(), [paid("B1", date(2024, 5, 1), 1_00), paid("B5", date(2024, 5, 1), 20_00)])
    chosen = YEAR_2024.narrowed(**filters)
    assert values_of(engine, "expenditure", chosen) == spent
    by_sponsor = values_of(engine, "expenditure", chosen, "sponsor")
    assert {sponsor for _, sponsor in by_sponsor} <= set(chosen.sponsors or ("S1", "S2"))


def rows_of(seed: int) -> list[s.Record]:
    """The random store of a seed, with budgets and payments; some programmes have an end."""
    chance, rows = Random(seed), random_store(seed)
    every = [date.fromordinal(n) for n in range(BEGINNING.toordinal(), END.toordinal())]
    for row in rows:
        if isinstance(row, s.Programme):
            row.first_day = chance.choice(every[:400])
            row.last_day = chance.choice((None, chance.choice(every[400:])))
    for number in range(12):
        key = f"B{number}"
        rows.append(
            line(key, chance.randint(0, 10**12), chance.choice(sorted(PROGRAMMES)),
                 action=chance.choice(("Training", "Equipment", "Talks")),
                 lever=chance.choice((None, "skills", "equipment")),
                 currency_id=chance.choice(("USD", "PEN")))
        )  # fmt: skip
        rows += [
            paid(key, chance.choice(every), chance.randint(0, 10**12), chance.choice(("USD", "PEN")))
            for _ in range(8)
        ]
    return rows


def programmes_of(store: Store, programme: str) -> list[dict[str, Any]]:
    """A programme's codes, where it is selected; with a place chosen, it has a unit enrolled there."""
    chosen = store.selection
    there = any(
        row.programme_id == programme and store.place(row.unit_id) and row.first_day <= store.as_of
        and (row.last_day is None or row.last_day >= chosen.first_day)
        for row in store.rows.all(s.Enrolment)
    )  # fmt: skip
    places = chosen.countries or chosen.regions or chosen.organisations
    return store.sponsored(programme) if there or not places else []


def booked(store: Store, name: str) -> list[dict[str, Any]]:
    """Every amount that the figure adds up, with its codes; a budget once for each month or year."""
    found = []
    for row in store.rows.all(s.BudgetLine):
        codes = {"action": row.action, "lever": row.lever}
        run = store.rows.one(s.Programme, row.programme_id)
        amounts: list[tuple[str, int, date]] = []
        if name == "expenditure":
            payments = [each for each in store.rows.all(s.Expenditure) if each.budget_line_id == row.id]
            amounts = [(each.currency_id, each.amount_minor, each.spent_on) for each in payments]
        else:
            begins = max(run.first_day, store.selection.first_day)
            ends = min(run.last_day or store.as_of, store.as_of)
            running = [date.fromordinal(n) for n in range(begins.toordinal(), ends.toordinal() + 1)]
            unit = next((unit for unit in ("month", "quarter", "year") if unit in store.by), None)
            a_day_of_each = {calendar_codes(day)[unit] if unit else "": day for day in running}
            amounts = [(row.currency_id, row.amount_minor, day) for day in a_day_of_each.values()]
        found += [
            {**codes, **programme, **calendar_codes(day), "currency": currency, "amount": amount}
            for currency, amount, day in amounts
            if store.known(day)
            for programme in programmes_of(store, row.programme_id)
        ]
    return found


@pytest.mark.parametrize("name", ["budget", "expenditure"])
@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_money_agrees_with_the_second_computation(engine: Engine, name: str, seed: int) -> None:
    rows = rows_of(seed)
    again = Rows(rows_of(seed))
    empty(engine)
    fill(engine, rows)
    chance = Random(seed)
    dimensions = known_figure(name).dimensions
    for asked in ((), *((each,) for each in dimensions), ("programme", "action", "month")):
        selection = chance.choice(SELECTIONS)
        by = tuple(dict.fromkeys(("currency", *asked)))
        expected: dict[Any, int] = defaultdict(int)
        for entry in booked(Store(again, selection, by), name):
            codes = tuple(entry[each] for each in by)
            expected[codes[0] if len(codes) == 1 else codes] += entry["amount"]
        assert values_of(engine, name, selection, *by) == expected, (selection, by)


@pytest.mark.parametrize("name", ["budget", "expenditure"])
def test_the_random_stores_hold_money_in_every_selection(name: str) -> None:
    again = Rows(rows_of(1))
    assert all(booked(Store(again, selection, ()), name) for selection in SELECTIONS)

"""Sponsors' shares and parts once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.attributed import attributed_to
from data_access.figures import figure
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill, values_of
from tests.data_access.random_stores import BEGINNING, END, PROGRAMMES, SOME_STORES, SPONSORS, random_store
from tests.data_access.slow_store import Rows, Store, calendar_codes
from tests.data_access.test_second_computation import SELECTIONS

DIGITS = {"USD": 2, "PEN": 2, "JPY": 0, "KWD": 3}
BY = ((), ("month",), ("year",), ("year", "month"))
SPLIT = ("production_units", "people_trained", "units_by_stage", "training_hours", "expenditure")
Shares = dict[tuple[str, str], Fraction | None]


def rows_of(seed: int) -> list[s.Record]:
    """The random store of a seed with funding in several currencies, some rates between them, and
    payments of the programmes."""
    chance = Random(seed)
    days = [date.fromordinal(n) for n in range(BEGINNING.toordinal(), END.toordinal())]
    rows = [row for row in random_store(seed) if not isinstance(row, s.Funding | s.Currency)]
    rows += [s.Currency(id=code, name=code, minor_digits=digits) for code, digits in DIGITS.items()]
    rows += [
        s.Funding(id=f"f{n}", programme_id=chance.choice(sorted(PROGRAMMES)),
                  organisation_id=chance.choice(SPONSORS), agreed_on=chance.choice(days[:500]),
                  amount_minor=chance.choice((0, chance.randint(1, 10**7))),
                  # Mostly in two currencies, or rates would be missing nearly everywhere.
                  currency_id=chance.choice(("USD", "USD", "PEN", "PEN", "JPY", "KWD")))
        for n in range(12)
    ]  # fmt: skip
    quoted = {(*chance.sample(sorted(DIGITS), 2), chance.choice(days)) for _ in range(6)} | {
        ("USD", "PEN", BEGINNING),
        ("JPY", "USD", BEGINNING),
    }
    rows += [
        s.ExchangeRate(from_currency_id=from_, to_currency_id=to, quoted_on=day,
                       rate_micro=chance.randint(1, 10**8), source="")
        for from_, to, day in sorted(quoted)
    ]  # fmt: skip
    for code in sorted(PROGRAMMES):
        rows.append(s.BudgetLine(id=code, programme_id=code, action="", amount_minor=1, currency_id="USD"))
        rows += [
            s.Expenditure(id=f"{code}{n}", budget_line_id=code, spent_on=chance.choice(days),
                          amount_minor=chance.randint(0, 10**6), currency_id=chance.choice(("USD", "JPY")))
            for n in range(6)
        ]  # fmt: skip
    return rows


def rate(rows: Rows, from_: str, to: str, day: date) -> Fraction | None:
    """What one of a currency was worth in another on a day, or None where nobody ever said."""
    if from_ == to:
        return Fraction(1)
    known = [row for row in rows.all(s.ExchangeRate) if row.quoted_on <= day]
    for one, other, inverse in ((from_, to, False), (to, from_, True)):
        quotes = [row for row in known if (row.from_currency_id, row.to_currency_id) == (one, other)]
        if quotes:
            latest = max(quotes, key=lambda row: row.quoted_on)
            worth = Fraction(latest.rate_micro, 10**6)
            return 1 / worth if inverse else worth
    return None


@cache
def shares_on(rows: Rows, programme: str, day: date) -> dict[str, Fraction | None]:
    """Each sponsor's share of a programme on a day."""
    funding = sorted(
        (row for row in rows.all(s.Funding) if row.programme_id == programme),
        key=lambda row: (row.agreed_on, row.id),
    )
    worth: dict[str, Fraction] = defaultdict(Fraction)
    told = True
    for row in funding:
        if row.agreed_on <= day:
            units = rate(rows, row.currency_id, funding[0].currency_id, day)
            told = told and units is not None
            amount = Fraction(row.amount_minor, 10 ** DIGITS[row.currency_id])
            worth[row.organisation_id] += amount * (units or 0)
    whole = sum(worth.values())
    return {sponsor: amount / whole if told and whole else None for sponsor, amount in worth.items()}


def programmes_of(store: Store) -> list[str]:
    """Selected programmes; with a place chosen, those with a unit enrolled there in the period."""
    chosen = store.selection
    places = chosen.countries or chosen.regions or chosen.organisations
    there = {
        row.programme_id
        for row in store.rows.all(s.Enrolment)
        if store.place(row.unit_id) and row.first_day <= store.as_of
        and (row.last_day is None or row.last_day >= chosen.first_day)
    }  # fmt: skip
    return [code for code in PROGRAMMES if store.sponsored(code) and (not places or code in there)]


def shares(rows: Rows, selection: Selection, by: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    store = Store(rows, selection, by)
    found = {}
    for day in store.days():
        codes = [calendar_codes(day)[name] for name in by]
        for programme in programmes_of(store):
            for sponsor, share in shares_on(rows, programme, day).items():
                if not selection.sponsors or sponsor in selection.sponsors:
                    found[(programme, sponsor, *codes)] = share
    return found


def in_minor_units(whole: int, sponsors: dict[str, Fraction]) -> dict[str, int]:
    """Exact parts rounded down, then a minor unit more for the largest remainders until all is given."""
    exact = {sponsor: whole * sponsors[sponsor] for sponsor in sorted(sponsors)}
    given_ = {sponsor: floor(part) for sponsor, part in exact.items()}
    while sum(given_.values()) < whole:
        neediest = max(exact, key=lambda sponsor: exact[sponsor] - given_[sponsor])
        given_[neediest] += 1
    return given_


@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_shares_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, rows_of(seed))
    rows = Rows(rows_of(seed))
    for selection in SELECTIONS:
        for by in BY:
            expected = {
                codes: None if share is None else pytest.approx(float(share), rel=1e-9)
                for codes, share in shares(rows, selection, by).items()
            }
            assert values_of(engine, "attributed", selection, *by) == expected, (selection, by)


@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_shares_of_a_programme_add_up_to_one(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, rows_of(seed))
    with engine.connect() as connection:
        found = figure(connection, UNRESTRICTED, "attributed", SELECTIONS[0], ["month"])
    for _, group in found.groupby(["programme", "month"]):
        assert group["value"].isna().all() or group["value"].sum() == pytest.approx(1)


@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_parts_are_the_share_of_each_programmes_own_figure(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, rows_of(seed))
    rows, chance = Rows(rows_of(seed)), Random(seed)
    for name in SPLIT:
        selection = chance.choice(SELECTIONS)
        store = Store(rows, selection, ())
        with engine.connect() as connection:
            found = attributed_to(connection, UNRESTRICTED, name, selection).to_dict("records")
        wholes = {
            code: values_of(engine, name, selection.narrowed(programmes=(code,), sponsors=()))
            for code in programmes_of(store)
        }
        for row in found:
            codes = tuple(row[code] for code in row if code in ("currency", "ladder", "stage"))
            key = codes[0] if len(codes) == 1 else codes
            assert row["whole"] == wholes[row["programme"]].get(key, 0)
            sponsors = shares_on(rows, row["programme"], store.as_of)
            share = sponsors[row["sponsor"]]
            if share is None:
                assert pd.isna(row["share"]) and pd.isna(row["value"])
            elif name == "expenditure":
                told = {sponsor: part for sponsor, part in sponsors.items() if part is not None}
                # A remainder that a computer's number can't tell from another may go to either.
                assert abs(row["value"] - in_minor_units(row["whole"], told)[row["sponsor"]]) <= 1
            else:
                assert row["value"] == pytest.approx(float(row["whole"] * share))


def test_the_random_stores_hold_shares_and_missing_ones() -> None:
    found = [
        share
        for seed in range(5)
        for share in shares(Rows(rows_of(seed)), SELECTIONS[1], ("month",)).values()
    ]
    assert sum(share is None for share in found) > 20
    assert sum(share is not None and 0 < share < 1 for share in found) > 50

"""What cover costs and who pays it, against small cases computed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.selection import Selection
from tests.data_access.gold_world import fill, values_of
from tests.data_access.people_world import YEAR_2024, member, miner, world

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
KNOWN_UNTIL = date(2030, 1, 1)


def cost(engine: Engine, selection: Selection = YEAR_2024, *by: str) -> dict[Any, int]:
    return values_of(engine, "cover_financing", selection, *by)


def insured(code: str, first: date, last: date, minor: int, **given: Any) -> list[s.Record]:
    """A miner at work in the first unit since long ago, with one cover."""
    return [miner(code), member(code, "U1"), cover(code, first, last, minor, **given)]


def cover(miner: str, first: date, last: date, minor: int, **given: Any) -> s.Cover:
    given = {"programme_id": "P1", "payer": "programme", "product": "accident", "currency_id": "USD"} | given
    key = "-".join(map(str, (miner, first, *given.values())))
    return s.Cover(id=key, miner_id=miner, first_day=first, last_day=last, cost_minor=minor, **given)


@pytest.mark.parametrize(
    ("minor", "days", "parts"),
    [
        (100, 3, [33, 34, 33]),
        (1, 2, [1, 0]),  # 0.5 is rounded up, and the rest is what is left of the cost
        (3, 2, [2, 1]),
        (2, 3, [1, 0, 1]),
        (0, 2, [0, 0]),
        (7, 1, [7]),
        # Beyond what a float can hold, and days that multiply it.
        (2**53 + 1, 2, [2**52 + 1, 2**52]),
        (2**62, 4, [2**60] * 4),
    ],
)
def test_each_day_bears_its_part_and_all_days_the_whole_cost(
    engine: Engine, minor: int, days: int, parts: list[int]
) -> None:
    last = FIRST + timedelta(days=days - 1)
    fill(engine, world(), insured("a", FIRST, last, minor))
    each = [FIRST + timedelta(days=n) for n in range(days)]
    assert [cost(engine, Selection(day, day, KNOWN_UNTIL)) for day in each] == [{"USD": n} for n in parts]
    assert cost(engine) == {"USD": minor} == {"USD": sum(parts)}


def test_days_outside_the_period_bear_nothing_of_it(engine: Engine) -> None:
    fill(engine, world(), insured("a", date(2023, 12, 31), date(2025, 1, 1), 368_00))
    assert cost(engine) == {"USD": 366_00}
    for outside in (date(2023, 12, 30), date(2025, 1, 2)):
        assert cost(engine, Selection(outside, outside, KNOWN_UNTIL)) == {}


def test_months_add_up_to_the_period_over_a_leap_day(engine: Engine) -> None:
    fill(engine, world(), insured("a", date(2024, 1, 31), date(2024, 3, 1), 1000))
    # 31 days at 32.258…: 32.26 → 32; up to the end of February 967.74 → 968.
    by_month = {("USD", "2024-01"): 32, ("USD", "2024-02"): 936, ("USD", "2024-03"): 32}
    assert cost(engine, YEAR_2024, "month") == by_month
    leap_day = Selection(date(2024, 2, 29), date(2024, 2, 29), KNOWN_UNTIL)
    assert cost(engine, leap_day) == {"USD": 968 - 935}
    midmonth = Selection(date(2024, 2, 10), date(2024, 2, 29), KNOWN_UNTIL)
    before = Selection(date(2024, 2, 1), date(2024, 2, 9), KNOWN_UNTIL)
    assert cost(engine, midmonth)["USD"] + cost(engine, before)["USD"] == 936
    assert cost(engine, Selection(date(2023, 1, 1), LAST, KNOWN_UNTIL), "year") == {("USD", "2024"): 1000}


def test_nothing_is_known_after_the_data_date(engine: Engine) -> None:
    fill(engine, world(), insured("a", FIRST, date(2024, 1, 10), 100))
    assert cost(engine, Selection(FIRST, LAST, date(2024, 1, 4))) == {"USD": 40}
    assert cost(engine, Selection(FIRST, LAST, date(2023, 1, 4))) == {}


def test_overlapping_covers_cost_what_both_cost_by_who_pays_them(engine: Engine) -> None:
    fill(
        engine,
        world(),
        insured("a", FIRST, LAST, 10_00),
        [
            cover("a", FIRST, LAST, 3_00, payer="miner", product="funeral"),
            cover("a", date(2024, 7, 1), date(2024, 7, 31), 1_00, payer="organisation"),
            cover("a", FIRST, LAST, 5_00, payer="miner", currency_id="PEN"),
        ],
        [s.Currency(id="PEN", name="Peruvian sol", minor_digits=2)],
    )
    # Currencies are never added.
    assert cost(engine) == {"USD": 14_00, "PEN": 5_00}
    assert cost(engine, YEAR_2024, "payer") == {
        ("USD", "programme"): 10_00,
        ("USD", "miner"): 3_00,
        ("USD", "organisation"): 1_00,
        ("PEN", "miner"): 5_00,
    }
    by_product = {("USD", "accident"): 11_00, ("USD", "funeral"): 3_00, ("PEN", "accident"): 5_00}
    assert cost(engine, YEAR_2024, "product") == by_product


def test_cost_is_that_of_the_selected_programmes_cover(engine: Engine) -> None:
    fill(
        engine,
        world(),
        insured("a", FIRST, LAST, 1_00),
        [
            cover("a", FIRST, LAST, 2_00, programme_id="P2"),
            cover("a", FIRST, LAST, 4_00, programme_id=None),
            cover("a", FIRST, LAST, 8_00, programme_id="Q"),
        ],
    )
    assert cost(engine) == {"USD": 15_00}
    by_programme = {("USD", "P1"): 1_00, ("USD", "P2"): 2_00, ("USD", None): 4_00, ("USD", "Q"): 8_00}
    assert cost(engine, YEAR_2024, "programme") == by_programme
    # A cover paid for by two sponsors' programme stands whole under each; two agreements are one.
    assert cost(engine, YEAR_2024, "sponsor") == {("USD", "S1"): 9_00, ("USD", "S2"): 3_00}
    by_ladder = {("USD", "L"): 3_00, ("USD", "M"): 8_00, ("USD", None): 4_00}
    assert cost(engine, YEAR_2024, "ladder") == by_ladder
    assert cost(engine, YEAR_2024.narrowed(programmes=("P1", "P2"))) == {"USD": 3_00}
    assert cost(engine, YEAR_2024.narrowed(sponsors=("S2",))) == {"USD": 3_00}


def test_cost_stands_where_the_miner_worked_when_the_cover_began(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            miner("moves"),
            member("moves", "U1", left=date(2024, 3, 1), relation="external"),
            member("moves", "U3", date(2024, 3, 1)),
            cover("moves", date(2024, 2, 29), LAST, 2_00),
            miner("outside"),
            cover("outside", date(2024, 2, 1), LAST, 4_00),
        ],
    )
    assert cost(engine, YEAR_2024, "region") == {("USD", "PE-ARE"): 2_00, ("USD", None): 4_00}
    assert cost(engine, YEAR_2024, "relation") == {("USD", "external"): 2_00, ("USD", None): 4_00}
    assert cost(engine, YEAR_2024.narrowed(organisations=("A1",))) == {"USD": 2_00}
    assert cost(engine, YEAR_2024.narrowed(countries=("CO",))) == {}

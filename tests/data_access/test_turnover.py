"""Who joined and who left, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.selection import Selection
from tests.data_access.gold_world import fill, values_of
from tests.data_access.people_world import YEAR_2024, enrolled, member, miner, world

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
Stay = tuple[date, date | None]


def turnover(engine: Engine, selection: Selection = YEAR_2024, *by: str) -> dict[Any, int]:
    return values_of(engine, "turnover", selection, *by)


def stays(code: str, *spans: Stay, unit: str = "U1") -> list[s.Record]:
    """A miner who joined and left a unit, time after time."""
    return [miner(code), *(member(code, unit, joined, left) for joined, left in spans)]


@pytest.mark.parametrize(
    ("spans", "joined", "left"),
    [
        ([(FIRST, None)], 1, 0),
        ([(LAST, None)], 1, 0),
        ([(date(2023, 12, 31), None)], 0, 0),
        ([(date(2023, 12, 31), FIRST)], 0, 1),
        ([(date(2023, 12, 31), LAST)], 0, 1),
        # Still there on the last day: gone only on the day left.
        ([(date(2023, 12, 31), date(2025, 1, 1))], 0, 0),
        ([(FIRST, date(2024, 1, 2))], 1, 1),
        # Leaves and comes back: once in each direction.
        ([(date(2023, 1, 1), date(2024, 3, 1)), (date(2024, 5, 1), None)], 1, 1),
        ([(FIRST, date(2024, 3, 1)), (date(2024, 3, 1), date(2024, 5, 1)), (LAST, None)], 1, 1),
    ],
)
def test_miners_who_join_and_leave_in_the_period(
    engine: Engine, spans: list[Stay], joined: int, left: int
) -> None:
    fill(engine, world(), [enrolled("U1", "P1")], stays("a", *spans))
    assert turnover(engine) == {"joined": joined, "left": left}


def test_who_comes_back_counts_in_each_month_and_once_in_the_whole(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        stays("a", (date(2024, 2, 1), date(2024, 2, 20)), (date(2024, 2, 29), date(2024, 4, 1))),
        stays("b", (date(2024, 4, 30), None)),
    )
    assert turnover(engine) == {"joined": 2, "left": 1}
    assert turnover(engine, YEAR_2024, "month") == {
        ("joined", "2024-02"): 1,
        ("left", "2024-02"): 1,
        ("joined", "2024-04"): 1,
        ("left", "2024-04"): 1,
    }
    assert turnover(engine, YEAR_2024, "year") == {("joined", "2024"): 2, ("left", "2024"): 1}
    leap_day = Selection(date(2024, 2, 29), date(2024, 2, 29), date(2030, 1, 1))
    assert turnover(engine, leap_day) == {"joined": 1, "left": 0}
    assert turnover(engine, leap_day, "month") == {("joined", "2024-02"): 1, ("left", "2024-02"): 0}


def test_nobody_moves_in_either_direction_and_in_no_month(engine: Engine) -> None:
    fill(engine, world(), [enrolled("U1", "P1")], stays("a", (date(2020, 1, 1), None)))
    assert turnover(engine) == {"joined": 0, "left": 0}
    assert turnover(engine, YEAR_2024, "month") == {}


def test_who_changes_units_leaves_one_and_joins_the_other(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U2", "P1")],
        stays("a", (date(2020, 1, 1), date(2024, 6, 1))),
        [member("a", "U2", date(2024, 6, 1), relation="selector")],
    )
    assert turnover(engine, YEAR_2024, "region") == {
        ("joined", "PE-ARE"): 0,
        ("left", "PE-ARE"): 1,
        ("joined", "PE-PUN"): 1,
        ("left", "PE-PUN"): 0,
    }
    by_relation = turnover(engine, YEAR_2024, "relation")
    assert {codes for codes, miners in by_relation.items() if miners} == {
        ("left", "internal"),
        ("joined", "selector"),
    }
    assert turnover(engine, YEAR_2024.narrowed(regions=("PE-PUN",))) == {"joined": 1, "left": 0}


@pytest.mark.parametrize(
    ("first", "last", "moved"),
    [
        (date(2024, 1, 1), date(2024, 6, 30), (1, 1)),
        (date(2024, 3, 1), date(2024, 6, 30), (1, 1)),
        # Joined before the unit did: they were at work already when it came.
        (date(2024, 3, 2), date(2024, 6, 30), (0, 1)),
        # Left after the unit had closed: nobody's turnover any more.
        (date(2024, 3, 1), date(2024, 6, 29), (1, 0)),
        (date(2024, 3, 1), None, (1, 1)),
    ],
)
def test_only_days_on_which_the_unit_is_enrolled_count(
    engine: Engine, first: date, last: date | None, moved: tuple[int, int]
) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1", first, last)],
        stays("a", (date(2024, 3, 1), date(2024, 6, 30))),
    )
    assert tuple(turnover(engine).values()) == moved


def test_a_unit_in_two_programmes_counts_in_each_and_once_in_the_whole(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "Q"), enrolled("U3", "P2")],
        stays("a", (FIRST, None)),
        stays("b", (FIRST, LAST), unit="U3"),
    )
    assert turnover(engine) == {"joined": 2, "left": 1}
    joined = {codes[1:]: miners for codes, miners in turnover(engine, YEAR_2024, "programme").items()
              if codes[0] == "joined"}  # fmt: skip
    assert joined == {("P1",): 1, ("Q",): 1, ("P2",): 1}
    assert turnover(engine, YEAR_2024, "ladder")["joined", "L"] == 2
    assert turnover(engine, YEAR_2024, "sponsor")["joined", "S2"] == 2
    assert turnover(engine, YEAR_2024.narrowed(sponsors=("S1",))) == {"joined": 1, "left": 0}
    assert turnover(engine, YEAR_2024.narrowed(programmes=("P2",))) == {"joined": 1, "left": 1}
    assert turnover(engine, YEAR_2024.narrowed(organisations=("A2",))) == {"joined": 1, "left": 1}
    assert turnover(engine, YEAR_2024.narrowed(countries=("PE",))) == {"joined": 1, "left": 0}


def test_nothing_is_known_after_the_data_date(engine: Engine) -> None:
    fill(engine, world(), [enrolled("U1", "P1")], stays("a", (FIRST, date(2024, 6, 1))))
    assert turnover(engine, Selection(FIRST, LAST, date(2024, 5, 31))) == {"joined": 1, "left": 0}
    assert turnover(engine, Selection(FIRST, LAST, date(2023, 5, 31))) == {"joined": 0, "left": 0}

"""Stages, moves, time in a stage and overdue assessments against small cases computed by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from data_access.selection import Selection
from tests.data_access.gold_world import fill, values_of, wholes_of
from tests.data_access.people_world import YEAR_2024, as_of, assessed, enrolled, world

LAST = date(2024, 12, 31)


def test_stage_is_that_of_the_latest_assessment_at_or_before_the_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled(unit, "P1") for unit in ("U1", "U2", "U3")],
        [
            assessed("a", "U1", "one", date(2023, 5, 1)),
            assessed("b", "U1", "two", LAST),
            assessed("c", "U2", "three", date(2024, 6, 1)),
            assessed("d", "U2", "one", date(2025, 1, 1)),
            assessed("e", "U3", "two", date(2025, 1, 1)),
        ],
    )
    expected = {("L", "two"): 1, ("L", "three"): 1, ("L", "not_assessed"): 1}
    assert values_of(engine, "units_by_stage", YEAR_2024) == expected
    assert wholes_of(engine, "units_by_stage", YEAR_2024) == dict.fromkeys(expected, 3)


def test_of_two_assessments_on_a_day_the_later_recorded_counts(engine: Engine) -> None:
    day, noon = date(2024, 6, 1), datetime(2024, 6, 1, 12)
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U2", "P1")],
        [
            assessed("z", "U1", "three", day, recorded=noon),
            assessed("a", "U1", "two", day, recorded=noon + timedelta(seconds=1)),
            # Recorded at one moment: the last by key, in the order of bytes (B before a).
            assessed("a2", "U2", "one", day, recorded=noon),
            assessed("B2", "U2", "three", day, recorded=noon),
        ],
    )
    found = values_of(engine, "units_by_stage", YEAR_2024, "unit")
    assert found == {("L", "two", "U1"): 1, ("L", "one", "U2"): 1}


def test_ladders_are_never_merged(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "Q"), enrolled("U2", "P1")],
        [
            assessed("a", "U1", "high", date(2024, 6, 1), "M"),
            assessed("b", "U2", "low", date(2024, 6, 1), "M"),
            assessed("c", "U2", "one", date(2024, 5, 1)),
        ],
    )
    assert values_of(engine, "units_by_stage", YEAR_2024) == {
        ("L", "not_assessed"): 1,
        ("L", "one"): 1,
        ("M", "high"): 1,
    }
    assert wholes_of(engine, "units_by_stage", YEAR_2024) == {
        ("L", "not_assessed"): 2,
        ("L", "one"): 2,
        ("M", "high"): 1,
    }


def test_a_unit_in_two_programmes_stands_in_each_and_once_in_the_whole(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "P2"), enrolled("U2", "P2")],
        [assessed("a", "U1", "two", date(2024, 6, 1))],
    )
    assert values_of(engine, "units_by_stage", YEAR_2024) == {("L", "two"): 1, ("L", "not_assessed"): 1}
    by_programme = {("L", "two", "P1"): 1, ("L", "two", "P2"): 1, ("L", "not_assessed", "P2"): 1}
    assert values_of(engine, "units_by_stage", YEAR_2024, "programme") == by_programme
    of = {("L", "two", "P1"): 1, ("L", "two", "P2"): 2, ("L", "not_assessed", "P2"): 2}
    assert wholes_of(engine, "units_by_stage", YEAR_2024, "programme") == of


def test_month_end_stages_count_the_units_enrolled_that_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1", date(2024, 1, 31)), enrolled("U2", "P1", date(2024, 2, 1), date(2024, 3, 30))],
        [
            assessed("a", "U1", "one", date(2024, 2, 29)),
            assessed("b", "U1", "two", date(2024, 4, 1)),
            assessed("c", "U2", "three", date(2023, 1, 1)),
        ],
    )
    assert values_of(engine, "units_by_stage", as_of(date(2024, 4, 15)), "month") == {
        ("L", "not_assessed", "2024-01"): 1,
        ("L", "one", "2024-02"): 1,
        ("L", "three", "2024-02"): 1,
        ("L", "one", "2024-03"): 1,
        ("L", "two", "2024-04"): 1,
    }


def test_moves_up_and_down_and_none_for_a_first_or_an_equal_assessment(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        [
            assessed("a", "U1", "one", date(2024, 1, 10)),
            assessed("b", "U1", "one", date(2024, 2, 10)),
            assessed("c", "U1", "three", date(2024, 3, 10)),
            assessed("d", "U1", "two", date(2024, 4, 10)),
            assessed("e", "U1", "three", date(2024, 5, 10)),
        ],
    )
    assert values_of(engine, "stage_moves", YEAR_2024) == {("L", "up"): 2, ("L", "down"): 1}
    assert values_of(engine, "stage_moves", YEAR_2024, "stage", "month") == {
        ("L", "up", "three", "2024-03"): 1,
        ("L", "down", "two", "2024-04"): 1,
        ("L", "up", "three", "2024-05"): 1,
    }


def test_moves_count_on_the_first_and_last_day_and_up_to_the_data_date(engine: Engine) -> None:
    moves = [
        ("U1", date(2024, 1, 1)),
        ("U2", date(2024, 6, 30)),
        ("U3", date(2024, 7, 1)),
    ]
    fill(
        engine,
        world(),
        [enrolled(unit, "P1") for unit, _ in moves],
        [assessed(f"{unit}-before", unit, "one", date(2023, 12, 1)) for unit, _ in moves],
        [assessed(f"{unit}-after", unit, "two", day) for unit, day in moves],
    )
    half = as_of(date(2024, 6, 30))
    assert values_of(engine, "stage_moves", half, "unit") == {("L", "up", "U1"): 1, ("L", "up", "U2"): 1}
    known_until_june = Selection(date(2024, 1, 2), LAST, date(2024, 6, 30))
    assert values_of(engine, "stage_moves", known_until_june, "unit") == {("L", "up", "U2"): 1}


def test_only_the_day_s_last_assessment_makes_a_move(engine: Engine) -> None:
    day = date(2024, 6, 1)
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        [
            assessed("a", "U1", "one", date(2024, 1, 1)),
            assessed("b", "U1", "three", day, recorded=datetime(2024, 6, 1, 9)),
            assessed("c", "U1", "one", day, recorded=datetime(2024, 6, 1, 10)),
        ],
    )
    assert values_of(engine, "stage_moves", YEAR_2024) == {}


def test_moves_count_while_the_unit_is_enrolled_in_a_programme_of_that_ladder(engine: Engine) -> None:
    day = date(2024, 6, 1)
    units = ("U1", "U2", "U3")
    fill(
        engine,
        world(),
        [
            enrolled("U1", "P1", last=day),
            enrolled("U1", "P2", day),
            enrolled("U2", "P1", last=day - timedelta(days=1)),
            enrolled("U3", "Q"),
        ],
        [assessed(f"{unit}-before", unit, "two", date(2023, 6, 1)) for unit in units],
        [assessed(f"{unit}-after", unit, "one", day) for unit in units],
    )
    assert values_of(engine, "stage_moves", YEAR_2024, "unit") == {("L", "down", "U1"): 1}
    both = {("L", "down", "P1"): 1, ("L", "down", "P2"): 1}
    assert values_of(engine, "stage_moves", YEAR_2024, "programme") == both
    assert values_of(engine, "stage_moves", YEAR_2024.narrowed(programmes=("Q",))) == {}
    assert values_of(engine, "stage_moves", YEAR_2024.narrowed(regions=("PE-PUN",))) == {}


def test_median_of_completed_stays_counts_a_stay_once(engine: Engine) -> None:
    """Stays at ``one`` of 10, 20 and 60 days; the first unit is in two programmes of the ladder."""
    stays = {"U1": 10, "U2": 20, "U3": 60}
    start = date(2024, 3, 1)
    fill(
        engine,
        world(),
        [enrolled(unit, "P1") for unit in stays],
        [enrolled("U1", "P2")],
        [assessed(f"{unit}-0", unit, "one", start) for unit in stays],
        [assessed("again", "U3", "one", start + timedelta(days=30))],
        [assessed(f"{unit}-1", unit, "two", start + timedelta(days=days)) for unit, days in stays.items()],
    )
    assert values_of(engine, "median_days_in_stage", YEAR_2024) == {("L", "one"): 20.0}
    by_organisation = {("L", "one", "A1"): 15.0, ("L", "one", "A2"): 60.0}
    assert values_of(engine, "median_days_in_stage", YEAR_2024, "organisation") == by_organisation


def test_median_takes_the_stays_that_a_move_in_the_period_completed(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        [
            assessed("a", "U1", "one", date(2022, 1, 1)),
            assessed("b", "U1", "two", date(2023, 12, 31)),
            assessed("c", "U1", "three", date(2024, 1, 30)),
            assessed("d", "U1", "two", date(2024, 12, 31)),
            assessed("e", "U1", "one", date(2025, 1, 1)),
        ],
    )
    expected = {("L", "two"): 30.0, ("L", "three"): 336.0}
    assert values_of(engine, "median_days_in_stage", YEAR_2024) == expected


def test_overdue_after_365_days_without_an_assessment(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled(unit, "P1") for unit in ("U1", "U2", "U3")],
        [enrolled("U1", "P2")],
        [
            assessed("a", "U1", "one", LAST - timedelta(days=365)),
            assessed("b", "U2", "one", LAST - timedelta(days=364)),
            assessed("c", "U3", "one", date(2023, 1, 1)),
            # Neither another ladder's assessment nor a later one helps.
            assessed("d", "U3", "low", date(2024, 12, 1), "M"),
            assessed("e", "U3", "two", date(2025, 1, 1)),
        ],
    )
    found = {("L", "U1"): 1, ("L", "U2"): 0, ("L", "U3"): 1}
    assert values_of(engine, "overdue_assessments", YEAR_2024, "unit") == found
    assert values_of(engine, "overdue_assessments", YEAR_2024) == {"L": 2}
    assert wholes_of(engine, "overdue_assessments", YEAR_2024) == {"L": 3}


def test_a_unit_never_assessed_is_overdue_after_365_days_of_enrolment(engine: Engine) -> None:
    a_year_ago = LAST - timedelta(days=365)
    fill(
        engine,
        world(),
        [
            enrolled("U1", "P1", a_year_ago),
            enrolled("U1", "P2", date(2024, 10, 1)),
            enrolled("U2", "P1", a_year_ago + timedelta(days=1)),
            # Enrolled long ago, but it left and came back.
            enrolled("U3", "P1", date(2021, 1, 1), date(2022, 1, 1)),
            enrolled("U3", "P1", date(2024, 3, 1)),
        ],
    )
    assert values_of(engine, "overdue_assessments", YEAR_2024) == {"L": 1}
    assert wholes_of(engine, "overdue_assessments", YEAR_2024) == {"L": 3}
    by_programme = {("L", "P1"): 1, ("L", "P2"): 0}
    assert values_of(engine, "overdue_assessments", YEAR_2024, "programme") == by_programme
    assert values_of(engine, "overdue_assessments", YEAR_2024.narrowed(programmes=("P2",))) == {"L": 0}


def test_overdue_at_each_month_s_end(engine: Engine) -> None:
    fill(engine, world(), [enrolled("U1", "P1")], [assessed("a", "U1", "one", date(2023, 3, 1))])
    found = values_of(engine, "overdue_assessments", as_of(date(2024, 3, 31)), "month")
    assert found == {("L", "2024-01"): 0, ("L", "2024-02"): 1, ("L", "2024-03"): 1}

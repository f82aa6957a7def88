"""Improvement plans, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.plans import actions_overdue
from data_access.schema import Enrolment, ImprovementPlan, PlanAction
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world

DATA_DATE = date(2025, 6, 30)
DUE = date(2024, 6, 30)
PLAN_FIGURES = ("plan_progress", "overdue_actions")


def plan(
    key: str, year: int, programme: str | None = "P1", agreed_on: date | None = None, **owner: Any
) -> ImprovementPlan:
    owner = owner or {"unit_id": "U1"}
    agreed_on = agreed_on or date(year, 1, 15)
    return ImprovementPlan(id=key, year=year, programme_id=programme, agreed_on=agreed_on, **owner)


def action(key: str, plan_key: str, field: str = "technical", due: date = DUE, **given: Any) -> PlanAction:
    return PlanAction(id=key, plan_id=plan_key, field=field, description=key, due_on=due, **given)


def until(day: date, **filters: Any) -> Selection:
    """The year up to a day."""
    return Selection(date(day.year, 1, 1), day, DATA_DATE, **filters)


def test_done_over_planned_without_the_cancelled(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [plan("I1", 2024)],
        [
            action("T1", "I1", done_on=date(2024, 9, 30)),
            action("T2", "I1", done_on=date(2024, 10, 1)),
            action("T3", "I1", "social"),
            action("T4", "I1", cancelled_on=date(2024, 9, 30)),
            action("T5", "I1", cancelled_on=date(2024, 10, 1)),
        ],
    )
    until_september = until(date(2024, 9, 30))
    assert values_of(engine, "plan_progress", until_september) == {(): 0.25}
    assert wholes_of(engine, "plan_progress", until_september) == {(): 4}
    assert values_of(engine, "plan_progress", YEAR_2024) == {(): 2 / 3}
    assert values_of(engine, "plan_progress", YEAR_2024, "field") == {"technical": 1.0, "social": 0.0}
    assert wholes_of(engine, "plan_progress", YEAR_2024, "field") == {"technical": 2, "social": 1}


def test_progress_by_month_is_that_of_each_months_end(engine: Engine) -> None:
    """The second plan is agreed in February, and one of its actions cancelled on the last day of March."""
    fill(
        engine,
        world(),
        [plan("I1", 2024), plan("I2", 2024, agreed_on=date(2024, 2, 29))],
        [
            action("T1", "I1", done_on=date(2024, 1, 31)),
            action("T2", "I1", done_on=date(2024, 2, 1)),
            action("T3", "I2", done_on=date(2024, 4, 11)),
            action("T4", "I2", cancelled_on=date(2024, 3, 31)),
        ],
    )
    spring = Selection(date(2024, 1, 20), date(2024, 4, 10), DATA_DATE)
    shares = {"2024-01": 0.5, "2024-02": 0.5, "2024-03": 2 / 3, "2024-04": 2 / 3}
    assert values_of(engine, "plan_progress", spring, "month") == shares
    planned = {"2024-01": 2, "2024-02": 4, "2024-03": 3, "2024-04": 3}
    assert wholes_of(engine, "plan_progress", spring, "month") == planned


def test_a_month_knows_no_plan_of_a_later_year(engine: Engine) -> None:
    """The plan for 2025 is agreed in December 2024 already: its year has not come."""
    fill(
        engine,
        world(),
        [plan("I1", 2024), plan("I2", 2025, agreed_on=date(2024, 12, 1))],
        [
            action("T1", "I1", done_on=date(2024, 12, 5)),
            action("T2", "I2", done_on=date(2025, 2, 1)),
            action("T3", "I2", due=date(2024, 12, 30)),
        ],
    )
    winter = Selection(date(2024, 12, 1), date(2025, 2, 28), DATA_DATE)
    planned = {"2024-12": 1, "2025-01": 3, "2025-02": 3}
    for name in PLAN_FIGURES:
        assert wholes_of(engine, name, winter, "month") == planned
    by_year = {("2024-12", "2024"): 1.0, ("2025-01", "2024"): 1.0, ("2025-01", "2025"): 0.0,
               ("2025-02", "2024"): 1.0, ("2025-02", "2025"): 0.5}  # fmt: skip
    assert values_of(engine, "plan_progress", winter, "month", "year") == by_year
    assert values_of(engine, "overdue_actions", winter, "month") == {
        "2024-12": 0,
        "2025-01": 2,
        "2025-02": 1,
    }


def test_plans_of_the_years_of_the_period_agreed_by_the_as_of_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [plan("I1", 2023), plan("I2", 2024), plan("I3", 2025), plan("I4", 2024, agreed_on=date(2024, 9, 1))],
        [action(f"T{number}", f"I{number}", done_on=date(2024, 2, 1)) for number in (1, 2, 3, 4)],
    )
    winter = Selection(date(2023, 12, 31), date(2024, 8, 31), DATA_DATE)
    assert wholes_of(engine, "plan_progress", winter, "year") == {"2023": 1, "2024": 1}
    assert wholes_of(engine, "plan_progress", YEAR_2024) == {(): 2}
    # What is overdue stays so, whatever year its plan is of.
    assert wholes_of(engine, "overdue_actions", YEAR_2024, "year") == {"2023": 1, "2024": 2}


@pytest.mark.parametrize("name", PLAN_FIGURES)
def test_nothing_planned(engine: Engine, name: str) -> None:
    fill(engine, world(), [plan("I1", 2024)], [action("T1", "I1", cancelled_on=date(2024, 2, 1))])
    assert values_of(engine, name, YEAR_2024) == {(): None if name == "plan_progress" else 0}
    assert wholes_of(engine, name, YEAR_2024) == {(): 0}
    assert values_of(engine, name, YEAR_2024, "field") == {}
    assert values_of(engine, name, Selection(date(2026, 1, 1), date(2026, 2, 1), DATA_DATE), "month") == {}


@pytest.mark.parametrize(
    ("given", "overdue", "planned"),
    [
        ({"due": date(2024, 12, 31)}, 0, 1),  # the day it is due
        ({"due": date(2024, 12, 30)}, 1, 1),
        ({"due": date(2025, 1, 1)}, 0, 1),
        ({"due": date(2023, 2, 1)}, 1, 1),  # of another year
        ({"done_on": date(2024, 12, 31)}, 0, 1),
        ({"done_on": date(2025, 1, 1)}, 1, 1),
        ({"cancelled_on": date(2024, 12, 31)}, 0, 0),
        ({"cancelled_on": date(2025, 1, 1)}, 1, 1),
    ],
)
def test_what_is_overdue(engine: Engine, given: dict[str, Any], overdue: int, planned: int) -> None:
    fill(engine, world(), [plan("I1", 2024)], [action("T1", "I1", **given)])
    assert values_of(engine, "overdue_actions", YEAR_2024) == {(): overdue}
    assert wholes_of(engine, "overdue_actions", YEAR_2024) == {(): planned}
    with engine.connect() as connection:
        assert len(actions_overdue(connection, UNRESTRICTED, YEAR_2024)) == overdue


def test_overdue_by_month_on_a_leap_day_and_in_a_period_of_one_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [plan("I1", 2023), plan("I2", 2024)],
        [
            action("T1", "I1", due=date(2023, 5, 1), done_on=date(2024, 3, 1)),
            action("T2", "I2", due=date(2024, 2, 28)),
            action("T3", "I2", due=date(2024, 2, 29)),
        ],
    )
    spring = Selection(date(2024, 1, 1), date(2024, 3, 31), DATA_DATE)
    assert values_of(engine, "overdue_actions", spring, "month") == {
        "2024-01": 1,
        "2024-02": 2,
        "2024-03": 2,
    }
    leap_day = Selection(date(2024, 2, 29), date(2024, 2, 29), DATA_DATE)
    assert values_of(engine, "overdue_actions", leap_day) == {(): 2}
    assert values_of(engine, "overdue_actions", leap_day, "month") == {"2024-02": 2}
    assert values_of(engine, "plan_progress", leap_day) == {(): 0.0}
    assert wholes_of(engine, "plan_progress", leap_day) == {(): 2}


@pytest.mark.parametrize("name", PLAN_FIGURES)
def test_a_plan_belongs_to_a_unit_or_an_organisation(engine: Engine, name: str) -> None:
    """The unit of A3 works in Cauca, A3 itself in Antioquia."""
    fill(
        engine,
        world(),
        [
            plan("I1", 2024, "P2", unit_id="U3"),
            plan("I2", 2024, None, organisation_id="A3"),
            plan("I3", 2024, "P1", unit_id="U1"),
        ],
        [action(f"T{number}", f"I{number}") for number in (1, 2, 3)],
    )

    def planned(*by: str, **filters: tuple[str, ...]) -> dict[Any, Any]:
        return wholes_of(engine, name, YEAR_2024.narrowed(**filters), *by)

    assert planned("unit", "organisation", "region", "country", "programme") == {
        ("U3", "A3", "CO-CAU", "CO", "P2"): 1,
        (None, "A3", "CO-ANT", "CO", None): 1,
        ("U1", "A1", "PE-ARE", "PE", "P1"): 1,
    }
    assert planned("sponsor") == {"S1": 1, "S2": 2}
    assert planned(regions=("CO-ANT",)) == {(): 1}
    assert planned(organisations=("A3",)) == {(): 2}
    assert planned(programmes=("P2",)) == {(): 1}
    assert planned(sponsors=("S1",)) == {(): 1}
    assert planned(countries=("CO",), programmes=("P1",)) == {(): 0}


@pytest.mark.parametrize("name", PLAN_FIGURES)
def test_a_unit_in_two_programmes_has_its_plan_once(engine: Engine, name: str) -> None:
    """U2 is in P1 and P2, and left P1 in June: its plan belongs to the programme that supports it."""
    fill(engine, world(), [plan("I1", 2024, "P2", unit_id="U2")], [action("T1", "I1")])
    assert wholes_of(engine, name, YEAR_2024) == {(): 1}
    assert wholes_of(engine, name, YEAR_2024, "programme") == {"P2": 1}
    assert wholes_of(engine, name, YEAR_2024.narrowed(programmes=("P1",))) == {(): 0}
    assert wholes_of(engine, name, YEAR_2024.narrowed(programmes=("P1", "P2"))) == {(): 1}


def test_a_plan_outlives_the_enrolment_of_its_unit(engine: Engine) -> None:
    """What is overdue does not go away because the unit was closed in mid-period."""
    fill(engine, world(), [plan("I1", 2024, "P1", unit_id="U2")], [action("T1", "I1")])
    assert values_of(engine, "overdue_actions", YEAR_2024.narrowed(programmes=("P1",))) == {(): 1}


def test_the_overdue_actions_themselves_the_longest_first(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [plan("I1", 2023), plan("I2", 2024, None, organisation_id="A2")],
        [
            action("b", "I2", "social"),
            action("a", "I2", "trading"),
            action("old", "I1", due=date(2023, 12, 31)),
            action("done", "I1", done_on=DUE),
        ],
        [Enrolment(unit_id="U1", programme_id="P2", first_day=date(2024, 1, 1))],
    )
    with engine.connect() as connection:
        found = actions_overdue(connection, UNRESTRICTED, until(date(2024, 7, 1)))
        narrowed = actions_overdue(connection, UNRESTRICTED, until(date(2024, 7, 1), programmes=("P1",)))
    assert list(narrowed["action"]) == ["old"]
    found = found.astype(object).where(found.notna(), None)
    assert found.to_dict("records") == [
        {"action": "old", "field": "technical", "unit": "U1", "organisation": "A1", "region": "PE-ARE",
         "programme": "P1", "year": "2023", "description": "old", "due_on": date(2023, 12, 31), "days": 183},
        {"action": "a", "field": "trading", "unit": None, "organisation": "A2", "region": "PE-PUN",
         "programme": None, "year": "2024", "description": "a", "due_on": DUE, "days": 1},
        {"action": "b", "field": "social", "unit": None, "organisation": "A2", "region": "PE-PUN",
         "programme": None, "year": "2024", "description": "b", "due_on": DUE, "days": 1},
    ]  # fmt: skip

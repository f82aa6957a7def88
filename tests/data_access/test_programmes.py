"""Funding and improvement plans, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.schema import ImprovementPlan, PlanAction
from data_access.schema.organisations import FIELDS
from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world

DATA_DATE = date(2025, 6, 30)


def test_funding_counts_what_was_agreed_by_the_as_of_day(engine: Engine) -> None:
    fill(engine, world())
    until_march = Selection(date(2024, 1, 1), date(2024, 3, 31), DATA_DATE)
    a_day_less = Selection(date(2024, 1, 1), date(2024, 3, 30), DATA_DATE)
    assert values_of(engine, "funding", until_march) == {"USD": 150_00, "PEN": 70_00}
    assert values_of(engine, "funding", a_day_less) == {"USD": 100_00, "PEN": 70_00}
    assert values_of(
        engine, "funding", Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 3, 30))
    ) == {
        "USD": 100_00,
        "PEN": 70_00,
    }


def test_funding_by_programme_sponsor_and_year_of_the_agreement(engine: Engine) -> None:
    fill(engine, world())
    assert values_of(engine, "funding", YEAR_2024, "programme", "sponsor", "year") == {
        ("USD", "P1", "S1", "2022"): 100_00,
        ("USD", "P1", "S2", "2024"): 50_00,
        ("PEN", "P2", "S2", "2023"): 70_00,
    }


@pytest.mark.parametrize(
    ("filters", "amounts"),
    [
        ({"programmes": ("P1",)}, {"USD": 150_00}),
        ({"sponsors": ("S1",)}, {"USD": 100_00}),
        ({"sponsors": ("S2",)}, {"USD": 50_00, "PEN": 70_00}),
        ({"sponsors": ("S2",), "programmes": ("P2",)}, {"PEN": 70_00}),
        ({"countries": ("CO",)}, {"PEN": 70_00}),
        ({"regions": ("PE-ARE",)}, {"USD": 150_00}),
        ({"regions": ("PE-PUN",)}, {"USD": 150_00, "PEN": 70_00}),
        ({"organisations": ("A4",)}, {}),
    ],
)
def test_places_choose_programmes_with_a_unit_there(
    engine: Engine, filters: dict[str, Any], amounts: dict[str, int]
) -> None:
    fill(engine, world())
    assert values_of(engine, "funding", YEAR_2024.narrowed(**filters)) == amounts


def test_places_choose_programmes_by_the_period(engine: Engine) -> None:
    """The unit in Puno left P1 on 30 June 2024."""
    fill(engine, world())
    in_puno = {"regions": ("PE-PUN",), "programmes": ("P1",)}
    july = Selection(date(2024, 7, 1), date(2024, 7, 31), DATA_DATE, **in_puno)
    june = Selection(date(2024, 6, 30), date(2024, 7, 31), DATA_DATE, **in_puno)
    assert values_of(engine, "funding", july) == {}
    assert values_of(engine, "funding", june) == {"USD": 150_00}


def plan(
    key: str, year: int, programme: str | None = "P1", agreed_on: date | None = None, **owner: Any
) -> ImprovementPlan:
    owner = owner or {"unit_id": "U1"}
    agreed_on = agreed_on or date(year, 1, 15)
    return ImprovementPlan(id=key, year=year, programme_id=programme, agreed_on=agreed_on, **owner)


def action(key: str, plan_key: str, field: str = "technical", **given: date) -> PlanAction:
    return PlanAction(
        id=key, plan_id=plan_key, field=field, description="", due_on=date(2024, 6, 30), **given
    )


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
    until_september = Selection(date(2024, 1, 1), date(2024, 9, 30), DATA_DATE)
    assert values_of(engine, "plan_progress", until_september) == {(): 0.25}
    assert wholes_of(engine, "plan_progress", until_september) == {(): 4}
    assert values_of(engine, "plan_progress", YEAR_2024) == {(): 2 / 3}
    assert values_of(engine, "plan_progress", YEAR_2024, "field") == {"technical": 1.0, "social": 0.0}
    assert wholes_of(engine, "plan_progress", YEAR_2024, "field") == {"technical": 2, "social": 1}


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


def test_no_actions_give_no_share(engine: Engine) -> None:
    fill(engine, world(), [plan("I1", 2024)], [action("T1", "I1", cancelled_on=date(2024, 2, 1))])
    assert values_of(engine, "plan_progress", YEAR_2024) == {(): None}
    assert wholes_of(engine, "plan_progress", YEAR_2024) == {(): 0}
    assert values_of(engine, "plan_progress", YEAR_2024, "field") == {}


def test_a_plan_belongs_to_a_unit_or_an_organisation(engine: Engine) -> None:
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
        return wholes_of(engine, "plan_progress", YEAR_2024.narrowed(**filters), *by)

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


@pytest.mark.parametrize("seed", [1, 2])
def test_plan_progress_agrees_with_a_second_computation(engine: Engine, seed: int) -> None:
    chance = Random(seed)
    places = {"U1": ("A1", "PE-ARE"), "U2": ("A2", "PE-PUN"), "U3": ("A3", "CO-CAU"), "A3": ("A3", "CO-ANT")}
    plans = {
        f"I{number}": (chance.choice(list(places)), chance.choice(("P1", "P2", None)),
                       chance.choice((2023, 2024, 2025)))
        for number in range(30)
    }  # fmt: skip
    actions = []
    for _ in range(300):
        ending = date(chance.choice((2023, 2024, 2025)), chance.randint(1, 12), chance.randint(1, 28))
        state = chance.choice(("done_on", "cancelled_on", ""))
        actions.append((chance.choice(list(plans)), chance.choice(FIELDS), state, ending))
    fill(
        engine,
        world(),
        [
            plan(key, year, programme, None, **{"unit_id" if owner[0] == "U" else "organisation_id": owner})
            for key, (owner, programme, year) in plans.items()
        ],
        [
            action(f"T{number}", key, field, **({state: ending} if state else {}))
            for number, (key, field, state, ending) in enumerate(actions)
        ],
    )
    for first, last, chosen in (
        (date(2024, 1, 1), date(2024, 12, 31), ()),
        (date(2023, 7, 1), date(2024, 2, 15), ("P1",)),
        (date(2023, 7, 1), date(2025, 12, 31), ("P1", "P2")),
    ):
        planned: dict[Any, int] = {}
        done: dict[Any, int] = {}
        until = min(last, DATA_DATE)
        for key, field, state, ending in actions:
            owner, programme, year = plans[key]
            gone = state == "cancelled_on" and ending <= until
            asked = first.year <= year <= until.year and date(year, 1, 15) <= until
            if gone or not asked or (chosen and programme not in chosen):
                continue
            codes = (field, places[owner][1], str(year))
            planned[codes] = planned.get(codes, 0) + 1
            done[codes] = done.get(codes, 0) + (state == "done_on" and ending <= until)
        selection = Selection(first, last, DATA_DATE, programmes=chosen)
        by = ("field", "region", "year")
        assert len(planned) > 5
        assert wholes_of(engine, "plan_progress", selection, *by) == planned
        assert values_of(engine, "plan_progress", selection, *by) == {
            codes: done[codes] / number for codes, number in planned.items()
        }

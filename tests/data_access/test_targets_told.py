"""Targets as sponsors and presenters are told of them: nothing computed from what is withheld."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.schema import Membership, Miner
from data_access.selection import Selection
from data_access.targets import targets
from data_access.viewer import Role, Viewer
from tests.data_access.gold_world import YEAR_2024, fill, world
from tests.data_access.test_targets import UNITS, target


@pytest.mark.parametrize(
    ("least", "actual", "not_told", "gap"), [(5, 20, None, 10), (50, None, "withheld", None)]
)
def test_an_outsider_is_told_an_actual_or_that_it_is_withheld_and_never_the_gap_alone(
    engine: Engine, least: int, actual: int | None, not_told: str | None, gap: int | None
) -> None:
    people = [row for unit in UNITS for number in range(20) for row in at_work(f"{unit}-{number}", unit)]
    aim = target("T1", "active_miners", 30, cause="Floods", next_action="Wait")
    fill(engine, world(), people, [aim])
    row = told(engine, YEAR_2024, least)
    assert (row["target"], row["due_on"]) == (30, date(2024, 12, 31))
    assert (row["cause"], row["next_action"]) == ("Floods", "Wait")
    assert (row["actual"], row["not_told"], row["gap"]) == (actual, not_told, gap)
    assert row["met"] is (None if actual is None else False)


@pytest.mark.parametrize(
    ("figure", "due", "given"),
    [
        ("active_miners", date(2024, 11, 30), {}),
        ("injury_rate", date(2024, 12, 31), {}),
        ("insured", date(2024, 12, 31), {"codes": "sex=female"}),
    ],
)
def test_an_actual_that_is_no_question_of_an_outsider_is_not_told(
    engine: Engine, figure: str, due: date, given: dict[str, Any]
) -> None:
    fill(engine, world(), at_work("M1"), [target("T1", figure, 30, due=due, **given)])
    row = told(engine, YEAR_2024, 5)
    assert (row["actual"], row["of"], row["not_told"], row["gap"], row["met"]) == (
        None, None, "not told", None, None,
    )  # fmt: skip


def at_work(key: str, unit: str = "U1") -> list[Any]:
    """A miner in a unit, U1 being that of P1, since the year's last month."""
    joined = date(2024, 12, 1)
    return [
        Miner(id=key, sex="female"),
        Membership(id=key, miner_id=key, unit_id=unit, relation="internal", joined_on=joined),
    ]


def told(engine: Engine, selection: Selection, least: int) -> dict[str, Any]:
    """The one target, as a presenter is told of it who learns no number below ``least``."""
    with engine.connect() as connection:
        frame = targets(connection, Viewer("presenter@x.org", Role.presenter, least_people=least), selection)
    (row,) = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {str(name): value for name, value in row.items()}

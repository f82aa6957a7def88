"""Targets as they are told: each on a bar of its own, a shortfall as plain as a success."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pandas as pd
import pytest

from exhibits.exhibit import Exhibit
from exhibits.targets import targets_of
from tests.exhibits.scripted import NAMES, YEAR, Scripted

NAMED = NAMES | {
    "programme": {"P": "Water"},
    "region": {"R": "Puno"},
    "stage": {"S2": "Step 2"},
    "ladder": {"L": "Escalator"},
}


def target(figure: str, aim: float, actual: float | None, unit: str, **given: Any) -> dict[str, Any]:
    gap = None if actual is None else aim - actual
    row = {
        "programme": "P", "figure": figure, "region": None, "currency": None, "codes": None, "target": aim,
        "due_on": date(2025, 12, 31), "read_on": date(2025, 12, 31), "actual": actual, "of": None, "gap": gap,
        "not_told": None,
        "met": None if gap is None else gap <= 0, "unit": unit, "evidence": "counted",
        "cause": None, "next_action": None,
    }  # fmt: skip
    return row | given


def shown(*rows: dict[str, Any]) -> Exhibit:
    frame = pd.DataFrame(rows).astype(dict.fromkeys(("target", "actual", "of", "gap"), float))
    answers = {"targets": frame, "names": NAMED, "minor_digits": {"USD": 2, "PEN": 2}}
    return targets_of(Scripted(answers=answers), YEAR)


def test_two_targets_that_differ_by_their_currency_alone_have_a_bar_each() -> None:
    spent = ("premium_spent", 100_00, 50_00, "money")
    exhibit = shown(target(*spent, currency="USD"), target(*spent, currency="PEN"))
    assert sorted(exhibit.frame["row"]) == ["Water: premium spent in PEN", "Water: premium spent in USD"]
    assert exhibit.chart is not None and len(set(exhibit.chart.arguments[0])) == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Water: people trained"),
        ({"region": "R"}, "Water, Puno: people trained"),
        ({"codes": "sex=female"}, "Water: people trained, women"),
        ({"codes": "ladder=L&stage=S2"}, "Water: people trained, step 2"),
        ({"codes": "ladder=L"}, "Water: people trained, escalator"),
        ({"codes": "unreadable"}, "Water: people trained, unreadable"),
        ({"figure": "no_figure"}, "Water: no_figure"),
    ],
)
def test_what_a_target_is_set_for(given: dict[str, Any], said: str) -> None:
    exhibit = shown(target("people_trained", 10, 5, "people") | given)
    assert list(exhibit.frame["row"]) == [said]


def test_a_target_without_an_actual_is_told_and_not_drawn() -> None:
    exhibit = shown(
        target("training_coverage", 0.6, None, "share"), target("people_trained", 10, 10, "people")
    )
    assert exhibit.title == "1 of 2 targets are met"
    assert exhibit.subtitle.endswith("; of 1 nothing is recorded yet")
    assert list(exhibit.frame["gap_said"]) == ["met", "nothing recorded"]
    assert exhibit.chart is not None
    assert exhibit.chart.arguments == (("Water: people trained",),)


def test_of_what_there_should_be_little_more_is_behind() -> None:
    exhibit = shown(
        target("people_trained", 10, 9, "people"),
        target("incidents", 2, 5, "incidents", met=False),
        target("overdue_actions", 4, 1, "actions", met=True),
    )
    assert exhibit.sentence == ("1 of 3 targets are met. Furthest behind: Water: incidents, 5 of 2.")
    told = exhibit.frame.set_index("figure")
    assert list(told.index) == ["incidents", "people_trained", "overdue_actions"]
    assert told["gap_said"].to_dict() == {"incidents": "3", "people_trained": "1", "overdue_actions": "met"}


def test_a_target_past_its_date_says_on_which_day_it_was_read() -> None:
    past = target("people_trained", 10, 9, "people", due_on=date(2025, 3, 31), read_on=date(2025, 3, 31))
    now = target("training_coverage", 0.6, 0.5, "share")
    exhibit = shown(past, now)
    assert exhibit.columns["read_on"].title == "Read on"
    assert exhibit.frame.set_index("figure")["read_on"].to_dict() == {
        "people_trained": date(2025, 3, 31),
        "training_coverage": date(2025, 12, 31),
    }
    start = "Actual as a share of its target, on 31 Dec 2025"
    assert exhibit.subtitle == f"{start}, or earlier on its date; furthest behind first"
    assert shown(now).subtitle == f"{start}; furthest behind first"


@pytest.mark.parametrize(("actual", "met"), [(0, "met"), (1, "short")])
def test_a_target_of_none(actual: int, met: str) -> None:
    exhibit = shown(target("incidents", 0, actual, "incidents", met=actual == 0))
    assert list(exhibit.frame["met"]) == [met]
    assert all(math.isfinite(value) for value in exhibit.frame["reached"])


def test_an_actual_that_is_not_told_keeps_its_target_date_and_cause() -> None:
    exhibit = shown(
        target("people_trained", 10, None, "people", not_told="not told", cause="Floods"),
        target("active_miners", 20, None, "people", not_told="withheld"),
        target("production_units", 5, 5, "units"),
    )
    assert exhibit.title == "1 of 1 target is met"
    assert exhibit.sentence == "1 of 1 target is met; of 2 the actual is not told here."
    said = ["actual_said", "target_said", "gap_said", "cause"]
    assert sorted(exhibit.frame[said].to_numpy().tolist()) == [
        ["5", "5", "met", ""], ["not told", "10", "not told", "Floods"], ["withheld", "20", "withheld", ""],
    ]  # fmt: skip
    assert exhibit.chart is not None
    assert exhibit.chart.arguments == (("Water: production units",),)
    alone = shown(target("people_trained", 10, None, "people", not_told="not told"))
    assert alone.title == "What was reached of 1 target is not told"
    assert alone.chart is None

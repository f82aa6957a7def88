"""Titles and sentences say what the figures say: at ties, at zero, at the first month, and upwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.selection import Selection
from exhibits import headlines, overview, premium, stages, targets, training, unit_card
from exhibits.exhibit import Exhibit
from tests.exhibits.scripted import NAMES, YEAR, Scripted


def by_month(*values: int, of: int = 200) -> pd.DataFrame:
    months = [f"2025-{month:02}" for month in range(1, len(values) + 1)]
    return pd.DataFrame({"month": months, "value": list(values), "of": of})


@pytest.mark.parametrize(
    ("insured", "title"),
    [
        ((120, 80), "Cover fell from 120 miners in Jan 2025 to 80"),
        ((1, 0), "Cover fell from 1 miner in Jan 2025 to 0"),
        ((80, 120, 100), "Cover fell from 120 miners in Feb 2025 to 100"),
        ((80, 120), "Cover rose from 80 miners in Jan 2025 to 120"),
        ((60, 80, 120), "Cover rose from 60 miners in Jan 2025 to 120"),
        ((0, 1), "Cover rose from 0 miners in Jan 2025 to 1"),
        ((120, 80, 120), "120 miners are insured"),
        ((0, 0), "0 miners are insured"),
        ((120,), "120 miners are insured"),
        ((), "No miner is at work in any month of this period"),
    ],
)
def test_cover_by_month(insured: tuple[int, ...], title: str) -> None:
    shown = overview.insured_by_month(Scripted(figures={"insured": by_month(*insured)}), YEAR)
    assert (shown.title, shown.sentence) == (title, f"{title}.")


@pytest.mark.parametrize(("insured", "top"), [((40, 90), 220), ((40, 300), 330)])
def test_the_chart_of_cover_has_room_for_its_target_and_for_what_exceeds_it(
    insured: tuple[int, ...], top: float
) -> None:
    target = pd.Series({"target": 200.0, "unit": "people", "currency": None, "due_on": date(2025, 12, 31)})
    told = Scripted(figures={"insured": by_month(*insured)}, answers={"headline_target": target})
    shown = overview.insured_by_month(told, YEAR)
    assert shown.chart is not None
    assert shown.chart.arguments[1:] == (200, pytest.approx(top))
    assert shown.subtitle.endswith("against the target of 200")


def amounts(**by_year: int) -> pd.DataFrame:
    years = [name.removeprefix("y") for name in by_year]
    return pd.DataFrame({"year": years, "currency": "USD", "value": list(by_year.values())})


@pytest.mark.parametrize(
    ("received", "spent", "title"),
    [
        ({"y2024": 500, "y2025": 100}, {"y2025": 599}, "Spending stayed below what was received"),
        ({"y2025": 500}, {"y2025": 501}, "More was spent than was received"),
        ({"y2025": 500}, {"y2024": 200, "y2025": 300}, "As much was spent as was received"),
        ({}, {"y2025": 1}, "More was spent than was received"),
        ({}, {}, "Nothing was received or spent"),
    ],
)
def test_spending_against_receipts(received: dict[str, int], spent: dict[str, int], title: str) -> None:
    told = Scripted(
        figures={
            "premium_due": amounts(),
            "premium_received": amounts(**received),
            "premium_spent": amounts(**spent),
        }
    )
    shown = premium.received_and_spent_by_year(told, YEAR, "USD")
    assert (shown.title, shown.sentence) == (title, f"{title}.")


def spending(**categories: int) -> Exhibit:
    frame = pd.DataFrame(
        {"category": list(categories), "currency": "USD", "value": list(categories.values())}
    )
    return premium.spending_by_category(Scripted(figures={"premium_spent": frame}), YEAR, "USD")


def test_the_category_that_most_was_spent_on() -> None:
    shown = spending(environment=100_00, health_and_safety=200_00, local_suppliers=300_00)
    assert shown.title == "Half of spending went into local suppliers"
    assert shown.sentence == "Of USD 600 spent, half went into local suppliers."
    assert list(shown.frame["label"]) == ["USD 300 · 50 %", "USD 200 · 33 %", "USD 100 · 17 %"]


def test_nothing_spent() -> None:
    shown = spending()
    assert (shown.title, shown.sentence) == ("Nothing was spent", "Nothing was spent.")


@pytest.mark.parametrize(
    ("balances", "title"),
    [
        ((100_00, 300_00), "The unspent balance grew to USD 300"),
        ((300_00, 100_00), "The unspent balance fell to USD 100"),
        ((100_00, 500_00, 100_00), "The unspent balance stayed at USD 100"),
        ((100_00,), "The unspent balance stayed at USD 100"),
        ((), "Nothing is held"),
    ],
)
def test_the_balance(balances: tuple[int, ...], title: str) -> None:
    frame = by_month(*balances).assign(currency="USD")
    shown = premium.balance_by_month(Scripted(figures={"premium_balance": frame}), YEAR, "USD")
    assert shown.title == title


def trace(*rows: tuple[str, int, int, int, int, int]) -> pd.DataFrame:
    columns = ["organisation", "opening", "due", "received", "spent", "closing"]
    return pd.DataFrame(rows, columns=columns).assign(currency="USD")


def test_the_premiums_way_adds_up_from_bar_to_bar() -> None:
    told = Scripted(
        answers={"premium_trace": trace(("A", 100, 50, 900, 300, 700), ("B", 0, 0, 100, 200, -100))}
    )
    shown = premium.premium_flow(told, YEAR, "USD")
    assert shown.frame[["row", "start", "end"]].to_dict("split")["data"] == [
        ["Balance before", 0, 1],
        ["Received", 1, 11],
        ["Spent", 6, 11],
        ["Balance after", 0, 6],
    ]
    assert [str(amount) for amount in shown.frame["amount"]] == ["1.00", "10.00", "-5.00", "6.00"]
    assert list(shown.frame["label"]) == ["USD 1", "+ USD 10", "− USD 5", "USD 6"]
    assert shown.sentence == (
        "USD 5 spent in the period, against USD 10 received (50 % of what was received); "
        "USD 0 fell due for the gold sold in it."
    )


def test_who_worked_in_two_relations_is_one_person_trained() -> None:
    class Told(Scripted):
        def figure(
            self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
        ) -> pd.DataFrame:
            groups = [("female", "internal", 1), ("female", "selector", 1), ("not_stated", "external", 2)]
            frame = pd.DataFrame(groups, columns=["sex", "relation", "value"])
            people = {(): pd.DataFrame({"value": [3]}), ("sex",): frame.assign(value=[1, 0, 2])}
            return people.get(tuple(by), frame)

    shown = training.people_trained(Told(), YEAR)
    assert shown.title == "3 people trained, 33 % of them women"
    assert shown.frame.to_dict("split")["data"] == [
        ["External miners", "Other or not stated", 2, "2"],
        ["Internal miners", "Women", 1, "1"],
        ["Mineral selectors", "Women", 1, "1"],
    ]


LADDER = pd.DataFrame(
    [("L", "L1", 1, "Foot"), ("L", "L2", 2, "Middle"), ("L", "L3", 3, "Top: the last")],
    columns=["ladder", "stage", "position", "name"],
)


def called(order: pd.DataFrame) -> dict[str, dict[str, str]]:
    stage_names = dict(zip(order["stage"], order["name"], strict=True))
    return NAMES | {"ladder": {"L": "Ladder"}, "stage": stage_names}


def standing(order: pd.DataFrame, **units: int) -> Exhibit:
    total = sum(units.values())
    frame = pd.DataFrame(
        {"month": "2025-12", "ladder": "L", "stage": list(units), "value": list(units.values()), "of": total}
    )
    answers: dict[str, Any] = {"stage_order": order, "names": called(order)}
    return stages.units_over_time(Scripted(figures={"units_by_stage": frame}, answers=answers), YEAR, "L")


@pytest.mark.parametrize(
    ("units", "title", "sentence"),
    [
        (
            {"L1": 2, "L2": 1, "L3": 1},
            "Half of the units stand at Middle or above",
            "Of 4 units, 2 at Foot, 1 at Middle and 1 at Top: the last.",
        ),
        (
            {"L3": 1},
            "All of the units stand at Middle or above",
            "Of 1 unit, 1 at Top: the last.",
        ),
        (
            {"L1": 3, "not_assessed": 1},
            "None of the units stand at Middle or above",
            "Of 4 units, 3 at Foot; 1 not yet assessed.",
        ),
        (
            {"not_assessed": 2},
            "None of the units stand at Middle or above",
            "Of 2 units, none is assessed; 2 not yet assessed.",
        ),
        ({}, "No unit on this ladder", "No unit is on this ladder in any month of the period."),
    ],
)
def test_where_units_stand(units: dict[str, int], title: str, sentence: str) -> None:
    shown = standing(LADDER, **units)
    assert (shown.title, shown.sentence) == (title, sentence)


def test_a_ladder_of_one_stage_and_one_of_none_can_be_shown() -> None:
    shown = standing(LADDER.iloc[:1], L1=1, not_assessed=1)
    assert shown.title == "Half of the units stand at Foot or above"
    assert standing(LADDER.iloc[:0], not_assessed=1).title == "This ladder has no stages"


def test_only_the_last_month_counts_for_where_units_stand() -> None:
    frame = pd.DataFrame(
        [("2025-11", "L3", 9, 9), ("2025-12", "L1", 3, 3)], columns=["month", "stage", "value", "of"]
    )
    answers: dict[str, Any] = {"stage_order": LADDER, "names": called(LADDER)}
    told = Scripted(figures={"units_by_stage": frame}, answers=answers)
    assert stages.units_over_time(told, YEAR, "L").sentence == "Of 3 units, 3 at Foot."


def test_the_stage_in_which_units_stay_longest() -> None:
    frame = pd.DataFrame([("L1", 400.0, 3), ("L3", 506.5, 2)], columns=["stage", "value", "of"])
    answers: dict[str, Any] = {"stage_order": LADDER, "names": called(LADDER)}
    shown = stages.time_in_stage(
        Scripted(figures={"median_days_in_stage": frame}, answers=answers), YEAR, "L"
    )
    assert shown.title == "Units stayed longest at Top: the last"
    assert shown.sentence == f"{shown.title}: half of the stays were over within 506 days."


NO_MOVES = "No moves up or down a stage"


@pytest.mark.parametrize(
    ("moves", "title", "sentence"),
    [
        ({"A": (2, 0)}, "2 moves up, 0 down", "Ladder A: 2 moves up, 0 down."),
        ({"A": (1, 3)}, "1 move up, 3 down", "Ladder A: 1 move up, 3 down."),
        (
            {"A": (2, 1), "B": (5, 4)},
            "More moves up than down on each ladder",
            "Ladder A: 2 moves up, 1 down; Ladder B: 5 moves up, 4 down.",
        ),
        (
            {"A": (1, 2), "B": (9, 0)},
            "More moves up than down on Ladder B, more moves down than up on Ladder A",
            "Ladder A: 1 move up, 2 down; Ladder B: 9 moves up, 0 down.",
        ),
        (
            {"A": (0, 2), "B": (1, 1)},
            "As many moves up as down on Ladder B, more moves down than up on Ladder A",
            "Ladder A: 0 moves up, 2 down; Ladder B: 1 move up, 1 down.",
        ),
        ({"A": (0, 0)}, NO_MOVES, f"{NO_MOVES}."),
        ({}, NO_MOVES, f"{NO_MOVES}."),
    ],
)
def test_moves_are_told_ladder_by_ladder(
    moves: dict[str, tuple[int, int]], title: str, sentence: str
) -> None:
    cells = [
        (ladder, *cell) for ladder, ways in moves.items() for cell in zip(("up", "down"), ways, strict=True)
    ]
    frame = pd.DataFrame(cells, columns=["ladder", "direction", "value"])
    counted = {name: pd.DataFrame({"value": [1]}) for name in (*dict(overview.COUNTED), "training_coverage")}
    ladders = {"A": "Ladder A", "B": "Ladder B"}
    told = Scripted(figures=counted | {"stage_moves": frame}, answers={"names": NAMES | {"ladder": ladders}})
    shown = overview.what_moved(told, YEAR)
    assert (shown.title, shown.sentence) == (title, sentence)


def test_ladders_that_would_be_called_the_same_in_short_keep_their_names() -> None:
    ladders = {"A": "The long name of a ladder, the first", "B": "The long name of a ladder, the second"}
    frame = pd.DataFrame([("A", "up", 1), ("B", "up", 1)], columns=["ladder", "direction", "value"])
    counted = {name: pd.DataFrame({"value": [1]}) for name in (*dict(overview.COUNTED), "training_coverage")}
    told = Scripted(figures=counted | {"stage_moves": frame}, answers={"names": NAMES | {"ladder": ladders}})
    rows = set(overview.what_moved(told, YEAR).frame["row"])
    assert {f"Moves up, {name}" for name in ladders.values()} <= rows


@pytest.mark.parametrize(
    ("regions", "title"),
    [
        ({"R1": 3, "R2": 1}, "Three quarters of the units are in Region R1"),
        ({"R1": 1, "R2": 1}, "Half of the units are in Region R1"),
        ({"R1": 2}, "All of the units are in Region R1"),
        ({}, "No production unit"),
    ],
)
def test_the_region_with_most_units(regions: dict[str, int], title: str) -> None:
    frame = pd.DataFrame({"region": list(regions), "value": list(regions.values())}, dtype=object)
    names = NAMES | {"region": {"R1": "Region R1", "R2": "Region R2"}}
    told = Scripted(figures={"production_units": frame}, answers={"names": names})
    assert unit_card.units_by_region(told, YEAR).title == title


def target(reached: float, aim: float, cause: str | None = None) -> dict[str, Any]:
    return {
        "programme": "P",
        "figure": "people_trained",
        "region": None,
        "currency": None,
        "codes": None,
        "target": aim,
        "due_on": date(2025, 12, 31),
        "read_on": date(2025, 12, 31),
        "actual": reached,
        "of": None,
        "gap": aim - reached,
        "met": reached >= aim,
        "not_told": None,
        "unit": "people",
        "cause": cause,
        "next_action": None,
    }


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [target(200, 200), target(80, 200, "Turnover.")],
            "1 of 2 targets are met. Furthest behind: Water: people trained, 80 of 200. "
            "Stated cause: Turnover.",
        ),
        ([target(201, 200, "Turnover")], "1 of 1 target is met."),
        ([target(199, 200)], "0 of 1 target is met. Furthest behind: Water: people trained, 199 of 200."),
        ([], "No target was set for this selection."),
    ],
)
def test_targets(rows: list[dict[str, Any]], sentence: str) -> None:
    frame = pd.DataFrame(rows, columns=list(target(0, 1)))
    told = Scripted(answers={"targets": frame, "names": NAMES | {"programme": {"P": "Water"}}})
    shown = targets.targets_of(told, YEAR)
    assert shown.sentence == sentence
    assert list(shown.frame["gap_said"]) == [
        "met" if row["gap"] <= 0 else str(int(row["gap"])) for row in sorted(rows, key=lambda r: r["actual"])
    ]


@pytest.mark.parametrize(
    ("now", "then", "value", "change", "good"),
    [
        ((60, 100), (50, 100), "60 %", "+10 points", True),
        ((50, 100), (60, 100), "50 %", "−10 points", False),
        ((604, 1000), (600, 1000), "60 %", "±0 points", None),
        ((60, 100), (0, 0), "60 %", "", None),
        ((0, 0), (50, 100), "–", "", None),
    ],
)
def test_a_share_at_the_head_of_the_page(
    now: tuple[int, int], then: tuple[int, int], value: str, change: str, good: bool | None
) -> None:
    class Told(Scripted):
        def figure(self, name: str, selection: Any, *_args: Any, **_more: Any) -> pd.DataFrame:
            part, whole = now if selection == YEAR else then
            return pd.DataFrame({"month": ["2025-12"], "value": [part], "of": [whole]})

    shown = headlines.insured(Told(), YEAR)
    assert shown.headline is not None
    assert (shown.headline.value, shown.headline.change, shown.headline.good) == (value, change, good)
    assert shown.headline.compared_with == "since 31 Dec 2024"

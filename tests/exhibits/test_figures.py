"""Any figure by its name: what its titles, labels and rows say of what the store answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.viewer import Role, Viewer
from exhibits.figures import figure_by_group, figure_now, figure_over_time
from tests.exhibits.scripted import NAMES, YEAR, Scripted

NAMED = NAMES | {
    "programme": {"P": "Water"},
    "region": {"R1": "Puno", "R2": "Cauca"},
    "sponsor": {"S1": "A jeweller", "S2": "A refiner"},
    "ladder": {"L": "Escalator"},
    "stage": {"S": "Step 2"},
}


def answered(*rows: dict[str, Any]) -> Scripted:
    """A reader to which every figure compared with itself has these rows."""
    nothing = {"value": None, "of": None, "before": None, "of_before": None, "change": None}
    frame = pd.DataFrame([nothing | row for row in rows])
    frame = frame.astype(dict.fromkeys(nothing, float)).convert_dtypes()
    return Scripted(answers={"compared": frame, "names": NAMED})


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


HURT = {"value": 284.2, "of": 6, "before": 50.4, "of_before": 1, "change": 233.8}


def test_the_injury_rate_goes_with_the_people_hurt() -> None:
    now = figure_now(answered(HURT), YEAR, "injury_rate")
    assert plain(now.title) == "Injury rate: 284 per 100,000 a year (6 people)"
    assert "284 per 100,000 a year (6 people), 2025" in plain(now.sentence)
    assert "; 50 per 100,000 a year (1 person), 2024" in plain(now.sentence)
    assert list(now.table()) == ["Group", "Value", "Before", "Change"]
    assert plain(now.table()["Before"][0]) == "50 per 100,000 a year (1 person)"


def test_in_every_group_and_month_too() -> None:
    read = answered(HURT | {"region": "R1"}, HURT | {"region": "R2", "value": 0, "of": 0})
    by_region = figure_by_group(read, YEAR, "injury_rate", "region")
    assert "Largest: Puno, 284 per 100,000 a year (6 people)." in plain(by_region.sentence)
    labels = [plain(label) for label in by_region.frame["label"]]
    assert labels == ["284 per 100,000 a year (6 people)", "0 per 100,000 a year (0 people)"]
    by_month = figure_over_time(answered(HURT | {"month": "2025-03"}), YEAR, "injury_rate")
    assert plain(by_month.frame["label"][0]) == "284 per 100,000 a year (6 people)"


def test_who_was_hurt_is_said_where_there_is_no_rate() -> None:
    now = figure_now(answered({"of": 2}), YEAR, "injury_rate")
    assert now.title == "Injury rate: – (2 people)"


def test_a_surveys_share_goes_with_the_number_asked() -> None:
    asked = {"indicator": "contract", "survey": "B", "region": "R1", "value": 0.27, "of": 438}
    shown = figure_by_group(answered(asked), YEAR, "working_conditions", "region")
    assert plain(shown.frame["label"][0]) == "27 % (of 438 asked)"
    assert plain(shown.sentence).endswith("27 % (of 438 asked).")


@pytest.mark.parametrize(
    ("figure", "of", "said"),
    [
        ("mercury_reduction", 82.4, "61 % of 82.4 kg"),
        ("gold_traceable", 341_039.2, "61 % of 341,039 g"),
        ("training_coverage", 300, "61 % of 300 people"),
        ("plan_progress", 1, "61 % of 1 action"),
    ],
)
def test_what_a_share_is_part_of_has_its_unit(figure: str, of: float, said: str) -> None:
    now = figure_now(answered({"value": 0.614, "of": of}), YEAR, figure)
    assert f": {said}, 2025" in plain(now.sentence)
    assert plain(now.table()["Of"][0]) == said.removeprefix("61 % of ")


@pytest.mark.parametrize(
    ("figure", "by", "repeated"),
    [
        ("active_miners", "sponsor", True),
        ("training_coverage", "sponsor", True),
        ("active_miners", "region", False),
        ("funding", "sponsor", False),
    ],
)
def test_by_sponsor_the_whole_stands_under_each(figure: str, by: str, repeated: bool) -> None:
    rows = [{by: code, "currency": "USD", "value": 1} for code in ("S1", "S2")]
    shown = figure_by_group(answered(*rows), YEAR, figure, by)
    assert ("; whole under each sponsor, not to be added" in shown.subtitle) == repeated


@pytest.mark.parametrize(
    ("given", "row", "said"),
    [
        ({"figure": "training_coverage", "value": 0.7}, "Training coverage · all regions", "70 %"),
        ({"figure": "insured", "value": 200, "region": "R1"}, "Insured miners · Puno", "200"),
        (
            {"figure": "people_trained", "value": 90, "codes": "sex=female"},
            "People trained · all regions · women",
            "90",
        ),
        (
            {"figure": "premium_spent", "value": 12_000.0, "currency": "USD"},
            "Premium spent · all regions · USD",
            "USD 12K",
        ),
        ({"figure": "gold_sold", "value": 5_000}, "Gold sold · all regions", "5,000 g"),
        ({"figure": "injury_rate", "value": 150}, "Injury rate · all regions", "150 per 100,000 a year"),
        ({"figure": "of_another_store", "value": 3}, "of_another_store · all regions", "3"),
    ],
)
def test_a_target_is_said_in_its_scope_and_in_the_unit_of_its_figure(
    given: dict[str, Any], row: str, said: str
) -> None:
    scope = {"programme": "P", "region": None, "currency": None, "codes": None}
    now = figure_now(answered(scope | {"before": given["value"], "change": 0} | given), YEAR, "target")
    (shown,) = now.table().to_dict("records")
    assert shown["Group"] == f"Water · {row}"
    assert (plain(shown["Value"]), plain(shown["Before"])) == (said, said)
    assert plain(now.title) == f"Target: {said}"


def test_how_a_target_has_changed_is_in_the_unit_of_its_figure() -> None:
    scope = {"programme": "P", "region": None, "codes": None}
    share = {"figure": "training_coverage", "currency": None, "value": 0.7, "before": 0.5, "change": 0.2}
    money = {"figure": "premium_spent", "currency": "USD", "value": 900, "before": 400, "change": 500}
    now = figure_now(answered(scope | share, scope | money), YEAR, "target")
    assert [plain(change) for change in now.table()["Change"]] == ["+20 points", "+USD 500"]


SUPPRESSED = {"last_value": None, "last_of": None, "last_on": None, "suppressed_before": False}


def outsider(*rows: dict[str, Any]) -> Scripted:
    """The same for a presenter, who is told what is withheld."""
    read = answered(*({"suppressed": False} | SUPPRESSED | row for row in rows))
    return replace(read, viewer=Viewer("presenter@x.org", Role.presenter))


KEPT_BACK = {"suppressed": True, "before": 40, "last_value": 44, "last_of": 60, "last_on": date(2025, 6, 30)}


def test_a_number_that_is_withheld_has_a_word_in_its_place_and_what_was_told_last() -> None:
    now = figure_now(outsider(KEPT_BACK), YEAR, "active_miners")
    assert now.title == "Active miners: withheld"
    assert now.sentence.endswith("told last on 30 Jun 2025: 44.")
    assert now.table()[["Value", "Before", "Change"]].to_numpy().tolist() == [["withheld", "40", "–"]]
    assert now.suppressed.startswith("withheld: fewer than 5 people")
    before = figure_now(outsider({"value": 9, "suppressed_before": True}), YEAR, "active_miners")
    assert before.table()[["Value", "Before", "Change"]].to_numpy().tolist() == [["9", "withheld", "–"]]
    assert before.suppressed.startswith("withheld: fewer than 5 people")


def test_withheld_groups_stand_last_and_bear_the_word() -> None:
    read = outsider(KEPT_BACK | {"region": "R1"}, {"region": "R2", "value": 7, "before": 0, "change": 7})
    shown = figure_by_group(read, YEAR, "active_miners", "region")
    assert shown.chart is not None
    assert shown.chart.arguments == (("Cauca", "Puno"),)
    assert list(shown.frame["label"]) == ["7", "withheld"]
    assert shown.sentence == "Active miners by region. Largest: Cauca, 7."


def test_over_time_outsiders_are_shown_quarters_and_a_word_where_one_is_withheld() -> None:
    read = outsider({"quarter": "2025-Q1", "value": 7}, KEPT_BACK | {"quarter": "2025-Q2"})
    shown = figure_over_time(read, YEAR, "active_miners")
    assert shown.title == "Active miners, quarter by quarter"
    assert shown.frame[["month", "span", "label", "told", "drawn"]].to_numpy().tolist() == [
        ["2025-03", "Q1 2025", "7", True, 7.0], ["2025-06", "Q2 2025", "withheld", False, 0.0],
    ]  # fmt: skip

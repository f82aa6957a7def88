"""What exhibits of work, permits and finance say at ties, at zero, and where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import conditions, formalisation, words
from exhibits.exhibit import Exhibit
from exhibits.finance import access_to_finance, why_refused
from tests.exhibits.scripted import NAMES, YEAR, Scripted

INDICATORS = {
    "contract": "Has a contract",
    "health_insurance": "Has insurance",
    "pension": "Has a pension",
    "covid": "Could not work",
}
ROUNDS = pd.DataFrame(
    [
        ("R3", "P1", date(2025, 9, 8), date(2025, 10, 31), "after"),
        ("W", "P2", date(2024, 6, 3), date(2024, 6, 28), None),
        ("R2", "P1", date(2023, 11, 6), date(2024, 1, 28), "after"),
        ("Q1", "P2", date(2023, 5, 1), date(2023, 5, 31), "before"),
        ("R1", "P1", date(2022, 3, 6), date(2022, 4, 28), "before"),
    ],
    columns=["survey", "programme", "first_day", "last_day", "moment"],
)


def answers(*rows: tuple[str, str, float, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["indicator", "survey", "value", "of"])


def asked(frame: pd.DataFrame, survey: str = "R3") -> Exhibit:
    told = Scripted(
        figures={"working_conditions": frame, "survey_answers": frame[frame["survey"] == survey]},
        answers={"survey_rounds": ROUNDS, "names": NAMES | {"indicator": INDICATORS}},
    )
    return conditions.work_before_and_after(told, YEAR, survey)


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([("contract", "R2", 0.2, 400), ("contract", "R3", 0.3, 400)],
         "30 % have a written contract, up from 20 %"),
        ([("contract", "R2", 0.3, 400), ("contract", "R3", 0.2, 400)],
         "20 % have a written contract, down from 30 %"),
        # Among 40 people ten points come about by chance.
        ([("contract", "R2", 0.2, 40), ("contract", "R3", 0.3, 40)],
         "30 % have a written contract, no clear change from 20 %"),
        ([("contract", "R3", 0.3, 40)], "30 % have a written contract"),
        ([("contract", "R2", 0.2, 900), ("contract", "R3", 0.3, 900),
          ("pension", "R2", 0.4, 900), ("pension", "R3", 0.2, 900)],
         "20 % pay into a pension, down from 40 %"),
        # The other series is none of its rounds.
        ([("contract", "Q1", 0.9, 400), ("contract", "R1", 0.9, 400), ("contract", "R3", 0.3, 400)],
         "30 % have a written contract"),
        ([("contract", "R2", 0.2, 400)], "Nobody was asked"),
        ([], "Nobody was asked"),
    ],
)  # fmt: skip
def test_what_changed_between_two_rounds(rows: list[tuple[str, str, float, int]], title: str) -> None:
    assert asked(answers(*rows)).title == title


def test_both_rounds_are_told_with_their_days_and_the_number_asked() -> None:
    shown = asked(
        answers(
            ("contract", "R2", 0.2, 400),
            ("contract", "R3", 0.3, 500),
            ("pension", "R2", 0.05, 380),
            ("pension", "R3", 0.05, 500),
        )
    )
    assert shown.sentence == (
        "Of 500 people asked (Sep – Oct 2025), 30 % have a written contract and 5 % pay into a pension; "
        "of 380 to 400 people asked (Nov 2023 – Jan 2024) it was 20 % and 5 %."
    )
    assert shown.subtitle == (
        "Share of the miners asked: Nov 2023 – Jan 2024 (380 to 400 people asked) "
        "and Sep – Oct 2025 (500 people asked)"
    )
    assert shown.evidence == "estimated"
    # The lower share is named to its left, of two alike the earlier one.
    assert list(zip(shown.frame["round"], shown.frame["side"], strict=True)) == [
        ("Nov 2023 – Jan 2024", "lower"),
        ("Sep – Oct 2025", "higher"),
        ("Nov 2023 – Jan 2024", "lower"),
        ("Sep – Oct 2025", "higher"),
    ]


def test_a_fall_is_drawn_from_right_to_left() -> None:
    frame = asked(answers(("contract", "R2", 0.4, 400), ("contract", "R3", 0.2, 500))).frame
    assert list(frame["side"]) == ["higher", "lower"]


def test_series_are_compared_and_other_surveys_stand_alone() -> None:
    told = Scripted(answers={"survey_rounds": ROUNDS})
    assert conditions.compared_rounds(told, YEAR) == ["R3", "Q1"]
    assert conditions.other_surveys(told, YEAR) == ["W"]


def test_a_survey_by_itself() -> None:
    frame = answers(("covid", "W", 0.5, 60), ("contract", "W", 0.1, 60))
    told = Scripted(
        figures={"survey_answers": frame},
        answers={
            "survey_rounds": ROUNDS,
            "names": NAMES | {"indicator": INDICATORS, "survey": {"W": "Of women"}},
        },
    )
    shown = conditions.answers_of_survey(told, YEAR, "W")
    assert shown.title == "50 % answered “Could not work”"
    assert (
        shown.sentence == "Of women: 60 people asked, Jun 2024. Could not work 50 % and has a contract 10 %."
    )


def permits(**granted: tuple[int, int]) -> Exhibit:
    """Permits of units: how many are granted, and of how many nothing is recorded, of ten."""
    rows = [
        ("unit", kind, status, count, 10)
        for kind, (held, silent) in granted.items()
        for status, count in (("granted", held), ("lapsed", 10 - held - silent), ("not_recorded", silent))
    ]
    frame = pd.DataFrame(rows, columns=["holder", "permit", "status", "value", "of"])

    class Told(Scripted):
        def figure(
            self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
        ) -> pd.DataFrame:
            wanted = [frame[code] == value for code, value in (only or {}).items()]
            found = frame[pd.concat(wanted, axis=1).all(axis=1)]
            return found.assign(value=found["value"] - 1) if selection != YEAR else found.copy()

    return formalisation.permits_of_units(Told(), YEAR)


def test_permits_name_the_most_held_what_is_unknown_and_what_it_was_before() -> None:
    shown = permits(contract=(3, 6), mining_title=(5, 4))
    assert shown.title == "Mining title: granted to 5 of 10 production units, nothing recorded of 4"
    assert shown.sentence == (
        "Of 10 production units, granted: mining title 5 and contract 3. "
        "On 31 Dec 2024, 4 had the mining title."
    )
    assert permits(contract=(8, 0)).title == "Contract: granted to 8 of 10 production units"
    assert permits().title == "No production unit in this selection"


def test_the_segments_of_a_permit_fill_its_bar() -> None:
    frame = permits(contract=(3, 6), mining_title=(5, 4)).frame
    assert list(frame["row"].unique()) == ["Mining title", "Contract"]
    for _, bar in frame.groupby("row", sort=False):
        assert bar["start"].iloc[0] == 0 and bar["end"].iloc[-1] == pytest.approx(1)
        assert list(bar["start"].iloc[1:]) == pytest.approx(list(bar["end"].iloc[:-1]))
        assert bar["first"].sum() == 1


def finance(*rows: tuple[str, str, int]) -> tuple[Exhibit, Exhibit]:
    frame = pd.DataFrame(rows, columns=["finance", "status", "value"]).assign(of=20, reason=None)
    told = Scripted(figures={"finance_access": frame})
    return access_to_finance(told, YEAR), why_refused(told, YEAR)


def test_most_refused_is_said_first() -> None:
    shown, _ = finance(
        ("account", "granted", 3), ("account", "pending", 0), ("account", "refused", 1),
        ("credit", "granted", 1), ("credit", "pending", 1), ("credit", "refused", 6),
    )  # fmt: skip
    assert shown.title == "Three quarters of the organisations that asked for credit were refused"
    assert shown.sentence == (
        "8 asked for credit: 6 refused, 1 granted, 1 pending; 4 asked for an account: 1 refused, 3 granted, "
        "0 pending."
    )
    assert list(shown.frame["row"].unique()) == [
        "Credit: 8 of 20 organisations asked",
        "Account: 4 of 20 organisations asked",
    ]


def test_nobody_asked_for_finance() -> None:
    shown, _ = finance(("account", "granted", 0), ("account", "pending", 0), ("account", "refused", 0))
    assert shown.empty
    assert shown.title == "No organisation asked"


@pytest.mark.parametrize(
    ("reasons", "title"),
    [
        ({"No guarantee": 3, "Far": 1}, "4 requests refused, most often: no guarantee"),
        ({"No guarantee": 2, "Far": 2}, "4 requests refused, for 2 reasons"),
        ({"Far": 1}, "1 request refused: far"),
        ({None: 2}, "2 requests refused: no reason recorded"),
        ({"Far": 0}, "Nobody was refused"),
    ],
)
def test_why_requests_were_refused(reasons: dict[str | None, int], title: str) -> None:
    frame = pd.DataFrame({"reason": list(reasons), "value": list(reasons.values())})
    frame = frame.assign(finance="credit", status="refused", of=20)
    assert why_refused(Scripted(figures={"finance_access": frame}), YEAR).title == title


def test_numbers_of_the_sample_are_those_of_the_figures(read: Reader, chosen: Selection) -> None:
    permit = formalisation.permits_of_organisations(read, chosen)
    counted = read.figure(
        "formalisation",
        chosen,
        only={"holder": "organisation", "permit": "mining_title", "status": "granted"},
    )
    assert f"mining title {words.number(counted['value'].iloc[0])}" in permit.sentence
    assert set(permit.frame.groupby("permit")["value"].sum()) == {counted["of"].iloc[0]}
    asked_for = access_to_finance(read, chosen).frame
    refused = asked_for.loc[asked_for["status"] == "refused", "value"].sum()
    assert why_refused(read, chosen).frame["value"].sum() == refused
    forms = formalisation.cooperatives_by_form(read, chosen)
    assert forms.title.startswith(words.number(forms.frame["value"].sum()))


def test_a_round_older_than_the_period_is_shown_with_its_days(read: Reader, chosen: Selection) -> None:
    (newest,) = conditions.compared_rounds(read, chosen)
    last_month = Selection(chosen.last_day.replace(day=1), chosen.last_day, chosen.data_date)
    shown = conditions.work_before_and_after(read, last_month, newest)
    assert list(shown.frame["round"].unique()) == ["Mar – Apr 2023", "Sep – Oct 2025"]
    before_it = Selection(date(2024, 1, 1), date(2025, 6, 30), chosen.data_date)
    assert conditions.compared_rounds(read, before_it) == ["WORK-2023"]

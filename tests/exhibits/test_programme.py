"""What the programme's page says: shares that add up, budgets overspent, runs, claims and their words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from data_access.attributed import attributed_to, can_be_split
from data_access.figures import figures
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import attributed, budget, phases, programme
from exhibits.sponsors import IN_UNIT, parts_of, rates_in_words
from tests.exhibits.scripted import NAMES, YEAR, Scripted

KNOWN = NAMES | {
    "programme": {"P": "Programme"},
    "sponsor": {"A": "Ash", "B": "Birch", "C": "Cedar"},
    "organisation": {"A": "Ash"},
    "ladder": {"L": "Ladder"},
}
RATE = {
    "programme": "P", "from_currency": "EUR", "to_currency": "USD", "rate": 1.1612,
    "quoted_on": date(2025, 12, 1), "inverted": False, "source": "Central bank",
}  # fmt: skip


def parts(whole: float, unit_name: str = "miners_risk_assessed", **shares: float | None) -> pd.DataFrame:
    rows = [
        {"programme": "P", "sponsor": sponsor, "share": share, "whole": whole,
         "value": None if share is None else whole * share}
        for sponsor, share in shares.items()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"share": float})


def told(frame: pd.DataFrame, rates: list[dict[str, Any]] | None = None, **figures: pd.DataFrame) -> Scripted:
    answers = {"attributed_to": frame, "rates_used": pd.DataFrame(rates or []), "names": KNOWN}
    return Scripted(figures=figures, answers=answers)


def test_your_share_of_154_people() -> None:
    told_ = told(parts(154, A=0.6, B=0.4))
    shown = attributed.share_of_figure(told_, YEAR.narrowed(sponsors=("A",)), "miners_risk_assessed")
    assert shown.title.endswith("your share of 154 people: 92.4")
    assert list(shown.frame["part_said"]) == ["92.4"]
    assert list(shown.frame["label"]) == ["92.4 of 154 people · 60 %"]


def test_all_sponsors_of_one_result() -> None:
    shown = attributed.share_of_figure(told(parts(154, B=0.4, A=0.6)), YEAR, "miners_risk_assessed")
    assert shown.title.endswith("of 154 people, 92.4 for Ash and 61.6 for Birch")


def test_one_sponsor_alone() -> None:
    shown = attributed.share_of_figure(told(parts(154, A=1.0)), YEAR, "miners_risk_assessed")
    assert shown.title.endswith("all 154 people for Ash")


def test_a_result_without_a_rate_is_not_shared_out() -> None:
    shown = attributed.share_of_figure(told(parts(154, A=None, B=None)), YEAR, "miners_risk_assessed")
    assert shown.title.endswith("154 people, not shared out: an exchange rate is missing")
    assert list(shown.frame["part_said"]) == ["–", "–"]
    assert list(shown.frame["share_said"]) == ["no rate", "no rate"]


def test_printed_parts_add_up_where_each_is_rounded() -> None:
    third = 1 / 3
    frame = parts_of(told(parts(100, A=third, B=third, C=third)), YEAR, "miners_risk_assessed")
    assert sorted(frame["part_said"]) == ["33.3", "33.3", "33.4"]
    two = YEAR.narrowed(sponsors=("A", "B"))
    few = parts_of(told(parts(100, A=third, B=third, C=third)), two, "miners_risk_assessed")
    assert sorted(few["part_said"]) == ["33.3", "33.4"], "the same parts, whoever looks"


def test_a_share_of_shares_is_refused_in_words() -> None:
    shown = attributed.share_of_figure(told(parts(1, A=1.0)), YEAR, "training_coverage")
    assert shown.empty and "have no parts" in shown.missing


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "1 EUR = 1.1612 USD on 1 Dec 2025 (central bank)"),
        ({"rate": 0.8612}, "1 EUR = 0.8612 USD on 1 Dec 2025 (central bank)"),
        ({"rate": 4112.5}, "1 EUR = 4,112.50 USD on 1 Dec 2025 (central bank)"),
        ({"rate": 0.00025, "inverted": True}, "1 USD = 4,000.00 EUR on 1 Dec 2025 (central bank)"),
        ({"rate": float("nan"), "quoted_on": None}, "No rate from EUR into USD is known"),
    ],
)
def test_the_rate_and_its_day_are_said(changed: dict[str, Any], said: str) -> None:
    assert rates_in_words(told(parts(1, A=1.0), [RATE | changed]), YEAR) == said
    assert rates_in_words(told(parts(1, A=1.0), [RATE | changed] * 2), YEAR) == said


def test_results_of_the_sample_add_up_line_by_line(read: Reader, chosen: Selection) -> None:
    shown = attributed.shares_of_results(read, chosen, "HSE-2")
    columns = [column for column in shown.frame if column.startswith("part_")]
    assert [shown.columns[column].title for column in columns] == ["OCIM", "LVMH"]
    assert len(shown.frame) >= 6

    def number(said: str) -> Decimal:
        return Decimal(said.split("\xa0")[-1].split(" ")[-1].replace(",", ""))

    for _, row in shown.frame.iterrows():
        assert sum(number(row[column]) for column in columns) == number(row["whole_said"]), row["result"]


def test_every_sponsor_of_the_sample_has_a_share_and_each_programme_one_whole(
    read: Reader, chosen: Selection
) -> None:
    shares = read.figure("attributed", chosen)
    assert shares["value"].notna().all()
    assert list(shares.groupby("programme")["value"].sum().round(9).unique()) == [1.0]
    for _, group in read.ask(attributed_to, "people_trained", chosen).groupby("programme"):
        assert group["value"].sum() == pytest.approx(group["whole"].iloc[0])


def spending(*lines: tuple[str, str, int, int], ended: date | None = date(2026, 6, 30)) -> Scripted:
    """Action, currency, budget and what was spent of it, in minor units."""
    frame = pd.DataFrame(lines, columns=["action", "currency", "budget", "spent"]).assign(lever="skills")
    run = {"programme": "P", "name": "Programme", "first_day": date(2025, 1, 1), "last_day": ended}
    return Scripted(
        figures={
            "budget": frame.rename(columns={"budget": "value"})[lambda f: f["value"] > 0],
            "expenditure": frame.rename(columns={"spent": "value"}),
        },
        answers={"phases": pd.DataFrame([run], dtype=object), "names": KNOWN,
                 "minor_digits": {"USD": 2, "PEN": 2}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "ended", "title"),
    [
        (
            [("a", "USD", 100_00, 60_00)],
            date(2026, 12, 31),
            "60 % of the budget is spent after 50 % of the run",
        ),
        ([("a", "USD", 100_00, 60_00)], date(2025, 12, 31), "60 % of the budget is spent after its run"),
        ([("a", "USD", 100_00, 60_00)], None, "60 % of the budget is spent"),
        ([("a", "USD", 100_00, 120_00)], None, "120 % of the budget is spent"),
        (
            [("a", "USD", 100_00, 60_00), ("b", "PEN", 10_00, 1_00)],
            None,
            "10 % of the budget in PEN and 60 % of the budget in USD are spent",
        ),
        ([], None, "No budget is recorded"),
    ],
)
def test_what_was_spent_of_the_budget(
    lines: list[tuple[str, str, int, int]], ended: date | None, title: str
) -> None:
    assert budget.spent_of_budget(spending(*lines, ended=ended), YEAR, "P").title == title


def test_overspending_is_as_plain_as_underspending() -> None:
    shown = budget.spent_of_budget(
        spending(("a", "USD", 100_00, 150_00), ("b", "USD", 50_00, 20_00)), YEAR, "P"
    )
    assert list(shown.frame["label"]) == ["USD 150 of USD 100 · 50 % over", "USD 20 of USD 50 · 40 %"]
    assert shown.sentence.endswith(" Beyond its budget: a · skills (USD 150 of USD 100 · 50 % over).")
    assert [str(amount) for amount in shown.frame["left_exact"]] == ["-50.00", "30.00"]
    assert list(shown.frame["beyond"]) == [1.25, 1.0] and list(shown.frame["within"]) == [1.0, 0.4]


def test_money_spent_without_a_budget_is_shown() -> None:
    shown = budget.spent_of_budget(spending(("a", "USD", 0, 5_00)), YEAR, "P")
    assert list(shown.frame["label"]) == ["USD 5 without a budget"]
    assert shown.title == "No budget is recorded"


@pytest.mark.parametrize(
    ("first", "last", "as_of", "said"),
    [
        (date(2025, 2, 1), date(2026, 12, 31), date(2026, 9, 30), "in month 20 of 23"),
        (date(2025, 2, 1), date(2026, 12, 31), date(2025, 2, 1), "in month 1 of 23"),
        (date(2025, 2, 1), date(2026, 12, 31), date(2026, 12, 30), "in month 23 of 23"),
        (date(2025, 2, 1), date(2026, 12, 31), date(2026, 12, 31), "ended on 31 Dec 2026"),
        (date(2025, 2, 1), date(2026, 12, 31), date(2025, 1, 31), "begins on 1 Feb 2025"),
        (date(2024, 2, 29), None, date(2025, 2, 28), "in month 12, its end not yet known"),
        (date(2024, 1, 15), date(2025, 1, 14), date(2024, 2, 14), "in month 1 of 12"),
        (date(2024, 1, 15), date(2025, 1, 14), date(2024, 2, 15), "in month 2 of 12"),
        (date(2024, 1, 15), date(2025, 1, 31), date(2025, 1, 15), "in month 13 of 13"),
    ],
)
def test_where_in_its_run_a_programme_is(first: date, last: date | None, as_of: date, said: str) -> None:
    assert phases.where_in({"first_day": first, "last_day": last}, as_of) == said


def test_the_phases_of_the_sample_stand_in_their_order(read: Reader, chosen: Selection) -> None:
    shown = phases.phases_over_time(read, chosen, "HSE-2")
    bars = shown.frame.dropna(subset=["begins"])
    assert [name.split(", ")[1] for name in bars["row"]] == ["first phase", "second phase"]
    assert list(bars["ends"]) == [pytest.approx(2025 + 31 / 365), 2027.0]
    assert list(bars["passed"]) == [pytest.approx(2025 + 31 / 365), pytest.approx(2026 + 273 / 365)]
    assert shown.frame["agreed"].notna().sum() == 3


def test_a_programme_of_the_sample_in_words(read: Reader, chosen: Selection) -> None:
    shown = programme.programme_card(read, chosen, "HSE-2")
    assert (
        "Paid by OCIM and LVMH; in month 20 of 23, with 20 production units and 161 miners." in shown.sentence
    )
    facts = dict(zip(shown.frame["fact"], shown.frame["value"], strict=True))
    assert facts["Follows"] == "HSE improvement plan of internal miners, first phase"
    assert facts["Its stages"] == "Step 1 → Step 2 → Step 3"
    followed = programme.programme_card(read, chosen, "HSE-1").frame.set_index("fact")["value"]
    assert followed["Followed by"] == "HSE improvement plan of internal miners, second phase"
    assert followed["On 30 Sep 2026"] == "No unit enrolled"
    titles = [programme.programme_card(read, chosen, code).title for code in ("HSE-1", "HSE-2")]
    assert titles == ["Led and paid by OCIM", "Led by OCIM, paid by OCIM and LVMH"]


def test_illustrative_funding_says_so(read: Reader, chosen: Selection) -> None:
    shown = programme.funding_agreed(read, chosen, "HSE-2")
    assert shown.title == "USD 150,000 and EUR 120,000 agreed"
    assert list(shown.frame["kind"]) == ["illustrative", "illustrative"]
    assert shown.suppressed == "Illustrative amounts are made up"


def test_the_whole_run_ends_with_the_data_or_the_programme(read: Reader, chosen: Selection) -> None:
    run = programme.whole_run(read, chosen, "HSE-2")
    assert (run.first_day, run.last_day) == (date(2025, 2, 1), chosen.data_date)
    run = programme.whole_run(read, chosen, "HSE-1")
    assert (run.first_day, run.last_day) == (date(2024, 1, 15), date(2025, 1, 31))


def test_claims_of_a_programme_are_those_that_name_it_alone(read: Reader, chosen: Selection) -> None:
    shown = programme.claims_of_programme(read, chosen, "HSE-2")
    assert {"The risk assessments cover 154 people"} <= set(shown.frame["claim"])
    assert all("HSE-2" in selection for selection in shown.frame["selection"])
    assert programme.claims_of_programme(read, chosen, "WOM").empty


@pytest.mark.parametrize(
    ("held", "title"),
    [
        ([True, True], "All 2 claims hold"),
        ([True], "The one claim holds"),
        ([True, False], "1 of 2 claims does not hold"),
        ([False, False, None], "2 of 2 claims do not hold"),
        ([None], "No claim can be compared"),
        ([], "No claim was published of it"),
    ],
)
def test_claims_that_fail_are_said_first(held: list[bool | None], title: str) -> None:
    asks = type("Asks", (), {"selection": YEAR.narrowed(programmes=("P",))})
    rows = [
        {"claim": "c", "publisher": "p", "figure": "insured", "published": 1.0, "recorded": 1.0,
         "unit": "people", "currency": None, "holds": each, "not_told": None,
         "question": asks, "selection": ""}
        for each in held
    ]  # fmt: skip
    columns = ["claim", "publisher", "figure", "published", "recorded", "unit", "currency", "holds",
               "not_told", "question", "selection"]  # fmt: skip
    found = pd.DataFrame(rows, columns=columns, dtype=object)
    told_ = Scripted(answers={"claims": found, "names": KNOWN})
    assert programme.claims_of_programme(told_, YEAR, "P").title == title


def test_an_amount_of_whatever_can_be_split_has_its_unit() -> None:
    units = {figure.unit for figure in figures().values() if can_be_split(figure)}
    assert units <= {*IN_UNIT, "money"}
    assert {unit: (write(1, "1"), write(1.5, "1.5")) for unit, write in IN_UNIT.items()} == {
        unit: ("1 person" if unit == "people" else f"1 {unit.removesuffix('s')}", f"1.5 {unit}")
        for unit in IN_UNIT
    }

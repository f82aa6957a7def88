"""Rows of the sample agree with each other, and nothing bad is told of anybody real."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from tests.sample_data.package_rows import (
    DATA_DATE,
    all_tables,
    by_id,
    is_member,
    made_up_organisations,
    organisation_of_unit,
    rows,
    spans,
)


def test_memberships_of_a_miner_never_overlap() -> None:
    stays = defaultdict(list)
    for row in rows("membership"):
        stays[row["miner_id"]].append((row["joined_on"], row["left_on"]))
    for found in stays.values():
        for (_, left), (joined, _) in pairwise(sorted(found)):
            assert left and left <= joined


def test_miners_move_and_come_back() -> None:
    units = defaultdict(set)
    for row in rows("membership"):
        units[row["miner_id"]].add(row["unit_id"])
    assert sum(len(found) > 1 for found in units.values()) > 200


def test_whoever_attends_is_a_member_that_day_in_a_unit_of_the_programme() -> None:
    stays = defaultdict(list)
    for row in rows("membership"):
        stays[row["miner_id"]].append(row)
    enrolments = defaultdict(list)
    for row in rows("enrolment"):
        enrolments[row["unit_id"], row["programme_id"]].append(row)
    for row in rows("attendance"):
        session = by_id("training_session")[row["session_id"]]
        when = date.fromisoformat(session["held_on"])
        (stay,) = (stay for stay in stays[row["miner_id"]] if is_member(stay, when))
        assert any(spans(each, when) for each in enrolments[stay["unit_id"], session["programme_id"]])


def test_assessments_lie_in_an_enrolment_on_their_ladder_and_are_recorded_afterwards() -> None:
    ladders = {row["id"]: row["ladder_id"] for row in rows("programme")}
    enrolled = defaultdict(list)
    for row in rows("enrolment"):
        enrolled[row["unit_id"], ladders[row["programme_id"]]].append(row)
    for row in rows("assessment"):
        when = date.fromisoformat(row["assessed_on"])
        assert row["stage_id"].startswith(row["ladder_id"])
        assert any(spans(each, when) for each in enrolled[row["unit_id"], row["ladder_id"]])
        assert datetime.fromisoformat(row["recorded_at"]).date() > when


def test_some_assessments_are_corrected_on_the_same_day() -> None:
    seen = defaultdict(list)
    for row in rows("assessment"):
        seen[row["unit_id"], row["ladder_id"], row["assessed_on"]].append(row)
    twice = [found for found in seen.values() if len(found) > 1]
    assert len(twice) >= 3
    for first, second in twice:
        assert first["recorded_at"] < second["recorded_at"] and first["stage_id"] != second["stage_id"]


def test_the_highest_stage_of_the_second_ladder_needs_a_standard() -> None:
    for row in rows("assessment"):
        if row["stage_id"] == "SMP-4":
            body, when = organisation_of_unit(row["unit_id"]), date.fromisoformat(row["assessed_on"])
            assert any(
                held["organisation_id"] == body
                and held["status"] == "certified"
                and held["first_day"] < row["assessed_on"]
                for held in rows("certification")
            ), (body, when)


def test_gold_is_sold_under_a_standard_only_while_it_is_held() -> None:
    for row in rows("gold_lot"):
        if row["standard_id"]:
            when = date.fromisoformat(row["sold_on"])
            assert any(
                spans(held, when)
                for held in rows("certification")
                if (held["organisation_id"], held["standard_id"], held["status"])
                == (row["organisation_id"], row["standard_id"], "certified")
            )


def test_traced_lots_come_from_units_of_the_seller() -> None:
    for row in rows("gold_lot_unit"):
        lot = by_id("gold_lot")[row["lot_id"]]
        assert organisation_of_unit(row["unit_id"]) == lot["organisation_id"]


def test_premium_received_is_mostly_what_is_due_to_the_cent_and_never_more() -> None:
    rates = {row["standard_id"]: row for row in rows("premium_rate")}
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows("premium_receipt"):
        lot = by_id("gold_lot")[row["lot_id"]]
        assert row["received_on"] > lot["sold_on"]
        assert row["currency_id"] == rates[lot["standard_id"]]["currency_id"]
        paid[lot["id"]] += Decimal(row["amount"])
    due = {
        row["id"]: (Decimal(row["fine_grams"]) / 1000 * Decimal(rates[row["standard_id"]]["rate"])).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
        for row in rows("gold_lot")
        if row["standard_id"]
    }
    assert paid.keys() <= due.keys() and all(amount <= due[lot] for lot, amount in paid.items())
    whole = sum(paid.get(lot) == amount for lot, amount in due.items())
    assert 0.85 * len(due) < whole < len(due) - 10


def test_an_organisation_never_spends_more_premium_than_it_has_received() -> None:
    flows = defaultdict(list)
    for row in rows("premium_receipt"):
        flows[row["organisation_id"], row["currency_id"]].append((row["received_on"], Decimal(row["amount"])))
    for row in rows("premium_expenditure"):
        flows[row["organisation_id"], row["currency_id"]].append((row["spent_on"], -Decimal(row["amount"])))
    for found in flows.values():
        balance = Decimal(0)
        # On one day, spending is taken first: a receipt of the evening is no cover for the morning.
        for _, amount in sorted(found):
            balance += amount
            assert balance >= 0
        spent = -sum(amount for _, amount in found if amount < 0)
        assert Decimal("0.45") < spent / sum(amount for _, amount in found if amount > 0) < Decimal("0.95")


def test_expenditure_follows_a_line_of_its_own_category_and_organisation() -> None:
    for row in rows("premium_expenditure"):
        if row["plan_line_id"]:
            line = by_id("premium_plan_line")[row["plan_line_id"]]
            plan = by_id("premium_plan")[line["plan_id"]]
            assert line["category"] == row["category"]
            assert plan["organisation_id"] == row["organisation_id"]
            assert plan["decided_on"] <= row["spent_on"]


def test_nothing_happens_after_the_data_date() -> None:
    events = ("held_on", "sold_on", "received_on", "spent_on", "occurred_on", "visited_on", "delivered_on",
              "assessed_on", "joined_on", "left_on", "done_on", "cancelled_on", "mitigated_on", "agreed_on",
              "decided_on", "asked_on", "quoted_on", "published_on")  # fmt: skip
    for table in all_tables():
        for row in rows(table):
            for name in events:
                assert row.get(name, "") <= DATA_DATE.isoformat(), (table, row)


def test_bad_things_are_told_of_made_up_organisations_alone() -> None:
    made_up = made_up_organisations()
    for row in rows("incident"):
        assert organisation_of_unit(row["unit_id"]) in made_up
    for row in rows("certification"):
        assert row["organisation_id"] in made_up
    for row in rows("craft_finding"):
        assessment = by_id("craft_assessment")[row["craft_assessment_id"]]
        assert assessment["organisation_id"] in made_up
    for row in rows("risk_assessment_danger"):
        assessment = by_id("risk_assessment")[row["risk_assessment_id"]]
        assert organisation_of_unit(assessment["unit_id"]) in made_up
    for row in rows("criterion_result"):
        assert organisation_of_unit(by_id("assessment")[row["assessment_id"]]["unit_id"]) in made_up
    for row in rows("finance_access"):
        assert row["organisation_id"] in made_up
    for row in rows("assistance_visit"):
        assert not row["findings"] or organisation_of_unit(row["unit_id"]) in made_up


def test_units_of_named_organisations_never_fall_back() -> None:
    made_up = made_up_organisations()
    stages = defaultdict(list)
    for row in rows("assessment"):
        if organisation_of_unit(row["unit_id"]) not in made_up:
            stages[row["unit_id"], row["ladder_id"]].append((row["assessed_on"], row["stage_id"]))
    assert len(stages) > 50
    for found in stages.values():
        assert [stage for _, stage in sorted(found)] == sorted(stage for _, stage in found)


def test_made_up_rows_say_so() -> None:
    for table in ("miner", "membership", "production_unit", "training_session", "attendance", "gold_lot",
                  "assessment", "cover", "premium_receipt", "premium_expenditure", "incident", "funding",
                  "exchange_rate", "delivery", "risk_assessment", "indicator_value"):  # fmt: skip
        assert {row["illustrative"] for row in rows(table)} == {"true"}, table
    for table in ("claim", "ladder", "stage", "region", "country", "currency"):
        assert {row["illustrative"] for row in rows(table)} == {"false"}, table
    assert {row["id"] for row in rows("programme") if row["illustrative"] == "false"} == {
        "HSE-1",
        "HSE-2",
        "INS",
        "CAU",
        "EMG",
    }

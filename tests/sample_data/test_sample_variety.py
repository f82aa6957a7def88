"""The sample is worth looking at: every screen has something to show, and regions differ."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from data_access.importing.descriptor import record_tables
from tests.sample_data.package_rows import (
    DATA_DATE,
    FOLDER,
    all_tables,
    by_id,
    insured,
    made_up_organisations,
    miners_at_work,
    organisation_of_unit,
    rows,
    spans,
    units_enrolled,
)

ON_DATA_DATE = miners_at_work(units_enrolled(None, DATA_DATE), DATA_DATE)


def valid_until(held_on: date, months: int) -> date:
    year, month = divmod(held_on.year * 12 + held_on.month - 1 + months, 12)
    same_day = date(year, month + 1, min(held_on.day, monthrange(year, month + 1)[1]))
    return same_day - timedelta(days=1)


def trained_validly(topic: str, when: date = DATA_DATE) -> set[str]:
    months = by_id("topic")[topic]["validity_months"]
    sessions = {
        row["id"]
        for row in rows("training_session")
        if row["topic_id"] == topic
        and (not months or valid_until(date.fromisoformat(row["held_on"]), int(months)) >= when)
    }
    return {row["miner_id"] for row in rows("attendance") if row["session_id"] in sessions}


def test_every_table_of_the_schema_has_rows() -> None:
    assert set(all_tables()) == set(record_tables())
    assert [name for name in all_tables() if len(rows(name)) < 2] == []


def test_the_package_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.csv")) < 4_000_000


def test_the_field_has_the_size_it_should_have() -> None:
    bodies = [row for row in rows("organisation") if row["kind"] == "mining_organisation"]
    with_units = {organisation_of_unit(row["id"]) for row in rows("production_unit")}
    assert 140 <= len(bodies) <= 170 and 55 <= len(with_units) <= 75
    assert 220 <= len(rows("production_unit")) <= 320
    assert 2500 <= len(rows("miner")) <= 3500
    assert 8 <= len(rows("programme")) <= 10
    assert {row["ladder_id"] for row in rows("programme")} == {"SBG", "SMP"}
    assert {row["country_id"] for row in bodies} == {"PE", "CO", "BO", "HN", "GH"}
    assert 8 <= len({row["organisation_id"] for row in rows("funding")}) <= 12


def test_units_move_up_and_down_some_are_overdue_and_some_never_assessed() -> None:
    ways = defaultdict(list)
    for row in rows("assessment"):
        ways[row["unit_id"], row["ladder_id"]].append(
            (row["assessed_on"], row["recorded_at"], row["stage_id"])
        )
    moves = [(before[2], after[2]) for way in map(sorted, ways.values()) for before, after in pairwise(way)]
    assert sum(after > before for before, after in moves) > 100
    assert sum(after < before for before, after in moves) > 20
    units = units_enrolled(None, DATA_DATE)
    year_ago = (DATA_DATE - timedelta(days=365)).isoformat()
    latest = {unit: max(way)[0] for (unit, _), way in ways.items() if unit in units}
    assert sum(day < year_ago for day in latest.values()) > 10
    assert len(units - latest.keys()) > 10


def test_coverage_differs_clearly_by_region_and_topic() -> None:
    regions: dict[str, set[str]] = defaultdict(set)
    for row in rows("production_unit"):
        units = {row["id"]} & units_enrolled(None, DATA_DATE)
        regions[row["region_id"]] |= miners_at_work(units, DATA_DATE)
    required = [row["id"] for row in rows("topic") if row["required"] == "true"]
    assert len(required) in (3, 4)
    shares = [
        len(valid & people) / len(people)
        for valid in map(trained_validly, required)
        for people in regions.values()
    ]
    assert min(shares) < 0.4 and max(shares) > 0.85


def test_some_training_and_some_cover_lapses_within_each_month_to_come() -> None:
    valid = trained_validly("HSE-INDUCTION") & ON_DATA_DATE
    covered = insured(ON_DATA_DATE, DATA_DATE)
    left_training, left_cover = [len(valid)], [len(covered)]
    for days in (30, 60, 90):
        then = DATA_DATE + timedelta(days=days + 1)
        left_training.append(len(trained_validly("HSE-INDUCTION", then) & valid))
        left_cover.append(len(insured(covered, then)))
    for left in (left_training, left_cover):
        assert left[0] > left[1] > left[2] > left[3] > 0


def test_about_a_third_of_active_miners_is_insured() -> None:
    assert 0.3 <= len(insured(ON_DATA_DATE, DATA_DATE)) / len(ON_DATA_DATE) <= 0.4


def test_more_cover_is_paid_by_miners_and_organisations_as_years_pass() -> None:
    def programme_share(year: str) -> float:
        payers = [row["payer"] for row in rows("cover") if row["first_day"].startswith(year)]
        return payers.count("programme") / len(payers)

    assert programme_share("2023") > programme_share("2025") > programme_share("2026") > 0


def test_women_can_be_seen() -> None:
    relations = {row["miner_id"]: row["relation"] for row in rows("membership") if not row["left_on"]}
    sexes = Counter((relations[key], by_id("miner")[key]["sex"]) for key in ON_DATA_DATE)
    for relation, least, most in (("selector", 0.9, 1), ("internal", 0.1, 0.25), ("external", 0.1, 0.3)):
        everybody = sum(count for (found, _), count in sexes.items() if found == relation)
        assert least <= sexes[relation, "female"] / everybody <= most


def test_standards_are_held_suspended_and_expired() -> None:
    held = [row for row in rows("certification") if spans(row, DATA_DATE)]
    standards = Counter(row["standard_id"] for row in held if row["status"] == "certified")
    assert standards["FAIRMINED"] == 8
    assert standards["FAIRMINED-ECO"] == 2 and standards["FAIRTRADE"] == 2
    assert {"in_process", "suspended", "withdrawn", "expired"} <= {row["status"] for row in held}


def test_premium_is_spent_in_two_currencies_and_all_categories_on_many_things() -> None:
    spent: dict[str, Decimal] = defaultdict(Decimal)
    things = defaultdict(set)
    for row in rows("premium_expenditure"):
        spent[row["currency_id"]] += Decimal(row["amount"])
        things[row["category"]].add(row["description"])
    assert spent.keys() == {"USD", "EUR"}
    assert 1_500_000 < spent["USD"] < 4_000_000
    assert len(things) == 7 and all(len(found) >= 10 for found in things.values())


def test_gold_went_to_many_countries_also_without_any_standard() -> None:
    lots = rows("gold_lot")
    assert {"CH", "FR", "US", "DE", "IT"} <= {row["destination_id"] for row in lots}
    assert {row["sold_on"][:4] for row in lots} == {"2022", "2023", "2024", "2025", "2026"}
    assert sum(not row["standard_id"] for row in lots) > 100


def test_the_ladder_of_steps_has_fifteen_criteria_in_three_areas() -> None:
    areas = Counter(row["area"] for row in rows("criterion") if row["ladder_id"] == "SBG")
    assert sum(areas.values()) == 15 and areas.keys() == {"governance", "social", "environmental"}


def test_one_fatal_incident_has_a_statement() -> None:
    severities = Counter(row["severity"] for row in rows("incident"))
    (fatal,) = (row for row in rows("incident") if row["severity"] == "fatal")
    assert fatal["statement"] and severities["near_miss"] > severities["lost_time"] > 5


def test_mercury_fell_in_most_units_and_rose_in_some() -> None:
    baselines = {row["unit_id"]: Decimal(row["value"]) / 12 for row in rows("indicator_baseline")}
    used = defaultdict(list)
    for row in rows("indicator_value"):
        if row["indicator_id"] == "mercury_used" and row["first_day"] >= "2025-10":
            used[row["unit_id"]].append(Decimal(row["value"]))
    reductions = {unit: 1 - sum(kg, Decimal()) / len(kg) / baselines[unit] for unit, kg in used.items()}
    assert sum(share > Decimal("0.4") for share in reductions.values()) > 10
    risen = [unit for unit, share in reductions.items() if share < 0]
    assert risen and all(organisation_of_unit(unit) in made_up_organisations() for unit in risen)


def test_most_requests_for_finance_are_refused_with_a_reason() -> None:
    statuses = Counter(row["status"] for row in rows("finance_access"))
    assert statuses["refused"] > statuses["granted"] > 0
    assert all(bool(row["reason"]) == (row["status"] == "refused") for row in rows("finance_access"))


def test_stories_and_notes_stand_in_three_languages() -> None:
    for table in ("story", "practice_note"):
        languages = defaultdict(set)
        for row in rows(table):
            languages[row["id"]].add(row["language"])
            assert len(row["body"]) > 200
        assert len(languages) >= 3
        assert all(found == {"en", "es", "fr"} for found in languages.values())


def test_targets_are_due_before_and_after_the_data_date_for_all_and_for_regions() -> None:
    targets = rows("target")
    assert {row["due_on"] > DATA_DATE.isoformat() for row in targets} == {True, False}
    assert {bool(row["region_id"]) for row in targets} == {True, False}
    assert any(row["currency_id"] for row in targets)
    assert sum(bool(row["cause"] and row["next_action"]) for row in targets) >= 3

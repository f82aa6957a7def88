"""Every claim that can be counted is recomputed here from the CSV files, slowly and obviously."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from data_access.claims import claims
from data_access.reader import Reader
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED
from tests.sample_data.package_rows import (
    DATA_DATE,
    Row,
    by_id,
    day,
    insured,
    miners_at_work,
    organisation_of_unit,
    rows,
    units_enrolled,
)

Query = dict[str, list[str]]


def one(query: Query, name: str) -> str:
    (value,) = query[name]
    return value


def as_of(query: Query) -> date:
    return date.fromisoformat(one(query, "to")) if "to" in query else DATA_DATE


def in_period(query: Query, cell: str) -> bool:
    return query.get("from", [""])[0] <= cell <= as_of(query).isoformat()


def production_units(query: Query) -> float:
    return len(units_enrolled(one(query, "programme"), as_of(query)))


def active_miners(query: Query) -> float:
    units = units_enrolled(one(query, "programme"), as_of(query))
    return len(miners_at_work(units, as_of(query), query.get("relation", [None])[0]))


def deliveries(query: Query) -> float:
    return sum(
        int(row["quantity"])
        for row in rows("delivery")
        if row["programme_id"] == one(query, "programme")
        and row["kind"] == one(query, "provision")
        and in_period(query, row["delivered_on"])
    )


def people_insured(query: Query) -> float:
    return len(
        {
            row["miner_id"]
            for row in rows("cover")
            if row["programme_id"] == one(query, "programme")
            and row["first_day"] <= one(query, "to")
            and row["last_day"] >= one(query, "from")
        }
    )


def assessed_in_period(query: Query) -> list[Row]:
    return [
        row
        for row in rows("risk_assessment")
        if row["programme_id"] == one(query, "programme") and in_period(query, row["assessed_on"])
    ]


def risk_assessed(query: Query) -> float:
    return len({row["unit_id"] for row in assessed_in_period(query)})


def miners_risk_assessed(query: Query) -> float:
    latest: dict[str, Row] = {}
    for row in sorted(assessed_in_period(query), key=lambda row: row["assessed_on"]):
        latest[row["unit_id"]] = row
    return sum(int(row["miners_covered"]) for row in latest.values())


def plan_progress(query: Query) -> float:
    plans = {
        row["id"]
        for row in rows("improvement_plan")
        if row["programme_id"] == one(query, "programme")
        and one(query, "from")[:4] <= row["year"] <= one(query, "to")[:4]
    }
    planned = [row for row in rows("plan_action") if row["plan_id"] in plans and not row["cancelled_on"]]
    done = [row for row in planned if row["done_on"] and row["done_on"] <= one(query, "to")]
    return len(done) / len(planned)


def sponsors(query: Query) -> float:
    return len(
        {row["organisation_id"] for row in rows("funding") if row["programme_id"] == one(query, "programme")}
    )


def organisations_assessed(query: Query) -> float:
    return len(
        {
            row["organisation_id"]
            for row in rows("craft_assessment")
            if in_period(query, row["assessed_on"])
            and by_id("organisation")[row["organisation_id"]]["region_id"] in query["region"]
        }
    )


def mercury_reduction(query: Query) -> float:
    baselines = {row["unit_id"]: Decimal(row["value"]) / 12 for row in rows("indicator_baseline")}
    reported = [
        row
        for row in rows("indicator_value")
        if row["indicator_id"] == "mercury_used"
        and organisation_of_unit(row["unit_id"]) == one(query, "organisation")
        and one(query, "from") <= row["first_day"]
        and row["last_day"] <= one(query, "to")
    ]
    used = sum(Decimal(row["value"]) for row in reported)
    return float(1 - used / sum(baselines[row["unit_id"]] for row in reported))


def target(query: Query) -> float:
    (value,) = (
        float(row["value"])
        for row in rows("target")
        if (row["programme_id"], row["figure"]) == (one(query, "programme"), one(query, "figure"))
    )
    return value


RECOMPUTED: dict[str, Callable[[Query], float]] = {
    "production_units": production_units,
    "active_miners": active_miners,
    "deliveries": deliveries,
    "people_insured": people_insured,
    "risk_assessed": risk_assessed,
    "miners_risk_assessed": miners_risk_assessed,
    "plan_progress": plan_progress,
    "funding": sponsors,
    "organisations_assessed": organisations_assessed,
    "mercury_reduction": mercury_reduction,
    "target": target,
}
COUNTED = [row for row in rows("claim") if row["selection"]]


@pytest.mark.parametrize("claim", COUNTED, ids=lambda claim: f"{claim['figure']} {claim['value']}")
def test_a_claim_comes_out_of_the_rows(claim: Row) -> None:
    recorded = RECOMPUTED[claim["figure"]](parse_qs(claim["selection"]))
    published = float(claim["value"])
    match claim["comparison"]:
        case "=":
            assert recorded == published
        case ">=":
            assert recorded >= published
        case "about":
            # "Nearly": not above it, and the same when rounded to whole tenths.
            assert recorded <= published and round(recorded, 1) == round(published, 1)
        case other:
            pytest.fail(f"no counted claim compares by {other}")


def test_the_store_records_what_the_rows_say(sample_store_url: str) -> None:
    store = open_store(sample_store_url)
    recorded = Reader(store, UNRESTRICTED).ask(claims).set_index("id")
    store.close()
    for claim in COUNTED:
        found = recorded.loc[claim["id"]]
        expected = RECOMPUTED[claim["figure"]](parse_qs(claim["selection"]))
        assert found["recorded"] == pytest.approx(expected), claim["words"]
        assert found["difference"] == pytest.approx(expected - float(claim["value"]))
        assert found["holds"] is True


def test_all_counted_claims_are_there() -> None:
    assert sorted((row["figure"], float(row["value"])) for row in COUNTED) == [
        ("active_miners", 57),
        ("active_miners", 300),
        ("deliveries", 2),
        ("deliveries", 42),
        ("funding", 2),
        ("mercury_reduction", 0.9),
        ("miners_risk_assessed", 154),
        ("organisations_assessed", 14),
        ("people_insured", 80),
        ("plan_progress", 0.9),
        ("production_units", 25),
        ("risk_assessed", 20),
        ("target", 75),
        ("target", 200),
    ]
    assert {row["evidence"] for row in COUNTED} == {"counted"}


def test_claims_that_cannot_be_counted_are_reported_or_contested() -> None:
    others = {
        evidence: sorted(
            float(row["value"])
            for row in rows("claim")
            if not row["selection"] and row["evidence"] == evidence
        )
        for evidence in ("reported", "contested", "counted", "estimated")
    }
    assert others == {
        "reported": [15, 150, 361_500, 575_000, 719_000, 895_000, 1_459_729, 1_530_000],
        "contested": [5, 8, 11, 100_000, 300_000, 500_000, 1_000_000, 3_648_729, 3_665_929, 3_954_545],
        "counted": [],
        "estimated": [],
    }
    by_year = [row for row in rows("claim") if row["value"] in ("895000", "575000", "719000", "1459729")]
    assert sum(int(row["value"]) for row in by_year) == 3_648_729


def test_the_missed_insurance_target_states_its_causes() -> None:
    (row,) = (row for row in rows("target") if row["figure"] == "people_insured")
    assert "urnover" in row["cause"] and "awareness" in row["cause"] and row["next_action"]


def test_the_sponsors_of_the_second_phase_are_the_published_ones() -> None:
    assert {row["organisation_id"] for row in rows("funding") if row["programme_id"] == "HSE-2"} == {
        "OCIM",
        "LVMH",
    }


def test_the_selectors_of_the_mobile_plant_are_women_in_several_units() -> None:
    units = units_enrolled("CAU", DATA_DATE)
    sizes = [len(miners_at_work({unit}, DATA_DATE)) for unit in units]
    assert len(units) > 4 and all(5 <= size <= 12 for size in sizes)
    assert {by_id("miner")[key]["sex"] for key in miners_at_work(units, DATA_DATE)} == {"female"}


def test_food_baskets_went_to_the_pallaqueras() -> None:
    receivers = {row["organisation_id"] for row in rows("delivery") if row["kind"] == "food_basket"}
    assert receivers == {"MACDESA-PALLAQUERAS"}


def test_the_risk_assessments_cover_no_more_miners_than_were_there() -> None:
    for row in rows("risk_assessment"):
        when = day(row["assessed_on"])
        assert when is not None
        assert int(row["miners_covered"]) <= len(miners_at_work({row["unit_id"]}, when))


def test_most_of_the_insured_lose_their_cover_at_the_end_of_april_2025() -> None:
    ends = [row["last_day"] for row in rows("cover") if row["programme_id"] == "INS"]
    first = [end for end in ends if end < "2025-12-31"]
    assert first.count("2025-04-30") > 0.8 * len(first)


def test_the_curve_of_the_insurance_initiative_rises_falls_and_partly_recovers() -> None:
    def covered(when: date) -> int:
        return len(insured(miners_at_work(units_enrolled("INS", when), when), when))

    begun, high, low, now = (
        covered(date(2024, 12, 31)),
        covered(date(2025, 2, 28)),
        covered(date(2025, 5, 31)),
        covered(DATA_DATE),
    )
    assert begun < high and low < high / 5 and low < now < high


def test_several_of_the_insured_left_their_units() -> None:
    covered = {row["miner_id"] for row in rows("cover") if row["programme_id"] == "INS"}
    there = miners_at_work(units_enrolled("INS", date(2025, 4, 30)), date(2025, 4, 30))
    assert 3 <= len(covered - there) < len(covered) / 2

"""Risks recorded by CRAFT assessments, and the age of reports, against small cases computed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.craft import last_craft_reports, whole_months
from data_access.figures import DEFINITIONS
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world

DATA_DATE = date(2025, 6, 30)
FIGURES = ("open_risks", "risks_mitigated")


def report(key: str, organisation: str, day: date, kind: str = "full", **given: Any) -> s.CraftAssessment:
    return s.CraftAssessment(id=key, organisation_id=organisation, assessed_on=day, report=kind, **given)


def finding(
    key: str,
    assessment: str,
    module: str = "module_3",
    level: str = "high",
    mitigating: date | None = None,
    mitigated: date | None = None,
) -> s.CraftFinding:
    return s.CraftFinding(
        id=key,
        craft_assessment_id=assessment,
        module=module,
        requirement=key,
        level=level,
        mitigating_on=mitigating,
        mitigated_on=mitigated,
    )


@pytest.mark.parametrize(
    ("mitigating", "mitigated", "status"),
    [
        (None, None, "open"),
        (date(2025, 1, 1), None, "open"),
        (date(2024, 12, 31), None, "mitigating"),
        (date(2024, 6, 1), date(2025, 1, 1), "mitigating"),
        (date(2025, 1, 1), date(2025, 1, 2), "open"),
        (None, date(2025, 1, 1), "open"),
        (date(2024, 6, 1), date(2024, 12, 31), "mitigated"),
        (None, date(2024, 12, 31), "mitigated"),
    ],
)
def test_a_finding_is_open_until_it_is_mitigated(
    engine: Engine, mitigating: date | None, mitigated: date | None, status: str
) -> None:
    fill(
        engine,
        world(),
        [report("C1", "A1", date(2023, 5, 1))],
        [finding("F1", "C1", mitigating=mitigating, mitigated=mitigated)],
    )
    assert values_of(engine, "open_risks", YEAR_2024) == {(): int(status != "mitigated")}
    assert wholes_of(engine, "open_risks", YEAR_2024) == {(): 1}
    assert values_of(engine, "open_risks", YEAR_2024, "status") == {
        "open": int(status == "open"),
        "mitigating": int(status == "mitigating"),
    }
    assert wholes_of(engine, "open_risks", YEAR_2024, "status") == {"open": 1, "mitigating": 1}
    assert values_of(engine, "risks_mitigated", YEAR_2024) == {(): float(status == "mitigated")}


def test_findings_by_module_and_level_with_a_zero_where_all_are_mitigated(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [report("C1", "A1", date(2024, 1, 1)), report("C2", "A2", date(2024, 12, 31), "summary")],
        [report("C3", "A2", date(2025, 1, 1))],
        [
            finding("F1", "C1"),
            finding("F2", "C2"),
            finding("F3", "C2", mitigated=date(2024, 12, 31)),
            finding("F4", "C1", "module_5", "low", mitigated=date(2024, 3, 1)),
            finding("later", "C3"),
        ],
    )
    grave, slight = ("module_3", "high"), ("module_5", "low")
    assert values_of(engine, "open_risks", YEAR_2024, "module", "level") == {grave: 2, slight: 0}
    assert wholes_of(engine, "open_risks", YEAR_2024, "module", "level") == {grave: 3, slight: 1}
    assert values_of(engine, "risks_mitigated", YEAR_2024, "module") == {"module_3": 1 / 3, "module_5": 1.0}
    assert values_of(engine, "open_risks", YEAR_2024, "level", "status") == {
        ("high", "open"): 2,
        ("high", "mitigating"): 0,
        ("low", "open"): 0,
        ("low", "mitigating"): 0,
    }


def test_findings_at_the_end_of_months_and_years(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [report("C1", "A1", date(2023, 12, 31)), report("C2", "A1", date(2024, 2, 29))],
        [finding("F1", "C1", mitigated=date(2024, 2, 29)), finding("F2", "C2", mitigated=date(2024, 3, 31))],
    )
    winter = Selection(date(2023, 11, 1), date(2024, 3, 30), DATA_DATE)
    by_month = {"2023-12": 1, "2024-01": 1, "2024-02": 1, "2024-03": 1}
    assert values_of(engine, "open_risks", winter, "month") == by_month
    assert wholes_of(engine, "open_risks", winter, "month") == by_month | {"2024-02": 2, "2024-03": 2}
    assert values_of(engine, "risks_mitigated", winter, "month") == {
        "2023-12": 0.0,
        "2024-01": 0.0,
        "2024-02": 0.5,
        "2024-03": 0.5,
    }
    assert values_of(engine, "risks_mitigated", winter, "year") == {"2023": 0.0, "2024": 0.5}
    leap_day = Selection(date(2024, 2, 29), date(2024, 2, 29), DATA_DATE)
    assert values_of(engine, "open_risks", leap_day, "month") == {"2024-02": 1}


def test_nothing_recorded_is_no_share_of_anything(engine: Engine) -> None:
    fill(engine, world(), [report("C1", "A1", date(2024, 1, 1))])
    assert values_of(engine, "open_risks", YEAR_2024) == {(): 0}
    assert values_of(engine, "risks_mitigated", YEAR_2024) == {(): None}
    assert wholes_of(engine, "risks_mitigated", YEAR_2024) == {(): 0}
    assert values_of(engine, "risks_mitigated", YEAR_2024, "level") == {}
    not_begun = Selection(date(2026, 1, 1), date(2026, 2, 1), DATA_DATE)
    assert values_of(engine, "open_risks", not_begun, "month") == {}


@pytest.mark.parametrize("name", FIGURES)
def test_findings_follow_the_organisation_and_stand_whole_in_each_programme(
    engine: Engine, name: str
) -> None:
    """A2 has a unit in both programmes, whoever assessed it; A3's works in another region; A4 has none."""
    bodies = ("A1", "A2", "A2", "A3", "A4")
    fill(
        engine,
        world(),
        [report(f"C{n}", body, date(2024, 1, 1), programme_id="P1") for n, body in enumerate(bodies)],
        [finding(f"F{n}", f"C{n}") for n in range(len(bodies))],
    )

    def recorded(*by: str, **filters: tuple[str, ...]) -> dict[Any, Any]:
        return wholes_of(engine, name, YEAR_2024.narrowed(**filters), *by)

    assert recorded() == {(): 5}
    assert recorded("programme") == {"P1": 3, "P2": 3}
    assert recorded(programmes=("P1", "P2")) == {(): 4}
    assert recorded(programmes=("P2",)) == {(): 3}
    assert recorded("sponsor") == {"S1": 3, "S2": 4}
    assert recorded(sponsors=("S1",)) == {(): 3}
    assert recorded("region") == {"PE-ARE": 1, "PE-PUN": 2, "CO-ANT": 2}
    assert recorded(regions=("CO-CAU",)) == {(): 0}
    assert recorded(regions=("CO-ANT",), programmes=("P2",)) == {(): 1}
    assert recorded("country") == {"PE": 3, "CO": 2}
    assert recorded("organisation", organisations=("A2", "A4")) == {"A2": 2, "A4": 1}


def test_a_programme_left_before_the_period_selects_no_organisation(engine: Engine) -> None:
    """A2's unit left P1 on 30 June 2024."""
    fill(engine, world(), [report("C1", "A2", date(2024, 1, 1))], [finding("F1", "C1")])
    june = Selection(date(2024, 6, 30), date(2024, 7, 31), DATA_DATE, programmes=("P1",))
    july = Selection(date(2024, 7, 1), date(2024, 7, 31), DATA_DATE, programmes=("P1",))
    assert values_of(engine, "open_risks", june) == {(): 1}
    assert values_of(engine, "open_risks", july) == {(): 0}


@pytest.mark.parametrize(
    ("assessed_on", "last_current_day"),
    [
        (date(2023, 3, 15), date(2024, 3, 14)),
        (date(2023, 3, 31), date(2024, 3, 30)),
        (date(2023, 2, 28), date(2024, 2, 27)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2025, 2, 27)),  # a year later there is no such day
    ],
)
def test_a_report_is_current_for_twelve_months(
    engine: Engine, assessed_on: date, last_current_day: date
) -> None:
    fill(engine, world(), [report("C1", "A1", assessed_on)])
    one = timedelta(days=1)
    edges = ((assessed_on - one, 0), (assessed_on, 1), (last_current_day, 1), (last_current_day + one, 0))
    for day, current in edges:
        selection = Selection(day, day, DATA_DATE)
        assert values_of(engine, "craft_reports_current", selection) == {(): current}, day
        assert wholes_of(engine, "craft_reports_current", selection) == {(): 4}, day
        with engine.connect() as connection:
            months = list(last_craft_reports(connection, UNRESTRICTED, selection)["months"])
        assert [age < 12 for age in months] == ([bool(current)] if day >= assessed_on else []), day


def test_organisations_with_a_current_report_by_place_programme_and_month(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            report("C1", "A1", date(2023, 6, 10)),
            report("C2", "A1", date(2024, 5, 10), "summary"),
            report("C3", "A3", date(2024, 6, 30)),
            report("C4", "A4", date(2023, 7, 1)),
        ],
    )
    summer = Selection(date(2024, 5, 1), date(2024, 7, 31), DATA_DATE)
    name = "craft_reports_current"
    assert values_of(engine, name, summer) == {(): 2}
    assert wholes_of(engine, name, summer) == {(): 4}
    assert values_of(engine, name, summer, "month") == {"2024-05": 2, "2024-06": 3, "2024-07": 2}
    assert wholes_of(engine, name, summer, "month") == dict.fromkeys(("2024-05", "2024-06", "2024-07"), 4)
    assert values_of(engine, name, summer, "region") == {"PE-ARE": 1, "PE-PUN": 0, "CO-ANT": 1}
    assert wholes_of(engine, name, summer, "region") == {"PE-ARE": 1, "PE-PUN": 1, "CO-ANT": 2}
    assert values_of(engine, name, summer, "programme") == {"P1": 1, "P2": 1}
    assert wholes_of(engine, name, summer, "sponsor") == {"S1": 2, "S2": 3}
    assert values_of(engine, name, summer.narrowed(programmes=("P2",))) == {(): 1}
    assert wholes_of(engine, name, summer.narrowed(programmes=("P2",))) == {(): 2}


def test_the_last_report_of_each_organisation_the_oldest_first(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            report("C1", "A1", date(2022, 1, 1)),
            report("C2", "A1", date(2024, 11, 30), "summary"),
            report("after", "A1", date(2025, 1, 1)),
            # Two on one day: the last by key, in the order of bytes.
            report("a", "A2", date(2023, 12, 31), "summary"),
            report("B", "A2", date(2023, 12, 31)),
            report("C3", "A3", date(2024, 2, 29)),
        ],
    )
    with engine.connect() as connection:
        found = last_craft_reports(connection, UNRESTRICTED, YEAR_2024)
        in_p1 = last_craft_reports(connection, UNRESTRICTED, YEAR_2024.narrowed(programmes=("P1",)))
        nobody = last_craft_reports(connection, UNRESTRICTED, YEAR_2024.narrowed(organisations=("A4",)))
    assert found.to_dict("records") == [
        {"organisation": "A2", "region": "PE-PUN", "report": "summary", "assessed_on": date(2023, 12, 31),
         "days": 366, "months": 12},
        {"organisation": "A3", "region": "CO-ANT", "report": "full", "assessed_on": date(2024, 2, 29),
         "days": 306, "months": 10},
        {"organisation": "A1", "region": "PE-ARE", "report": "summary", "assessed_on": date(2024, 11, 30),
         "days": 31, "months": 1},
    ]  # fmt: skip
    assert list(in_p1["organisation"]) == ["A2", "A1"]
    assert nobody.empty and list(nobody.columns) == list(found.columns)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), 0),
        (date(2024, 2, 29), date(2025, 2, 27), 11),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 1, 31), date(2024, 3, 30), 1),
        (date(2023, 12, 1), date(2024, 1, 1), 1),
    ],
)
def test_whole_months(first: date, last: date, months: int) -> None:
    assert whole_months(first, last) == months


@pytest.mark.parametrize("file", ["craft.toml", "plans.toml"])
def test_no_definition_calls_it_what_it_is_not(file: str) -> None:
    """A CRAFT report is a due-diligence report for buyers."""
    assert "certif" not in (DEFINITIONS / file).read_text("utf-8").casefold()

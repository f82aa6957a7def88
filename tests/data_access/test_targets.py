"""Targets beside what was reached, against small cases computed by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.figures import figures
from data_access.schema import (
    Assessment,
    Attendance,
    Delivery,
    Enrolment,
    Funding,
    ImprovementPlan,
    Membership,
    Miner,
    PlanAction,
    PremiumExpenditure,
    Programme,
    Stage,
    Target,
    Topic,
    TrainingSession,
)
from data_access.selection import Selection
from data_access.targets import LESS_IS_BETTER, headline_target, targets
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import YEAR_2024, fill, values_of, world

DATA_DATE = date(2025, 6, 30)


# Each has a region of its own, and only the first is in P1 at the year's end.
UNITS = ("U1", "U2", "U3")


def target(
    key: str, figure: str, value: float, due: date = date(2024, 12, 31), programme: str = "P1", **given: Any
) -> Target:
    return Target(id=key, programme_id=programme, figure=figure, value=value, due_on=due, **given)


def found(engine: Engine, selection: Selection = YEAR_2024, *columns: str) -> list[list[Any]]:
    """Rows of the targets, missing cells as None."""
    with engine.connect() as connection:
        frame = targets(connection, UNRESTRICTED, selection)
    cells = frame[list(columns or frame.columns)].astype(object)
    rows: list[list[Any]] = cells.where(cells.notna(), None).to_numpy().tolist()
    return rows


def trained(*days: date, programme: str = "P1") -> list[Any]:
    """A session on each day with one miner of U1, another each time."""
    rows: list[Any] = [Topic(id="T", name="Topic", required=True)]
    for number, day in enumerate(days):
        rows += [
            Miner(id=f"M{number}", sex="female"),
            Membership(id=f"J{number}", miner_id=f"M{number}", unit_id="U1", relation="internal",
                       joined_on=date(2020, 1, 1)),
            TrainingSession(id=f"H{number}", programme_id=programme, topic_id="T", held_on=day, minutes=60),
            Attendance(session_id=f"H{number}", miner_id=f"M{number}"),
        ]  # fmt: skip
    return rows


def test_target_beside_actual_gap_cause_and_next_action(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [target("T1", "production_units", 5, cause="Floods", next_action="Enrol in Ocoña")],
    )
    assert found(engine) == [
        ["P1", "production_units", None, None, None, 5.0, date(2024, 12, 31), date(2024, 12, 31), 1.0, None,
         None, 4.0, False, "units", "counted", "Floods", "Enrol in Ocoña"]
    ]  # fmt: skip


def test_the_earliest_target_not_yet_due_counts_else_the_latest(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            target("T1", "production_units", 1, date(2023, 6, 30)),
            target("T2", "production_units", 2, date(2024, 6, 30)),
            target("T3", "production_units", 3, date(2024, 12, 31)),
            target("T4", "production_units", 4, date(2024, 1, 31), programme="P2"),
        ],
    )

    def in_force(last: date) -> list[Any]:
        return found(engine, Selection(date(2023, 1, 1), last, DATA_DATE), "programme", "target")

    assert in_force(date(2023, 6, 30)) == [["P1", 1.0], ["P2", 4.0]]
    assert in_force(date(2023, 7, 1)) == [["P1", 2.0], ["P2", 4.0]]
    assert in_force(date(2024, 6, 30)) == [["P1", 2.0], ["P2", 4.0]]
    assert in_force(date(2024, 7, 1)) == [["P1", 3.0], ["P2", 4.0]]
    assert in_force(date(2025, 6, 1)) == [["P1", 3.0], ["P2", 4.0]]


def test_the_actual_covers_the_whole_run_of_the_programme(engine: Engine) -> None:
    """P1 began on 1 January 2023; the selection shows 2024 only, up to 30 November."""
    sessions = trained(date(2022, 12, 31), date(2023, 1, 1), date(2024, 11, 30), date(2024, 12, 1))
    fill(engine, world(), sessions, [target("T1", "people_trained", 10)])
    until_november = Selection(date(2024, 1, 1), date(2024, 11, 30), DATA_DATE)
    assert found(engine, until_november, "actual", "gap") == [[2.0, 8.0]]


def test_the_actual_of_a_programme_that_ended_is_that_of_its_last_day(engine: Engine) -> None:
    ended = Programme(id="P9", name="Ended", lead_organisation_id="S1", ladder_id="L",
                      first_day=date(2023, 1, 1), last_day=date(2023, 12, 31))  # fmt: skip
    enrolled = [
        Enrolment(unit_id="U1", programme_id="P9", first_day=date(2023, 1, 1), last_day=date(2023, 12, 31)),
        Enrolment(unit_id="U2", programme_id="P9", first_day=date(2023, 1, 1), last_day=date(2023, 12, 30)),
    ]
    fill(engine, world(), [ended], enrolled, [target("T1", "production_units", 5, programme="P9")])
    assert found(engine, YEAR_2024, "actual", "gap") == [[1.0, 4.0]]
    until_june = Selection(date(2023, 1, 1), date(2023, 6, 30), DATA_DATE)
    assert found(engine, until_june, "actual", "gap") == [[2.0, 3.0]]


@pytest.mark.parametrize(
    ("as_of", "read_on"),
    [
        (date(2024, 3, 30), date(2024, 3, 30)),
        (date(2024, 3, 31), date(2024, 3, 31)),
        (date(2024, 4, 1), date(2024, 3, 31)),
        (date(2024, 12, 31), date(2024, 3, 31)),
    ],
)
def test_what_was_short_on_its_date_stays_short(engine: Engine, as_of: date, read_on: date) -> None:
    """A third unit and a second miner come on the day after."""
    fill(
        engine,
        world(),
        trained(date(2024, 1, 15), date(2024, 4, 1)),
        [
            Enrolment(unit_id="U3", programme_id="P1", first_day=date(2024, 4, 1)),
            target("T1", "production_units", 3, date(2024, 3, 31)),
            target("T2", "people_trained", 2, date(2024, 3, 31)),
        ],
    )
    columns = ("figure", "read_on", "actual", "gap", "met")
    assert found(engine, Selection(date(2024, 1, 1), as_of, DATA_DATE), *columns) == [
        ["people_trained", read_on, 1.0, 1.0, False],
        ["production_units", read_on, 2.0, 1.0, False],
    ]


def test_what_was_met_on_its_date_stays_met(engine: Engine) -> None:
    """U2 leaves P1 after 30 June."""
    fill(engine, world(), [target("T1", "production_units", 2, date(2024, 6, 30))])
    assert found(engine, YEAR_2024, "actual", "gap", "met") == [[2.0, 0.0, True]]


@pytest.mark.parametrize(
    ("due", "read_on", "units"),
    [
        (date(2022, 6, 30), date(2023, 1, 1), 2.0),  # due before it began: its first day
        (date(2023, 6, 29), date(2023, 6, 29), 2.0),
        (date(2023, 6, 30), date(2023, 6, 30), 1.0),
        (date(2024, 12, 31), date(2023, 12, 31), 0.0),  # due after it ended: its last day
    ],
)
def test_a_target_is_read_within_the_programme(
    engine: Engine, due: date, read_on: date, units: float
) -> None:
    nine = Programme(id="P9", name="Nine", lead_organisation_id="S1", ladder_id="L",
                     first_day=date(2023, 1, 1), last_day=date(2023, 12, 31))  # fmt: skip
    enrolled = [
        Enrolment(unit_id="U1", programme_id="P9", first_day=date(2023, 1, 1), last_day=date(2023, 12, 30)),
        Enrolment(unit_id="U2", programme_id="P9", first_day=date(2023, 1, 1), last_day=date(2023, 6, 29)),
    ]
    fill(engine, world(), [nine], enrolled, [target("T1", "production_units", 5, due, "P9")])
    assert found(engine, YEAR_2024, "read_on", "actual") == [[read_on, units]]


def test_regions_and_currencies_of_one_figure_are_each_read_on_their_own_date(engine: Engine) -> None:
    """The region due first must not be told what it had when the other was due, nor the other way round."""
    spent = {"organisation_id": "A1", "category": "environment", "description": "Trees"}
    fill(
        engine,
        world(),
        trained(date(2024, 1, 15), date(2024, 5, 1), date(2024, 9, 1)),
        [
            PremiumExpenditure(
                id=f"X{currency}{month}", spent_on=date(2024, month, 1), amount_minor=1_00,
                currency_id=currency, **spent,
            )
            for currency in ("PEN", "USD") for month in (2, 5, 9)
        ],
        [
            target("T1", "people_trained", 9, date(2024, 6, 30), region_id="PE-ARE"),
            target("T2", "people_trained", 9, date(2024, 3, 31), region_id="PE-PUN"),
            target("T3", "people_trained", 9, date(2024, 12, 31)),
            target("T4", "premium_spent", 9, date(2024, 3, 31), currency_id="PEN"),
            target("T5", "premium_spent", 9, date(2024, 6, 30), currency_id="USD"),
        ],
    )  # fmt: skip
    assert found(engine, YEAR_2024, "figure", "region", "currency", "read_on", "actual") == [
        ["people_trained", None, None, date(2024, 12, 31), 3.0],
        ["people_trained", "PE-ARE", None, date(2024, 6, 30), 2.0],
        ["people_trained", "PE-PUN", None, date(2024, 3, 31), 0.0],
        ["premium_spent", None, "PEN", date(2024, 3, 31), 1_00.0],
        ["premium_spent", None, "USD", date(2024, 6, 30), 2_00.0],
    ]


def test_a_programme_not_yet_begun_has_reached_nothing(engine: Engine) -> None:
    fill(engine, world(), trained(date(2023, 1, 1)), [target("T1", "people_trained", 10)])
    before = Selection(date(2021, 1, 1), date(2021, 12, 31), DATA_DATE)
    assert found(engine, before, "actual", "gap") == [[0.0, 10.0]]


def test_targets_match_their_scope_exactly(engine: Engine) -> None:
    """The miners trained work in Arequipa; Puno and the other programme have none of them."""
    sessions = trained(date(2024, 2, 1), date(2024, 3, 1))
    fill(
        engine,
        world(),
        sessions,
        [
            target("T1", "people_trained", 10),
            target("T2", "people_trained", 3, region_id="PE-ARE"),
            target("T3", "people_trained", 4, region_id="PE-PUN"),
            target("T4", "people_trained", 5, programme="P2"),
        ],
    )
    by_scope = ("programme", "region", "target", "actual")
    everywhere = [
        ["P1", None, 10.0, 2.0],
        ["P1", "PE-ARE", 3.0, 2.0],
        ["P1", "PE-PUN", 4.0, 0.0],
        ["P2", None, 5.0, 0.0],
    ]
    assert found(engine, YEAR_2024, *by_scope) == everywhere
    assert found(engine, YEAR_2024.narrowed(programmes=("P2",)), *by_scope) == everywhere[3:]
    assert found(engine, YEAR_2024.narrowed(sponsors=("S1",)), *by_scope) == everywhere[:3]
    assert found(engine, YEAR_2024.narrowed(regions=("PE-ARE",)), *by_scope) == everywhere[1:2]
    assert found(engine, YEAR_2024.narrowed(countries=("PE",)), *by_scope) == everywhere[1:3]
    assert found(engine, YEAR_2024.narrowed(countries=("CO",)), *by_scope) == []
    assert found(engine, YEAR_2024.narrowed(organisations=("A1",)), *by_scope) == []


def test_money_is_compared_in_its_own_currency_and_minor_units(engine: Engine) -> None:
    trees = {"organisation_id": "A1", "category": "environment", "description": "Trees"}
    dollars = {"spent_on": date(2023, 5, 1), "amount_minor": 70_10, "currency_id": "USD"}
    soles = {"spent_on": date(2024, 5, 1), "amount_minor": 9_99, "currency_id": "PEN"}
    fill(
        engine,
        world(),
        [
            PremiumExpenditure(id="X1", **trees, **dollars),
            PremiumExpenditure(id="X2", **trees, **soles),
            Funding(id="F9", programme_id="P1", organisation_id="S1", agreed_on=date(2024, 1, 1),
                    amount_minor=1, currency_id="PEN"),
        ],
        [
            target("T1", "premium_spent", 100.10, currency_id="USD"),
            target("T2", "premium_spent", 9.99, currency_id="PEN"),
            target("T3", "premium_spent", 7, currency_id="PEN", programme="P2"),
            target("T4", "funding", 120, currency_id="USD"),
            target("T5", "premium_received", 3),
        ],
    )  # fmt: skip
    assert found(engine, YEAR_2024, "programme", "figure", "currency", "target", "actual", "gap") == [
        ["P1", "funding", "USD", 120_00.0, 150_00.0, -30_00.0],
        ["P1", "premium_received", None, 3.0, None, None],  # of which currency?
        ["P1", "premium_spent", "PEN", 9_99.0, 9_99.0, 0.0],
        ["P1", "premium_spent", "USD", 100_10.0, 70_10.0, 30_00.0],
        ["P2", "premium_spent", "PEN", 7_00.0, 0.0, 7_00.0],
    ]


def test_a_share_comes_with_what_it_is_of(engine: Engine) -> None:
    plan = {"plan_id": "I1", "field": "social", "description": "", "due_on": date(2024, 6, 30)}
    fill(
        engine,
        world(),
        [ImprovementPlan(id="I1", unit_id="U1", programme_id="P1", year=2023, agreed_on=date(2023, 2, 1))],
        [PlanAction(id="A1", done_on=date(2024, 2, 1), **plan), PlanAction(id="A2", **plan)],
        [target("T1", "plan_progress", 0.9), target("T2", "plan_progress", 0.9, programme="P2")],
    )
    ((_, *of_first), (_, *of_second)) = found(engine, YEAR_2024, "programme", "actual", "of", "gap", "unit")
    assert of_first == [0.5, 2.0, pytest.approx(0.4), "share"]
    assert of_second == [None, None, None, "share"]


def test_a_figure_without_one_value_for_the_scope_has_no_actual(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            target("T1", "not_known_here", 3),
            target("T2", "certified_organisations", 3),  # one value for each standard
            target("T3", "funding", 3, region_id="PE-ARE", currency_id="USD"),  # has no region
        ],
    )
    assert found(engine, YEAR_2024, "figure", "target", "actual", "gap", "unit") == [
        ["certified_organisations", 3.0, None, None, "organisations"],
        ["funding", 3_00.0, None, None, "money"],
        ["not_known_here", 3.0, None, None, None],
    ]


def test_a_target_can_be_for_codes_of_the_figures_own_dimensions(engine: Engine) -> None:
    """Three helmets and a chamber came to U1 of P1, two chambers to U2 in Puno."""
    helmets, chamber, in_puno = ("ppe", 3, "U1"), ("rescue_chamber", 1, "U1"), ("rescue_chamber", 2, "U2")
    fill(
        engine,
        world(),
        [
            Delivery(id=f"D{kind}{unit}", programme_id="P1", kind=kind, quantity=quantity, unit_id=unit,
                     delivered_on=date(2023, 5, 1))
            for kind, quantity, unit in (helmets, chamber, in_puno)
        ],
        trained(date(2024, 2, 1), date(2024, 3, 1)),
        [
            target("T1", "deliveries", 5, codes="provision=rescue_chamber"),
            target("T2", "deliveries", 4, codes="provision=ppe"),
            target("T3", "deliveries", 1, codes="provision=rescue_chamber", region_id="PE-PUN"),
            target("T4", "deliveries", 9),  # of which kind?
            target("T5", "people_trained", 8, codes="sex=female"),
            target("T6", "people_trained", 8, codes="sex=male"),
            target("T7", "people_trained", 8, codes="colour=red"),
            target("T8", "people_trained", 8, codes="nonsense"),
            target("T9", "people_trained", 7),
        ],
    )  # fmt: skip
    assert found(engine, YEAR_2024, "figure", "region", "codes", "target", "actual", "gap") == [
        ["deliveries", None, None, 9.0, None, None],
        ["deliveries", None, "provision=ppe", 4.0, 3.0, 1.0],
        ["deliveries", None, "provision=rescue_chamber", 5.0, 3.0, 2.0],
        ["deliveries", "PE-PUN", "provision=rescue_chamber", 1.0, 2.0, -1.0],
        ["people_trained", None, None, 7.0, 2.0, 5.0],
        ["people_trained", None, "colour=red", 8.0, None, None],
        ["people_trained", None, "nonsense", 8.0, None, None],
        ["people_trained", None, "sex=female", 8.0, 2.0, 6.0],
        ["people_trained", None, "sex=male", 8.0, 0.0, 8.0],
    ]
    with engine.connect() as connection:
        headline = headline_target(
            connection, UNRESTRICTED, YEAR_2024.narrowed(programmes=("P1",)), "people_trained"
        )
    assert headline is not None and headline["target"] == 7.0


def test_a_stage_of_a_ladder_can_be_aimed_at(engine: Engine) -> None:
    noon = datetime(2024, 5, 1, 12)
    found_at = {"ladder_id": "L", "assessed_on": noon.date(), "recorded_at": noon}
    fill(
        engine,
        world(),
        [Stage(id=stage, ladder_id="L", position=place, name=stage) for place, stage in enumerate("ab", 1)],
        [Assessment(id=f"S{unit}", unit_id=unit, stage_id="b", **found_at) for unit in ("U1", "U2")],
        [
            target("T1", "units_by_stage", 3, codes="ladder=L&stage=b"),
            target("T2", "units_by_stage", 1, codes="ladder=L&stage=a"),
            target("T3", "units_by_stage", 1, codes="stage=b"),  # of which ladder?
        ],
    )
    # U2 left P1 on 30 June 2024.
    until_june = Selection(date(2024, 1, 1), date(2024, 6, 30), DATA_DATE)
    by = ("codes", "actual", "gap")
    assert found(engine, until_june, *by) == [
        ["ladder=L&stage=a", 0.0, 1.0], ["ladder=L&stage=b", 2.0, 1.0], ["stage=b", None, None],
    ]  # fmt: skip
    assert found(engine, YEAR_2024, *by)[1] == ["ladder=L&stage=b", 1.0, 2.0]


def test_of_what_there_should_be_little_a_target_is_the_most(engine: Engine) -> None:
    """U1 and U2 have been enrolled for a year and never assessed; U3 of P2 came half a year ago."""
    fill(
        engine,
        world(),
        [
            target("T1", "overdue_assessments", 0, codes="ladder=L"),
            target("T2", "overdue_assessments", 1, codes="ladder=L", programme="P2"),
            target("T3", "production_units", 1),
            target("T4", "production_units", 3, programme="P2"),
        ],
    )
    mid_2024 = Selection(date(2024, 1, 1), date(2024, 6, 30), DATA_DATE)
    assert found(engine, mid_2024, "programme", "figure", "target", "actual", "met") == [
        ["P1", "overdue_assessments", 0.0, 2.0, False],
        ["P1", "production_units", 1.0, 2.0, True],
        ["P2", "overdue_assessments", 1.0, 1.0, True],
        ["P2", "production_units", 3.0, 2.0, False],
    ]


def test_what_there_should_be_little_of_are_figures() -> None:
    assert set(figures()) >= LESS_IS_BETTER


def test_the_target_as_a_figure_is_in_the_figures_own_unit(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            target("T1", "premium_spent", 100.10, currency_id="USD"),
            target("T2", "training_coverage", 0.6, date(2024, 3, 31), region_id="PE-PUN"),
            target("T3", "training_coverage", 0.7, region_id="PE-PUN"),
            target("T4", "production_units", 7, programme="P2"),
        ],
    )
    assert values_of(engine, "target", YEAR_2024) == {
        ("P1", "premium_spent", None, "USD", None): 100.10,
        ("P1", "training_coverage", "PE-PUN", None, None): 0.7,
        ("P2", "production_units", None, None, None): 7,
    }
    spring = Selection(date(2024, 3, 15), date(2024, 4, 1), DATA_DATE, regions=("PE-PUN",))
    assert values_of(engine, "target", spring, "month") == {
        ("P1", "training_coverage", "PE-PUN", None, None, "2024-03"): 0.6,
        ("P1", "training_coverage", "PE-PUN", None, None, "2024-04"): 0.7,
    }
    funded = values_of(engine, "target", YEAR_2024.narrowed(programmes=("P1",)), "sponsor")
    assert {codes[-1] for codes in funded} == {"S1", "S2"} and len(funded) == 4


def test_no_targets_are_an_empty_frame(engine: Engine) -> None:
    fill(engine, world())
    with engine.connect() as connection:
        frame = targets(connection, UNRESTRICTED, YEAR_2024)
    assert frame.empty
    assert list(frame.columns) == [
        "programme", "figure", "region", "currency", "codes", "target", "due_on", "read_on", "actual",
        "not_told", "of", "gap", "met", "unit", "evidence", "cause", "next_action",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"programmes": ("P1",)}, 10.0),
        ({"programmes": ("P1",), "sponsors": ("S1",)}, 10.0),
        ({"programmes": ("P1",), "regions": ("PE-ARE",)}, 3.0),
        ({"programmes": ("P1",), "regions": ("CO-CAU",)}, None),
        ({"programmes": ("P2",)}, None),
        ({"programmes": ("P2",), "regions": ("PE-PUN",), "sponsors": ("S1",)}, None),
        ({}, None),
        ({"sponsors": ("S1",)}, None),
        ({"programmes": ("P1", "P2")}, None),
        ({"programmes": ("P1",), "regions": ("PE-ARE", "PE-PUN")}, None),
        ({"programmes": ("P1",), "countries": ("PE",)}, None),
        ({"programmes": ("P1",), "organisations": ("A1",)}, None),
    ],
)
def test_a_headline_has_a_target_only_in_its_own_scope(
    engine: Engine, filters: dict[str, Any], expected: float | None
) -> None:
    fill(
        engine,
        world(),
        trained(date(2024, 2, 1)),
        [
            target("T1", "people_trained", 10),
            target("T2", "people_trained", 3, region_id="PE-ARE"),
            target("T3", "production_units", 7),
            target("T4", "people_trained", 8, programme="P2", region_id="PE-PUN"),
        ],
    )
    with engine.connect() as connection:
        row = headline_target(connection, UNRESTRICTED, YEAR_2024.narrowed(**filters), "people_trained")
    if expected is None:
        assert row is None
    else:
        assert isinstance(row, pd.Series)
        assert (row["figure"], row["target"], row["actual"]) == ("people_trained", expected, 1.0)

"""Answers in surveys, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.conditions import survey_rounds
from data_access.schema import Indicator, IndicatorValue, Survey
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world

INDICATORS = {"contract": "share", "pension": "share", "covid_food_short": "share", "income": "USD"}
# Two rounds of P1, before and after, and one of P2: programme, moment, first and last day.
ROUNDS: dict[str, tuple[str, str | None, date, date]] = {
    "R1": ("P1", "before", date(2024, 3, 1), date(2024, 4, 30)),
    "R2": ("P1", "after", date(2024, 9, 1), date(2024, 10, 31)),
    "R3": ("P2", None, date(2023, 6, 1), date(2023, 6, 30)),
}


def surveys(*values: IndicatorValue) -> list[Any]:
    return [
        *(Indicator(id=code, name=code, unit=unit) for code, unit in INDICATORS.items()),
        *(
            Survey(id=code, name=code, programme_id=programme, moment=moment, first_day=first, last_day=last)
            for code, (programme, moment, first, last) in ROUNDS.items()
        ),
        *values,
    ]


def answer(
    key: str, survey: str | None, share: float, asked: int | None, indicator: str = "contract", **given: Any
) -> IndicatorValue:
    """An answer of a region unless told otherwise; without a survey a value of its own."""
    programme, _, first, last = ROUNDS[survey or "R1"]
    where = {} if {"unit_id", "organisation_id"} & set(given) else {"region_id": "PE-ARE"}
    codes = {"indicator_id": indicator, "survey_id": survey, "programme_id": programme, **where, **given}
    milli = round(share * 1000)
    return IndicatorValue(id=key, first_day=first, last_day=last, value_milli=milli, asked=asked, **codes)


def test_answers_are_weighted_by_the_number_asked(engine: Engine) -> None:
    """A quarter of 40 and half of 120 are 70 of 160, not the mean of a quarter and a half."""
    fill(
        engine,
        world(),
        surveys(
            answer("V1", "R1", 0.25, 40),
            answer("V2", "R1", 0.5, 120, region_id="PE-PUN"),
        ),
    )
    assert values_of(engine, "working_conditions", YEAR_2024) == {("contract", "R1"): 0.4375}
    assert wholes_of(engine, "working_conditions", YEAR_2024) == {("contract", "R1"): 160}
    assert values_of(engine, "working_conditions", YEAR_2024, "region") == {
        ("contract", "R1", "PE-ARE"): 0.25,
        ("contract", "R1", "PE-PUN"): 0.5,
    }


def test_rounds_are_never_pooled(engine: Engine) -> None:
    fill(
        engine,
        world(),
        surveys(answer("V1", "R1", 0.2, 100), answer("V2", "R2", 0.6, 50)),
    )
    assert values_of(engine, "working_conditions", YEAR_2024) == {
        ("contract", "R1"): 0.2,
        ("contract", "R2"): 0.6,
    }
    assert values_of(engine, "working_conditions", YEAR_2024, "moment") == {
        ("contract", "R1", "before"): 0.2,
        ("contract", "R2", "after"): 0.6,
    }
    assert values_of(engine, "working_conditions", YEAR_2024, "month") == {
        ("contract", "R1", "2024-04"): 0.2,
        ("contract", "R2", "2024-10"): 0.6,
    }


@pytest.mark.parametrize(
    ("first", "last", "known_until", "rounds"),
    [
        (date(2024, 4, 30), date(2024, 10, 31), date(2025, 1, 1), {"R1", "R2"}),
        (date(2024, 5, 1), date(2024, 10, 31), date(2025, 1, 1), {"R2"}),
        (date(2024, 4, 30), date(2024, 10, 30), date(2025, 1, 1), {"R1"}),
        (date(2024, 4, 30), date(2024, 10, 31), date(2024, 10, 30), {"R1"}),
        (date(2024, 4, 30), date(2024, 4, 30), date(2025, 1, 1), {"R1"}),
        (date(2024, 5, 1), date(2024, 5, 1), date(2025, 1, 1), set()),
    ],
)
def test_answers_count_where_their_last_day_lies_in_the_period(
    engine: Engine, first: date, last: date, known_until: date, rounds: set[str]
) -> None:
    fill(engine, world(), surveys(answer("V1", "R1", 0.2, 100), answer("V2", "R2", 0.6, 50)))
    found = values_of(engine, "working_conditions", Selection(first, last, known_until))
    assert {survey for _, survey in found} == rounds


def test_what_is_no_answer_in_a_survey_and_no_share_is_left_out(engine: Engine) -> None:
    fill(
        engine,
        world(),
        surveys(
            answer("V1", "R1", 0.5, 10),
            answer("V2", None, 0.9, None),
            answer("V3", "R1", 350, 10, "income"),
            answer("V4", "R1", 0.3, 10, "covid_food_short"),
        ),
    )
    assert values_of(engine, "working_conditions", YEAR_2024) == {("contract", "R1"): 0.5}
    assert values_of(engine, "survey_answers", YEAR_2024) == {
        ("contract", "R1"): 0.5,
        ("covid_food_short", "R1"): 0.3,
    }


def test_of_nobody_asked_there_is_no_share(engine: Engine) -> None:
    fill(engine, world(), surveys(answer("V1", "R1", 0, 0)))
    assert values_of(engine, "working_conditions", YEAR_2024) == {("contract", "R1"): None}
    assert wholes_of(engine, "working_conditions", YEAR_2024) == {("contract", "R1"): 0}


@pytest.mark.parametrize(
    ("filters", "asked"),
    [
        ({}, 111),
        ({"programmes": ("P1",)}, 111),
        ({"programmes": ("P2",)}, None),
        ({"sponsors": ("S1",)}, 111),
        ({"countries": ("CO",)}, 10),
        ({"regions": ("PE-ARE",)}, 1),
        ({"organisations": ("A2",)}, 100),
        ({"organisations": ("A3",), "regions": ("CO-CAU",)}, 10),
        ({"organisations": ("A1",)}, None),
    ],
)
def test_answers_of_the_place_that_was_asked(
    engine: Engine, filters: dict[str, Any], asked: int | None
) -> None:
    fill(
        engine,
        world(),
        surveys(
            answer("V1", "R1", 1, 1),
            answer("V2", "R1", 1, 10, unit_id="U3"),
            # Without a programme of its own the answer has that of its survey.
            answer("V3", "R1", 1, 100, organisation_id="A2", programme_id=None),
        ),
    )
    found = wholes_of(engine, "working_conditions", YEAR_2024.narrowed(**filters))
    assert found == ({("contract", "R1"): asked} if asked else {})


def test_answers_by_sponsor_and_unit(engine: Engine) -> None:
    fill(engine, world(), surveys(answer("V1", "R1", 0.4, 10, unit_id="U1")))
    assert values_of(engine, "survey_answers", YEAR_2024, "unit", "sponsor") == {
        ("contract", "R1", "U1", "S1"): 0.4,
        ("contract", "R1", "U1", "S2"): 0.4,
    }


@pytest.mark.parametrize(
    ("last", "filters", "rounds"),
    [
        (date(2024, 12, 31), {}, ["R2", "R1", "R3"]),
        (date(2024, 10, 30), {}, ["R1", "R3"]),
        (date(2024, 12, 31), {"programmes": ("P2",)}, ["R3"]),
        (date(2024, 12, 31), {"regions": ("PE-PUN",)}, ["R1"]),
        (date(2023, 6, 29), {}, []),
    ],
)
def test_rounds_up_to_the_as_of_day_however_old_newest_first(
    engine: Engine, last: date, filters: dict[str, Any], rounds: list[str]
) -> None:
    answers = [
        *(answer(f"V{survey}", survey, 0.4, 10) for survey in ("R1", "R2", "R3")),
        answer("V4", "R1", 0.4, 10, region_id="PE-PUN"),
        answer("V5", "R2", 400, 10, "income", region_id="PE-PUN"),
    ]
    fill(engine, world(), surveys(*answers))
    selection = Selection(last, last, date(2025, 1, 1)).narrowed(**filters)
    with engine.connect() as connection:
        found = survey_rounds(connection, UNRESTRICTED, selection)
    assert list(found["survey"]) == rounds
    assert list(found.columns) == ["survey", "programme", "first_day", "last_day", "moment"]

"""Where organisations stand, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.schema import (
    Certification,
    CraftAssessment,
    Indicator,
    IndicatorBaseline,
    IndicatorValue,
)
from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world


def assessed(key: str, organisation: str, day: date, programme: str | None = "P1") -> CraftAssessment:
    return CraftAssessment(
        id=key, organisation_id=organisation, assessed_on=day, programme_id=programme, report="full"
    )


def test_an_organisation_assessed_twice_counts_once(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            assessed("C0", "A2", date(2023, 12, 31)),
            assessed("C1", "A1", date(2024, 1, 1)),
            assessed("C2", "A1", date(2024, 12, 31), "P2"),
            assessed("C3", "A3", date(2024, 5, 5), "P2"),
            assessed("C4", "A4", date(2024, 5, 5), None),
            assessed("C5", "A4", date(2025, 1, 1), None),
        ],
    )
    assert values_of(engine, "organisations_assessed", YEAR_2024) == {(): 3}
    assert values_of(engine, "organisations_assessed", YEAR_2024, "programme") == {"P1": 1, "P2": 2, None: 1}
    assert values_of(engine, "organisations_assessed", YEAR_2024, "sponsor") == {"S1": 1, "S2": 2}
    assert values_of(engine, "organisations_assessed", YEAR_2024, "month") == {
        "2024-01": 1,
        "2024-05": 2,
        "2024-12": 1,
    }
    assert values_of(engine, "organisations_assessed", YEAR_2024, "region") == {"PE-ARE": 1, "CO-ANT": 2}


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"programmes": ("P1",)}, 1),
        ({"programmes": ("P2",)}, 2),
        ({"sponsors": ("S1",)}, 1),
        ({"programmes": ("P2",), "countries": ("CO",)}, 1),
        ({"regions": ("CO-CAU",)}, 0),
        ({"organisations": ("A3", "A4")}, 2),
    ],
)
def test_the_assessment_has_a_programme_the_organisation_a_place(
    engine: Engine, filters: dict[str, Any], count: int
) -> None:
    fill(
        engine,
        world(),
        [
            assessed("C1", "A1", date(2024, 1, 1)),
            assessed("C2", "A1", date(2024, 2, 1), "P2"),
            assessed("C3", "A3", date(2024, 5, 5), "P2"),
            assessed("C4", "A4", date(2024, 5, 5), None),
        ],
    )
    assert values_of(engine, "organisations_assessed", YEAR_2024.narrowed(**filters)) == {(): count}


def certificate(
    key: str, organisation: str, first: date, last: date | None = None, **given: str
) -> Certification:
    given = {"standard_id": "FM", "status": "certified"} | given
    return Certification(id=key, organisation_id=organisation, first_day=first, last_day=last, **given)


def test_certified_means_holding_the_standard_on_the_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            certificate("C1", "A1", date(2023, 1, 1), date(2024, 3, 30)),
            certificate("C2", "A1", date(2024, 3, 31), date(2024, 8, 1), status="suspended"),
            certificate("C3", "A2", date(2024, 2, 29)),
            certificate("C4", "A2", date(2023, 1, 1), standard_id="FT"),
            certificate("C5", "A3", date(2024, 1, 1), status="in_process"),
        ],
    )
    spring = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 3, 31))
    assert values_of(engine, "certified_organisations", spring) == {"FM": 1, "FT": 1}
    assert values_of(engine, "certified_organisations", spring, "month") == {
        ("FM", "2024-01"): 1,
        ("FM", "2024-02"): 2,
        ("FM", "2024-03"): 1,
        ("FT", "2024-01"): 1,
        ("FT", "2024-02"): 1,
        ("FT", "2024-03"): 1,
    }
    until_30_march = Selection(date(2024, 1, 1), date(2024, 3, 30), date(2025, 1, 1))
    assert values_of(engine, "certified_organisations", until_30_march) == {"FM": 2, "FT": 1}


def test_an_organisation_certified_twice_counts_once_for_each_standard(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [certificate("C1", "A1", date(2023, 1, 1)), certificate("C2", "A1", date(2024, 1, 1))],
    )
    assert values_of(engine, "certified_organisations", YEAR_2024) == {"FM": 1, "FT": 0}


def test_certified_by_programme_and_place_lists_zeros(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [certificate("C1", "A2", date(2023, 1, 1)), certificate("C2", "A4", date(2023, 1, 1))],
    )
    assert values_of(engine, "certified_organisations", YEAR_2024, "programme") == {
        ("FM", "P1"): 1,
        ("FM", "P2"): 1,
        ("FT", "P1"): 0,
        ("FT", "P2"): 0,
    }
    assert values_of(engine, "certified_organisations", YEAR_2024, "region") == {
        ("FM", "PE-ARE"): 0,
        ("FM", "PE-PUN"): 1,
        ("FM", "CO-ANT"): 1,
        ("FT", "PE-ARE"): 0,
        ("FT", "PE-PUN"): 0,
        ("FT", "CO-ANT"): 0,
    }
    of_p1 = YEAR_2024.narrowed(programmes=("P1",))
    assert values_of(engine, "certified_organisations", of_p1) == {"FM": 1, "FT": 0}


def used(key: str, first: date, last: date, grams: int, **given: str) -> IndicatorValue:
    given = {"unit_id": "U1", "programme_id": "P1", "indicator_id": "mercury_used"} | given
    if "organisation_id" in given:
        del given["unit_id"]
    return IndicatorValue(id=key, first_day=first, last_day=last, value_milli=grams, **given)


def baseline(key: str, first: date, last: date, grams: int, **owner: str) -> IndicatorBaseline:
    owner = owner or {"unit_id": "U1"}
    return IndicatorBaseline(
        id=key, indicator_id="mercury_used", first_day=first, last_day=last, value_milli=grams, **owner
    )


def mercury(*others: IndicatorValue | IndicatorBaseline) -> list[Any]:
    return [Indicator(id="mercury_used", name="Mercury used", unit="kg"), *others]


def reduction(engine: Engine, selection: Selection, *by: str) -> dict[Any, tuple[Any, Any]]:
    """Share (to nine places) and kilograms it is of."""
    shares, kilograms = (read(engine, "mercury_reduction", selection, *by) for read in (values_of, wholes_of))
    return {
        codes: (None if share is None else round(share, 9), kilograms[codes])
        for codes, share in shares.items()
    }


def test_mercury_is_compared_with_a_baseline_of_as_many_months(engine: Engine) -> None:
    """12 kg a year before; 0.5 kg in January and 0.4 kg in February and March together: 0.9 of 3 kg."""
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 500),
            used("V2", date(2024, 2, 1), date(2024, 3, 31), 400),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (0.7, 3.0)}
    assert reduction(engine, YEAR_2024, "unit", "programme") == {("U1", "P1"): (0.7, 3.0)}


def test_only_reports_that_lie_in_the_period_count(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2023, 1, 1), date(2023, 12, 31), 12_000),
            used("V0", date(2023, 12, 1), date(2024, 1, 31), 9_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 100),
            used("V2", date(2024, 12, 1), date(2024, 12, 31), 300),
            used("V3", date(2024, 12, 15), date(2025, 1, 14), 9_000),
            used("V4", date(2024, 5, 1), date(2024, 5, 30), 9_000),  # not a whole month
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (0.8, 2.0)}
    until_november = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 11, 30))
    assert reduction(engine, until_november) == {(): (0.9, 1.0)}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 1),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 2, 1), date(2024, 2, 29), 1),
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2024, 1, 2), date(2024, 12, 31), 11),
        (date(2024, 3, 31), date(2024, 5, 29), 1),
    ],
)
def test_whole_months_of_a_report(engine: Engine, first: date, last: date, months: int) -> None:
    fill(
        engine,
        world(),
        mercury(baseline("B1", date(2022, 7, 1), date(2022, 7, 31), 1_000), used("V1", first, last, 0)),
    )
    assert reduction(engine, YEAR_2024) == {(): (1.0, float(months))}


def test_what_would_have_been_used_is_rounded_to_the_milligram_for_each_report(engine: Engine) -> None:
    reports = [used(f"V{month}", date(2024, month, 1), date(2024, month, 28), 0) for month in (1, 3, 4)]
    longer = [used("V2", date(2024, 5, 1), date(2024, 6, 30), 0)]
    fill(
        engine, world(), mercury(baseline("B1", date(2022, 1, 1), date(2022, 3, 31), 100), *reports, *longer)
    )
    kilograms = wholes_of(engine, "mercury_reduction", YEAR_2024)
    assert kilograms == {(): 0.066667}, "two months of three: 66.6667 g, and nothing of shorter reports"


def test_an_increase_is_negative(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 1, 31), 1_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 1_250),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (-0.25, 1.0)}


def test_mercury_of_those_without_a_baseline_is_left_out(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000, organisation_id="A3"),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 5_000),
            used("V2", date(2024, 1, 1), date(2024, 1, 31), 250, organisation_id="A3", programme_id="P2"),
            # The unit's own mercury is not its organisation's.
            used("V3", date(2024, 1, 1), date(2024, 1, 31), 9_000, unit_id="U3"),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (0.75, 1.0)}
    assert reduction(engine, YEAR_2024, "organisation", "region", "unit") == {
        ("A3", "CO-ANT", None): (0.75, 1.0)
    }
    assert reduction(engine, YEAR_2024.narrowed(programmes=("P1",))) == {(): (None, 0.0)}
    assert reduction(engine, YEAR_2024.narrowed(sponsors=("S2",)), "sponsor") == {"S2": (0.75, 1.0)}
    assert reduction(engine, YEAR_2024.narrowed(countries=("PE",))) == {(): (None, 0.0)}


def test_a_baseline_of_zero_has_no_share(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 0),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 100),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (None, 0.0)}


def test_mercury_by_year_and_region_of_the_unit(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000, unit_id="U3"),
            used("V1", date(2023, 12, 1), date(2024, 1, 31), 1_000, unit_id="U3"),
            used("V2", date(2023, 1, 1), date(2023, 1, 31), 800, unit_id="U3"),
        ),
    )
    two_years = Selection(date(2023, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert reduction(engine, two_years, "year", "region") == {
        ("2023", "CO-CAU"): (0.2, 1.0),
        ("2024", "CO-CAU"): (0.5, 2.0),
    }

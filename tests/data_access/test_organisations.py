"""Where organisations stand, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.schema import Certification, CraftAssessment
from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, fill, values_of, world


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

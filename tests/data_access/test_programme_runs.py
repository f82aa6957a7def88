"""Programmes, their phases and what was agreed for them, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, update

from data_access import schema as s
from data_access.programmes import agreements, phases, programme_runs
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import YEAR_2024, fill, world


def programme(code: str, first: date, follows: str | None = None) -> s.Programme:
    return s.Programme(id=code, name=f"Programme {code}", lead_organisation_id="S1", ladder_id="L",
                       first_day=first, follows_id=follows)  # fmt: skip


def of(frame: Any, column: str = "programme") -> list[Any]:
    return list(frame[column])


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["P2", "P1"]),  # the one that began last comes first
        ({"programmes": ("P1",)}, ["P1"]),
        ({"sponsors": ("S1",)}, ["P1"]),
        ({"countries": ("CO",)}, ["P2"]),
        ({"organisations": ("A2",)}, ["P2", "P1"]),
        ({"organisations": ("A4",)}, []),
    ],
)
def test_programmes_of_a_selection(engine: Engine, filters: dict[str, Any], expected: list[str]) -> None:
    fill(engine, world())
    with engine.connect() as connection:
        assert of(programme_runs(connection, UNRESTRICTED, YEAR_2024.narrowed(**filters))) == expected


def test_what_is_not_known_of_a_programme_is_none(engine: Engine) -> None:
    fill(engine, world())
    with engine.connect() as connection:
        (first, _) = phases(connection, UNRESTRICTED, "P1").to_dict("records") * 2
    assert first == {
        "programme": "P1",
        "lead": "S1",
        "ladder": "L",
        "first_day": date(2023, 1, 1),
        "last_day": None,
        "follows": None,
        "description": None,
        "description_es": None,
        "description_fr": None,
    }


def test_phases_are_all_that_follow_and_all_that_are_followed(engine: Engine) -> None:
    """P1 → R → S, and T beside S; P2 stands alone."""
    fill(
        engine,
        world(),
        [
            programme("R", date(2024, 2, 29), "P1"),
            programme("S", date(2025, 1, 1), "R"),
            programme("T", date(2025, 1, 1), "R"),
        ],
    )
    with engine.connect() as connection:
        for member in ("P1", "R", "S", "T"):
            assert sorted(of(phases(connection, UNRESTRICTED, member))) == ["P1", "R", "S", "T"], member
        assert of(phases(connection, UNRESTRICTED, "S"))[:2] == ["P1", "R"]
        assert of(phases(connection, UNRESTRICTED, "P2")) == ["P2"]
        assert of(phases(connection, UNRESTRICTED, "none")) == []


def test_a_circle_of_phases_ends(engine: Engine) -> None:
    fill(engine, world())
    with engine.begin() as connection:
        for code, follows in (("P1", "P2"), ("P2", "P1")):
            connection.execute(update(s.Programme).where(s.Programme.id == code).values(follows_id=follows))
        assert of(phases(connection, UNRESTRICTED, "P1")) == ["P1", "P2"]


def test_agreements_by_the_as_of_day_in_their_order(engine: Engine) -> None:
    fill(engine, world())
    with engine.connect() as connection:
        found = agreements(connection, UNRESTRICTED, YEAR_2024)
        assert of(found, "sponsor") == ["S1", "S2", "S2"]
        assert of(found, "agreed_on") == [date(2022, 12, 1), date(2023, 6, 1), date(2024, 3, 31)]
        assert of(found, "amount_minor") == [100_00, 70_00, 50_00]
        assert of(found, "illustrative") == [False] * 3
        day_before = Selection(date(2024, 1, 1), date(2024, 3, 30), date(2025, 6, 30))
        assert of(agreements(connection, UNRESTRICTED, day_before), "sponsor") == ["S1", "S2"]
        assert of(
            agreements(connection, UNRESTRICTED, YEAR_2024.narrowed(sponsors=("S1",))), "amount_minor"
        ) == [100_00]

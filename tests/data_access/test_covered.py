"""What a grant covers is counted as its viewer would find it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.covered import Covered, covered
from data_access.viewer import UNRESTRICTED, NotAdministrator, Role, Viewer
from tests.data_access.two_worlds import FOREIGN, OWN, fill_both


@pytest.fixture
def both(engine: Engine) -> Engine:
    fill_both(engine, OWN, FOREIGN)
    return engine


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, Covered(2, 2, 2)),
        ({"programmes": ["OWN-programme"]}, Covered(1, 1, 1)),
        ({"funder": "OWN-organisation"}, Covered(1, 1, 1)),
        ({"regions": ["OWN-region"]}, Covered(1, 1, 1)),
        ({"programmes": ["OWN-programme"], "regions": ["FOREIGN-region"]}, Covered(1, 0, 0)),
        ({"programmes": ["OWN-programme", "FOREIGN-programme"]}, Covered(2, 2, 2)),
        ({"programmes": ["FOREIGN-programme"], "funder": "OWN-organisation"}, Covered(2, 2, 2)),
    ],
)
def test_a_grant_covers(both: Engine, limits: dict[str, Any], found: Covered) -> None:
    with both.connect() as connection:
        assert covered(connection, UNRESTRICTED, **limits) == found


@pytest.mark.parametrize("role", [Role.coordinator, Role.sponsor, Role.presenter])
def test_only_administrators_are_told(both: Engine, role: Role) -> None:
    with both.connect() as connection, pytest.raises(NotAdministrator):
        covered(connection, Viewer("ana@x.org", role))

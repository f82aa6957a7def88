"""The audit: who did what, when, asked for by person, action and day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from data_access import schema as s
from data_access.audit import SOMEBODY, Action, acting, audit, record
from data_access.schema.access import ACTIONS
from data_access.viewer import UNRESTRICTED, NotAdministrator, Role, Viewer

ROWS: list[dict[str, Any]] = [
    {"at": datetime(2025, 5, 31, 23, 59, 59), "viewer": "ana@x.org", "action": "sign_in"},
    {"at": datetime(2025, 6, 1), "viewer": "ana@x.org", "action": "download", "row_count": 12},
    {"at": datetime(2025, 6, 1, 23, 59, 59), "viewer": "ben@x.org", "action": "download", "row_count": 0},
    {"at": datetime(2025, 6, 2), "viewer": "root@x.org", "action": "grant", "detail": "ben@x.org: presenter"},
]


@pytest.fixture
def written(engine: Engine) -> Engine:
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(insert(s.AuditEntry).values(row))
    return engine


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [3, 2, 1, 0]),
        ({"limit": 2}, [3, 2]),
        ({"limit": None}, [3, 2, 1, 0]),
        ({"by": ["ana@x.org"]}, [1, 0]),
        ({"by": ["ANA@x.org", "root@x.org"]}, [3, 1, 0]),
        ({"actions": ["download"]}, [2, 1]),
        ({"actions": ["download"], "by": ["ben@x.org"]}, [2]),
        ({"first_day": date(2025, 6, 1)}, [3, 2, 1]),
        ({"last_day": date(2025, 6, 1)}, [2, 1, 0]),
        ({"first_day": date(2025, 6, 1), "last_day": date(2025, 6, 1)}, [2, 1]),
        ({"first_day": date.min, "last_day": date.max}, [3, 2, 1, 0]),
        ({"by": ["nobody@x.org"]}, []),
    ],
)
def test_the_audit_answers_what_it_is_asked(written: Engine, asked: dict[str, Any], found: list[int]) -> None:
    with written.connect() as connection:
        frame = audit(connection, UNRESTRICTED, **asked)
    assert list(frame["at"]) == [ROWS[place]["at"] for place in found]
    assert list(frame.columns) == [
        *("at", "viewer", "action", "exhibit", "selection", "row_count", "detail"),
    ]


def test_who_did_anything_is_listed_once(written: Engine) -> None:
    with written.connect() as connection:
        assert acting(connection, UNRESTRICTED) == ["ana@x.org", "ben@x.org", "root@x.org"]
        with pytest.raises(NotAdministrator):
            acting(connection, Viewer("ana@x.org", Role.coordinator))


def test_where_nobody_signed_in_the_audit_says_so(engine: Engine) -> None:
    with engine.begin() as connection:
        record(connection, UNRESTRICTED.name, Action.download, exhibit="lots")
        assert audit(connection, UNRESTRICTED)["viewer"].tolist() == [SOMEBODY]


def test_every_action_of_the_schema_can_be_asked_for() -> None:
    assert tuple(Action) == ACTIONS

"""Signing in and out under the role that serves the dashboard, by a name whose rights are still unknown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import delete

from data_access.schema import EndedSignIn
from data_access.sign_in import SignInOver, admitted, begin, end, sign_in_of
from data_access.store import Store, open_store
from data_access.viewer import UNRESTRICTED, Role, Viewer, viewer_of

TODAY = date(2026, 11, 28)


@pytest.fixture
def store(guarded_postgres_store_url: str) -> Iterator[Store]:
    opened = open_store(guarded_postgres_store_url, serving=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("role", ["administrator", "coordinator", "presenter", "sponsor"])
def test_a_viewer_signs_in_and_out_and_is_out_for_good(store: Store, role: str) -> None:
    now = time.time()
    said = {"iss": "x", "sub": role, "email": f"{role}@example.org", "nonce": str(now)}
    arrived = sign_in_of({**said, "iat": now, "exp": now + 600})
    with store.reading(arrived.viewer) as connection:
        viewer = admitted(connection, arrived, now, TODAY)
    assert str(viewer.role) == role
    with store.writing(viewer) as connection:
        begin(connection, arrived)
    for _ in range(2):  # once more changes nothing
        with store.writing(arrived.viewer) as connection:
            end(connection, arrived)
    with store.reading(arrived.viewer) as connection, pytest.raises(SignInOver, match="signed out"):
        admitted(connection, arrived, now, TODAY)


def test_nobody_revives_the_sign_in_of_another(store: Store) -> None:
    now = time.time()
    said = {"iss": "x", "sub": "p", "email": "presenter@example.org", "nonce": f"kept {now}"}
    arrived = sign_in_of({**said, "iat": now, "exp": now + 600})
    with store.reading(arrived.viewer) as connection:
        viewer = admitted(connection, arrived, now, TODAY)
    with store.writing(viewer) as connection:
        end(connection, arrived)
    for other in (UNRESTRICTED, Viewer("sponsor@example.org", Role.sponsor)):
        with store.writing(other) as connection:
            connection.execute(delete(EndedSignIn))
    with store.reading(arrived.viewer) as connection, pytest.raises(SignInOver):
        admitted(connection, arrived, now, TODAY)


def test_the_rights_found_by_a_name_are_those_found_without_guard(
    store: Store, sample_sqlite_store_url: str
) -> None:
    unguarded = open_store(sample_sqlite_store_url)
    for role in ("administrator", "coordinator", "presenter", "sponsor"):
        name = f"{role}@example.org"
        with store.reading(name) as connection, unguarded.reading() as other:
            assert viewer_of(connection, name, TODAY) == viewer_of(other, name, TODAY)
    unguarded.close()

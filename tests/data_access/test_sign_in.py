"""A sign-in: what it needs, how long it holds, and that it is dead once it was ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from data_access.audit import audit, now
from data_access.grants import Grant, grant, revoke
from data_access.schema import EndedSignIn
from data_access.sign_in import (
    SESSION_HOURS,
    SignIn,
    SignInOver,
    SignInRefused,
    admitted,
    begin,
    end,
    granted,
    sign_in_of,
)
from data_access.store import Store, open_store
from data_access.viewer import UNRESTRICTED, Role, UnknownViewer

BEGUN = 1_790_000_000
TODAY = date(2026, 9, 30)
HOUR = 3600
CLAIMS: dict[str, Any] = {
    "iss": "https://id.example.org",
    "sub": "7",
    "email": "Ana@Example.org",
    "iat": BEGUN,
    "exp": BEGUN + 24 * HOUR,
    "nonce": "n-1",
}


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    store = open_store(store_url)
    yield store
    store.close()


@pytest.fixture
def granting(engine: Engine) -> None:
    given = Grant("ana@example.org", Role.coordinator, first_day=TODAY)
    with engine.begin() as connection:
        grant(connection, UNRESTRICTED, given)


def admit(store: Store, sign_in: SignIn, seconds: float = 1, day: date = TODAY) -> str:
    with store.reading() as connection:
        return admitted(connection, sign_in, BEGUN + seconds, day).name


def test_a_viewer_is_known_by_the_address_in_small_letters() -> None:
    assert sign_in_of(CLAIMS).viewer == "ana@example.org"


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"email": None}, "did not say your e-mail address"),
        ({"email": 7}, "did not say your e-mail address"),
        ({"email": ""}, "did not say your e-mail address"),
        ({"email": "ana"}, "did not say your e-mail address"),
        ({"email": "a b@example.org"}, "did not say your e-mail address"),
        ({"email": "a" * 300 + "@example.org"}, "did not say your e-mail address"),
        ({"email": "ana@bank.\u212aiwi.example"}, "did not say your e-mail address"),
        ({"email": "\u212aim@example.org"}, "did not say your e-mail address"),
        ({"email_verified": False}, "has not verified"),
        ({"email_verified": "false"}, "has not verified"),
        ({"email_verified": None}, "has not verified"),
        ({"email_verified": 0}, "has not verified"),
        ({"iat": None}, "did not say the time “iat”"),
        ({"iat": "1790000000"}, "did not say the time “iat”"),
        ({"iat": True}, "did not say the time “iat”"),
        ({"exp": float("inf")}, "did not say the time “exp”"),
        ({"iat": 10**400}, "did not say the time “iat”"),
        ({"exp": -(10**400)}, "did not say the time “exp”"),
        ({"exp": 1e300}, "did not say the time “exp”"),
        ({"exp": float("nan")}, "did not say the time “exp”"),
    ],
)
def test_claims_that_let_nobody_in(claims: dict[str, Any], told: str) -> None:
    with pytest.raises(SignInRefused, match=told):
        sign_in_of(CLAIMS | claims)


@pytest.mark.parametrize("missing", ["email", "iat", "exp"])
def test_without_one_of_these_claims_nobody_is_let_in(missing: str) -> None:
    with pytest.raises(SignInRefused):
        sign_in_of({name: value for name, value in CLAIMS.items() if name != missing})


@pytest.mark.parametrize("verified", [{}, {"email_verified": True}, {"email_verified": "true"}])
def test_a_verified_address_is_taken_and_one_of_which_nothing_is_said(verified: dict[str, Any]) -> None:
    assert sign_in_of(CLAIMS | verified).viewer == "ana@example.org"


@pytest.mark.parametrize(
    ("claims", "seconds", "holds"),
    [
        ({}, 0, True),
        ({}, SESSION_HOURS * HOUR + 59, True),
        ({}, SESSION_HOURS * HOUR + 60, False),
        ({"exp": BEGUN + 300}, 359, True),
        ({"exp": BEGUN + 300}, 360, False),
        ({"exp": BEGUN - 1}, 58, True),
        ({"exp": BEGUN - 1}, 59, False),
    ],
)
def test_it_ends_with_the_token_and_after_eight_hours_at_the_latest(
    claims: dict[str, Any], seconds: float, holds: bool
) -> None:
    sign_in = sign_in_of(CLAIMS | claims)
    if holds:
        sign_in.holds(BEGUN + seconds)
        return
    with pytest.raises(SignInOver, match="Sign in again"):
        sign_in.holds(BEGUN + seconds)


def test_one_of_the_future_is_refused_but_for_a_minute() -> None:
    sign_in_of(CLAIMS).holds(BEGUN - 60)
    with pytest.raises(SignInRefused, match="clock"):
        sign_in_of(CLAIMS).holds(BEGUN - 61)


def test_sign_ins_are_told_apart_and_their_claims_are_not_told() -> None:
    others = ({"iat": BEGUN + 1}, {"nonce": "n-2"}, {"sub": "8"}, {"iss": "https://other.example.org"})
    tokens = {sign_in_of(CLAIMS | other).token for other in ({}, *others)}
    assert len(tokens) == 5
    assert all(len(token) == 64 for token in tokens)
    # What only says more of the person doesn't make it another sign-in.
    assert sign_in_of(CLAIMS | {"name": "Ana", "origin": "x"}).token == sign_in_of(CLAIMS).token


@pytest.mark.usefixtures("granting")
def test_whoever_has_a_grant_is_admitted_for_as_long_as_it_holds(store: Store, engine: Engine) -> None:
    sign_in = sign_in_of(CLAIMS)
    assert admit(store, sign_in) == "ana@example.org"
    with pytest.raises(UnknownViewer):
        admit(store, sign_in, day=TODAY - timedelta(days=1))
    with pytest.raises(UnknownViewer):
        admit(store, sign_in_of(CLAIMS | {"email": "eve@example.org"}))
    with engine.begin() as connection:
        revoke(connection, UNRESTRICTED, "ana@example.org")
    with pytest.raises(UnknownViewer):
        admit(store, sign_in)


@pytest.mark.usefixtures("granting")
def test_an_ended_sign_in_is_dead_and_another_of_the_same_viewer_lives(store: Store) -> None:
    sign_in, other = sign_in_of(CLAIMS), sign_in_of(CLAIMS | {"nonce": "n-2"})
    with store.writing(UNRESTRICTED) as connection:
        begin(connection, sign_in)
    for _ in range(2):  # from two tabs
        with store.writing(UNRESTRICTED) as connection:
            end(connection, sign_in)
    with pytest.raises(SignInOver, match="signed out"):
        admit(store, sign_in)
    assert admit(store, other) == "ana@example.org"
    with store.reading() as connection:
        written = audit(connection, UNRESTRICTED)
    assert list(written["action"]) == ["sign_out", "sign_in", "grant"]
    assert set(written["viewer"][:2]) == {"ana@example.org"}


def test_two_tabs_may_end_a_sign_in_at_the_same_moment(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each has found it alive before the other has written.
    monkeypatch.setattr("data_access.sign_in._ended", lambda *_: False)
    for _ in range(2):
        with store.writing("ana@example.org") as connection:
            end(connection, sign_in_of(CLAIMS))
    with store.reading() as connection:
        assert list(audit(connection, UNRESTRICTED)["action"]) == ["sign_out"]


def test_what_can_no_longer_matter_is_forgotten(store: Store, engine: Engine) -> None:
    old, newer = sign_in_of(CLAIMS), sign_in_of(CLAIMS | {"nonce": "n-2"})
    with store.writing(UNRESTRICTED) as connection:
        end(connection, old)
        end(connection, newer)
    for sign_in, hours in ((old, SESSION_HOURS + 0.1), (newer, SESSION_HOURS - 0.1)):
        moved = update(EndedSignIn).where(EndedSignIn.token == sign_in.token)
        with engine.begin() as connection:
            connection.execute(moved.values(ended_at=now() - timedelta(hours=hours)))
    with store.writing(UNRESTRICTED) as connection:
        end(connection, sign_in_of(CLAIMS | {"nonce": "n-3"}))
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(EndedSignIn)) == 2


def test_those_who_hold_a_grant_are_named_administrators_first(store: Store, engine: Engine) -> None:
    with engine.begin() as connection:
        for name, role, last in (
            ("zoe@example.org", Role.administrator, None),
            ("ben@example.org", Role.presenter, None),
            ("old@example.org", Role.coordinator, TODAY - timedelta(days=1)),
        ):
            first = TODAY - timedelta(days=9)
            grant(connection, UNRESTRICTED, Grant(name, role, first_day=first, last_day=last))
    with store.reading() as connection:
        assert granted(connection, TODAY) == ("zoe@example.org", "ben@example.org")

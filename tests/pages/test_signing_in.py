"""The gate of the pages: whoever may not look sees nothing of the store, from the next rerun on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_access.grants import revoke
from data_access.sign_in import end, sign_in_of
from data_access.store import writing_engine
from data_access.viewer import UNRESTRICTED
from tests.pages.conftest import charts, opened, parameters

SignedIn = Callable[..., dict[str, Any]]


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    """Has somebody signed in; gives what the sign-in service said of them, to be changed by the test."""
    said: dict[str, Any] = {
        "is_logged_in": True,
        "email": "coordinator@example.org",
        "iat": time.time(),
        "exp": time.time() + 3600,
    }

    def sign_in(**claims: Any) -> dict[str, Any]:
        said.update(claims)
        monkeypatch.setattr("pages.parts.viewer.claims", lambda: said)
        monkeypatch.setattr("pages.parts.signing_in.claims", lambda: said)
        monkeypatch.setattr("pages.server.provider.configured", lambda: True)
        monkeypatch.setattr("pages.server.provider.what_is_wrong", lambda: "")
        monkeypatch.setattr("pages.server.provider.providers", lambda: ("default", "google"))
        return said

    return sign_in


def shut(app: AppTest) -> str:
    """What is told at the door, where there is nothing of the store."""
    assert not app.exception
    assert charts(app) == 0 and not app.multiselect and not app.metric and not app.sidebar.children
    assert "viewer" not in app.session_state
    said = [*(info.value for info in app.info), *(text.value for text in app.markdown)]
    return "\n".join(said).replace("\\", "")


def links(app: AppTest) -> list[str]:
    return [
        html.proto.body for html in app.get("html") if "way_in" in html.proto.body and "<a" in html.proto.body
    ]


def test_nobody_sees_anything_before_signing_in(store_file: Path, signed_in: SignedIn) -> None:
    signed_in(is_logged_in=False)
    app = opened("map", country="PE", search='"><script>')
    shut(app)
    assert len(links(app)) == 2
    assert all(
        "to=%2Fmap%3Fcountry%3DPE%26search%3D%2522%253E%253Cscript%253E" in link for link in links(app)
    )
    store_file.unlink()
    assert "store" not in shut(opened("map"))


def test_a_sign_in_under_settings_that_are_not_whole_opens_nothing(
    store_file: Path, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in()
    app = opened("training")
    assert charts(app)
    monkeypatch.setattr("pages.server.provider.what_is_wrong", lambda: "The secret is known.")
    shut(app.run())
    shut(opened("training"))


def test_whoever_has_signed_in_sees_what_was_granted_until_it_is_taken_back(
    store_file: Path, signed_in: SignedIn
) -> None:
    signed_in()
    app = opened("training")
    assert app.multiselect(key="region").options == ["Arequipa", "Ayacucho"]
    assert not [box for box in app.selectbox if box.label == "Look as"]
    engine = writing_engine(f"sqlite:///{store_file}")
    with engine.begin() as connection:
        revoke(connection, UNRESTRICTED, "coordinator@example.org")
    engine.dispose()
    app.run()
    shut(app)
    assert app.title[0].value == "Nothing has been granted to you yet"
    assert app.code[0].value == "coordinator@example.org"


def test_a_sign_in_that_was_ended_elsewhere_is_over_at_the_next_rerun(
    store_file: Path, signed_in: SignedIn
) -> None:
    said = signed_in()
    app = opened("training")
    engine = writing_engine(f"sqlite:///{store_file}")
    with engine.begin() as connection:
        end(connection, sign_in_of(said))
    engine.dispose()
    app.run()
    assert "You have signed out" in shut(app)
    assert "You have signed out" in shut(opened("training"))


@pytest.mark.parametrize(
    ("claims", "told"),
    [({"exp": 0}, "Your sign-in has ended"), ({"email_verified": False}, "has not verified")],
)
def test_a_sign_in_that_ends_between_two_reruns_is_over(
    claims: dict[str, Any], told: str, store_file: Path, signed_in: SignedIn
) -> None:
    said = signed_in()
    app = opened("training")
    assert charts(app)
    said |= claims
    app.run()
    assert told in shut(app)


def test_a_store_that_is_away_is_told_without_saying_where_it_is(
    store_file: Path, signed_in: SignedIn
) -> None:
    signed_in()
    store_file.unlink()
    (error,) = opened("map").error
    assert "does not answer" in error.value and str(store_file) not in error.value


def test_the_sample_is_looked_at_as_each_of_its_viewers(store_file: Path) -> None:
    app = opened("training")
    box = app.selectbox(key="look_as")
    assert box.options == [
        f"{who}@example.org" for who in ("administrator", "coordinator", "presenter", "sponsor")
    ]
    assert box.value == "administrator@example.org"
    everywhere = len(app.multiselect(key="region").options)
    box.set_value("coordinator@example.org").run()
    assert app.multiselect(key="region").options == ["Arequipa", "Ayacucho"]
    app.switch_page("mercury.py").run()
    assert app.selectbox(key="look_as").value == "coordinator@example.org"
    app.selectbox(key="look_as").set_value("administrator@example.org").run()
    assert len(app.multiselect(key="region").options) == everywhere


@pytest.mark.parametrize(
    ("link", "viewer", "kept"),
    [
        ("presenter@example.org", "presenter@example.org", {"as": ["presenter@example.org"]}),
        ("administrator@example.org", "administrator@example.org", {}),
        ("nobody@example.org", "administrator@example.org", {}),
    ],
)
def test_a_link_says_as_whom_the_sample_is_looked_at(
    link: str, viewer: str, kept: dict[str, list[str]], store_file: Path
) -> None:
    app = opened("training", as_=link)
    assert not app.exception and not app.info
    assert app.session_state["viewer"].name == app.selectbox(key="look_as").value == viewer
    assert parameters(app) == kept


def test_a_link_makes_nobody_of_a_viewer_who_has_signed_in(store_file: Path, signed_in: SignedIn) -> None:
    signed_in()
    app = opened("training", as_="administrator@example.org")
    assert app.session_state["viewer"].name == "coordinator@example.org"


def test_a_store_that_is_no_sample_is_shown_here_alone(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE package_import SET sample = 0")
    app = opened("training")
    assert charts(app) and not [box for box in app.selectbox if box.label == "Look as"]
    assert app.session_state["viewer"].name == "this machine"
    monkeypatch.setattr("pages.parts.viewer.here", lambda: False)
    app.run()
    assert "set up **sign-in**" in shut(app)

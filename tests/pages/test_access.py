"""Access: grants are listed, given, refused and taken back, by administrators and by nobody else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_access.disclosure.setting import set_least_people
from data_access.grants import Grant
from data_access.rights import Rights
from data_access.store import writing_engine
from data_access.viewer import UNRESTRICTED, Role, Viewer
from pages.parts.administering import CAN_NOT_WRITE
from tests.pages.administration import (
    ADMINISTRATOR,
    TODAY,
    audited,
    give,
    granted,
    look_as,
    rows,
    said,
)
from tests.pages.conftest import ROUTER, go_to, opened, selection_in_words

ANA = "ana@x.org"
OTHERS = (
    Viewer("coordinator@example.org", Role.coordinator, Rights(("HSE-2",), ("PE-ARE",))),
    Viewer("sponsor@example.org", Role.sponsor, Rights(("HSE-2",))),
    Viewer("presenter@example.org", Role.presenter),
)


@pytest.fixture
def page(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page as the sample's administrator opens it."""
    look_as(ADMINISTRATOR, monkeypatch)
    return opened("access")


def fill(app: AppTest, address: str, role: Role | None, **limits: Any) -> AppTest:
    """Fills the form and gives the grant."""
    turn = app.session_state["grants_given"]
    app.text_input(key=f"address_{turn}").set_value(address)
    app.radio(key=f"role_{turn}").set_value(role)
    for kind, codes in limits.items():
        if kind == "funder":
            app.selectbox(key=f"funder_{turn}").set_value(codes)
        else:
            app.multiselect(key=f"granted_{kind}_{turn}").set_value(codes)
    app.run()
    return app.button(key="give").click().run()


def ask_to_revoke(app: AppTest, name: str) -> AppTest:
    (place,) = [number for number, row in enumerate(rows(app)) if name in row]
    return app.button(key=f"revoke_{place}").click().run()


def test_the_page_lists_the_grants_in_words(page: AppTest) -> None:
    assert not page.exception
    assert "**4 people** may see something of this store today" in said(page)
    listed = {row.split("<bdi>")[1].split("<")[0]: row for row in rows(page)}
    assert set(listed) == {f"{role}@example.org" for role in Role}
    assert "Arequipa and Ayacucho · from 30 Sep 2026" in listed["coordinator@example.org"]
    assert "Programmes funded by LVMH" in listed["sponsor@example.org"]
    assert all("Given by import of the sample" in row and "In force" in row for row in rows(page))


def test_grants_in_force_stand_first_then_those_to_come_ended_and_revoked(
    store_file: Path, page: AppTest
) -> None:
    day = timedelta(days=1)
    give(
        store_file,
        Grant("a@x.org", Role.presenter, first_day=TODAY - 9 * day, last_day=TODAY - day),
        Grant("b@x.org", Role.presenter, first_day=TODAY + day),
    )
    ask_to_revoke(page.run(), "coordinator@example.org").button(key="sure_to_revoke").click().run()
    states = [row.split("</i>")[0].split(">")[-1] for row in rows(page)]
    assert states == ["In force"] * 3 + ["Not yet", "Ended", "Revoked"]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"grant": "AREQUIPA"}, ["coordinator"]),
        ({"grant": "pe-aya example"}, ["coordinator"]),
        ({"grant": "lvmh"}, ["sponsor"]),
        ({"grant": "nobody@"}, []),
        ({"role": Role.presenter}, ["presenter"]),
        ({"state": "revoked"}, []),
        ({"state": "in force", "role": Role.sponsor}, ["sponsor"]),
    ],
)
def test_the_list_is_searched_and_filtered(page: AppTest, sought: dict[str, str], found: list[str]) -> None:
    for name, value in sought.items():
        widget = page.text_input if name == "grant" else page.selectbox
        widget(key=f"sought_{name}").set_value(value)
    page.run()
    assert [row.split("<bdi>")[1].split("@")[0] for row in rows(page)] == found
    assert ("No grant is like that" in said(page)) == (not found)


@pytest.mark.parametrize(("programme", "more"), [("FIN", True), ("HSE-2", False)])
def test_of_an_outsider_who_saw_something_else_it_is_said_what_stays_known(
    store_file: Path, page: AppTest, programme: str, more: bool
) -> None:
    before, until = TODAY - timedelta(days=9), TODAY - timedelta(days=1)
    give(store_file, Grant(ANA, Role.sponsor, (programme,), first_day=before, last_day=until))
    fill(page, ANA, Role.sponsor, programmes=["HSE-2"])
    assert not page.exception and not page.error
    assert ("what was told then stays known" in page.success[0].value) is more


def test_a_grant_is_given_and_listed_at_once(store_file: Path, page: AppTest) -> None:
    fill(page, "Ana@X.org ", Role.coordinator, programmes=["HSE-2"], regions=["PE-ARE"])
    assert not page.exception and not page.error
    assert "Granted Ana@X.org: coordinator, HSE-2 PE-ARE, from" in page.success[0].value.replace(
        "\\", ""
    ).replace("\u2060", "")
    (row,) = [row for row in rows(page) if ANA in row]
    assert "HSE improvement plan of internal miners, second phase · Arequipa" in row
    given = granted(store_file).loc[ANA]
    assert (given["programmes"], given["regions"], given["granted_by"]) == (
        ("HSE-2",),
        ("PE-ARE",),
        ADMINISTRATOR.name,
    )
    assert [(entry["viewer"], entry["action"]) for entry in audited(store_file)] == [
        (ADMINISTRATOR.name, "grant")
    ]
    turn = page.session_state["grants_given"]
    assert page.text_input(key=f"address_{turn}").value == ""
    assert page.multiselect(key=f"granted_programmes_{turn}").value == []
    page.run()
    assert not page.success, "what was done is told once"


@pytest.mark.parametrize(
    ("address", "role", "limits", "why"),
    [
        ("", Role.presenter, {}, "Type the e-mail address"),
        ("ana", Role.presenter, {}, "“ana” is no e-mail address"),
        (ANA, None, {}, "Choose a role"),
        (ANA, Role.sponsor, {"regions": ["PE-ARE"]}, "name a programme or a funder"),
        (ANA, Role.administrator, {"programmes": ["HSE-2"]}, "An administrator sees everything"),
        ("sponsor@example.org", Role.presenter, {"funder": "LVMH"}, "A viewer has one grant at a time"),
    ],
)
def test_what_is_refused_is_said_and_stays_as_it_was_typed(
    address: str, role: Role, limits: dict[str, list[str]], why: str, store_file: Path, page: AppTest
) -> None:
    before = granted(store_file)
    fill(page, address, role, **limits)
    assert not page.exception and not page.success
    (refused,) = page.error
    assert why in refused.value.replace("\\", "")
    assert page.text_input(key="address_0").value == address
    assert page.radio(key="role_0").value == role
    for kind, codes in limits.items():
        kept = (
            page.selectbox(key="funder_0") if kind == "funder" else page.multiselect(key=f"granted_{kind}_0")
        )
        assert kept.value == codes
    assert granted(store_file).equals(before) and audited(store_file) == []


def test_what_is_typed_outlives_a_visit_to_another_page(page: AppTest) -> None:
    page.text_input(key="address_0").set_value(ANA).run()
    go_to(page, "training")
    assert go_to(page, "access").text_input(key="address_0").value == ANA


@pytest.mark.parametrize(
    ("role", "limits", "seen"),
    [
        (
            Role.coordinator,
            {"programmes": ["HSE-2"]},
            "1 programme, 1 region and 20 production units, by name",
        ),
        (Role.presenter, {"programmes": ["HSE-2"]}, "without names and exact places. Numbers of people are"),
        (Role.sponsor, {}, "A sponsor sees what they fund: name a programme or a funder."),
        (Role.coordinator, {"programmes": ["HSE-2"], "regions": ["CO-CAU"]}, "Nothing yet"),
        (Role.administrator, {}, "Everything (10 programmes, 19 regions and 287 production units)"),
    ],
)
def test_what_they_would_see_is_told_before_it_is_granted(
    role: Role, limits: dict[str, list[str]], seen: str, page: AppTest
) -> None:
    page.radio(key="role_0").set_value(role)
    for kind, codes in limits.items():
        page.multiselect(key=f"granted_{kind}_0").set_value(codes)
    page.run()
    assert seen in said(page)
    assert not page.error


def test_they_are_told_of_as_many_people_as_was_set(store_file: Path, page: AppTest) -> None:
    page.radio(key="role_0").set_value(Role.presenter).run()
    assert "fewer than 5 could be told" in said(page)
    engine = writing_engine(f"sqlite:///{store_file}")
    with engine.begin() as connection:
        set_least_people(connection, ADMINISTRATOR, 12)
    engine.dispose()
    assert "fewer than 12 could be told" in said(page.run())


def test_a_grant_is_revoked_after_it_is_said_who_loses_what(store_file: Path, page: AppTest) -> None:
    ask_to_revoke(page, "coordinator@example.org")
    assert "Take back what coordinator@example.org was granted?" in said(page)
    assert "They lose: Coordinator · Arequipa and Ayacucho (" in said(page)
    assert not page.warning
    page.button(key="keep_grant").click().run()
    assert "They lose" not in said(page) and granted(store_file)["state"].eq("in force").all()
    ask_to_revoke(page, "coordinator@example.org").button(key="sure_to_revoke").click().run()
    assert not page.exception
    assert "Revoked what coordinator@example.org was granted." in said(page)
    revoked = granted(store_file).loc["coordinator@example.org"]
    assert (revoked["state"], revoked["revoked_by"]) == ("revoked", ADMINISTRATOR.name)
    assert "Revoked" in rows(page)[-1] and "They lose" not in said(page)
    assert [entry["action"] for entry in audited(store_file)] == ["revoke"]


def test_the_last_administrator_is_not_let_out(store_file: Path, page: AppTest) -> None:
    ask_to_revoke(page, ADMINISTRATOR.name)
    warned = [warning.value for warning in page.warning]
    assert (
        len(warned) == 2 and "This is your own grant" in warned[0] and "No administrator is left" in warned[1]
    )
    page.button(key="sure_to_revoke").click().run()
    assert "is the last administrator" in said(page)
    assert granted(store_file).loc[ADMINISTRATOR.name, "state"] == "in force"
    give(store_file, Grant("other@x.org", Role.administrator, first_day=TODAY))
    page.run()
    assert len(page.warning) == 1
    page.button(key="sure_to_revoke").click().run()
    assert granted(store_file).loc[ADMINISTRATOR.name, "state"] == "revoked"


def test_somebody_elses_last_grant_as_administrator_is_taken_with_a_warning(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(UNRESTRICTED, monkeypatch)
    app = ask_to_revoke(opened("access"), ADMINISTRATOR.name)
    assert [warning.value for warning in app.warning] == [
        "No administrator is left then\\: grants can be given on the command line alone."
    ]
    app.button(key="sure_to_revoke").click().run()
    assert granted(store_file).loc[ADMINISTRATOR.name, "revoked_by"] == "somebody without sign-in"


def test_what_was_granted_elsewhere_shows_at_the_next_click(store_file: Path, page: AppTest) -> None:
    give(store_file, Grant(ANA, Role.presenter, first_day=TODAY))
    assert any(ANA in row for row in rows(page.run()))


def test_a_store_that_can_not_be_written_to_is_said_beside_the_form(store_file: Path, page: AppTest) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("ALTER TABLE audit_entry RENAME TO elsewhere")
    fill(page, ANA, Role.presenter)
    assert [error.value.replace("\\", "") for error in page.error] == [CAN_NOT_WRITE]
    assert page.text_input(key="address_0").value == ANA
    assert ANA not in granted(store_file).index


@pytest.mark.parametrize("name", ["access", "audit"])
@pytest.mark.parametrize("viewer", OTHERS, ids=lambda viewer: viewer.role)
def test_nobody_else_has_the_page_in_their_list_or_is_answered(
    viewer: Viewer, name: str, store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(viewer, monkeypatch)
    app = opened(name)
    assert "@" not in said(app).replace(viewer.name, "")
    assert not any(str(button.key).startswith(("revoke_", "give")) for button in app.button)
    assert app.title[0].value not in ("Who may see what", "What was done")


@pytest.mark.parametrize("name", ["access", "audit"])
@pytest.mark.parametrize("viewer", [*OTHERS, None], ids=lambda viewer: viewer.role if viewer else "nobody")
def test_the_page_itself_refuses_who_comes_another_way(
    viewer: Viewer | None, name: str, store_file: Path
) -> None:
    app = AppTest.from_file(ROUTER.parent / f"{name}.py", default_timeout=60)
    if viewer is not None:
        app.session_state["viewer"] = viewer
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == ["For administrators"]
    assert not rows(app) and not app.button and not app.dataframe and not app.get("download_button")


def test_who_is_no_administrator_any_more_is_refused_at_their_next_click(
    store_file: Path, page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.text_input(key="address_0").set_value(ANA)
    page.radio(key="role_0").set_value(Role.administrator)
    look_as(OTHERS[0], monkeypatch)
    page.button(key="give").click().run()
    assert ANA not in granted(store_file).index
    assert not rows(page)


def test_the_filters_of_the_other_pages_are_as_they_were(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(ADMINISTRATOR, monkeypatch)
    app = opened("training", country="PE", from_="2025-01-01", to="2025-12-31")
    before = selection_in_words(app)
    go_to(app, "access")
    assert not app.sidebar.multiselect
    assert selection_in_words(go_to(app, "training")) == before


def test_a_hostile_address_is_text_wherever_it_stands(store_file: Path, page: AppTest) -> None:
    hostile = "<script>alert(1)</script>![x](http://evil.example/a.png)=1+1@x.org"
    fill(page, hostile, Role.presenter)
    assert not page.error and not page.exception
    (row,) = [row for row in rows(page) if "evil.example" in row]
    assert "<script" not in row and "&lt;script" in row
    ask_to_revoke(page, "evil.example")
    shown = [text.value for text in (*page.markdown, *page.success) if "evil" in text.value]
    assert shown and not any("![" in text or "<script" in text.replace("\\<", "") for text in shown)


def test_many_grants_are_shown_in_part_until_all_are_asked_for(store_file: Path, page: AppTest) -> None:
    give(store_file, *(Grant(f"v{n:02}@x.org", Role.presenter, first_day=TODAY) for n in range(20)))
    page.run()
    assert len(rows(page)) == 20 and "24 grants of 24" in said(page)
    page.button(key="show_all_grants").click().run()
    assert len(rows(page)) == 24

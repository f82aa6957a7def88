"""Grants: given, refused, taken back, and written down; and the commands that do so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access import schema as s
from data_access.audit import SOMEBODY, Action, audit, record
from data_access.grants import STATES, Grant, GrantRefused, grant, grant_sample, revoke, told_before, viewers
from data_access.rights import EVERYTHING, Rights
from data_access.selection import UnknownCode
from data_access.viewer import UNRESTRICTED, Role, UnknownViewer, Viewer, viewer_of
from tests.data_access.gold_world import fill, world
from tests.data_access.test_command_line import CommandLine

DAY = date(2025, 6, 1)
ADMINISTRATOR = Viewer("root@x.org", Role.administrator)


@pytest.fixture
def store(engine: Engine) -> Engine:
    fill(engine, world())
    return engine


def give(engine: Engine, name: str, role: Role, **limits: Any) -> None:
    with engine.begin() as connection:
        grant(connection, ADMINISTRATOR, Grant(name, role, **({"first_day": DAY} | limits)))


def seen_by(engine: Engine, name: str, day: date = DAY) -> Viewer:
    with engine.connect() as connection:
        return viewer_of(connection, name, day)


@pytest.mark.parametrize(
    ("role", "limits", "rights"),
    [
        (Role.administrator, {}, EVERYTHING),
        (Role.presenter, {}, EVERYTHING),
        (Role.coordinator, {}, EVERYTHING),
        (Role.coordinator, {"regions": ("PE-ARE",)}, Rights(("P1",), ("PE-ARE",))),
        (Role.coordinator, {"regions": ("PE-ARE", "PE-PUN")}, Rights(("P1", "P2"), ("PE-ARE", "PE-PUN"))),
        (Role.coordinator, {"programmes": ("P2",), "regions": ("PE-PUN",)}, Rights(("P2",), ("PE-PUN",))),
        (Role.sponsor, {"funder": "S1"}, Rights(("P1",))),
        (Role.sponsor, {"funder": "S2"}, Rights(("P1", "P2"))),
        (Role.sponsor, {"programmes": ("P2",), "funder": "S1"}, Rights(("P1", "P2"))),
        (Role.sponsor, {"programmes": ("P2",)}, Rights(("P2",))),
    ],
)
def test_what_a_grant_lets_be_seen(store: Engine, role: Role, limits: dict[str, Any], rights: Rights) -> None:
    give(store, "Ana@X.org", role, **limits)
    assert seen_by(store, "ana@x.ORG") == Viewer("ana@x.org", role, rights)


def test_a_grant_holds_from_its_first_day_to_its_last(store: Engine) -> None:
    give(store, "ana@x.org", Role.presenter, first_day=date(2025, 2, 28), last_day=date(2025, 3, 1))
    for day in (date(2025, 2, 28), date(2025, 3, 1)):
        assert seen_by(store, "ana@x.org", day).role == Role.presenter
    for day in (date(2025, 2, 27), date(2025, 3, 2)):
        with pytest.raises(UnknownViewer, match=r"ana@x\.org has no grant"):
            seen_by(store, "ana@x.org", day)


def test_what_is_revoked_holds_no_longer(store: Engine) -> None:
    give(store, "ana@x.org", Role.presenter)
    with store.begin() as connection:
        revoke(connection, ADMINISTRATOR, "ANA@x.org")
    with pytest.raises(UnknownViewer):
        seen_by(store, "ana@x.org")
    with store.begin() as connection, pytest.raises(UnknownViewer):
        revoke(connection, ADMINISTRATOR, "ana@x.org")
    give(store, "ana@x.org", Role.coordinator)
    assert seen_by(store, "ana@x.org").role == Role.coordinator


def test_what_has_ended_stays_ended_when_the_rest_is_revoked(store: Engine) -> None:
    give(store, "ana@x.org", Role.sponsor, funder="S1", last_day=date(2025, 6, 30))
    give(store, "ana@x.org", Role.presenter, first_day=date(2025, 7, 2), last_day=date(2025, 12, 31))
    give(store, "ana@x.org", Role.coordinator, first_day=date(2026, 1, 1))
    with store.begin() as connection:
        revoke(connection, ADMINISTRATOR, "ana@x.org", date(2025, 7, 1))
        found = viewers(connection, UNRESTRICTED, date(2025, 7, 1)).set_index("role")
    assert found["state"].to_dict() == {"presenter": "revoked", "coordinator": "revoked", "sponsor": "ended"}
    with store.begin() as connection, pytest.raises(UnknownViewer):
        revoke(connection, ADMINISTRATOR, "ana@x.org", date(2025, 7, 1))


@pytest.mark.parametrize(
    ("earlier", "given", "known"),
    [
        ({"funder": "S1"}, {"funder": "S2"}, True),
        ({"funder": "S1"}, {"programmes": ("P1",)}, True),
        ({"role": Role.presenter}, {"funder": "S1"}, True),
        ({"role": Role.presenter, "regions": ("PE-ARE",)}, {"role": Role.presenter}, True),
        ({"funder": "S1"}, {"funder": "S1"}, False),
        ({"programmes": ("P1", "P2")}, {"role": Role.presenter, "programmes": ("P2", "P1")}, False),
        ({"role": Role.coordinator}, {"funder": "S1"}, False),
        ({"funder": "S1"}, {"role": Role.coordinator}, False),
        (
            {"funder": "S1", "first_day": date(2026, 1, 1)},
            {"funder": "S2", "last_day": date(2025, 12, 1)},
            False,
        ),
        (None, {"funder": "S1"}, False),
    ],
)
def test_of_an_outsider_with_other_limits_before_it_is_said_that_what_was_told_stays_known(
    store: Engine, earlier: dict[str, Any] | None, given: dict[str, Any], known: bool
) -> None:
    give(
        store,
        "eve@x.org",
        Role.presenter,
        programmes=("P2",),
        last_day=date(2025, 5, 1),
        first_day=date(2025, 1, 1),
    )
    if earlier is not None:
        ended = (
            {} if "first_day" in earlier else {"first_day": date(2025, 1, 1), "last_day": date(2025, 5, 31)}
        )
        give(store, "ana@x.org", **({"role": Role.sponsor} | ended | earlier))
    limits: dict[str, Any] = {"role": Role.sponsor, "first_day": DAY}
    wanted = Grant("Ana@x.org", **(limits | given))
    with store.begin() as connection:
        before = told_before(connection, ADMINISTRATOR, wanted)
        grant(connection, ADMINISTRATOR, wanted)
        assert told_before(connection, ADMINISTRATOR, wanted) == before
    assert str(before) == (
        "ana@x.org was a sponsor or presenter of something else before: what was told then stays known."
        if known
        else ""
    )


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({}, False),
        ({"first_day": date(2025, 7, 2)}, True),
        ({"last_day": date(2025, 6, 30)}, True),
        ({"role": Role.coordinator}, True),
    ],
    ids=["another in force", "another to come", "another who was", "no other"],
)
def test_the_last_administrator_can_not_shut_the_door_behind_them(
    store: Engine, other: dict[str, Any], refused: bool
) -> None:
    day = date(2025, 7, 1)
    give(store, "root@x.org", Role.administrator)
    give(store, "other@x.org", **({"role": Role.administrator} | other))
    with store.begin() as connection:
        if refused:
            with pytest.raises(GrantRefused, match=r"root@x\.org is the last administrator"):
                revoke(connection, ADMINISTRATOR, "Root@x.org", day)
            # Whoever holds the store's URL can always let somebody in again.
            revoke(connection, UNRESTRICTED, "root@x.org", day)
        else:
            revoke(connection, ADMINISTRATOR, "Root@x.org", day)
        found = viewers(connection, UNRESTRICTED, day).set_index("viewer")
    assert found.loc["root@x.org", "state"] == "revoked"
    assert found.loc["root@x.org", "revoked_by"] == (SOMEBODY if refused else "root@x.org")


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (date(2025, 1, 1), date(2025, 5, 31), False),
        (date(2025, 1, 1), date(2025, 6, 1), True),
        (date(2025, 7, 1), date(2025, 8, 1), True),
        (date(2025, 9, 30), None, True),
        (date(2025, 10, 1), None, False),
        (date(2025, 1, 1), None, True),
    ],
)
def test_a_viewer_has_one_grant_at_a_time(
    store: Engine, first: date, last: date | None, refused: bool
) -> None:
    give(store, "ana@x.org", Role.presenter, last_day=date(2025, 9, 30))
    if not refused:
        give(store, "Ana@x.org", Role.coordinator, first_day=first, last_day=last)
        return
    with pytest.raises(GrantRefused, match="has a grant as presenter from 2025-06-01 to 2025-09-30"):
        give(store, "Ana@x.org", Role.coordinator, first_day=first, last_day=last)


@pytest.mark.parametrize(
    ("name", "role", "limits", "why"),
    [
        ("ana", Role.presenter, {}, "no e-mail address"),
        ("ana@x.org\n", Role.presenter, {}, "no e-mail address"),
        ("an a@x.org", Role.presenter, {}, "no e-mail address"),
        ("\u212aarla@x.org", Role.presenter, {}, "no e-mail address"),
        (f"{'a' * 250}@x.org", Role.presenter, {}, "no e-mail address"),
        ("ana@x.org", Role.sponsor, {"regions": ("PE-ARE",)}, "name a programme or a funder"),
        ("ana@x.org", Role.administrator, {"programmes": ("P1",)}, "sees everything"),
        ("ana@x.org", Role.presenter, {"last_day": date(2025, 5, 31)}, "before it begins"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(
    name: str, role: Role, limits: dict[str, Any], why: str
) -> None:
    with pytest.raises(GrantRefused, match=why):
        Grant(name, role, **({"first_day": DAY} | limits))


@pytest.mark.parametrize(
    ("limits", "kind"),
    [
        ({"programmes": ("P1", "P9")}, "programme 'P9'"),
        ({"funder": "A1"}, "sponsor 'A1'"),
        ({"regions": ("PE-ARX",), "funder": "S1"}, "region 'PE-ARX'"),
    ],
)
def test_a_grant_for_what_is_not_there_is_refused_and_leaves_nothing(
    store: Engine, limits: dict[str, Any], kind: str
) -> None:
    with pytest.raises(UnknownCode, match=kind):
        give(store, "ana@x.org", Role.sponsor, **limits)
    with store.connect() as connection:
        assert connection.scalar(select(s.ViewerGrant.id)) is None
        assert audit(connection, UNRESTRICTED).empty


def test_who_has_which_grant_is_listed_with_its_state(store: Engine) -> None:
    give(store, "now@x.org", Role.coordinator, programmes=("P1",), regions=("PE-PUN", "PE-ARE"))
    give(store, "later@x.org", Role.presenter, first_day=date(2026, 1, 1))
    give(store, "ended@x.org", Role.sponsor, funder="S2", last_day=date(2025, 6, 2))
    give(store, "revoked@x.org", Role.presenter)
    with store.begin() as connection:
        revoke(connection, ADMINISTRATOR, "revoked@x.org")
        found = viewers(connection, UNRESTRICTED, date(2025, 6, 3)).set_index("viewer")
    assert found["state"].to_dict() == {
        "now@x.org": "in force",
        "ended@x.org": "ended",
        "later@x.org": "not yet",
        "revoked@x.org": "revoked",
    }
    assert found.loc["now@x.org", "regions"] == ("PE-ARE", "PE-PUN")
    assert found.loc["now@x.org", "programmes"] == ("P1",)
    assert found.loc["ended@x.org", "funder"] == "S2"
    assert list(found["state"]) == list(STATES)
    assert set(found["granted_by"]) == {"root@x.org"}


def test_every_grant_and_revocation_is_written_down(store: Engine) -> None:
    give(store, "Ana@x.org", Role.coordinator, regions=("PE-ARE",))
    with store.begin() as connection:
        revoke(connection, Viewer("other@x.org", Role.administrator), "ana@x.org")
        found = audit(connection, UNRESTRICTED)
    assert found[["viewer", "action", "detail"]].values.tolist() == [
        ["other@x.org", "revoke", "ana@x.org"],
        ["root@x.org", "grant", "Ana@x.org: coordinator, PE-ARE, from 2025-06-01"],
    ]


def test_a_sample_is_granted_once_and_only_where_nobody_has_a_grant(store: Engine) -> None:
    fill(store, [s.Organisation(id="LVMH", name="Funder", kind="company", country_id="CH"),
                 s.Funding(id="F9", programme_id="P2", organisation_id="LVMH", currency_id="USD",
                           agreed_on=date(2024, 1, 1), amount_minor=1),
                 s.Region(id="PE-AYA", country_id="PE", name="Ayacucho")])  # fmt: skip
    for _ in range(2):
        with store.begin() as connection:
            grant_sample(connection, DAY)
            found = viewers(connection, UNRESTRICTED, DAY)
        assert sorted(found["role"]) == ["administrator", "coordinator", "presenter", "sponsor"]
    assert seen_by(store, "sponsor@example.org").rights == Rights(("P2",))


def test_the_commands_grant_list_and_revoke(
    store: Engine, store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = CommandLine(store_url, capsys)
    given = ("grant", "Ana@x.org", "--role", "coordinator", "--region", "PE-ARE", "--from", "2025-06-01")
    ran = commands.run(*given, "--by", "boss@x.org")
    assert (ran.code, ran.out) == (0, "Granted Ana@x.org: coordinator, PE-ARE, from 2025-06-01.\n")
    assert "has a grant as coordinator" in commands.run(*given).refusal
    (row,) = commands.json("viewers")["rows"]
    assert (row["viewer"], row["regions"], row["state"]) == ("ana@x.org", ["PE-ARE"], "in force")
    assert "ana@x.org" in commands.run("viewers").out
    assert commands.run("revoke", "ana@x.org").code == 0
    assert "has no grant" in commands.run("revoke", "ana@x.org").refusal
    actions = [entry["action"] for entry in commands.json("audit")["rows"]]
    assert actions == ["revoke", "grant"]
    assert commands.run("audit", "--limit", "1").out.count("boss@x.org") == 0


def test_the_command_audit_is_asked_for_viewer_action_and_days(
    store: Engine, store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    give(store, "ana@x.org", Role.presenter)
    with store.begin() as connection:
        record(connection, "ana@x.org", Action.download, exhibit="lots", selection="country=PE", row_count=3)
    commands = CommandLine(store_url, capsys)
    for asked, found in (
        (("--viewer", "Ana@x.org"), ["download"]),
        (("--viewer", "ana@x.org", "--viewer", "root@x.org"), ["download", "grant"]),
        (("--action", "grant"), ["grant"]),
        (("--action", "grant", "--action", "download"), ["download", "grant"]),
        (("--action", "grant", "--viewer", "ana@x.org"), []),
        (("--from", "2025-01-01"), ["download", "grant"]),
        (("--to", "2025-01-01"), []),
    ):
        assert [entry["action"] for entry in commands.json("audit", *asked)["rows"]] == found
    assert "is not a day" in commands.run("audit", "--from", "yesterday").refusal
    assert commands.run("audit", "--action", "look").code == 2


def test_the_command_grant_says_what_stays_known(
    store: Engine, store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = CommandLine(store_url, capsys)
    for programme, more in (("P1", False), ("P2", True)):
        ran = commands.run("grant", "ana@x.org", "--role", "sponsor", "--programme", programme)
        assert ran.code == 0
        assert ("what was told then stays known" in ran.out) is more
        commands.run("revoke", "ana@x.org")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("grant", "ana@x.org", "--role", "sponsor"), "name a programme or a funder"),
        (("grant", "ana@x.org", "--role", "presenter", "--programme", "P9"), "There is no programme 'P9'"),
        (("grant", "ana@x.org", "--role", "presenter", "--to", "tomorrow"), "is not a day"),
        (("figure", "production_units", "--as", "nobody@x.org"), "has no grant"),
        (("claims", "--as", "nobody@x.org"), "has no grant"),
        (("targets", "--as", "nobody@x.org"), "has no grant"),
    ],
)
def test_what_the_commands_refuse(
    store: Engine, store_url: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], why: str
) -> None:
    assert why in CommandLine(store_url, capsys).run(*arguments).refusal

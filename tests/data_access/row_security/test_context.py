"""For whom a transaction reads: it holds for that transaction only, and a name alone finds its rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import Connection, Engine, create_engine, delete, func, insert, select, text, update

from data_access import schema as s
from data_access.audit import Action, audit, record
from data_access.commands import main
from data_access.grants import Grant, grant, revoke, viewers
from data_access.reader import Reader
from data_access.rights import Rights
from data_access.row_security.context import found_anew, see_as
from data_access.row_security.rules import guarded
from data_access.store import Store, StoreUnavailable, open_store
from data_access.stories import support_services
from data_access.viewer import Role, UnknownViewer, Viewer, viewer_of
from tests.conftest import GuardedDatabase
from tests.data_access.row_security.conftest import ADMINISTRATOR, GRANTS, NOBODYS, TODAY
from tests.data_access.test_rights import YEAR

WRITTEN = (s.AuditEntry, s.EndedSignIn, s.GrantedProgramme, s.GrantedRegion, s.ViewerGrant)
ENDED = datetime(2026, 1, 15, 12)


@pytest.fixture
def narrow(worlds: GuardedDatabase) -> Iterator[Store]:
    """The store with one connection, which all must share."""
    opened = open_store(worlds.app_url)
    pooled = create_engine(opened.engine.url, pool_size=1, max_overflow=0).execution_options(
        postgresql_readonly=True
    )
    opened.engine.dispose()
    store = Store(pooled, opened.writer)
    yield store
    store.close()


@pytest.fixture
def written_back(unguarded: Engine) -> Iterator[None]:
    """Takes back what a test writes: the grants that were there stay."""
    with unguarded.connect() as connection:
        last = connection.scalar(select(func.max(s.ViewerGrant.id)))
    yield
    with unguarded.begin() as connection:
        for table in WRITTEN:
            rows = delete(table)
            for key in ("grant_id", "id"):
                if key in table.__table__.c and table is not s.AuditEntry:
                    rows = rows.where(table.__table__.c[key] > last)
            connection.execute(rows)


def programmes(store: Store, viewer: Viewer | str | None) -> tuple[int, list[str]]:
    """Which connection of the server it was, and what it saw."""
    with store.reading(viewer) as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
        return int(process or 0), list(connection.scalars(select(s.Programme.id).order_by(s.Programme.id)))


def test_a_pooled_connection_carries_nothing_over(narrow: Store, viewer: Viewer) -> None:
    everything = ["FOREIGN-programme", "OWN-programme"]
    seen = [
        programmes(narrow, who) for who in (None, ADMINISTRATOR, None, viewer, ADMINISTRATOR, viewer, None)
    ]
    assert len({process for process, _ in seen}) == 1, "they all had the same connection"
    own = ["OWN-programme"]
    assert [found for _, found in seen] == [[], everything, [], own, everything, own, []]


def test_an_error_leaves_nothing_behind(narrow: Store) -> None:
    process, _ = programmes(narrow, None)
    with pytest.raises(StoreUnavailable), narrow.reading(ADMINISTRATOR) as connection:
        connection.execute(text("SELECT 1 / 0"))
    assert programmes(narrow, None) == (process, [])


def test_nothing_is_seen_after_the_transaction(narrow: Store) -> None:
    with narrow.reading(ADMINISTRATOR) as connection:
        connection.commit()
        assert connection.scalar(select(func.count()).select_from(s.Programme)) == 0


def test_who_looks_may_change_within_a_transaction(store: Store, viewer: Viewer) -> None:
    """What was found for one viewer is not kept for another."""
    with store.reading(NOBODYS) as connection:
        for who, units in ((viewer, 1), (ADMINISTRATOR, 2), (viewer, 1), (NOBODYS, 0), (viewer, 1)):
            see_as(connection, who)
            assert connection.scalar(select(func.count()).select_from(s.ProductionUnit)) == units


def units(connection: Connection) -> list[str]:
    return list(connection.scalars(select(s.ProductionUnit.id).order_by(s.ProductionUnit.id)))


def test_what_is_visible_is_found_once(store: Store, viewer: Viewer) -> None:
    with store.reading(viewer) as connection:
        assert units(connection) == ["OWN-production_unit"]
        assert found_anew(connection)
    with store.reading(viewer) as connection:
        assert units(connection) == ["OWN-production_unit"]
        assert found_anew(connection) is None


def test_what_was_found_for_others_does_not_count(store: Store, viewer: Viewer) -> None:
    everywhere = Viewer("wide@x.org", Role.coordinator, Rights(("OWN-programme", "FOREIGN-programme"), None))
    with store.reading(everywhere) as connection:
        assert len(units(connection)) == 2
        found = found_anew(connection)
    assert found
    with store.reading() as connection:
        see_as(connection, viewer, found)
        assert units(connection) == ["OWN-production_unit"]


def test_new_data_are_found(store: Store, unguarded: Engine, viewer: Viewer) -> None:
    with store.reading(viewer) as connection:
        assert len(units(connection)) == 1
    own = select(*s.ProductionUnit.__table__.c).where(s.ProductionUnit.id == "OWN-production_unit")
    with unguarded.begin() as connection:
        row = connection.execute(own).one()._mapping
        connection.execute(insert(s.ProductionUnit).values({**row, "id": "OWN-second"}))
        connection.execute(
            insert(s.Enrolment).values(
                unit_id="OWN-second", programme_id="OWN-programme", first_day=date(2024, 1, 1)
            )
        )
        taken_in = connection.execute(select(*s.PackageImport.__table__.c)).one()._mapping
        new = connection.scalar(
            insert(s.PackageImport)
            .values({**taken_in, "id": taken_in["id"] + 1, "content_hash": "1"})
            .returning(s.PackageImport.id)
        )
    with store.reading(viewer) as connection:
        assert units(connection) == ["OWN-production_unit", "OWN-second"]
    with unguarded.begin() as connection:
        connection.execute(delete(s.PackageImport).where(s.PackageImport.id == new))
        connection.execute(delete(s.Enrolment).where(s.Enrolment.unit_id == "OWN-second"))
        connection.execute(delete(s.ProductionUnit).where(s.ProductionUnit.id == "OWN-second"))


@pytest.mark.parametrize("role", GRANTS)
def test_a_name_alone_finds_its_rights(store: Store, unguarded: Engine, role: str) -> None:
    name = GRANTS[role].viewer
    with store.reading(name.upper()) as connection, unguarded.connect() as everything:
        assert viewer_of(connection, name, TODAY) == viewer_of(everything, name, TODAY)
        assert list(connection.scalars(select(s.ViewerGrant.viewer))) == [name]


@pytest.mark.parametrize("role", GRANTS)
def test_a_name_alone_sees_no_more_than_what_was_granted(store: Store, role: str) -> None:
    needed = {
        "sponsor": {"viewer_grant", "funding"},
        "coordinator": {"viewer_grant", "granted_region", "production_unit", "enrolment"},
        "presenter": {"viewer_grant", "granted_programme"},
    }[role]
    with store.reading(GRANTS[role].viewer) as connection:
        for table in guarded():
            found = connection.execute(select(table)).all()
            assert bool(found) == (table.name in needed), table.name
            assert "FOREIGN" not in str(found), table.name


def test_another_name_finds_nothing(store: Store) -> None:
    for name in ("", "stranger@x.org"):
        with store.reading(name) as connection:
            with pytest.raises(UnknownViewer):
                viewer_of(connection, GRANTS["sponsor"].viewer, TODAY)
            for table in guarded():
                assert connection.execute(select(table)).all() == [], table.name


@pytest.mark.usefixtures("written_back")
def test_everybody_is_audited_under_their_own_name_only(store: Store, viewer: Viewer) -> None:
    with store.writing(viewer) as connection:
        record(connection, viewer.name, Action.download, exhibit="units", row_count=3)
    with pytest.raises(StoreUnavailable, match="row-level security"), store.writing(viewer) as connection:
        record(connection, "somebody@x.org", Action.download)
    with store.reading(viewer) as connection:
        assert connection.execute(select(s.AuditEntry)).all() == []
    with store.reading(ADMINISTRATOR) as connection:
        assert list(audit(connection, ADMINISTRATOR, 1)["viewer"]) == [viewer.name]


@pytest.mark.usefixtures("written_back")
def test_who_signs_out_ends_their_own_sign_in_and_finds_it_ended(store: Store) -> None:
    ended = {"token": "1" * 64, "ended_at": ENDED}
    with store.writing("Ana@x.org") as connection:
        connection.execute(insert(s.EndedSignIn).values(viewer="ana@x.org", **ended))
    with pytest.raises(StoreUnavailable), store.writing("ana@x.org") as connection:
        connection.execute(insert(s.EndedSignIn).values(viewer="lea@x.org", **{**ended, "token": "2" * 64}))
    for name, found in (("ana@x.org", 1), ("lea@x.org", 0), (None, 0)):
        with store.reading(name) as connection:
            assert len(connection.execute(select(s.EndedSignIn)).all()) == found, name


@pytest.mark.usefixtures("written_back")
def test_an_administrator_grants_and_revokes(store: Store) -> None:
    new = Grant("new@x.org", Role.coordinator, ("OWN-programme",), None, ("OWN-region",), TODAY)
    with store.writing(ADMINISTRATOR) as connection:
        grant(connection, ADMINISTRATOR, new)
    with store.reading("new@x.org") as connection:
        assert viewer_of(connection, "new@x.org", TODAY).rights.regions == ("OWN-region",)
    with store.writing(ADMINISTRATOR) as connection:
        revoke(connection, ADMINISTRATOR, "new@x.org")
    with store.reading(ADMINISTRATOR) as connection:
        listed = viewers(connection, ADMINISTRATOR, TODAY)
        assert dict(zip(listed["viewer"], listed["state"], strict=True))["new@x.org"] == "revoked"


@pytest.mark.usefixtures("written_back")
def test_nobody_else_can_grant_anything(store: Store, viewer: Viewer) -> None:
    """Where the check in the program is forgotten, the database refuses."""
    row = {
        "viewer": viewer.name,
        "role": "administrator",
        "first_day": TODAY,
        "granted_by": viewer.name,
        "granted_at": ENDED,
    }
    with pytest.raises(StoreUnavailable, match="row-level security"), store.writing(viewer) as connection:
        connection.execute(insert(s.ViewerGrant).inline().values(row))
    more = insert(s.GrantedProgramme).values(grant_id=1, programme_id="FOREIGN-programme")
    with pytest.raises(StoreUnavailable, match="row-level security"), store.writing(viewer) as connection:
        connection.execute(more)
    with store.writing(viewer) as connection:
        changed = update(s.ViewerGrant).values(revoked_by="me")
        assert connection.execute(changed).rowcount == 0


def test_the_directory_is_read_as_the_viewer(store: Store, viewer: Viewer) -> None:
    assert len(Reader(store, viewer).fact(support_services, YEAR)) == 1


def test_the_command_line_answers_as_a_viewer_and_without_limits(
    worlds: GuardedDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["figure", "production_units", "--by", "programme", "--format", "csv", "--store", worlds.app_url]
    main_without_exit(asked)
    assert "FOREIGN-programme" in capsys.readouterr().out
    main_without_exit([*asked, "--as", GRANTS["coordinator"].viewer])
    said = capsys.readouterr().out
    assert "OWN-programme" in said
    assert "FOREIGN" not in said


def main_without_exit(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0

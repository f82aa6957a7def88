"""What the database hands out: nothing foreign, even where a query forgets to ask who is looking."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Table, select, text

from data_access.claims import claims
from data_access.figures import figure, figures
from data_access.names import filter_options, names
from data_access.questions import in_plain
from data_access.reach import measured, whole_run
from data_access.rights import Rights
from data_access.row_security.context import see_as
from data_access.row_security.rules import COMMON, guarded
from data_access.schema import Base
from data_access.selection import Selection, data_date, default_period
from data_access.store import Store, open_store
from data_access.stories import photos
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.conftest import GuardedDatabase
from tests.data_access.row_security.conftest import ADMINISTRATOR, NOBODYS
from tests.data_access.test_rights import FACTS, OWN_ARGUMENTS, YEAR, insider, queries, selections, told
from tests.data_access.two_worlds import FOREIGN, OWN

ADMINISTERED = {
    *("viewer_grant", "granted_programme", "granted_region", "audit_entry", "ended_sign_in"),
    *("row_version", "quarantined_row", "kept_upload", "erased_miner"),
}
# What belongs to nobody in particular, and is for whoever has signed in.
FOR_ALL = {"place_key", "support_service", "organisation", "story", "photo"}


def rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(select(table))]


def test_no_table_hands_out_anything_foreign(store: Store, viewer: Viewer) -> None:
    """With the first enforcement switched off: nobody asks for anything but whole tables."""
    with store.reading(viewer) as connection:
        for table in guarded():
            found = rows(connection, table)
            assert FOREIGN not in str(found), table.name
            # The own target is one for all regions.
            for_others = table.name in ADMINISTERED or (table.name == "target" and viewer.rights.regions)
            assert bool(found) != bool(for_others), table.name


def test_no_query_that_forgets_the_rights_says_anything_foreign(store: Store, viewer: Viewer) -> None:
    asked = 0
    with store.reading(viewer) as connection:
        for query in queries():
            parameters = inspect.signature(query).parameters
            if query.__name__ in FACTS or "selection" not in parameters or "name" in list(parameters)[2:3]:
                continue
            if query in (measured, whole_run):
                continue
            for selection in selections():
                more = OWN_ARGUMENTS.get(query.__name__, ())
                assert FOREIGN not in told(query(connection, UNRESTRICTED, selection, *more)), query.__name__
                asked += 1
        for said in (names, filter_options, claims):
            assert FOREIGN not in told(said(connection, UNRESTRICTED)), said.__name__
        assert photos(connection, UNRESTRICTED, f"{FOREIGN}-story").empty
        assert len(photos(connection, UNRESTRICTED, f"{OWN}-story")) == 1
    assert asked > 80


def test_no_figure_that_forgets_the_rights_says_anything_foreign(store: Store, viewer: Viewer) -> None:
    with store.reading(viewer) as connection:
        for wanted in figures().values():
            frame = figure(connection, UNRESTRICTED, wanted.name, YEAR, wanted.dimensions)
            assert FOREIGN not in told(frame), wanted.name


def test_without_a_viewer_there_are_no_rows(store: Store) -> None:
    with store.reading() as connection:
        for table in guarded():
            assert rows(connection, table) == [], table.name
        for name in COMMON.keys() - {"disclosure_rule"}:  # which is empty until somebody sets it
            assert rows(connection, Base.metadata.tables[name]), name


def test_who_may_see_nothing_sees_what_belongs_to_nobody(store: Store) -> None:
    """Those who offer support are known to everybody, and so are the stories told of them."""
    with store.reading(NOBODYS) as connection:
        for table in guarded():
            found = rows(connection, table)
            assert bool(found) == (table.name in FOR_ALL), table.name
            assert FOREIGN not in str(found)


def test_an_administrator_sees_everything(store: Store, unguarded: Engine) -> None:
    with store.reading(ADMINISTRATOR) as connection, unguarded.connect() as everything:
        for table in guarded():
            assert len(rows(connection, table)) == len(rows(everything, table)), table.name


def test_both_enforcements_answer_like_the_first_alone(
    store: Store, unguarded: Engine, viewer: Viewer
) -> None:
    asking = insider(viewer)
    with store.reading(viewer) as guarded_connection, unguarded.connect() as first_alone:
        for wanted in figures().values():
            for by in ((), wanted.dimensions):
                both, first = (
                    told(figure(connection, asking, wanted.name, YEAR, by))
                    for connection in (guarded_connection, first_alone)
                )
                assert both == first, (wanted.name, by)
        assert names(guarded_connection, viewer) == names(first_alone, viewer)
        assert told(claims(guarded_connection, asking)) == told(claims(first_alone, asking))


@pytest.mark.parametrize(
    "rights",
    [
        Rights(("HSE-1", "INS"), None),
        Rights(None, ("PE-ARE", "PE-AYA")),
        Rights(("HSE-1", "INS"), ("PE-ARE", "CO-CAU")),
    ],
    ids=["programmes", "regions", "both"],
)
def test_on_the_sample_both_enforcements_answer_like_the_first_alone(
    guarded_sample: GuardedDatabase, rights: Rights
) -> None:
    """Where miners move between programmes and regions, and are trained and insured by others."""
    asking = Viewer("limited@x.org", Role.coordinator, rights)
    both, first = open_store(guarded_sample.app_url), open_store(guarded_sample.server_url)
    with both.reading(asking) as guarded_connection, first.reading() as first_alone:
        until = data_date(first_alone)
        year = Selection(default_period(until)[0], until, until)
        assert names(guarded_connection, asking) == names(first_alone, asking)
        assert told(claims(guarded_connection, asking)) == told(claims(first_alone, asking))
        for wanted in figures().values():
            by = [name for name in ("programme", "region") if name in wanted.dimensions]
            found, alone = (
                told(figure(connection, asking, wanted.name, year, by))
                for connection in (guarded_connection, first_alone)
            )
            assert found == alone, wanted.name
    both.close()
    first.close()


@pytest.mark.parametrize(
    ("regions", "seen"), [(None, True), (("FOREIGN-region",), True), (("OWN-region",), False)]
)
def test_a_unit_of_the_own_programme_is_seen_in_the_own_regions_only(
    unguarded: Engine, regions: tuple[str, ...] | None, seen: bool, worlds: GuardedDatabase
) -> None:
    """A programme with units in two regions; as the ordinary role sees it, in a transaction taken back."""
    with unguarded.connect() as connection:
        connection.execute(
            text(
                "INSERT INTO enrolment (unit_id, programme_id, first_day) "
                "VALUES ('FOREIGN-production_unit', 'OWN-programme', '2024-02-01')"
            )
        )
        connection.exec_driver_sql(f"SET LOCAL ROLE {worlds.app}")
        see_as(connection, Viewer("limited@x.org", Role.coordinator, Rights(("OWN-programme",), regions)))
        for table, column in (("production_unit", "id"), ("enrolment", "unit_id"), ("membership", "unit_id")):
            found = set(connection.scalars(text(f"SELECT {column} FROM {table}")))
            assert ("FOREIGN-production_unit" in found) is seen, table
        miners = set(connection.scalars(text("SELECT id FROM miner")))
        assert ("FOREIGN-miner" in miners) is seen
        assert "FOREIGN-programme" not in set(connection.scalars(text("SELECT id FROM programme")))
        claimed = set(connection.scalars(text("SELECT id FROM claim")))
        whole = regions is None
        assert claimed == ({"OWN-claim"} if whole else set()), "of a part, the value would be another"
        connection.rollback()


@pytest.mark.parametrize(
    "written",
    ["programme=OWN%2Dprogramme", "%70rogramme=OWN-programme", "programme=A%26B%3DC%2BD%25&to=2024-04-17"],
)
def test_a_claim_belongs_to_whom_its_question_names_however_that_is_written(
    unguarded: Engine, worlds: GuardedDatabase, written: str
) -> None:
    """As the ordinary role sees it, in a transaction taken back."""
    rights = Rights(("OWN-programme", "A&B=C+D%"))
    with unguarded.connect() as connection:
        for key, selection in (("both", f"{written}&programme=FOREIGN-programme"), ("own", written)):
            copied = text(
                "INSERT INTO claim SELECT (json_populate_record(claim, CAST(:changed AS json))).* "
                "FROM claim WHERE id = 'OWN-claim'"
            )
            changed = json.dumps({"id": key, "selection": in_plain(selection)})
            connection.execute(copied, {"changed": changed})
        connection.exec_driver_sql(f"SET LOCAL ROLE {worlds.app}")
        see_as(connection, Viewer("limited@x.org", Role.coordinator, rights))
        assert set(connection.scalars(text("SELECT id FROM claim"))) == {"OWN-claim", "own"}
        connection.rollback()

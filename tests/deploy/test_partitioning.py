"""A store whose attendances lie in partitions answers, takes in and back, and is guarded as before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select, text

from data_access.disclosure.rules import NotForOutsiders
from data_access.doctor.examination import examine
from data_access.figures import figure, figures
from data_access.importing import import_package
from data_access.importing.undoing import undo_import
from data_access.row_security.applying import guard
from data_access.schema import Attendance, TrainingSession
from data_access.selection import Selection
from data_access.store import StoreUnavailable, open_store, writing_engine
from data_access.viewer import UNRESTRICTED, NotShared, viewer_of
from tests.conftest import GuardedDatabase, PostgresDatabases, guarded_database
from tests.data_access.importing.packages import write
from tools.serving import ROOT

STATEMENTS = ROOT / "deploy" / "partitioning.sql"
WHO = [f"{name}@example.org" for name in ("administrator", "coordinator", "sponsor", "presenter")]
PERIOD = Selection(date(2025, 1, 1), date(2025, 12, 31), date(2026, 9, 30))


@dataclass(frozen=True)
class Divided:
    """A store whose attendances lie in partitions, and what it answered when they didn't."""

    database: GuardedDatabase
    told_before: dict[str, dict[str, str]]


def told(url: str, who: Sequence[str] = WHO) -> dict[str, dict[str, str]]:
    """Every figure as each viewer is told it, also by its first dimension, through the dashboard's role."""
    found: dict[str, dict[str, str]] = {}
    with closing(open_store(url, serving=True)) as store:
        for name in who:
            with store.reading(name) as connection:
                viewer = viewer_of(connection, name, date.today())
            answers = found[name] = {}
            for known in figures().values():
                for by in ((), tuple(known.dimensions)[:1]):
                    with suppress(NotForOutsiders, NotShared), store.reading(viewer) as connection:
                        answers[f"{known.name} {by}"] = figure(
                            connection, viewer, known.name, PERIOD, by
                        ).to_csv()
    return found


def divide(database: GuardedDatabase) -> None:
    owner = writing_engine(database.owner_url)
    with owner.begin() as connection:
        connection.exec_driver_sql(STATEMENTS.read_text("utf-8").replace("%", "%%"))
    with owner.begin() as connection:
        guard(connection)
    owner.dispose()


@pytest.fixture(scope="module")
def divided(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str], guarded_sample_template: str
) -> Iterator[Divided]:
    with guarded_database(postgres_databases, postgres_roles, guarded_sample_template) as database:
        before = told(database.app_url)
        divide(database)
        yield Divided(database, before)


def partitions(connection: Connection, table: str) -> dict[str, int]:
    """The rows of each partition of a table."""
    names = connection.scalars(
        text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:table)"),
        {"table": table},
    ).all()
    return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in names}


def test_every_figure_is_told_to_each_viewer_as_before(divided: Divided) -> None:
    now = told(divided.database.app_url)
    assert now == divided.told_before
    assert len({str(answers) for answers in now.values()}) == len(WHO), "each is told something else"
    assert len(now[WHO[0]]) > len(figures())


def test_the_rows_lie_in_partitions_and_sessions_with_their_attendances(divided: Divided) -> None:
    owner = writing_engine(divided.database.owner_url)
    with owner.connect() as connection:
        sessions, attended = (partitions(connection, name) for name in ("training_session", "attendance"))
        assert len(sessions) == len(attended) == 16
        assert min(sessions.values()) > 50 and min(attended.values()) > 500
        assert sum(attended.values()) == connection.scalar(select(func.count()).select_from(Attendance))
        # A pair of partitions is joined by itself.
        plan = connection.scalars(
            text("EXPLAIN SELECT count(*) FROM attendance JOIN training_session ON id = session_id")
        ).all()
        assert sum("training_session_" in line and "Scan" in line for line in plan) == 16
        assert sum("Join" in line for line in plan) == 16
        assert not connection.scalar(text("SELECT to_regclass('attendance_whole')"))
    owner.dispose()


def test_the_database_guards_them_as_before(divided: Divided) -> None:
    with closing(open_store(divided.database.app_url, serving=True)) as store:
        with store.reading() as connection:
            for table in (Attendance, TrainingSession):
                assert connection.scalar(select(func.count()).select_from(table)) == 0
        # Nobody but the owner comes past the policies by the name of a partition.
        with (
            pytest.raises(StoreUnavailable, match="permission denied"),
            store.reading(UNRESTRICTED) as seeing,
        ):
            seeing.execute(text("SELECT count(*) FROM attendance_0"))


def test_the_doctor_finds_them_as_they_are_needed(divided: Divided) -> None:
    found = examine(divided.database.owner_url, ("training_session", "attendance"))
    assert found.reachable and found.findings == []


def test_packages_are_taken_in_and_back_as_before(divided: Divided, tmp_path: Path) -> None:
    owner = writing_engine(divided.database.owner_url)
    with owner.connect() as connection:
        session = connection.execute(select(TrainingSession).limit(1)).mappings().one()
        miner = connection.scalar(select(Attendance.miner_id).limit(1))
    same = {name: session[name] for name in ("programme_id", "topic_id", "trainer")}
    rows = {
        "training_session": [
            {"id": "LATE", **same, "held_on": "2025-11-03", "minutes": 90},
            {
                "id": session["id"],
                **same,
                "held_on": f"{session['held_on']}",
                "minutes": session["minutes"] + 5,
            },
        ],
        "attendance": [{"session_id": "LATE", "miner_id": miner}],
    }
    package = write(tmp_path / "more", rows, name="more", data_date="2026-09-30")
    summary = import_package(owner, package)
    assert summary.import_id is not None
    sessions, attended = summary.tables["training_session"], summary.tables["attendance"]
    assert (sessions.new, sessions.changed, attended.new) == (1, 1, 1)
    assert import_package(owner, package).import_id is None, "the same again changes nothing"
    before = {WHO[0]: divided.told_before[WHO[0]]}
    assert told(divided.database.app_url, WHO[:1]) != before

    undo_import(owner, summary.import_id)
    assert told(divided.database.app_url, WHO[:1]) == before
    owner.dispose()


def test_what_is_divided_is_not_divided_again(divided: Divided) -> None:
    with pytest.raises(Exception, match="divided already"):
        divide(divided.database)

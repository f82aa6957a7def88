"""The doctor names each fault of a store, on either database, and survives all of them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text

from data_access.doctor.diagnosis import Diagnosis, Problem
from data_access.doctor.examination import examine
from data_access.schema import Base
from data_access.store import writing_engine
from data_access.viewer import UNRESTRICTED
from tests.conftest import GuardedDatabase, PostgresDatabases, guarded_database
from tests.data_access.faults import ANYWHERE, IN_SQLITE, IN_VIEWS, Fault
from tests.data_access.sister_system import SisterSystem, copy_rows, filled_in, run, viewed_system
from tests.data_access.two_worlds import FOREIGN, OWN, fill_both

PAGE = 4096
FROM_LEDGER = "UPDATE ledger.t_{table} SET f_{column} = :value WHERE f_{key} = :key"


@pytest.fixture
def filled(engine: Engine, store_url: str) -> str:
    """A sound store with both worlds, on each database in turn."""
    fill_both(engine, OWN, FOREIGN)
    return store_url


@pytest.fixture(scope="module")
def sound_file(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound SQLite store with both worlds, to copy."""
    path = shutil.copyfile(migrated_sqlite_file, tmp_path_factory.mktemp("sound") / "store.sqlite")
    engine = writing_engine(f"sqlite:///{path}")
    fill_both(engine, OWN, FOREIGN)
    engine.dispose()
    return path


@pytest.fixture
def file(sound_file: Path, tmp_path: Path) -> Path:
    """A sound SQLite store with both worlds, for a test to spoil."""
    return shutil.copyfile(sound_file, tmp_path / "store.sqlite")


@pytest.fixture(scope="module")
def kept(
    postgres_databases: PostgresDatabases,
    postgres_roles: tuple[str, str],
    migrated_sqlite_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[SisterSystem, Engine]]:
    """A sister system with its views, and an ordinary store that holds the rows it is to have."""
    path = shutil.copyfile(migrated_sqlite_file, tmp_path_factory.mktemp("kept") / "store.sqlite")
    engine = writing_engine(f"sqlite:///{path}")
    fill_both(engine, OWN, FOREIGN)
    with viewed_system(postgres_databases, postgres_roles) as system:
        yield system, engine
    engine.dispose()


@pytest.fixture
def system(kept: tuple[SisterSystem, Engine]) -> SisterSystem:
    """A sound sister system with both worlds, for a test to spoil: the next one begins anew."""
    made, rows = kept
    made.administer(
        "DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables "
        "WHERE schemaname = 'ledger' LOOP EXECUTE 'TRUNCATE ledger.' || name; END LOOP; END $$"
    )
    made.own(filled_in())
    copy_rows(rows, made)
    return made


@pytest.fixture
def guarded(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str]
) -> Iterator[GuardedDatabase]:
    """An ordinary guarded store on Postgres with both worlds, for a test to spoil."""
    with guarded_database(postgres_databases, postgres_roles) as database:
        engine = writing_engine(database.owner_url)
        fill_both(engine, OWN, FOREIGN)
        engine.dispose()
        yield database


def change(url: str, *statements: str) -> None:
    engine = writing_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def found(diagnosis: Diagnosis) -> set[tuple[Problem, str | None, str | None]]:
    return {(each.problem, each.table, each.column) for each in diagnosis.findings}


def assert_named(diagnosis: Diagnosis, fault: Fault) -> None:
    """The fault is named, with how many rows have it and the key of one; and no place is."""
    column = fault.column if fault.named is None else fault.named or None
    wanted = (fault.problem, fault.table, column)
    (finding,) = (each for each in diagnosis.findings if (each.problem, each.table, each.column) == wanted)
    assert finding.count == 1
    assert finding.example == (fault.key if fault.example is None else fault.example)
    assert finding.said.startswith(f"1 row of {fault.table}: each ")
    said = str(diagnosis.findings)
    assert "123.456" not in said and "12.345" not in said


# Rows of the two worlds in quarantine.
WAITING = 2


def test_a_sound_store_is_well(filled: str) -> None:
    diagnosis = examine(filled)
    assert diagnosis.findings == []
    assert diagnosis.reachable and diagnosis.well
    assert diagnosis.revision == diagnosis.needed_revision
    assert (diagnosis.title, diagnosis.data_date) == ("Worlds", "2024-12-31")
    assert (diagnosis.imports, diagnosis.quarantined) == (1, WAITING)
    assert diagnosis.rows.keys() == set(Base.metadata.tables)
    assert (diagnosis.rows["miner"], diagnosis.rows["country"]) == (2, 1)
    assert not diagnosis.through_views


def test_a_sound_store_through_views_is_well(system: SisterSystem) -> None:
    diagnosis = examine(system.owner_url)
    assert diagnosis.findings == []
    assert diagnosis.through_views
    assert (diagnosis.title, diagnosis.rows["miner"]) == ("Worlds", 2)
    assert diagnosis.roles == {system.app: None}
    assert "owns the tables" in str(diagnosis.this_role)
    assert examine(system.app_url).this_role is None


@pytest.mark.parametrize("fault", [*ANYWHERE, *IN_SQLITE], ids=str)
def test_a_fault_in_sqlite_is_named(file: Path, fault: Fault) -> None:
    with closing(sqlite3.connect(file)) as store:
        _take_constraints_away(store, fault.table)
        value = fault.value
        cell = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
        value = value.isoformat() if hasattr(value, "isoformat") else value
        key = _key_of(fault)
        store.execute(f"UPDATE {fault.table} SET {fault.column} = {cell} WHERE {key[0]} = ?", (value, key[1]))
        store.commit()
    assert_named(examine(f"sqlite:///{file}", [fault.table]), fault)


@pytest.mark.parametrize("fault", [*ANYWHERE, *IN_VIEWS], ids=str)
def test_a_fault_in_views_is_named(system: SisterSystem, fault: Fault) -> None:
    key, engine = _key_of(fault), writing_engine(system.server_url)
    statement = FROM_LEDGER.format(table=fault.table, column=fault.column, key=key[0])
    if isinstance(fault.value, str):
        statement = statement.replace(":value", f"'{fault.value}'")  # whatever type the column has
    with engine.begin() as connection:
        changed = connection.execute(text(statement), {"value": fault.value, "key": key[1]})
        assert changed.rowcount == 1
    engine.dispose()
    assert_named(examine(system.app_url, [fault.table]), fault)


def _key_of(fault: Fault) -> tuple[str, str]:
    if fault.table == "criterion_result":
        return "assessment_id", f"{fault.world}-assessment"
    return "id", fault.key


def _take_constraints_away(store: sqlite3.Connection, table: str) -> None:
    """The table with the types it had, and nothing that would keep a value out."""
    columns = [f"{row[1]} {row[2]}" for row in store.execute(f"PRAGMA table_info({table})")]
    store.execute(f"CREATE TABLE loose ({', '.join(columns)})")
    store.execute(f"INSERT INTO loose SELECT * FROM {table}")
    store.execute(f"DROP TABLE {table}")
    store.execute(f"ALTER TABLE loose RENAME TO {table}")


@pytest.mark.parametrize(
    ("statement", "problem", "table", "column"),
    [
        ("DROP TABLE photo", Problem.missing_table, "photo", None),
        ("ALTER TABLE miner DROP COLUMN sex", Problem.missing_column, "miner", "sex"),
        ("ALTER TABLE standard RENAME COLUMN owner TO keeper", Problem.missing_column, "standard", "owner"),
        ("DROP TABLE audit_entry", Problem.missing_table, "audit_entry", None),
    ],
)
def test_what_is_missing_is_named(
    unmade_store_url: str, statement: str, problem: Problem, table: str, column: str | None
) -> None:
    run("create", "--store", unmade_store_url)
    engine = writing_engine(unmade_store_url)
    fill_both(engine, OWN, FOREIGN)
    engine.dispose()
    if "DROP COLUMN" in statement and unmade_store_url.startswith("sqlite"):
        with closing(sqlite3.connect(str(make_url(unmade_store_url).database))) as store:
            _take_constraints_away(store, table)
            store.commit()
    change(unmade_store_url, statement)
    diagnosis = examine(unmade_store_url)
    assert (problem, table, column) in found(diagnosis)
    assert diagnosis.rows["cover"] == 2, "the others are counted all the same"


def test_another_type_is_named(file: Path, guarded: GuardedDatabase) -> None:
    change(guarded.server_url, "ALTER TABLE topic ALTER validity_months TYPE numeric")
    with closing(sqlite3.connect(file)) as store:
        store.executescript("DROP TABLE topic; CREATE TABLE topic (id TEXT, name TEXT, validity_months REAL, "
                            "required BOOLEAN, illustrative BOOLEAN)")  # fmt: skip
    for url, it_is in ((guarded.owner_url, "numeric"), (f"sqlite:///{file}", "REAL")):
        diagnosis = examine(url)
        assert (Problem.other_type, "topic", "validity_months") in found(diagnosis)
        said = f"topic.validity_months is {it_is}, and has to be whole number (integer)."
        assert said in [each.said for each in diagnosis.findings]


def test_a_column_that_is_in_the_way_is_named(file: Path, guarded: GuardedDatabase) -> None:
    change(
        guarded.server_url,
        "ALTER TABLE photo ADD colour text NOT NULL DEFAULT 'x'",
        "ALTER TABLE photo ALTER colour DROP DEFAULT",
        "ALTER TABLE story ADD colour text NOT NULL DEFAULT 'x'",
    )
    with closing(sqlite3.connect(file)) as store:
        store.executescript(
            "CREATE TABLE other AS SELECT * FROM photo; DROP TABLE photo; "
            "CREATE TABLE photo (colour TEXT NOT NULL, id VARCHAR); "
            "ALTER TABLE story ADD colour TEXT NOT NULL DEFAULT 'x'"
        )
    for url in (guarded.owner_url, f"sqlite:///{file}"):
        diagnosis = examine(url)
        assert (Problem.unknown_required, "photo", "colour") in found(diagnosis)
        assert (Problem.unknown_required, "story", "colour") not in found(diagnosis), "it has a default"


def test_another_schema_is_named(filled: str, engine: Engine) -> None:
    head = examine(filled).needed_revision
    change(filled, "UPDATE alembic_version SET version_num = '0001'")
    diagnosis = examine(filled)
    change(filled, f"UPDATE alembic_version SET version_num = '{head}'")
    assert found(diagnosis) == {(Problem.schema, None, None)}
    assert (diagnosis.revision, diagnosis.needed_revision) == ("0001", head)


def test_a_store_without_data_is_named(store_url: str) -> None:
    assert found(examine(store_url)) == {(Problem.no_data, "package_import", None)}


def test_a_store_that_was_never_made_is_named(unmade_store_url: str, tmp_path: Path) -> None:
    (tmp_path / "new.sqlite").touch()
    diagnosis = examine(unmade_store_url)
    assert found(diagnosis) == {(Problem.schema, None, None)}
    assert "no tables yet" in diagnosis.findings[0].said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///nowhere/to/be/found.sqlite", "There is no store at"),
        ("mysql://localhost/x", "mysql isn't known here"),
        ("a store of mine", "is no database URL"),
        ("postgresql://somebody:secret@127.0.0.1:1/x", "does not answer"),
    ],
)
def test_a_store_that_can_not_be_reached_is_named(url: str, said: str) -> None:
    diagnosis = examine(url)
    assert found(diagnosis) == {(Problem.unreachable, None, None)}
    assert said in diagnosis.findings[0].said
    assert "secret" not in str(diagnosis)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.sqlite").write_bytes(b"This is a letter, and not a database at all. " * 50)
    diagnosis = examine(f"sqlite:///{tmp_path / 'letter.sqlite'}")
    assert found(diagnosis) == {(Problem.unreachable, None, None)}
    assert "is not a database" in diagnosis.findings[0].said


def test_a_damaged_file_is_named(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-PAGE:] = b"\xff" * PAGE
    file.write_bytes(content)
    diagnosis = examine(f"sqlite:///{file}")
    assert Problem.damaged in {each.problem for each in diagnosis.findings}


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_the_journal_is_told_and_a_writer_waits_for_nothing(file: Path, mode: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as writer:
        writer.execute(f"PRAGMA journal_mode = {mode}")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO country (id, name) VALUES ('PE', 'Peru')")
        diagnosis = examine(f"sqlite:///{file}")
        writer.execute("COMMIT")
    assert diagnosis.findings == []
    assert (diagnosis.journal_mode, diagnosis.rows["country"]) == (mode, 1)


def test_it_changes_nothing(file: Path) -> None:
    before = sha256(file.read_bytes()).hexdigest()
    examine(f"sqlite:///{file}")
    assert sha256(file.read_bytes()).hexdigest() == before


def test_rows_in_quarantine_are_counted(filled: str, engine: Engine) -> None:
    columns = "import_id, table_name, line, cells, reasons, content_hash, settled_by"
    for settled in ("NULL", "NULL", "2"):
        change(
            filled, f"INSERT INTO quarantined_row ({columns}) VALUES (1, 'miner', 2, '', '', '', {settled})"
        )
    diagnosis = examine(filled)
    assert diagnosis.quarantined == WAITING + 2
    assert diagnosis.well, "to wait for a correction is no fault"


def test_whoever_may_serve_counts_the_same(guarded: GuardedDatabase) -> None:
    """The policies let the doctor see all there is, and so does the owner."""
    by_owner, by_app = examine(guarded.owner_url), examine(guarded.app_url)
    assert by_owner.rows == by_app.rows
    assert by_owner.findings == by_app.findings == []
    assert by_owner.roles == by_app.roles == {guarded.app: None}


def test_a_table_that_is_not_guarded_is_named(guarded: GuardedDatabase) -> None:
    change(guarded.owner_url, "ALTER TABLE miner DISABLE ROW LEVEL SECURITY")
    for url in (guarded.owner_url, guarded.app_url):
        assert found(examine(url)) == {(Problem.not_guarded, None, None)}


def test_a_role_that_has_grown_too_strong_is_named(guarded: GuardedDatabase) -> None:
    change(guarded.server_url, f"GRANT CREATE ON SCHEMA public TO {guarded.app}")
    diagnosis = examine(guarded.owner_url)
    assert found(diagnosis) == {(Problem.role, None, None)}
    assert "may create objects" in str(diagnosis.roles[guarded.app])


def test_a_view_that_raises_is_named_and_quotes_no_place(system: SisterSystem) -> None:
    place = "f_latitude::double precision AS latitude"
    assert place in filled_in()
    # The value that can't be read as a number is told by the database, and it is where the gold is.
    system.own(filled_in().replace(place, "('12.345 S' || left(f_id, 0))::double precision AS latitude"))
    diagnosis = examine(system.app_url)
    assert found(diagnosis) == {
        (Problem.unreadable, table, "latitude")
        for table in ("organisation", "production_unit", "shared_point")
    }
    assert "invalid input syntax for type double precision: …" in str(diagnosis.findings)
    assert "12.345" not in str(diagnosis.findings)
    assert diagnosis.rows["production_unit"] == 2


def test_what_a_view_raises_by_itself_is_not_repeated(system: SisterSystem) -> None:
    system.own(
        "CREATE OR REPLACE FUNCTION checked(place numeric) RETURNS float8 LANGUAGE plpgsql IMMUTABLE AS "
        "$$ BEGIN RAISE EXCEPTION 'there is no mine at %', place; END $$"
    )
    place = "f_longitude::double precision AS longitude"
    system.own(filled_in().replace(place, "checked(f_longitude)::double precision AS longitude"))
    diagnosis = examine(system.app_url, ["production_unit"])
    assert found(diagnosis) == {(Problem.unreadable, "production_unit", "longitude")}
    assert "the database refuses it (SQLSTATE P0001)" in diagnosis.findings[0].said
    assert "no mine" not in str(diagnosis)


def test_a_column_that_is_only_shown_is_read_as_well(system: SisterSystem) -> None:
    text_of = "f_findings::text AS findings"
    assert text_of in filled_in()
    system.own(filled_in().replace(text_of, "(1 / length(left(f_id, 0)))::text AS findings"))
    diagnosis = examine(system.app_url)
    assert found(diagnosis) == {(Problem.unreadable, "assistance_visit", "findings")}
    assert "division by zero" in diagnosis.findings[0].said


def test_a_view_that_may_not_be_read_is_named(system: SisterSystem) -> None:
    system.own(f"REVOKE SELECT ON miner FROM {system.app}")
    diagnosis = examine(system.app_url)
    system.own(f"GRANT SELECT ON miner TO {system.app}")
    assert found(diagnosis) == {(Problem.unreadable, "miner", None)}
    assert "permission denied for view miner" in diagnosis.findings[0].said


def test_views_that_lack_something_are_named(system: SisterSystem) -> None:
    system.own("ALTER VIEW stage RENAME COLUMN position TO place")
    diagnosis = examine(system.app_url)
    system.own("ALTER VIEW stage RENAME COLUMN place TO position")
    assert (Problem.missing_column, "stage", "position") in found(diagnosis)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the command prints, which ends with that code."""

    def ask(*arguments: str, code: int) -> str:
        run("doctor", *arguments, code=code)
        return capsys.readouterr().out

    return ask


def test_the_command_says_that_all_is_well(filled: str, told: Callable[..., str]) -> None:
    said = told("--store", filled, code=0)
    assert "Newest data: “Worlds”, to 2024-12-31, version" in said
    assert said.endswith("All is well.\n")
    answer: dict[str, Any] = json.loads(told("--store", filled, "--format", "json", code=0))
    assert answer["well"] and answer["findings"] == []
    assert answer["rows"]["miner"] == 2


def test_the_command_ends_with_one_if_something_is_wrong(file: Path, told: Callable[..., str]) -> None:
    url = f"sqlite:///{file}"
    change(url, "UPDATE training_session SET held_on = 'soon\x1b[2J'")
    said = told("--store", url, code=1)
    assert "2 rows of training_session: each has a held_on that is no day of the years 1 to 9999." in said
    assert "For example FOREIGN-training_session." in said
    (finding,) = json.loads(told("--store", url, "--format", "json", code=1))["findings"]
    assert (finding["problem"], finding["count"]) == ("unusable", 2)


def test_the_command_looks_at_one_table(
    file: Path, told: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{file}"
    change(url, "UPDATE training_session SET held_on = 'soon'")
    assert "miner" not in told("--store", url, "--table", "training_session", code=1)
    assert told("--store", url, "--table", "miner", code=0).endswith("All is well.\n")
    run("doctor", "--store", url, "--table", "minor", code=2)
    assert "There is no table minor. Nearest: miner" in capsys.readouterr().err


def test_a_key_is_shown_and_does_nothing(file: Path, told: Callable[..., str]) -> None:
    with closing(sqlite3.connect(file)) as store:
        _take_constraints_away(store, "miner")
        store.execute("UPDATE miner SET id = ?, sex = 'x'", ("\x1b[31m" + "k" * 500,))
        store.commit()
    said = told("--store", f"sqlite:///{file}", code=1)
    assert "\x1b" not in said
    assert "k" * 100 not in said


def test_whoever_asks_is_unrestricted() -> None:
    assert UNRESTRICTED.rights.limited is False, "else rows would be overlooked"

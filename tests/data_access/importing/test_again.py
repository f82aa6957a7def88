"""A source sends its tables again: what is new, changed and unchanged, and what becomes of what was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access.importing import check_package, import_package
from data_access.importing.history import NoSuchTable, changes, versions
from data_access.schema import Membership
from tests.data_access.importing.holding import (
    cell,
    contents,
    keys,
    reach,
    records,
    refused,
    take_in,
    version_of,
    with_quarantine,
)
from tests.data_access.importing.packages import Tables, tiny, without_column, write


def counted(summary: Any, table: str) -> tuple[int, int, int]:
    of = summary.tables[table]
    return of.new, of.changed, of.unchanged


@pytest.mark.parametrize("quarantine", [False, True])
def test_the_same_package_again_changes_nothing(engine: Engine, tmp_path: Path, quarantine: bool) -> None:
    folder = write(tmp_path / "tiny", tiny())
    first = import_package(engine, folder)
    before = contents(engine, without=set()), version_of(engine)
    again = import_package(engine, folder, quarantine=quarantine)
    assert again.import_id is None
    assert all(counted(again, name) == (0, 0, read) for name, read in first.rows.items())
    assert (contents(engine, without=set()), version_of(engine)) == before


def test_the_same_rows_in_another_order_and_under_another_name_change_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    take_in(engine, tmp_path / "tiny", tiny())
    before = contents(engine, without=set())
    turned = {name: list(reversed(rows)) for name, rows in tiny().items()}
    assert take_in(engine, tmp_path / "turned", turned, name="turned").import_id is None
    assert contents(engine, without=set()) == before


def test_a_check_says_what_an_import_does_and_does_nothing(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "tiny", tiny())
    before = contents(engine, without=set()), version_of(engine)
    tables = tiny()
    tables["miner"][0]["birth_year"] = "2020"
    tables["miner"][1]["sex"] = "?"
    tables["miner"].append({"id": "M4", "sex": "other"})
    tables["story"].pop()
    folder = write(tmp_path / "again", tables)
    checked = check_package(engine, folder)
    assert (contents(engine, without=set()), version_of(engine)) == before
    assert checked.import_id is None
    done = import_package(engine, folder, quarantine=True)
    assert (done.tables, done.problems, done.doubts, done.missing) == (
        checked.tables, checked.problems, checked.doubts, checked.missing,
    )  # fmt: skip
    assert counted(checked, "miner") == (1, 1, 1)
    assert checked.tables["miner"].quarantined == 1
    assert checked.missing["story"].examples == ("S1 + es",)
    # What refers to M2 is not set aside: the store has that miner, as before.
    assert {(p.table, p.row) for p in checked.problems} == {("miner", 3)}
    assert [(p.table, p.row, p.column) for p in checked.doubts][:1] == [("miner", 2, "birth_year")]


def test_a_correction_updates_and_keeps_what_was_with_when_and_by_which_import(
    engine: Engine, tmp_path: Path
) -> None:
    started = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    first = take_in(engine, tmp_path / "1", tiny())
    tables = tiny()
    tables["miner"][0]["birth_year"] = "1981"
    tables["organisation"][0]["latitude"] = ""
    second = take_in(engine, tmp_path / "2", tables)
    tables["miner"][0]["birth_year"] = "1982"
    third = take_in(engine, tmp_path / "3", tables, name="another source")
    assert counted(second, "miner") == (0, 1, 2)
    assert cell(engine, "miner", "M1", "birth_year") == 1982
    assert cell(engine, "miner", "M1", "import_id") == third.import_id
    assert cell(engine, "miner", "M2", "import_id") == first.import_id
    assert cell(engine, "organisation", "ORG", "latitude") is None
    with engine.connect() as connection:
        found = versions(connection, "miner", ["M1"])
        (place,) = versions(connection, "organisation", ["ORG"])
        at = {change.id: change.at for change in changes(connection)}
    assert [(v.cells["birth_year"], v.written_by, v.replaced_by) for v in found] == [
        (1981, second.import_id, third.import_id),
        (1980, first.import_id, second.import_id),
    ]
    assert [v.replaced_at for v in found] == [at[v.replaced_by] for v in found]
    assert started <= found[1].replaced_at <= found[0].replaced_at
    assert (place.cells["latitude"], place.cells["name"]) == (-15.5, "Asociación Ñandú, “La Única”")


def test_versions_of_a_row_with_a_key_of_several_columns(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    tables = {"exchange_rate": [tiny()["exchange_rate"][0] | {"rate": "0.001235"}]}
    take_in(engine, tmp_path / "2", tables)
    with engine.connect() as connection:
        (version,) = versions(connection, "exchange_rate", ["CLP", "USD", "2023-05-01"])
        assert version.cells["rate_micro"] == 1234
        assert versions(connection, "exchange_rate", ["CLP", "USD", "2023-05-02"]) == []
        with pytest.raises(NoSuchTable, match="There is no table exchange_rates"):
            versions(connection, "exchange_rates", ["CLP"])


def test_the_list_of_imports_says_what_came_and_what_became_of_it(engine: Engine, tmp_path: Path) -> None:
    first = take_in(engine, tmp_path / "1", tiny())
    tables = {"miner": [tiny()["miner"][0] | {"birth_year": "1990"}, tiny()["miner"][1], {"id": "X"}]}
    second = with_quarantine(engine, tmp_path / "2", tables, title="Corrected", data_date="2024-07-31")
    with engine.connect() as connection:
        listed = changes(connection)
    assert [change.id for change in listed] == [second.import_id, first.import_id]
    latest = listed[0]
    assert (latest.title, latest.data_date, latest.kind) == ("Corrected", date(2024, 7, 31), "package")
    assert (latest.read, latest.new, latest.changed, latest.unchanged, latest.quarantined) == (3, 0, 1, 1, 1)
    assert (listed[1].read, listed[1].new) == (first.row_count, first.row_count)


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("miner", "M1", "birth_year"),
        ("membership", "MS1", "left_on"),
        ("programme", "HSE-2", "follows_id"),
        ("topic", "EXPLOSIVES", "validity_months"),
        ("miner", "M1", "illustrative"),
    ],
)
def test_an_optional_column_that_is_not_sent_is_left_alone(
    engine: Engine, tmp_path: Path, table: str, key: str, column: str
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    before = cell(engine, table, key, column)
    assert before
    folder = write(tmp_path / "2", {table: tiny()[table]})
    without_column(folder, table, column)
    assert import_package(engine, folder).import_id is None
    assert cell(engine, table, key, column) == before
    empty = {table: [{**row, column: ""} for row in tiny()[table]]}
    if column == "left_on":
        empty[table].pop(1)
        assert refused(engine, tmp_path / "3", empty)  # else in two units at a time
        return
    assert take_in(engine, tmp_path / "3", empty).import_id
    assert not cell(engine, table, key, column)


def test_a_new_row_without_an_optional_column_has_nothing_there(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    folder = write(tmp_path / "2", {"miner": [{"id": "M9", "sex": "other"}, tiny()["miner"][0]]})
    without_column(folder, "miner", "birth_year")
    without_column(folder, "miner", "illustrative")
    summary = import_package(engine, folder)
    assert counted(summary, "miner") == (1, 0, 1)
    assert (cell(engine, "miner", "M9", "birth_year"), cell(engine, "miner", "M9", "illustrative")) == (
        None, False,
    )  # fmt: skip


def test_a_rule_is_asked_of_what_is_sent_together_with_what_stays(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    # MS1 ended on 2023-06-01, which this package does not say.
    folder = write(tmp_path / "2", {"membership": [tiny()["membership"][0] | {"joined_on": "2023-06-02"}]})
    without_column(folder, "membership", "left_on")
    summary = check_package(engine, folder)
    assert [(p.table, p.row, p.column) for p in summary.problems][:1] == [("membership", 2, "left_on")]


def test_an_amount_that_is_not_sent_does_not_pass_into_another_currency(
    engine: Engine, tmp_path: Path
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    folder = write(tmp_path / "2", {"delivery": [tiny()["delivery"][0] | {"currency_id": "CLP"}]})
    without_column(folder, "delivery", "value")
    (problem,) = check_package(engine, folder).problems
    assert (problem.table, problem.row, problem.column) == ("delivery", 2, "currency_id")
    same = write(tmp_path / "3", {"delivery": [tiny()["delivery"][0] | {"quantity": "11"}]})
    without_column(same, "delivery", "value")
    assert import_package(engine, same).import_id
    assert (cell(engine, "delivery", "D1", "value_minor"), cell(engine, "delivery", "D1", "quantity")) == (
        9990, 11,
    )  # fmt: skip


@pytest.mark.parametrize("also", ["quarantine", "strict"])
def test_the_minor_unit_of_a_currency_stays_and_amounts_are_read_with_it(
    engine: Engine, tmp_path: Path, also: str
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    tables = tiny()
    tables["currency"][0]["minor_digits"] = "3"
    tables["cover"].append(tables["cover"][0] | {"id": "C9", "cost": "7.25"})
    if also == "strict":
        problems = refused(engine, tmp_path / "2", tables)
        assert [(p.table, p.row, p.column) for p in problems] == [("currency", 2, "minor_digits")]
        return
    with_quarantine(engine, tmp_path / "2", tables)
    assert cell(engine, "cover", "C9", "cost_minor") == 725
    assert cell(engine, "cover", "C1", "cost_minor") == 1250


def test_what_is_missing_is_told_by_the_name_of_the_package_and_stays(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny(), name="north")
    south = {"miner": [{"id": f"S{number}", "sex": "male"} for number in range(5)]}
    assert take_in(engine, tmp_path / "2", south, name="south").missing == {}
    fewer = {"miner": tiny()["miner"][:1]}
    gone = take_in(engine, tmp_path / "3", fewer, name="north").missing
    assert {name: (found.count, found.examples) for name, found in gone.items()} == {
        "miner": (2, ("M2", "M3"))
    }
    less = {"miner": south["miner"][:1]}
    (found,) = take_in(engine, tmp_path / "4", less, name="south").missing.values()
    assert (found.count, found.examples) == (4, ("S1", "S2", "S3"))
    assert keys(engine, "miner") == ["M1", "M2", "M3", "S0", "S1", "S2", "S3", "S4"]
    # A row that is there and can't be taken in is not missing.
    spoilt = {"miner": [*tiny()["miner"][:1], {"id": "M2", "sex": "?"}, tiny()["miner"][2]]}
    assert with_quarantine(engine, tmp_path / "5", spoilt, name="north").missing == {}


@pytest.mark.parametrize(
    ("days", "reaches"),
    [
        (["2024-06-30", "2024-03-31"], "2024-06-30"),
        (["2024-06-30", "2024-09-30"], "2024-09-30"),
        (["2024-06-30", "2024-09-30", "2024-03-31"], "2024-09-30"),
    ],
)
def test_a_late_correction_does_not_take_the_data_back(
    engine: Engine, tmp_path: Path, days: list[str], reaches: str
) -> None:
    for number, day in enumerate(days):
        tables = tiny()
        tables["miner"][0]["birth_year"] = str(1980 + number)
        take_in(engine, tmp_path / str(number), tables, data_date=day)
    assert reach(engine) == reaches
    assert cell(engine, "miner", "M1", "birth_year") == 1979 + len(days)


def test_nothing_but_a_later_data_date_is_an_import_and_an_earlier_is_none(
    engine: Engine, tmp_path: Path
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    before = version_of(engine)
    assert take_in(engine, tmp_path / "2", tiny(), data_date="2024-05-31").import_id is None
    assert version_of(engine) == before
    later = take_in(engine, tmp_path / "3", tiny(), data_date="2024-07-31")
    assert later.import_id and version_of(engine) != before
    assert reach(engine) == "2024-07-31"
    assert sum(of.accepted for of in later.tables.values()) == 0


def test_a_miner_moves_in_one_import(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    moved = {
        "membership": [
            # The new one stands before the one that it ends, and may not be taken in before it.
            tiny()["membership"][2] | {"id": "MS9", "unit_id": "U2", "joined_on": "2024-02-01"},
            tiny()["membership"][2] | {"left_on": "2024-02-01"},
        ]
    }
    summary = take_in(engine, tmp_path / "2", moved)
    assert counted(summary, "membership") == (1, 1, 0)
    with engine.connect() as connection:
        of_miner = select(Membership.id, Membership.unit_id, Membership.left_on)
        found = connection.execute(of_miner.where(Membership.miner_id == "M2").order_by(Membership.joined_on))
        assert [tuple(row) for row in found] == [("MS3", "U1", date(2024, 2, 1)), ("MS9", "U2", None)]


def swapped(tables: Tables, table: str, column: str) -> Tables:
    """Two rows of a table with the cells of a column exchanged."""
    one, other = tables[table][:2]
    return {table: [one | {column: other[column]}, other | {column: one[column]}]}


RATES = [
    {"id": "PR1", "standard_id": "FM", "rate": "4000", "currency_id": "USD", "first_day": "2023-01-01"},
    {"id": "PR2", "standard_id": "FM", "rate": "5000", "currency_id": "USD", "first_day": "2024-01-01"},
]
STEPS = [
    {"id": "SBG-1", "ladder_id": "SBG", "position": "1", "name": "Step 1"},
    {"id": "SBG-2", "ladder_id": "SBG", "position": "2", "name": "Step 2"},
    {"id": "SMP-1", "ladder_id": "SMP", "position": "1", "name": "Wake up"},
]


@pytest.mark.parametrize(
    ("table", "column", "rows"),
    [
        ("premium_rate", "first_day", RATES),  # nothing refers to it
        ("stage", "position", STEPS),  # assessments do
    ],
)
def test_two_rows_exchange_what_no_two_may_have_at_once(
    engine: Engine, tmp_path: Path, table: str, column: str, rows: list[dict[str, str]]
) -> None:
    tables = tiny() | {table: rows}
    take_in(engine, tmp_path / "1", tables)
    other = record_cells(engine, table, column)
    summary = take_in(engine, tmp_path / "2", swapped(tables, table, column))
    assert counted(summary, table) == (0, 2, 0)
    now = record_cells(engine, table, column)
    first, second = rows[0]["id"], rows[1]["id"]
    assert (now[first], now[second]) == (other[second], other[first])
    # And in a circle, the last of which is new.
    third = {**rows[1], "id": "NEW", column: rows[1][column]}
    ring = {table: [rows[0] | {column: "3" if column == "position" else "2025-01-01"}, rows[1] | {
        column: rows[0][column]}, third]}  # fmt: skip
    assert counted(take_in(engine, tmp_path / "3", ring), table)[0] == 1
    assert record_cells(engine, table, column)["NEW"] == other[second]


def record_cells(engine: Engine, table: str, column: str) -> dict[str, Any]:
    return {key: cell(engine, table, key, column) for key in keys(engine, table)}


def test_a_stage_does_not_leave_its_ladder_while_others_refer_to_it_there(
    engine: Engine, tmp_path: Path
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    before = records(engine)
    moved = {"stage": [STEPS[0] | {"ladder_id": "SMP", "position": "2"}, STEPS[1]]}
    (problem,) = refused(engine, tmp_path / "2", moved)
    assert (problem.table, problem.row, problem.column) == ("stage", 2, "ladder_id")
    assert "assessment" in problem.reason
    summary = with_quarantine(engine, tmp_path / "2", moved)
    assert (counted(summary, "stage"), summary.tables["stage"].quarantined) == ((1, 0, 0), 1)
    assert records(engine)["assessment"] == before["assessment"]
    # One that nothing refers to may.
    free = {"stage": [STEPS[1] | {"ladder_id": "SMP", "position": "2"}]}
    assert counted(take_in(engine, tmp_path / "3", free), "stage") == (0, 1, 0)


def test_rows_that_refer_to_their_own_table(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    first, second = tiny()["programme"][1], tiny()["programme"][0]
    third = second | {"id": "HSE-3", "follows_id": "HSE-2"}
    # The order of the phases is turned round, and a new one put in their middle.
    turned = {"programme": [second | {"follows_id": ""}, first | {"follows_id": "HSE-3"}, third]}
    assert counted(take_in(engine, tmp_path / "2", turned), "programme") == (1, 2, 0)
    assert record_cells(engine, "programme", "follows_id") == {
        "HSE-1": "HSE-3", "HSE-2": None, "HSE-3": "HSE-2",
    }  # fmt: skip
    # The circle closes through what the store has.
    (problem,) = refused(engine, tmp_path / "3", {"programme": [second | {"follows_id": "HSE-1"}]})
    assert problem.reason.startswith("This leads back to itself (")


def test_a_circle_that_only_a_refused_row_would_have_broken(engine: Engine, tmp_path: Path) -> None:
    """HSE-2 follows HSE-1 in the store, and goes on doing so: what was to change that breaks a rule."""
    take_in(engine, tmp_path / "1", tiny())
    first, second = tiny()["programme"][1], tiny()["programme"][0]
    tables = {
        "programme": [
            second | {"follows_id": "", "last_day": "2023-01-01"},
            first | {"follows_id": "HSE-2"},
        ]
    }
    summary = with_quarantine(engine, tmp_path / "2", tables)
    assert summary.tables["programme"].quarantined == 2
    assert record_cells(engine, "programme", "follows_id") == {"HSE-1": None, "HSE-2": "HSE-1"}

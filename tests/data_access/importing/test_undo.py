"""What an import did is taken back: the store is then as it was, to the cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, update

from data_access.grants import Grant, grant, revoke
from data_access.importing.erasing import erase_miner
from data_access.importing.history import changes, versions
from data_access.importing.retrying import retry
from data_access.importing.undoing import UndoRefused, undo_import
from data_access.importing.uploads import NoSuchUpload, upload
from data_access.schema import Base
from data_access.selection import EmptyStore, only_sample
from data_access.viewer import Role, Viewer
from tests.data_access.importing.holding import (
    contents,
    reach,
    records,
    summaries_hold,
    take_in,
    version_of,
    waiting,
    with_quarantine,
)
from tests.data_access.importing.packages import Tables, planned_and_measured, tiny

ADMINISTRATOR = Viewer("administrator", Role.administrator)
# What a chance may put into a cell: good and bad.
CELLS: dict[tuple[str, str], list[str]] = {
    ("miner", "sex"): ["female", "male", "?"],
    ("miner", "birth_year"): ["", "1970", "1990", "year"],
    ("membership", "unit_id"): ["U1", "U2", "U9"],
    ("membership", "left_on"): ["", "2023-06-01", "2024-05-05"],
    ("attendance", "illustrative"): ["true", "false", "maybe"],
    ("cover", "cost"): ["1", "2.5", "much"],
    ("cover", "currency_id"): ["USD", "TND", "CLP"],
    ("stage", "position"): ["1", "2", "3"],
    ("programme", "follows_id"): ["", "HSE-1", "HSE-2", "HSE-3"],
    ("organisation", "latitude"): ["", "-15.5", "-16.25"],
    ("assessment", "stage_id"): ["SBG-1", "SBG-2", "SBG-3"],
    ("gold_lot", "fine_grams"): ["1", "1234.567", "-1"],
    ("certification", "status"): ["certified", "suspended", "lost"],
    ("certification", "last_day"): ["", "2023-08-31", "2023-01-01"],
    ("permit", "status"): ["granted", "applied", "lapsed"],
    ("permit", "first_day"): ["2023-01-01", "2023-03-31", "2024-01-15"],
    ("craft_assessment", "assessed_on"): ["2023-02-28", "2023-09-01", "2025-01-01"],
    ("craft_finding", "craft_assessment_id"): ["CA1", "CA2", "CA9"],
    ("craft_finding", "mitigated_on"): ["", "2023-12-31", "2024-03-03"],
    ("finance_access", "decided_on"): ["", "2023-05-31", "2023-04-01"],
    ("finance_access", "status"): ["pending", "granted", "refused"],
    ("production_unit", "region_id"): ["PE-ARE", "PE-PUN", "PE-LIM"],
    ("improvement_plan", "agreed_on"): ["2023-02-01", "2024-01-31", "2024-02-30"],
    ("plan_action", "done_on"): ["", "2023-06-30", "2024-05-05"],
    ("indicator", "unit"): ["share", "kg", "CLP", "TND"],
    ("survey", "programme_id"): ["", "HSE-1", "HSE-9"],
    ("indicator_value", "value"): ["0", "1.5", "-1.5", "some"],
    ("indicator_value", "last_day"): ["2023-11-30", "2024-01-01", "2022-01-01"],
    ("indicator_baseline", "value"): ["0", "12", "none"],
}


def grown() -> Tables:
    """The tiny package with more of what refers to each other."""
    tables = tiny() | planned_and_measured()
    tables["region"].append({"id": "PE-PUN", "country_id": "PE", "name": "Puno"})
    tables["production_unit"].append(tables["production_unit"][0] | {"id": "U3", "name": "Unit 3"})
    tables["stage"] += [
        {"id": f"SBG-{number}", "ladder_id": "SBG", "position": str(number), "name": f"Step {number}"}
        for number in (2, 3)
    ]
    tables["programme"].append(tables["programme"][0] | {"id": "HSE-3", "follows_id": "HSE-2"})
    tables["miner"] += [{"id": f"M{number}", "sex": "male"} for number in range(4, 9)]
    tables["membership"] += [
        tables["membership"][2] | {"id": f"MS{number}", "miner_id": f"M{number}"} for number in range(4, 9)
    ]
    tables["attendance"] += [{"session_id": "T1", "miner_id": f"M{number}"} for number in range(3, 9)]
    return tables | standing()


def standing() -> Tables:
    """What the organisation is certified for, permitted and found to risk, and what it asked for."""
    owned = {"organisation_id": "ORG"}
    permit = {"kind": "mining_title", "status": "granted", "first_day": "2023-01-01"}
    finding = {"craft_assessment_id": "CA1", "module": "module_1", "requirement": "R", "level": "high"}
    return {
        "certification": [
            owned | {"id": "CE1", "standard_id": "FM", "status": "certified", "first_day": "2023-02-01"},
            owned | {"id": "CE2", "standard_id": "FM", "status": "in_process", "first_day": "2022-02-01"},
        ],
        "permit": [
            permit | owned | {"id": "PE1"},
            permit | owned | {"id": "PE2", "status": "applied"},
            permit | {"id": "PE3", "unit_id": "U1"},
            permit | {"id": "PE4", "unit_id": "U1", "status": "lapsed"},
        ],
        "craft_assessment": [
            owned | {"id": "CA1", "assessed_on": "2023-02-15", "report": "full", "programme_id": "HSE-1"},
            owned | {"id": "CA2", "assessed_on": "2023-11-15", "report": "summary"},
        ],
        "craft_finding": [
            finding | {"id": "CF1", "mitigating_on": "2023-04-01"},
            finding | {"id": "CF2", "level": "low"},
        ],
        "finance_access": [
            owned | {"id": "FA1", "kind": "account", "asked_on": "2023-03-01", "status": "pending"},
            owned | {"id": "FA2", "kind": "account", "asked_on": "2023-03-15", "status": "refused"},
        ],
    }


def by_chance(chance: Random) -> Tables:
    """Some tables of the package, with some of the rows, and some cells otherwise."""
    tables = grown()
    for (table, column), values in CELLS.items():
        for row in tables[table]:
            if chance.random() < 0.25:
                row[column] = chance.choice(values)
    return {
        name: [row for row in rows if chance.random() < 0.8]
        for name, rows in tables.items()
        if chance.random() < 0.8
    }


def emptied(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_imports_are_taken_back_one_by_one(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Any imports, of new, changed and bad rows; each undoing leads exactly to the state before."""
    emptied(engine)
    chance, folder = Random(seed), tmp_path_factory.mktemp("undo")
    states, seen = [contents(engine)], [version_of(engine)]
    done = []
    for number in range(4):
        summary = with_quarantine(
            engine, folder / str(number), by_chance(chance), sample=False,
            name=chance.choice(("north", "south")), data_date=f"2024-0{chance.randint(1, 9)}-28",
        )  # fmt: skip
        assert summaries_hold(engine)
        if summary.import_id is not None:
            done.append(summary.import_id)
            states.append(contents(engine))
            seen.append(version_of(engine))
    while done:
        assert contents(engine) == states.pop()
        with pytest.raises(UndoRefused, match=f"Only the last import can be taken back, which is {done[-1]}"):
            undo_import(engine, done[0] - 1)
        undo_import(engine, done.pop())
        assert contents(engine) == states[-1]
        assert summaries_hold(engine)
        seen.append(version_of(engine))
    assert len(set(seen)) == len(seen), "a viewer sees each change"
    assert not any(records(engine).values())
    with pytest.raises(UndoRefused, match="There is no import to take back"):
        undo_import(engine, 1)


def test_what_undoing_says_and_leaves_in_the_list(engine: Engine, tmp_path: Path) -> None:
    first = take_in(engine, tmp_path / "1", tiny(), sample=False)
    tables = tiny()
    tables["miner"][0]["birth_year"] = "1990"
    tables["miner"].append({"id": "M4", "sex": "male"})
    second = take_in(engine, tmp_path / "2", tables, data_date="2024-09-30", sample=False)
    assert first.import_id and second.import_id
    assert reach(engine) == "2024-09-30"
    assert undo_import(engine, second.import_id, by="somebody") == {"miner": (1, 1)}
    assert reach(engine) == "2024-06-30"
    with engine.connect() as connection:
        undone, latest, before = changes(connection)
        assert versions(connection, "miner", ["M1"]) == []
        assert upload(connection, first.import_id)[0] == "1"
        with pytest.raises(NoSuchUpload):
            upload(connection, second.import_id)
    assert (undone.kind, undone.by, undone.read) == ("undo", "somebody", 0)
    assert (latest.undone_by, before.undone_by) == (undone.id, None)
    with pytest.raises(UndoRefused, match=f"which is {first.import_id}"):
        undo_import(engine, second.import_id)
    # What was taken back can come again.
    third = take_in(engine, tmp_path / "2", tables, data_date="2024-09-30", sample=False)
    assert (third.tables["miner"].new, third.tables["miner"].changed) == (1, 1)
    with engine.connect() as connection:
        (version,) = versions(connection, "miner", ["M1"])
    assert (version.written_by, version.replaced_by) == (first.import_id, third.import_id)


def test_a_store_whose_only_import_was_taken_back_holds_no_data(engine: Engine, tmp_path: Path) -> None:
    first = take_in(engine, tmp_path / "1", tiny(), sample=False)
    before = version_of(engine)
    assert first.import_id
    undo_import(engine, first.import_id)
    assert version_of(engine) not in ("", before)
    with pytest.raises(EmptyStore):
        reach(engine)
    # What was real once may be found in the list: such a store is not shown to everybody.
    take_in(engine, tmp_path / "2", tiny())
    with engine.connect() as connection:
        assert not only_sample(connection)


def test_a_row_that_changed_and_one_that_came_exchange_a_key_back(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", grown(), sample=False)
    before = contents(engine)
    stages = [row | {"position": position} for row, position in zip(
        grown()["stage"], ("2", "1", "3", "4"), strict=True)]  # fmt: skip
    stages.append(stages[3] | {"id": "NEW", "position": "1"})
    membership = grown()["membership"]
    moved = [
        membership[2] | {"id": "NEW"},
        membership[2] | {"joined_on": "2022-01-01", "left_on": "2022-02-01"},
    ]
    second = take_in(engine, tmp_path / "2", {"stage": stages, "membership": moved}, sample=False)
    assert second.import_id
    assert contents(engine) != before
    undo_import(engine, second.import_id)
    assert contents(engine) == before


def test_a_chain_of_phases_is_untied(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny(), sample=False)
    before = contents(engine)
    later, first = tiny()["programme"]
    chain = [first | {"follows_id": "HSE-0"}, later | {"id": "HSE-0", "follows_id": "NEW"},
             later | {"id": "NEW", "follows_id": ""}]  # fmt: skip
    second = take_in(engine, tmp_path / "2", {"programme": chain}, sample=False)
    assert second.import_id
    assert undo_import(engine, second.import_id) == {"programme": (2, 1)}
    assert contents(engine) == before


def test_a_retry_is_taken_back(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", {"country": tiny()["country"]}, sample=False)
    with_quarantine(engine, tmp_path / "2", {"miner": [], "production_unit": tiny()["production_unit"]})
    parents = {name: tiny()[name] for name in ("region", "organisation")}
    take_in(engine, tmp_path / "3", parents, sample=False)
    before = contents(engine)
    (done,) = retry(engine)
    assert (done.tables["production_unit"].new, waiting(engine)) == (2, [])
    assert done.import_id
    undo_import(engine, done.import_id)
    assert contents(engine) == before
    assert len(waiting(engine)) == 2


def test_undoing_is_refused_after_an_erasure(engine: Engine, tmp_path: Path) -> None:
    first = take_in(engine, tmp_path / "1", tiny(), sample=False)
    erase_miner(engine, "M1")
    before = contents(engine, without=set())
    assert first.import_id
    with pytest.raises(UndoRefused, match="a person was erased"):
        undo_import(engine, first.import_id)
    assert contents(engine, without=set()) == before
    # What came afterwards has nothing of the person.
    second = take_in(engine, tmp_path / "2", {"miner": [{"id": "M9", "sex": "male"}]}, sample=False)
    assert second.import_id
    undo_import(engine, second.import_id)
    assert records(engine)["miner"] == [
        row for name, rows in before.items() if name == "miner" for row in rows
    ]


@pytest.mark.parametrize("revoked", [False, True])
def test_undoing_is_refused_while_grants_refer_to_what_came(
    engine: Engine, tmp_path: Path, revoked: bool
) -> None:
    first = take_in(engine, tmp_path / "1", tiny(), sample=False)
    with engine.begin() as connection:
        given = Grant("sponsor@example.org", Role.sponsor, ("HSE-1",), first_day=date(2024, 1, 1))
        grant(connection, ADMINISTRATOR, given)
        if revoked:
            revoke(connection, ADMINISTRATOR, "sponsor@example.org")
    before = contents(engine, without=set())
    assert first.import_id
    with pytest.raises(UndoRefused, match="a grant covers what it brought"):
        undo_import(engine, first.import_id)
    assert contents(engine, without=set()) == before


def test_the_grants_of_the_sample_go_with_the_last_of_it(engine: Engine, tmp_path: Path) -> None:
    first = take_in(engine, tmp_path / "1", tiny())
    second = take_in(engine, tmp_path / "2", {"miner": [{"id": "M9", "sex": "male"}]})
    assert contents(engine)["viewer_grant"]
    states = [contents(engine)["viewer_grant"]]
    assert first.import_id and second.import_id
    undo_import(engine, second.import_id)
    assert contents(engine)["viewer_grant"] == states[0]
    undo_import(engine, first.import_id)
    assert contents(engine)["viewer_grant"] == []


def test_a_row_that_something_else_has_written_stays(engine: Engine, tmp_path: Path) -> None:
    """As one that was there before imports were recorded: that no import wrote it is restored, too."""
    first = take_in(engine, tmp_path / "1", tiny(), sample=False)
    miner = Base.metadata.tables["miner"]
    with engine.begin() as connection:
        connection.execute(update(miner).values(import_id=None))
    before = contents(engine)
    tables = {"miner": [tiny()["miner"][0] | {"birth_year": "1999"}]}
    second = take_in(engine, tmp_path / "2", tables, sample=False)
    assert first.import_id and second.import_id
    undo_import(engine, second.import_id)
    assert contents(engine) == before


def test_undoing_what_there_is_not(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UndoRefused, match="There is no import to take back"):
        undo_import(engine, 1)
    first = take_in(engine, tmp_path / "1", tiny(), sample=False)
    assert first.import_id
    for number in (0, -1, first.import_id + 1):
        with pytest.raises(UndoRefused, match="Only the last import"):
            undo_import(engine, number)


def test_the_only_import_is_taken_back_that_brought_nobody(engine: Engine, tmp_path: Path) -> None:
    tables = {table: tiny()[table] for table in ("country", "region", "ladder", "stage")}
    only = take_in(engine, tmp_path / "1", tables, sample=False)
    assert only.import_id
    undo_import(engine, only.import_id)
    assert not any(records(engine).values())
    assert summaries_hold(engine)


def test_what_is_counted_of_miners_may_be_of_a_new_programme_and_currency(
    engine: Engine, tmp_path: Path
) -> None:
    tables = grown()
    take_in(engine, tmp_path / "1", tables, sample=False)
    tables["programme"].append(tables["programme"][0] | {"id": "HSE-9", "follows_id": ""})
    tables["currency"].append(tables["currency"][0] | {"id": "BOB", "name": "Boliviano"})
    session, cover = tables["training_session"][0], tables["cover"][0]
    tables["training_session"].append(session | {"id": "T9", "programme_id": "HSE-9"})
    tables["attendance"].append({"session_id": "T9", "miner_id": "M3"})
    tables["cover"].append(cover | {"id": "C9", "miner_id": "M3", "cost": "12", "currency_id": "BOB"})
    take_in(engine, tmp_path / "2", tables, sample=False)
    assert summaries_hold(engine)

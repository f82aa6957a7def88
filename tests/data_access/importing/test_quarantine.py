"""Rows that are set aside: which, why, and what ends their waiting."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, select

from data_access.commands import main
from data_access.importing import PackageRefused, import_package
from data_access.importing.descriptor import record_tables
from data_access.importing.quarantine_workbook import HeadersDiffer, write_workbook
from data_access.importing.retrying import NoSuchRow, quarantined, retry
from data_access.importing.undoing import undo_import
from data_access.schema import QuarantinedRow
from data_access.selection import latest_import
from tests.data_access.importing.holding import (
    cell,
    contents,
    keys,
    records,
    refused,
    take_in,
    version_of,
    waiting,
    waiting_lines,
    with_quarantine,
)
from tests.data_access.importing.packages import Tables, tiny, write


def changed(table: str, number: int, **cells: str) -> Tables:
    """The tiny package with some cells of a row otherwise."""
    tables = tiny()
    tables[table][number] |= cells
    return tables


def told(engine: Engine) -> dict[tuple[str, int], list[tuple[str | None, str | None, str]]]:
    """Columns, values and reasons of what waits, by table and line."""
    return {
        (row.table, row.line): [(p.column, p.value, p.reason) for p in row.problems]
        for row in waiting(engine)
    }


def test_a_bad_miner_takes_along_what_refers_to_them(engine: Engine, tmp_path: Path) -> None:
    summary = with_quarantine(engine, tmp_path / "1", changed("miner", 0, sex="femal"))
    falls = "It refers to a miner that could not be taken in: see row 2 of miner. Correct that first."
    expected = {
        **{("membership", line): [("miner_id", "M1", falls)] for line in (2, 3)},
        ("attendance", 2): [("miner_id", "M1", falls)],
        **{("cover", line): [("miner_id", "M1", falls)] for line in (2, 3, 4, 5)},
    }
    found = told(engine)
    ((column, value, reason),) = found.pop(("miner", 2))
    assert (column, value) == ("sex", "femal") and reason.startswith(
        "This code is not known. Perhaps female?"
    )
    assert found == expected
    assert {(p.table, p.row) for p in summary.problems} == {("miner", 2), *expected}
    assert keys(engine, "miner") == ["M2", "M3"]
    assert keys(engine, "attendance") == ["T1 + M2"]
    assert summary.tables["cover"].quarantined == 4 and summary.tables["cover"].accepted == 0


def test_a_fall_goes_on_through_several_tables_and_within_one(engine: Engine, tmp_path: Path) -> None:
    # HSE-2 follows HSE-1, whose session M1 and M2 attended.
    with_quarantine(engine, tmp_path / "1", changed("programme", 1, first_day="2024-01-32"))
    assert set(told(engine)) == {
        ("programme", 3), ("programme", 2), ("training_session", 2), ("attendance", 2), ("attendance", 3),
        ("delivery", 2),
    }  # fmt: skip


def test_amounts_fall_with_the_currency_they_are_in(engine: Engine, tmp_path: Path) -> None:
    with_quarantine(engine, tmp_path / "1", changed("currency", 1, minor_digits="none"))
    assert set(told(engine)) == {("currency", 3), ("cover", 4), ("exchange_rate", 2)}
    assert [len(reasons) for reasons in told(engine).values()] == [1, 1, 1]


def test_what_the_store_has_holds_what_refers_to_it(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    tables = changed("miner", 0, sex="femal")
    tables["attendance"].append({"session_id": "T1", "miner_id": "M3"})
    with_quarantine(engine, tmp_path / "2", tables)
    assert waiting_lines(engine) == [("miner", 2)]
    assert cell(engine, "miner", "M1", "sex") == "female"


@pytest.mark.parametrize(
    ("second", "aside"),
    [
        ({"id": "M1", "sex": "female", "birth_year": "1980"}, [5]),  # the same once more: one is enough
        ({"id": "M1", "sex": "male", "birth_year": "1980"}, [2, 5]),  # which is right?
        ({"id": "M1", "sex": "?", "birth_year": "1980"}, [2, 5]),
    ],
)
def test_rows_of_one_key(engine: Engine, tmp_path: Path, second: dict[str, str], aside: list[int]) -> None:
    tables: Tables = {"miner": [*tiny()["miner"], second]}
    with_quarantine(engine, tmp_path / "1", tables)
    assert waiting_lines(engine) == [("miner", line) for line in aside]
    assert keys(engine, "miner") == (["M1", "M2", "M3"] if aside == [5] else ["M2", "M3"])
    assert "same key" in told(engine)["miner", aside[0]][0][2]
    # And again, and again: nothing new is known.
    before, version = contents(engine, without=set()), version_of(engine)
    for number in (2, 3):
        assert with_quarantine(engine, tmp_path / str(number), tables).import_id is None
    assert (contents(engine, without=set()), version_of(engine)) == (before, version)


def test_a_row_stays_in_quarantine_while_its_source_goes_on_sending_it(
    engine: Engine, tmp_path: Path
) -> None:
    good, bad = tiny()["miner"][0], tiny()["miner"][0] | {"sex": "?"}
    tables: Tables = {"miner": [good, good]}
    with_quarantine(engine, tmp_path / "1", tables)
    assert waiting_lines(engine) == [("miner", 3)]
    # Another row changes besides, and then a third of the key comes that differs.
    with_quarantine(engine, tmp_path / "2", {"miner": [good, good, tiny()["miner"][1]]})
    assert waiting_lines(engine) == [("miner", 3)]
    three: Tables = {"miner": [good, good, bad]}
    with_quarantine(engine, tmp_path / "3", three)
    assert sorted(row.cells["sex"] for row in waiting(engine)) == ["?", "female"]
    assert with_quarantine(engine, tmp_path / "4", three).import_id is None


def test_the_same_bad_rows_again_are_there_once(engine: Engine, tmp_path: Path) -> None:
    tables = changed("miner", 0, sex="femal")
    first = with_quarantine(engine, tmp_path / "1", tables)
    before, version = contents(engine, without=set()), version_of(engine)
    again = with_quarantine(engine, tmp_path / "2", tables)
    assert again.import_id is None
    assert [again.tables[name].quarantined for name in tables] == [
        first.tables[name].quarantined for name in tables
    ]
    assert (contents(engine, without=set()), version_of(engine)) == (before, version)
    # With a good row besides, too.
    tables["miner"].append({"id": "M4", "sex": "other"})
    assert with_quarantine(engine, tmp_path / "3", tables).tables["miner"].accepted == 1
    assert len(waiting(engine)) == 8


def settled_by(engine: Engine) -> dict[tuple[str, int, str], int | None]:
    """By what each row of the quarantine was settled, by table, line and its cells' last but one."""
    with engine.connect() as connection:
        row = QuarantinedRow
        found = connection.execute(select(row.table_name, row.line, row.cells, row.settled_by)).all()
    return {(name, line, json.loads(cells).get("sex", "")): by for name, line, cells, by in found}


@pytest.mark.parametrize("quarantine", [False, True])
def test_a_later_correction_settles_what_waits(engine: Engine, tmp_path: Path, quarantine: bool) -> None:
    with_quarantine(engine, tmp_path / "1", changed("miner", 0, sex="femal"))
    second = import_package(engine, write(tmp_path / "2", tiny()), quarantine=quarantine)
    assert waiting(engine) == []
    assert set(settled_by(engine).values()) == {second.import_id}
    assert keys(engine, "attendance") == ["T1 + M1", "T1 + M2"]


def test_a_correction_back_to_what_the_store_has_settles_what_waits(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    with_quarantine(engine, tmp_path / "2", changed("miner", 0, birth_year="198"))
    version = version_of(engine)
    # Another source that says the same as the store does not say that this one was wrong.
    assert take_in(engine, tmp_path / "3", tiny(), name="another").import_id is None
    assert waiting_lines(engine) == [("miner", 2)]
    third = take_in(engine, tmp_path / "4", tiny())
    assert third.import_id and version_of(engine) != version
    assert waiting(engine) == []
    assert take_in(engine, tmp_path / "5", tiny()).import_id is None


def test_the_source_says_a_bad_row_otherwise_and_it_is_bad_again(engine: Engine, tmp_path: Path) -> None:
    with_quarantine(engine, tmp_path / "1", {"miner": [{"id": "M1", "sex": "femal"}]})
    with_quarantine(engine, tmp_path / "2", {"miner": [{"id": "M1", "sex": "whoever"}]}, name="another")
    third = with_quarantine(engine, tmp_path / "3", {"miner": [{"id": "M1", "sex": "femmale"}]})
    # What the other source said waits still.
    assert sorted(row.cells["sex"] for row in waiting(engine)) == ["femmale", "whoever"]
    assert settled_by(engine)["miner", 2, "femal"] == third.import_id


def test_what_an_undone_import_had_settled_waits_again(engine: Engine, tmp_path: Path) -> None:
    with_quarantine(engine, tmp_path / "1", changed("miner", 0, sex="femal"))
    before = contents(engine)
    for number, tables in ((2, tiny()), (3, changed("miner", 0, sex="femmale"))):
        later = with_quarantine(engine, tmp_path / str(number), tables)
        assert later.import_id
        assert contents(engine) != before
        undo_import(engine, later.import_id)
        assert contents(engine) == before


def test_retry_takes_in_what_waited_for_a_parent(engine: Engine, tmp_path: Path) -> None:
    parents = {name: rows for name, rows in tiny().items() if name not in ("cover", "attendance")}
    take_in(engine, tmp_path / "1", {**parents, "miner": parents["miner"][1:], "membership": []})
    children = {
        "cover": [*tiny()["cover"], tiny()["cover"][0] | {"id": "C9", "payer": "nobody"}],
        "attendance": tiny()["attendance"],
    }
    with_quarantine(engine, tmp_path / "2", children, name="insurer", title="Of the insurer", sample=False)
    assert len(waiting(engine)) == 6
    with_nobody = retry(engine)
    assert [summary.import_id for summary in with_nobody] == [None]
    assert len(waiting(engine)) == 6
    take_in(engine, tmp_path / "3", {"miner": tiny()["miner"][:1]}, title="Of the miners", sample=False)
    before, version = contents(engine), version_of(engine)
    (done,) = retry(engine, by="somebody")
    assert (done.tables["cover"].new, done.tables["cover"].quarantined) == (4, 1)
    assert cell(engine, "cover", "C2", "cost_minor") == 9007199254740993
    assert keys(engine, "attendance") == ["T1 + M1", "T1 + M2"]
    # What is left is told what is wrong with it now: the miner is there.
    ((row, reasons),) = told(engine).items()
    assert row == ("cover", 6) and [reason[0] for reason in reasons] == ["payer"]
    assert version_of(engine) != version
    with engine.connect() as connection:
        assert latest_import(connection).title == "Of the miners"
    assert done.import_id
    undo_import(engine, done.import_id)
    assert {name: rows for name, rows in contents(engine).items() if name != "quarantined_row"} == {
        name: rows for name, rows in before.items() if name != "quarantined_row"
    }
    assert len(waiting(engine)) == 6


def test_retry_of_a_sample_leaves_a_sample(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    with_quarantine(engine, tmp_path / "2", {"attendance": [{"session_id": "T1", "miner_id": "M9"}]})
    take_in(engine, tmp_path / "3", {"miner": [{"id": "M9", "sex": "male"}]})
    retry(engine)
    with engine.connect() as connection:
        latest = latest_import(connection)
    assert (latest.title, latest.sample) == ("A tiny package", True)


def test_retry_of_rows_with_different_columns(engine: Engine, tmp_path: Path) -> None:
    """A cell that never came is not the same as an empty one."""
    take_in(engine, tmp_path / "1", {"miner": tiny()["miner"][:1]})
    bad: Tables = {"production_unit": [tiny()["production_unit"][0]]}
    with_quarantine(engine, tmp_path / "2", bad)
    folder = write(tmp_path / "3", {"production_unit": []})
    (folder / "production_unit.csv").write_text("id,name,organisation_id,region_id\nU2,Two,ORG,PE-ARE\n")
    import_package(engine, folder, quarantine=True)
    assert len(waiting(engine)) == 2
    with engine.connect() as connection, pytest.raises(HeadersDiffer, match="one import at a time"):
        write_workbook(tmp_path / "all.xlsx", quarantined(connection))
    parents = {name: tiny()[name] for name in ("country", "region", "organisation")}
    take_in(engine, tmp_path / "4", parents)
    done = retry(engine)
    assert [summary.tables["production_unit"].new for summary in done] == [1, 1]
    assert [summary.missing for summary in done] == [{}, {}]
    assert waiting(engine) == []
    assert keys(engine, "production_unit") == ["U1", "U2"]
    with pytest.raises(NoSuchRow, match="empty"):
        retry(engine)


def test_retry_leaves_rows_whose_cells_may_stand_in_each_others_places(
    engine: Engine, tmp_path: Path
) -> None:
    """A row that is too short is not made longer: which of its cells is missing is not known."""
    folder = write(tmp_path / "1", {"miner": []})
    (folder / "miner.csv").write_text("id,sex,birth_year\nM1,male\nM2,male,1980,1981\n")
    import_package(engine, folder, quarantine=True)
    assert retry(engine) == []
    assert keys(engine, "miner") == []
    assert waiting_lines(engine) == [("miner", 2), ("miner", 3)]


def test_retry_of_the_same_row_twice(engine: Engine, tmp_path: Path) -> None:
    rows = [{"session_id": "T1", "miner_id": "M1"}] * 2
    with_quarantine(engine, tmp_path / "1", {"attendance": rows})
    take_in(engine, tmp_path / "2", {name: rows for name, rows in tiny().items() if name != "attendance"})
    retry(engine)
    assert waiting(engine) == []
    assert keys(engine, "attendance") == ["T1 + M1"]


Sheets = dict[str, list[list[Any]]]


def sheets_of(file: Path) -> Sheets:
    """The cells of a workbook by sheet."""
    book = CalamineWorkbook.from_path(file)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def notes_of(file: Path) -> list[str]:
    """The notes on a workbook's cells, a text for each sheet that has some."""
    with zipfile.ZipFile(file) as parts:
        names = sorted(name for name in parts.namelist() if "comments" in name)
        return [parts.read(name).decode() for name in names]


def save(file: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
    return file


def test_an_export_is_corrected_and_imported(engine: Engine, tmp_path: Path) -> None:
    tables = changed("miner", 0, sex="femal")
    tables["cover"][3]["cost"] = "an eighth"
    with_quarantine(engine, tmp_path / "1", tables)
    file = tmp_path / "aside.xlsx"
    with engine.connect() as connection:
        write_workbook(file, quarantined(connection))
    book = sheets_of(file)
    of_tables = [name for name in record_tables() if name in ("miner", "membership", "attendance", "cover")]
    assert list(book) == ["package", *of_tables, "_reasons"]
    assert book["miner"] == [["id", "sex", "birth_year", "illustrative"], ["M1", "femal", "1980", "true"]]
    assert 'ref="B2"' in notes_of(file)[0] and "Perhaps female?" in notes_of(file)[0]
    assert book["_reasons"][1][:4] == ["miner", "2", "sex", "femal"]
    assert len(book["_reasons"]) - 1 == sum(len(row.problems) for row in waiting(engine)) == 8
    book["miner"][1][1] = "female"
    book["cover"][4][book["cover"][0].index("cost")] = 0.125
    summary = import_package(engine, save(tmp_path / "corrected.xlsx", book))
    assert {name: of.new for name, of in summary.tables.items()} == {
        "miner": 1, "membership": 2, "attendance": 1, "cover": 4,
    }  # fmt: skip
    assert waiting(engine) == []
    with_export = {name: [row[:-1] for row in rows] for name, rows in records(engine).items()}
    again = take_in(engine, tmp_path / "2", tiny())
    assert again.import_id is None, "the store holds what a good package would have brought"
    assert {name: [row[:-1] for row in rows] for name, rows in records(engine).items()} == with_export


def test_an_export_can_be_imported_whatever_it_holds(engine: Engine, tmp_path: Path) -> None:
    """Cells beyond the header, texts too long for a cell, characters that no workbook holds."""
    folder = write(tmp_path / "1", {"story": [], "miner": []})
    body = "x" * 40_000 + "\n" + "y" * 40_000
    header = "id,language,organisation_id,title,body,happened_on\n"
    (folder / "story.csv").write_text(f'{header}S1,en,,,"{body}",\nS2,en,,a\x01b,=1+1,never\n')
    (folder / "miner.csv").write_text("id,sex\nM1,female,1980,more\nM2\n")
    import_package(engine, folder, quarantine=True)
    with engine.connect() as connection:
        write_workbook(tmp_path / "aside.xlsx", quarantined(connection))
    book = sheets_of(tmp_path / "aside.xlsx")
    assert book["miner"][0] == ["id", "sex"]
    assert "1980,more" in "".join(notes_of(tmp_path / "aside.xlsx"))
    book["miner"][2][1] = "male"
    names, first, second = book["story"]
    assert {"body", "body+2", "body+3"} <= set(names)
    first[names.index("title")], second[names.index("happened_on")] = "en", "2024-01-01"
    summary = import_package(engine, save(tmp_path / "corrected.xlsx", book))
    assert {name: of.new for name, of in summary.tables.items()} == {"miner": 2, "story": 2}
    stored = {row[0]: row for row in records(engine)["story"]}
    assert body in stored["S1"]
    assert "=1+1" in stored["S2"]
    # Which of the cells of an uneven row is its key is not known, nor whether it is one of these.
    assert waiting_lines(engine) == [("miner", 2), ("miner", 3)]


Ran = Callable[..., Any]


@pytest.fixture
def ran(engine: Engine, capsys: pytest.CaptureFixture[str]) -> Ran:
    """Runs a command on the store, and gives its exit code and what it printed."""
    url = engine.url.render_as_string(hide_password=False)

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--store", url])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out + printed.err

    return run


def test_the_commands(engine: Engine, tmp_path: Path, ran: Ran) -> None:
    assert ran("quarantine", "list") == (0, "The quarantine is empty.\n")
    first = with_quarantine(engine, tmp_path / "1", changed("miner", 0, sex="femal"))
    code, out = ran("quarantine", "list")
    lines = out.splitlines()
    assert code == 0 and lines[-1] == "8 rows wait."
    number = waiting(engine)[0].id
    told = f"{number} of import {first.import_id} (tiny): miner, row 2, sex, 'femal': This code"
    assert lines[0].startswith(told)
    assert lines[1].endswith("see row 2 of miner. Correct that first.")
    code, out = ran("quarantine", "list", "--table", "miner", "--table", "cover", "--format", "json")
    rows = json.loads(out)["rows"]
    assert [row["table"] for row in rows] == ["miner", *["cover"] * 4]
    assert rows[0]["cells"] == {"id": "M1", "sex": "femal", "birth_year": "1980", "illustrative": "true"}
    assert rows[0]["problems"][0]["column"] == "sex"
    assert ran("quarantine", "list", "--import", "999999") == (0, "The quarantine is empty.\n")
    code, out = ran("quarantine", "export", str(tmp_path / "a.csv"))
    assert code == 2 and out.endswith("Write a name that ends in .xlsx.\n")
    code, out = ran("quarantine", "export", str(tmp_path / "a.xlsx"), "--table", "miner")
    assert (code, out) == (
        0, f"Wrote 1 rows to {tmp_path / 'a.xlsx'}. Correct the marked cells, then import it.\n",
    )  # fmt: skip
    assert ran("quarantine", "export", str(tmp_path / "a.xlsx"))[0] == 2
    assert ran("quarantine", "export", str(tmp_path / "b.xlsx"), "--table", "topic")[0] == 2
    code, out = ran("quarantine", "retry")
    assert (
        code == 0
        and out.splitlines()[-1] == "Took in 0 rows; 8 stay in quarantine: `quarantine list` says why."
    )
    take_in(engine, tmp_path / "2", {"miner": tiny()["miner"][:1]})
    code, out = ran("quarantine", "retry")
    assert code == 0 and out.splitlines()[-1] == "Took in 7 rows; 0 stay in quarantine."
    assert ran("quarantine", "retry") == (2, "The quarantine is empty.\n")


def test_what_can_not_be_read_as_a_whole_is_refused_with_quarantine_too(
    engine: Engine, tmp_path: Path
) -> None:
    before = contents(engine, without=set())
    folder = write(tmp_path / "1", tiny())
    (folder / "miner.csv").write_text("id,sx\nM1,female\n")
    with pytest.raises(PackageRefused):
        import_package(engine, folder, quarantine=True)
    assert contents(engine, without=set()) == before
    assert refused(engine, tmp_path / "2", {})


def test_rows_that_nobody_will_correct_are_let_go(engine: Engine, tmp_path: Path, ran: Ran) -> None:
    tables = changed("attendance", 0, miner_id="M9")
    tables["miner"][2]["id"] = ""
    with_quarantine(engine, tmp_path / "1", tables)
    without_key, other = (row.id for row in waiting(engine))
    assert ran("quarantine", "discard", str(without_key), "999999") == (
        2, "No row 999999 waits in the quarantine: `quarantine list` says which do.\n",
    )  # fmt: skip
    assert [row.id for row in waiting(engine)] == [without_key, other]
    assert ran("quarantine", "discard", str(without_key)) == (0, "Let go of 1 rows.\n")
    assert [row.id for row in waiting(engine)] == [other]
    assert ran("quarantine", "discard", str(without_key))[0] == 2

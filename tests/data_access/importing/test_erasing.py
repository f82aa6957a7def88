"""A person is erased: from all that the store holds, and the figures stay as they were recorded."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.commands import main
from data_access.figures import figure, figures
from data_access.importing import import_package
from data_access.importing.erasing import Erased, EraseRefused, erase_miner
from data_access.importing.history import changes
from data_access.importing.undoing import UndoRefused, undo_import
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.importing.holding import (
    contents,
    keys,
    records,
    refused,
    take_in,
    version_of,
    waiting,
    with_quarantine,
)
from tests.data_access.importing.packages import Tables, tiny
from tests.data_access.importing.world import package_of
from tests.data_access.random_stores import random_store

# Nothing else has these letters in it.
SOMEBODY = "Qzx-Ñandú-77"


def told_of(miner: str) -> Tables:
    """The tiny package with its first miner under another pseudonym."""
    tables = tiny()
    for table, column in (
        ("miner", "id"),
        *((name, "miner_id") for name in ("membership", "attendance", "cover")),
    ):
        for row in tables[table]:
            row[column] = row[column].replace("M1", miner)
    return tables


def holds(engine: Engine, miner: str) -> list[str]:
    """The tables that have the pseudonym in any cell, also as bytes, whatever the letters' size."""
    found = []
    for name, rows in contents(engine, without=set()).items():
        cells = (cell for row in rows for cell in row)
        texts = (cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in cells)
        written = {miner.casefold(), json.dumps(miner, ensure_ascii=False)[1:-1].casefold()}
        if any(each in text.casefold() for text in texts for each in written):
            found.append(name)
    return found


def in_file(engine: Engine, miner: str) -> bool:
    """Whether the SQLite file has the pseudonym anywhere in it, also between its rows."""
    assert engine.url.database
    beside = (Path(f"{engine.url.database}{ending}") for ending in ("", "-wal", "-journal"))
    return any(path.exists() and miner.encode() in path.read_bytes() for path in beside)


@pytest.mark.parametrize("miner", ["Qzx-77", SOMEBODY, "q%z_/x\\7", 'q"z'])
def test_nothing_is_left_of_a_person(engine: Engine, tmp_path: Path, miner: str) -> None:
    tables = told_of(miner)
    take_in(engine, tmp_path / "1", tables)
    # The history has them, and the quarantine, under its own letters and others'.
    tables["miner"][0]["birth_year"] = "1981"
    tables["membership"][0]["relation"] = "external"
    tables["miner"].append({"id": "M4", "sex": "?"})
    tables["cover"].append(tables["cover"][0] | {"id": "C9", "payer": "nobody"})
    tables["attendance"].append({"session_id": "T9", "miner_id": miner.upper()})
    with_quarantine(engine, tmp_path / "2", tables)
    # What was taken back has left its traces between the rows.
    more = {"cover": [tables["cover"][0] | {"id": f"X{number}"} for number in range(50)]}
    third = take_in(engine, tmp_path / "3", more)
    assert third.import_id
    undo_import(engine, third.import_id)
    assert set(holds(engine, miner)) >= {"miner", "membership", "cover", "attendance", "row_version"}
    # SQLite keeps no text twice: the pseudonym is there as it is, but for what JSON writes otherwise.
    sqlite = engine.dialect.name == "sqlite"
    assert not sqlite or in_file(engine, miner)
    erased = erase_miner(engine, miner)
    assert (erased.rows, erased.versions) == (8, 2)
    assert (erased.quarantined, erased.uploads) == (2, 2)
    assert holds(engine, miner) == []
    assert not sqlite or not in_file(engine, miner)
    assert [row.cells["id"] for row in waiting(engine)] == ["M4"]
    assert not any(key.startswith(("MS1", "MS2")) for key in keys(engine, "membership"))
    assert len(keys(engine, "miner")) == 3 and len(keys(engine, "cover")) == 4


def test_others_are_left_alone(engine: Engine, tmp_path: Path) -> None:
    tables = told_of("P1")
    tables["miner"] += [{"id": f"P1{number}", "sex": "male"} for number in range(3)]
    tables["miner"].append({"id": "P13", "sex": "?"})
    with_quarantine(engine, tmp_path / "1", tables)
    corrected = {"miner": [{"id": "P10", "sex": "female"}]}
    take_in(engine, tmp_path / "2", corrected)
    before = contents(engine)
    erase_miner(engine, "P1")
    after = contents(engine)
    assert [row.cells["id"] for row in waiting(engine)] == ["P13"]
    assert after["row_version"] == before["row_version"]
    unchanged = {"miner", "membership", "attendance", "cover", "kept_upload", "erased_miner"}
    assert {name for name in after if after[name] != before[name]} == unchanged
    assert [row for row in after["miner"] if not row[0].startswith("erased-")] == [
        row for row in before["miner"] if row[0] != "P1"
    ]
    for name in ("membership", "cover", "attendance"):
        assert len([row for row in after[name] if row in before[name]]) == len(after[name]) - {
            "membership": 2, "cover": 4, "attendance": 1,
        }[name]  # fmt: skip


@pytest.mark.parametrize("inside", ["utf-8", "cp1252", "utf-16", "zip", "workbook in a folder"])
def test_uploads_are_forgotten_however_they_were_written(engine: Engine, tmp_path: Path, inside: str) -> None:
    take_in(engine, tmp_path / "1", {name: rows for name, rows in tiny().items() if name != "miner"} | {
        "membership": [], "attendance": [], "cover": []})  # fmt: skip
    folder = tmp_path / "sent"
    folder.mkdir()
    text = f"id,sex\n{SOMEBODY},male\n"
    path = folder
    if inside == "workbook in a folder":
        import xlsxwriter

        with xlsxwriter.Workbook(folder / "people.xlsx") as book:
            sheet = book.add_worksheet("miner")
            for number, line in enumerate(text.splitlines()):
                sheet.write_row(number, 0, line.split(","))
    elif inside == "zip":
        path = tmp_path / "sent.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("miner.csv", text)
    else:
        (folder / "miner.csv").write_text(text, inside)
    summary = import_package(engine, path)
    assert summary.rows == {"miner": 1}
    others = len(contents(engine)["kept_upload"]) - 1
    assert erase_miner(engine, SOMEBODY).uploads == 1
    assert len(contents(engine)["kept_upload"]) == others == 1


def test_an_erased_person_does_not_come_back(engine: Engine, tmp_path: Path) -> None:
    first = take_in(engine, tmp_path / "1", tiny())
    version = version_of(engine)
    assert erase_miner(engine, "M1", by="somebody") == Erased(8, 0, 0, 1)
    assert version_of(engine) != version
    with engine.connect() as connection:
        erasure = changes(connection)[0]
    assert (erasure.kind, erasure.by) == ("erasure", "somebody")
    assert "M1" not in f"{erasure}"
    problems = refused(engine, tmp_path / "1", tiny())
    assert [(p.table, p.row, p.column, p.value) for p in problems] == [("miner", 2, "id", "M1")]
    assert problems[0].reason.startswith("This person was erased from the store")
    before = records(engine)
    with_quarantine(engine, tmp_path / "1", tiny())
    assert records(engine) == before
    assert {(row.table, row.line) for row in waiting(engine)} == {
        ("miner", 2), ("membership", 2), ("membership", 3), ("attendance", 2),
        *(("cover", line) for line in range(2, 6)),
    }  # fmt: skip
    # Without the row itself, what refers to the person refers to nobody.
    alone = {"attendance": tiny()["attendance"]}
    assert [(p.table, p.row) for p in refused(engine, tmp_path / "2", alone)] == [("attendance", 2)]
    assert first.import_id
    with pytest.raises(UndoRefused):
        undo_import(engine, first.import_id)


def test_an_erased_person_does_not_come_into_quarantine(engine: Engine, tmp_path: Path) -> None:
    """What is set aside says that somebody erased is meant, and what was sent is not kept."""
    take_in(engine, tmp_path / "1", told_of("Qzx"))
    erase_miner(engine, "Qzx")
    with_quarantine(engine, tmp_path / "2", told_of("Qzx"))
    assert holds(engine, "Qzx") == []
    assert {row.cells["id"] for row in waiting(engine) if row.table == "miner"} == {"(erased)"}
    assert contents(engine)["kept_upload"] == []
    with pytest.raises(EraseRefused, match="The store knows of no miner Qzx: neither"):
        erase_miner(engine, "Qzx")


def test_who_waits_in_quarantine_alone_is_erased(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", tiny())
    bad = {"miner": [tiny()["miner"][0] | {"id": "Qzx", "sex": "?"}]}
    with_quarantine(engine, tmp_path / "2", bad)
    assert holds(engine, "Qzx") == ["quarantined_row"]
    assert erase_miner(engine, "Qzx") == Erased(0, 0, 1, 1)
    assert holds(engine, "Qzx") == []


def test_who_is_not_known_is_refused_in_words(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    take_in(engine, tmp_path / "1", tiny())
    before = contents(engine, without=set())
    with pytest.raises(EraseRefused):
        erase_miner(engine, "M")
    assert contents(engine, without=set()) == before
    url = engine.url.render_as_string(hide_password=False)
    for miner, code, words in (
        (
            "M1",
            0,
            "Erased: 8 rows are somebody anonymous's now; 0 earlier versions, 0 quarantined rows and 1 ",
        ),
        ("M1", 2, "The store knows of no miner M1: neither now nor before."),
    ):
        with pytest.raises(SystemExit) as ended:
            main(["erase", miner, "--store", url])
        printed = capsys.readouterr()
        assert (ended.value.code or 0, (printed.out + printed.err).startswith(words)) == (code, True)


def every_figure(engine: Engine) -> dict[tuple[str, str | None], pd.DataFrame]:
    """Each figure as a whole, and by some of its dimensions, one after the other."""
    selection = Selection(date(2023, 1, 1), date(2024, 12, 31), date(2024, 12, 31))
    found = {}
    with engine.connect() as connection:
        for name, known in figures().items():
            for dimension in (None, *known.dimensions[::3]):
                by = (dimension,) if dimension else ()
                found[name, dimension] = figure(connection, UNRESTRICTED, name, selection, by)
    return found


def test_figures_stay_as_they_were_recorded(engine: Engine, tmp_path: Path) -> None:
    take_in(engine, tmp_path / "1", package_of(random_store(5, 14)), data_date="2024-12-31", sample=False)
    before = every_figure(engine)
    counted: list[Any] = [key for key, frame in before.items() if frame["value"].fillna(0).any()]
    people = {"active_miners", "trained_miners", "insured", "training_coverage"}
    assert people & {name for name, _ in counted} and len(counted) > 40
    for miner in ("m00", "m07", "m13"):
        erase_miner(engine, miner)
    after = every_figure(engine)
    for key, frame in before.items():
        pd.testing.assert_frame_equal(after[key], frame, obj=str(key))

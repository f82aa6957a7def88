"""A package as it was sent: its bytes, its hash, what it says of itself, and what is told in its stead."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from data_access.importing.problems import PackageRefused, Problems
from data_access.importing.reading import Told, opened
from tests.data_access.importing.corpus import CORPUS
from tests.data_access.importing.corpus_case import zipped
from tests.data_access.importing.corpus_workbooks import MINER_CELLS, Cells, workbook
from tests.data_access.importing.packages import tiny, write


def test_tables_come_after_those_that_they_refer_to(tmp_path: Path) -> None:
    with opened(write(tmp_path / "tiny", tiny()), Told(), Problems()) as package:
        assert list(package.tables) == [name for name in package.tables if name in tiny()]
        assert set(package.tables) == set(tiny())
        order = list(package.tables)
    assert order.index("organisation") < order.index("programme") < order.index("training_session")


def test_what_a_descriptor_says(tmp_path: Path) -> None:
    with opened(write(tmp_path / "tiny", tiny()), Told(), Problems()) as package:
        said = (package.name, package.title, package.version, package.data_date, package.sample)
    assert said == ("tiny", "A tiny package", "1", date(2024, 6, 30), True)


def test_what_is_told_goes_before_what_is_written(tmp_path: Path) -> None:
    problems = Problems()
    folder = write(tmp_path / "tiny", tiny(), name=None, data_date=None)
    with opened(folder, Told(name="told", data_date=date(2024, 1, 31)), problems) as package:
        assert (package.name, package.data_date) == ("told", date(2024, 1, 31))
    assert problems.whole == []


def test_a_descriptor_without_name_and_day_is_refused_twice(tmp_path: Path) -> None:
    problems = Problems()
    with opened(write(tmp_path / "tiny", tiny(), name=None, data_date=None), Told(), problems):
        pass
    assert [problem.column for problem in problems.whole] == ["name", "data_date"]


def test_what_says_nothing_of_itself_has_the_name_of_its_file_and_no_data_date() -> None:
    with opened(CORPUS / "folder", Told(), Problems()) as package:
        said = (package.name, package.title, package.version, package.data_date, package.sample)
    assert said == ("folder", "folder", "", None, False)


def test_what_the_sheet_of_a_workbook_says(tmp_path: Path) -> None:
    said: Cells = [["field", "value"], ["name", "libro"], ["Title", "Un libro"], ["version", 2],
            ["data_date", date(2024, 6, 30)], ["sample", "sí"]]  # fmt: skip
    path = workbook({"package": said, "miner": MINER_CELLS})(tmp_path)
    problems = Problems()
    with opened(path, Told(), problems) as package:
        found = (package.name, package.title, package.version, package.data_date, package.sample)
    assert found == ("libro", "Un libro", "2", date(2024, 6, 30), True)
    assert problems.whole == []


@pytest.mark.parametrize("sent", [zipped("folder"), zipped("folder", "top/")])
def test_a_zip_has_the_hash_of_its_folder_and_is_given_back_as_it_is(tmp_path: Path, sent: object) -> None:
    path = sent(tmp_path)  # type: ignore[operator]
    with (
        opened(path, Told(), Problems()) as of_zip,
        opened(CORPUS / "folder", Told(), Problems()) as of_folder,
    ):
        assert of_zip.content_hash == of_folder.content_hash
        assert of_zip.as_sent() == path.read_bytes()
        again = tmp_path / "again.zip"
        again.write_bytes(of_folder.as_sent())
    with opened(again, Told(), Problems()) as package:
        assert package.content_hash == of_folder.content_hash
    assert zipfile.ZipFile(again).namelist() == ["Lote de oro.csv", "Mineros.csv"]


def test_the_hash_is_another_with_another_mapping(tmp_path: Path) -> None:
    sent = CORPUS / "own-sheet" / "lista.csv"
    changed = tmp_path / "own-sheet.toml"
    changed.write_text(
        (CORPUS / "own-sheet.toml").read_text("utf-8").replace("month-first", "day-first"), "utf-8"
    )
    hashes = set()
    for mapping in (CORPUS / "own-sheet.toml", changed):
        with opened(sent, Told(mapping=mapping), Problems()) as package:
            hashes.add(package.content_hash)
    assert len(hashes) == 2


def test_unreadable_tables_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", tiny())
    (folder / "miner.csv").write_bytes(b"")
    with opened(folder, Told(), Problems()) as package:
        assert package.unreadable == {"miner"}


def test_a_workbook_in_a_zip_is_read(tmp_path: Path) -> None:
    made = workbook({"Hoja1": MINER_CELLS}, "Mineros.xlsx")(tmp_path)
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(made, made.name)
    problems = Problems()
    with opened(path, Told(), problems) as package:
        rows = list(package.tables["miner"].rows({}, problems))
    assert [row.values[0] for row in rows] == ["N1", "N2"]
    assert problems.whole == []


def test_a_workbook_whose_xml_is_cut_is_refused(tmp_path: Path) -> None:
    """What reads workbooks might look for its end for ever."""
    whole = workbook({"miner": MINER_CELLS})(tmp_path)
    path = tmp_path / "cut.xlsx"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w") as cut:
        for name in archive.namelist():
            content = archive.read(name)
            cut.writestr(name, content[:-40] if name.endswith("sheet1.xml") else content)
    with pytest.raises(PackageRefused, match="The workbook can't be read"), opened(path, Told(), Problems()):
        pass


def test_nothing_can_be_opened_that_is_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(PackageRefused, match="No such file or directory"),
        opened(tmp_path / "x", Told(), Problems()),
    ):
        pass


def test_a_table_without_its_keys_cannot_be_read(tmp_path: Path) -> None:
    """Else whatever refers to its rows would be blamed for their absence."""
    folder = write(tmp_path / "tiny", tiny())
    (folder / "currency.csv").write_bytes(b"\xff")
    problems = Problems()
    with opened(folder, Told(), problems) as package:
        assert package.unreadable == {"currency"}
        assert "currency" not in package.tables
    assert {problem.table for problem in problems.whole} == {"currency"}

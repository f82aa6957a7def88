"""What an export may take the place of, and that all is as it was where it may not."""

from __future__ import annotations

import errno
import gc
import os
import stat
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from data_access import schema as s
from data_access.moving.packages import export
from data_access.moving.refusal import CannotMove
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.store import writing_engine
from tests.data_access.moving.whole_stores import entry

Files = dict[str, bytes]


@pytest.fixture
def url(sqlite_store_url: str) -> str:
    """A store with a country: how it is read is tested elsewhere."""
    engine = writing_engine(sqlite_store_url)
    with engine.begin() as connection:
        connection.execute(insert(s.Country), {"id": "PE", "name": "Peru"})
        connection.execute(
            insert(s.PackageImport),
            {"name": "p", "title": "P", "version": "", "data_date": entry()["at"].date(), "sample": False,
             "row_count": 1, "content_hash": "0" * 64, "imported_at": entry()["at"]},
        )  # fmt: skip
    engine.dispose()
    return sqlite_store_url


def exported(url: str, target: Path, force: bool = False) -> Path:
    with snapshot(url) as connection:
        export(connection, target, Nobody(), force=force)
    return target


def files_in(folder: Path) -> Files:
    found = sorted(folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def nothing(_: Path) -> None:
    pass


def empty_folder(target: Path) -> None:
    target.mkdir()


def package(target: Path) -> None:
    target.mkdir()
    (target / "datapackage.json").write_text("{}")
    (target / "miner.csv").write_text("id\nM1\n")


def other_things(target: Path) -> None:
    package(target)
    (target / "diary.csv").write_text("mine")


def folder_within(target: Path) -> None:
    package(target)
    (target / "unit.csv").mkdir()


def file(target: Path) -> None:
    target.write_text("mine")


def empty_file(target: Path) -> None:
    target.write_text("")


def folder_missing(target: Path) -> None:
    target.parent.rmdir()


WRITTEN = {"datapackage.json", "country.csv"}


@pytest.mark.parametrize(
    ("name", "there", "force"),
    [
        ("package", nothing, False),
        ("package", empty_folder, False),
        ("package", package, True),
        ("package.zip", nothing, False),
        ("package.zip", empty_file, False),
        ("package.ZIP", file, True),
        ("package.xlsx", file, True),
    ],
)
def test_an_export_takes_its_place(
    url: str, tmp_path: Path, name: str, there: Callable[[Path], None], force: bool
) -> None:
    target = tmp_path / "out" / name
    target.parent.mkdir()
    there(target)
    exported(url, target, force)
    assert [path.name for path in target.parent.iterdir()] == [name], "nothing is left beside it"
    assert stat.S_IMODE(target.stat().st_mode) & 0o077 == 0, "it is for its owner alone"
    if target.is_dir():
        assert set(files_in(target)) == WRITTEN
    else:
        assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "there", "force", "told"),
    [
        ("package", package, False, "is not empty.*--force"),
        ("package", other_things, True, "holds other things than a package, such as diary.csv"),
        ("package", folder_within, True, "such as unit.csv"),
        ("package", file, True, r"is a file\. Name a folder"),
        ("package.zip", file, False, "is there already.*--force"),
        ("package.xlsx", file, False, "is there already.*--force"),
        ("package.zip", empty_folder, True, r"is a folder\. Name a file"),
        ("package", folder_missing, False, "can't be written: No such file or directory"),
        ("package.zip", folder_missing, False, "can't be written: No such file or directory"),
    ],
)
def test_what_may_not_be_replaced_stays(
    url: str, tmp_path: Path, name: str, there: Callable[[Path], None], force: bool, told: str
) -> None:
    target = tmp_path / "out" / name
    target.parent.mkdir()
    there(target)
    before = files_in(tmp_path)
    with pytest.raises(CannotMove, match=told):
        exported(url, target, force)
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "fails"),
    [
        ("package", "data_access.moving.files._keep"),
        ("package.zip", "data_access.moving.files._keep"),
        ("package.xlsx", "data_access.moving.files._keep"),
        ("package.xlsx", "xlsxwriter.workbook.ZipFile"),
    ],
)
def test_a_full_disk_leaves_what_was_there(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, fails: str
) -> None:
    target = exported(url, tmp_path / name)
    before = files_in(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(fails, full)
    with warnings.catch_warnings():
        # The workbook writer forgets its passing files then, and the process ends.
        warnings.simplefilter("ignore", ResourceWarning)
        with pytest.raises(CannotMove, match=r"No space left on device.*make room"):
            exported(url, target, force=True)
        gc.collect()
    assert files_in(tmp_path) == before

"""A workbook's cells, read by another program, are those of the package's files."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import Boolean, Engine, Float, Integer

from data_access import schema as s
from data_access.importing import import_package
from data_access.importing.descriptor import delivered_columns, field_name, record_tables
from data_access.moving import workbooks
from data_access.moving.refusal import CannotMove
from data_access.store import writing_engine
from tests.data_access.importing.packages import tiny, write
from tests.data_access.moving.exporting import (
    SOME_TEXTS,
    STORIES,
    TAKEN_IN,
    Emptied,
    exported,
    fill,
    gold,
    taken_in_again,
)
from tests.data_access.moving.whole_stores import records
from tests.data_access.random_stores import SOME_STORES, random_store

Rows = list[dict[str, str]]
LONGEST = workbooks.LONGEST


def in_files(folder: Path) -> dict[str, Rows]:
    """The rows of each file of a package, as texts by header."""
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


def in_sheets(path: Path) -> dict[str, Rows]:
    """The rows of each sheet but the first one, parts put together and each cell as a file has it."""
    with CalamineWorkbook.from_path(path) as book:
        assert book.sheet_names[0] == "package"
        return {name: in_sheet(book, name) for name in book.sheet_names[1:]}


def in_sheet(book: CalamineWorkbook, name: str) -> Rows:
    header, *rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    found = []
    for row in rows:
        cells: dict[str, str] = {}
        for label, cell in zip(header, row, strict=True):
            first, _, _ = str(label).partition("+")
            cells[first] = cells.get(first, "") + as_text(cell)
        found.append(cells)
    return found


def as_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(int(cell) if cell.is_integer() else cell)
    assert isinstance(cell, str), f"{cell!r} is a day, which workbooks know only since 1900"
    return cell


def same_numbers(tables: dict[str, Rows]) -> dict[str, Rows]:
    """The rows with numbers written in one way: 12.50 and 12.5 are the same."""
    fields = {
        (table.name, field_name(column))
        for table in record_tables().values()
        for column in delivered_columns(table)
        if isinstance(column.type, Integer | Float) and not isinstance(column.type, Boolean)
    }
    return {
        name: [
            {field: plain(cell) if (name, field) in fields else cell for field, cell in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }


def plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number and "e" not in number else number


@pytest.mark.parametrize("made", [random_store, gold])
@SOME_STORES
@given(seed=st.integers(0, 10**6))
def test_random_stores(
    engine: Engine, store_url: str, emptied: Emptied, tmp_path: Path, made: Any, seed: int
) -> None:
    fill(engine, made(seed))
    expected = in_files(exported(store_url, tmp_path / "package"))
    path = exported(store_url, tmp_path / "package.xlsx")
    assert same_numbers(in_sheets(path)) == same_numbers(expected)
    assert taken_in_again(emptied, path) == records(engine)


@SOME_TEXTS
@given(stories=STORIES)
def test_texts_of_all_kinds(
    engine: Engine, store_url: str, emptied: Emptied, tmp_path: Path, stories: list[tuple[str, str, str]]
) -> None:
    """They come back as they are, or are refused in words."""
    fill(engine, [s.Story(id=key, language="en", title=title, body=body) for key, title, body in stories])
    if any(workbooks.LOST.search(text) for story in stories for text in story):
        with pytest.raises(CannotMove, match=r"^story, row \d"):
            exported(store_url, tmp_path / "package.xlsx")
        return
    expected = in_files(exported(store_url, tmp_path / "package"))
    path = exported(store_url, tmp_path / "package.xlsx")
    assert in_sheets(path) == expected
    assert taken_in_again(emptied, path) == records(engine)


def test_the_sample(sample_sqlite_store_url: str, emptied: Emptied, tmp_path: Path) -> None:
    expected = in_files(exported(sample_sqlite_store_url, tmp_path / "package"))
    path = exported(sample_sqlite_store_url, tmp_path / "package.xlsx")
    assert same_numbers(in_sheets(path)) == same_numbers(expected)
    sample = writing_engine(sample_sqlite_store_url)
    assert taken_in_again(emptied, path) == records(sample)
    sample.dispose()


def stories(*bodies: str) -> Iterable[s.Story]:
    return [s.Story(id=f"{n}", language="en", title="T", body=body) for n, body in enumerate(bodies)]


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("x" * LONGEST, 1),
        ("x" * (LONGEST + 1), 2),
        ("x" * LONGEST * 3, 3),
        ("𝒳" * LONGEST, 3),  # each two units long, and never cut in two
        ("x" * (LONGEST - 1) + "𝒳", 2),
        ("x" * (LONGEST - 1) + "\r\n", 2),
        ("x" * (LONGEST - 2) + "  y", 2),
        ("x" * (LONGEST - 3) + "_x0041_", 2),
        ("=" * LONGEST + "=1+1", 2),
    ],
    ids=lambda value: f"{len(value)} from {value[-3:]!r}" if isinstance(value, str) else str(value),
)
def test_a_long_text_goes_on_in_further_columns(
    engine: Engine, store_url: str, emptied: Emptied, tmp_path: Path, body: str, parts: int
) -> None:
    fill(engine, stories(body, "short"))
    path = exported(store_url, tmp_path / "package.xlsx")
    assert [row["body"] for row in in_sheets(path)["story"]] == [body, "short"]
    with CalamineWorkbook.from_path(path) as book:
        header = book.get_sheet_by_name("story").to_python(skip_empty_area=False)[0]
    assert [label for label in header if str(label).startswith("body")] == [
        "body",
        *(f"body+{part}" for part in range(2, parts + 1)),
    ]
    assert taken_in_again(emptied, path) == records(engine)


@pytest.mark.parametrize("text", ["<r>bold</r>", "a\ufffeb", "\uffff", "_x005F_x0041_"])
def test_what_a_workbook_would_change_is_refused(
    engine: Engine, store_url: str, tmp_path: Path, text: str
) -> None:
    fill(engine, stories("fine", text))
    with pytest.raises(CannotMove, match=r"^story, row 3, body: .*Export to a folder, or .*\.zip"):
        exported(store_url, tmp_path / "package.xlsx")
    assert not list(tmp_path.iterdir())


def test_more_rows_than_a_sheet_has_are_refused(
    engine: Engine, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workbooks.MOST_ROWS == 2**20 - 1, "one is for the header"
    monkeypatch.setattr(workbooks, "MOST_ROWS", 3)
    fill(engine, stories(*"abc"))
    exported(store_url, tmp_path / "package.xlsx").unlink()
    fill(engine, stories(*"abcd"))
    with pytest.raises(CannotMove, match=r"story has 4 rows, and a sheet can have 3\..*\.zip"):
        exported(store_url, tmp_path / "package.xlsx")
    assert not list(tmp_path.iterdir())


def test_no_cell_is_a_formula_or_a_link(engine: Engine, store_url: str, tmp_path: Path) -> None:
    fill(engine, stories("=1+1", "{=1}", "+1", "@x", "http://example.org", "=HYPERLINK(1)"))
    with zipfile.ZipFile(exported(store_url, tmp_path / "package.xlsx")) as archive:
        written = b"".join(archive.read(name) for name in archive.namelist())
    assert not re.search(rb"<f>|<hyperlink", written)


def test_numbers_longer_than_a_cell_keeps_are_texts(
    engine: Engine, store_url: str, migrated_sqlite_file: Path, tmp_path: Path
) -> None:
    import_package(engine, write(tmp_path / "tiny", tiny()))
    path = exported(store_url, tmp_path / "package.xlsx")
    with CalamineWorkbook.from_path(path) as book:
        header, *rows = book.get_sheet_by_name("cover").to_python(skip_empty_area=False)
    place = header.index("cost")
    assert [row[place] for row in rows] == [12.5, "90071992547409.93", 15000.0, 0.125]


def test_the_first_sheet_says_what_the_package_is(engine: Engine, store_url: str, tmp_path: Path) -> None:
    fill(engine, stories("a"))
    with CalamineWorkbook.from_path(exported(store_url, tmp_path / "package.xlsx")) as book:
        assert book.get_sheet_by_name("package").to_python() == [
            ["field", "value"],
            ["name", "p"],
            ["title", TAKEN_IN["title"]],
            ["version", "1.0"],
            ["data_date", date(2024, 6, 30).isoformat()],
            ["sample", False],
        ]

"""Tables as workbooks: names that sheets can have, and cells that stay what they are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from data_access.sheets import Heading, Sheet, as_grid, as_workbook, sheet_names

DAY = date(2026, 9, 30)


def read(file: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def test_names_of_sheets_are_what_a_workbook_takes() -> None:
    titles = ["A / B: [c]*?\\", "a  b   c", "History", "'quoted'", "", "x" * 40, "x" * 40, "😀" * 20]
    assert sheet_names(titles) == [
        "A B c",
        "a b c 2",
        "History 2",
        "quoted",
        "–",
        f"{'x' * 30}…",
        f"{'x' * 28}… 2",
        f"{'😀' * 15}…",
    ]


def test_every_sheet_of_many_has_a_name_of_its_own() -> None:
    names = sheet_names(["The same title of very many sheets"] * 120)
    assert len({name.casefold() for name in names}) == 120
    assert max(map(len, names)) <= 31


def test_texts_are_no_formulas_links_or_markup() -> None:
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "http://a.example",
        "<r>rich</r>",
        "1",
        "true",
        "_x0041_",
        "x" * 40_000,
    ]
    file = as_workbook([Sheet("S", [Heading("=T")], [[text] for text in texts])], "=t", "=a", DAY, "#0B6E69")
    (rows,) = read(file).values()
    assert [str(row[0]).strip() for row in rows[1:-1]] == texts[:-1]
    assert len(str(rows[-1][0])) == 32_767
    with ZipFile(BytesIO(file)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet


def test_numbers_and_days_are_numbers_and_days() -> None:
    headings = [Heading("n", "count"), Heading("m", "money"), Heading("d", "day"), Heading("s", "share")]
    cells: list[list[object]] = [
        [7, Decimal("1234567890123.45"), DAY, 0.1],
        [None, Decimal("0.1234567890123456789"), date(1850, 1, 2), 1.0],
    ]
    (rows,) = read(as_workbook([Sheet("S", headings, cells)], "t", "a", DAY, "#0B6E69")).values()
    assert rows[1:] == [[7, 1234567890123.45, DAY, 0.1], ["", "0.1234567890123456789", "1850-01-02", 1]]


def test_above_a_table_stand_lines_and_its_first_cells_lead_to_other_sheets() -> None:
    first = Sheet(
        "It's", [Heading("Sheet")], [["Other"]], [("Title", "title"), ("A lead", "lead")], ["Other"]
    )
    file = as_workbook([first, Sheet("Other", [Heading("H")], [])], "t", "a", DAY, "#0B6E69")
    assert read(file)["It's"] == [["Title"], ["A lead"], [""], ["Sheet"], ["Other"]]
    with ZipFile(BytesIO(file)) as parts:
        assert "location=\"'Other'!A1\"" in parts.read("xl/worksheets/sheet1.xml").decode().replace(
            "&apos;", "'"
        )


def test_a_file_is_the_same_each_time() -> None:
    sheets = [Sheet("S", [Heading("H")], [["a"]])]
    assert as_workbook(sheets, "t", "a", DAY, "#0B6E69") == as_workbook(sheets, "t", "a", DAY, "#0B6E69")


def test_a_grid_has_its_cells_and_nothing_else() -> None:
    assert read(as_grid([["", "=A"], ["b", 1.5], ["c", None]])) == {
        "Sheet1": [["", "=A"], ["b", 1.5], ["c", ""]]
    }

"""Workbooks: typed cells, titles and merged headers, sheets beside the tables, errors, and other formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from data_access.importing.reading import Told
from tests.data_access.importing.corpus_case import Case, Expected, Rows
from tests.data_access.importing.corpus_texts import MINERS

# The cells of a sheet, row by row.
Cells = list[list[Any]]
LOTS = ["id", "organisation_id", "buyer_id", "sold_on", "fine_grams", "destination_id"]
MINER_CELLS: Cells = [["id", "sex", "birth_year"], ["N1", "female", 1980], ["N2", "male"]]


def workbook(
    sheets: dict[str, Cells],
    name: str = "sent.xlsx",
    merged: dict[str, list[str]] | None = None,
    **options: Any,
) -> Callable[[Path], Path]:
    """A workbook of these sheets; ``merged`` are ranges of a sheet, as A1:A2: the first cell has the text."""

    def make(folder: Path) -> Path:
        path = folder / name
        with xlsxwriter.Workbook(path, options) as book:
            formats = {
                datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
                date: book.add_format({"num_format": "dd/mm/yyyy"}),
                time: book.add_format({"num_format": "hh:mm"}),
            }
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for area in (merged or {}).get(title, []):
                    sheet.merge_range(area, "")
                for row, cells in enumerate(rows):
                    for column, cell in enumerate(cells):
                        _write(sheet, row, column, cell, formats)
        return path

    return make


def _write(sheet: Any, row: int, column: int, cell: Any, formats: dict[type, Any]) -> None:
    if type(cell) in formats:
        sheet.write_datetime(row, column, cell, formats[type(cell)])
    elif isinstance(cell, str) and cell.startswith("="):
        sheet.write_formula(row, column, cell, None, "#DIV/0!")
    elif isinstance(cell, str) and cell:
        sheet.write_string(row, column, cell)
    elif cell != "":
        sheet.write(row, column, cell)


def lots(*cells: tuple[Any, Any], **options: Any) -> Callable[[Path], Path]:
    """A workbook of gold lots with these days and grams."""
    rows = [[f"L{number}", "ORG", "ORG", *pair, "PE"] for number, pair in enumerate(cells, 2)]
    return workbook({"gold_lot": [LOTS, *rows]}, **options)


def read_lots(*cells: tuple[str, str]) -> Rows:
    lot = {"organisation_id": "ORG", "buyer_id": "ORG", "destination_id": "PE"}
    rows = [
        {"id": f"L{number}", "sold_on": day, "fine_grams": grams}
        for number, (day, grams) in enumerate(cells, 2)
    ]
    return {"gold_lot": [lot | row for row in rows if all(row.values())]}


def refused(name: str, make: Callable[[Path], Path], *refusals: Expected) -> Case:
    return Case(name, make, None, list(refusals))


CELLS = [
    Case(
        "days and numbers as cells",
        lots(
            (date(2024, 4, 17), 12.5),
            (45399, 0.1 + 0.2),
            (datetime(2024, 4, 17), 1234567),
            ("17/04/2024", "12,5"),
            ("17 abr 2024", 1.234),
            (datetime(2024, 4, 17, 10, 30), 1),
            (45399.5, 5),
            (date(2024, 4, 17), True),
            (True, 5),
            (time(10, 30), 5),
            ("=1/0", 5),
            (date(2024, 4, 17), date(2024, 4, 17)),
        ),
        read_lots(
            ("2024-04-17", "12.5"),
            ("2024-04-17", "0.3"),
            ("2024-04-17", "1234567"),
            ("2024-04-17", "12.5"),
            ("2024-04-17", "1.234"),
        ),
        [
            ("gold_lot", 7, "sold_on", "A day has no time of day."),
            ("gold_lot", 8, "sold_on", "This is not a day."),
            ("gold_lot", 9, "fine_grams", "This is not a number."),
            ("gold_lot", 10, "sold_on", "This is not a day."),
            ("gold_lot", 11, "sold_on", "This is not a day."),
            ("gold_lot", 12, "sold_on", "The spreadsheet shows an error here."),
            ("gold_lot", 13, "fine_grams", "This is not a number."),
        ],
    ),
    Case(
        "days counted from 1904",
        lots((date(2024, 4, 17), 1), (43937, 1), date_1904=True),
        read_lots(("2024-04-17", "1"), ("2024-04-17", "1")),
    ),
    Case(
        "moments as cells",
        workbook(
            {
                "assessment": [
                    ["id", "unit_id", "ladder_id", "stage_id", "assessed_on", "recorded_at"],
                    ["A2", "U1", "SBG", "SBG-1", date(2024, 4, 17), datetime(2024, 4, 17, 10, 30)],
                    ["A3", "U1", "SBG", "SBG-1", date(2024, 4, 17), datetime(2024, 4, 17)],
                    ["A4", "U1", "SBG", "SBG-1", date(2024, 4, 17), 45399.4375],
                ]
            }
        ),
        {
            "assessment": [
                {
                    "id": code,
                    "unit_id": "U1",
                    "ladder_id": "SBG",
                    "stage_id": "SBG-1",
                    "assessed_on": "2024-04-17",
                    "recorded_at": moment,
                }
                for code, moment in (
                    ("A2", "2024-04-17T10:30:00"),
                    ("A3", "2024-04-17T00:00:00"),
                    ("A4", "2024-04-17T10:30:00"),
                )
            ]
        },
    ),
    Case(
        "numbers as codes and texts",
        workbook(
            {
                "ladder": [
                    ["id", "name", "owner", "illustrative"],
                    [1001, 2024, 1.5, True],
                    [1002, "x", "y", 0],
                ],
                "topic": [["id", "name", "required"], [7, date(2024, 4, 17), 1], [10**15, "x", False]],
            }
        ),
        {
            "ladder": [
                {"id": "1001", "name": "2024", "owner": "1.5", "illustrative": "true"},
                {"id": "1002", "name": "x", "owner": "y", "illustrative": "false"},
            ],
            "topic": [{"id": "7", "name": "2024-04-17", "required": "true"}],
        },
        [("topic", 3, "id", "The spreadsheet keeps 15 digits of a number.")],
    ),
    refused(
        "one convention for the whole workbook",
        workbook(
            {
                "gold_lot": [LOTS, ["L2", "ORG", "ORG", "17/04/2024", 5, "PE"]],
                "miner": MINER_CELLS,
                "membership": [
                    ["id", "miner_id", "unit_id", "relation", "joined_on"],
                    ["MS9", "N1", "U1", "internal", "04/17/2024"],
                ],
            }
        ),
        (
            "gold_lot",
            2,
            "sold_on",
            "Here the day comes first, and in membership, row 2, joined_on (04/17/2024)",
        ),
    ),
]

HEADERS = [
    Case(
        "titles and merged headers",
        workbook(
            {
                "miner": [
                    ["Padrón de mineros"],
                    [],
                    ["Código", "Persona"],
                    ["", "Sexo", "Año de nacimiento"],
                    ["N1", "Mujer", 1980],
                    [],
                    ["N2", "Hombre", ""],
                ]
            },
            merged={"miner": ["A1:C1", "A3:A4", "B3:C3"]},
        ),
        MINERS,
    ),
    Case(
        "tables that begin elsewhere",
        workbook({"miner": [[], [], *[["", "", *row] for row in MINER_CELLS]]}),
        MINERS,
    ),
    refused(
        "a remark beside the table",
        workbook({"miner": [*MINER_CELLS, ["N3", "male", 1990, "", "nueva"]]}),
        ("miner", 4, None, "Something stands here in column 5, which has no header."),
    ),
    refused(
        "cells merged below the header",
        workbook({"miner": [*MINER_CELLS, ["N3"], ["N4"]]}, merged={"miner": ["B3:B5"]}),
        ("miner", 3, None, "Cells are merged here. Separate them"),
    ),
    refused(
        "cells merged in a row",
        workbook({"miner": [*MINER_CELLS, ["N3", "male"]]}, merged={"miner": ["B4:C4"]}),
        ("miner", 4, None, "Cells are merged here. Separate them"),
    ),
    Case(
        "a text over two cells",
        workbook(
            {"story": [["id", "language", "title", "body", "body+2"], ["S9", "es", "Uno", "a" * 32767, "b"]]}
        ),
        {"story": [{"id": "S9", "language": "es", "title": "Uno", "body": "a" * 32767 + "b"}]},
    ),
]

SHEETS = [
    Case(
        "sheets beside the tables",
        workbook(
            {
                "LÉAME": [["Cómo llenar"]],
                "_listas": [["Mujer"]],
                "package": [["field", "value"], ["name", "libro"], ["data_date", date(2024, 6, 30)]],
                "Mineros": MINER_CELLS,
                "Hoja4": [],
                "cover": [],
            }
        ),
        MINERS,
    ),
    refused(
        "a sheet of no table",
        workbook({"miner": MINER_CELLS, "Resumen": [["Total", 2]]}),
        ("Resumen", None, None, "The store has no table of this name."),
    ),
    refused(
        "fields that no package has",
        workbook({"package": [["name", "libro"], ["author", "x"]], "miner": MINER_CELLS}),
        ("package", 2, None, "This is none of the fields of a package"),
    ),
    Case(
        "fields in another language, explained",
        workbook(
            {
                "Sobre los datos": [
                    ["Campo", "Valor", "Qué escribir"],
                    ["Nombre de la fuente *", "libro", "Siempre el mismo."],
                    ["Título", "", "Puede quedar vacío."],
                    ["Fecha de los datos", date(2024, 6, 30), "El último día."],
                ],
                "Mineros": MINER_CELLS,
            }
        ),
        MINERS,
    ),
    refused(
        "a remark beside a field",
        workbook({"package": [["field", "value"], ["name", "libro", "nuevo"]], "miner": MINER_CELLS}),
        ("package", 2, None, "This is none of the fields of a package"),
    ),
    Case("one sheet, named by its file", workbook({"Sheet1": MINER_CELLS}, "Mineros.xlsx"), MINERS),
    Case("one sheet, its table told", workbook({"Sheet1": MINER_CELLS}), MINERS, told=Told(table="miner")),
    refused(
        "one sheet of whatever",
        workbook({"Sheet1": MINER_CELLS}),
        ("sent.xlsx", None, None, "Which table is"),
    ),
    Case(
        "two sheets, a table told",
        workbook({"a": MINER_CELLS, "b": MINER_CELLS}),
        None,
        [("miner", None, None, "A table can be told of one file with one table only.")],
        told=Told(table="miner"),
    ),
    refused(
        "no rows anywhere", workbook({"miner": []}), ("sent.xlsx", None, None, "The package holds no tables.")
    ),
    refused(
        "a cell far away",
        workbook({"miner": [*MINER_CELLS, *[[]] * 999_990, [""] * 99 + ["x"]]}),
        ("sent.xlsx, miner", None, None, "The sheet reaches over 999,994 rows and 100 columns."),
    ),
    refused(
        "a workbook that is none",
        lambda folder: _bytes(folder / "miner.xlsx", b"PK\3\4 no workbook"),
        ("miner.xlsx", None, None, "The zip is broken"),
    ),
    refused(
        "an old workbook that is none",
        lambda folder: _bytes(folder / "miner.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no workbook"),
        ("miner.xls", None, None, "The workbook can't be read"),
    ),
    Case(
        "identity numbers as numbers",
        workbook({"miner": [["id", "sex"], [45678912, "female"], [45678913, "male"]]}),
        None,
        [("miner", 2, "id", "Most codes here look like identity numbers")],
    ),
]

CASES = [*CELLS, *HEADERS, *SHEETS]


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path

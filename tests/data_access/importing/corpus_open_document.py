"""Workbooks of LibreOffice: read like those of Excel, and kept from bursting."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.data_access.importing.corpus_case import Case
from tests.data_access.importing.corpus_workbooks import LOTS, read_lots

_KINDS = {"number": ("float", "value"), "day": ("date", "date-value")}
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def open_document(*rows: list[str], repeated: int = 1) -> Callable[[Path], Path]:
    """Gold lots. Cells are texts, or number:… or day:…; the last row is there ``repeated`` times."""

    def make(folder: Path) -> Path:
        *lines, last = ["".join(map(_cell, row)) for row in rows]
        body = [f"<table:table-row>{line}</table:table-row>" for line in lines]
        body.append(f'<table:table-row table:number-rows-repeated="{repeated}">{last}</table:table-row>')
        path = folder / "gold_lot.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "<manifest/>")
            archive.writestr(
                "content.xml",
                f"<office:document-content {_NAMES}><office:body><office:spreadsheet>"
                f'<table:table table:name="Hoja1">{"".join(body)}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return path

    return make


def _cell(written: str) -> str:
    kind, _, value = written.partition(":")
    if kind in _KINDS:
        name, attribute = _KINDS[kind]
        return f'<table:table-cell office:value-type="{name}" office:{attribute}="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{written}</text:p></table:table-cell>'


CASES = [
    Case(
        "an open document",
        open_document(
            LOTS,
            ["L2", "ORG", "ORG", "day:2024-04-17", "number:12.5", "PE"],
            ["L3", "ORG", "ORG", "17/04/2024", "1,5", "PE"],
            ["L4", "ORG", "ORG", "day:2024-04-17T10:00:00", "number:1", "PE"],
        ),
        read_lots(("2024-04-17", "12.5"), ("2024-04-17", "1.5")),
        [("gold_lot", 4, "sold_on", "A day has no time of day.")],
    ),
    Case(
        "an open document that bursts",
        open_document(LOTS, ["x"] * 100, repeated=1_000_000),
        None,
        [("gold_lot.ods, content.xml", None, None, "The sheet reaches over 1,000,002 rows and 100 columns.")],
    ),
]

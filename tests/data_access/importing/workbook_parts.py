"""What the reading of workbooks passes over in an XLSX file: rules, notes, styles, links, print setup."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Rule:
    """A rule for the cells of an area, as A2:A9, with what it says of them."""

    area: str
    kind: str
    formulas: tuple[str, ...]
    severity: str
    titles: tuple[str, ...]
    messages: tuple[str, ...]


class SheetParts:
    """The XML of one sheet, and of its notes."""

    def __init__(self, name: str, state: str, sheet: Element, comments: Element | None) -> None:
        self.name, self.state, self._sheet, self._comments = name, state, sheet, comments

    @property
    def rules(self) -> list[Rule]:
        return [_rule(found) for found in self._sheet.iter(f"{MAIN}dataValidation")]

    @property
    def notes(self) -> list[tuple[str, str]]:
        """The cell of each note, and its text."""
        found = self._comments.iter(f"{MAIN}comment") if self._comments is not None else ()
        return [
            (note.get("ref", ""), "".join(text.text or "" for text in note.iter(f"{MAIN}t")))
            for note in found
        ]

    @property
    def links(self) -> list[str]:
        """Where links within the workbook lead."""
        return [link.get("location", "") for link in self._sheet.iter(f"{MAIN}hyperlink")]

    @property
    def column_styles(self) -> dict[int, int]:
        """The style of each column, counted from 0."""
        return {
            place: int(column.get("style", "0"))
            for column in self._sheet.iter(f"{MAIN}col")
            for place in range(int(column.get("min", "0")) - 1, int(column.get("max", "0")))
        }

    def cell_style(self, cell: str) -> int:
        found = next(one for one in self._sheet.iter(f"{MAIN}c") if one.get("r") == cell)
        return int(found.get("s", "0"))

    def attributes(self, element: str) -> dict[str, str]:
        """What the first element of this name says, as pane or pageSetup; empty if there is none."""
        return dict(next((found.attrib for found in self._sheet.iter(f"{MAIN}{element}")), {}))


class WorkbookParts:
    """The sheets of a workbook by name, and the formats of its styles."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.sheets = {sheet.name: sheet for sheet in _sheets(archive)}
            styles = fromstring(archive.read("xl/styles.xml"))
        self._formats = {int(one.get("numFmtId", "")): one.get("formatCode", "") for one in
                         styles.iter(f"{MAIN}numFmt")}  # fmt: skip
        cells = styles.find(f"{MAIN}cellXfs")
        assert cells is not None
        self._styles = list(cells)

    def number_format(self, style: int) -> str:
        number = int(self._styles[style].get("numFmtId", "0"))
        built_in = {0: "General", 1: "0", 2: "0.00", 4: "#,##0.00", 49: "@"}
        return self._formats.get(number) or built_in[number]

    def fill(self, style: int) -> str:
        """Which of the fills of the workbook a style has."""
        return self._styles[style].get("fillId", "0")


def _sheets(archive: zipfile.ZipFile) -> Iterator[SheetParts]:
    targets = _relations(archive, "xl/workbook.xml")
    for found in fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        member = targets[found.get(RELATION, "")]
        beside = _relations(archive, member).values()
        comments = next((fromstring(archive.read(path)) for path in beside if "/comments" in path), None)
        sheet = fromstring(archive.read(member))
        yield SheetParts(found.get("name", ""), found.get("state", "visible"), sheet, comments)


def _relations(archive: zipfile.ZipFile, member: str) -> dict[str, str]:
    folder, name = posixpath.split(member)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    return {
        found.get("Id", ""): posixpath.normpath(posixpath.join(folder, found.get("Target", "")))
        for found in fromstring(archive.read(relations))
    }


def _rule(found: Element) -> Rule:
    formulas = (found.find(f"{MAIN}formula{number}") for number in (1, 2))
    return Rule(
        area=found.get("sqref", ""),
        kind=found.get("type", ""),
        formulas=tuple(formula.text or "" for formula in formulas if formula is not None),
        severity=found.get("errorStyle", "stop"),
        titles=(found.get("promptTitle", ""), found.get("errorTitle", "")),
        messages=(found.get("prompt", ""), found.get("error", "")),
    )

"""Reads workbooks: their sheets, row by row, with numbers, days and errors as the cells hold them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from data_access.importing.problems import PackageRefused
from data_access.importing.reading.days import EPOCH
from data_access.importing.reading.files import check_unpacked, refused
from data_access.importing.reading.sheets import Broken, Cell, Line, Merged
from data_access.importing.reading.workbook_xml import SheetXml, check_xml, day_zero, sheets_xml

# A sheet is unpacked whole, with room for each cell of its rectangle: some 40 bytes, even if it is empty.
MOST_CELLS = 30_000_000
# Sheets are kept unpacked up to so many cells; beyond that, one at a time.
KEPT_CELLS = 3_000_000
_TOLD_EACH = 10_000


@dataclass
class Workbook:
    """A workbook that is open. ``epoch`` is the day before the first that it can count."""

    file: str
    epoch: date
    names: list[str]
    _opened: CalamineWorkbook
    _xml: dict[str, SheetXml]
    _unpacked: dict[str, CalamineSheet] = field(default_factory=dict)

    def sheets(self) -> list[WorkbookSheet]:
        return [WorkbookSheet(self, name) for name in self.names]

    def unpacked(self, name: str) -> CalamineSheet:
        if name not in self._unpacked:
            with _refusing(self.file):
                sheet = self._opened.get_sheet_by_name(name)
            kept = sum(other.total_height * other.width for other in self._unpacked.values())
            if kept + sheet.total_height * sheet.width > KEPT_CELLS:
                self._unpacked.clear()
            self._unpacked[name] = sheet
        return self._unpacked[name]

    def errors(self, name: str) -> dict[tuple[int, int], str]:
        return self._xml[name].errors if name in self._xml else {}


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet of a workbook."""

    workbook: Workbook
    name: str

    @property
    def file(self) -> str:
        return self.workbook.file

    @property
    def size(self) -> int:
        return self.workbook.unpacked(self.name).total_height

    @property
    def merged(self) -> list[Merged]:
        return self.workbook.unpacked(self.name).merged_cell_ranges or []

    def rows(self, told: Callable[[int], None] = lambda _: None) -> Iterator[Line]:
        """Each row that is not empty, with its number."""
        sheet = self.workbook.unpacked(self.name)
        if sheet.start is None:
            return
        left = sheet.start[1]
        errors = self.workbook.errors(self.name)
        rows_with_errors = {row for row, _ in errors}
        for number, read in enumerate(sheet.iter_rows()):
            cells: list[Cell] = [*([""] * left), *read]
            if number in rows_with_errors:
                _put_errors(number, cells, errors)
            if any(cell.strip() if isinstance(cell, str) else True for cell in cells):
                yield number + 1, cells
            if number and not number % _TOLD_EACH:
                told(number)


def workbook_opened(path: Path, file: str) -> Workbook:
    """Opens a workbook; ``file`` is its name in the package. Raises PackageRefused with the reason."""
    with _refusing(file):
        with path.open("rb") as binary:
            is_zip = binary.read(4) == b"PK\3\4"
        if is_zip:
            with zipfile.ZipFile(path) as archive:
                check_unpacked(archive, file)
                check_xml(archive)
                xml = sheets_xml(archive)
                epoch = day_zero(archive)
        else:
            xml, epoch = {}, EPOCH
        for name, sheet in xml.items():
            if sheet.rows * sheet.columns > MOST_CELLS:
                reach = f"{sheet.rows:,} rows and {sheet.columns:,} columns"
                reason = f"The sheet reaches over {reach}. Delete the empty ones."
                raise refused(f"{file}, {name}", reason)
        opened = CalamineWorkbook.from_path(path)
    names = [sheet.name for sheet in opened.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    return Workbook(file, epoch, names, opened, xml)


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """Turns what the reader of workbooks raises into a refusal in words."""
    try:
        yield
    except PackageRefused:
        raise
    except PasswordError as error:
        raise refused(file, "The file is locked with a password. Send it without one.") from error
    except BaseException as error:
        # A workbook made to deceive makes it panic, which is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise refused(file, f"The workbook can't be read ({error}). Save it again as XLSX.") from error


def _put_errors(number: int, cells: list[Cell], errors: dict[tuple[int, int], str]) -> None:
    for (row, column), text in errors.items():
        if row == number and column < len(cells):
            cells[column] = Broken(text, "The spreadsheet shows an error here. Correct its formula.")

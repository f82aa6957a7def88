"""What the reader of workbooks keeps to itself: how far sheets reach, cells with errors, where days begin."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.parsers import expat

from data_access.importing.reading.days import EPOCH, EPOCH_1904

_BLOCK = 2**22
_WORKBOOK = "xl/workbook.xml"
# Of an ODS, all sheets are in here.
_CONTENT = "content.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ERROR = re.compile(
    rb'<(?:\w+:)?c [^>]*?r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>(?:<f.*?</f>|<f[^>]*/>)?<(?:\w+:)?v>([^<]*)', re.S
)
_ERROR_FIRST = re.compile(
    rb'<(?:\w+:)?c [^>]*?t="e"[^>]*? r="([A-Z]+)(\d+)"[^>]*>(?:<f.*?</f>|<f[^>]*/>)?<(?:\w+:)?v>([^<]*)', re.S
)
_COLUMN = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]+)\d')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r="(\d+)"')


@dataclass(frozen=True)
class SheetXml:
    """How many rows and columns a sheet reaches over, and its errors by row and column counted from 0."""

    rows: int
    columns: int
    errors: dict[tuple[int, int], str]


def check_xml(archive: zipfile.ZipFile) -> None:
    """Raises ExpatError if a part of a workbook is no XML: the reader of workbooks may then never end."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                expat.ParserCreate().ParseFile(part)


def day_zero(archive: zipfile.ZipFile) -> date:
    """The day from which a workbook counts days."""
    if _WORKBOOK not in archive.namelist():
        return EPOCH
    properties = re.search(rb"<(?:\w+:)?workbookPr\b[^>]*", archive.read(_WORKBOOK))
    in_1904 = properties and re.search(rb'date1904="(1|true|on)"', properties[0])
    return EPOCH_1904 if in_1904 else EPOCH


def sheets_xml(archive: zipfile.ZipFile) -> dict[str, SheetXml]:
    """What is in the sheets of a workbook, by name, as far as it is an XLSX or an ODS."""
    if _WORKBOOK in archive.namelist():
        return {name: _sheet(archive, member) for name, member in _members(archive).items()}
    return {_CONTENT: _open_document(archive)} if _CONTENT in archive.namelist() else {}


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    targets = {}
    for relation in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", archive.read(_RELATIONS)):
        target = _attribute(relation, "Target").lstrip("/")
        targets[_attribute(relation, "Id")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets = re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", archive.read(_WORKBOOK))
    found = {_attribute(sheet, "name"): targets.get(_attribute(sheet, r"\w+:id"), "") for sheet in sheets}
    return {name: member for name, member in found.items() if member in names}


def _attribute(element: bytes, name: str) -> str:
    found = re.search(rf"""\s{name}=["']([^"']*)""".encode(), element)
    written = found[1].decode("utf-8") if found else ""
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        written = written.replace(entity, letter)
    return written


def _sheet(archive: zipfile.ZipFile, member: str) -> SheetXml:
    rows = 0
    columns: set[bytes] = set()
    errors: dict[tuple[int, int], str] = {}
    for block in _blocks(archive, member):
        columns.update(_COLUMN.findall(block))
        rows = max([rows, *map(int, _ROW.findall(block)[-1:])])
        if b't="e"' in block:
            for letters, row, text in (*_ERROR.findall(block), *_ERROR_FIRST.findall(block)):
                errors[int(row) - 1, _number(letters) - 1] = text.decode("utf-8")
    return SheetXml(rows, max(map(_number, columns), default=0), errors)


def _open_document(archive: zipfile.ZipFile) -> SheetXml:
    """How many cells an ODS has when what is said to be repeated is: as many rows of the most columns."""
    rows = columns = 1
    for block in _blocks(archive, _CONTENT, b"</table:table-row>"):
        for row in block.split(b"<table:table-row")[1:]:
            filled = [cell for cell in row.split(b"<table:") if b"office:value-type=" in cell]
            if filled:
                rows += _repeated(row.partition(b">")[0], b"rows")
                columns = max(columns, sum(_repeated(cell, b"columns") for cell in filled))
    return SheetXml(rows, columns, {})


def _repeated(element: bytes, what: bytes) -> int:
    found = re.search(rb'table:number-%s-repeated="(\d+)"' % what, element)
    return int(found[1]) if found else 1


def _blocks(archive: zipfile.ZipFile, member: str, ends: bytes = b"</row>") -> Iterator[bytes]:
    """The XML in blocks that end with a row, so that no cell is cut."""
    rest = b""
    with archive.open(member) as xml:
        while block := xml.read(_BLOCK):
            whole, end, rest = (rest + block).rpartition(ends)
            if len(rest) > 16 * _BLOCK:
                whole, rest = whole + end + rest, b""
            yield whole + end
    yield rest


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number

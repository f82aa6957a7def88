"""Opens what a partner sent: a folder, a zip, a workbook, or the file of a single table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data_access.importing.problems import Problems
from data_access.importing.reading.brought import readable
from data_access.importing.reading.described import (
    check_resources,
    described,
    descriptor_of,
    is_about_package,
    sheet_of,
)
from data_access.importing.reading.files import (
    DESCRIPTOR,
    TEXTS,
    WORKBOOKS,
    SentFile,
    content_hash,
    refused,
    sent_files,
    zipped,
)
from data_access.importing.reading.mapping import mapping_of
from data_access.importing.reading.naming import Found, holds_rows
from data_access.importing.reading.tables import DeliveredTable
from data_access.importing.reading.taking import by_mapping, under_their_names
from data_access.importing.reading.told import Told
from data_access.importing.reading.workbooks import Workbook, workbook_opened


@dataclass(frozen=True)
class Package:
    """What a partner sent, opened: what it says of itself, and its tables, each after those it refers to.

    ``data_date`` is None if neither the package nor whoever imports it gives one. ``unreadable`` names
    the tables that are there and can't be read. ``content_hash`` is the SHA-256 over all the files, the
    mapping's among them. ``keeps_persons`` says that the files have columns of people's data, which were
    left unread: then they must not be kept.
    """

    name: str
    title: str
    version: str
    data_date: date | None
    sample: bool
    tables: dict[str, DeliveredTable]
    unreadable: frozenset[str]
    content_hash: str
    file_name: str
    keeps_persons: bool
    _path: Path
    _files: list[SentFile]

    def as_sent(self) -> bytes:
        """The file as it was sent; of a folder, a zip of its files."""
        return zipped(self._files) if self._path.is_dir() else self._path.read_bytes()


@contextmanager
def opened(path: Path, told: Told, problems: Problems) -> Iterator[Package]:
    """Opens a package, and notes what is wrong with its files and headers.

    Raises PackageRefused if it is none. What it gives can be read until the context ends.
    """
    with ExitStack() as held:
        mapping = mapping_of(told.mapping) if told.mapping else None
        files = [file for file in sent_files(path, held) if _is_ours(file)]
        if not files:
            reason = f"{path} is no package. Name a folder or zip of CSV files, a workbook, or a CSV file."
            raise refused(DESCRIPTOR, reason)
        digest = content_hash(files)
        alone = len(files) == 1 and files[0].path == path
        found = _found(files, held)
        sent = next((file for file in files if file.name == DESCRIPTOR), None)
        written = descriptor_of(sent, problems) if sent else _on_a_sheet(found, problems)
        if mapping:
            told = mapping.completed(told)
            written = {**mapping.package, **written}
        found = [one for one in found if holds_rows(one)]
        if not found:
            reason = "The package holds no tables. Put CSV files or a workbook into it."
            problems.refuse_whole(DESCRIPTOR if sent else path.name, None, None, None, reason)
        taken = (
            by_mapping(mapping, found, problems)
            if mapping
            else under_their_names(found, alone, told, problems)
        )
        if sent:
            check_resources(written, {one.name for one in found}, problems)
        where = DESCRIPTOR if sent else path.name
        said = described(written, sent is not None, where, path.stem, told, problems)
        tables = readable(taken.brought, sent is not None, told, problems)
        yield Package(
            name=said.name,
            title=said.title,
            version=said.version,
            data_date=said.data_date,
            sample=said.sample,
            tables=tables,
            unreadable=taken.names - frozenset(tables),
            content_hash=mapping.hashed(digest) if mapping else digest,
            file_name=path.name,
            keeps_persons=taken.keeps_persons,
            _path=path,
            _files=files,
        )


def _is_ours(file: SentFile) -> bool:
    # Spreadsheet programs put a file of this name beside one that is open.
    is_lock = file.name.startswith(("~$", ".~lock"))
    return not is_lock and (file.name == DESCRIPTOR or file.ending in (*TEXTS, *WORKBOOKS))


def _found(files: list[SentFile], held: ExitStack) -> list[Found]:
    """The CSV files, and the sheets of the workbooks."""
    found = []
    for file in files:
        if file.ending in TEXTS:
            found.append(Found(file))
        elif file.ending in WORKBOOKS:
            found.extend(Found(file, sheet) for sheet in _workbook(file, held).sheets())
    return found


def _workbook(file: SentFile, held: ExitStack) -> Workbook:
    """A workbook is read from where it lies, or out of a zip from a copy."""
    if file.path:
        return workbook_opened(file.path, file.name)
    copy = Path(held.enter_context(TemporaryDirectory())) / f"workbook{file.ending}"
    with file.open() as member, copy.open("wb") as written:
        shutil.copyfileobj(member, written)
    return workbook_opened(copy, file.name)


def _on_a_sheet(found: list[Found], problems: Problems) -> dict[str, Any]:
    """What the first workbook with a sheet of that name says of the package."""
    sheets = (one.sheet for one in found if one.sheet and is_about_package(one.name))
    sheet = next(sheets, None)
    return sheet_of(sheet, problems) if sheet else {}

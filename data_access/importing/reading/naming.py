"""Which table each file and each sheet holds: by its name in three languages, or because somebody says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data_access.importing.descriptor import record_tables
from data_access.importing.problems import Problems
from data_access.importing.reading.days import EPOCH
from data_access.importing.reading.described import is_about_package, refuse_unknown
from data_access.importing.reading.files import SentFile
from data_access.importing.reading.told import Told
from data_access.importing.reading.workbooks import WorkbookSheet
from data_access.importing.vocabulary import plain, table_named

# The sheets on which our own templates explain themselves.
_GUIDES = frozenset(map(plain, ("README", "LÉAME", "LISEZ-MOI")))


@dataclass(frozen=True)
class Found:
    """A CSV file, which is not opened yet, or a sheet of a workbook."""

    file: SentFile
    sheet: WorkbookSheet | None = None

    @property
    def name(self) -> str:
        return self.sheet.name if self.sheet else self.file.stem

    @property
    def epoch(self) -> date:
        return self.sheet.workbook.epoch if self.sheet else EPOCH

    def __str__(self) -> str:
        return f"{self.file.name}, {self.sheet.name}" if self.sheet else self.file.name


def holds_rows(found: Found) -> bool:
    """Whether it may be a table: guides, working sheets (``_…``) and empty ones are left alone."""
    name = found.name
    if plain(name) in _GUIDES:
        return False
    if found.sheet is None:
        return True
    if name.startswith("_") or is_about_package(name):
        return False
    return next(iter(found.sheet.rows()), None) is not None


def named(found: Iterable[Found], alone: bool, told: Told, problems: Problems) -> dict[str, Found]:
    """The files and sheets by the tables that they hold; notes those of none, and two of one.

    ``alone``: it is a single file, whose table may be told.
    """
    several = list(found)
    if told.table and not (alone and len(several) == 1):
        reason = "A table can be told of one file with one table only. Name the sheets after their tables."
        problems.refuse_whole(told.table, None, None, None, reason)
        return {}
    tables: dict[str, Found] = {}
    for one in several:
        table = _table_of(one, several, alone, told, problems)
        if table in tables:
            reason = f"This table is there twice, as {tables[table]} and as {one}. Put its rows into one."
            problems.refuse_whole(table, None, None, None, reason)
        elif table:
            tables[table] = one
    return tables


def _table_of(one: Found, several: list[Found], alone: bool, told: Told, problems: Problems) -> str | None:
    if told.table:
        table = told.table if told.table in record_tables() else table_named(told.table)
        if not table:
            refuse_unknown(told.table, problems)
        return table
    # A workbook's only sheet is often called Sheet1, and the file after what is in it.
    only = sum(other.file is one.file for other in several) == 1
    names = [one.name, one.file.stem] if only else [one.name]
    if table := next(filter(None, map(table_named, names)), None):
        return table
    if alone and only:
        reason = (
            "Which table is this? Its name does not say. Say --table with the name of one, as --table cover."
        )
        problems.refuse_whole(one.file.name, None, None, None, reason)
    else:
        refuse_unknown(one.name, problems)
    return None

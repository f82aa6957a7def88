"""From files and sheets, each of a known table, to tables that can be read: headers, persons, conventions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from sqlalchemy import Table

from data_access.importing.descriptor import record_tables
from data_access.importing.problems import Problems
from data_access.importing.reading.conventions import Sightings
from data_access.importing.reading.fields import Field, fields_of, names_column
from data_access.importing.reading.headers import header_of
from data_access.importing.reading.naming import Found
from data_access.importing.reading.persons import LOOKED_AT, is_pseudonym, personal_pseudonym
from data_access.importing.reading.sheets import Sheet, SheetBroken, is_empty
from data_access.importing.reading.tables import DeliveredTable, body, delivered
from data_access.importing.reading.text import text_sheet
from data_access.importing.reading.told import Told


@dataclass(frozen=True)
class Brought:
    """A table in a file or sheet, its header read: rows begin after ``ends`` and have ``width`` cells."""

    found: Found
    table: Table
    sheet: Sheet
    ends: int
    width: int
    fields: list[Field]


def brought(table: Table, found: Found, problems: Problems) -> Brought | None:
    """A table with its header read; None, with the reason noted, if it can't be read as one at all."""
    recognised = names_column(table)

    def count(cells: list[str]) -> int:
        return sum(recognised(cell.strip()) or cell.startswith("#") for cell in cells)

    sheet: Sheet | None = found.sheet or text_sheet(found.file, table.name, count, problems)
    header = header_of(sheet, table.name, recognised, problems) if sheet else None
    if sheet is None or header is None:
        return None
    blank = [place for place, label in enumerate(header.labels) if not label and not header.tags[place]]
    _refuse_unnamed(table.name, sheet, header.ends, blank, problems)
    fields = fields_of(table, header, problems)
    _refuse_merged(table.name, sheet, header.ends, {field.position for field in fields}, problems)
    return (
        Brought(found, table, sheet, header.ends, len(header.labels), fields)
        if has_keys(table, fields)
        else None
    )


def has_keys(table: Table, fields: Iterable[Field]) -> bool:
    """Whether it has its keys: without them, other tables could not find the rows that they refer to."""
    return {column.name for column in table.primary_key} <= {field.column.name for field in fields}


def readable(
    all_brought: Iterable[Brought], described: bool, told: Told, problems: Problems
) -> dict[str, DeliveredTable]:
    """The tables by name, each after those it refers to, read by the conventions of their files."""
    of_file: dict[str, list[Brought]] = defaultdict(list)
    for one in all_brought:
        _refuse_persons(one, problems)
        of_file[one.found.file.name].append(one)
    tables = {}
    for together in of_file.values():
        sightings = Sightings(described, together[0].found.epoch)
        for one in together:
            sightings.look(one.table.name, partial(body, one.sheet, one.ends), one.fields, problems)
        conventions = sightings.conventions(told, problems)
        for one in together:
            tables[one.table.name] = delivered(
                one.table, one.sheet, one.ends, one.width, one.fields, conventions
            )
    return {name: tables[name] for name in record_tables() if name in tables}


def _refuse_unnamed(table: str, sheet: Sheet, ends: int, blank: list[int], problems: Problems) -> None:
    """A column without a header may have nothing below it; else it would be passed over."""
    if not blank:
        return
    try:
        for line, cells in body(sheet, ends):
            filled = [place for place in blank if place < len(cells) and not is_empty(cells[place])]
            if filled:
                reason = f"Something stands here in column {filled[0] + 1}, which has no header. Give it one."
                problems.refuse_whole(table, line, None, None, reason)
                return
    except SheetBroken:
        return  # it is told of when the rows are read


def _refuse_merged(table: str, sheet: Sheet, ends: int, positions: set[int], problems: Problems) -> None:
    """Only the first of merged cells has a content; whether the others have it, too, nobody can say."""
    for (first, left), (last, right) in sheet.merged:
        touched = positions.intersection(range(left, right + 1))
        if last >= ends and touched and (last > first or len(touched) > 1):
            reason = "Cells are merged here. Separate them, and write into each what it holds."
            problems.refuse_whole(table, max(first, ends) + 1, None, None, reason)
            return


def _refuse_persons(one: Brought, problems: Problems) -> None:
    for field in one.fields:
        if not is_pseudonym(field.column):
            continue
        try:
            rows = list(islice(body(one.sheet, one.ends), LOOKED_AT))
        except SheetBroken:
            continue  # it is told of when the rows are read
        if found := personal_pseudonym(rows, field.position):
            line, code, reason = found
            problems.refuse_whole(one.table.name, line, field.label, code, reason)

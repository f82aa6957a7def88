"""What a package says of itself: in its descriptor, on a sheet of its own, or through whoever imports it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from data_access.importing.descriptor import record_tables
from data_access.importing.problems import Problems
from data_access.importing.reading.files import DESCRIPTOR, SentFile
from data_access.importing.reading.sheets import Cell, Sheet, is_empty, shown
from data_access.importing.reading.told import Told
from data_access.importing.vocabulary import package_word, truth_meant
from data_access.selection import day_of

SHEET = "package"
LONGEST_NAME = 100
_FIELDS = ("name", "title", "version", "data_date", "sample")


@dataclass(frozen=True)
class Described:
    """Name, title, version, data date (None if nobody says it) and whether all is made up."""

    name: str
    title: str
    version: str
    data_date: date | None
    sample: bool


def is_about_package(name: str) -> bool:
    """Whether a sheet of this name says what the package is."""
    return package_word(name) == SHEET


def descriptor_of(file: SentFile, problems: Problems) -> dict[str, Any]:
    """The descriptor as it is written; empty, with the reason noted, if it can't be read."""
    try:
        with file.open() as binary:
            descriptor = json.loads(binary.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problems.refuse_whole(DESCRIPTOR, None, None, None, f"The file is not JSON ({error}). Correct it.")
        return {}
    if not isinstance(descriptor, dict):
        problems.refuse_whole(
            DESCRIPTOR, None, None, None, "The file is not a JSON object. Write one, in braces."
        )
        return {}
    return descriptor


def sheet_of(sheet: Sheet, problems: Problems) -> dict[str, Any]:
    """The fields on a sheet of two columns, field and value; notes what it has beyond those that we know.

    What stands below a third heading explains the fields, and is left alone.
    """
    found: dict[str, Any] = {}
    ends: int | None = None
    for line, cells in sheet.rows():
        field, value, *beyond = [*(cell for cell in cells[:ends] if not is_empty(cell)), "", ""]
        name = package_word(shown(field))
        if name in _FIELDS and name not in found and not any(map(shown, beyond)):
            found[name] = _sheet_value(name, value)
        elif name != "field" or found:
            reason = (
                f"This is none of the fields of a package, or there twice. They are {', '.join(_FIELDS)}."
            )
            problems.refuse_whole(SHEET, line, None, shown(field), reason)
        elif not is_empty(beyond[0]):
            ends = cells.index(beyond[0])
    return found


def described(
    written: Mapping[str, Any], strict: bool, file: str, stem: str, told: Told, problems: Problems
) -> Described:
    """What is written of a package, completed by what was told; notes what is wrong with it.

    ``strict``: a descriptor has to have a name and a data date, unless they are told. ``file`` is where
    it is written, ``stem`` the name of what has none.
    """
    fields = dict(written)
    if told.name is not None:
        fields["name"] = told.name
    if told.data_date is not None:
        fields["data_date"] = told.data_date.isoformat()

    def refuse(field: str, reason: str) -> None:
        value = fields.get(field)
        problems.refuse_whole(file, None, field, None if value is None else str(value), reason)

    name = fields.get("name") if strict else fields.get("name", stem[:LONGEST_NAME])
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
        refuse("name", "The package has no name of up to 100 characters. Give it one.")
    day = fields.get("data_date")
    if not _is_day(day) and (strict or day is not None):
        refuse("data_date", "The day up to which the data reach is not given. Write it as 2024-04-17.")
    if not isinstance(fields.get("sample", False), bool):
        refuse("sample", "This is neither true nor false. Write true for a sample, else false.")
    for field in ("name", "title", "version"):
        if not str(fields.get(field, "")).isprintable():
            refuse(field, "This holds characters that can't be shown. Write plain words.")
    return Described(
        name=str(name),
        title=str(fields.get("title") or name),
        version=str(fields.get("version") or ""),
        data_date=day_of(day) if isinstance(day, str) and _is_day(day) else None,
        sample=fields.get("sample", False) is True,
    )


def check_resources(descriptor: Mapping[str, Any], brought: Collection[str], problems: Problems) -> None:
    """A descriptor lists known tables, each in the file of its name; ``brought`` names its files."""
    resources = descriptor.get("resources")
    listed = [item for item in resources if isinstance(item, dict)] if isinstance(resources, list) else []
    for resource in listed:
        name, path = str(resource.get("name")), str(resource.get("path"))
        if name not in record_tables():
            if name not in brought:
                refuse_unknown(name, problems)
        elif path != f"{name}.csv":
            reason = f"A table's file is named after it. Call the file {name}.csv."
            problems.refuse_whole(DESCRIPTOR, None, "path", path, reason)


def refuse_unknown(name: str, problems: Problems) -> None:
    """Nothing of a package is passed over: a file or sheet of no table is told of."""
    nearest = get_close_matches(name.lower(), record_tables(), 1)
    hint = f"Perhaps {nearest[0]}?" if nearest else "Remove it."
    problems.refuse_whole(name, None, None, None, f"The store has no table of this name. {hint}")


def _sheet_value(field: str, value: Cell) -> Any:
    """A cell as a descriptor would have it: truths as such, all else as text, days as ISO 8601."""
    if field == "sample":
        meant = truth_meant(shown(value).strip())
        return shown(value) if meant is None else meant
    if isinstance(value, datetime):
        value = value.date()
    return shown(value).strip()


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and day_of(value) is not None
    except ValueError:
        return False

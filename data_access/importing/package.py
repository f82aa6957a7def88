"""Reads a package's folder: its descriptor and the files of its tables."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from data_access.importing.descriptor import record_tables
from data_access.importing.problems import PackageRefused, Problem, Problems
from data_access.importing.tables import Key, TableReader, TableRows
from data_access.selection import day_of

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Package:
    """A package as read, before its tables are held against each other.

    ``tables`` are those that could be read, each after those it refers to; ``unreadable`` names
    the others that are there. ``content_hash`` is the SHA-256 over all the files.
    """

    descriptor: dict[str, Any]
    tables: dict[str, TableRows]
    unreadable: frozenset[str]
    content_hash: str

    def keys(self, table: Table, columns: Sequence[str]) -> set[Key] | None:
        """The values that the package has in a table's columns; None if they can't be known."""
        if table.name in self.tables:
            return self.tables[table.name].keys(columns)
        return None if table.name in self.unreadable else set()


def read_package(folder: Path, digits: Mapping[str, int], problems: Problems) -> Package:
    """Reads all there is and notes every problem; raises PackageRefused if there is no package.

    ``digits`` are the decimal digits of the currencies that the store knows already.
    """
    files = _read_files(folder)
    descriptor = _read_descriptor(files[DESCRIPTOR], problems)
    contents = {Path(name).stem: content for name, content in files.items() if name != DESCRIPTOR}
    _check_names(descriptor, contents, problems)
    known_digits = dict(digits)
    tables: dict[str, TableRows] = {}
    for name, table in record_tables().items():
        if name in contents and (read := TableReader(table, known_digits, problems).read(contents[name])):
            tables[name] = read
            if name == "currency":
                known_digits |= {
                    row.values["id"]: row.values["minor_digits"] for row in read.rows if row.sound
                }
    return Package(descriptor, tables, frozenset(contents) - frozenset(tables), _hash(files))


def _read_files(folder: Path) -> dict[str, bytes]:
    """The descriptor and the tables by the names of their files; raises PackageRefused."""
    try:
        ours = [path for path in folder.iterdir() if path.name == DESCRIPTOR or path.suffix.lower() == ".csv"]
        files = {path.name: path.read_bytes() for path in ours}
    except OSError as error:
        reason = f"{error.filename} can't be read: {error.strerror}. Name the folder of a package."
        raise PackageRefused([Problem(DESCRIPTOR, None, None, None, reason)]) from error
    if DESCRIPTOR not in files:
        reason = f"{folder} is no package: it has no {DESCRIPTOR}. Name the folder of a package."
        raise PackageRefused([Problem(DESCRIPTOR, None, None, None, reason)])
    return files


def _read_descriptor(content: bytes, problems: Problems) -> dict[str, Any]:
    """The descriptor as it is written; notes what is wrong with it as a whole."""
    try:
        descriptor = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problems.add(DESCRIPTOR, None, None, None, f"The file is not JSON ({error}). Correct it.")
        return {}
    if not isinstance(descriptor, dict):
        problems.add(DESCRIPTOR, None, None, None, "The file is not a JSON object. Write one, in braces.")
        return {}

    def refuse(field: str, reason: str) -> None:
        value = descriptor.get(field)
        problems.add(DESCRIPTOR, None, field, None if value is None else str(value), reason)

    name = descriptor.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 100:
        refuse("name", "The package has no name of up to 100 characters. Give it one.")
    if not _is_day(descriptor.get("data_date")):
        refuse("data_date", "The day up to which the data reach is not given. Write it as 2024-04-17.")
    if not isinstance(descriptor.get("sample", False), bool):
        refuse("sample", "This is neither true nor false. Write true for a sample, else false.")
    for field in ("name", "title", "version"):
        if not str(descriptor.get(field, "")).isprintable():
            refuse(field, "This holds characters that can't be shown. Write plain words.")
    return descriptor


def _check_names(descriptor: dict[str, Any], contents: Mapping[str, bytes], problems: Problems) -> None:
    """Whatever a package brings is a known table, in the file of its name: nothing is passed over."""
    if not contents:
        problems.add(DESCRIPTOR, None, None, None, "The package holds no tables. Put CSV files beside it.")
    resources = descriptor.get("resources")
    listed = [item for item in resources if isinstance(item, dict)] if isinstance(resources, list) else []
    paths = {str(resource.get("name")): str(resource.get("path")) for resource in listed}
    for name in dict.fromkeys([*contents, *paths]):
        if name not in record_tables():
            nearest = get_close_matches(name.lower(), record_tables(), 1)
            hint = f"Perhaps {nearest[0]}?" if nearest else "Remove it."
            problems.add(name, None, None, None, f"The store has no table of this name. {hint}")
        elif paths.get(name, f"{name}.csv") != f"{name}.csv":
            reason = f"A table's file is named after it. Call the file {name}.csv."
            problems.add(DESCRIPTOR, None, "path", paths[name], reason)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and day_of(value) is not None
    except ValueError:
        return False


def _hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the files in the order of their names."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()

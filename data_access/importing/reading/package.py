"""Reads a package's folder: its descriptor and the files of its tables."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from data_access.importing.descriptor import record_tables
from data_access.importing.problems import PackageRefused, Problem, Problems
from data_access.importing.reading.tables import DeliveredTable, delivered
from data_access.importing.reading.told import Told
from data_access.selection import day_of

DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True)
class Package:
    """What a partner sent, opened: what it says of itself, and its tables, each after those it refers to.

    ``data_date`` is None if neither the package nor whoever imports it gives one. ``unreadable`` names
    the tables that are there and can't be read. ``content_hash`` is the SHA-256 over all the files.
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
    _files: Mapping[str, bytes]

    def as_sent(self) -> bytes:
        """The file as it was sent; of a folder, a zip of its files."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._files.items():
                archive.writestr(name, content)
        return written.getvalue()


@contextmanager
def opened(path: Path, told: Told, problems: Problems) -> Iterator[Package]:
    """Opens a package, and notes what is wrong with its files; raises PackageRefused if it is none."""
    files = _read_files(path)
    descriptor = _read_descriptor(files[DESCRIPTOR], problems)
    contents = {Path(name).stem: content for name, content in files.items() if name != DESCRIPTOR}
    _check_names(descriptor, contents, problems)
    tables = {
        name: read
        for name, table in record_tables().items()
        if name in contents and (read := delivered(table, contents[name], problems))
    }
    day = descriptor.get("data_date")
    name = str(descriptor.get("name"))
    yield Package(
        name=name,
        title=str(descriptor.get("title") or name),
        version=str(descriptor.get("version") or ""),
        data_date=day_of(str(day)) if _is_day(day) else None,
        sample=descriptor.get("sample", False) is True,
        tables=tables,
        unreadable=frozenset(contents) - frozenset(tables),
        content_hash=_hash(files),
        file_name=path.name,
        _files=files,
    )


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
        problems.refuse_whole(DESCRIPTOR, None, None, None, f"The file is not JSON ({error}). Correct it.")
        return {}
    if not isinstance(descriptor, dict):
        problems.refuse_whole(
            DESCRIPTOR, None, None, None, "The file is not a JSON object. Write one, in braces."
        )
        return {}

    def refuse(field: str, reason: str) -> None:
        value = descriptor.get(field)
        problems.refuse_whole(DESCRIPTOR, None, field, None if value is None else str(value), reason)

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
        problems.refuse_whole(
            DESCRIPTOR, None, None, None, "The package holds no tables. Put CSV files beside it."
        )
    resources = descriptor.get("resources")
    listed = [item for item in resources if isinstance(item, dict)] if isinstance(resources, list) else []
    paths = {str(resource.get("name")): str(resource.get("path")) for resource in listed}
    for name in dict.fromkeys([*contents, *paths]):
        if name not in record_tables():
            nearest = get_close_matches(name.lower(), record_tables(), 1)
            hint = f"Perhaps {nearest[0]}?" if nearest else "Remove it."
            problems.refuse_whole(name, None, None, None, f"The store has no table of this name. {hint}")
        elif paths.get(name, f"{name}.csv") != f"{name}.csv":
            reason = f"A table's file is named after it. Call the file {name}.csv."
            problems.refuse_whole(DESCRIPTOR, None, "path", paths[name], reason)


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

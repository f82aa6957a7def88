"""The files that a partner sent: in a folder, in a zip, or one alone. They are opened where they lie."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from data_access.importing.problems import PackageRefused, Problem

DESCRIPTOR = "datapackage.json"
TEXTS = (".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
# What a zip or a workbook (which is one) may hold when it is unpacked, in bytes and in files.
LARGEST_UNPACKED = 2_000_000_000
MOST_FILES = 10_000
# More than any tables, however repetitive they are, and less than what is made to burst a machine.
MOST_SQUEEZED = 200
_BLOCK = 2**20
_SPOILT = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True)
class SentFile:
    """A file of a package by its name in it; ``open`` gives its bytes from the beginning, each time.

    ``path`` is None in a zip.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    path: Path | None = None

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def ending(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


def sent_files(path: Path, held: ExitStack) -> list[SentFile]:
    """All files in a folder or a zip, or the one file; raises PackageRefused if they can't be read."""
    try:
        if path.is_dir():
            visible = (file for file in sorted(path.iterdir()) if not _is_of_a_system(file.name))
            return [_in_folder(file) for file in visible if file.is_file()]
        with path.open("rb") as file:
            start = file.read(4)
        alone = [_in_folder(path)]
        is_zip = start == b"PK\3\4" or start == b"PK\5\6" or path.suffix.lower() == ".zip"
        if not is_zip or path.suffix.lower() in TEXTS:
            return alone
        archive = held.enter_context(zipfile.ZipFile(path))
    except zipfile.BadZipFile as error:
        raise refused(path.name, "The zip is broken: it can't be opened. Make it again.") from error
    except OSError as error:
        reason = (
            f"{error.filename} can't be read: {error.strerror}. Name the folder, zip or file of a package."
        )
        raise refused(DESCRIPTOR, reason) from error
    check_unpacked(archive, path.name)
    is_workbook = path.suffix.lower() in WORKBOOKS or "xl/workbook.xml" in archive.namelist()
    return alone if is_workbook else _in_zip(archive, path.name)


def check_unpacked(archive: zipfile.ZipFile, name: str) -> None:
    """Raises PackageRefused if a zip or a workbook is larger than we unpack, or is locked."""
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    squeezed = sum(member.compress_size for member in members)
    if len(members) > MOST_FILES or size > LARGEST_UNPACKED or size > 10**7 + squeezed * MOST_SQUEEZED:
        reason = (
            f"Unpacked, it would have {len(members):,} files and {size:,} bytes, which is too much. Split it."
        )
        raise refused(name, reason)
    if any(member.flag_bits & 1 for member in members):
        raise refused(name, "The file is locked with a password. Send it without one.")


def content_hash(files: Iterable[SentFile]) -> str:
    """SHA-256 over the files in the order of their names; raises PackageRefused if one is spoilt."""
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        of_file = hashlib.sha256()
        try:
            with file.open() as binary:
                while block := binary.read(_BLOCK):
                    of_file.update(block)
        except _SPOILT as error:
            raise refused(file.name, f"The file can't be read ({error}). Send it again.") from error
        digest.update(hashlib.sha256(file.name.encode()).digest() + of_file.digest())
    return digest.hexdigest()


def zipped(files: Iterable[SentFile]) -> bytes:
    """A zip of the files, always the same bytes for the same files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            member_info = zipfile.ZipInfo(file.name)
            member_info.compress_type = zipfile.ZIP_DEFLATED
            with file.open() as binary, archive.open(member_info, "w", force_zip64=True) as member:
                while block := binary.read(_BLOCK):
                    member.write(block)
    return written.getvalue()


def refused(name: str, reason: str) -> PackageRefused:
    return PackageRefused([Problem(name, None, None, None, reason)])


def _in_folder(path: Path) -> SentFile:
    return SentFile(path.name, path.stat().st_size, lambda: path.open("rb"), path)


def _in_zip(archive: zipfile.ZipFile, name: str) -> list[SentFile]:
    """The files at the top of a zip, or in its one folder; what systems add of their own is left alone."""
    members = {
        PurePosixPath(member.filename.replace("\\", "/")): member
        for member in archive.infolist()
        if not member.is_dir() and not _is_of_a_system(member.filename)
    }
    tops = {path.parts[0] for path in members}
    inside = len(tops) == 1 and all(len(path.parts) > 1 for path in members)
    depth = 2 if inside else 1
    files = [
        SentFile(path.name, member.file_size, _opener(archive, member))
        for path, member in members.items()
        if len(path.parts) == depth
    ]
    deeper = [
        path for path in members if len(path.parts) > depth and path.suffix.lower() in (*TEXTS, *WORKBOOKS)
    ]
    if deeper:
        raise refused(name, f"{deeper[0]} lies in a folder of the zip. Put all tables into one folder.")
    if len({file.name for file in files}) < len(files) or len(members) < _count(archive):
        raise refused(name, "The zip has two files of one name. Keep one.")
    return sorted(files, key=lambda file: file.name)


def _count(archive: zipfile.ZipFile) -> int:
    return sum(not (member.is_dir() or _is_of_a_system(member.filename)) for member in archive.infolist())


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: archive.open(member)  # type: ignore[return-value] # typed as IO[bytes]


def _is_of_a_system(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)

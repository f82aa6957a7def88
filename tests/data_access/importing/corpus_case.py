"""A file or folder as partners send them, and what has to come of it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from data_access.importing.reading import Told

CORPUS = Path(__file__).with_name("corpus_files")

Rows = dict[str, list[dict[str, str]]]
# Table, row, column, and how the reason begins.
Expected = tuple[str, int | None, str | None, str]


@dataclass(frozen=True)
class Case:
    """``make`` puts what was sent into a folder, and gives its path.

    ``rows`` are those that can be read, by table, with their filled cells as a clean package writes them;
    None if nothing can be taken in, for a reason that stands in ``refusals``. They build on the rows of
    ``packages.tiny()``. ``refusals`` are in the order in which they are told, ``doubts`` too.
    """

    name: str
    make: Callable[[Path], Path]
    rows: Rows | None = None
    refusals: list[Expected] = field(default_factory=list)
    doubts: list[Expected] = field(default_factory=list)
    told: Told = field(default_factory=Told)
    keeps_persons: bool = False


def sent(name: str) -> Callable[[Path], Path]:
    """A file of the corpus, or a folder of it."""

    def make(folder: Path) -> Path:
        source, path = CORPUS / name, folder / Path(name).name
        if source.is_dir():
            shutil.copytree(source, path)
        else:
            shutil.copy(source, path)
        return path

    return make


def zipped(name: str, top: str = "", more: dict[str, bytes] | None = None) -> Callable[[Path], Path]:
    """A zip of a folder of the corpus, below a folder ``top``, with other members beside it."""

    def make(folder: Path) -> Path:
        path = folder / "sent.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted((CORPUS / name).iterdir()):
                archive.write(file, f"{top}{file.name}")
            for member, content in (more or {}).items():
                archive.writestr(member, content)
        return path

    return make


def written(name: str, content: bytes) -> Callable[[Path], Path]:
    """A file of these bytes."""

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make

"""Files and folders that are there whole or not at all, and that only their owner can read.

What is written stands beside its place under a passing name (``.NAME.….part``) until it is whole.
A process that is killed leaves that behind, to be deleted, and the place as it was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from data_access.moving.refusal import CannotMove


@contextmanager
def new_file(target: Path, *, replace: bool, or_else: str) -> Iterator[Path]:
    """A file to write that takes its place when all went well; raises CannotMove.

    ``or_else`` is what else can be done about a file that is there and is not to be replaced.
    """
    place = target.absolute().resolve()
    with _in_words(target):
        if place.is_dir():
            raise CannotMove(f"{target} is a folder. Name a file.")
        if place.exists() and place.stat().st_size and not replace:
            raise CannotMove(f"{target} is there already. Name another file, or {or_else}.")
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
        os.close(handle)
        written = Path(name)
        try:
            yield written
            _keep(written)
            written.replace(place)
        finally:
            written.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path, *, replaceable: Callable[[Path], bool] | None) -> Iterator[Path]:
    """A folder to fill that takes its place when all went well; raises CannotMove.

    A folder that holds something is replaced only if ``replaceable`` is true of each file in it.
    """
    place = target.absolute().resolve()
    with _in_words(target):
        if place.exists() and not place.is_dir():
            raise CannotMove(f"{target} is a file. Name a folder, or a file that ends in .zip or .xlsx.")
        held = sorted(place.iterdir()) if place.is_dir() else []
        if held and replaceable is None:
            raise CannotMove(f"{target} is not empty. Name a new folder, or write --force to replace it.")
        if replaceable and (others := [path.name for path in held if not replaceable(path)]):
            raise CannotMove(
                f"{target} holds other things than a package, such as {others[0]}, that would be lost. "
                "Name another folder."
            )
        written = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent))
        try:
            yield written
            for path in written.iterdir():
                _keep(path)
            _exchange(written, place)
        finally:
            shutil.rmtree(written, ignore_errors=True)


def _exchange(written: Path, place: Path) -> None:
    """Puts a folder in its place; of one that was there nothing is deleted before."""
    if not place.exists() or not any(place.iterdir()):
        written.replace(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".old", dir=place.parent))
    place.replace(old)
    written.replace(place)
    shutil.rmtree(old, ignore_errors=True)


def _keep(path: Path) -> None:
    """A name that survives a power cut is not to stand on a file that did not."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotMove(
            f"{target} can't be written: {error.strerror}. Choose another place, or make room there."
        ) from error

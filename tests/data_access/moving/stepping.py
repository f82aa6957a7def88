"""A process that moves a store step by step: it says where it is, and waits to be let go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from data_access.moving.backups import restore_backup, write_backup
from data_access.moving.packages import export
from data_access.moving.stores import snapshot
from tests.data_access.importing.dying import PROCESSES

SECONDS_FOR_A_STEP = 60


class Stepping:
    """Tells each step and each pass, and goes on when it hears something."""

    def __init__(self, owner: Pipe) -> None:
        self._owner = owner

    def waiting(self, words: str) -> None:
        raise AssertionError(words)

    def begins(self, step: str, rows: int) -> None:
        self._stop(f"{step} begins")

    def passed(self, rows: int) -> None:
        self._stop("rows passed")

    def _stop(self, said: str) -> None:
        self._owner.send(said)
        self._owner.recv()


class Mover:
    """Such a process, and what it says."""

    def __init__(self, what: str, url: str, path: Path) -> None:
        self._ours, theirs = PROCESSES.Pipe()
        self._process = PROCESSES.Process(target=_move, args=(what, url, path, theirs))
        self._process.start()
        theirs.close()

    def says(self) -> str:
        assert self._ours.poll(SECONDS_FOR_A_STEP), "it says nothing more"
        said: str = self._ours.recv()
        return said

    def goes_on(self) -> None:
        self._ours.send("go on")

    def kill(self) -> None:
        self._process.kill()

    def ended(self) -> int | None:
        """How it ended: its exit code, or the signal that killed it, as a negative number."""
        self._process.join(SECONDS_FOR_A_STEP)
        return self._process.exitcode

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._ours.close()


@contextmanager
def moving(what: str, url: str, path: Path) -> Iterator[Mover]:
    """A process that restores, backs up or exports; at the end of the context it is gone."""
    mover = Mover(what, url, path)
    try:
        yield mover
    finally:
        mover.close()


def _move(what: str, url: str, path: Path, owner: Pipe) -> None:
    stepping = Stepping(owner)
    if what == "restore":
        restore_backup(url, path, stepping, replace=True)
    else:
        with snapshot(url) as connection:
            if what == "backup":
                write_backup(connection, path, stepping)
            else:
                export(connection, path, stepping, force=True)
    owner.send("done")

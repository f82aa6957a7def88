"""Commands in processes of their own, which end in the middle: killed, or with nothing more to write on.

A server forks them with all modules loaded, so that a process costs what its command costs. It counts what
it does (SQL statements, transactions, steps of SQLite, what it tells of its progress), and at the moment
that it was given it dies, or waits for its owner. Nothing of the program is replaced; it is listened to.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, Pool, event

from data_access.commands import main
from data_access.commands.progress import shown_progress
from data_access.importing.hearing import Hears

SECONDS_TO_LIVE = 60
SQLITE_STEPS = 1_000
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])


class Moment(StrEnum):
    """What is counted, and can be the last that a process does."""

    told = "told"
    writing = "writing"
    statement = "statement"
    step = "step"  # a thousand of SQLite's, in the middle of a statement
    commit = "commit"
    committed = "committed"  # on Postgres: it is sent, and nobody waits for the answer


@dataclass(frozen=True)
class Order:
    """A command, and what is to befall it.

    ``dies`` kills it at the n-th of something, ``waits`` stops it there until its owner lets it go on.
    ``room`` is how many bytes a file may have: whoever goes beyond is killed by the system, or only gets an
    error if it is ``told``. ``pages`` is how many pages the SQLite store may have.
    """

    command: tuple[str, ...]
    url: str
    said: Path
    dies: tuple[Moment, int] | None = None
    waits: tuple[Moment, int] | None = None
    room: int | None = None
    told: bool = False
    pages: int | None = None


class Child:
    """A process that carries out an order. At the end of the context it is gone."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self._code: int | None = None
        self._ours, theirs = PROCESSES.Pipe()
        self._process = PROCESSES.Process(target=_live, args=(order, theirs))
        self._process.start()
        theirs.close()

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._code is None:
            self.kill()
            self.ended()

    def comes_there(self) -> None:
        """Returns once it waits."""
        assert self._ours.poll(SECONDS_TO_LIVE), f"it did not come to {self.order.waits}: {self.said}"
        assert self._ours.recv() == "here"

    def goes_on(self) -> None:
        self._ours.send("go on")

    def kill(self) -> None:
        self._process.kill()

    def ended(self) -> int:
        """How it ended: its exit code, or the signal that killed it, as a negative number."""
        if self._code is None:
            self._process.join(SECONDS_TO_LIVE)
            in_time = self._process.exitcode is not None
            self._process.kill()
            self._process.join()
            self._code = self._process.exitcode
            self._process.close()
            self._ours.close()
            assert in_time, f"{self.order} did not end: {self.said}"
        assert self._code is not None
        return self._code

    @property
    def said(self) -> str:
        return self.order.said.read_text("utf-8")

    @property
    def refusal(self) -> str:
        """What it said when it refused: that, in one line, and nothing else."""
        code, said = self.ended(), self.said
        assert code == 2 and said.count("\n") == 1, (code, said)
        return said.strip()

    @property
    def counts_at_commits(self) -> list[dict[Moment, int]]:
        """How much of everything it had done at each of its commits, if it came to its own end."""
        counted = json.loads(self.order.said.with_suffix(".json").read_text("utf-8"))
        return [{Moment(name): number for name, number in counts.items()} for counts in counted]


def carried_out(order: Order) -> Child:
    """A process that has ended."""
    with Child(order) as child:
        child.ended()
    return child


def _live(order: Order, owner: Pipe) -> None:
    said = os.open(order.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    life = _Life(order, owner)
    life.listen()
    if order.room is not None:
        # Python ignores the signal: then it gets the error.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN if order.told else signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.room, order.room))
    try:
        main([*order.command, "--store", order.url])
    finally:
        sys.stdout.flush()
        order.said.with_suffix(".json").write_text(json.dumps(life.at_commits), "utf-8")


class _Life:
    """Counts what a process does, and ends it, or lets it wait."""

    def __init__(self, order: Order, owner: Pipe) -> None:
        self._order = order
        self._owner = owner
        self.counts: Counter[Moment] = Counter()
        self.at_commits: list[dict[Moment, int]] = []

    def listen(self) -> None:
        event.listen(Pool, "connect", self._connected)
        event.listen(Engine, "before_cursor_execute", lambda *_: self.comes_to(Moment.statement))
        event.listen(Engine, "commit", self._commits)
        commands = [
            module for name, module in sys.modules.items() if name.startswith("data_access.commands.")
        ]
        for module in commands:
            if getattr(module, "shown_progress", None) is shown_progress:
                module.shown_progress = self._overheard  # type: ignore[attr-defined]

    def comes_to(self, moment: Moment, last_deed: Callable[[], object] = lambda: None) -> None:
        self.counts[moment] += 1
        if self._order.dies == (moment, self.counts[moment]):
            last_deed()
            os.kill(os.getpid(), signal.SIGKILL)
        if self._order.waits == (moment, self.counts[moment]):
            self._owner.send("here")
            self._owner.recv()

    def _connected(self, raw: Any, _record: Any) -> None:
        if not self._order.url.startswith("sqlite"):
            return
        raw.set_progress_handler(lambda: self.comes_to(Moment.step), SQLITE_STEPS)
        if self._order.pages is not None:
            raw.execute(f"PRAGMA max_page_count = {self._order.pages}")

    def _commits(self, connection: Connection) -> None:
        self.comes_to(Moment.commit)
        self.at_commits.append(dict(self.counts))
        self.comes_to(Moment.committed, lambda: _commit(connection.connection.driver_connection))

    @contextmanager
    def _overheard(self) -> Iterator[Hears]:
        with shown_progress() as shown:
            yield _Overheard(shown, self)


def _commit(raw: Any) -> None:
    """Commits without anybody who hears of it."""
    if not hasattr(raw, "pgconn"):
        raw.commit()
        return
    raw.pgconn.send_query(b"COMMIT")
    while raw.pgconn.flush():
        pass


class _Overheard:
    """Passes on what is told, and counts it."""

    def __init__(self, shown: Hears, life: _Life) -> None:
        self._shown, self._life = shown, life

    def waiting(self, words: str) -> None:
        self._shown.waiting(words)
        self._life.comes_to(Moment.told)

    def reads(self, sizes: int) -> None:
        self._shown.reads(sizes)
        self._life.comes_to(Moment.told)

    def reading(self, table: str, read: int, rows: int) -> None:
        self._shown.reading(table, read, rows)
        self._life.comes_to(Moment.told)

    def doing(self, words: str, rows: int) -> None:
        self._shown.doing(words, rows)
        self._life.comes_to(Moment.told)
        if words == "Writing":
            self._life.comes_to(Moment.writing)

    def done(self, rows: int) -> None:
        self._shown.done(rows)

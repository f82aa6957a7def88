"""A disk that fills while SQLite takes something in: the store is as before, and that is said plainly."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.data_access.importing.dying import carried_out
from tests.data_access.importing.stores_to_kill import (
    AFTER,
    BEFORE,
    Past,
    file_of,
    lasting,
    spread,
    state,
    what_is_left,
)

TOLD = pytest.mark.parametrize("told", [False, True], ids=["killed", "told"])


@pytest.fixture(scope="module")
def written(sqlite_past: Past, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bytes]]:
    """A store before an import, and the log of that import: not yet written into the store."""
    with sqlite_past.copy(1) as url, closing(sqlite3.connect(file_of(url))) as keeper:
        keeper.execute("SELECT * FROM country").fetchall()  # whoever closes the file last empties the log
        done = carried_out(sqlite_past.second(url, tmp_path_factory.mktemp("written")))
        assert done.ended() == 0, done.said
        yield file_of(url), Path(f"{file_of(url)}-wal").read_bytes()


def test_a_log_that_ends_anywhere_is_all_or_nothing(
    written: tuple[Path, bytes], sqlite_past: Past, tmp_path: Path
) -> None:
    store, log = written
    before, after = state(sqlite_past.urls[0]), lasting(state(sqlite_past.urls[1]))
    for length in (*spread(len(log) - 1, 10), len(log)):
        cut = shutil.copyfile(store, tmp_path / f"{length}.sqlite")
        Path(f"{cut}-wal").write_bytes(log[:length])
        left = what_is_left(f"sqlite:///{cut}", before, after)
        assert left == (AFTER if length == len(log) else BEFORE), length


@TOLD
def test_a_disk_that_fills_while_sqlite_writes_its_log(
    told: bool, written: tuple[Path, bytes], sqlite_past: Past, tmp_path: Path
) -> None:
    """Whoever writes beyond the end is killed right there, or gets an error."""
    _, log = written
    before, after = state(sqlite_past.urls[0]), lasting(state(sqlite_past.urls[1]))
    with sqlite_past.copy(1) as url:
        order = sqlite_past.second(url, tmp_path)
        for room in (20_000, 100_000, len(log) // 2, len(log) - 1):
            child = carried_out(replace(order, room=room, told=told))
            if told:
                assert "is full" in child.refusal
            else:
                assert child.ended() == -signal.SIGXFSZ, child.said
            assert what_is_left(url, before, after) == BEFORE, room
        assert carried_out(order).ended() == 0
        assert what_is_left(url, before, after) == AFTER


@TOLD
def test_a_disk_that_fills_while_sqlite_writes_its_log_into_the_store(
    told: bool, written: tuple[Path, bytes], sqlite_past: Past, tmp_path: Path
) -> None:
    """With its log the import is done; what can't go into the store is read from the log."""
    store, log = written
    assert len(log) + 1 < store.stat().st_size, "the store has to be larger than the log"
    with sqlite_past.copy(1) as url:
        child = carried_out(replace(sqlite_past.second(url, tmp_path), room=len(log) + 1, told=told))
        assert child.ended() == (0 if told else -signal.SIGXFSZ), child.said
        assert what_is_left(url, {}, lasting(state(sqlite_past.urls[1]))) == AFTER


def test_an_sqlite_store_that_may_not_grow(sqlite_past: Past, tmp_path: Path) -> None:
    with sqlite_past.copy(1) as url:
        before, pages = state(url), file_of(url).stat().st_size // 4096
        child = carried_out(replace(sqlite_past.second(url, tmp_path), pages=pages + 10))
        assert (
            child.refusal == f"The disk of the store {file_of(url)} is full. Make room on it, then try again."
        )
        assert what_is_left(url, before, {}) == BEFORE

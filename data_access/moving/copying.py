"""From one store straight into another, whichever databases they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from data_access.moving.counters import counters
from data_access.moving.loading import Refilled, refill
from data_access.moving.reading import Batch, all_tables, batches, row_counts
from data_access.moving.refusal import CannotMove
from data_access.moving.stores import refilling, refuse_views, snapshot
from data_access.moving.watching import Watcher


def copy_store(source: str, target: str, watcher: Watcher, *, replace: bool) -> Refilled:
    """Fills the store at ``target`` with all that the one at ``source`` holds, in one transaction.

    Raises CannotMove, StoreUnavailable, StoreLocked; then the target is as it was.
    """
    if source == target:
        raise CannotMove("Both URLs are the same. Name two stores.")
    with snapshot(source) as read, refilling(target, watcher.waiting) as written:
        refuse_views(read)
        held = _Held(read, row_counts(read, all_tables()), counters(read))
        return refill(written, held, watcher, replace=replace)


@dataclass(frozen=True)
class _Held:
    """What a store holds, to be read from a snapshot of it."""

    connection: Connection
    rows: Mapping[str, int]
    counters: Mapping[str, int]

    def batches(self, table: Table) -> Iterator[Batch]:
        return batches(self.connection, table, list(table.columns))

"""Works through the quarantine: what lies there, and taking in what can be taken in by now."""

from __future__ import annotations

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select, update

from data_access.importing.descriptor import record_tables
from data_access.importing.hearing import SILENCE, Hears
from data_access.importing.loading import (
    carry_out,
    decide,
    refuse,
    told_in_words,
)
from data_access.importing.locking import SECONDS_TO_WAIT, begin_writing, only_writer
from data_access.importing.orders import RETRY, ImportSummary, Orders
from data_access.importing.problems import Problem, Problems
from data_access.importing.reading import Told, opened
from data_access.schema import PackageImport, QuarantinedRow
from data_access.selection import Package as LatestPackage
from data_access.selection import latest_import

# Under this name rows of the quarantine are taken in.
NAME = "quarantine"


@dataclass(frozen=True)
class Quarantined:
    """A row that waits: where it came from, its cells by header, and what is wrong with it."""

    id: int
    import_id: int
    set_aside_at: datetime
    package: str
    table: str
    line: int
    cells: dict[str, str]
    problems: tuple[Problem, ...]


class NoSuchRow(LookupError):
    """Nothing waits in the quarantine of what was asked for; the message says so."""


def quarantined(
    connection: Connection,
    tables: Collection[str] = (),
    imports: Collection[int] = (),
    *,
    with_key: bool = False,
) -> list[Quarantined]:
    """The rows that wait, the oldest first, and of one import each table after those it refers to.

    Those of these tables and imports only, if any are given; those only whose key can be read.
    """
    row, source = QuarantinedRow, PackageImport
    waiting = (
        select(
            *(row.id, row.import_id, source.imported_at, source.name),
            *(row.table_name, row.line, row.cells, row.reasons),
        )
        .join(source, source.id == row.import_id)
        .where(row.settled_by.is_(None))
        .order_by(row.id)
    )
    if tables:
        waiting = waiting.where(row.table_name.in_(tables))
    if imports:
        waiting = waiting.where(row.import_id.in_(imports))
    if with_key:
        waiting = waiting.where(row.row_key.is_not(None))
    order = list(record_tables())
    rows = [
        Quarantined(
            *found[:6],
            cells=json.loads(found.cells),
            problems=tuple(
                Problem(found.table_name, found.line, *reason) for reason in json.loads(found.reasons)
            ),
        )
        for found in connection.execute(waiting)
    ]
    return sorted(rows, key=lambda row: (row.import_id, order.index(row.table), row.line))


def discard(connection: Connection, numbers: Collection[int]) -> None:
    """Settles rows of the quarantine that nobody will correct; raises NoSuchRow if one does not wait."""
    waiting = {row.id for row in quarantined(connection)}
    if unknown := sorted(set(numbers) - waiting):
        raise NoSuchRow(f"No row {unknown[0]} waits in the quarantine: `quarantine list` says which do.")
    settled = update(QuarantinedRow).where(QuarantinedRow.id.in_(numbers))
    # By the import that brought it: no other has anything to do with it.
    connection.execute(settled.values(settled_by=QuarantinedRow.import_id))


def retry(
    engine: Engine,
    *,
    by: str | None = None,
    hears: Hears = SILENCE,
    seconds_to_wait: float = SECONDS_TO_WAIT,
) -> list[ImportSummary]:
    """Takes in what the quarantine holds and can be taken in by now; the rest stays there.

    Gives what became of the rows: mostly one summary, and several where rows of one table came with
    different headers; none for those whose key can't be read, which somebody has to correct. Raises
    NoSuchRow if nothing waits, and StoreLocked.
    """
    orders = Orders(kind=RETRY, quarantine=True, by=by, seconds_to_wait=seconds_to_wait)
    with (
        engine.connect() as connection,
        only_writer(connection, "retry of the quarantine", seconds_to_wait, hears.waiting),
    ):
        if not quarantined(connection):
            raise NoSuchRow("The quarantine is empty.")
        waiting = quarantined(connection, with_key=True)
        latest = latest_import(connection)
        connection.rollback()
        with told_in_words(NAME), connection.begin():
            begin_writing(connection)
            return [_again(connection, rows, latest, orders, hears) for rows in _by_headers(waiting)]


def _again(
    connection: Connection, rows: list[Quarantined], latest: LatestPackage, orders: Orders, hears: Hears
) -> ImportSummary:
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), rows)
        problems, told = (
            Problems(),
            Told(name=NAME, data_date=latest.data_date, dates="day-first", decimals="point"),
        )
        with opened(Path(folder), told, problems) as package:
            refuse(tuple(problems.whole))
            # To whoever reads figures, the store's data are the same as before, and some more.
            same = replace(package, title=latest.title, sample=latest.sample)
            return carry_out(decide(connection, same, problems, orders, hears), orders, hears)


def _by_headers(rows: list[Quarantined]) -> Iterator[list[Quarantined]]:
    """Rows in rounds, in each of which the rows of a table have the same headers.

    A header that a row came without is not the same as an empty cell: that would change what is stored.
    """
    rounds: dict[str, dict[tuple[str, ...], list[Quarantined]]] = defaultdict(dict)
    for row in rows:
        rounds[row.table].setdefault(tuple(row.cells), []).append(row)
    while any(rounds.values()):
        yield [row for of_table in rounds.values() if of_table for row in of_table.pop(next(iter(of_table)))]


def _write(folder: Path, rows: list[Quarantined]) -> None:
    """Writes rows as the CSV files of a package."""
    by_table: dict[str, list[Quarantined]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    for table, of_table in by_table.items():
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            header = [name for name in of_table[0].cells if name != "…"]
            writer.writerow(header)
            for row in of_table:
                beyond = [row.cells["…"]] if "…" in row.cells else []
                writer.writerow([*(row.cells[name] for name in header), *beyond])

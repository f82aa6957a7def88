"""Holds a package's tables against each other, and against what is already in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter

from sqlalchemy import Connection, Table, select

from data_access.importing.descriptor import foreign_keys, unique_keys
from data_access.importing.package import Package
from data_access.importing.pictures import check_pictures
from data_access.importing.problems import Problems
from data_access.importing.rules import check_rules
from data_access.importing.tables import Key, Row, TableRows
from data_access.schema import Membership, Photo


def check_package(package: Package, connection: Connection, problems: Problems) -> None:
    """Notes doubled keys, references to nothing, broken rules, overlapping memberships, and pictures
    that may not be taken in."""
    for rows in package.tables.values():
        check_keys(rows, connection, problems)
        check_references(rows, package, connection, problems)
        check_rules(rows, problems)
    if memberships := package.tables.get(Membership.__tablename__):
        check_memberships(memberships, connection, problems)
    if photos := package.tables.get(Photo.__tablename__):
        check_pictures(photos, package, connection, problems)


def check_keys(rows: TableRows, connection: Connection, problems: Problems) -> None:
    """No two rows of the package and the store have the same key."""
    primary = tuple(rows.table.primary_key.columns.keys())
    for columns in (primary, *(key for key in unique_keys(rows.table) if not set(primary) <= set(key))):
        stored = _stored(connection, rows.table, columns)
        lines: dict[Key, int] = {}
        for row, key in _filled(rows, columns):
            if key in stored:
                reason = "A row with this key is already in the store. Leave it out."
                rows.refuse(row, columns, reason, problems)
            elif key in lines:
                reason = f"Row {lines[key]} has the same key. Keep one of them."
                rows.refuse(row, columns, reason, problems)
            lines.setdefault(key, row.line)


def check_references(rows: TableRows, package: Package, connection: Connection, problems: Problems) -> None:
    """Every reference is to a row of the package or of the store, and none leads back to itself."""
    told: set[tuple[int, str]] = set()
    for key in foreign_keys(rows.table):
        columns, referred = tuple(key.column_keys), key.referred_table
        targets = tuple(element.column.name for element in key.elements)
        if (known := package.keys(referred, targets)) is None:
            continue
        missing = [(row, found) for row, found in _filled(rows, columns) if found not in known]
        stored = _stored(connection, referred, targets) if missing else set()
        for row, found in missing:
            cells = {(row.line, column) for column in columns}
            # Where a part of a reference refers to nothing, so does the whole: that is told once.
            if found not in stored and not told & cells:
                told |= cells
                whole = (
                    "with this key" if len(targets) == 1 else f"with this {' and '.join(targets)} together"
                )
                reason = f"There is no {referred.name} {whole}, neither in the package nor in the store."
                rows.refuse(row, columns, reason, problems)
        if referred is rows.table:
            _check_circles(rows, columns, targets, problems)


def parents_first(rows: TableRows) -> list[Row]:
    """The rows in an order in which each comes after the one of its own table that it refers to.

    Raises graphlib.CycleError if they refer to each other in a circle.
    """
    ordered = rows.rows
    for key in foreign_keys(rows.table):
        if key.referred_table is rows.table:
            targets = tuple(element.column.name for element in key.elements)
            by_key = {row.key(targets): row for row in ordered}
            parents = {found: {row.key(key.column_keys)} for found, row in by_key.items()}
            ordered = [
                by_key[found] for found in TopologicalSorter(parents).static_order() if found in by_key
            ]
    return ordered


def check_memberships(rows: TableRows, connection: Connection, problems: Problems) -> None:
    """A miner is in one unit at a time; on the day left the miner is gone."""
    columns = ("miner_id", "joined_on", "left_on")
    spans: dict[str, list[tuple[date, date, Row | None]]] = defaultdict(list)
    for row in rows.rows:
        if row.sound:
            miner, joined, left = row.key(columns)
            spans[miner].append((joined, left or date.max, row))
    for miner, joined, left in _stored(connection, rows.table, columns):
        if miner in spans:
            spans[miner].append((joined, left or date.max, None))
    for miner_spans in spans.values():
        earlier, *later = sorted(miner_spans, key=lambda span: span[:2])
        for span in later:
            # Two that begin on one day have the same key, which is told already.
            if earlier[0] < span[0] < earlier[1] and (told := span[2] or earlier[2]):
                other = earlier[2] if span[2] else None
                where = f"row {other.line}" if other else "the store"
                reason = (
                    f"The miner is in two units at a time: see {where}. "
                    "Correct the day joined here or the day left there."
                )
                rows.refuse(told, columns[1:], reason, problems)
            earlier = max(earlier, span, key=lambda span: span[1])


def _check_circles(
    rows: TableRows, columns: tuple[str, ...], targets: tuple[str, ...], problems: Problems
) -> None:
    try:
        parents_first(rows)
    except CycleError as error:
        circle = error.args[1]
        row = next(row for row in rows.rows if row.key(targets) == circle[0])
        way = " → ".join(str(part) for found in circle for part in found)
        rows.refuse(row, columns, f"This leads back to itself ({way}). Break the circle.", problems)


def _filled(rows: TableRows, columns: Sequence[str]) -> Iterator[tuple[Row, Key]]:
    """Rows with their key in these columns, where no cell of it is empty or unreadable."""
    for row in rows.rows:
        key = row.key(columns)
        if row.even and None not in key:
            yield row, key


def _stored(connection: Connection, table: Table, columns: Sequence[str]) -> set[Key]:
    """The keys in these columns that the store has."""
    return {tuple(row) for row in connection.execute(select(*(table.columns[name] for name in columns)))}

"""What an import has to do, computed slowly on dicts: no SQL, and nothing of the product but its schema.

Rows are dicts of texts by header, as in ``packages``; a row with the key ``…`` has a cell too many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, Integer, Table, UniqueConstraint

from data_access.schema import Base
from tests.data_access.importing.packages import Tables

FAR = date(9999, 12, 31)
Key = tuple[Any, ...]
# Of each table the rows by their keys: what a store holds.
Held = dict[str, dict[Key, dict[str, Any]]]
# Table and line.
Place = tuple[str, int]


@dataclass
class Row:
    """A row of the package: its values, None where a cell can't be read, and whether all can."""

    table: str
    line: int
    values: dict[str, Any]
    sound: bool
    own: bool = False
    falls: bool = False

    @property
    def out(self) -> bool:
        return self.own or self.falls or not self.sound


@dataclass
class Outcome:
    """Which rows are broken themselves, which are set aside, and what the store holds afterwards."""

    own: set[Place] = field(default_factory=set)
    aside: set[Place] = field(default_factory=set)
    held: Held = field(default_factory=dict)


def header_of(column: Column[Any]) -> str:
    return str(column.info.get("field", column.name))


def columns_of(table: str) -> list[Column[Any]]:
    return [column for column in Base.metadata.tables[table].columns if column.name != "import_id"]


def key_of(table: str, values: dict[str, Any]) -> Key:
    return tuple(values[column.name] for column in Base.metadata.tables[table].primary_key.columns)


def imported(tables: Tables, held: Held) -> Outcome:
    """What becomes of a package with quarantine, in a store that holds so much."""
    names = [table.name for table in Base.metadata.sorted_tables if table.name in tables]
    digits = {key[0]: row["minor_digits"] for key, row in held.get("currency", {}).items()}
    package: dict[str, list[Row]] = {}
    for name in names:
        package[name] = [_read(name, line, row, digits) for line, row in enumerate(tables[name], start=2)]
        if name == "currency":
            readable = {row.values["id"]: row.values["minor_digits"] for row in package[name] if row.sound}
            digits = readable | digits
    for name in names:
        _own(name, package, held)
    own = {(row.table, row.line) for rows in package.values() for row in rows if row.own}
    for name in names:
        _contradicted(package[name])
    while sum(_falls(name, package, held) for name in names):
        pass
    after = {name: dict(rows) for name, rows in held.items()}
    for name, rows in package.items():
        for row in rows:
            if not row.out:
                after.setdefault(name, {})[key_of(name, row.values)] = row.values
    aside = {(row.table, row.line) for rows in package.values() for row in rows if row.out}
    return Outcome(own, aside, after)


def _read(table: str, line: int, cells: dict[str, str], digits: dict[str, int]) -> Row:
    columns = columns_of(table)
    if "…" in cells:
        return Row(table, line, {column.name: None for column in columns}, False, own=True)
    values: dict[str, Any] = {}
    row = Row(table, line, values, True)
    given = {column.name: cells.get(header_of(column), "") for column in columns}
    # The writer of packages fills it in; who leaves it empty means that the row was not made up.
    given["illustrative"] = cells.get("illustrative", "true") or "false"
    for column in columns:
        value, right = _value(column, given[column.name])
        if right and value is not None and "currency" in column.info:
            currency = given[column.info["currency"]]
            if currency not in digits:
                # Either there is no such currency, which its own cell tells, or none is given at all.
                row.sound, row.own, value = False, row.own or not currency, None
            else:
                value, right = _whole(value, digits[currency])
        if not right:
            row.sound, row.own, value = False, True, None
        values[column.name] = value
    return row


def _value(column: Column[Any], text: str) -> tuple[Any, bool]:
    """The value of a cell, and whether it is one; money is a decimal still."""
    if not text:
        return None, bool(column.nullable)
    try:
        value = _typed(column, text)
    except (ValueError, InvalidOperation):
        return None, False
    scale = 10 ** column.info.get("digits", 0)
    lowest, highest = column.info.get("minimum"), column.info.get("maximum")
    low = lowest is not None and value * (scale if "field" in column.info else 1) < lowest
    if low or (highest is not None and value > highest):
        return None, False
    if column.info.get("digits"):
        return _whole(value, column.info["digits"])
    return value, True


def _typed(column: Column[Any], text: str) -> Any:
    kind = column.type
    if "field" in column.info:
        return Decimal(text)
    if choices := column.info.get("choices"):
        if text not in choices:
            raise ValueError(text)
        return text
    if isinstance(kind, Boolean):
        return {"true": True, "false": False}[text] if text in ("true", "false") else int("no truth")
    if isinstance(kind, Integer):
        number = int(text)
        if abs(number) >= 2 ** (63 if isinstance(kind, BigInteger) else 31):
            raise ValueError(text)
        return number
    if isinstance(kind, Float):
        return float(text)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(text)
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    longest = getattr(kind, "length", None)
    if "\0" in text or (longest and len(text) > longest):
        raise ValueError(text)
    return text


def _whole(value: Decimal, digits: int) -> tuple[int | None, bool]:
    parts = value * 10**digits
    return (int(parts), True) if parts == int(parts) and abs(parts) < 2**63 else (None, False)


def _own(name: str, package: dict[str, list[Row]], held: Held) -> None:
    """Marks rows with a key that another has, that refer to nothing, break a rule, or overlap."""
    table, rows = Base.metadata.tables[name], package[name]
    unique = [tuple(c.name for c in key.columns) for key in _unique(table)]
    primary = tuple(table.primary_key.columns.keys())
    for columns in (primary, *unique):
        seen = set()
        for row in rows:
            values = tuple(row.values[column] for column in columns)
            if None not in values:
                row.own = row.own or values in seen
                seen.add(values)
    _taken(name, rows, held, {key_of(name, row.values) for row in rows}, "own")
    for columns, other, targets in _references(table):
        brought = package.get(other, [])
        if any(row.values[target] is None for row in brought for target in targets):
            continue  # it may be the row whose key can't be read
        known = _known(other, targets, brought, held)
        for row in rows:
            values = tuple(row.values[column] for column in columns)
            row.own = row.own or (None not in values and values not in known)
    for row in rows:
        row.own = row.own or (not row.out and any(not rule(row.values) for rule in RULES.get(name, ())))
    if name == "membership":
        _overlaps(rows, held, {key_of(name, row.values) for row in rows}, "own")


def _contradicted(rows: list[Row]) -> None:
    """The first of rows with one key is no better than the others if they differ."""
    for number, row in enumerate(rows):
        key = key_of(row.table, row.values)
        for other in rows[number + 1 :]:
            same = None not in key and key_of(row.table, other.values) == key
            if same and other.out and other.values != row.values:
                row.falls = True


def _falls(name: str, package: dict[str, list[Row]], held: Held) -> bool:
    """Marks rows that can't stand without those that are out; whether there are any more."""
    table, rows = Base.metadata.tables[name], package[name]
    before = sum(row.out for row in rows)
    for columns, other, targets in _references(table):
        known = _known(other, targets, [row for row in package.get(other, []) if not row.out], held)
        for row in rows:
            values = tuple(row.values[column] for column in columns)
            row.falls = row.falls or (None not in values and values not in known)
    accepted = {key_of(name, row.values) for row in rows if not row.out}
    _taken(name, rows, held, accepted, "falls")
    if name == "membership":
        _overlaps(rows, held, accepted, "falls")
    return sum(row.out for row in rows) > before


def _taken(name: str, rows: list[Row], held: Held, replaced: set[Key], how: str) -> None:
    """Another row of the store, which stays, has the same values in a unique key."""
    for key in _unique(Base.metadata.tables[name]):
        columns = [column.name for column in key.columns]
        stay = {
            tuple(stored[column] for column in columns): number
            for number, stored in held.get(name, {}).items()
            if number not in replaced
        }
        for row in rows:
            owner = stay.get(tuple(row.values[column] for column in columns))
            if not row.out and owner is not None and owner != key_of(name, row.values):
                setattr(row, how, True)


def _overlaps(rows: list[Row], held: Held, replaced: set[Key], how: str) -> None:
    """Marks memberships within an earlier one of the miner, and those within which a stored one begins."""
    spans: list[tuple[str, date, date, Row | None]] = [
        (row.values["miner_id"], row.values["joined_on"], row.values["left_on"] or FAR, row)
        for row in rows
        if not row.out
    ]
    spans += [
        (stored["miner_id"], stored["joined_on"], stored["left_on"] or FAR, None)
        for key, stored in held.get("membership", {}).items()
        if key not in replaced
    ]
    for miner, joined, _, row in spans:
        for other_miner, other_joined, other_left, other in spans:
            if other_miner != miner or not other_joined < joined < other_left:
                continue
            if row:
                setattr(row, how, True)
            elif other:
                setattr(other, how, True)


def _known(table: str, columns: tuple[str, ...], rows: list[Row], held: Held) -> set[Key]:
    stored = held.get(table, {}).values()
    return {
        tuple(values[column] for column in columns) for values in (*(row.values for row in rows), *stored)
    }


def _unique(table: Table) -> list[Any]:
    primary = set(table.primary_key.columns.keys())
    keys = [item for item in table.constraints if isinstance(item, UniqueConstraint)]
    return [key for key in keys if not primary <= {column.name for column in key.columns}]


def _references(table: Table) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    for key in table.foreign_key_constraints:
        targets = tuple(element.column.name for element in key.elements)
        yield tuple(key.column_keys), key.referred_table.name, targets


def _in_order(first: str, last: str) -> Callable[[dict[str, Any]], bool]:
    return lambda row: row[last] is None or row[first] <= row[last]


# What has to hold within a row, in our own words.
RULES: dict[str, tuple[Callable[[dict[str, Any]], bool], ...]] = {
    "membership": (lambda row: row["left_on"] is None or row["left_on"] > row["joined_on"],),
    "delivery": (
        lambda row: (row["unit_id"] is None) != (row["organisation_id"] is None),
        lambda row: (row["value_minor"] is None) == (row["currency_id"] is None),
    ),
    **{name: (_in_order("first_day", "last_day"),) for name in (
        "cover", "programme", "enrolment", "premium_rate")},
}  # fmt: skip

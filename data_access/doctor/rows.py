"""Rows of a table that can't be used, counted in the database, with the key of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    cast,
    column,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    table,
    text,
)

from data_access.contract import Family, NeededColumn, NeededTable
from data_access.doctor.diagnosis import Problem
from data_access.doctor.usable import unusable
from data_access.schema import Base, Membership
from data_access.views.relations import Relation

# Their keys are secrets, or were made of some.
KEYS_NOT_TOLD = {"ended_sign_in", "erased_miner"}


@dataclass(frozen=True)
class Rows:
    """The rows of a table as they are found, without the types that the program would read them with."""

    needed: NeededTable
    found: Relation
    dialect: str

    @cached_property
    def source(self) -> FromClause:
        """The relation with the columns that it really has."""
        return table(self.needed.name, *(column(name) for name in self.found.columns))

    @property
    def key(self) -> ColumnElement[str] | None:
        """A row's key in words, if it can be told."""
        if self.needed.name in KEYS_NOT_TOLD or not self.found.columns.keys() >= set(self.needed.key):
            return None
        return _joined(self.needed.key)

    def has(self, name: str) -> bool:
        """Whether a column is there, and of the type that the program reads."""
        if name not in self.found.columns:
            return False
        # SQLite's columns keep any value, whatever is declared.
        family = next(each.family for each in self.needed.columns if each.name == name)
        return self.dialect == "sqlite" or family in self.found.columns[name].families


@dataclass(frozen=True)
class Check:
    """A question to the rows of a table: how many there are of which something is wrong, and the key of one.

    The rows are those with a ``condition``, or what the ``statement`` says. Without a ``problem`` it is only
    looked whether the column can be read at all.
    """

    rows: Rows
    problem: Problem | None
    column: str | None
    said: str = ""
    condition: ColumnElement[bool] | None = None
    statement: Select[*tuple[Any, ...]] | None = None

    def asked(self) -> Select[*tuple[Any, ...]]:
        """The question by itself: the number, and the key."""
        if self.statement is not None:
            return self.statement
        if self.condition is None:
            return select(self.counted(), null()).select_from(self.rows.source)
        key = null() if self.rows.key is None else func.min(self.rows.key)
        return select(func.count(), key).select_from(self.rows.source).where(self.condition)

    def counted(self) -> ColumnElement[int]:
        """The number, to be asked for together with others."""
        if self.condition is None:
            return func.count(column(self.column or ""))
        return func.count().filter(self.condition)


def checks(rows: Rows) -> Iterator[Check]:
    """The checks of a table's rows, each by itself."""
    for needed in rows.needed.columns:
        if needed.name in rows.found.columns:
            asked = list(_of_column(rows, needed))
            yield from asked or [Check(rows, None, needed.name)]
    for rule in rows.needed.rules:
        named = [each for each in rows.needed.columns if re.search(rf"\b{each.name}\b", rule)]
        # A limit of one column is told as such.
        limit = len(named) == 1 and named[0].least is not None
        if not limit and all(rows.has(each.name) for each in named):
            broken: Any = text(f"NOT ({rule})")
            yield Check(rows, Problem.breaks_rule, None, f"breaks the rule {rule}", broken)


def together(rows: Rows, asked: Sequence[Check]) -> Select[*tuple[Any, ...]]:
    """How many rows there are, and the numbers of all checks in their order: one way through the rows."""
    numbers = (check.counted().label(f"number_{place}") for place, check in enumerate(asked))
    return select(func.count(), *numbers).select_from(rows.source)


def references(rows: Rows, others: dict[str, Rows]) -> Iterator[Check]:
    """The checks of what the rows refer to, as far as the others can be read."""
    keys = Base.metadata.tables[rows.needed.name].foreign_key_constraints
    for key in sorted(keys, key=lambda each: list(each.column_keys)):
        other = others.get(key.referred_table.name)
        pairs = [(element.parent.name, element.column.name) for element in key.elements]
        if other is None or not all(rows.has(own) and other.has(name) for own, name in pairs):
            continue
        referred, own = other.source.alias("referred"), rows.source
        there = exists(literal(1)).where(*(referred.c[name] == own.c[mine] for mine, name in pairs))
        filled = (own.c[mine].is_not(None) for mine, _ in pairs)
        names = " + ".join(mine for mine, _ in pairs)
        said = f"refers by {names} to no row of {other.needed.name}"
        yield Check(rows, Problem.refers_to_nothing, names, said, and_(*filled, not_(there)))


def doubled(rows: Rows) -> Iterator[Check]:
    """The checks that no two rows have the same key: nothing keeps a view from it."""
    for columns in (rows.needed.key, *rows.needed.unique):
        if not all(rows.has(name) for name in columns):
            continue
        own: list[ColumnElement[Any]] = [column(name) for name in columns]
        told = null() if rows.needed.name in KEYS_NOT_TOLD else _joined(columns)
        groups = (
            select(told.label("key"))
            .select_from(rows.source)
            .where(*(each.is_not(None) for each in own))
            .group_by(*own)
            .having(func.count() > 1)
            .subquery()
        )
        statement, names = (
            select(func.count(), func.min(groups.c.key)).select_from(groups),
            " + ".join(columns),
        )
        said = f"is one of several with the same {names}"
        yield Check(rows, Problem.doubled, names, said, statement=statement)


def overlapping(rows: Rows) -> Check:
    """The check that a miner is in one unit at a time; who leaves on a day is gone on that day."""
    last: ColumnElement[Any] = literal(date.max)
    before: ColumnElement[Any] = func.max(func.coalesce(column("left_on"), last)).over(
        partition_by=column("miner_id"),
        order_by=(column("joined_on"), column("id")),
        rows=(None, -1),
    )
    spans = select(
        _joined(rows.needed.key).label("key"), column("joined_on"), before.label("before")
    ).select_from(rows.source)
    found = spans.subquery()
    statement = select(func.count(), func.min(found.c.key)).where(found.c.before > found.c.joined_on)
    said = "overlaps another one of the same miner"
    return Check(rows, Problem.overlapping, "joined_on", said, statement=statement)


def overlaps_can_be_told(rows: Rows) -> bool:
    """Whether it is memberships, with all that says when they overlap."""
    told = ("id", "miner_id", "joined_on", "left_on")
    return rows.needed.name == Membership.__tablename__ and all(rows.has(name) for name in told)


def _of_column(rows: Rows, needed: NeededColumn) -> Iterator[Check]:
    at: ColumnElement[Any] = column(needed.name)
    if needed.required:
        # Whoever may see none of something sees what has the empty key.
        is_key = needed.key and needed.family == Family.text and rows.has(needed.name)
        nothing = or_(at.is_(None), at == "") if is_key else at.is_(None)
        said = f"has no {needed.name}, which is required"
        yield Check(rows, Problem.empty, needed.name, said, nothing)
    if not rows.has(needed.name):
        return
    usable: ColumnElement[bool] = at.is_not(None)
    if (wrong := unusable(at, needed.family, rows.dialect)) is not None:
        said = f"has a {needed.name} that is no {_kind(needed)}"
        yield Check(rows, Problem.unusable, needed.name, said, and_(usable, wrong))
        usable = and_(usable, not_(wrong))
    if needed.codes:
        unknown = and_(usable, at.not_in(needed.codes))
        said = f"has a {needed.name} that is none of {', '.join(needed.codes)}"
        yield Check(rows, Problem.unknown_code, needed.name, said, unknown)
    limits = [at < needed.least] if needed.least is not None else []
    limits += [at > needed.most] if needed.most is not None else []
    if limits:
        beyond = and_(usable, or_(*limits))
        said = f"has a {needed.name} {_beyond(needed)}"
        yield Check(rows, Problem.out_of_range, needed.name, said, beyond)


def _kind(needed: NeededColumn) -> str:
    return (
        f"{needed.family} of the years 1 to 9999"
        if needed.family in (Family.day, Family.moment)
        else needed.family
    )


def _beyond(needed: NeededColumn) -> str:
    return f"below {needed.least}" if needed.most is None else f"outside {needed.least} to {needed.most}"


def _joined(columns: Sequence[str]) -> ColumnElement[str]:
    parts: list[ColumnElement[str]] = [cast(column(name), String) for name in columns]
    return reduce(lambda key, part: key + " / " + part, parts)

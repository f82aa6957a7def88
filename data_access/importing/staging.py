"""A package's rows in temporary tables of the store's own database, where SQL can look at all of them.

Nothing of them is in the store yet, nobody else sees them, and they are gone with the connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Table,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from data_access.importing.descriptor import delivered_columns, field_name
from data_access.importing.problems import SHOWN_PER_TABLE, Problem, Problems
from data_access.importing.reading import ReadRow
from data_access.importing.temporary import REFUSALS, staged_table
from data_access.temporary import load, make, same_key

ROWS_AT_ONCE = 10_000
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


class Delivered(Protocol):
    """What brings rows of a table: a file of a package, or the quarantine."""

    @property
    def table(self) -> Table: ...
    @property
    def columns(self) -> frozenset[str]: ...
    def rows(
        self, digits: Mapping[str, int], problems: Problems, told: Callable[[int], None]
    ) -> Iterator[ReadRow]: ...


class Stage:
    """The staged tables of one package.

    A staged table has the columns of its table, and ``number``, by which its rows are told apart, ``line``,
    on which a row begins (one line of a form may give several rows), ``refused``, whether it can't be taken
    in, and ``becomes``, what it is to the store. ``refusals`` says why the rows of a line are refused.
    """

    def __init__(self, connection: Connection, problems: Problems) -> None:
        self.connection = connection
        self.problems = problems
        self.tables: dict[str, Table] = {}
        self.sizes: dict[str, int] = {}
        # Whether what came tells of people who were erased: then it must not be kept as it was sent.
        self.holds_erased = False
        self._made: set[str] = set()
        # Tables with rows that can't be taken in: the others need not be looked through for them.
        self._refused: set[str] = set()
        # Of the faults of one row, those that were found first are told first.
        self._checks = 0
        self.refusals = self.make(REFUSALS)

    def fill(self, delivered: Delivered, digits: Mapping[str, int], told: Callable[[int, int], None]) -> None:
        """Stages all rows that a table brings; what can't be read in them is among the refusals then.

        ``told`` hears how much has been read, in the unit of the table's size, and how many rows that is.
        """
        table = delivered.table
        columns = delivered_columns(table)
        staged = self.make(staged_table(table))
        self.tables[table.name] = staged
        self.sizes[table.name] = 0
        names = ["number", "line", "refused", *(column.name for column in columns)]
        read: list[int] = [0]
        delivered_rows = delivered.rows(digits, self.problems, read.append)
        rows = (
            [number, row.line, not row.sound, *row.values] for number, row in enumerate(delivered_rows, 1)
        )
        for some in iter(lambda: list(islice(rows, ROWS_AT_ONCE)), []):
            load(self.connection, staged, names, some)
            if any(unsound for _, _, unsound, *_ in some):
                self._refused.add(table.name)
            self.take_refusals()
            self.sizes[table.name] = some[-1][0]
            told(read[-1], some[-1][0])
            del read[:-1]
        self.connection.execute(text(f"ANALYZE {staged.name}"))
        self.complete(table, frozenset(column.name for column in columns) - delivered.columns)
        if table.name in self._refused:
            self.mark(table.name)

    def complete(self, table: Table, missing: frozenset[str]) -> None:
        """Columns that the package does not bring stay as the store has them; a new row is not made up."""
        if not missing:
            return
        staged = self.tables[table.name]
        kept: dict[str, ColumnElement[Any]] = {
            name: select(table.c[name]).where(same_key(table, staged)).scalar_subquery() for name in missing
        }
        if "illustrative" in kept:
            kept["illustrative"] = func.coalesce(kept["illustrative"], False)
        self.connection.execute(update(staged).values(kept))
        for name in missing:
            currency = table.c[name].info.get("currency")
            if currency and currency not in missing:
                self._keep_currency(table, name, currency)

    def _keep_currency(self, table: Table, amount: str, currency: str) -> None:
        """An amount that stays as the store has it stays in its currency."""
        staged = self.tables[table.name]
        found = select(staged).join(table, same_key(table, staged)).where(
            table.c[amount].is_not(None), staged.c[currency] != table.c[currency]
        )  # fmt: skip
        label = field_name(table.c[amount])
        reason = f"The store has an amount in another currency here. Add the column {label}, or leave this."
        self.refuse(table, (currency,), found, reason)

    def take_refusals(self) -> None:
        """Puts what was noted of rows among the refusals."""
        if taken := self.problems.taken_rows():
            self._checks += 1
            self._refused.update(problem.table for problem in taken)
            # Postgres keeps no NUL in a text.
            rows = [
                (self._checks, p.table, p.row, p.column, p.value and p.value.replace("\0", "␀"), p.reason)
                for p in taken
            ]
            load(self.connection, self.refusals, self.refusals.columns.keys(), rows)

    def refuse(
        self,
        table: Table,
        columns: Sequence[str],
        found: Select[Any],
        reason: ColumnElement[str] | str,
    ) -> None:
        """Refuses the staged rows that ``found`` selects from, with the cells of these columns.

        ``found`` is a select of the staged table, whose columns are replaced.
        """
        staged = self.tables[table.name]
        labels = " + ".join(field_name(table.c[name]) for name in columns) or None
        self._checks += 1
        told = found.with_only_columns(
            literal(self._checks, Integer),
            literal(table.name, String),
            staged.c.line,
            literal(labels, String),
            _written([staged.c[name] for name in columns]) if columns else literal(None, String),
            literal(reason, String) if isinstance(reason, str) else reason,
        )
        noted = insert(self.refusals).from_select(self.refusals.columns.keys(), told)
        if self.connection.execute(noted).rowcount:
            self.mark(table.name)

    def mark(self, name: str) -> None:
        """Marks the rows of a table of which a refusal tells."""
        self._refused.add(name)
        staged, refusals = self.tables[name], self.refusals
        lines = select(refusals.c.line).where(refusals.c.table_name == name)
        self.connection.execute(
            update(staged).where(staged.c.refused.is_(False), staged.c.line.in_(lines)).values(refused=True)
        )

    def each(self, done: Callable[[int], None]) -> Iterator[str]:
        """The staged tables by name, each after those it refers to; ``done`` hears of the rows of each."""
        for name in self.tables:
            yield name
            done(self.sizes[name])

    def refused_rows(self) -> dict[str, int]:
        """How many rows of a table can't be taken in, of those that have any."""
        return {
            name: self.connection.scalar(
                select(func.count()).select_from(staged).where(staged.c.refused.is_(True))
            )
            or 0
            for name, staged in self.tables.items()
            if name in self._refused
        }

    def told(self) -> tuple[Problem, ...]:
        """Why rows are refused: by table, those of the first rows, and how many more there are."""
        refusals, found = self.refusals, list[Problem]()
        by_table = select(refusals.c.table_name, func.count()).group_by(refusals.c.table_name)
        numbers: dict[str, int] = dict(self.connection.execute(by_table).all())
        for name in filter(numbers.get, self.tables):
            of_table = select(refusals).where(refusals.c.table_name == name)
            first = of_table.order_by(refusals.c.line, refusals.c.number).limit(SHOWN_PER_TABLE)
            found += [Problem(*row[1:]) for row in self.connection.execute(first)]
            if (number := numbers[name]) > SHOWN_PER_TABLE:
                more = f"and {number - SHOWN_PER_TABLE:,} more problems like these."
                found.append(Problem(name, None, None, None, more))
        return tuple(found)

    def digits(self) -> dict[str, int]:
        """How many decimal digits the minor units of the staged currencies give."""
        currency = self.tables["currency"]
        readable = select(currency.c.id, currency.c.minor_digits).where(currency.c.refused.is_(False))
        return dict(self.connection.execute(readable).all())

    def make(self, table: Table) -> Table:
        """Makes a temporary table, or empties it if it is there."""
        if table.name in self._made:
            self.connection.execute(delete(table))
        else:
            # The connection may have served another stage.
            make(self.connection, table)
            self._made.add(table.name)
        return table


def _written(columns: Sequence[Column[Any]]) -> ColumnElement[str]:
    """The cells as text, side by side."""
    first, *others = (func.coalesce(cast(column, String), "") for column in columns)
    written: ColumnElement[str] = first
    for other in others:
        written = written + literal(" + ") + other
    return written

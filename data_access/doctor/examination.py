"""Examines a store: one question after the other, each in a transaction of its own.

So no question holds a lock for the next one, and none is kept from being asked by one that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import closing, suppress
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, column, func, select, table, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from data_access import migrations
from data_access.doctor.asking import NoAnswer, ask, told
from data_access.doctor.diagnosis import Diagnosis, Finding, Problem
from data_access.doctor.rows import (
    Check,
    Rows,
    checks,
    doubled,
    overlapping,
    overlaps_can_be_told,
    references,
    together,
)
from data_access.doctor.shape import all_needed, shape_findings
from data_access.row_security.applying import roles_let_in
from data_access.row_security.roles import guarding_problem, role_problem
from data_access.store import Store, StoreUnavailable, schema_problem, store_url, unchecked_store
from data_access.translations import untranslated
from data_access.views.relations import Relation, relations
from data_access.views.through import views_of

Answer = TypeVar("Answer")

# Faults of rows, which are counted by themselves.
OF_ROWS = ("NULL value in", "CHECK constraint failed")


def examine(url: str | None = None, tables: Collection[str] | None = None) -> Diagnosis:
    """What is wrong with a store, be it there or not. It is read, and nothing else.

    Only the rows of ``tables`` are looked at, if some are named.
    """
    try:
        shown = make_url(url or store_url()).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        shown = "not a URL of a database"
    diagnosis = Diagnosis(shown, needed_revision=migrations.head_revision())
    try:
        store = unchecked_store(url)
    except StoreUnavailable as refused:
        diagnosis.findings.append(Finding(Problem.unreachable, str(refused)))
        return diagnosis
    with closing(store):
        Examination(store, diagnosis, tables or all_needed()).run()
    return diagnosis


class Examination:
    """The questions to a store, whose answers are written into a diagnosis."""

    def __init__(self, store: Store, diagnosis: Diagnosis, tables: Collection[str]) -> None:
        self._store, self._diagnosis, self._tables = store, diagnosis, tables
        self._dialect = store.engine.dialect.name

    def run(self) -> None:
        """Asks all of them."""
        try:
            found = ask(self._store, relations)
        except NoAnswer as trouble:
            self._found(Problem.unreachable, str(trouble))
            return
        self._diagnosis.reachable, self._diagnosis.database = True, self._dialect
        self._examine_schema(found)
        if self._dialect == "sqlite":
            self._examine_file()
        else:
            self._examine_guards(found)
        self._examine_imports(found)
        self._examine_rows(found)
        self._examine_translations(found)

    def _examine_schema(self, found: dict[str, Relation]) -> None:
        self._diagnosis.through_views = bool(self._try(Problem.schema, views_of))
        self._diagnosis.revision = self._try(Problem.schema, migrations.current_revision)
        if problem := self._try(Problem.schema, schema_problem):
            self._found(Problem.schema, str(problem))
        if found:
            self._diagnosis.findings.extend(shape_findings(found))

    def _examine_file(self) -> None:
        def pragma(name: str) -> Callable[[Connection], list[str]]:
            return lambda connection: [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {name}")]

        self._diagnosis.journal_mode = next(
            iter(self._try(Problem.damaged, pragma("journal_mode")) or []), None
        )
        for said in self._try(Problem.damaged, pragma("quick_check")) or []:
            if said != "ok" and not said.startswith(OF_ROWS):
                self._found(Problem.damaged, f"The file is damaged: {said}. Restore a backup.")

    def _examine_guards(self, found: dict[str, Relation]) -> None:
        self._diagnosis.this_role = self._try(Problem.role, role_problem)
        if "place_key" not in found:
            return  # of a store that is none yet, it was said above
        if problem := self._try(Problem.not_guarded, guarding_problem):
            self._found(Problem.not_guarded, problem)
        for role in self._try(Problem.role, roles_let_in) or []:
            problem = self._try(Problem.role, partial(role_problem, role=role))
            self._diagnosis.roles[role] = problem
            if problem:
                self._found(Problem.role, problem)

    def _examine_imports(self, found: dict[str, Relation]) -> None:
        names = ("id", "title", "data_date", "content_hash")
        if "package_import" in found and found["package_import"].columns.keys() >= set(names):
            # Without types: a day that is none would raise.
            imports = table("package_import", *(column(name) for name in names))
            newest = select(imports).order_by(imports.c.id.desc()).limit(1)
            rows = self._try(Problem.unreadable, lambda asked: asked.execute(newest).all(), "package_import")
            count = select(func.count()).select_from(imports)
            self._diagnosis.imports = self._try(
                Problem.unreadable, lambda asked: asked.scalar(count), "package_import"
            )
            for row in rows or []:
                self._diagnosis.title, self._diagnosis.data_date = told(row.title), told(row.data_date)
                self._diagnosis.data_version = told(row.id)
            if rows == []:
                said = "The store holds no data: no row of package_import says up to which day they reach."
                self._found(Problem.no_data, said, "package_import")
        if "quarantined_row" in found and "settled_by" in found["quarantined_row"].columns:
            waiting = text("SELECT count(*) FROM quarantined_row WHERE settled_by IS NULL")
            self._diagnosis.quarantined = self._try(
                Problem.unreadable, lambda asked: asked.scalar(waiting), "quarantined_row"
            )

    def _examine_rows(self, found: dict[str, Relation]) -> None:
        there = {
            name: Rows(needed, found[name], self._dialect)
            for name, needed in all_needed().items()
            if name in found
        }
        unreadable = {name for name in there if name in self._tables and not self._count(there[name])}
        readable = {name: rows for name, rows in there.items() if name not in unreadable}
        for rows in (rows for name, rows in readable.items() if name in self._tables):
            for check in (*references(rows, readable), *doubled(rows)):
                self._check(check)
            if overlaps_can_be_told(rows):
                self._check(overlapping(rows))

    def _examine_translations(self, found: dict[str, Relation]) -> None:
        """Of what can't be read was told before."""
        whole = {
            name
            for name, needed in all_needed().items()
            if name in found and found[name].columns.keys() >= {column.name for column in needed.columns}
        }
        with suppress(NoAnswer):
            self._diagnosis.untranslated = ask(
                self._store, lambda connection: untranslated(connection, whole.intersection(self._tables))
            )

    def _count(self, rows: Rows) -> bool:
        """Counts a table's rows and what is wrong with each by itself; whether they could be read."""
        name, asked = rows.needed.name, list(checks(rows))
        try:
            answers = ask(self._store, lambda connection: connection.execute(together(rows, asked)).one())
        except NoAnswer:
            return self._count_one_by_one(rows, asked)
        self._diagnosis.rows[name] = answers[0]
        for check, number in zip(asked, answers[1:], strict=True):
            if number and check.problem is not None:
                self._check(check)
        return True

    def _count_one_by_one(self, rows: Rows, asked: Sequence[Check]) -> bool:
        """Something of the table can't be read: this finds out what."""
        name, counted = rows.needed.name, select(func.count()).select_from(rows.source)
        try:
            self._diagnosis.rows[name] = ask(
                self._store, lambda connection: connection.execute(counted).scalar_one()
            )
        except NoAnswer as trouble:
            self._found(Problem.unreadable, f"{name} can't be read: {trouble}.", name)
            return False
        for check in asked:
            self._check(check)
        return True

    def _check(self, check: Check) -> None:
        name = check.rows.needed.name
        try:
            count, example = ask(self._store, lambda connection: connection.execute(check.asked()).one())
        except NoAnswer as trouble:
            known = {(each.table, each.column) for each in self._diagnosis.findings}
            if (name, check.column) not in known:
                whole = f"{name}.{check.column}" if check.column else name
                self._found(Problem.unreadable, f"{whole} can't be read: {trouble}.", name, check.column)
            return
        if not count or check.problem is None:
            return
        said = f"{count:,} {'row' if count == 1 else 'rows'} of {name}: each {check.said}."
        key = None if example is None else told(example)
        self._diagnosis.findings.append(Finding(check.problem, said, name, check.column, count, key))

    def _found(self, problem: Problem, said: str, name: str | None = None, of: str | None = None) -> None:
        self._diagnosis.findings.append(Finding(problem, said, name, of))

    def _try(
        self, problem: Problem, question: Callable[[Connection], Answer], name: str | None = None
    ) -> Answer | None:
        """The answer to a question; None, and a finding, if there is none."""
        try:
            return ask(self._store, question)
        except NoAnswer as trouble:
            self._found(problem, f"{name or 'The store'} can't be read: {trouble}.", name)
            return None

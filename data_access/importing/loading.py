"""Takes a package into the store: all of it, or all of its good rows, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DataError, IntegrityError

from data_access.grants import grant_sample
from data_access.importing.applying import apply, changes
from data_access.importing.cascading import set_aside_with
from data_access.importing.checking import check_rows
from data_access.importing.comparing import Missing, TableCounts, compare, counts, missing
from data_access.importing.doubts import find_doubts
from data_access.importing.hearing import SILENCE, Hears
from data_access.importing.locking import SECONDS_TO_WAIT, begin_writing, only_writer, who
from data_access.importing.orders import PACKAGE, RETRY, ImportSummary, Orders
from data_access.importing.problems import PackageRefused, Problem, Problems
from data_access.importing.quarantine import find_settled, lay_aside, set_aside, settle, tell_again
from data_access.importing.reading import NOTHING_TOLD, Package, Told, opened
from data_access.importing.recording import Described, Incoming, begin_record, record_tables_of
from data_access.importing.staging import Stage
from data_access.importing.uploads import forget_expired, keep_upload
from data_access.kept_places import update_places
from data_access.names import minor_digits
from data_access.places import keep_key
from data_access.schema import ProductionUnit, UnitPlace
from data_access.selection import EmptyStore, data_date
from data_access.summaries.keeping import kept_up

# Enough to know how often values come again in a table of any size.
ROWS_LOOKED_AT = 1_000


def import_package(
    engine: Engine,
    path: Path,
    told: Told = NOTHING_TOLD,
    *,
    quarantine: bool = False,
    by: str | None = None,
    hears: Hears = SILENCE,
    seconds_to_wait: float = SECONDS_TO_WAIT,
) -> ImportSummary:
    """Checks a package whole, and takes it in, in one transaction.

    Raises PackageRefused with all that is wrong; then nothing of the package is in the store. With
    ``quarantine`` only what can't be read as a whole is refused: bad rows are set aside with their reasons.
    Raises StoreLocked if another import does not end within ``seconds_to_wait``.
    """
    orders = Orders(quarantine=quarantine, by=by, seconds_to_wait=seconds_to_wait)
    return _from_file(engine, path, told, orders, hears)


def check_package(
    engine: Engine,
    path: Path,
    told: Told = NOTHING_TOLD,
    *,
    hears: Hears = SILENCE,
    seconds_to_wait: float = SECONDS_TO_WAIT,
) -> ImportSummary:
    """Says what an import would do, and does none of it.

    Raises PackageRefused for what can't be taken in even with its bad rows set aside.
    """
    orders = Orders(quarantine=True, only_check=True, seconds_to_wait=seconds_to_wait)
    return _from_file(engine, path, told, orders, hears)


def _from_file(engine: Engine, path: Path, told: Told, orders: Orders, hears: Hears) -> ImportSummary:
    problems = Problems()
    doing = f"{'check' if orders.only_check else 'import'} of {path.name}"
    with (
        engine.connect() as connection,
        only_writer(connection, doing, orders.seconds_to_wait, hears.waiting),
        opened(path, told, problems) as package,
    ):
        return take_in(connection, package, problems, orders, hears)


def take_in(
    connection: Connection,
    incoming: Incoming,
    problems: Problems,
    orders: Orders,
    hears: Hears = SILENCE,
) -> ImportSummary:
    """Takes in what a package brings; the caller keeps other imports away. Raises PackageRefused."""
    # So far the store is only read, and whoever else writes to it, as the dashboard does, need not wait.
    with connection.begin():
        decision = decide(connection, incoming, problems, orders, hears)
    # From here on it is as it was, or as it is to be.
    with told_in_words(incoming.file_name), connection.begin() as transaction:
        begin_writing(connection)
        summary = carry_out(decision, orders, hears)
        if orders.only_check:
            transaction.rollback()
        return summary


@dataclass(frozen=True)
class Decision:
    """What is to become of staged rows: ``changes`` says whether anything does."""

    stage: Stage
    incoming: Incoming
    reach: date
    tables: dict[str, TableCounts]
    missing: dict[str, Missing]
    changes: bool


def decide(
    connection: Connection, incoming: Incoming, problems: Problems, orders: Orders, hears: Hears
) -> Decision:
    """Stages what comes, checks it, and compares it with the store; raises PackageRefused."""
    stage = _staged(connection, incoming, problems, hears)
    rows = sum(stage.sizes.values())
    hears.doing("Checking", rows)
    reach = _data_date(connection, incoming, problems)
    check_rows(stage, incoming.unreadable, hears.done)
    if problems.whole or not orders.quarantine:
        refuse((*problems.whole, *stage.told()))
    set_aside_with(stage)
    hears.doing("Comparing", rows)
    compare(stage, hears.done)
    tables, aside = counts(stage), lay_aside(stage, incoming)
    settled = find_settled(stage, incoming.name if orders.kind == PACKAGE else None)
    changes = bool(settled) or any(counted.accepted for counted in tables.values())
    if orders.kind == RETRY:
        # What comes from the quarantine and can't be taken in stays there.
        return Decision(stage, incoming, reach, tables, {}, changes)
    changes = changes or bool(aside) or _is_later(connection, reach)
    return Decision(stage, incoming, reach, tables, missing(stage, incoming.name), changes)


def carry_out(decision: Decision, orders: Orders, hears: Hears) -> ImportSummary:
    """Writes what was decided."""
    stage, incoming = decision.stage, decision.incoming
    if orders.kind == RETRY:
        tell_again(stage)
    import_id = None
    if decision.changes:
        hears.doing("Writing", sum(stage.sizes.values()))
        import_id = _written(decision, orders, hears)
        find_doubts(stage, decision.reach)
    return ImportSummary(
        title=incoming.title,
        data_date=decision.reach,
        tables=decision.tables,
        import_id=None if orders.only_check else import_id,
        problems=stage.told(),
        doubts=tuple(stage.problems.doubts),
        missing=decision.missing,
    )


@contextmanager
def told_in_words(file_name: str) -> Iterator[None]:
    """Raises PackageRefused for what the checks let pass, as when somebody else writes as well."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        reason = f"The database refused a row ({str(error.orig).strip().splitlines()[0]}). Try again."
        raise PackageRefused([Problem(file_name, None, None, None, reason)]) from error


def _staged(connection: Connection, incoming: Incoming, problems: Problems, hears: Hears) -> Stage:
    stage = Stage(connection, problems)
    digits = minor_digits(connection)
    hears.reads(sum(delivered.size for delivered in incoming.tables.values()))
    for name, delivered in incoming.tables.items():
        stage.fill(delivered, digits, partial(hears.reading, name))
        if name == "currency":
            digits = stage.digits() | digits  # the store's own hold: its amounts are kept in them
    return stage


def _written(decision: Decision, orders: Orders, hears: Hears) -> int:
    stage, incoming, reach = decision.stage, decision.incoming, decision.reach
    connection, rows = stage.connection, sum(counted.read for counted in decision.tables.values())
    described = Described(
        incoming.name, incoming.title, incoming.version, reach, incoming.sample, incoming.content_hash
    )
    # What a check would do to the summaries is not asked.
    kept = nullcontext() if orders.only_check else kept_up(connection, changes(stage, decision.tables))
    with kept:
        import_id = begin_record(connection, described, orders.kind, orders.by or who(), rows)
        record_tables_of(connection, import_id, decision.tables)
        apply(stage, decision.tables, import_id, hears.done)
    settle(stage, import_id)
    if orders.kind == PACKAGE:
        set_aside(stage, import_id)
    forget_expired(connection)
    holds_people = stage.holds_erased or (isinstance(incoming, Package) and incoming.keeps_persons)
    if orders.kind == PACKAGE and isinstance(incoming, Package) and not holds_people:
        keep_upload(connection, import_id, incoming.file_name, incoming.as_sent())
    keep_key(connection)
    if incoming.sample:
        grant_sample(connection, reach)
    if not orders.only_check:
        _find_places(connection, decision.tables)
        _look_again(connection, decision.tables)
    return import_id


def _find_places(connection: Connection, tables: Mapping[str, TableCounts]) -> None:
    """Units that came or changed are found on the map."""
    if (units := tables.get(ProductionUnit.__tablename__)) and units.accepted:
        update_places(connection)
        connection.execute(text(f"ANALYZE {UnitPlace.__tablename__}"))


def _look_again(connection: Connection, tables: Mapping[str, TableCounts]) -> None:
    """Both databases choose better ways through tables when they have looked at what is in them by now."""
    if connection.dialect.name == "sqlite":
        # Else it would go through all of a table, however few rows are new.
        connection.execute(text(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}"))
    for name, counted in tables.items():
        if counted.accepted:
            connection.execute(text(f"ANALYZE {name}"))


def _data_date(connection: Connection, incoming: Incoming, problems: Problems) -> date:
    """The day up to which the data reach: as the package says, or else as it was."""
    if incoming.data_date is not None:
        return incoming.data_date
    try:
        return data_date(connection)
    except EmptyStore:
        reason = "Up to which day do the data reach? Say it with --data-date, as 2024-04-17."
        if not any(problem.column == "data_date" for problem in problems.whole):
            problems.refuse_whole(incoming.file_name, None, "data_date", None, reason)
        return date.min


def _is_later(connection: Connection, reach: date) -> bool:
    try:
        return reach > data_date(connection)
    except EmptyStore:
        return True


def refuse(problems: tuple[Problem, ...]) -> None:
    """Raises PackageRefused if there are any."""
    if problems:
        raise PackageRefused(problems)

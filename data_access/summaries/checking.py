"""Whether the summaries hold what the records say: all is counted once more, and compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap
from sqlalchemy import Connection, Row, Table, and_, func, select, union_all

from data_access.schema import KindOfPerson, Measure, Segment, SegmentProgramme, UnitStanding
from data_access.selection import EmptyStore, data_date
from data_access.summaries.counting import Counter
from data_access.summaries.keeping import counted_whole, in_step, note_all, writer_of
from data_access.summaries.register import CODES, EVERYBODY, Register
from data_access.summaries.spans import month_end
from data_access.summaries.touching import EVERYTHING
from data_access.summaries.writing import PASSING, SETS

SHOWN = 20


@dataclass(frozen=True)
class Checked:
    """Whether the summaries are of the newest data; how many of their cells are right, and how many are not,
    some of these in words."""

    in_step: bool
    right: int
    wrong: int
    examples: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the summaries can be read."""
        return self.in_step and not self.wrong


def check(connection: Connection) -> Checked:
    """Counts all records once more, and compares; ``connection`` is to be rolled back."""
    try:
        last_month = month_end(data_date(connection).toordinal())
    except EmptyStore:
        return Checked(True, 0, 0, ())
    note_all(connection)
    register = Register(connection)
    counter = Counter(connection, register, EVERYTHING)
    writer = writer_of(connection, register, last_month)
    writer.fill(counted_whole(connection, counter, register), aside=True)
    # So that what is new has a name in words.
    register.save()
    right, wrong, examples = 0, 0, list[str]()
    for table in PASSING:
        same, others = _compared(connection, table)
        right += same
        wrong += len(others)
        examples += [_in_words(connection, table, *other) for other in others[: SHOWN - len(examples)]]
    names = [column.name for column in UnitStanding.__table__.columns]
    stood = {tuple(row) for row in connection.execute(select(*UnitStanding.__table__.columns))}
    stands = {tuple(row[name] for name in names) for row in counter.standings()}
    wrong += len(stood ^ stands)
    examples += [f"unit_standing: {row}" for row in sorted(stood ^ stands)[: SHOWN - len(examples)]]
    return Checked(in_step(connection) is not None, right + len(stood & stands), wrong, tuple(examples))


def _compared(connection: Connection, table: Table) -> tuple[int, list[tuple[Any, Any, Any]]]:
    """How many cells are right; of the others the key, what is stored and what was counted."""
    counted, keys = PASSING[table], table.primary_key.columns.keys()
    value = table.columns.keys()[-1]
    same_key = and_(*(table.c[key] == counted.c[key] for key in keys))
    differs = counted.c[value].is_distinct_from(table.c[value])
    stored = select(*table.c[tuple(keys)], table.c[value], counted.c[value]).outerjoin(counted, same_key)
    missing = (
        select(*counted.c[tuple(keys)], table.c[value], counted.c[value])
        .outerjoin(table, same_key)
        .where(table.c[value].is_(None))
    )
    found = connection.execute(union_all(stored.where(differs), missing)).all()
    others = [(row[:-2], row[-2], row[-1]) for row in found if table is not SETS or _differ(row)]
    all_of_them = connection.scalar(select(func.count()).select_from(table)) or 0
    return all_of_them - sum(stood is not None for _, stood, _ in others), others


def _differ(row: Row[Any]) -> bool:
    """Sets of the same people may be written in different ways."""
    stored, counted = (BitMap.deserialize(people) if people else None for people in row[-2:])
    return stored != counted


def _in_words(connection: Connection, table: Table, key: Any, stored: Any, counted: Any) -> str:
    known = dict(zip(table.primary_key.columns.keys(), key, strict=True))
    measure, segment, kind = (known.pop(f"{name}_id", EVERYBODY) for name in ("measure", "segment", "kind"))
    about = connection.execute(select(*Measure.__table__.columns).where(Measure.id == measure)).one()
    codes = [str(code) for name in CODES if (code := getattr(about, name)) is not None]
    place = connection.execute(
        select(Segment.country_id, Segment.region_id).where(Segment.id == segment)
    ).first() or ("everywhere",)
    programmes = connection.scalars(
        select(SegmentProgramme.programme_id)
        .where(SegmentProgramme.segment_id == segment)
        .order_by(SegmentProgramme.programme_id)
    ).all()
    whom = connection.execute(
        select(KindOfPerson.sex, KindOfPerson.relation).where(KindOfPerson.id == kind)
    ).one()
    where = " ".join(str(part) for part in (*place, *programmes, *whom) if part)
    return (
        f"{table.name}: {' '.join([about.name, *codes])}, {' '.join(map(str, known.values()))}, "
        f"{where or 'nowhere'}: "
        f"{_number(stored)} stored, {_number(counted)} counted"
    )


def _number(value: Any) -> str:
    if value is None:
        return "nothing"
    return f"{len(BitMap.deserialize(value))} people" if isinstance(value, bytes) else f"{value:,}"

"""Keeps the summaries in step with the records, in the transaction that changes these.

Whoever changes records says first which rows. What the units and miners that these tell of add to the
summaries is counted before the change and after it, and the difference is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyroaring import BitMap
from sqlalchemy import (
    Connection,
    Row,
    delete,
    func,
    insert,
    select,
    update,
)

from data_access.dialects import bytewise
from data_access.schema import (
    Membership,
    Miner,
    MinerNumber,
    PackageImport,
    Summary,
    SummaryState,
    UnitStanding,
)
from data_access.selection import EmptyStore, data_date
from data_access.summaries.arrays import Numbers
from data_access.summaries.book import IN_STEP
from data_access.summaries.counted import (
    NOTHING,
    Counted,
    Rows,
    come_or_gone,
    in_layers,
    layers,
    less,
    new_people,
    summed,
)
from data_access.summaries.counting import Counter
from data_access.summaries.measures import ACTIVE, DAYS_WORKED, RULES
from data_access.summaries.records.miners import NUMBERED
from data_access.summaries.register import Register
from data_access.summaries.spans import end_of, month_end, month_of
from data_access.summaries.touching import (
    EVERYTHING,
    MINERS,
    STAGES,
    TOUCHED,
    UNITS,
    Changed,
    touch,
)
from data_access.summaries.writing import SetKey, Whole, Writer, sets_of, written
from data_access.temporary import make

# A change of more than this part of all miners is as quickly counted anew.
MOST = 1 / 3
MINERS_AT_ONCE = 20_000


def rebuild(connection: Connection) -> None:
    """Makes the summaries anew from all records; ``connection`` may write, and commits or doesn't."""
    for mapper in Summary.registry.mappers:
        if issubclass(mapper.class_, Summary):
            connection.execute(delete(mapper.class_))
    last_month = _last_month(connection)
    if last_month is None:
        return
    note_all(connection)
    _number(connection)
    register = Register(connection)
    counter = Counter(connection, register, EVERYTHING)
    writer = writer_of(connection, register, last_month)
    writer.fill(counted_whole(connection, counter, register))
    _stand(connection, counter)
    _done(connection, register, last_month)


def note_all(connection: Connection) -> None:
    """Notes all that can be touched."""
    for table, record in TOUCHED.items():
        make(connection, table)
        connection.execute(insert(table).from_select(["key"], select(record.id)))


def counted_whole(connection: Connection, counter: Counter, register: Register) -> Whole:
    """All that is counted of those who are noted."""
    _note_numbers(connection)
    changes, amounts, own_states, own_amounts, costs = Rows(5), Rows(5), Rows(5), Rows(5), Rows(6)
    people = dict[SetKey, bytes]()
    for counted in counter.count(MINERS_AT_ONCE):
        changes.many(*summed(counted.changes.gathered()))
        amounts.many(*summed(counted.amounts.gathered()))
        own_states.many(*summed(counted.states_of_organisations.gathered()))
        own_amounts.many(*summed(counted.amounts_of_organisations.gathered()))
        costs.many(*summed(counted.costs.gathered()))
        for key, some in _new_sets(counted.people.gathered(), NOTHING, register.regions()).items():
            known = BitMap.deserialize(people[key]) if key in people else BitMap()
            people[key] = written(known | some)
    return Whole(
        changes=summed(changes.gathered()),
        amounts=summed(amounts.gathered()),
        states_of_organisations=summed(own_states.gathered()),
        amounts_of_organisations=summed(own_amounts.gathered()),
        costs=summed(costs.gathered()),
        people=people,
        regions=register.regions(),
    )


def _new_sets(people: Numbers, before: Numbers, regions: Numbers) -> dict[SetKey, BitMap]:
    """Who is in which sets that they were not in before, in all layers."""
    both = zip(layers(people, regions), layers(before, regions), strict=True)
    return {key: some for own, theirs in both for key, some in sets_of(new_people(own, theirs))}


@contextmanager
def kept_up(connection: Connection, changed: Changed) -> Iterator[None]:
    """Within it, records are changed as was said, and that is written down as an import; then the
    summaries are in step with them again."""
    state = in_step(connection)
    what = frozenset() if state is None or changed.rested_on else touch(connection, changed)
    if state is None or changed.rested_on or _many(connection):
        yield
        rebuild(connection)
        return
    register = Register(connection)
    counter = Counter(connection, register, what)
    before = _counted(connection, counter)
    yield
    known, last_month = end_of(state.last_month), _last_month(connection)
    if last_month is None:
        rebuild(connection)
        return
    _number(connection)
    after = _counted(connection, counter)
    writer = writer_of(connection, register, min(known, last_month))
    regions = register.regions()
    # States of what was never counted before are taken on to further months, too.
    register.save()
    if last_month < known:
        writer.shorten()
    writer.add(
        in_layers(
            _difference(after.changes, before.changes),
            regions,
            _difference(after.states_of_organisations, before.states_of_organisations),
        ),
        in_layers(
            _difference(after.amounts, before.amounts),
            regions,
            _difference(after.amounts_of_organisations, before.amounts_of_organisations),
        ),
    )
    people, people_before = come_or_gone(after.people.gathered(), before.people.gathered())
    writer.put(_new_sets(people, people_before, regions), _new_sets(people_before, people, regions))
    writer.add_costs(_difference(after.costs, before.costs))
    if last_month > known:
        writer_of(connection, register, last_month).extend(known)
    if STAGES in what:
        _stand(connection, counter)
    _done(connection, register, last_month)


@contextmanager
def kept_as_they_are(connection: Connection) -> Iterator[None]:
    """Within it, something is written down as an import that changes nothing of what is counted."""
    state = in_step(connection)
    yield
    if state is not None:
        newest = select(func.max(PackageImport.id)).scalar_subquery()
        connection.execute(update(SummaryState).values(import_id=newest))


def renamed(connection: Connection, miner: str, name: str) -> None:
    """Somebody else stands in a miner's place, of whom the same is counted."""
    connection.execute(update(MinerNumber).where(MinerNumber.miner_id == miner).values(miner_id=name))


def in_step(connection: Connection) -> Row[tuple[int, int, int, str]] | None:
    """The state of the summaries if they are of the newest data, and made by the rules that hold."""
    return connection.execute(select(*SummaryState.__table__.columns).where(*IN_STEP)).first()


def _last_month(connection: Connection) -> int | None:
    """The end of the month up to which the data reach; none of a store without data."""
    try:
        return month_end(data_date(connection).toordinal())
    except EmptyStore:
        return None


def _difference(after: Rows, before: Rows) -> Numbers:
    return less(after.gathered(), before.gathered())


def _counted(connection: Connection, counter: Counter) -> Counted:
    _note_numbers(connection)
    counted = Counted()
    for part in counter.count(MINERS_AT_ONCE):
        counted.take(part)
    return counted


def _number(connection: Connection) -> None:
    """Gives numbers to who has none, side by side to those of a unit, and takes them from who is gone."""
    touched = select(MINERS.c.key)
    number, miner = MinerNumber.number, MinerNumber.miner_id
    connection.execute(delete(MinerNumber).where(miner.in_(touched), miner.not_in(select(Miner.id))))
    last = connection.scalar(select(func.max(number))) or 0
    unit = select(func.min(bytewise(Membership.unit_id))).where(Membership.miner_id == Miner.id)
    in_turn = func.row_number().over(order_by=(unit.scalar_subquery(), bytewise(Miner.id)))
    new = select(in_turn + last, Miner.id).where(Miner.id.in_(touched), Miner.id.not_in(select(miner)))
    connection.execute(insert(MinerNumber).from_select(["number", "miner_id"], new))


def _note_numbers(connection: Connection) -> None:
    make(connection, NUMBERED)
    touched = select(*MinerNumber.__table__.columns).where(MinerNumber.miner_id.in_(select(MINERS.c.key)))
    connection.execute(insert(NUMBERED).from_select(["number", "miner_id"], touched))


def _many(connection: Connection) -> bool:
    touched = connection.scalar(select(func.count()).select_from(MINERS)) or 0
    known = connection.scalar(select(func.max(MinerNumber.number))) or 0
    return touched > MOST * known


def writer_of(connection: Connection, register: Register, last_month: int) -> Writer:
    """Writes to the summaries, with states up to the month that ends on ``last_month``."""
    return Writer(connection, last_month, {register.measure(ACTIVE): register.measure(DAYS_WORKED)})


def _stand(connection: Connection, counter: Counter) -> None:
    connection.execute(delete(UnitStanding).where(UnitStanding.unit_id.in_(select(UNITS.c.key))))
    if rows := list(counter.standings()):
        connection.execute(insert(UnitStanding), rows)


def _done(connection: Connection, register: Register, last_month: int) -> None:
    register.save()
    newest = connection.scalar(select(func.max(PackageImport.id)))
    connection.execute(delete(SummaryState))
    connection.execute(
        insert(SummaryState).values(id=1, import_id=newest, rules=RULES, last_month=month_of(last_month))
    )

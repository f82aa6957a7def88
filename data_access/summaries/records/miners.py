"""Miners, read from their records as arrays: many at once, and never all of a large store."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Column, ColumnElement, Connection, Integer, Select, String, Table, false, select

from data_access.dialects import ordinal_of
from data_access.schema import (
    Attendance,
    Cover,
    Currency,
    Membership,
    Miner,
    Programme,
    Topic,
    TrainingSession,
)
from data_access.schema.people import RELATIONS, SEXES
from data_access.schema.protection import PAYERS, PRODUCTS, PROVISIONS
from data_access.summaries.arrays import Numbers, SpansOf, numbers
from data_access.summaries.histories import Unit
from data_access.summaries.miners import NONE, Attended, Covers, Members, Miners, Units
from data_access.summaries.register import Register
from data_access.summaries.spans import FOREVER
from data_access.summaries.touching import COVER, MINERS, TRAINING, UNITS
from data_access.summaries.training import TopicRule
from data_access.temporary import temporary_table

# The miners to be read, by their numbers.
NUMBERED: Table = temporary_table(
    "touched_number",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("miner_id", String(64)),
)


@dataclass(frozen=True)
class Known:
    """What the codes of miners' records are places in: units, programmes, topics and currencies."""

    units: Units
    unit_places: Mapping[str, int]
    programmes: Sequence[str]
    topics: Sequence[str]
    currencies: Sequence[str]


def known(connection: Connection, units: Mapping[str, Unit]) -> Known:
    """What the records of the members of some units refer to."""
    programmes = connection.scalars(select(Programme.id).order_by(Programme.id)).all()
    return Known(
        _as_arrays(list(units.values())),
        {unit: place for place, unit in enumerate(units)},
        programmes,
        list(topic_rules(connection)),
        connection.scalars(select(Currency.id).order_by(Currency.id)).all(),
    )


def _as_arrays(units: Sequence[Unit]) -> Units:
    where = sorted({unit.place for unit in units}, key=str)
    place_of = {place: number for number, place in enumerate(where)}
    enrolled = numbers(
        [
            (place, span.first, span.last, span.segment)
            for place, unit in enumerate(units)
            for span in unit.enrolled
        ]
    ).reshape(-1, 4)
    reach = numbers(
        [
            (place, first, last, PROVISIONS.index(kind))
            for place, unit in enumerate(units)
            for kind, spans in unit.reach.items()
            for first, last in spans
        ]
    ).reshape(-1, 4)
    return Units(
        places=where,
        place=numbers([place_of[unit.place] for unit in units]),
        enrolled=SpansOf(*enrolled.T[:3]),
        segment=enrolled.T[3],
        reach=SpansOf(*reach.T[:3]),
        provision=reach.T[3],
    )


def topic_rules(connection: Connection) -> dict[str, TopicRule]:
    """Each topic's rule."""
    topics = select(Topic.id, Topic.validity_months, Topic.required)
    return {topic: TopicRule(months, required) for topic, months, required in connection.execute(topics)}


def miners(
    connection: Connection, register: Register, known: Known, numbered: tuple[int, int], what: Collection[str]
) -> Miners:
    """The miners in NUMBERED with numbers from one to another, whose units are known.

    ``what`` is to be counted of them.
    """
    between = NUMBERED.c.number.between(*numbered)
    number, sex = _columns(
        connection,
        select(NUMBERED.c.number, Miner.sex)
        .join(Miner, Miner.id == NUMBERED.c.miner_id)
        .where(between)
        .order_by(NUMBERED.c.number),
        2,
    )
    own = numbers(number)
    return Miners(
        register=register,
        number=own,
        sex=_places(sex, SEXES),
        units=known.units,
        members=_members(connection, own, known, between),
        attended=_attended(connection, own, known, between if TRAINING in what else false()),
        covers=_covers(connection, own, known, between if COVER in what else false()),
        sexes=SEXES,
        relations=RELATIONS,
        programmes=known.programmes,
        currencies=known.currencies,
    )


def _members(connection: Connection, own: Numbers, known: Known, wanted: ColumnElement[bool]) -> Members:
    number, unit, relation, joined, left = _columns(
        connection,
        select(
            *(NUMBERED.c.number, Membership.unit_id, Membership.relation),
            *(ordinal_of(Membership.joined_on), ordinal_of(Membership.left_on)),
        )
        .join(Membership, Membership.miner_id == NUMBERED.c.miner_id)
        .where(wanted)
        .order_by(NUMBERED.c.number, Membership.joined_on),
        5,
    )
    last = numbers([FOREVER if day is None else day - 1 for day in left])
    spans = SpansOf(_found(number, own), numbers(joined), last)
    return Members(spans, _places(unit, known.unit_places), _places(relation, RELATIONS))


def _attended(connection: Connection, own: Numbers, known: Known, wanted: ColumnElement[bool]) -> Attended:
    session = TrainingSession
    number, day, topic, programme, minutes = _columns(
        connection,
        select(
            *(NUMBERED.c.number, ordinal_of(session.held_on), session.topic_id),
            *(session.programme_id, session.minutes),
        )
        .join(Attendance, Attendance.miner_id == NUMBERED.c.miner_id)
        .join(session, session.id == Attendance.session_id)
        .where(wanted),
        5,
    )
    return Attended(
        _found(number, own),
        numbers(day),
        _places(topic, known.topics),
        _places(programme, known.programmes),
        numbers(minutes),
    )


def _covers(connection: Connection, own: Numbers, known: Known, wanted: ColumnElement[bool]) -> Covers:
    number, product, payer, programme, first, last, currency, cost = _columns(
        connection,
        select(
            *(NUMBERED.c.number, Cover.product, Cover.payer, Cover.programme_id),
            *(ordinal_of(Cover.first_day), ordinal_of(Cover.last_day)),
            *(Cover.currency_id, Cover.cost_minor),
        )
        .join(Cover, Cover.miner_id == NUMBERED.c.miner_id)
        .where(wanted),
        8,
    )
    return Covers(
        SpansOf(_found(number, own), numbers(first), numbers(last)),
        _places(product, PRODUCTS),
        _places(payer, PAYERS),
        _places(programme, known.programmes),
        _places(currency, known.currencies),
        numbers(cost),
    )


def numbered(connection: Connection, at_once: int) -> Iterator[tuple[int, int]]:
    """The numbers of NUMBERED in parts of so many: the first and the last of each."""
    own = connection.scalars(select(NUMBERED.c.number).order_by(NUMBERED.c.number)).all()
    for place in range(0, len(own), at_once):
        some = own[place : place + at_once]
        yield some[0], some[-1]


def other_units_of_miners() -> Select[Any]:
    """The units that the miners noted in MINERS were ever in, and that are not noted themselves."""
    members = select(Membership.unit_id).join(MINERS, MINERS.c.key == Membership.miner_id)
    return members.where(Membership.unit_id.not_in(select(UNITS.c.key)))


def _columns(connection: Connection, statement: Any, width: int) -> list[Sequence[Any]]:
    rows = connection.execute(statement).all()
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _places(codes: Sequence[str | None], known: Mapping[str, int] | Sequence[str]) -> Numbers:
    """The places of codes in a list; NONE for none."""
    places = known if isinstance(known, Mapping) else {code: place for place, code in enumerate(known)}
    return numbers([NONE if code is None else places[code] for code in codes])


def _found(number: Sequence[int], own: Numbers) -> Numbers:
    """The places of numbers among those of some miners, which are in order."""
    return numbers(np.searchsorted(own, numbers(number)))

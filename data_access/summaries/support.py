"""What programmes hand over, advise on and report, and what happens at units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_access.summaries.counted import Counted
from data_access.summaries.measures import (
    GOODS,
    GOODS_VALUE,
    GOODS_VALUED,
    INCIDENTS,
    PEOPLE_HURT,
    VISIT_MINUTES,
    VISITS,
)
from data_access.summaries.register import EVERYBODY, Place, Register


@dataclass(frozen=True)
class Event:
    """Something that a programme did at a place, or that happened to a unit in its programmes."""

    day: int
    programmes: frozenset[str]
    place: Place


@dataclass(frozen=True)
class Visit(Event):
    """A visit of technical assistance."""

    topic: str
    minutes: int


@dataclass(frozen=True)
class HandedOver(Event):
    """Goods, with their value in minor units where it is known."""

    provision: str
    quantity: int
    value: int | None
    currency: str | None


@dataclass(frozen=True)
class Happened(Event):
    """An incident."""

    severity: str
    kind: str
    cause: str
    people_hurt: int


@dataclass(frozen=True)
class Indicated(Event):
    """What values of indicators that end on a day say, under some codes: an amount of each measure."""

    codes: Mapping[str, str | None]
    amounts: Mapping[str, int]


class Support:
    """Counts events."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def count(self, event: Event, counted: Counted) -> None:
        match event:
            case Visit(topic=topic, minutes=minutes):
                self._add(event, counted, VISITS, 1, topic=topic)
                self._add(event, counted, VISIT_MINUTES, minutes, topic=topic)
            case HandedOver(provision=provision, quantity=quantity, value=value, currency=currency):
                self._add(event, counted, GOODS, quantity, provision=provision)
                if value is not None:
                    valued = {"provision": provision, "currency": currency}
                    self._add(event, counted, GOODS_VALUED, 1, **valued)
                    self._add(event, counted, GOODS_VALUE, value, **valued)
            case Happened(severity=severity, kind=kind, cause=cause, people_hurt=hurt):
                about = {"severity": severity, "kind": kind, "cause": cause}
                self._add(event, counted, INCIDENTS, 1, **about)
                self._add(event, counted, PEOPLE_HURT, hurt, **about)
            case Indicated(codes=codes, amounts=amounts):
                for name, n in amounts.items():
                    self._add(event, counted, name, n, **codes)

    def _add(self, event: Event, counted: Counted, name: str, n: int, **codes: str | None) -> None:
        segment = self._register.segment(event.programmes, event.place)
        counted.amounts.one(self._register.measure(name, **codes), segment, EVERYBODY, event.day, n)

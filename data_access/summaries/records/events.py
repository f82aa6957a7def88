"""What happened at units and was done for organisations, read from the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from data_access.schema import AssistanceVisit, Delivery, Incident, Organisation
from data_access.summaries.histories import Unit
from data_access.summaries.records.streaming import streamed
from data_access.summaries.register import Place
from data_access.summaries.support import Event, HandedOver, Happened, Visit
from data_access.summaries.touching import ORGANISATIONS, UNITS


def events(connection: Connection, known: Mapping[str, Unit]) -> Iterator[Event]:
    """What happened at the units in UNITS, of which all are ``known``, and was done for the organisations in
    ORGANISATIONS."""
    yield from _visits(connection, known)
    yield from _goods(connection, known)
    yield from _incidents(connection, known)


def _visits(connection: Connection, known: Mapping[str, Unit]) -> Iterator[Event]:
    visits = select(
        AssistanceVisit.unit_id,
        AssistanceVisit.programme_id,
        AssistanceVisit.visited_on,
        AssistanceVisit.topic,
        AssistanceVisit.minutes,
    ).join(UNITS, UNITS.c.key == AssistanceVisit.unit_id)
    for unit, programme, day, topic, minutes in streamed(connection, visits):
        yield Visit(day.toordinal(), frozenset([programme]), known[unit].place, topic, minutes)


def _goods(connection: Connection, known: Mapping[str, Unit]) -> Iterator[Event]:
    columns = (
        *(Delivery.programme_id, Delivery.delivered_on, Delivery.kind, Delivery.quantity),
        *(Delivery.value_minor, Delivery.currency_id),
    )
    of_units = select(Delivery.unit_id, *columns).join(UNITS, UNITS.c.key == Delivery.unit_id)
    for unit, *row in streamed(connection, of_units):
        yield _handed_over(known[unit].place, row)
    of_organisations = (
        select(Organisation.country_id, Organisation.region_id, *columns)
        .join(ORGANISATIONS, ORGANISATIONS.c.key == Delivery.organisation_id)
        .join(Organisation, Organisation.id == Delivery.organisation_id)
    )
    for country, region, *row in streamed(connection, of_organisations):
        yield _handed_over((country, region), row)


def _handed_over(place: Place, row: Sequence[Any]) -> HandedOver:
    programme, day, provision, quantity, value, currency = row
    return HandedOver(day.toordinal(), frozenset([programme]), place, provision, quantity, value, currency)


def _incidents(connection: Connection, known: Mapping[str, Unit]) -> Iterator[Event]:
    incidents = select(
        *(Incident.unit_id, Incident.occurred_on, Incident.severity, Incident.kind),
        *(Incident.cause, Incident.people_hurt),
    ).join(UNITS, UNITS.c.key == Incident.unit_id)
    for unit, day, *about in streamed(connection, incidents):
        enrolled = known[unit].on(day.toordinal())
        if enrolled is not None:
            yield Happened(day.toordinal(), enrolled.programmes, known[unit].place, *about)

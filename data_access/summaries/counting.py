"""Counts whatever summaries hold of the units, miners and organisations that were noted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from data_access.summaries.counted import Counted
from data_access.summaries.cover import Cover
from data_access.summaries.formalisation import Formalisation
from data_access.summaries.gold import Gold
from data_access.summaries.histories import Unit
from data_access.summaries.people import People
from data_access.summaries.plans import Plans
from data_access.summaries.records.events import events
from data_access.summaries.records.formalisation import (
    craft_assessments,
    permits_of_units,
    stated_of_organisations,
)
from data_access.summaries.records.gold import booked
from data_access.summaries.records.indicators import indicated
from data_access.summaries.records.miners import (
    Known,
    known,
    miners,
    numbered,
    other_units_of_miners,
    topic_rules,
)
from data_access.summaries.records.plans import actions
from data_access.summaries.records.provision import provision_at_points, provision_of_units
from data_access.summaries.records.units import ladders, units
from data_access.summaries.register import Register
from data_access.summaries.safety import Safety
from data_access.summaries.stages import Stages
from data_access.summaries.support import Support
from data_access.summaries.touching import (
    COVER,
    EVERYTHING,
    FORMALISATION,
    GOLD,
    INDICATED,
    PEOPLE,
    PLANNED,
    SAFETY,
    STAGES,
    SUPPORT,
    TRAINING,
    UNITS,
)
from data_access.summaries.training import Training

# Whatever is counted but these, units may have changed, or when miners were in them.
UNITS_CHANGE = EVERYTHING - {TRAINING, COVER}


class Counter:
    """Counts what is asked for: ``what`` names it, as ``touching`` does."""

    def __init__(self, connection: Connection, register: Register, what: frozenset[str]) -> None:
        self._connection, self._register, self._what = connection, register, what
        self._stages = Stages(register, ladders(connection))
        self._own: dict[str, Unit] = {}
        self._others: dict[str, Unit] | None = None

    def count(self, miners_at_once: int) -> Iterator[Counted]:
        """What is to be counted, in parts: of so many miners each."""
        connection, register = self._connection, self._register
        own, counted = units(connection, register, select(UNITS.c.key), self._what), Counted()
        self._own = own
        self._count_units(own, counted)
        if of_miners := self._of_miners():
            of_members = self._units_of_miners(own)
            for numbers in numbered(connection, miners_at_once):
                some = miners(connection, register, of_members, numbers, self._what)
                for each in of_miners:
                    each.count(some, counted)
                yield counted
                counted = Counted()
        yield counted

    def standings(self) -> Iterator[dict[str, Any]]:
        """The rows of ``unit_standing`` of the units that were noted, as they were when last counted."""
        for unit, history in self._own.items():
            for stood in self._stages.standings(history):
                yield {
                    "unit_id": unit,
                    "ladder_id": stood.ladder,
                    "stage": stood.stage,
                    "segment_id": stood.segment,
                    "first_day": date.fromordinal(stood.first),
                    "last_day": date.fromordinal(stood.last),
                }

    def _units_of_miners(self, own: Mapping[str, Unit]) -> Known:
        """The units that the miners were in: when counting once more, as they were where none has changed."""
        if self._others is None or not UNITS_CHANGE.isdisjoint(self._what):
            self._others = units(
                self._connection, self._register, other_units_of_miners(), self._what - {STAGES}
            )
        return known(self._connection, {**own, **self._others})

    def _count_units(self, own: Mapping[str, Unit], counted: Counted) -> None:
        if STAGES in self._what:
            for unit in own.values():
                self._stages.count_unit(unit, counted)
        if SAFETY in self._what:
            self._count_safety(own, counted)
        support = Support(self._register)
        if SUPPORT in self._what:
            for event in events(self._connection, own):
                support.count(event, counted)
        if INDICATED in self._what:
            for said in indicated(self._connection):
                support.count(said, counted)
        if PLANNED in self._what:
            plans = Plans(self._register)
            for action in actions(self._connection):
                plans.count(action, counted)
        if GOLD in self._what:
            gold = Gold(self._register)
            for each in booked(self._connection):
                gold.count(each, counted)
        if FORMALISATION in self._what:
            self._count_formalisation(own, counted)

    def _count_safety(self, own: Mapping[str, Unit], counted: Counted) -> None:
        safety = Safety(self._register)
        safety.count_units(known(self._connection, own).units, counted)
        for provision in provision_of_units(self._connection, own):
            safety.count_provision(provision, counted)
        for provision in provision_at_points(self._connection, self._register, own):
            safety.count_provision(provision, counted)

    def _count_formalisation(self, own: Mapping[str, Unit], counted: Counted) -> None:
        formalisation = Formalisation(self._register)
        for stated in stated_of_organisations(self._connection):
            formalisation.count(stated, counted)
        for assessment in craft_assessments(self._connection):
            formalisation.count_assessment(*assessment, counted)
        for unit, permit, status, spans in permits_of_units(self._connection):
            formalisation.count_permit(own[unit], permit, status, spans, counted)

    def _of_miners(self) -> list[People | Training | Cover | Safety]:
        known: dict[str, Any] = {
            PEOPLE: lambda: People(self._register),
            TRAINING: lambda: Training(self._register, topic_rules(self._connection)),
            COVER: lambda: Cover(self._register),
            SAFETY: lambda: Safety(self._register),
        }
        return [make() for what, make in known.items() if what in self._what]

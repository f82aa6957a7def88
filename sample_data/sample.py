"""What the parts of the sample know of each other: organisations, units, and who worked where when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sample_data.places import Place
from sample_data.tables import Tables


@dataclass(frozen=True)
class MiningOrganisation:
    """A mining organisation. A named one stands in published claims: nothing bad is made up of it."""

    id: str
    region: str
    place: Place
    named: bool = False


@dataclass(frozen=True)
class Enrolment:
    """A unit's time in a programme, both days included."""

    programme: str
    first_day: date
    last_day: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the unit takes part on the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass
class Unit:
    """A production unit, from its first day to the day it was given up, if it was."""

    id: str
    organisation: MiningOrganisation
    relation: str
    first_day: date
    last_day: date | None = None
    enrolments: list[Enrolment] = field(default_factory=list)

    @property
    def region(self) -> str:
        """The region of the unit's organisation, which is also the unit's own."""
        return self.organisation.region

    def programmes_on(self, day: date) -> list[str]:
        """The programmes in which the unit takes part on the day."""
        return [enrolment.programme for enrolment in self.enrolments if enrolment.covers(day)]

    def exists_on(self, day: date) -> bool:
        """Whether the unit works on the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Membership:
    """A miner in a unit; on the day left the miner is gone."""

    miner: str
    joined: date
    left: date | None

    def covers(self, day: date) -> bool:
        """Whether the miner works in the unit on the day."""
        return self.joined <= day and (self.left is None or day < self.left)


@dataclass(frozen=True)
class Holding:
    """An organisation's certification, and the kilograms of fine gold that it sells in a usual year."""

    organisation: MiningOrganisation
    standard: str
    first_day: date
    last_day: date | None
    kilograms: float

    def covers(self, day: date) -> bool:
        """Whether the organisation is certified on the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass
class Sample:
    """The tables, and what has been put into them so far."""

    tables: Tables = field(default_factory=Tables)
    organisations: list[MiningOrganisation] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    memberships: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def members(self, unit: Unit, day: date) -> list[str]:
        """The miners at work in the unit on the day."""
        return [m.miner for m in self.memberships[unit.id] if m.covers(day)]

    def units_of(self, programme: str) -> list[Unit]:
        """The units that ever take part in the programme."""
        return [u for u in self.units if any(e.programme == programme for e in u.enrolments)]

    def organisation(self, key: str) -> MiningOrganisation:
        """The mining organisation with that key; raises StopIteration if there is none."""
        return next(each for each in self.organisations if each.id == key)

    def made_up_in(self, region: str) -> list[MiningOrganisation]:
        """The made-up organisations of a region; the first ones have units."""
        return [body for body in self.organisations if body.region == region and not body.named]

    def certified(self, body: MiningOrganisation, day: date) -> bool:
        """Whether the organisation holds any standard on the day."""
        return any(held.organisation == body and held.covers(day) for held in self.holdings)

    def fictional_units(self) -> Iterator[Unit]:
        """Units of organisations that are made up: of them alone may bad things be told."""
        return (unit for unit in self.units if not unit.organisation.named)

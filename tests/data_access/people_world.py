"""A small world for the tests of units and people: two organisations, two ladders, three programmes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from data_access import schema as s
from data_access.selection import Selection

# P1 and P2 climb the ladder L (one, two, three), Q climbs M (low, high).
# S1 and S2 pay P1 together, S2 alone P2, S1 alone Q.
WORLD: tuple[tuple[type[s.Record], dict[str, Any]], ...] = (
    (s.Country, {"id": "PE", "name": "Peru"}),
    (s.Country, {"id": "CO", "name": "Colombia"}),
    (s.Region, {"id": "PE-ARE", "country_id": "PE", "name": "Arequipa"}),
    (s.Region, {"id": "PE-PUN", "country_id": "PE", "name": "Puno"}),
    (s.Region, {"id": "CO-CAU", "country_id": "CO", "name": "Cauca"}),
    (s.Currency, {"id": "USD", "name": "US dollar", "minor_digits": 2}),
    (s.Organisation, {"id": "A1", "name": "Asociación Uno", "kind": "mining_organisation",
                      "country_id": "PE", "region_id": "PE-ARE"}),
    (s.Organisation, {"id": "A2", "name": "Asociación Dos", "kind": "mining_organisation",
                      "country_id": "CO", "region_id": "CO-CAU"}),
    (s.Organisation, {"id": "S1", "name": "Sponsor One", "kind": "foundation", "country_id": "PE"}),
    (s.Organisation, {"id": "S2", "name": "Sponsor Two", "kind": "company", "country_id": "PE"}),
    (s.Ladder, {"id": "L", "name": "Ladder", "owner": "Owner"}),
    (s.Ladder, {"id": "M", "name": "Other ladder", "owner": "Owner"}),
    (s.Stage, {"id": "one", "ladder_id": "L", "position": 1, "name": "One"}),
    (s.Stage, {"id": "two", "ladder_id": "L", "position": 2, "name": "Two"}),
    (s.Stage, {"id": "three", "ladder_id": "L", "position": 3, "name": "Three"}),
    (s.Stage, {"id": "low", "ladder_id": "M", "position": 1, "name": "Low"}),
    (s.Stage, {"id": "high", "ladder_id": "M", "position": 2, "name": "High"}),
    *(
        (s.Programme, {"id": code, "name": code, "lead_organisation_id": "S1", "ladder_id": ladder,
                       "first_day": date(2020, 1, 1)})
        for code, ladder in (("P1", "L"), ("P2", "L"), ("Q", "M"))
    ),
    *(
        (s.Funding, {"id": f"{programme}-{sponsor}", "programme_id": programme, "currency_id": "USD",
                     "organisation_id": sponsor, "agreed_on": date(2020, 1, 1), "amount_minor": 1})
        for programme, sponsor in (("P1", "S1"), ("P1", "S2"), ("P2", "S2"), ("Q", "S1"))
    ),
    # Two agreements with one sponsor are one sponsor.
    (s.Funding, {"id": "again", "programme_id": "P1", "organisation_id": "S1", "currency_id": "USD",
                 "agreed_on": date(2021, 1, 1), "amount_minor": 1}),
    (s.ProductionUnit, {"id": "U1", "name": "Unit 1", "organisation_id": "A1", "region_id": "PE-ARE"}),
    (s.ProductionUnit, {"id": "U2", "name": "Unit 2", "organisation_id": "A1", "region_id": "PE-PUN"}),
    (s.ProductionUnit, {"id": "U3", "name": "Unit 3", "organisation_id": "A2", "region_id": "CO-CAU"}),
)  # fmt: skip

LONG_AGO = date(2020, 1, 1)
YEAR_2024 = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 30))


def world() -> list[s.Record]:
    """New rows of the small world, in which no unit is enrolled yet."""
    return [table(**values) for table, values in WORLD]


def as_of(day: date, **filters: Any) -> Selection:
    """The selection of the year up to a day."""
    return Selection(date(day.year, 1, 1), day, date(2030, 1, 1), **filters)


def enrolled(unit: str, programme: str, first: date = LONG_AGO, last: date | None = None) -> s.Enrolment:
    return s.Enrolment(unit_id=unit, programme_id=programme, first_day=first, last_day=last)


def miner(code: str, sex: str = "male") -> s.Miner:
    return s.Miner(id=code, sex=sex)


def member(
    miner: str, unit: str, joined: date = LONG_AGO, left: date | None = None, relation: str = "internal"
) -> s.Membership:
    return s.Membership(
        id=f"{miner}-{joined}",
        miner_id=miner,
        unit_id=unit,
        relation=relation,
        joined_on=joined,
        left_on=left,
    )


def assessed(
    key: str, unit: str, stage: str, day: date, ladder: str = "L", recorded: datetime | None = None
) -> s.Assessment:
    return s.Assessment(
        id=key,
        unit_id=unit,
        ladder_id=ladder,
        stage_id=stage,
        assessed_on=day,
        recorded_at=recorded or datetime(day.year, day.month, day.day, 12),
    )

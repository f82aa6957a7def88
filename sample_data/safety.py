"""What protects miners besides cover: visits, deliveries, provision, and points that units share."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sample_data.days import DATA_DATE, later
from sample_data.organisations import words
from sample_data.places import near
from sample_data.sample import MiningOrganisation, Sample, Unit
from sample_data.tables import major

CHAMBERS_DELIVERED = (date(2024, 3, 20), date(2024, 4, 10))
FOOD_BASKETS = ((date(2020, 5, 8), 18), (date(2020, 6, 12), 14), (date(2020, 8, 21), 10))
WASTES = ("organic", "plastic", "metal", "hazardous")
VALUE_MINOR = {
    "first_aid_kit": 9_500,
    "rescue_kit": 62_000,
    "signage": 24_000,
    "ppe": 5_400,
    "tools": 18_000,
    "waste_bins": 4_800,
    "rescue_chamber": 4_200_000,
}
# How likely a unit has each kind of provision of its own.
OWN_PROVISION = {"first_aid_kit": 0.62, "signage": 0.5, "waste_bins": 0.4, "ppe": 0.55, "rescue_kit": 0.2}
# Regions where a shared point serves the units of a made-up organisation, and since when.
POINTS = (
    ("PE-AYA", 0, date(2023, 5, 1)),
    ("PE-LAL", 0, date(2024, 2, 1)),
    ("PE-PUN", 0, date(2023, 9, 1)),
    ("CO-NAR", 0, date(2024, 6, 1)),
    ("BO-L", 0, date(2025, 3, 1)),
    ("CO-ANT", 0, date(2025, 1, 15)),
)


def add_safety(sample: Sample) -> None:
    """All of it; the deliveries that claims count first."""
    _claimed_deliveries(sample)
    chance = Random("safety")
    findings = words("safety")["visits"]
    for unit in sample.units:
        _visits(sample, chance, unit, findings)
        _provision(sample, chance, unit)
    _shared_points(sample, chance)


def _claimed_deliveries(sample: Sample) -> None:
    for day in CHAMBERS_DELIVERED:
        _deliver(sample, "HSE-1", "rescue_chamber", day, 1, organisation_id="OREX-INTERNAL")
    for day, count in FOOD_BASKETS:
        _deliver(sample, "EMG", "food_basket", day, count, organisation_id="MACDESA-PALLAQUERAS")


def _deliver(sample: Sample, programme: str, kind: str, day: date, quantity: int, **receiver: Any) -> None:
    """A delivery in US dollars; what a food basket was worth is not known."""
    value = VALUE_MINOR.get(kind)
    sample.tables.add_next(
        "delivery",
        "D",
        programme_id=programme,
        kind=kind,
        delivered_on=day,
        quantity=quantity,
        value=None if value is None else major(value * quantity),
        currency_id=None if value is None else "USD",
        **receiver,
    )


def _visits(sample: Sample, chance: Random, unit: Unit, findings: dict[str, list[str]]) -> None:
    for enrolment in unit.enrolments:
        if enrolment.programme in ("EMG", "INS"):
            continue
        last = min(enrolment.last_day or DATA_DATE, unit.last_day or DATA_DATE)
        day = later(enrolment.first_day, chance.randrange(20, 150))
        while day <= last:
            topic = chance.choice(list(findings))
            # Of organisations that claims name, no findings are made up.
            found = None if unit.organisation.named else chance.choice(findings[topic])
            sample.tables.add_next(
                "assistance_visit",
                "V",
                programme_id=enrolment.programme,
                unit_id=unit.id,
                visited_on=day,
                topic=topic,
                minutes=chance.choice([60, 90, 120, 180, 240]),
                findings=found,
            )
            day = later(day, chance.randrange(90, 330))


def _provision(sample: Sample, chance: Random, unit: Unit) -> None:
    enrolment = unit.enrolments[-1]
    if enrolment.programme == "HSE-2":
        enrolment = unit.enrolments[0]
    for kind, likely in OWN_PROVISION.items():
        if chance.random() > (0.9 if unit.organisation.named else likely):
            continue
        day = later(enrolment.first_day, chance.randrange(15, 300))
        if day > DATA_DATE or not enrolment.covers(day):
            continue
        quantity = chance.randint(6, 12) if kind == "ppe" else chance.randint(1, 3)
        ends = later(day, chance.randrange(400, 900)) if chance.random() < 0.15 else None
        _deliver(sample, enrolment.programme, kind, later(day, -3), quantity, unit_id=unit.id)
        for waste in chance.sample(WASTES, 2) if kind == "waste_bins" else [None]:
            _in_service(sample, enrolment.programme, kind, quantity, day, ends, waste=waste, unit_id=unit.id)
    if chance.random() < 0.15:
        day = later(enrolment.first_day, chance.randrange(30, 200))
        if day <= DATA_DATE and enrolment.covers(day):
            _deliver(sample, enrolment.programme, "tools", day, chance.randint(2, 8), unit_id=unit.id)


def _in_service(
    sample: Sample,
    programme: str,
    kind: str,
    quantity: int,
    first: date,
    last: date | None,
    **where: Any,
) -> None:
    sample.tables.add_next(
        "provision",
        "P",
        programme_id=programme,
        kind=kind,
        quantity=quantity,
        first_day=first,
        last_day=last if last and last <= DATA_DATE else None,
        **where,
    )


def _shared_points(sample: Sample, chance: Random) -> None:
    """Two points on the concession of the HSE plan, then one for each of some made-up organisations."""
    hse = sample.units_of("HSE-1")
    internal = sample.organisation("OREX-INTERNAL")
    for number, delivered in enumerate(CHAMBERS_DELIVERED, start=1):
        served = hse[:13] if number == 1 else hse[13:]
        _point(sample, chance, f"Rescue point {number}", internal, "HSE-1", served, later(delivered, 5))
    for region, rank, since in POINTS:
        body = sample.made_up_in(region)[rank]
        served = [unit for unit in sample.units if unit.organisation == body]
        programme = served[0].enrolments[-1].programme
        _point(sample, chance, f"Rescue point of {body.place.name}", body, programme, served, since)


def _point(
    sample: Sample,
    chance: Random,
    name: str,
    body: MiningOrganisation,
    programme: str,
    served: list[Unit],
    since: date,
) -> None:
    latitude, longitude = near(body.place, chance, 3)
    key = sample.tables.add_next(
        "shared_point", "SP", name=name, region_id=body.region, latitude=latitude, longitude=longitude
    )
    for unit in served:
        first = max(since, unit.first_day)
        if unit.last_day is None or unit.last_day >= first:
            sample.tables.add(
                "shared_point_unit", point_id=key, unit_id=unit.id, first_day=first, last_day=unit.last_day
            )
    for kind in ("rescue_chamber", "rescue_brigade", "rescue_kit"):
        if kind == "rescue_chamber" and programme in ("WOM", "MER"):
            continue
        _in_service(sample, programme, kind, 1, later(since, chance.randrange(0, 60)), None, point_id=key)
        if kind == "rescue_chamber" and programme != "HSE-1":
            _deliver(sample, programme, kind, later(since, -7), 1, organisation_id=body.id)

"""Production units, where they work, and in which programmes they take part from when to when."""

from __future__ import annotations

from datetime import date
from random import Random

from sample_data.days import DATA_DATE, later
from sample_data.organisations import OF_SELECTORS, words
from sample_data.places import near
from sample_data.sample import Enrolment, MiningOrganisation, Sample, Unit

HSE_1_ENDS = date(2025, 1, 31)
HSE_2_BEGINS = date(2025, 2, 1)
HSE_UNITS, HSE_2_UNITS = 25, 20
INSURANCE_BEGINS, INSURED_UNITS = date(2024, 11, 1), 24
PLANT_BEGINS, PLANT_UNITS = date(2022, 6, 1), 7

# Programme, region, units, organisations they are spread over, first day, days until the last joins.
FIELD = (
    ("SBG-PE", "PE-ARE", 16, 4, date(2022, 3, 1), 700),
    ("SBG-PE", "PE-AYA", 12, 3, date(2022, 3, 15), 900),
    ("SBG-PE", "PE-PUN", 18, 4, date(2022, 6, 1), 1000),
    ("SBG-PE", "PE-LAL", 10, 2, date(2023, 2, 1), 800),
    ("SBG-PE", "PE-PIU", 8, 2, date(2023, 9, 1), 700),
    ("SBG-PE", "PE-MDD", 6, 2, date(2024, 4, 1), 600),
    ("WOM", "CO-ANT", 26, 7, date(2023, 1, 15), 900),
    ("FIN", "BO-L", 30, 8, date(2022, 9, 1), 1100),
    ("FIN", "CO-HUI", 5, 1, date(2022, 10, 1), 500),
    ("FIN", "CO-CAL", 8, 2, date(2023, 1, 10), 800),
    ("FIN", "CO-BOY", 6, 2, date(2023, 6, 1), 700),
    ("MER", "HN-SB", 4, 2, date(2022, 8, 1), 700),
    ("MER", "HN-EP", 8, 2, date(2022, 5, 1), 900),
    ("MER", "CO-NAR", 16, 4, date(2022, 2, 1), 900),
    ("MER", "CO-CAU", 5, 2, date(2023, 3, 1), 500),
    ("MER", "CO-CHO", 10, 3, date(2023, 8, 1), 700),
    ("MER", "CO-BOL", 10, 3, date(2022, 11, 1), 900),
    ("SMP-GH", "GH-CP", 14, 3, date(2023, 5, 1), 800),
    ("SMP-GH", "GH-WP", 8, 2, date(2023, 9, 1), 800),
)
OPERATORS = {
    "PE-ARE": "VETA-IMAGINARIA",
    "PE-AYA": "CERRO-SUPUESTO",
    "PE-LAL": "QUEBRADA-FINGIDA",
}
EMERGENCY = Enrolment("EMG", date(2020, 4, 1), date(2021, 3, 31))
LEAVES_PROGRAMME = 0.09
ALSO_IN_FINANCE = 8


def add_units(sample: Sample) -> None:
    """All units with their enrolments."""
    _claimed_units(sample)
    for row in FIELD:
        _field_units(sample, *row)
    women = [unit for unit in sample.units_of("WOM") if unit.last_day is None]
    for unit in women[:ALSO_IN_FINANCE]:
        unit.enrolments.append(Enrolment("FIN", later(unit.enrolments[0].first_day, 200)))
    selectors = [u for u in sample.fictional_units() if u.region == "PE-ARE" and u.relation == "selector"]
    for unit in selectors:
        unit.enrolments.insert(0, EMERGENCY)
        unit.first_day = date(2020, 1, 15)
    _write(sample)


def _claimed_units(sample: Sample) -> None:
    """The units that published claims tell of."""
    chance = Random("claimed units")
    internal = sample.organisation("OREX-INTERNAL")
    goes_on = set(chance.sample(range(HSE_UNITS), HSE_2_UNITS))
    for number in range(HSE_UNITS):
        begins = later(date(2024, 1, 15), 4 * (number % 20))
        unit = _unit(sample, internal, "internal", later(begins, -120))
        unit.enrolments.append(Enrolment("HSE-1", begins, HSE_1_ENDS))
        if number in goes_on:
            unit.enrolments.append(Enrolment("HSE-2", HSE_2_BEGINS))
    external = sample.organisation("OREX-EXTERNAL")
    for _ in range(INSURED_UNITS):
        unit = _unit(sample, external, "external", date(2024, 7, 1))
        unit.enrolments.append(Enrolment("INS", INSURANCE_BEGINS))
    plant = sample.organisation("MOBILE-PLANT")
    for number in range(PLANT_UNITS):
        begins = later(PLANT_BEGINS, 90 * number)
        unit = _unit(sample, plant, "selector", later(begins, -60))
        unit.enrolments.append(Enrolment("CAU", begins))
    for key, programme, count, begins in (
        ("IQUIRA", "FIN", 5, date(2022, 9, 15)),
        ("MINAS-Y-CUEVAS", "MER", 6, date(2022, 2, 1)),
    ):
        for number in range(count):
            first = later(begins, 45 * number)
            unit = _unit(sample, sample.organisation(key), "internal", later(first, -150))
            unit.enrolments.append(Enrolment(programme, first))


def _field_units(
    sample: Sample, programme: str, region: str, units: int, organisations: int, begins: date, spread: int
) -> None:
    """Units of made-up organisations; the first organisations of a region have more of them."""
    chance = Random(f"units {programme} {region}")
    bodies = sample.made_up_in(region)[:organisations]
    weights = [organisations + 1 - rank for rank in range(organisations)]
    owners = bodies + chance.choices(bodies, weights, k=units - organisations)
    for owner in sorted(owners, key=bodies.index):
        joins = later(begins, chance.random() * spread)
        unit = _unit(
            sample,
            owner,
            _relation(programme, region, bodies.index(owner), chance),
            later(joins, -chance.randrange(60, 400)),
        )
        leaves = later(joins, chance.randrange(400, 900)) if chance.random() < LEAVES_PROGRAMME else None
        if leaves and leaves >= DATA_DATE:
            leaves = None
        unit.enrolments.append(Enrolment(programme, joins, leaves))
        if leaves and chance.random() < 0.5 and later(leaves, 200) < DATA_DATE:
            unit.last_day = later(leaves, chance.randrange(30, 200))


def _relation(programme: str, region: str, rank: int, chance: Random) -> str:
    """How most miners of a unit relate to the operator."""
    if programme == "WOM":
        return chance.choices(["selector", "external"], [7, 3])[0]
    if region == "PE-ARE" and rank < OF_SELECTORS:
        return "selector"
    if region == "PE-PUN" and rank == 1:
        return "selector"
    return chance.choices(["internal", "external"], [6, 4])[0]


def _unit(sample: Sample, owner: MiningOrganisation, relation: str, first_day: date) -> Unit:
    number = 1 + sum(unit.organisation is owner for unit in sample.units)
    unit = Unit(f"{owner.id}-{number:02}", owner, relation, first_day)
    sample.units.append(unit)
    return unit


def _write(sample: Sample) -> None:
    chance = Random("unit places")
    names = words("names")["units"]
    for unit in sample.units:
        place, number = unit.organisation.place, int(unit.id[-2:])
        latitude, longitude = near(place, chance, 6)
        sample.tables.add(
            "production_unit",
            id=unit.id,
            name=_name(unit, number, names),
            organisation_id=unit.organisation.id,
            operator_id=_operator(unit),
            region_id=unit.region,
            place=place.name,
            district_code=place.ubigeo,
            district_scheme="INEI" if place.ubigeo else None,
            latitude=latitude,
            longitude=longitude,
        )
        for enrolment in unit.enrolments:
            sample.tables.add(
                "enrolment",
                unit_id=unit.id,
                programme_id=enrolment.programme,
                first_day=enrolment.first_day,
                last_day=enrolment.last_day,
            )


def _operator(unit: Unit) -> str | None:
    if unit.organisation.id.startswith("OREX"):
        return "OREX"
    return None if unit.organisation.named else OPERATORS.get(unit.region)


def _name(unit: Unit, number: int, names: dict[str, list[str]]) -> str:
    if unit.organisation.id.startswith("OREX"):
        return f"Group {number:02}"
    kind = (
        "english"
        if unit.region.startswith("GH")
        else "selectors"
        if unit.relation == "selector"
        else "spanish"
    )
    name = names[kind][(number - 1) % len(names[kind])]
    return name if number <= len(names[kind]) else f"{name} {number}"

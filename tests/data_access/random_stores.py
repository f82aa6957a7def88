"""Small stores of people figures made by chance from a seed, with many days that fall together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import HealthCheck, settings

from data_access import schema as s
from data_access.schema.organisations import CRAFT_MODULES, LEVELS, PERMIT_STATUSES
from data_access.schema.people import RELATIONS, SEXES, VISIT_TOPICS
from data_access.schema.protection import DANGERS, GOODS, PAYERS, PRODUCTS, PROVISIONS, SEVERITIES

# A random store takes seconds on each database: a few at a time, others each time.
SOME_STORES = settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
BEGINNING, END = date(2023, 1, 1), date(2024, 12, 31)
REGIONS = {"PE-ARE": "PE", "PE-PUN": "PE", "CO-CAU": "CO"}
CURRENCIES = ("USD", "PEN")
MINING = ("A1", "A2", "A3")
SPONSORS = ("S1", "S2", "S3")
LADDERS = {"L": ("one", "two", "three"), "M": ("low", "high")}
PROGRAMMES = {"P1": "L", "P2": "L", "P3": "L", "Q": "M"}
UNITS = tuple(f"U{number}" for number in range(8))
FEW = 30
MINERS = tuple(f"m{number:02}" for number in range(FEW))
POINTS = ("X", "Y")
STANDARDS = ("FM", "FT")
TOPICS = {"gas": (1, False), "rescue": (12, True), "accounts": (6, True), "signs": (None, True)}


def random_store(seed: int, miners: int = FEW) -> list[s.Record]:
    """New rows of the store of that seed, with so many miners: the same each time."""
    chance, codes = Random(seed), tuple(f"m{number:02}" for number in range(miners))
    return [
        *_places(chance),
        *_programmes(chance),
        *_people(chance, codes),
        *_training(chance, codes),
        *_protection(chance, codes),
    ]


def _day(chance: Random) -> date:
    """A day, every third one at the end or the beginning of a month."""
    day = BEGINNING + timedelta(days=chance.randrange((END - BEGINNING).days))
    if chance.random() < 1 / 3:
        day = day.replace(day=1) - timedelta(days=chance.choice((0, 1)))
    return max(day, BEGINNING)


def _span(chance: Random, longest: int) -> tuple[date, date]:
    first = _day(chance)
    return first, first + timedelta(days=chance.choice((0, 29, 30, chance.randrange(longest))))


def _places(chance: Random) -> Iterator[s.Record]:
    for code in sorted(set(REGIONS.values())):
        yield s.Country(id=code, name=code)
    for code, country in REGIONS.items():
        yield s.Region(id=code, country_id=country, name=code)
    for code in CURRENCIES:
        yield s.Currency(id=code, name=code, minor_digits=2)
    for code in (*MINING, *SPONSORS):
        region = chance.choice(list(REGIONS))
        kind = "mining_organisation" if code in MINING else "company"
        # A sponsor, and now and then a mining organisation, has no region of its own.
        recorded = region if code in MINING and chance.random() < 0.7 else None
        yield s.Organisation(id=code, name=code, kind=kind, country_id=REGIONS[region], region_id=recorded)


def _programmes(chance: Random) -> Iterator[s.Record]:
    for ladder, stages in LADDERS.items():
        yield s.Ladder(id=ladder, name=ladder, owner="Owner")
        for position, stage in enumerate(stages, start=1):
            yield s.Stage(id=stage, ladder_id=ladder, position=position, name=stage)
    for code, ladder in PROGRAMMES.items():
        yield s.Programme(
            id=code, name=code, lead_organisation_id="S1", ladder_id=ladder, first_day=BEGINNING
        )
        for sponsor in chance.sample(SPONSORS, chance.randint(0, 3)):
            yield s.Funding(
                id=f"{code}-{sponsor}", programme_id=code, organisation_id=sponsor, agreed_on=BEGINNING,
                amount_minor=1, currency_id="USD",
            )  # fmt: skip
    for unit in UNITS:
        yield s.ProductionUnit(
            id=unit, name=unit, organisation_id=chance.choice(MINING), region_id=chance.choice(list(REGIONS))
        )
        for programme in chance.sample(sorted(PROGRAMMES), chance.randint(1, 3)):
            # Two spans of a unit in a programme don't begin on one day.
            for first, last in dict(_span(chance, 700) for _ in range(2)).items():
                ends = None if chance.random() < 0.5 else last
                yield s.Enrolment(unit_id=unit, programme_id=programme, first_day=first, last_day=ends)
    for number in range(45):
        ladder = chance.choice("LLM")
        day = _day(chance)
        yield s.Assessment(
            id=f"s{number}", unit_id=chance.choice(UNITS[:-1]), ladder_id=ladder,
            stage_id=chance.choice(LADDERS[ladder]), assessed_on=day,
            recorded_at=datetime(day.year, day.month, day.day, chance.choice((9, 10))),
        )  # fmt: skip


def _people(chance: Random, miners: Sequence[str]) -> Iterator[s.Record]:
    for code in miners:
        yield s.Miner(id=code, sex=chance.choice(SEXES))
        joined = BEGINNING - timedelta(days=chance.choice((0, 100)))
        for number in range(chance.randrange(4)):
            left = joined + timedelta(days=chance.randint(1, 400))
            yield s.Membership(
                id=f"{code}-{number}", miner_id=code, unit_id=chance.choice(UNITS),
                relation=chance.choice(RELATIONS), joined_on=joined, left_on=left,
            )  # fmt: skip
            joined = left + timedelta(days=chance.choice((0, 0, 1, 60)))
        if chance.random() < 0.7:
            yield s.Membership(
                id=f"{code}-open", miner_id=code, unit_id=chance.choice(UNITS),
                relation=chance.choice(RELATIONS), joined_on=joined, left_on=None,
            )  # fmt: skip


def _training(chance: Random, miners: Sequence[str]) -> Iterator[s.Record]:
    for code, (months, required) in TOPICS.items():
        yield s.Topic(id=code, name=code, validity_months=months, required=required)
    for number in range(70):
        yield s.TrainingSession(
            id=f"t{number}", programme_id=chance.choice(sorted(PROGRAMMES)),
            topic_id=chance.choice(sorted(TOPICS)), held_on=_day(chance),
            minutes=chance.choice((45, 60, 100)),
        )  # fmt: skip
        for miner in chance.sample(miners, chance.randrange(len(miners) // 2)):
            yield s.Attendance(session_id=f"t{number}", miner_id=miner)


def _protection(chance: Random, miners: Sequence[str]) -> Iterator[s.Record]:
    for number in range(80 * len(miners) // FEW):
        first, last = _span(chance, 200)
        yield s.Cover(
            id=f"c{number}", miner_id=chance.choice(miners), product=chance.choice(PRODUCTS),
            programme_id=chance.choice((None, *PROGRAMMES)), first_day=first, last_day=last,
            cost_minor=1, currency_id="USD", payer=chance.choice(PAYERS),
        )  # fmt: skip
    for number in range(30):
        unit = chance.choice((None, *UNITS))
        worth = chance.choice((None, chance.randrange(1, 10_000)))
        yield s.Delivery(
            id=f"d{number}", programme_id=chance.choice(sorted(PROGRAMMES)), kind=chance.choice(GOODS),
            unit_id=unit, organisation_id=None if unit else chance.choice(MINING),
            delivered_on=_day(chance), quantity=chance.randint(1, 50),
            value_minor=worth, currency_id=None if worth is None else chance.choice(CURRENCIES),
        )  # fmt: skip
        yield s.AssistanceVisit(
            id=f"v{number}", programme_id=chance.choice(sorted(PROGRAMMES)), unit_id=chance.choice(UNITS),
            visited_on=_day(chance), topic=chance.choice(VISIT_TOPICS), minutes=60,
        )  # fmt: skip
        yield s.RiskAssessment(
            id=f"r{number}", programme_id=chance.choice(sorted(PROGRAMMES)), unit_id=chance.choice(UNITS),
            assessed_on=_day(chance), miners_covered=chance.randrange(12),
        )  # fmt: skip


def random_safety(seed: int) -> list[s.Record]:
    """Provision, points that units share, and incidents, for the random store of that seed."""
    chance = Random(seed)

    def day() -> date:
        return BEGINNING + timedelta(days=chance.randrange((END - BEGINNING).days))

    def until(first: date) -> date | None:
        return chance.choice((None, first, first + timedelta(days=chance.randrange(500))))

    rows: list[s.Record] = [
        s.SharedPoint(id=code, name=code, region_id=chance.choice(list(REGIONS))) for code in POINTS
    ]
    regions = {row.id: row.region_id for row in random_store(seed) if isinstance(row, s.ProductionUnit)}
    # One point serves units of any region, the other those of one.
    for point in POINTS:
        near = [unit for unit in UNITS if point == POINTS[0] or regions[unit] == regions[UNITS[0]]]
        for unit in chance.sample(near, min(4, len(near))):
            for first in {day(), day()}:
                rows.append(
                    s.SharedPointUnit(point_id=point, unit_id=unit, first_day=first, last_day=until(first))
                )
    for number in range(14):
        at = chance.choice((*UNITS[:5], *POINTS))
        first = day()
        rows.append(
            s.Provision(
                id=f"p{number}",
                kind=chance.choice(PROVISIONS),
                quantity=chance.randint(1, 9),
                first_day=first,
                last_day=until(first),
                unit_id=None if at in POINTS else at,
                point_id=at if at in POINTS else None,
            )
        )
    for number in range(40):
        rows.append(
            s.Incident(
                id=f"i{number}",
                unit_id=chance.choice(UNITS),
                occurred_on=day(),
                kind=chance.choice(("accident", "near_miss")),
                severity=chance.choice(SEVERITIES),
                cause=chance.choice(DANGERS),
                people_hurt=chance.randrange(4),
            )
        )
    return rows


def random_standing(seed: int) -> list[s.Record]:
    """Certificates, CRAFT assessments with findings, permits and requests for finance, for the random store
    of that seed."""
    chance = Random(seed)

    def until(first: date) -> date | None:
        return chance.choice((None, first, first + timedelta(days=chance.randrange(500))))

    rows: list[s.Record] = [s.Standard(id=code, name=code, owner="Owner") for code in STANDARDS]
    for number in range(25):
        first = _day(chance)
        rows.append(
            s.Certification(
                id=f"cert{number}", organisation_id=chance.choice(MINING),
                standard_id=chance.choice(STANDARDS), status=chance.choice(("certified", "suspended")),
                first_day=first, last_day=until(first),
            )
        )  # fmt: skip
        of_unit, first = chance.random() < 0.6, _day(chance)
        rows.append(
            s.Permit(
                id=f"permit{number}", unit_id=chance.choice(UNITS) if of_unit else None,
                organisation_id=None if of_unit else chance.choice((*MINING, *SPONSORS)),
                kind=chance.choice(("mining_title", "contract")), status=chance.choice(PERMIT_STATUSES),
                first_day=first, last_day=until(first),
            )
        )  # fmt: skip
    for number in range(8):
        rows.append(
            s.CraftAssessment(
                id=f"craft{number}", programme_id=chance.choice((None, *PROGRAMMES)),
                organisation_id=chance.choice((*MINING, *SPONSORS)), assessed_on=_day(chance), report="full",
            )
        )  # fmt: skip
    for number in range(30):
        begun = chance.choice((None, _day(chance)))
        ended = chance.choice((None, _day(chance)))
        if begun and ended:
            begun, ended = sorted((begun, ended))
        rows.append(
            s.CraftFinding(
                id=f"finding{number}", craft_assessment_id=f"craft{chance.randrange(8)}",
                module=chance.choice(CRAFT_MODULES[:3]), requirement="Any", level=chance.choice(LEVELS),
                mitigating_on=begun, mitigated_on=ended,
            )
        )  # fmt: skip
    requests = {
        (chance.choice((*MINING, *SPONSORS)), chance.choice(("account", "credit")), _day(chance))
        for _ in range(30)
    }
    for number, (organisation, kind, asked_on) in enumerate(sorted(requests)):
        status = chance.choice(("pending", "granted", "refused"))
        decided_on = chance.choice((None, *(asked_on + timedelta(chance.randrange(200)) for _ in range(4))))
        rows.append(
            s.FinanceAccess(
                id=f"request{number}", organisation_id=organisation, kind=kind, asked_on=asked_on,
                decided_on=decided_on, status=status,
                reason=chance.choice((None, "No collateral", "No address")) if status == "refused" else None,
            )
        )  # fmt: skip
    return rows

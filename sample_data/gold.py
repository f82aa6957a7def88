"""Gold sold, lot by lot, and the premium that was paid for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import exp
from random import Random

from sample_data.certificates import STANDARDS
from sample_data.days import DATA_DATE, later, months
from sample_data.sample import Holding, MiningOrganisation, Sample
from sample_data.tables import major

FIRST_SALES = date(2022, 1, 1)
LOTS_A_YEAR = 12
MILLIGRAMS_IN_KILOGRAM = 1_000_000
RATE_MINOR = {key: (rate * 100, currency) for key, _, _, rate, currency in STANDARDS}

# Buyers of certified gold, with the country to which each has it sent, and how often they buy.
BUYERS = (
    ("VAL-CLAIR", "CH", 6),
    ("TILLEUL", "FR", 3),
    ("HARBOR-LARK", "US", 4),
    ("ERLENHOF", "DE", 2),
    ("SAMBUCO", "IT", 2),
    ("KESTREL", "GB", 1),
)
WITHOUT_STANDARD = (
    ("DOS-ORILLAS", "CH", 3),
    ("DOS-ORILLAS", "AE", 2),
    ("TRES-FAROLES", "US", 3),
    ("TRES-FAROLES", "IN", 2),
    ("HARBOR-LARK", "US", 2),
)
SOLD_UNDER_STANDARD = 0.85
TRACED, TRACED_WITHOUT_STANDARD = 0.85, 0.25
UNPAID, PART_PAID, IN_TWO_PARTS = 0.03, 0.04, 0.08
# Region and rank of organisations that sell without any standard, and kilograms in a usual year.
UNCERTIFIED = (
    ("PE-ARE", 3, 14),
    ("PE-PUN", 1, 22),
    ("PE-MDD", 0, 9),
    ("PE-AYA", 1, 11),
    ("CO-ANT", 1, 4),
    ("CO-NAR", 2, 7),
    ("CO-CHO", 1, 6),
    ("CO-BOL", 1, 8),
    ("BO-L", 2, 16),
    ("BO-L", 3, 10),
    ("GH-CP", 0, 12),
    ("GH-WP", 0, 7),
    ("HN-SB", 0, 3),
)


@dataclass(frozen=True)
class Lot:
    """A lot just sold; ``due_minor`` is its premium in minor units of ``currency``."""

    id: str
    organisation: MiningOrganisation
    sold_on: date
    due_minor: int
    currency: str


def add_gold(sample: Sample) -> None:
    """Lots of certified and of other organisations, with the premium received for the former."""
    chance = Random("gold")
    for holding in sample.holdings:
        for day in _sales_days(FIRST_SALES, chance):
            _sell_certified(sample, chance, holding, day)
    for region, rank, kilograms in UNCERTIFIED:
        body = sample.made_up_in(region)[rank]
        for day in _sales_days(date(2022, 6, 1), chance):
            _sell(sample, chance, body, day, kilograms, None)


def due_minor(milligrams: int, rate_minor: int) -> int:
    """Premium in minor units: fine kilograms times the rate of a kilogram, rounded half up."""
    return (milligrams * rate_minor + MILLIGRAMS_IN_KILOGRAM // 2) // MILLIGRAMS_IN_KILOGRAM


def _sales_days(first: date, chance: Random) -> list[date]:
    """A day in most months."""
    days = [
        later(month, chance.randrange(28)) for month in months(first, DATA_DATE) if chance.random() < 0.88
    ]
    return [day for day in days if day <= DATA_DATE]


def _sell_certified(sample: Sample, chance: Random, holding: Holding, day: date) -> None:
    """Under the standard while it is held; what is sold before, after or elsewhere goes without."""
    if holding.covers(day) and chance.random() < SOLD_UNDER_STANDARD:
        lot = _sell(sample, chance, holding.organisation, day, holding.kilograms, holding.standard)
        _pay(sample, chance, lot)
    else:
        _sell(sample, chance, holding.organisation, day, holding.kilograms * 0.7, None)


def _sell(
    sample: Sample,
    chance: Random,
    body: MiningOrganisation,
    day: date,
    kilograms: float,
    standard: str | None,
) -> Lot:
    buyer, destination = _buyer(chance, standard)
    milligrams = round(kilograms * MILLIGRAMS_IN_KILOGRAM / LOTS_A_YEAR * exp(chance.gauss(0, 0.35)))
    key = sample.tables.add_next(
        "gold_lot",
        "L",
        organisation_id=body.id,
        buyer_id=buyer,
        standard_id=standard,
        sold_on=day,
        fine_grams=Decimal(milligrams).scaleb(-3),
        destination_id=destination,
    )
    units = [unit for unit in sample.units if unit.organisation == body and unit.exists_on(day)]
    if units and chance.random() < (TRACED if standard else TRACED_WITHOUT_STANDARD):
        for unit in chance.sample(units, chance.randint(1, min(4, len(units)))):
            sample.tables.add("gold_lot_unit", lot_id=key, unit_id=unit.id)
    rate, currency = RATE_MINOR[standard] if standard else (0, "USD")
    return Lot(key, body, day, due_minor(milligrams, rate), currency)


def _buyer(chance: Random, standard: str | None) -> tuple[str, str]:
    if standard == "VAL-CLAIR":
        return "VAL-CLAIR", "CH"
    known = BUYERS if standard else WITHOUT_STANDARD
    buyer, destination, _ = chance.choices(known, [weight for _, _, weight in known])[0]
    return buyer, destination


def _pay(sample: Sample, chance: Random, lot: Lot) -> None:
    """The premium comes some weeks after the sale: mostly whole, sometimes in parts, seldom never."""
    paid_on, lots = later(lot.sold_on, chance.randrange(14, 70)), chance.random()
    if lots < UNPAID:
        parts = []
    elif lots < UNPAID + PART_PAID:
        parts = [(paid_on, lot.due_minor * 6 // 10)]
    elif lots < UNPAID + PART_PAID + IN_TWO_PARTS:
        half = lot.due_minor // 2
        parts = [(paid_on, half), (later(paid_on, 45), lot.due_minor - half)]
    else:
        parts = [(paid_on, lot.due_minor)]
    for day, amount in parts:
        if day <= DATA_DATE:
            sample.tables.add_next(
                "premium_receipt",
                "R",
                organisation_id=lot.organisation.id,
                lot_id=lot.id,
                received_on=day,
                amount=major(amount),
                currency_id=lot.currency,
            )

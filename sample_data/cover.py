"""Who was insured against what, for how long, and who paid for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from random import Random

from sample_data.days import DATA_DATE, later, months_later
from sample_data.sample import Sample, Unit
from sample_data.tables import major

# The insurance initiative: three groups are taken in, nearly all cover ends on one day, and of
# those who are still there some renew when the miners' own contribution begins.
TAKEN_IN = ((date(2024, 12, 1), 46), (date(2025, 1, 15), 20), (date(2025, 2, 10), 14))
FIRST_COVER_ENDS = date(2025, 4, 30)
LONGER_COVERS = 6
RENEWALS = (
    (date(2025, 7, 1), 0.35),
    (date(2025, 11, 1), 0.5),
    (date(2026, 2, 1), 0.6),
    (date(2026, 5, 1), 0.8),
)
RENEWED_MONTHS = 12
RENEWS_AGAIN = 0.9

# Share of units whose miners can be insured, and of their miners who are, by region.
SCHEMES = {
    "PE-ARE": (0.95, 0.83), "PE-AYA": (0.84, 0.77), "PE-LAL": (0.72, 0.66), "PE-PUN": (0.54, 0.55),
    "PE-PIU": (0.48, 0.55), "PE-MDD": (0.18, 0.44), "CO-ANT": (0.9, 0.83), "CO-CAU": (0.95, 0.9),
    "CO-NAR": (0.72, 0.72), "CO-HUI": (0.84, 0.83), "CO-CAL": (0.72, 0.66), "CO-BOY": (0.48, 0.55),
    "CO-BOL": (0.3, 0.44), "CO-CHO": (0.24, 0.39), "BO-L": (0.6, 0.61), "HN-SB": (0.72, 0.72),
    "HN-EP": (0.42, 0.55), "GH-CP": (0.3, 0.44), "GH-WP": (0.18, 0.33),
}  # fmt: skip
TERMS = (6, 12, 12)
COST_A_MONTH = {
    "accident": {"USD": 450, "PEN": 1_650, "COP": 1_850_000},
    "occupational_illness": {"USD": 260, "PEN": 950, "COP": 1_050_000},
    "funeral": {"USD": 120, "PEN": 450, "COP": 480_000},
}
CURRENCY = {"PE": "PEN", "CO": "COP"}
ALSO = {"occupational_illness": 0.22, "funeral": 0.3}
DROPS_OUT = 0.04
INSURER = "Example Mutual"


def add_cover(sample: Sample) -> None:
    """Covers of the insurance initiative, then those of all other units."""
    _initiative(sample, Random("insurance initiative"))
    chance = Random("cover")
    for unit in sample.units:
        if unit.organisation.id == "OREX-EXTERNAL":
            continue
        offered, taken = SCHEMES[unit.region]
        if chance.random() < offered:
            _scheme(sample, chance, unit, taken)


def _initiative(sample: Sample, chance: Random) -> None:
    units = sample.units_of("INS")
    insured: list[str] = []
    for day, count in TAKEN_IN:
        there = {miner for unit in units for miner in sample.members(unit, day)} - set(insured)
        taken_in = chance.sample(sorted(there), count)
        insured += taken_in
        for number, miner in enumerate(taken_in):
            ends = later(FIRST_COVER_ENDS, 92 if number % 13 == LONGER_COVERS else 0)
            _add(sample, miner, "INS", "accident", day, ends, "USD", "programme")
            if number % 3 == 0:
                _add(sample, miner, "INS", "occupational_illness", day, ends, "USD", "programme")
    waiting = set(insured)
    for day, share in RENEWALS:
        there = {miner for unit in units for miner in sample.members(unit, day)}
        renewing = [miner for miner in sorted(waiting & there) if chance.random() < share]
        waiting -= set(renewing)
        for miner in renewing:
            payer = chance.choices(["programme", "miner", "organisation"], [4, 4, 2])[0]
            ends = later(months_later(day, RENEWED_MONTHS), -1)
            _add(sample, miner, "INS", "accident", day, ends, "USD", payer)
            if ends < DATA_DATE and chance.random() < RENEWS_AGAIN:
                again = later(ends, 1)
                _add(
                    sample, miner, "INS", "accident", again, later(months_later(again, 6), -1), "USD", "miner"
                )


def _scheme(sample: Sample, chance: Random, unit: Unit, taken: float) -> None:
    """Cover of one unit's miners, term after term; who joins later comes in at the next term."""
    begins = unit.enrolments[-1 if unit.enrolments[0].programme == "EMG" else 0].first_day
    start, term = later(begins, chance.randrange(60, 400)), chance.choice(TERMS)
    willing: dict[str, bool] = defaultdict(lambda: chance.random() < taken)
    years = 0
    while start <= DATA_DATE and unit.exists_on(start) and unit.programmes_on(start):
        ends = later(months_later(start, term), -1)
        for miner in sample.members(unit, start):
            if not willing[miner]:
                continue
            programme, payer = _payer(unit, start, years, chance)
            _cover_miner(sample, chance, miner, programme, unit, start, ends, payer)
            willing[miner] = chance.random() > DROPS_OUT
        if chance.random() < DROPS_OUT:
            # A term without cover: the group could not pay.
            ends = later(ends, 120)
        start, years = later(ends, 1), years + 1


def _payer(unit: Unit, day: date, terms_before: int, chance: Random) -> tuple[str | None, str]:
    """The programme pays at first; the longer the scheme runs, the more miners and organisations do."""
    weights = [max(1, 6 - 2 * terms_before), 1 + terms_before, 2 + terms_before]
    payer = chance.choices(["programme", "miner", "organisation"], weights)[0]
    programme = unit.programmes_on(day)[0]
    return (programme if payer == "programme" or chance.random() < 0.8 else None), payer


def _cover_miner(
    sample: Sample,
    chance: Random,
    miner: str,
    programme: str | None,
    unit: Unit,
    start: date,
    ends: date,
    payer: str,
) -> None:
    products: Iterable[str] = ["accident", *(p for p, share in ALSO.items() if chance.random() < share)]
    for product in products:
        _add(sample, miner, programme, product, start, ends, CURRENCY.get(unit.region[:2], "USD"), payer)


def _add(
    sample: Sample,
    miner: str,
    programme: str | None,
    product: str,
    first: date,
    last: date,
    currency: str,
    payer: str,
) -> None:
    length = round(((last - first).days + 1) / 30.4)
    sample.tables.add_next(
        "cover",
        "C",
        miner_id=miner,
        programme_id=programme,
        product=product,
        first_day=first,
        last_day=last,
        cost=major(COST_A_MONTH[product][currency] * length),
        currency_id=currency,
        payer=payer,
        insurer=None if programme == "INS" else INSURER,
    )

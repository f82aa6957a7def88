"""Gold lots, and the premium that came for them and was spent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_access.schema.gold import CATEGORIES
from tools.bench.world.columns import FIRST, LAST, Array, Part, between, chance, drawn, keys, later, texts
from tools.bench.world.places import Places
from tools.bench.world.reference import BUYERS_IN, CURRENCIES, STANDARDS
from tools.bench.world.sizes import Size
from tools.bench.world.training import pool

RECEIVED, WITH_LOT, TRACEABLE = 0.4, 0.7, 0.6
UNITS_OF_A_LOT = 2
YEARS = tuple(range(2021, 2027))
SPENT_ON = tuple(f"Purchase {number}" for number in range(1, 61))


def gold(size: Size, places: Places) -> Iterator[Part]:
    """Lots with their units, plans, receipts and expenditures; each organisation has its own currency."""
    rng = chance("gold")
    count = len(places.organisations)
    receipts = round(size.premium * RECEIVED)
    lots = round(receipts * WITH_LOT)
    output = rng.lognormal(0, 0.8, count)
    output /= output.sum()
    currency = rng.choice(2, count, p=(0.8, 0.2))
    seller = rng.choice(count, lots, p=output)
    sold_on = between(rng, np.repeat(FIRST, lots), np.repeat(LAST, lots))
    grams = np.clip(rng.lognormal(5.3, 0.5, lots), 20, 900)
    codes = keys("L", lots)
    yield (
        "gold_lot",
        {
            "id": codes,
            "organisation_id": places.organisations[seller],
            "buyer_id": drawn(rng, places.buyers, lots),
            "standard_id": drawn(rng, (None, *(code for code, _ in STANDARDS)), lots, (25, 45, 10, 20)),
            "sold_on": sold_on,
            "fine_milligrams": (grams * 1000).astype(int),
            "destination_id": drawn(rng, tuple(BUYERS_IN), lots, (60, 25, 15)),
        },
    )
    traced = np.repeat(np.flatnonzero(rng.random(lots) < TRACEABLE), UNITS_OF_A_LOT)
    unit = pool(places.unit_organisation).draw(rng, seller[traced])
    lot, unit = np.divmod(np.unique(traced * len(places.units) + unit), len(places.units))
    yield "gold_lot_unit", {"lot_id": codes[lot], "unit_id": places.units[unit]}
    other = rng.choice(count, receipts - lots, p=output)
    receiver = np.concatenate([seller, other])
    unlinked = between(rng, np.repeat(FIRST, len(other)), np.repeat(LAST, len(other)))
    paid = np.minimum(later(sold_on, rng.integers(10, 120, lots)), LAST)
    yield (
        "premium_receipt",
        {
            "id": keys("RC", receipts),
            "organisation_id": places.organisations[receiver],
            "lot_id": np.concatenate([codes, np.full(len(other), None)]),
            "received_on": np.concatenate([paid, unlinked]),
            "amount_minor": rng.integers(30_000, 450_000, receipts),
            "currency_id": texts(CURRENCIES)[_currency(rng, currency[receiver])],
        },
    )
    yield from _plans(rng, places, currency)
    yield _spending(rng, places, size.premium - receipts, output, currency)


def _plans(rng: np.random.Generator, places: Places, currency: Array) -> Iterator[Part]:
    organisation = np.repeat(np.arange(len(places.organisations)), len(YEARS))
    codes = keys("PP", len(organisation))
    year = np.tile(YEARS, len(places.organisations))
    begins = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    yield (
        "premium_plan",
        {
            "id": codes,
            "organisation_id": places.organisations[organisation],
            "year": year,
            "decided_on": later(begins, rng.integers(0, 60, len(codes))),
        },
    )
    line = np.repeat(np.arange(len(codes)), 3)
    yield (
        "premium_plan_line",
        {
            "id": keys("PL", len(line)),
            "plan_id": codes[line],
            "category": drawn(rng, CATEGORIES, len(line)),
            "description": drawn(rng, SPENT_ON, len(line)),
            "amount_minor": rng.integers(50_000, 900_000, len(line)),
            "currency_id": texts(CURRENCIES)[currency[organisation[line]]],
        },
    )


def _spending(rng: np.random.Generator, places: Places, count: int, output: Array, currency: Array) -> Part:
    spender = rng.choice(len(places.organisations), count, p=output)
    return "premium_expenditure", {
        "id": keys("PX", count),
        "organisation_id": places.organisations[spender],
        "plan_line_id": None,
        "spent_on": between(rng, np.repeat(later(FIRST, 60), count), np.repeat(LAST, count)),
        "category": drawn(rng, CATEGORIES, count, (26, 8, 18, 22, 14, 5, 7)),
        "description": drawn(rng, SPENT_ON, count),
        "amount_minor": rng.integers(5_000, 240_000, count),
        "currency_id": texts(CURRENCIES)[_currency(rng, currency[spender])],
    }


def _currency(rng: np.random.Generator, own: Array) -> Array:
    """Mostly an organisation's own, now and then the other."""
    return np.where(rng.random(len(own)) < 0.08, 1 - own, own)

"""What every store has before anybody works in it: currencies, ladders, topics, standards, indicators."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tools.bench.world.columns import FIRST, LAST, ONE_DAY, Part, chance, day, texts

COUNTRIES = {"PE": "Peru", "CO": "Colombia", "BO": "Bolivia", "EC": "Ecuador", "HN": "Honduras"}
BUYERS_IN = {"CH": "Switzerland", "IT": "Italy", "FR": "France"}
CURRENCIES = ("USD", "PEN")
STAGES = {"SBG": 3, "SMP": 4}
LADDERS = tuple(STAGES)
# Topic, name, months of validity (0: for ever), whether it is required.
TOPICS = (
    ("INDUCTION", "Health and safety induction", 12, True),
    ("FIRST-AID", "First aid", 24, True),
    ("EXPLOSIVES", "Safe handling of explosives", 12, True),
    ("VENTILATION", "Ventilation and gas", 24, True),
    ("DRILLS", "Drills and emergency protocols", 12, False),
    ("MERCURY", "Working without mercury", 24, False),
    ("PPE", "Personal protective equipment", 12, False),
    ("RIGHTS", "Rights at work", 0, False),
    ("ACCOUNTS", "Keeping accounts", 0, False),
    ("ENVIRONMENT", "Water and waste", 24, False),
    ("VIOLENCE", "Prevention of gender-based violence", 0, False),
    ("COOPERATION", "Working together", 0, False),
)
TOPIC_SHARES = (16, 14, 12, 10, 9, 8, 8, 6, 5, 5, 4, 3)
# Standard, premium for a fine kilogram in cents.
STANDARDS = (("FAIRMINED", 400_000), ("FAIRMINED-ECO", 600_000), ("FAIRTRADE", 200_000))
SURVEYED = ("contract", "health_insurance", "pension", "aware_of_risks", "aware_of_cover")
INDICATORS = (
    ("mercury_used", "kg"),
    ("miners_formalised", "people"),
    ("money_mobilised", "USD"),
    ("responsible_gold", "kg"),
    *((name, "share") for name in SURVEYED),
)
CRITERIA_OF_A_STAGE = 5
AREAS = ("governance", "social", "environmental")


def reference() -> Iterator[Part]:
    """The small tables that nothing else grows with."""
    countries = COUNTRIES | BUYERS_IN
    yield "country", {"id": texts(countries), "name": texts(countries.values())}
    yield (
        "currency",
        {"id": texts(CURRENCIES), "name": texts(["US dollar", "Peruvian sol"]), "minor_digits": 2},
    )
    yield _rates()
    names = ["Continuous Improvement Escalator", "Sustainable Mines Program"]
    yield "ladder", {"id": texts(LADDERS), "name": texts(names), "owner": "Its keeper"}
    stages = [(ladder, position) for ladder, last in STAGES.items() for position in range(1, last + 1)]
    yield (
        "stage",
        {
            "id": texts(f"{ladder}-{position}" for ladder, position in stages),
            "ladder_id": texts(ladder for ladder, _ in stages),
            "position": np.array([position for _, position in stages]),
            "name": texts(f"Step {position}" for _, position in stages),
        },
    )
    criteria = [(*stage, number) for stage in stages for number in range(CRITERIA_OF_A_STAGE)]
    yield (
        "criterion",
        {
            "id": texts(f"{ladder}-{position}-{number}" for ladder, position, number in criteria),
            "ladder_id": texts(ladder for ladder, _, _ in criteria),
            "stage_id": texts(f"{ladder}-{position}" for ladder, position, _ in criteria),
            "area": texts(AREAS[number % len(AREAS)] for _, _, number in criteria),
            "name": texts(f"Criterion {number} of step {position}" for _, position, number in criteria),
        },
    )
    yield (
        "topic",
        {
            "id": texts(topic for topic, _, _, _ in TOPICS),
            "name": texts(name for _, name, _, _ in TOPICS),
            "validity_months": texts(months or None for _, _, months, _ in TOPICS),
            "required": np.array([required for _, _, _, required in TOPICS]),
        },
    )
    codes = texts(code for code, _ in STANDARDS)
    yield "standard", {"id": codes, "name": codes, "owner": "Its keeper"}
    yield (
        "premium_rate",
        {
            "id": texts(f"{code}-2015" for code in codes),
            "standard_id": codes,
            "rate_minor": np.array([rate for _, rate in STANDARDS]),
            "currency_id": "USD",
            "first_day": day("2015-01-01"),
            "last_day": None,
        },
    )
    ids = texts(code for code, _ in INDICATORS)
    yield "indicator", {"id": ids, "name": ids, "unit": texts(unit for _, unit in INDICATORS)}


def _rates() -> Part:
    """Soles for a dollar and back, once a month."""
    months = np.arange(FIRST.astype("datetime64[M]"), LAST.astype("datetime64[M]") + 1).astype(
        "datetime64[D]"
    )
    rate = 3.6 + np.cumsum(chance("exchange").normal(0, 0.02, len(months)))
    days = np.tile(months - ONE_DAY * 31, 2)
    return "exchange_rate", {
        "from_currency_id": texts(["USD"] * len(months) + ["PEN"] * len(months)),
        "to_currency_id": texts(["PEN"] * len(months) + ["USD"] * len(months)),
        "quoted_on": days,
        "rate_micro": np.round(np.concatenate([rate, 1 / rate]) * 1_000_000).astype(int),
        "source": "Made for the benchmark",
    }

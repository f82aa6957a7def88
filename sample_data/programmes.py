"""Ladders and programmes, who pays for them, and what the money went on."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sample_data.days import DATA_DATE, later, months
from sample_data.organisations import words
from sample_data.places import units_for_a_dollar
from sample_data.sample import Sample
from sample_data.tables import major

# Who agreed to pay what, when: programme, sponsor, day, amount, currency. The amounts are made up.
FUNDING = (
    ("HSE-1", "OCIM", date(2023, 11, 20), 180_000, "USD"),
    ("HSE-2", "OCIM", date(2025, 1, 14), 150_000, "USD"),
    ("HSE-2", "LVMH", date(2025, 1, 20), 120_000, "EUR"),
    ("INS", "OCIM", date(2024, 6, 12), 60_000, "USD"),
    ("SBG-PE", "AMBRE", date(2022, 1, 18), 650_000, "CHF"),
    ("SBG-PE", "VAL-CLAIR", date(2023, 2, 6), 220_000, "CHF"),
    ("SBG-PE", "AMBRE", date(2025, 3, 3), 300_000, "CHF"),
    ("CAU", "TILLEUL", date(2022, 4, 11), 140_000, "EUR"),
    ("CAU", "GUADUA", date(2024, 5, 21), 420_000_000, "COP"),
    ("WOM", "ESCHEN", date(2022, 11, 7), 380_000, "EUR"),
    ("WOM", "KESTREL", date(2024, 2, 19), 90_000, "USD"),
    ("EMG", "QUIET-RIVER", date(2020, 4, 6), 40_000, "USD"),
    ("FIN", "GUADUA", date(2022, 7, 15), 900_000_000, "COP"),
    ("FIN", "AMBRE", date(2024, 9, 9), 160_000, "CHF"),
    ("MER", "QUIET-RIVER", date(2021, 12, 13), 520_000, "USD"),
    ("MER", "SAMBUCO", date(2024, 1, 30), 110_000, "EUR"),
    ("SMP-GH", "KESTREL", date(2023, 3, 27), 170_000, "USD"),
    ("SMP-GH", "ESCHEN", date(2025, 6, 16), 95_000, "EUR"),
)
MINOR_IN_MAJOR = 100


def add_programmes(sample: Sample) -> None:
    """Ladders with stages and criteria; programmes with funding, budget and expenditure."""
    for ladder in words("ladders")["ladder"]:
        _add_ladder(sample, ladder)
    chance = Random("programmes")
    for programme in words("programmes")["programme"]:
        sample.tables.add(
            "programme",
            illustrative=programme["made_up"],
            id=programme["id"],
            name=programme["name"],
            lead_organisation_id=programme["lead"],
            ladder_id=programme["ladder"],
            follows_id=programme.get("follows"),
            first_day=programme["first_day"],
            last_day=programme["last_day"],
            description=programme["description"],
        )
    for programme, sponsor, agreed_on, amount, currency in FUNDING:
        sample.tables.add_next(
            "funding",
            "F",
            programme_id=programme,
            organisation_id=sponsor,
            agreed_on=agreed_on,
            amount=major(amount * MINOR_IN_MAJOR),
            currency_id=currency,
        )
    for programme in words("programmes")["programme"]:
        _add_budget(sample, chance, programme)


def _add_ladder(sample: Sample, ladder: dict[str, Any]) -> None:
    sample.tables.add(
        "ladder",
        illustrative=False,
        id=ladder["id"],
        name=ladder["name"],
        owner=ladder["owner"],
        description=ladder["description"],
    )
    for position, stage in enumerate(ladder["stage"], start=1):
        sample.tables.add(
            "stage",
            illustrative=False,
            id=stage["id"],
            ladder_id=ladder["id"],
            position=position,
            name=stage["name"],
            description=stage["description"],
        )
        for area, names in stage.get("criteria", {}).items():
            for number, name in enumerate(names, start=1):
                key = f"{stage['id']}-{area[:3].upper()}{number}"
                sample.tables.add(
                    "criterion", id=key, ladder_id=ladder["id"], stage_id=stage["id"], area=area, name=name
                )


def _add_budget(sample: Sample, chance: Random, programme: dict[str, Any]) -> None:
    """Budget lines that share out what the sponsors agreed, and payments every third month."""
    agreed, currency = _agreed(programme["id"])
    shares = [chance.uniform(1, 3) for _ in programme["budget"]]
    last = min(programme["last_day"], DATA_DATE)
    quarters = list(months(programme["first_day"], last))[1::3]
    passed = (last - programme["first_day"]).days / (programme["last_day"] - programme["first_day"]).days
    for number, (line, share) in enumerate(zip(programme["budget"], shares, strict=True), start=1):
        key = f"{programme['id']}-B{number}"
        # Whole hundreds: a budget, not an account.
        amount = round(agreed * share / sum(shares) * 0.95, -2)
        sample.tables.add(
            "budget_line",
            id=key,
            programme_id=programme["id"],
            action=line["action"],
            lever=line["lever"],
            amount=major(int(amount) * MINOR_IN_MAJOR),
            currency_id=currency,
        )
        spent = amount * passed * chance.uniform(0.8, 1.02) / len(quarters)
        for quarter in quarters:
            minor = round(spent * chance.uniform(0.7, 1.3) * MINOR_IN_MAJOR)
            sample.tables.add_next(
                "expenditure",
                "X",
                budget_line_id=key,
                spent_on=later(quarter, chance.randrange(25)),
                amount=major(minor),
                currency_id=currency,
            )


def _agreed(programme: str) -> tuple[float, str]:
    """What the sponsors of a programme agreed in all, in about the money of the first of them."""
    agreements = [row[2:] for row in FUNDING if row[0] == programme]
    currency = agreements[0][2]
    worth = [
        amount * units_for_a_dollar(currency, day) / units_for_a_dollar(own, day)
        for day, amount, own in agreements
    ]
    return sum(worth), currency

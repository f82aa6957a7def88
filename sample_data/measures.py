"""What is measured and asked: mercury by month against its baseline, yearly totals, surveys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from sample_data.days import later, month_end, months
from sample_data.organisations import words
from sample_data.sample import Sample, Unit

BASELINE = (date(2021, 1, 1), date(2021, 12, 31))
REPORTS = (date(2023, 1, 1), date(2026, 8, 31))
NOT_REPORTED = 0.06
# Of each region's units in the programme without mercury, so many weigh it; by the last report they
# use this share of their baseline: one region uses more than before.
WEIGHED = {"HN-EP": (4, 0.3), "CO-NAR": (4, 0.45), "CO-CHO": (2, 0.6), "CO-BOL": (2, 1.18)}
CLAIMED_SHARE, CLAIMED_FROM = 0.06, date(2024, 12, 1)
YEARLY = {
    "miners_formalised": (40, 160),
    "money_mobilised": (20_000, 140_000),
    "responsible_gold": (4, 30),
}
YEARLY_REGIONS = ("CO-NAR", "CO-CHO", "CO-BOL", "HN-EP")


def add_measures(sample: Sample) -> None:
    """Indicators, then mercury, yearly totals by region, and surveys."""
    text = words("surveys")
    for indicator in text["indicator"]:
        sample.tables.add("indicator", illustrative=False, **indicator)
    chance = Random("measures")
    for unit in sample.units:
        if unit.organisation.id == "MINAS-Y-CUEVAS":
            _mercury(sample, chance, unit, CLAIMED_SHARE, CLAIMED_FROM)
    for region, (count, share) in WEIGHED.items():
        there = [unit for unit in sample.fictional_units() if unit.region == region and unit.last_day is None]
        for unit in there[:count]:
            _mercury(sample, chance, unit, share * chance.uniform(0.9, 1.1), REPORTS[1])
    _yearly(sample, chance)
    for survey in text["survey"]:
        _survey(sample, chance, survey)


def _mercury(sample: Sample, chance: Random, unit: Unit, share: float, reached: date) -> None:
    """Monthly kilograms that fall evenly (or rise) to a share of the baseline, and stay there."""
    monthly = chance.uniform(0.25, 0.8)
    sample.tables.add_next(
        "indicator_baseline",
        "B",
        indicator_id="mercury_used",
        unit_id=unit.id,
        first_day=BASELINE[0],
        last_day=BASELINE[1],
        value=_exact(monthly * 12),
    )
    for month in months(*REPORTS):
        passed = min(1.0, (month - REPORTS[0]).days / (reached - REPORTS[0]).days)
        used = monthly * (0.85 + (share - 0.85) * passed) * chance.uniform(0.85, 1.15)
        if chance.random() < NOT_REPORTED or not unit.exists_on(month):
            continue
        _value(sample, "mercury_used", used, month, month_end(month), unit_id=unit.id, programme_id="MER")


def _yearly(sample: Sample, chance: Random) -> None:
    for year in (2023, 2024, 2025):
        for region in YEARLY_REGIONS:
            for indicator, (least, most) in YEARLY.items():
                value = round(chance.uniform(least, most))
                _value(
                    sample,
                    indicator,
                    value,
                    date(year, 1, 1),
                    date(year, 12, 31),
                    region_id=region,
                    programme_id="MER",
                )


def _survey(sample: Sample, chance: Random, survey: dict[str, Any]) -> None:
    key, programme = survey["id"], survey["programme"]
    first, last = survey["first_day"], survey["last_day"]
    sample.tables.add(
        "survey",
        id=key,
        name=survey["name"],
        programme_id=programme,
        first_day=first,
        last_day=last,
        moment=survey.get("moment"),
    )
    for region in survey["regions"]:
        asked = chance.randint(35, 120)
        began = later(first, chance.randrange(10))
        for indicator, (least, most) in survey["answers"].items():
            # A share of those asked: so many of them said yes.
            share = Decimal(round(chance.uniform(least, most) * asked)) / asked
            _value(
                sample,
                indicator,
                float(share),
                began,
                last,
                region_id=region,
                programme_id=programme,
                survey_id=key,
                asked=asked,
            )


def _value(sample: Sample, indicator: str, value: float, first: date, last: date, **more: Any) -> None:
    sample.tables.add_next(
        "indicator_value",
        "N",
        indicator_id=indicator,
        first_day=first,
        last_day=last,
        value=_exact(value),
        **more,
    )


def _exact(value: float) -> Decimal:
    return Decimal(str(round(value, 3)))

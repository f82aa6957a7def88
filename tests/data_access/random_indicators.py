"""Surveys, reports and baselines made by chance, for the random stores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from data_access import schema as s
from tests.data_access.random_stores import BEGINNING, MINING, PROGRAMMES, REGIONS, SPONSORS, UNITS

UNITS_OF_INDICATORS = {
    **dict.fromkeys(("contract", "pension", "aware_of_risks", "covid_food_short"), "share"),
    **{"income": "USD", "mercury_used": "kg", "miners_formalised": "people", "responsible_gold": "kg"},
    "money_mobilised": "USD",
}
SURVEYED = ("contract", "pension", "aware_of_risks", "covid_food_short", "income")
# Currencies with other parts than a hundred; of the last there is none in the store.
MINOR_DIGITS = {"CLP": 0, "TND": 3, "XXX": None}


def any_day(chance: Random) -> date:
    """A day of the first 28 of a month, so that a month later there is the same day."""
    return (BEGINNING + timedelta(days=chance.randrange(700))).replace(day=chance.choice((1, 1, 10, 28)))


def month_later(day: date, months: int) -> date:
    """The same day so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, day.day)


def any_holder(chance: Random, *others: str, organisations: Sequence[str] = MINING) -> dict[str, Any]:
    """Whose a row is: a unit's, an organisation's, or of what ``others`` name."""
    kind = chance.choice(("unit_id", "unit_id", "organisation_id", *others))
    of_kind = {"unit_id": UNITS, "organisation_id": organisations, "region_id": tuple(REGIONS)}
    return {kind: chance.choice(of_kind[kind])}


def random_surveys(chance: Random, organisations: Sequence[str] = MINING) -> Iterator[s.Record]:
    """All indicators, and surveys with their answers."""
    for code, unit in UNITS_OF_INDICATORS.items():
        yield s.Indicator(id=code, name=code, unit=unit)
    for number in range(3):
        programme, moment = chance.choice((None, *PROGRAMMES)), chance.choice((None, "before", "after"))
        first = any_day(chance)
        last = first + timedelta(days=40)
        yield s.Survey(
            id=f"y{number}", name="", programme_id=programme, first_day=first, last_day=last, moment=moment
        )
        for answer in range(30):
            yield s.IndicatorValue(
                id=f"y{number}-{answer}", indicator_id=chance.choice(SURVEYED), survey_id=f"y{number}",
                programme_id=chance.choice((None, *PROGRAMMES)), first_day=first, last_day=last,
                value_milli=chance.randrange(1001), asked=chance.choice((0, 1, 7, 60)),
                **any_holder(chance, "region_id", organisations=organisations),
            )  # fmt: skip


def random_reports(chance: Random, organisations: Sequence[str] = MINING) -> Iterator[s.Record]:
    """Reports of mercury with baselines, and of what else programmes report: of parts of months, and many."""

    def span() -> tuple[date, date]:
        first = any_day(chance)
        return first, month_later(first, chance.choice((1, 1, 2, 12))) - timedelta(
            days=chance.choice((1, 1, 2))
        )

    for number in range(8):
        first, last = span()
        yield s.IndicatorBaseline(
            id=f"b{number}", indicator_id="mercury_used", first_day=first, last_day=last,
            value_milli=chance.choice((0, chance.randrange(5_000))),
            **any_holder(chance, organisations=organisations),
        )  # fmt: skip
    for number in range(160):
        first, last = span()
        yield s.IndicatorValue(
            id=f"m{number}", programme_id=chance.choice((None, *PROGRAMMES)), first_day=first, last_day=last,
            indicator_id=chance.choice(tuple(UNITS_OF_INDICATORS)[-4:]), value_milli=chance.randrange(90_000),
            **any_holder(chance, "region_id", organisations=organisations),
        )  # fmt: skip


def random_indicators(seed: int) -> list[s.Record]:
    """All of these for the random store of that seed: of organisations that mine and that don't; corrected
    downwards, too; asked in surveys; and with money of any currency."""
    chance, anybody = Random(seed), (*MINING, *SPONSORS)
    rows = [*random_surveys(chance, anybody), *random_reports(chance, anybody)]
    for row in rows:
        if isinstance(row, s.IndicatorValue) and row.survey_id is None:
            row.value_milli *= chance.choice((1, 1, 1, 0, -1))
            if chance.random() < 0.1:
                row.survey_id, row.asked = "y0", 7
        if isinstance(row, s.Indicator) and row.id == "money_mobilised":
            row.unit = chance.choice(("USD", *MINOR_DIGITS))
    for code, digits in MINOR_DIGITS.items():
        if digits is not None:
            rows.append(s.Currency(id=code, name=code, minor_digits=digits))
    return rows

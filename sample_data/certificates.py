"""Standards, which organisations hold them, and which schemes accept an organisation as a source."""

from __future__ import annotations

from datetime import date

from sample_data.days import later
from sample_data.sample import Holding, Sample
from sample_data.tables import major

STANDARDS = (
    ("FAIRMINED", "Fairmined", "Alliance for Responsible Mining", 4_000, "USD"),
    ("FAIRMINED-ECO", "Fairmined Ecological", "Alliance for Responsible Mining", 6_000, "USD"),
    ("FAIRTRADE", "Fairtrade", "Fairtrade International", 2_000, "USD"),
    # A buyer's own contract, made up so that there is premium in a second currency.
    ("VAL-CLAIR", "Val Clair sourcing contract", "Raffinerie Val Clair", 3_000, "EUR"),
)
MADE_UP_STANDARD = "VAL-CLAIR"
RATES_SINCE = date(2015, 1, 1)

# Region, which of its made-up organisations, standard, certified from, until, what came after,
# kilograms of fine gold sold in a usual year.
HOLDINGS = (
    ("PE-AYA", 0, "FAIRMINED", date(2021, 6, 1), None, None, 34),
    ("PE-PUN", 0, "FAIRMINED", date(2022, 3, 15), None, None, 26),
    ("PE-LAL", 0, "FAIRMINED", date(2023, 9, 1), None, None, 18),
    ("CO-NAR", 0, "FAIRMINED", date(2021, 2, 1), None, None, 16),
    ("CO-NAR", 1, "FAIRMINED", date(2024, 5, 6), None, None, 9),
    ("CO-ANT", 0, "FAIRMINED", date(2023, 11, 20), None, None, 14),
    ("CO-CAL", 0, "FAIRMINED", date(2022, 8, 10), None, None, 12),
    ("BO-L", 0, "FAIRMINED", date(2022, 1, 24), None, None, 40),
    ("CO-BOL", 0, "FAIRMINED", date(2022, 6, 13), date(2025, 3, 9), "suspended", 15),
    ("PE-PIU", 0, "FAIRMINED", date(2021, 7, 1), date(2024, 6, 30), "expired", 8),
    ("PE-PUN", 2, "FAIRMINED-ECO", date(2022, 10, 3), None, None, 7),
    ("CO-CHO", 0, "FAIRMINED-ECO", date(2023, 4, 17), None, None, 5),
    ("PE-ARE", 2, "FAIRTRADE", date(2022, 2, 7), None, None, 20),
    ("BO-L", 1, "FAIRTRADE", date(2023, 1, 16), None, None, 15),
    ("PE-LAL", 1, "FAIRTRADE", date(2022, 5, 2), date(2024, 11, 30), "withdrawn", 6),
    ("HN-EP", 0, "VAL-CLAIR", date(2023, 3, 1), None, None, 12),
)
IN_PROCESS = (
    ("GH-CP", 0, "FAIRMINED", date(2025, 9, 1)),
    ("CO-HUI", 0, "FAIRMINED", date(2026, 2, 2)),
    ("CO-ANT", 1, "FAIRMINED", date(2025, 5, 12)),
)
ACCEPTED_AS_SOURCE = (
    ("PE-AYA", 0, date(2021, 11, 1), None),
    ("PE-PUN", 0, date(2022, 7, 1), None),
    ("PE-PUN", 1, date(2024, 2, 1), None),
    ("PE-LAL", 0, date(2024, 1, 8), None),
    ("PE-ARE", 2, date(2022, 9, 1), date(2025, 8, 31)),
    ("CO-NAR", 0, date(2022, 4, 4), None),
)
DAYS_IN_PROCESS = 330


def add_certificates(sample: Sample) -> None:
    """Standards with their rates; certifications and accreditations of made-up organisations."""
    for key, name, owner, rate, currency in STANDARDS:
        made_up = key == MADE_UP_STANDARD
        sample.tables.add("standard", illustrative=made_up, id=key, name=name, owner=owner)
        sample.tables.add(
            "premium_rate",
            illustrative=made_up,
            id=f"{key}-{RATES_SINCE.year}",
            standard_id=key,
            rate=major(rate * 100),
            currency_id=currency,
            first_day=RATES_SINCE,
        )
    for region, rank, standard, first, last, after, kilograms in HOLDINGS:
        body = sample.made_up_in(region)[rank]
        sample.holdings.append(Holding(body, standard, first, last, kilograms))
        _add(sample, body.id, standard, "in_process", later(first, -DAYS_IN_PROCESS), later(first, -1))
        _add(sample, body.id, standard, "certified", first, last)
        if last and after:
            _add(sample, body.id, standard, after, later(last, 1), None)
    for region, rank, standard, first in IN_PROCESS:
        _add(sample, sample.made_up_in(region)[rank].id, standard, "in_process", first, None)
    for region, rank, first, last in ACCEPTED_AS_SOURCE:
        sample.tables.add_next(
            "accreditation",
            "AC",
            organisation_id=sample.made_up_in(region)[rank].id,
            scheme="Swiss Better Gold",
            first_day=first,
            last_day=last,
        )


def _add(sample: Sample, body: str, standard: str, status: str, first: date, last: date | None) -> None:
    sample.tables.add_next(
        "certification",
        "CE",
        organisation_id=body,
        standard_id=standard,
        status=status,
        first_day=first,
        last_day=last,
    )

"""What organisations decided to do with their premium, and what it bought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from sample_data.days import DATA_DATE, later, months
from sample_data.organisations import words
from sample_data.sample import Sample
from sample_data.tables import major

SPENT_LEAST, SPENT_MOST = 0.62, 0.9
# Below this a committee waits for more.
WORTH_A_MEETING_MINOR = 150_000
MONTHS_BETWEEN_MEETINGS = 3
DAYS_TO_PAY_BILLS = 60
WITHOUT_PLAN = 0.12


@dataclass
class Purse:
    """An organisation's premium in one currency: what came in when, and what has gone out."""

    organisation: str
    currency: str
    share: float
    favourites: dict[str, float]
    receipts: list[tuple[date, int]] = field(default_factory=list)
    spent: int = 0
    lines: dict[tuple[int, str], str] = field(default_factory=dict)

    def received_by(self, day: date) -> int:
        """Minor units received up to the day."""
        return sum(amount for received_on, amount in self.receipts if received_on <= day)


def add_premium_spending(sample: Sample) -> None:
    """Premium plans of each year and what was bought, always less than had been received by then."""
    chance = Random("premium")
    shelves = words("premium")
    for purse in _purses(sample, chance, shelves):
        first = min(day for day, _ in purse.receipts)
        for meeting in list(months(later(first, 30), DATA_DATE))[::MONTHS_BETWEEN_MEETINGS]:
            available = round(purse.received_by(meeting) * purse.share) - purse.spent
            if available >= WORTH_A_MEETING_MINOR:
                _plan(sample, chance, purse, shelves, meeting, available)
                _buy(sample, chance, purse, shelves, meeting, available)


def _purses(sample: Sample, chance: Random, shelves: dict[str, Any]) -> list[Purse]:
    found: dict[tuple[str, str], Purse] = {}
    for row in sample.tables.rows["premium_receipt"]:
        key = (row["organisation_id"], row["currency_id"])
        if key not in found:
            # Committees differ in what they hold dear.
            favourites = {name: shelf["weight"] * chance.uniform(0.3, 1.8) for name, shelf in shelves.items()}
            found[key] = Purse(*key, chance.uniform(SPENT_LEAST, SPENT_MOST), favourites)
        found[key].receipts.append((row["received_on"], int(row["amount"].scaleb(2))))
    return list(found.values())


def _plan(
    sample: Sample, chance: Random, purse: Purse, shelves: dict[str, Any], meeting: date, available: int
) -> None:
    """The year's plan is decided at its first meeting, for all categories."""
    if any(year == meeting.year for year, _ in purse.lines):
        return
    key = sample.tables.add_next(
        "premium_plan",
        "PP",
        organisation_id=purse.organisation,
        year=meeting.year,
        decided_on=later(meeting, -chance.randrange(5, 25)),
    )
    total = sum(purse.favourites.values())
    for category, weight in purse.favourites.items():
        line = f"{key}-{len(purse.lines) % len(purse.favourites) + 1}"
        purse.lines[meeting.year, category] = line
        # Plans are made in whole hundreds, for about a year of what is at hand now.
        amount = int(round(available * 4 * weight / total, -4))
        sample.tables.add(
            "premium_plan_line",
            id=line,
            plan_id=key,
            category=category,
            description=chance.choice(shelves[category]["things"]),
            amount=major(amount),
            currency_id=purse.currency,
        )


def _buy(
    sample: Sample, chance: Random, purse: Purse, shelves: dict[str, Any], meeting: date, available: int
) -> None:
    """One to four things, paid for in the weeks after the meeting."""
    categories = chance.choices(
        list(purse.favourites), list(purse.favourites.values()), k=chance.randint(1, 4)
    )
    parts = [chance.uniform(0.5, 1.5) for _ in categories]
    bought = []
    for category, part in zip(categories, parts, strict=True):
        # Round prices are as common as odd ones.
        amount = int(round(available * part / sum(parts) * 0.98, chance.choice([-3, -2, 0])))
        paid_on = later(meeting, chance.randrange(3, DAYS_TO_PAY_BILLS))
        if paid_on <= DATA_DATE:
            bought.append((paid_on, category, chance.choice(shelves[category]["things"]), amount))
    for paid_on, category, thing, amount in sorted(bought):
        purse.spent += amount
        line = purse.lines[meeting.year, category] if chance.random() > WITHOUT_PLAN else None
        sample.tables.add_next(
            "premium_expenditure",
            "E",
            organisation_id=purse.organisation,
            plan_line_id=line,
            spent_on=paid_on,
            category=category,
            description=thing,
            amount=major(amount),
            currency_id=purse.currency,
        )

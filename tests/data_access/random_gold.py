"""Small stores of gold and premium made by chance from a seed, and their amounts counted one by one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from random import Random
from typing import Any

from data_access import schema as s
from data_access.schema.gold import CATEGORIES
from data_access.selection import Selection
from tests.data_access.slow_store import calendar_codes

REGIONS = {"PE-ARE": "PE", "PE-PUN": "PE", "CO-ANT": "CO"}
ORGANISATIONS = tuple(f"A{number}" for number in range(8))
PROGRAMMES = ("P1", "P2", "P3")
SPONSORS = ("S1", "S2", "S3")
BEGINNING = date(2022, 1, 1)
DATA_DATE = date(2024, 8, 20)

SELECTIONS = (
    Selection(date(2023, 9, 1), date(2024, 8, 31), DATA_DATE),
    Selection(date(2022, 11, 15), date(2023, 2, 10), DATA_DATE, countries=("PE",)),
    Selection(date(2023, 1, 1), date(2023, 12, 31), DATA_DATE, programmes=("P1", "P2")),
    Selection(date(2023, 6, 1), date(2024, 5, 31), DATA_DATE, sponsors=("S2",), regions=("PE-ARE",)),
    Selection(date(2022, 1, 1), date(2024, 12, 31), DATA_DATE, programmes=("P3",), sponsors=("S1", "S3")),
    Selection(date(2024, 2, 1), date(2024, 2, 29), DATA_DATE, organisations=("A1", "A5")),
)


@dataclass(frozen=True)
class Entry:
    """An amount of one organisation on one day, with its codes."""

    figure: str
    organisation: str
    day: date
    amount: int
    codes: dict[str, str | None]


class RandomStore:
    """Rows made by chance from a seed, and the figures counted from them one by one."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.region = {name: self.chance.choice(list(REGIONS)) for name in ORGANISATIONS}
        self.funders = {
            name: set(self.chance.sample(SPONSORS, self.chance.randint(1, 3))) for name in PROGRAMMES
        }
        self.enrolments = [
            (organisation, programme, *self.span())
            for organisation in ORGANISATIONS
            for programme in PROGRAMMES
            if self.chance.random() < 0.4
        ]
        self.rates = [
            ("FM", self.chance.randint(1, 700_000), "USD", BEGINNING, date(2023, 5, 31)),
            ("FM", self.chance.randint(1, 700_000), "USD", date(2023, 6, 1), None),
            ("FT", self.chance.randint(1, 700_000), "PEN", date(2022, 6, 1), date(2024, 3, 31)),
        ]
        self.lots = [
            (self.chance.choice(ORGANISATIONS), self.chance.choice(("FM", "FT", None)),
             self.chance.choice(("B1", "B2")), self.chance.choice(("PE", "CO")), self.day(),
             self.chance.randint(1, 900_000))
            for _ in range(120)
        ]  # fmt: skip
        self.receipts = [
            (self.chance.choice(ORGANISATIONS), self.chance.choice((None, *range(len(self.lots)))),
             self.chance.choice(("USD", "PEN")), self.day(), self.chance.randint(0, 10**9))
            for _ in range(60)
        ] + [self.own_receipt() for _ in range(90)]  # fmt: skip
        self.units_of = [self.chance.sample((1, 2), self.chance.choice((0, 0, 1, 2))) for _ in self.lots]
        self.payments = [
            (self.chance.choice(ORGANISATIONS), self.chance.choice(CATEGORIES),
             self.chance.choice(("USD", "PEN")), self.day(), self.chance.randint(0, 10**9))
            for _ in range(120)
        ]  # fmt: skip

    def own_receipt(self) -> tuple[str, int, str, date, int]:
        """A payment of a seller's own lot, now and then in full, beyond it, or before the sale."""
        place = self.chance.randrange(len(self.lots))
        seller, _, _, _, sold_on, _ = self.lots[place]
        due, due_in = self.due_of(place) or (1, "USD")
        amount = self.chance.choice((due, self.chance.randint(0, 400_000)))
        currency = self.chance.choice((due_in, due_in, "USD", "PEN"))
        return seller, place, currency, sold_on + timedelta(days=self.chance.randint(-60, 300)), amount

    def due_of(self, place: int) -> tuple[int, str] | None:
        """What is due for a lot, in minor units of a currency; None without a rate."""
        _, standard, _, _, day, milligrams = self.lots[place]
        for rated, minor, currency, first, last in self.rates:
            if rated == standard and first <= day and (last is None or day <= last):
                exact = Decimal(milligrams) * minor / 1_000_000
                return int(exact.quantize(Decimal(1), ROUND_HALF_UP)), currency
        return None

    def day(self) -> date:
        return BEGINNING + timedelta(days=self.chance.randrange(1100))

    def span(self) -> tuple[date, date | None]:
        first = self.day()
        return first, self.chance.choice((None, first + timedelta(days=self.chance.randrange(400))))

    def rows(self) -> list[s.Record]:
        """The rows of the store."""
        bodies = (*ORGANISATIONS, *SPONSORS, "B1", "B2")
        return [
            *(s.Country(id=code, name=code) for code in ("PE", "CO")),
            *(s.Region(id=code, country_id=country, name=code) for code, country in REGIONS.items()),
            *(s.Currency(id=code, name=code, minor_digits=2) for code in ("USD", "PEN")),
            *(s.Standard(id=code, name=code, owner="Owner") for code in ("FM", "FT")),
            s.Ladder(id="L", name="Ladder", owner="Owner"),
            *(
                s.Organisation(
                    id=body,
                    name=body,
                    kind="mining_organisation" if body in ORGANISATIONS else "company",
                    country_id=REGIONS[self.region.get(body, "PE-ARE")],
                    region_id=self.region.get(body),
                )
                for body in bodies
            ),
            *(
                s.Programme(
                    id=code, name=code, lead_organisation_id="S1", ladder_id="L", first_day=BEGINNING
                )
                for code in PROGRAMMES
            ),
            *(
                s.Funding(id=f"{programme}-{sponsor}", programme_id=programme, organisation_id=sponsor,
                          agreed_on=BEGINNING, amount_minor=1, currency_id="USD")
                for programme, sponsors in self.funders.items() for sponsor in sponsors
            ),
            # Two units each, so that an organisation is enrolled twice.
            *(
                s.ProductionUnit(id=f"{name}-{unit}", name=name, organisation_id=name,
                                 region_id=self.region[name])
                for name in ORGANISATIONS for unit in (1, 2)
            ),
            *(
                s.Enrolment(unit_id=f"{organisation}-{unit}", programme_id=programme, first_day=first,
                            last_day=last)
                for organisation, programme, first, last in self.enrolments for unit in (1, 2)
            ),
            *(
                s.PremiumRate(id=f"R{place}", standard_id=standard, rate_minor=minor, currency_id=currency,
                              first_day=first, last_day=last)
                for place, (standard, minor, currency, first, last) in enumerate(self.rates)
            ),
            *(
                s.GoldLot(id=f"L{place}", organisation_id=seller, standard_id=standard, buyer_id=buyer,
                          destination_id=destination, sold_on=day, fine_milligrams=milligrams)
                for place, (seller, standard, buyer, destination, day, milligrams) in enumerate(self.lots)
            ),
            *(
                s.GoldLotUnit(lot_id=f"L{place}", unit_id=f"{self.lots[place][0]}-{unit}")
                for place, units in enumerate(self.units_of) for unit in units
            ),
            *(
                s.PremiumReceipt(id=f"E{place}", organisation_id=organisation, currency_id=currency,
                                 lot_id=None if lot is None else f"L{lot}", received_on=day,
                                 amount_minor=minor)
                for place, (organisation, lot, currency, day, minor) in enumerate(self.receipts)
            ),
            *(
                s.PremiumExpenditure(id=f"X{place}", organisation_id=organisation, category=category,
                                     currency_id=currency, description="", spent_on=day, amount_minor=minor)
                for place, (organisation, category, currency, day, minor) in enumerate(self.payments)
            ),
        ]  # fmt: skip

    @cached_property
    def entries(self) -> list[Entry]:
        """Every amount of every figure but the balance."""
        found = []
        codes: dict[str, str | None]
        for place, (seller, standard, buyer, destination, day, milligrams) in enumerate(self.lots):
            codes = {"standard": standard, "buyer": buyer, "destination": destination}
            found.append(Entry("gold_sold", seller, day, milligrams, codes))
            if standard is not None:
                found.append(Entry("gold_under_standard", seller, day, milligrams, codes))
            if self.units_of[place]:
                found.append(Entry("gold_traceable", seller, day, milligrams, codes))
            if (due := self.due_of(place)) is not None:
                found.append(Entry("premium_due", seller, day, due[0], codes | {"currency": due[1]}))
        for organisation, lot, currency, day, minor in self.receipts:
            sold = {} if lot is None else {"standard": self.lots[lot][1], "buyer": self.lots[lot][2]}
            codes = {"standard": None, "buyer": None, "currency": currency} | sold
            found.append(Entry("premium_received", organisation, day, minor, codes))
        for organisation, category, currency, day, minor in self.payments:
            codes = {"category": category, "currency": currency}
            found.append(Entry("premium_spent", organisation, day, minor, codes))
        return found

    def programmes_of(self, organisation: str, selection: Selection) -> set[str]:
        """Selected programmes in which an organisation has a unit within the period."""
        return {
            programme
            for enrolled, programme, first, last in self.enrolments
            if enrolled == organisation
            and first <= selection.as_of
            and (last is None or last >= selection.first_day)
            and programme in (selection.programmes or PROGRAMMES)
            and (not selection.sponsors or self.funders[programme] & set(selection.sponsors))
        }

    def standings(self, organisation: str, selection: Selection, by: tuple[str, ...]) -> set[tuple[str, ...]]:
        """The codes (programme, sponsor) under which an organisation's amounts stand; none if left out."""
        region = self.region[organisation]
        if (
            organisation not in (selection.organisations or ORGANISATIONS)
            or region not in (selection.regions or REGIONS)
            or REGIONS[region] not in (selection.countries or REGIONS.values())
        ):
            return set()
        programmes = self.programmes_of(organisation, selection)
        if "sponsor" in by:
            return {
                (programme if "programme" in by else "", sponsor)
                for programme in programmes
                for sponsor in self.funders[programme]
                if sponsor in (selection.sponsors or SPONSORS)
            }
        if "programme" in by:
            return {(programme, "") for programme in programmes}
        if selection.programmes or selection.sponsors:
            return {("", "")} if programmes else set()
        return {("", "")}

    def figure(self, name: str, selection: Selection, by: tuple[str, ...]) -> dict[tuple[Any, ...], int]:
        """The figure's values by codes, in milligrams or minor units."""
        totals: dict[tuple[Any, ...], int] = defaultdict(int)
        ends = ends_of(selection, by)
        for entry in self.entries:
            for programme, sponsor in self.standings(entry.organisation, selection, by):
                place = self.place(entry.organisation) | {"programme": programme, "sponsor": sponsor}
                for time, amount in self.booked(name, entry, selection, ends):
                    codes = entry.codes | place | time
                    totals[tuple(codes[dimension] for dimension in by)] += amount
        return dict(totals)

    def place(self, organisation: str) -> dict[str, str | None]:
        region = self.region[organisation]
        return {"organisation": organisation, "region": region, "country": REGIONS[region]}

    def booked(
        self, name: str, entry: Entry, selection: Selection, ends: dict[str, date]
    ) -> list[tuple[dict[str, str], int]]:
        """What an entry adds to the figure, and in which month, quarter and year."""
        last = min(selection.last_day, DATA_DATE)
        if name != "premium_balance":
            counts = entry.figure == name and selection.first_day <= entry.day <= last
            return [(calendar_codes(entry.day), entry.amount)] if counts else []
        if entry.figure not in ("premium_received", "premium_spent") or entry.day > last:
            return []
        sign = 1 if entry.figure == "premium_received" else -1
        return [
            (
                dict.fromkeys(("month", "quarter"), time) | {"year": time[:4]},
                sign * entry.amount * (entry.day <= end),
            )
            for time, end in ends.items()
        ]


def ends_of(selection: Selection, by: tuple[str, ...]) -> dict[str, date]:
    """The last day of each month, quarter or year of the period, or the last day of all."""
    last = min(selection.last_day, DATA_DATE)
    days = [selection.first_day + timedelta(days=n) for n in range((last - selection.first_day).days + 1)]
    unit = next((unit for unit in ("month", "quarter", "year") if unit in by), None)
    return {calendar_codes(day)[unit]: day for day in days} if unit else {"": last}

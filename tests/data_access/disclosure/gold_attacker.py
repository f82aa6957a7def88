"""An attacker on money and gold: what is not known of each organisation, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import linprog

from data_access.disclosure.groups import Group, Segment
from data_access.selection import Selection
from data_access.viewer import Viewer
from tests.data_access.random_gold import BEGINNING, DATA_DATE, PROGRAMMES, REGIONS, RandomStore

SLACK = 1e-3


@dataclass(frozen=True)
class Kind:
    """What an amount is: of which year, what for, and at which premium for a milligram."""

    year: str
    what: str
    currency: str | None = None
    standard: str = ""
    destination: str = ""
    category: str = ""
    traceable: bool = False
    premium: float = 0.0


@dataclass(frozen=True)
class Asked:
    """A number that can be asked for."""

    figure: str
    year: str
    group: Group
    currency: str | None
    attribute: str | None
    code: str | None


def store_of(seed: int) -> RandomStore:
    """A store in which, for even seeds, no rate changes."""
    store = RandomStore(seed)
    if seed % 2 == 0:
        store.rates = [("FM", 400_000, "USD", BEGINNING, None), ("FT", 200_000, "USD", BEGINNING, None)]
    return store


def of_year(year: str, **filters: tuple[str, ...]) -> Selection:
    return Selection(date(int(year), 1, 1), date(int(year), 12, 31), DATA_DATE).narrowed(**filters)


def segments(store: RandomStore, viewer: Viewer, year: str) -> dict[str, Segment]:
    """Each organisation that is selected in a year, with its segment."""
    own = viewer.rights.programmes
    found = {}
    for name, region in store.region.items():
        programmes = store.programmes_of(name, of_year(year, programmes=own or PROGRAMMES))
        if programmes or own is None:
            found[name] = Segment.at(programmes or {""}, REGIONS[region], region)
    return found


class Attacker:
    """Unknown amounts, one for each organisation and kind, and what sums of them are known."""

    def __init__(self, store: RandomStore, viewer: Viewer, years: tuple[str, ...]) -> None:
        self.amounts = _amounts(store)
        self.kinds = sorted({kind for _, kind in self.amounts}, key=str)
        self.keys = [(name, kind) for name in store.region for kind in self.kinds]
        self.true = np.array([self.amounts[key] for key in self.keys], dtype=float)
        self.segments = {year: segments(store, viewer, year) for year in years}
        self.rows: list[np.ndarray] = []

    def row(self, weight: Callable[[str, Kind], float]) -> np.ndarray:
        return np.array([weight(*key) for key in self.keys], dtype=float)

    def sum_of(self, asked: Asked) -> np.ndarray:
        """A number as a sum of what is not known."""
        held = self.segments[asked.year]

        def weight(name: str, kind: Kind) -> float:
            if name not in held or not asked.group.holds(held[name]):
                return 0
            return _weight(asked, kind)

        return self.row(weight)

    def bounds(self, wanted: np.ndarray, itself: str | None) -> tuple[float, float]:
        """Between which numbers a sum lies, for an organisation that knows its own amounts, or nobody."""
        years = {kind.what for (_, kind), used in zip(self.keys, wanted, strict=True) if used}
        gold = years == {"gold"}
        spans = {kind.year for (_, kind), used in zip(self.keys, wanted, strict=True) if used}
        # What is told of gold holds no premium received, and the other way round.
        columns = [
            place
            for place, (_, kind) in enumerate(self.keys)
            if (kind.what == "gold") == gold and (not gold or kind.year in spans)
        ]
        known = [row[columns] for row in self.rows if row[columns].any()]
        own = [float(self.keys[place][0] == itself) for place in columns]
        known += [unit for unit, mine in zip(np.eye(len(columns)), own, strict=True) if mine]
        true = self.true[columns]
        equalities = {"A_eq": np.array(known), "b_eq": np.array(known) @ true} if known else {}
        found = []
        for sign in (1, -1):
            solved = linprog(sign * wanted[columns], **equalities, bounds=(0, None), method="highs")
            assert solved.status in (0, 3)
            found.append(np.inf if solved.status == 3 else float(sign * solved.fun))
        return found[0], found[1]


def _weight(asked: Asked, kind: Kind) -> float:
    """How much a unit of a kind adds to a number."""
    if asked.figure == "premium_balance":
        sign = {"received": 1, "spent": -1}.get(kind.what, 0)
        return sign * (kind.year <= asked.year and kind.currency == asked.currency)
    if kind.year != asked.year or (asked.attribute and getattr(kind, asked.attribute) != asked.code):
        return 0
    if asked.figure.startswith("premium"):
        what = {"premium_due": "gold"}.get(asked.figure, asked.figure.removeprefix("premium_"))
        counts = kind.what == what and kind.currency == asked.currency
        return counts * (kind.premium if what == "gold" else 1)
    own = {"gold_under_standard": kind.standard != "", "gold_traceable": kind.traceable}
    return float(kind.what == "gold" and own.get(asked.figure, True))


def _amounts(store: RandomStore) -> Counter[tuple[str, Kind]]:
    """Milligrams and minor units of each organisation."""
    found: Counter[tuple[str, Kind]] = Counter()
    for place, (seller, standard, _, destination, day, milligrams) in enumerate(store.lots):
        rates = (rate for rate in store.rates if rate[0] == standard and rate[3] <= day)
        held = next((rate for rate in rates if rate[4] is None or day <= rate[4]), None)
        currency, premium = (held[2], held[1] / 1_000_000) if held else (None, 0.0)
        kind = Kind(
            str(day.year), "gold", currency, standard or "", destination,
            traceable=bool(store.units_of[place]), premium=premium,
        )  # fmt: skip
        found[seller, kind] += milligrams
    for holder, lot, currency, day, minor in store.receipts:
        standard = None if lot is None else store.lots[lot][1]
        found[holder, Kind(str(day.year), "received", currency, standard or "")] += minor
    for holder, category, currency, day, minor in store.payments:
        found[holder, Kind(str(day.year), "spent", currency, category=category)] += minor
    return found

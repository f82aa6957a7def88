"""What extending a programme would take: arithmetic on assumptions, which may be changed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data_access.language import Later

DAYS_IN_YEAR = 365
UNITS, MINERS, STAGE, DROP_OUT, COST = "units", "miners_per_unit", "days_per_stage", "drop_out", "cost"


@dataclass(frozen=True)
class Span:
    """A low, a middle and a high value; raises ValueError if they are not in order, or below zero."""

    low: float
    middle: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.middle <= self.high < float("inf"):
            raise ValueError(
                Later(
                    "{low}, {middle}, {high}: the low value has to be at least zero, "
                    "the middle not below the low, the high not below the middle.",
                    low=f"{self.low:g}",
                    middle=f"{self.middle:g}",
                    high=f"{self.high:g}",
                )
            )

    def times(self, other: Span) -> Span:
        """Low with low, middle with middle, high with high."""
        return Span(self.low * other.low, self.middle * other.middle, self.high * other.high)


@dataclass(frozen=True)
class Outcome:
    """One thing that the extension would take or reach; ``unit`` as figures have it."""

    code: str
    unit: str
    span: Span
    currency: str | None = None


def spread(values: Sequence[float], overall: float | None = None) -> Span:
    """The lower quartile, the middle and the upper quartile of values, of which there is at least one.

    The middle is the median or, where all of it together says more than the middle one of its parts,
    ``overall``, beyond which the quartiles then never lie.
    """
    low, median, high = (_quantile(sorted(map(float, values)), part) for part in (0.25, 0.5, 0.75))
    middle = median if overall is None else float(overall)
    return Span(min(low, middle), middle, max(high, middle))


def _quantile(ordered: Sequence[float], part: float) -> float:
    """Between two values in proportion."""
    place = part * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def project(assumed: Mapping[str, Span], currencies: Mapping[str, str]) -> list[Outcome]:
    """What follows from the assumptions, by their codes; what rests on a missing one is left out.

    ``units`` are those added, ``cost:<action>`` is per person and year, in the currency that
    ``currencies`` gives for the same code. Amounts in different currencies are never added.
    """
    if UNITS not in assumed:
        return []
    found = [Outcome("added_units", "units", assumed[UNITS])]
    time = assumed.get(STAGE)
    if time is not None:
        found.append(Outcome("days_per_stage", "days", time))
    if MINERS not in assumed:
        return found
    people = assumed[UNITS].times(assumed[MINERS])
    found.insert(1, Outcome("added_people", "people", people))
    if DROP_OUT in assumed:
        found.append(Outcome("people_dropping_out", "people", people.times(assumed[DROP_OUT])))
    for currency, cost in _costs(assumed, currencies).items():
        a_year = people.times(cost)
        found.append(Outcome("money_a_year", "money", a_year, currency))
        if time is not None:
            years = Span(*(days / DAYS_IN_YEAR for days in (time.low, time.middle, time.high)))
            found.append(Outcome("money_per_stage", "money", a_year.times(years), currency))
    return found


def _costs(assumed: Mapping[str, Span], currencies: Mapping[str, str]) -> dict[str, Span]:
    """What all actions cost together for a person and year, each currency by itself."""
    found: dict[str, Span] = {}
    for code, currency in currencies.items():
        if code in assumed:
            found[currency] = _added([assumed[code], *([found[currency]] if currency in found else [])])
    return found


def _added(spans: Iterable[Span]) -> Span:
    low, middle, high = (
        sum(parts) for parts in zip(*((s.low, s.middle, s.high) for s in spans), strict=True)
    )
    return Span(low, middle, high)

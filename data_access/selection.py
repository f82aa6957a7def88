"""The selection: the one question that everything on screen answers."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum

from sqlalchemy import Connection, func, select

from data_access.language import Later
from data_access.rights import EVERYTHING, Rights
from data_access.schema import PackageImport

# A period of other years is a slip of the pen; the one before it may lie before all calendars.
YEARS = range(1900, 2101)
# Imports that brought rows and were not taken back.
HOLDING = (PackageImport.kind.in_(("package", "retry")), PackageImport.undone_by.is_(None))


def quarter_of(month: str) -> str:
    """The quarter of a month, as ``2024-Q2``; both are codes."""
    return f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"


# The dimensions of time, the finest first, and the code of each in which a month lies.
CALENDAR: dict[str, Callable[[str], str]] = {
    "month": str,
    "quarter": quarter_of,
    "year": lambda month: month[:4],
}


def finest(dimensions: Iterable[str]) -> str | None:
    """The finest dimension of time among some; None if there is none."""
    asked = set(dimensions)
    return next((unit for unit in CALENDAR if unit in asked), None)


def with_nearest(said: Later, nearest: Iterable[str]) -> Later:
    """What was said of an unknown code or name, and those that are most like it."""
    codes = ", ".join(nearest)
    return Later("{there_is_none} Nearest: {codes}.", there_is_none=said, codes=codes) if codes else said


class UnknownCode(ValueError):
    """A filter names something that the store doesn't have."""

    def __init__(self, kind: str, value: str, known: Iterable[str]) -> None:
        as_written = {code.upper(): code for code in known}
        nearest = [as_written[code] for code in get_close_matches(value.upper(), as_written, 3, 0.4)]
        # What kinds are called is said where dimensions are.
        said = Later("There is no {kind} {code} in the store.", kind=Later(kind), code=f"{value!r}")
        super().__init__(with_nearest(said, nearest))
        self.kind, self.value, self.nearest = kind, value, tuple(nearest)


class EmptyStore(LookupError):
    """No package has been taken in yet, so there is no data date."""


class Against(StrEnum):
    """What a period is compared with."""

    before = "before"
    last_year = "last_year"


@dataclass(frozen=True)
class Selection:
    """Programmes, sponsors, places, organisations and a period, both days included.

    Values of one filter are alternatives; filters narrow each other; an empty filter does not
    narrow. ``data_date`` is the day up to which the store's data reach; ``against`` says what the
    period is compared with; ``rights`` are a viewer's, beyond which nothing is read, whatever the
    filters say.
    """

    first_day: date
    last_day: date
    data_date: date
    programmes: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    against: Against = Against.before
    rights: Rights = EVERYTHING

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError(
                f"The period ends on {self.last_day}, before it begins on {self.first_day}: "
                "choose a last day that is not before the first."
            )

    @property
    def as_of(self) -> date:
        """The day on which states are read: the period's last day, or the data date if earlier.

        Events count up to the same day: none can be known after it.
        """
        return min(self.last_day, self.data_date)

    def narrowed(self, **filters: tuple[str, ...]) -> Selection:
        """The same selection with some filters set anew."""
        return replace(self, **filters)  # type: ignore[arg-type]

    def compared(self) -> Selection:
        """The selection for the period that this one is compared with."""
        if self.against == Against.last_year:
            first, last = period_last_year(self.first_day, max(self.first_day, self.as_of))
        else:
            first, last = period_before(self.first_day, self.last_day)
        return replace(self, first_day=first, last_day=last)

    def in_year_to(self, last_day: date) -> Selection:
        """The same selection for the twelve months up to a day."""
        first, last = default_period(last_day)
        return replace(self, first_day=first, last_day=last)

    def last_whole_year(self) -> Selection:
        """The same selection for the last calendar year that has ended by the as-of day."""
        year = self.as_of.year if (self.as_of.month, self.as_of.day) == (12, 31) else self.as_of.year - 1
        return replace(self, first_day=date(year, 1, 1), last_day=date(year, 12, 31))

    def months(self) -> list[tuple[str, date]]:
        """The months of the period up to the as-of day, each with the day its state is read on."""
        if self.first_day > self.as_of:
            return []
        found, day = [], self.first_day.replace(day=1)
        while day <= self.as_of:
            end = _month_end(day)
            found.append((day.isoformat()[:7], min(end, self.as_of)))
            day = end + timedelta(days=1)
        return found


def period_before(first: date, last: date) -> tuple[date, date]:
    """First and last day of the period before one: as many whole months, or else days."""
    before_last, after = first - timedelta(days=1), last + timedelta(days=1)
    if first.day == after.day:
        months = (after.year - first.year) * 12 + after.month - first.month
        return months_earlier(first, months), before_last
    return before_last - (last - first), before_last


def period_last_year(first: date, last: date) -> tuple[date, date]:
    """First and last day of the same period a year earlier; the end of a month stays the end of one."""
    same_day = months_earlier(last, 12)
    ends_month = (last + timedelta(days=1)).day == 1
    return months_earlier(first, 12), _month_end(same_day) if ends_month else same_day


def months_earlier(day: date, months: int) -> date:
    """The same day so many months earlier, clipped to that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def default_period(data_date: date) -> tuple[date, date]:
    """The twelve months up to the data date."""
    return months_earlier(data_date + timedelta(days=1), 12), data_date


def first_of_quarter(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def last_quarter_end(day: date) -> date:
    """The last day of a quarter that is not after a day."""
    first = first_of_quarter(day)
    ends = _month_end(first.replace(month=first.month + 2))
    return ends if ends == day else first - timedelta(days=1)


def quarters(first: date, last: date) -> dict[str, tuple[date, date]]:
    """The quarters that a period touches, by their codes, each with its own first and last day."""
    found, day = {}, first_of_quarter(first)
    while day <= last:
        end = _month_end(day.replace(month=day.month + 2))
        found[quarter_of(day.isoformat()[:7])] = (day, end)
        day = end + timedelta(days=1)
    return found


def day_of(written: str) -> date:
    """The day written as 2024-04-17; raises ValueError for all else, and outside 1900 to 2100."""
    day = date.fromisoformat(written)
    if day.isoformat() != written or day.year not in YEARS:
        raise ValueError(f"{written} is no day from {YEARS[0]} to {YEARS[-1]}")
    return day


@dataclass(frozen=True)
class Package:
    """The package that was taken in last."""

    title: str
    data_date: date
    sample: bool


def latest_import(connection: Connection) -> Package:
    """The package taken in last, and the day up to which the data reach; raises EmptyStore."""
    latest = select(PackageImport.title, PackageImport.sample).where(*HOLDING)
    found = connection.execute(latest.order_by(PackageImport.id.desc()).limit(1)).first()
    if found is None:
        raise EmptyStore(
            Later(
                "The store holds no data yet. Run `python -m data_access import PACKAGE`, "
                "for example with sample_data."
            )
        )
    # A late correction of an early package does not take the data back.
    reach = connection.execute(select(func.max(PackageImport.data_date)).where(*HOLDING)).scalar_one()
    return Package(found.title, reach, found.sample)


def only_sample(connection: Connection) -> bool:
    """Whether all that was ever taken in is a sample, which anybody may see; raises EmptyStore."""
    latest_import(connection)
    real = select(PackageImport.id).where(PackageImport.sample.is_(False)).limit(1)
    return connection.execute(real).first() is None


def data_date(connection: Connection) -> date:
    """The day up to which the store's data reach; raises EmptyStore."""
    return latest_import(connection).data_date


@dataclass(frozen=True)
class Data:
    """What data a store has: their version, the day up to which they reach, whether all is a sample."""

    version: str
    data_date: date
    sample: bool


_DATA: dict[str, Data] = {}


def data_of(connection: Connection) -> Data:
    """What data a store has, read anew when they have another version; raises EmptyStore."""
    url, version = str(connection.engine.url), data_version(connection)
    known = _DATA.get(url)
    if known is None or known.version != version:
        known = _DATA[url] = Data(version, data_date(connection), only_sample(connection))
    return known


def data_version(connection: Connection) -> str:
    """What changes whenever the store's data do; empty for a store without data."""
    latest = select(PackageImport.id, PackageImport.content_hash).order_by(PackageImport.id.desc()).limit(1)
    return ":".join(str(part) for part in connection.execute(latest).first() or ())


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])

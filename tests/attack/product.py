"""What an attacker tries: pages × roles × parameters of the URL, found where the dashboard keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, product

from allpairspy import AllPairs

from data_access.figures import figures
from data_access.schema import Base
from pages.parts.filters import FILTERS, PARAMETERS
from pages.parts.parameters import PAGE_PARAMETERS
from tests.attack.worlds import FOREIGN, LIMITED, OWN, key_of
from tests.choice import DATABASES
from tools.serving import PAGES

# Filters that are named otherwise than the table of their codes.
TABLES = {"sponsor": "organisation"}
PERIODS: dict[str, dict[str, tuple[str, ...]]] = {
    "default": {},
    "year": {"from": ("2024-01-01",), "to": ("2024-12-31",)},
    "quarter": {"from": ("2024-04-01",), "to": ("2024-06-30",)},
    "days": {"from": ("2024-02-02",), "to": ("2024-07-07",)},
    "after": {"from": ("2030-01-01",), "to": ("2031-01-01",)},
    "nonsense": {"from": ("2024-13-01", "<b>"), "to": ("'; --",)},
}
UNKNOWN = ("NOWHERE", "' OR 1=1 --", "<script>alert(1)</script>")
MOST_IN_BROWSER = 5
Parameters = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Attempt:
    """One thing to try: as whom, on which database, which page, with which parameters in its URL."""

    role: str
    database: str
    page: str
    parameters: Parameters = ()

    def named(self) -> tuple[str, ...]:
        """All values that the URL carries."""
        return tuple(value for _, values in self.parameters for value in values)


def codes(name: str) -> dict[str, tuple[str, ...]]:
    """The values to try for a parameter: nothing, one's own, foreign ones, both, and what is no code."""
    table = TABLES.get(name, name)
    if table in Base.metadata.tables:
        own, foreign = key_of(table, OWN), key_of(table, FOREIGN)
        return {"none": (), "own": (own,), "foreign": (foreign,), "both": (own, foreign), "unknown": UNKNOWN}
    if name == "against":
        return {"none": (), "own": ("last_year",), "unknown": UNKNOWN}
    if name == "figure":
        return {"none": (), "unknown": UNKNOWN} | {figure: (figure,) for figure in figures()}
    if name == "by":
        dimensions = dict.fromkeys(each for figure in figures().values() for each in figure.dimensions)
        return {"none": (), "unknown": UNKNOWN} | {each: (each,) for each in dimensions}
    return {"none": (), "own": (OWN,), "foreign": (FOREIGN,), "unknown": UNKNOWN}


CHOSEN = tuple(name for name in PARAMETERS if name not in PERIODS["year"])


def every_attempt() -> Iterator[Attempt]:
    """Each role on each page: every value of every parameter, every period, every figure by everything;
    and all that meet in pairs. The databases take turns."""
    databases = cycle(DATABASES)
    for role, page in product(LIMITED, PAGES):
        own = PAGE_PARAMETERS.get(page, ())
        tried = [{name: values} for name in (*CHOSEN, *own) for values in codes(name).values()]
        if "figure" in own:
            tried += [
                {"figure": (figure.name,), "by": (by,)}
                for figure in figures().values()
                for by in figure.dimensions
            ]
        for values in (*tried, *PERIODS.values()):
            yield Attempt(role, next(databases), page, _parameters(values))
    yield from paired_attempts()


def paired_attempts() -> Iterator[Attempt]:
    """A choice in which every two values of role, database, page, filters and period meet."""
    dimensions = [LIMITED, DATABASES, tuple(PAGES), tuple(PERIODS), *(tuple(codes(name)) for name in CHOSEN)]
    more = {name: cycle(codes(name).values()) for names in PAGE_PARAMETERS.values() for name in names}
    for role, database, page, period, *kinds in AllPairs(dimensions):
        values = {name: codes(name)[kind] for name, kind in zip(CHOSEN, kinds, strict=True)}
        own = {name: next(more[name]) for name in PAGE_PARAMETERS.get(page, ())}
        yield Attempt(role, database, page, _parameters(values | own | PERIODS[period]))


def browser_attempts(role: str, page: str) -> Iterator[Attempt]:
    """What a browser tries on a page: every value of every parameter but figures, and every period."""
    own = PAGE_PARAMETERS.get(page, ())
    for name in (*CHOSEN, *own):
        for values in list(codes(name).values())[:MOST_IN_BROWSER]:
            yield Attempt(role, "postgres", page, _parameters({name: values}))
    for period in PERIODS.values():
        yield Attempt(role, "postgres", page, _parameters(period))


def commands() -> Iterator[tuple[str, ...]]:
    """What is asked of each figure on the command line: by each dimension and two, and under each filter."""
    for figure in figures().values():
        for by in [(), *((each,) for each in figure.dimensions), figure.dimensions[:2]]:
            yield ("figure", figure.name, *(part for each in by for part in ("--by", each)))
        for name in FILTERS:
            for values in list(codes(name).values())[1:]:
                yield ("figure", figure.name, *(part for value in values for part in (f"--{name}", value)))
        for asked in (
            ("--from", "2024-04-01", "--to", "2024-06-30"),
            ("--against", "before"),
            ("--attributed",),
        ):
            yield ("figure", figure.name, *asked)
    for command in ("claims", "targets"):
        yield (command,)


def _parameters(values: dict[str, tuple[str, ...]]) -> Parameters:
    return tuple((name, several) for name, several in values.items() if several)

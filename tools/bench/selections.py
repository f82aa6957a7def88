"""What the page is asked: the selections whose answers are compared and timed, and those of many viewers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from urllib.parse import urlencode

from data_access.selection import Selection, default_period
from tools.bench.world.places import REGIONS
from tools.bench.world.reference import TOPICS
from tools.bench.world.sizes import DATA_DATE, FIRST_DAY, SEED, Size

YEAR = default_period(DATA_DATE)
# Those whose times are summed. The last one begins and ends within months.
TIMED = ("whole", "year", "filtered")
POOL = 40


@dataclass(frozen=True)
class Question:
    """People trained in any of some topics, in a selection; no topics are all of them."""

    selection: Selection
    topics: tuple[str, ...]


def selections() -> dict[str, Selection]:
    """The selections by name, those of ``TIMED`` first; each store has their regions and programmes."""
    return {
        "whole": _selection((FIRST_DAY, DATA_DATE)),
        "year": _selection(YEAR),
        "filtered": _selection(YEAR, regions=(REGIONS[0],), programmes=("PROG-01",)),
        "mid-month": _selection((date(2024, 3, 11), date(2025, 2, 9)), regions=REGIONS[1:3]),
    }


def pool(size: Size) -> list[Selection]:
    """What different viewers look at: places, programmes and periods of all kinds."""
    chance = Random(SEED)
    found = []
    for _ in range(POOL):
        first = date(chance.randint(2021, 2025), chance.randint(1, 12), chance.choice((1, 1, 15)))
        period = chance.choice((YEAR, YEAR, (first, DATA_DATE), (first, date(first.year, 12, 31))))
        found.append(
            _selection(
                period,
                regions=tuple(sorted(chance.sample(REGIONS[: size.regions], chance.choice((0, 1, 1, 3))))),
                programmes=(f"PROG-{chance.randint(1, size.programmes):02}",) * chance.choice((0, 0, 1)),
            )
        )
    return found


def questions(size: Size, count: int) -> list[Question]:
    """Random topics × regions × periods."""
    chance = Random(SEED + 1)
    found = []
    for _ in range(count):
        first, last = sorted(date.fromordinal(chance.randint(*_ordinals())) for _ in range(2))
        regions = chance.sample(REGIONS[: size.regions], chance.randint(1, size.regions))
        # A figure is asked of one topic at a time, or of all of them.
        topics = (chance.choice(TOPICS)[0],) if chance.random() < 0.75 else ()
        found.append(Question(_selection((first, last), regions=tuple(sorted(regions))), topics))
    return found


def query_string(selection: Selection) -> str:
    """The selection as the URL of any of the pages says it."""
    parameters = {
        "programme": selection.programmes,
        "region": selection.regions,
        "from": selection.first_day.isoformat(),
        "to": selection.last_day.isoformat(),
    }
    return urlencode(parameters, doseq=True)


def _selection(
    period: tuple[date, date], regions: tuple[str, ...] = (), programmes: tuple[str, ...] = ()
) -> Selection:
    return Selection(*period, DATA_DATE, regions=regions, programmes=programmes)


def _ordinals() -> tuple[int, int]:
    return FIRST_DAY.toordinal(), DATA_DATE.toordinal()

"""What the pages show of a selection, page by page: all their exhibits, in their order.

The pages themselves say where each stands; a test sees to it that none of them is missing here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from data_access.disclosure.rules import NotForOutsiders
from data_access.figures import known_figure
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.viewer import NotShared
from exhibits import told
from exhibits.contents.asked import Asked
from exhibits.contents.impact import on_map, on_overview, on_stages, on_training
from exhibits.contents.money import on_gold, on_mercury, on_premium
from exhibits.contents.programmes import on_programme, on_reach, on_stories
from exhibits.contents.proof import on_claims, on_figures
from exhibits.contents.work import on_conditions, on_plans, on_protection
from exhibits.making import Build
from exhibits.subjects import SUBJECTS, asked_for, only_in

PAGES: dict[str, Callable[[Reader, Selection], Iterator[Asked]]] = {
    "": on_overview,
    "map": on_map,
    "stages": on_stages,
    "training": on_training,
    "protection": on_protection,
    "plans": on_plans,
    "conditions": on_conditions,
    "gold": on_gold,
    "premium": on_premium,
    "mercury": on_mercury,
    "programme": on_programme,
    "reach": on_reach,
    "stories": on_stories,
    "claims": on_claims,
    "figures": on_figures,
}


class Placed(NamedTuple):
    """An exhibit on a page: what makes it, and its arguments."""

    page: str
    build: Build
    arguments: tuple[Hashable, ...]


def contents(read: Reader, selection: Selection) -> Iterator[Placed]:
    """Every exhibit that the pages show whoever ``read`` reads for, of a selection; some may be refused."""
    for page, listed in PAGES.items():
        own = read.viewer.outsider and page in SUBJECTS
        for build, *arguments in (
            _of_subject(read, selection, page) if own else _answered(listed, read, selection)
        ):
            yield Placed(page, build, tuple(arguments))


def _answered(
    listed: Callable[[Reader, Selection], Iterator[Asked]], read: Reader, selection: Selection
) -> list[Asked]:
    """What a page lists up to where it would have to tell what isn't told."""
    found = []
    try:
        for asked in listed(read, selection):
            found.append(asked)
    except (NotForOutsiders, NotShared):
        pass
    return found


def _of_subject(read: Reader, selection: Selection, page: str) -> Iterator[Asked]:
    subject = SUBJECTS[page]
    currencies: list[str | None] = [*_currencies_told(read, selection, subject.figures)]
    for currency in currencies or [None]:
        for name in subject.cards:
            yield told.told_now, selection, name, only_in(currency, name)
        for row in subject.rows:
            for each in row:
                yield asked_for(each, selection, currency)


def _currencies_told(read: Reader, selection: Selection, names: tuple[str, ...]) -> list[str]:
    found: set[str] = set()
    for name in names:
        if known_figure(name).unit == "money":
            try:
                found.update(told.currencies(read, selection, name))
            except NotForOutsiders:
                continue
    return sorted(found)

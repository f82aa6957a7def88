"""What the pages on programmes show of a selection."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import (
    assumptions,
    attributed,
    budget,
    phases,
    programme,
    programme_units,
    reach,
    stages,
    stories,
    targets,
    units,
)
from exhibits.contents.asked import Asked

MAP_HEIGHT = 340


def on_programme(read: Reader, selection: Selection) -> Iterator[Asked]:
    for code in programme.choices(read, selection):
        own = selection.narrowed(programmes=(code,))
        yield programme.programme_card, selection, code
        yield attributed.shares_of_funding, selection, code
        yield phases.phases_over_time, selection, code
        yield programme.funding_agreed, selection, code
        yield budget.spent_of_budget, selection, code
        yield attributed.shares_of_results, selection, code
        yield targets.targets_of, own
        yield programme.claims_of_programme, selection, code
        yield stages.units_over_time, own, programme.ladder_of(read, code)
        yield units.units_map, own, "", MAP_HEIGHT
        yield programme_units.units_of_programme, selection, code


def on_reach(read: Reader, selection: Selection) -> Iterator[Asked]:
    for code in programme.choices(read, selection):
        yield reach.what_it_would_take, selection, code, ()
        yield assumptions.assumptions, selection, code, ()


def on_stories(read: Reader, selection: Selection) -> Iterator[Asked]:
    for story in stories.told_stories(read, selection):
        if story.quotes:
            yield stories.story_figures, selection, story.story

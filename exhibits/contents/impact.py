"""What the pages on impact show of a selection."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import headlines, overview, stages, targets, training, unit_card, units
from exhibits.contents.asked import Asked, shared
from exhibits.shading import SHADINGS

# A map beside other exhibits is lower than that of the page that is a map.
BESIDE_OTHERS, WHOLE_PAGE = 390, 560


def on_overview(_read: Reader, selection: Selection) -> Iterator[Asked]:
    yield overview.what_was_reached, selection
    for number in (
        headlines.production_units,
        headlines.training_coverage,
        headlines.insured,
        headlines.premium_spent,
    ):
        yield number, selection
    yield units.units_map, selection, "", BESIDE_OTHERS
    yield overview.what_moved, selection
    yield overview.insured_by_month, selection
    yield targets.targets_of, selection
    yield from shared(selection, "active_miners")


def on_map(_read: Reader, selection: Selection) -> Iterator[Asked]:
    for shading in ("", *SHADINGS):
        yield units.units_map, selection, shading, WHOLE_PAGE, None
    yield unit_card.units_by_region, selection


def on_stages(read: Reader, selection: Selection) -> Iterator[Asked]:
    for ladder in stages.ladders(read, selection):
        for build in (stages.units_over_time, stages.time_in_stage, stages.moves, stages.overdue):
            yield build, selection, ladder


def on_training(_read: Reader, selection: Selection) -> Iterator[Asked]:
    yield training.coverage_by_topic_and_region, selection
    yield training.people_trained, selection
    yield training.hours_by_topic, selection
    yield training.trained_by_month, selection
    yield training.lapsing_by_topic, selection
    yield targets.targets_of, selection, ("people_trained", "training_coverage", "training_hours")
    yield from shared(selection, "people_trained")

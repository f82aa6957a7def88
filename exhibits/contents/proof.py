"""What the pages of proof show of a selection."""

from __future__ import annotations

from collections.abc import Iterator

from data_access.attributed import can_be_split
from data_access.figures import figures, known_figure
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import attributed, claims, contested, withheld
from exhibits import figures as any_figure
from exhibits.contents.asked import Asked
from exhibits.offered import breakdowns, offered


def on_claims(read: Reader, selection: Selection) -> Iterator[Asked]:
    yield claims.what_holds, selection
    for build in (claims.claims_that_differ, claims.claims_that_hold):
        yield build, selection
    for about in contested.subjects(read, selection):
        yield contested.contested_range, selection, about
    for build in (claims.claims_not_told, claims.uncounted):
        yield build, selection


def on_figures(read: Reader, selection: Selection) -> Iterator[Asked]:
    """Each figure as it opens; broken down by other dimensions it is asked for one by one."""
    for name in offered(read, selection):
        yield any_figure.figure_now, selection, name
        if any_figure.on_one_scale(known_figure(name)):
            yield any_figure.figure_over_time, selection, name
            if (by := usual_breakdown(breakdowns(read, selection, name))) is not None:
                yield any_figure.figure_by_group, selection, name, by
        if can_be_split(figures()[name]):
            yield attributed.share_of_figure, withheld.when_told(read, selection, name), name


def usual_breakdown(dimensions: tuple[str, ...]) -> str | None:
    """The dimension by which a figure is broken down unless another one is chosen."""
    known = [by for by in ("region", "sponsor") if by in dimensions]
    return next(iter((*known, *dimensions)), None)

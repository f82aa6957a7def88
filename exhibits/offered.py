"""Which figures a viewer can be shown, and by what they can be broken down."""

from __future__ import annotations

from data_access.disclosure.rules import NotForOutsiders, check
from data_access.figures import figures, known_figure
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld


def offered(read: Reader, selection: Selection) -> tuple[str, ...]:
    """The figures that a viewer may ask for in the selection, by their names."""
    return tuple(name for name in figures() if _is_told(read, selection, name))


def breakdowns(read: Reader, selection: Selection, figure: str) -> tuple[str, ...]:
    """Dimensions that a viewer may break a figure down by, besides those it always has and the unit of
    time in which it is shown over time."""
    wanted, each = known_figure(figure), withheld.each(read, figure)
    return tuple(
        name
        for name in wanted.dimensions
        if name not in (*wanted.fixed, each) and _is_told(read, selection, figure, name)
    )


def _is_told(read: Reader, selection: Selection, figure: str, *by: str) -> bool:
    if not read.viewer.outsider:
        return True
    wanted, when = known_figure(figure), withheld.when_told(read, selection, figure)
    try:
        check(read.viewer, wanted, when, (*wanted.fixed, *by))
    except NotForOutsiders:
        return False
    return True

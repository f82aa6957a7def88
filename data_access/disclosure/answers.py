"""What outsiders are answered: what is open as it is, people where they are safe, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data_access.disclosure.amounts import amounts_told
from data_access.disclosure.people import people_at_work
from data_access.disclosure.question import LAST, Question
from data_access.disclosure.rules import AMOUNTS, FATAL, OPEN, STATES, TIMES, YEARS, NotForOutsiders, check
from data_access.disclosure.years import people_of_years
from data_access.frames import with_codes
from data_access.language import Later
from data_access.selection import CALENDAR

Answer = Callable[[Question], pd.DataFrame]


def disclosed(question: Question) -> pd.DataFrame:
    """A figure's values as an outsider may be told them, with a column ``suppressed``.

    A suppressed row has neither ``value`` nor ``of``; ``last_value``, ``last_of`` and ``last_on`` are
    what was told at the end of an earlier quarter, missing if nothing was. Of people there is a row
    for each group in which a unit is enrolled, be it with nobody: that a row lacks would tell.
    Raises NotForOutsiders.
    """
    check(question.viewer, question.figure, question.selection, question.dimensions)
    frame = ANSWERED[question.figure.name](question)
    return with_codes(frame, question.only).astype({"suppressed": bool})


def as_it_is(question: Question) -> pd.DataFrame:
    """What tells of nobody."""
    frame = question.read(question.figure.name, question.selection, question.dimensions)
    return frame.assign(suppressed=False, **dict.fromkeys(LAST))


def fatal(question: Question) -> pd.DataFrame:
    """Fatal incidents, which are never suppressed, of whatever severities are asked for together.

    A group without any has no row: that it had one would tell of incidents that are not fatal. Quarters
    and years have one each, whatever happened in them.
    """
    if question.only.get("severity", "fatal") != "fatal":
        raise NotForOutsiders(
            Later(
                "Of {figure}, sponsors and presenters are told the fatal ones.", figure=question.figure.name
            )
        )
    frame = as_it_is(question)
    happened = frame[(frame["severity"] == "fatal") & (frame["value"] > 0)]
    times = {*question.dimensions} - {"severity"}
    if not times <= TIMES:
        return happened
    spans = [
        {"severity": "fatal", **{unit: CALENDAR[unit](month) for unit in times}}
        for month, _ in question.selection.months()
    ]
    every = pd.DataFrame(spans).drop_duplicates().merge(happened, how="left")
    none = {"value": 0, "suppressed": False}
    return every.astype({"suppressed": object}).fillna(none).astype({"value": int})[frame.columns]


# Who answers what.
ANSWERED: dict[str, Answer] = {
    **dict.fromkeys(OPEN, as_it_is),
    **dict.fromkeys(FATAL, fatal),
    **dict.fromkeys(STATES, people_at_work),
    **dict.fromkeys(AMOUNTS, amounts_told),
    **dict.fromkeys(YEARS, people_of_years),
}

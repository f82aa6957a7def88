"""What outsiders are answered: what is open as it is, people where they are safe, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data_access.disclosure.amounts import amounts_told
from data_access.disclosure.people import people_at_work
from data_access.disclosure.question import LAST, Question
from data_access.disclosure.rules import AMOUNTS, FATAL, OPEN, STATES, YEARS, NotForOutsiders, check
from data_access.disclosure.years import people_of_years

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
    for name, code in question.only.items():
        frame = frame[frame[name].isna() if code is None else frame[name] == code]
    return frame.astype({"suppressed": bool})


def as_it_is(question: Question) -> pd.DataFrame:
    """What tells of nobody."""
    frame = question.read(question.figure.name, question.selection, question.dimensions)
    return frame.assign(suppressed=False, **dict.fromkeys(LAST))


def fatal(question: Question) -> pd.DataFrame:
    """Fatal incidents, which are never suppressed."""
    if question.only.get("severity") != "fatal":
        raise NotForOutsiders(f"Of {question.figure.name}, sponsors and presenters are told the fatal ones.")
    return as_it_is(question)


# Who answers what.
ANSWERED: dict[str, Answer] = {
    **dict.fromkeys(OPEN, as_it_is),
    **dict.fromkeys(FATAL, fatal),
    **dict.fromkeys(STATES, people_at_work),
    **dict.fromkeys(AMOUNTS, amounts_told),
    **dict.fromkeys(YEARS, people_of_years),
}

"""What miners answered when surveys asked them how they work."""

from __future__ import annotations

from collections.abc import Collection

from data_access.conditions import AWARENESS, CONDITIONS
from data_access.summaries.answering import Asked, Cells, answers
from data_access.summaries.book import Codes
from data_access.summaries.measures import ANSWERS, ASKED, SAID_YES


@answers("working_conditions")
def working_conditions(asked: Asked) -> Cells:
    return _shares(asked, (*CONDITIONS, *AWARENESS))


@answers("survey_answers")
def survey_answers(asked: Asked) -> Cells:
    return _shares(asked, {row.indicator for row in asked.measures(ANSWERS)})


def _shares(asked: Asked, indicators: Collection[str]) -> Cells:
    """Shares weighted by the number asked, wherever there are answers, be it of nobody."""
    found = asked.reading().amounts(
        **{
            name: [row for row in asked.measures(name) if row.indicator in indicators]
            for name in (ANSWERS, ASKED, SAID_YES)
        }
    )
    cells: dict[Codes, tuple[float | None, int]] = {}
    for codes in found[ANSWERS]:
        people, milli_yes = found[ASKED].get(codes, 0), found[SAID_YES].get(codes, 0)
        cells[codes] = (milli_yes / 1000.0 / people if people else None, people)
    return cells

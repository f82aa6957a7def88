"""How miners work, as surveys asked them: every value an estimate, with the number asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import CTE, BigInteger, ColumnElement, Connection, Float, Select, cast, func, select

from data_access.dialects import bytewise
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.indicators import indicator_values, until_as_of
from data_access.schema import Indicator, IndicatorValue, Survey
from data_access.scope import ORGANISATION, TIME
from data_access.selection import Selection
from data_access.viewer import Viewer

CONDITIONS = ("contract", "health_insurance", "pension")
AWARENESS = ("aware_of_risks", "aware_of_cover")
ANSWER = (*ORGANISATION, "unit", "indicator", "survey", "moment", *TIME)
# Rounds are never pooled: other people were asked, at another time, for another reason.
FIXED = ("indicator", "survey")
# The answers to a survey that are shares of those asked.
SHARES = (IndicatorValue.survey_id.is_not(None), Indicator.unit == "share")


@figure_statement("working_conditions", dimensions=ANSWER, fixed=FIXED)
def working_conditions(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share of those asked with contract, health insurance, pension, and aware of risks and cover."""
    return _answers(selection, by, IndicatorValue.indicator_id.in_((*CONDITIONS, *AWARENESS)))


@figure_statement("survey_answers", dimensions=ANSWER, fixed=FIXED)
def survey_answers(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share of those asked, for whatever was asked in a survey."""
    return _answers(selection, by)


def survey_rounds(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """Rounds with answers from the selected programmes and places up to the as-of day, newest first.

    The period's first day does not matter: a survey is not held in every period. Columns:
    ``survey``, ``programme`` (missing if none is recorded), ``first_day``, ``last_day``,
    ``moment`` (``before`` or ``after``; missing for a round that is no half of a pair).
    """
    selection = viewer.within(selection)
    answers = indicator_values(until_as_of(selection), (), *SHARES)
    statement = (
        select(
            Survey.id.label("survey"),
            Survey.programme_id.label("programme"),
            Survey.first_day,
            Survey.last_day,
            Survey.moment,
        )
        .where(Survey.id.in_(select(answers.c.survey)))
        .order_by(Survey.last_day.desc(), bytewise(Survey.id))
    )
    return frame_of(connection, statement)


def _answers(selection: Selection, by: Sequence[str], *conditions: ColumnElement[bool]) -> Select[Any]:
    """Shares weighted by the number asked, ``of`` that number."""
    answers = indicator_values(selection, by, *SHARES, *conditions)
    groups = [answers.c[name] for name in by]
    asked = cast(func.sum(answers.c.asked), BigInteger)
    said_yes = cast(func.sum(milli_said_yes(answers)), Float) / 1000.0
    share = said_yes / func.nullif(cast(asked, Float), 0.0)
    return select(*groups, share.label("value"), asked.label("of")).group_by(*groups)


def milli_said_yes(answers: CTE) -> ColumnElement[int]:
    """A thousand times how many of those asked said yes."""
    return answers.c.value_milli * answers.c.asked

"""Drawn: where units stand on a ladder, and their moves on it."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits import words
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import month_axis, stack_over_months
from exhibits.theme import Theme, stage_colours


def units_over_time(palette: Theme, stages: tuple[str, ...]) -> Drawing:
    """Units at each of the ``stages``, from the foot up; the last are those not yet assessed."""
    colours = [*stage_colours(palette, len(stages) - 1), palette.not_assessed]
    return stack_over_months(palette, stages, colours, outlined=stages[-1])


def moves_by_month(palette: Theme, months: tuple[str, ...]) -> Drawing:
    """Moves up above the line, moves down below it."""
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    counted = alt.Axis(title=None, labelExpr="format(abs(datum.value), 'd')", tickMinStep=1)
    ways = [words.code("up"), words.code("down")]
    directions = alt.Scale(domain=ways, range=[palette.own, palette.target])
    drawn = base.mark_bar(width={"band": 0.7}).encode(
        y=alt.Y("signed:Q", axis=counted),
        color=alt.Color("way:N", scale=directions),
        tooltip=[
            alt.Tooltip("month:N", title=say("Month")),
            alt.Tooltip("way:N", title=say("Direction")),
            alt.Tooltip("value:Q", title=say("Moves")),
        ],
    )
    return alt.layer(drawn)

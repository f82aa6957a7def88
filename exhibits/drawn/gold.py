"""Drawn: gold sold over time, by standard and by what is known of where it came from."""

from __future__ import annotations

import json

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import month_axis
from exhibits.theme import Theme

# Brick is for what falls short: no standard has it. The order is that of the standards in the store.
COLOURS = (1, 0, 2, 5, 4, 6)


def gold_by_standard(
    palette: Theme,
    groups: tuple[str, ...],
    places: tuple[int, ...],
    without: str | None,
    times: tuple[str, ...],
    monthly: bool,
) -> Drawing:
    """Stacked bars: a standard has the colour of its place among all; ``without`` stands on top."""
    stacked = [*groups, *([without] if without else [])]
    colours = [palette.categories[COLOURS[place % len(COLOURS)]] for place in places]
    scale = alt.Scale(domain=stacked, range=[*colours, *([palette.line] if without else [])])
    drawn: alt.Chart = (
        alt.Chart(FRAME)
        .transform_calculate(place=f"indexof({json.dumps(stacked)}, datum.group)")
        # The outline tells the palest bars from the paper.
        .mark_bar(stroke=palette.muted, strokeWidth=0.75, width={"band": 0.8})
        .encode(
            x=_time_axis(times, monthly),
            y=alt.Y("value:Q", axis=alt.Axis(title=None, format="~f"), scale=alt.Scale(zero=True)),
            color=alt.Color("group:N", scale=scale),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("time:N", title=say("Sold in")),
                alt.Tooltip("group:N", title=say("Standard")),
                alt.Tooltip("label:N", title=say("Gold")),
            ],
        )
    )
    return drawn


def shares_of_gold(palette: Theme, groups: tuple[str, ...], times: tuple[str, ...], monthly: bool) -> Drawing:
    """A line for each share, from none to all; where nothing was sold it has a gap."""
    colours = alt.Scale(domain=list(groups), range=[palette.categories[1], palette.own])
    shapes = alt.Scale(domain=list(groups), range=["circle", "square"])
    base = (
        alt.Chart(FRAME)
        .transform_impute("value", key="time", keyvals=list(times), groupby=["group"], value=None)
        .encode(
            x=_time_axis(times, monthly),
            y=alt.Y(
                "value:Q",
                axis=alt.Axis(title=None, format=".0%", tickCount=4),
                scale=alt.Scale(domain=[0, 1]),
            ),
            color=alt.Color("group:N", scale=colours),
        )
    )
    points = base.mark_point(filled=True, size=52).encode(
        shape=alt.Shape("group:N", scale=shapes),
        tooltip=[
            alt.Tooltip("time:N", title=say("Sold in")),
            alt.Tooltip("group:N", title=" "),
            alt.Tooltip("label:N", title=say("Share")),
            alt.Tooltip("of:Q", title=say("Of kilograms"), format=",.1f"),
        ],
    )
    return alt.layer(base.mark_line(strokeWidth=2), points)


def _time_axis(times: tuple[str, ...], monthly: bool) -> alt.X:
    scale = alt.Scale(domain=list(times))
    if monthly:
        return month_axis("time").scale(scale)
    return alt.X("time:O", axis=alt.Axis(title=None, labelAngle=0), scale=scale)

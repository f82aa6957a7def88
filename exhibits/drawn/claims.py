"""Drawn: the range of what is published of one thing."""

from __future__ import annotations

import altair as alt

from exhibits.exhibit import FRAME, Drawing
from exhibits.theme import Theme

# A value, the ends of an interval, and bounds that point to where the value may lie.
SHAPES = {"value": "circle", "interval": "circle", "at least": "triangle-right", "at most": "triangle-left"}
SHORT_NUMBER = "datum.value == 0 ? '0' : upper(format(datum.value, '~s'))"


def contested_range(palette: Theme, least: float, most: float) -> Drawing:
    """Each source on a line under its name: a point for a value, a line from the least to the most."""
    scale = alt.Scale(domain=[least, most], nice=False, zero=False)
    # Every value bears its number: the axis only says how far apart they are.
    axis = alt.Axis(title=None, labelExpr=SHORT_NUMBER, tickCount=5, tickMinStep=1, labelFlush=True)
    base = alt.Chart(FRAME).encode(
        y=alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.1)),
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    low, high = alt.X("low:Q", scale=scale, axis=axis), alt.X("high:Q", scale=scale, axis=axis)
    span = base.mark_rule(color=palette.categories[1], strokeWidth=4, yOffset=8, y2Offset=8)
    shape = alt.Shape(
        "kind:N", legend=None, scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    )
    point = base.mark_point(color=palette.categories[1], filled=True, opacity=1, size=110, yOffset=8)
    named = base.mark_text(align="left", dy=-10, color=palette.muted, limit={"expr": "width"})
    right = base.transform_filter("datum.side == 'right'").mark_text(
        align="left", dx=10, dy=8, fontWeight="bold"
    )
    left = base.transform_filter("datum.side == 'left'").mark_text(
        align="right", dx=-10, dy=8, fontWeight="bold"
    )
    return alt.layer(
        span.encode(x=low, x2="high:Q"),
        point.encode(x=low, shape=shape),
        point.encode(x=high, shape=shape),
        named.encode(x=alt.value(0), text="row:N"),
        right.encode(x=high, text="label:N"),
        left.encode(x=low, text="label:N"),
    )

"""Drawn: what was done of what improvement plans agreed."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import last_month, month_axis, row_axis, unseen_axis
from exhibits.theme import Theme


def done_of_planned(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """For each of the ``rows`` a bar as long as what was planned, filled as far as it is done."""
    base = alt.Chart(FRAME).encode(y=row_axis(palette, "row", rows, longest=160))
    bar = base.mark_bar(height={"band": 0.62}).encode(
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=say("Done"))]
    )
    planned = base.mark_text(align="left", dx=6, color=palette.ink).encode(
        x=unseen_axis("planned"), text="label:N"
    )
    return alt.layer(
        bar.encode(x=unseen_axis("planned"), color=alt.value(palette.own_soft)),
        bar.encode(x=unseen_axis("done"), color=alt.value(palette.own)),
        planned,
    )


def done_of_planned_by_month(palette: Theme, months: tuple[str, ...], most: float) -> Drawing:
    """At each month's end a bar as high as what was planned, filled as far as it is done; ``most``
    leaves room for the last month's number above all bars."""
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    bar = base.mark_bar(width={"band": 0.7}).encode(
        tooltip=[alt.Tooltip("month:N", title=say("Month")), alt.Tooltip("label:N", title=say("Done"))]
    )
    counted = alt.Axis(title=None, format=",d", tickMinStep=1)
    heights = alt.Y("planned:Q", axis=counted, scale=alt.Scale(domain=[0, most], nice=False))
    number = base.mark_text(align="right", dx=20, fontWeight="bold", color=palette.ink)
    return alt.layer(
        bar.encode(y=heights, color=alt.value(palette.own_soft)),
        bar.encode(y="done:Q", color=alt.value(palette.own)),
        number.transform_filter(last_month(months)).encode(y=alt.value(10), text="label:N"),
    )

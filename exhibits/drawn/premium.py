"""Drawn: the way of the premium from what was held before to what is left."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import last_month, month_axis, row_axis, unseen_axis
from exhibits.theme import Theme


def premium_flow(palette: Theme, steps: tuple[str, ...]) -> Drawing:
    """Four ``steps``, each a bar that begins where the one before it ended."""
    rows = row_axis(palette, "row", steps, longest=160)
    base = alt.Chart(FRAME).encode(y=rows, x=unseen_axis("start"), x2="end:Q")
    colours = [palette.muted, palette.own, palette.categories[1], palette.muted]
    drawn = base.mark_bar(height={"band": 0.6}).encode(
        color=alt.Color("row:N", legend=None, scale=alt.Scale(domain=list(steps), range=colours)),
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    numbers = (
        alt.Chart(FRAME)
        .transform_calculate(edge="max(datum.start, datum.end)")
        .mark_text(align="left", dx=6, color=palette.ink)
        .encode(y=alt.Y("row:N", sort=list(steps)), x="edge:Q", text="label:N")
    )
    return alt.layer(drawn, numbers)


def received_and_spent_by_year(palette: Theme, groups: tuple[str, ...]) -> Drawing:
    """Due, received and spent side by side, year by year."""
    base = alt.Chart(FRAME).encode(
        x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0)),
        xOffset=alt.XOffset("group:N", sort=list(groups)),
        y=alt.Y("value:Q", axis=alt.Axis(title=None, format="~s"), scale=alt.Scale(zero=True)),
    )
    colours = [palette.line, palette.own, palette.categories[1]]
    # The outline tells the palest bars from the paper.
    drawn = base.mark_bar(width={"band": 0.9}, stroke=palette.muted, strokeWidth=0.75).encode(
        color=alt.Color(
            "group:N",
            scale=alt.Scale(domain=list(groups), range=colours),
            legend=alt.Legend(symbolStrokeColor=palette.muted),
        ),
        tooltip=[
            alt.Tooltip("year:N", title=say("Year")),
            alt.Tooltip("group:N", title=say("Step")),
            alt.Tooltip("label:N", title=say("Amount")),
        ],
    )
    return alt.layer(drawn, base.mark_text(dy=-7, fontSize=11, color=palette.ink).encode(text="label:N"))


def balance_by_month(palette: Theme, months: tuple[str, ...]) -> Drawing:
    """The balance as an area over the months, its end marked with the amount."""
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    amount = alt.Y("value:Q", axis=alt.Axis(title=None, format="~s"), scale=alt.Scale(zero=True))
    area = base.mark_area(color=palette.own, opacity=0.18).encode(y=amount)
    line = base.mark_line(color=palette.own, point=alt.OverlayMarkDef(color=palette.own, size=36)).encode(
        y=amount,
        tooltip=[alt.Tooltip("month:N", title=say("Month")), alt.Tooltip("label:N", title=say("Balance"))],
    )
    number = base.mark_text(dy=-12, fontWeight="bold", align="right", color=palette.own)
    last = number.transform_filter(last_month(months)).encode(y=amount, text="label:N")
    return alt.layer(area, line, last)

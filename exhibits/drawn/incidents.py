"""Drawn: what happened by severity over time, and how often people are hurt."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import month_axis, row_axis, unseen_axis
from exhibits.theme import Theme

GRAVE = ("lost_time", "permanent_disability", "fatal")


def incidents_by_severity(palette: Theme, rows: tuple[str, ...], by_month: bool) -> Drawing:
    """A table of counts: severities in ``rows``, the gravest on top, months or years across."""
    across = month_axis("span") if by_month else alt.X("span:O", axis=alt.Axis(title=None, labelAngle=0))
    base = alt.Chart(FRAME).encode(x=across, y=row_axis(palette, "row", rows, longest=190))
    happened = alt.datum.value > 0
    fills = {"near_miss": palette.line, "first_aid": palette.own_soft, "fatal": palette.ink}
    colours = alt.Scale(
        domain=[*fills, "lost_time", "permanent_disability"],
        range=[*fills.values(), palette.target, palette.target],
    )
    cells = base.mark_rect(stroke=palette.paper, strokeWidth=2, cornerRadius=3).encode(
        color=alt.Color("severity:N", legend=None, scale=colours),
        opacity=alt.condition(happened, alt.value(1), alt.value(0)),
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("span:N", title=say("When")),
            alt.Tooltip("value:Q", title=say("Incidents")),
            alt.Tooltip("hurt:Q", title=say("People hurt")),
        ],
    )
    grave = alt.FieldOneOfPredicate("severity", list(GRAVE))
    ink = (
        alt.when(alt.datum.value == 0)
        .then(alt.value(palette.muted))
        .when(grave)
        .then(alt.value(palette.paper))
        .otherwise(alt.value(palette.ink))
    )
    numbers = base.mark_text(fontWeight=600).encode(text="label:N", color=ink)
    return alt.layer(cells, numbers)


def injury_rate(palette: Theme, rows: tuple[str, ...], groups: tuple[str, ...]) -> Drawing:
    """Rates of two periods side by side, severity by severity, each with its count."""
    base = alt.Chart(FRAME).encode(
        y=row_axis(palette, "row", rows, longest=190),
        yOffset=alt.YOffset("group:N", sort=list(groups)),
        x=unseen_axis("drawn"),
    )
    colours = alt.Scale(domain=list(groups), range=[palette.target, palette.muted])
    drawn = base.mark_bar(height={"band": 0.85}).encode(
        color=alt.Color("group:N", scale=colours),
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("group:N", title=say("Period")),
            alt.Tooltip("label:N", title=say("Rate and count")),
        ],
    )
    numbers = base.mark_text(align="left", dx=5, fontSize=12, color=palette.ink).encode(text="label:N")
    return alt.layer(drawn, numbers)

"""Drawn: any figure's groups as bars beside what they were, and its way through the months."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import last_month, month_axis, row_axis
from exhibits.theme import Theme


def bars_beside_before(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """Bars from zero, each with its number at its end and a tick where it stood before."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .transform_calculate(edge="max(datum.drawn, datum.drawn_before, 0)")
        .encode(y=row_axis(palette, "row", rows, longest=230))
    )
    scale = alt.Scale(zero=True, nice=False, padding=4)
    words = [alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    drawn = base.mark_bar(color=palette.own, height={"band": 0.6}).encode(
        x=alt.X("drawn:Q", axis=None, scale=scale), tooltip=words
    )
    before = base.mark_tick(color=palette.muted, thickness=2, height={"band": 0.86}).encode(
        x=alt.X("drawn_before:Q", axis=None, scale=scale)
    )
    numbers = base.mark_text(align="left", dx=8, color=palette.ink).encode(
        x=alt.X("edge:Q", axis=None, scale=scale), text="label:N"
    )
    return alt.layer(drawn, before, numbers)


def lines_over_time(
    palette: Theme, months: tuple[str, ...], groups: tuple[str, ...], alone: bool, is_share: bool
) -> Drawing:
    """A line for each group, and for one ``alone`` a dashed line of the months compared with."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("group", list(groups)))
        .encode(x=month_axis().scale(domain=list(months)))
    )
    axis = alt.Axis(title=None, format=".0%" if is_share else "~s")
    height = alt.Y("drawn:Q", axis=axis, scale=alt.Scale(zero=True))
    colours = [palette.own] if alone else list(palette.categories[: len(groups)])
    colour = alt.Color(
        "group:N",
        scale=alt.Scale(domain=list(groups), range=colours),
        legend=None if alone else alt.Undefined,
    )
    words = [
        alt.Tooltip("month:N", title=say("Month")),
        alt.Tooltip("group:N", title=" "),
        alt.Tooltip("label:N", title=say("Value")),
    ]
    line = base.mark_line(point=alt.OverlayMarkDef(size=36)).encode(y=height, color=colour, tooltip=words)
    number = base.transform_filter(last_month(months)).mark_text(dy=-12, align="right", fontWeight="bold")
    layers = [line, number.encode(y=height, color=colour, text="label:N")]
    if alone:
        before = base.mark_line(color=palette.muted, strokeDash=[4, 4], strokeWidth=1.5)
        layers.insert(0, before.encode(y=alt.Y("drawn_before:Q", axis=axis)))
    return alt.layer(*layers)

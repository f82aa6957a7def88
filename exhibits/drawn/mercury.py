"""Drawn: mercury used beside what the baseline gives for the same months."""

from __future__ import annotations

import altair as alt

from data_access.language import mark, say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import month_axis
from exhibits.theme import Theme

NAME_ABOVE, BAR_BELOW = -9, 8
LESS, MORE = mark("Less than before"), mark("More than before")


def _colour(palette: Theme) -> alt.Color:
    """What is above the baseline in the colour of shortfalls, whatever else is shown."""
    scale = alt.Scale(domain=[say(LESS), say(MORE)], range=[palette.own, palette.target])
    return alt.Color("way:N", scale=scale, legend=alt.Legend(symbolStrokeWidth=0))


def _names(palette: Theme, base: alt.Chart) -> alt.Chart:
    """The name of each row above its bar; on a narrow screen the end of a long one is left out."""
    text = base.mark_text(align="left", dy=NAME_ABOVE, limit=alt.ExprRef("width"), color=palette.ink)
    named: alt.Chart = text.encode(x=alt.value(0), text="row:N")
    return named


def used_by_month(palette: Theme, months: tuple[str, ...]) -> Drawing:
    """Kilograms used in each month as bars, a line across each where its baseline stands."""
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    kilograms = alt.Axis(title=None, format="~g")
    bars = base.mark_bar(width={"band": 0.66}).encode(
        y=alt.Y("used:Q", axis=kilograms, scale=alt.Scale(zero=True)),
        color=_colour(palette),
        tooltip=[
            alt.Tooltip("month:N", title=say("Month")),
            alt.Tooltip("used:Q", title=say("Used (kg)"), format=",.1f"),
            alt.Tooltip("usual:Q", title=say("Baseline (kg)"), format=",.1f"),
            alt.Tooltip("units:Q", title=say("Reports"), format=",d"),
        ],
    )
    baseline = base.mark_tick(color=palette.ink, thickness=2, width={"band": 0.86}).encode(y="usual:Q")
    return alt.layer(bars, baseline)


def used_by_unit(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """Kilograms used by each of the ``rows`` as a bar under its name, its baseline a line across."""
    scale = alt.Scale(zero=True, nice=False, range=[0, alt.ExprRef("width - 150")])
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1)))
    )
    bars = base.mark_bar(height=9, yOffset=BAR_BELOW).encode(
        x=alt.X("used:Q", axis=None, scale=scale),
        color=_colour(palette),
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    baseline = base.mark_tick(color=palette.ink, thickness=2, height=15, yOffset=BAR_BELOW).encode(
        x=alt.X("usual:Q", axis=None, scale=scale)
    )
    numbers = (
        base.transform_calculate(edge="max(datum.used, datum.usual)")
        .mark_text(align="left", dx=7, dy=BAR_BELOW, color=palette.ink)
        .encode(x=alt.X("edge:Q", axis=None, scale=scale), text="label:N")
    )
    return alt.layer(bars, baseline, numbers, _names(palette, base))


def change_by_organisation(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """The change against the baseline: less to the left of the line, more to its right."""
    base = alt.Chart(FRAME).encode(
        y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1))
    )
    scale = alt.Scale(zero=True, nice=False, range=[alt.ExprRef("80"), alt.ExprRef("width - 80")])
    change = alt.X("change:Q", scale=scale, axis=None)
    bars = base.mark_bar(height=10, yOffset=BAR_BELOW).encode(
        x=change,
        color=_colour(palette),
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    line = base.mark_rule(color=palette.muted, strokeWidth=1).encode(x=alt.X("zero:Q", axis=None))
    below = base.transform_filter(alt.datum.change < 0).mark_text(
        align="right", dx=-6, dy=BAR_BELOW, color=palette.ink
    )
    above = base.transform_filter(alt.datum.change >= 0).mark_text(
        align="left", dx=6, dy=BAR_BELOW, color=palette.ink
    )
    numbers = (text.encode(x=change, text="label:N") for text in (below, above))
    return alt.layer(bars, line, *numbers, _names(palette, base))

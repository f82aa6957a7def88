"""Drawn: what a bigger programme would take, each thing from its low to its high value."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import names_and_numbers
from exhibits.theme import Theme


def low_middle_high(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """A band from low to high on a scale of its own, the middle marked; the name stands above it, so
    that a narrow screen has room for both."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1)))
    )
    scale = alt.Scale(domain=[0, 1.0])
    words = [
        alt.Tooltip("row:N", title=" "),
        alt.Tooltip("middle_said:N", title=say("Middle")),
        alt.Tooltip("range_said:N", title=say("Low to high")),
    ]
    line = base.mark_rule(color=palette.line, strokeWidth=2, yOffset=10).encode(
        x=alt.XDatum(0, scale=scale, axis=None), x2=alt.X2Datum(1)
    )
    band = base.mark_bar(height=9, color=palette.own_soft, yOffset=10).encode(
        x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q", tooltip=words
    )
    middle = base.mark_tick(color=palette.own, thickness=4, height=17, yOffset=10).encode(
        x=alt.X("middle:Q", scale=scale, axis=None), tooltip=words
    )
    told = base.transform_calculate(label="datum.middle_said + ' ' + datum.range_said")
    return alt.layer(line, band, middle, *names_and_numbers(palette, told, dy=-7, bold=True))

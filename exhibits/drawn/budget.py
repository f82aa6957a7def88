"""Drawn: what was spent of each budget."""

from __future__ import annotations

import altair as alt

from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import room_beyond
from exhibits.theme import Theme

# As far as a bar reaches beyond its budget; what lies beyond that is told by its label.
FURTHEST = 1.25
ROOM_FOR_LABELS = 0.75
# The most pixels that a label is long.
LONGEST_LABEL = 230


def spent_of_budget(palette: Theme, rows: tuple[str, ...], passed: float | None) -> Drawing:
    """For each of the ``rows`` a bar of what was spent within its budget, which ends in a line, and
    in another colour of what was spent ``beyond`` it; dashed, how much of the run has ``passed``."""
    scale = room_beyond(FURTHEST, FURTHEST + ROOM_FOR_LABELS, LONGEST_LABEL)
    one = alt.X("one:Q", scale=scale, axis=None)
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1)))
    )
    tooltip = [alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    bar = base.mark_bar(height=11, yOffset=8).encode(tooltip=tooltip)
    whole = bar.encode(x=one, color=alt.value(palette.line))
    within = bar.encode(x=alt.X("within:Q", scale=scale, axis=None), color=alt.value(palette.own))
    over = bar.encode(x=one, x2="beyond:Q", color=alt.value(palette.target))
    line = base.mark_tick(color=palette.ink, thickness=2, height=17, yOffset=8).encode(x=one)
    named = base.mark_text(align="left", dy=-8, color=palette.ink).encode(x=alt.value(0), text="row:N")
    numbers = base.mark_text(align="left", dx=8, dy=8, color=palette.ink).encode(
        x=alt.X("beyond:Q", scale=scale, axis=None), text="label:N"
    )
    layers = [whole, within, over, line, named, numbers]
    if passed is not None:
        # Drawn of one row, not once for each.
        once = alt.Chart(FRAME).transform_aggregate(lines="count()")
        rule = once.mark_rule(color=palette.muted, strokeDash=[4, 4], strokeWidth=1)
        layers.append(rule.encode(x=alt.datum(passed, type="quantitative", scale=scale, axis=None)))
    return alt.layer(*layers)

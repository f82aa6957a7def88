"""Drawn: the overview's chart of cover."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits import words
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import last_month, month_axis, whole_axis
from exhibits.theme import Theme


def insured_by_month(
    palette: Theme,
    months: tuple[str, ...],
    target: float | None,
    most: float | None,
    part: tuple[float, float] | None = None,
) -> Drawing:
    """Insured miners as an area over the months; with a target its line, and room up to ``most``.

    In a ``part`` of the height, where something else stands below.
    """
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    area = base.mark_area(color=palette.own, opacity=0.18).encode(y=whole_axis(most, part))
    line = base.mark_line(color=palette.own, point=alt.OverlayMarkDef(color=palette.own, size=36)).encode(
        y="value:Q",
        tooltip=[
            alt.Tooltip("month:N", title=say("Month")),
            alt.Tooltip("value:Q", title=say("Insured"), format=",d"),
            alt.Tooltip("of:Q", title=say("Active miners"), format=",d"),
        ],
    )
    number = base.mark_text(dy=-12, fontWeight="bold", align="right", color=palette.own)
    last = number.transform_filter(last_month(months)).encode(y="value:Q", text="label:N")
    layers = [area, line, last]
    if target is not None:
        rule = alt.Chart(FRAME).mark_rule(color=palette.target, strokeDash=[6, 4], strokeWidth=1.5)
        word = alt.Chart(FRAME).mark_text(color=palette.target, align="left", dy=-8)
        said = alt.value(say("target {number}", number=words.number(target)))
        layers += [
            rule.encode(y=alt.datum(target)),
            word.encode(y=alt.datum(target), x=alt.value(4), text=said),
        ]
    return alt.layer(*layers)

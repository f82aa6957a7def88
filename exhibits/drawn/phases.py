"""Drawn: the phases of a programme, and how far they have come."""

from __future__ import annotations

import altair as alt

from exhibits.exhibit import FRAME, Drawing
from exhibits.theme import Theme


def phases_over_time(palette: Theme, rows: tuple[str, ...], as_of: float, said: str, early: bool) -> Drawing:
    """A bar for each of the ``rows``, dark as far as it has passed by ``as_of`` (a year with its
    fraction), and a diamond for each agreement of funding. The word for that day stands to the right
    of its line where it is ``early``, so that there is room for it."""
    years = alt.Axis(title=None, format="d", tickMinStep=1, grid=True)
    scale = alt.Scale(zero=False, nice=True, padding=6)
    base = alt.Chart(FRAME).encode(
        y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1))
    )
    tooltip = [alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    bar = base.mark_bar(height=13, yOffset=10).encode(
        x=alt.X("begins:Q", axis=years, scale=scale), tooltip=tooltip
    )
    whole = bar.encode(x2="ends:Q", color=alt.value(palette.own_soft))
    passed = bar.encode(x2="passed:Q", color=alt.value(palette.own))
    agreed = base.mark_point(
        shape="diamond", size=140, filled=True, color=palette.ink, yOffset=10, stroke=palette.paper
    ).encode(x=alt.X("agreed:Q", scale=scale), tooltip=tooltip)
    named = (
        base.transform_filter("isValid(datum.begins)")
        .mark_text(align="left", dy=-9, color=palette.ink, limit=alt.ExprRef("width"))
        .encode(x=alt.value(0), text="row:N")
    )
    now = alt.datum(as_of, type="quantitative")
    # Drawn of one row, not once for each.
    once = alt.Chart(FRAME).transform_aggregate(rows="count()")
    rule = once.mark_rule(color=palette.muted, strokeDash=[4, 4], strokeWidth=1).encode(x=now)
    word = (
        alt.Chart(FRAME)
        .mark_text(
            color=palette.muted, align="left" if early else "right", dx=4 if early else -4, dy=-6, fontSize=12
        )
        .encode(x=now, y=alt.value(0), text=alt.value(said))
    )
    return alt.layer(whole, passed, agreed, rule, named, word)

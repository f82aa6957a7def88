"""Drawn: numbers as outsiders are told them, with a word where one is withheld."""

from __future__ import annotations

import json

import altair as alt

from data_access.language import say, say_in
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import month_axis, row_axis
from exhibits.theme import Theme

# So many spans of time have room for their numbers.
MOST_NUMBERED = 9


def told_over_time(palette: Theme, months: tuple[str, ...], each: str, is_share: bool) -> Drawing:
    """A bar for each quarter or year, with its number where there is room; a word for what is withheld."""
    time = month_axis().scale(domain=list(months))
    if each != "month":
        time = time.axis(labelExpr=_span_labels(each), labelAngle=0, title=None)
    numbered = len(months) <= MOST_NUMBERED
    # Where each bar has its number, an axis would only say it again.
    axis = None if numbered else alt.Axis(title=None, format=".0%" if is_share else "~s")
    base = alt.Chart(FRAME).encode(x=time, y=alt.Y("drawn:Q", axis=axis, scale=alt.Scale(zero=True)))
    words = [alt.Tooltip("month:N", title=say("Up to")), alt.Tooltip("label:N", title=" ")]
    drawn = base.mark_bar(color=palette.own, width={"band": 0.62}).encode(tooltip=words)
    told = base.transform_filter("datum.told")
    lacking = base.transform_filter("!datum.told")
    layers = [drawn]
    if numbered:
        numbers = told.mark_text(dy=-9, color=palette.ink).encode(text="label:N")
        layers += [numbers, lacking.mark_text(dy=-9, color=palette.muted).encode(text="label:N")]
    else:
        mark = lacking.mark_point(shape="diamond", yOffset=-6, size=22, color=palette.muted)
        layers.append(mark.encode(tooltip=words))
    return alt.layer(*layers)


def told_by(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """Bars in their order, each with its number at its end, and a quiet word for one that is withheld."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("bar", list(rows)))
        .transform_aggregate(groupby=["bar", "label", "told"], length="max(drawn)")
        .encode(
            y=row_axis(palette, "bar", rows, longest=210),
            x=alt.X("length:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=4)),
        )
    )
    words = [alt.Tooltip("bar:N", title=" "), alt.Tooltip("label:N", title=" ")]
    drawn = base.mark_bar(color=palette.own, height={"band": 0.62}).encode(tooltip=words)
    numbers = base.mark_text(align="left", dx=6).encode(
        text="label:N",
        color=alt.condition("datum.told", alt.value(palette.ink), alt.value(palette.muted)),
    )
    return alt.layer(drawn, numbers)


def _span_labels(each: str) -> str:
    """How the axis names a quarter or year by its last month: the year stands under the first quarter, and
    the first shown."""
    if each == "year":
        return "slice(datum.value, 0, 4)"
    quarter = f"{json.dumps(say_in('quarter', 'Q'))} + ceil(+slice(datum.value, 5, 7) / 3)"
    return (
        "slice(datum.value, 5, 7) == '03' || datum.index == 0 "
        f"? [{quarter}, slice(datum.value, 0, 4)] : {quarter}"
    )

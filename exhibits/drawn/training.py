"""Drawn: whose training is valid, who was trained, and what lapses."""

from __future__ import annotations

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import month_axis, row_axis, unseen_axis, whole_axis
from exhibits.theme import Theme

# The first shade that is too strong for the page's own ink.
STRONG_SHADES = {"light": 5, "dark": 4}
# What Vega is asked: whether a cell is too narrow for its number.
NARROW = "bandwidth('x') < 26"


def coverage_by_topic_and_region(
    palette: Theme, topics: tuple[str, ...], regions: tuple[str, ...]
) -> Drawing:
    """A heat table with the share in each cell."""
    # On a narrow screen the headings stand upright, and a cell has no room for its number; where not even
    # the headings have room, the table tells them.
    headings = alt.Axis(
        title=None,
        orient="top",
        labelAngle=alt.ExprRef(f"{NARROW} ? -90 : -35"),
        labelAlign="left",
        labelBaseline=alt.ExprRef(f"{NARROW} ? 'middle' : 'bottom'"),
        labelOpacity=alt.ExprRef("bandwidth('x') < 9 ? 0 : 1"),
        labelFontSize=alt.ExprRef(f"{NARROW} ? 10 : 13"),
        labelLimit=120,
    )
    base = alt.Chart(FRAME).encode(
        x=alt.X("region_name:N", sort=list(regions), axis=headings),
        y=row_axis(palette, "topic_name", topics, longest=220),
    )
    # In steps, as on the map, so that each cell's number is readable on it.
    shades = alt.Scale(type="quantize", domain=[0, 1], range=list(palette.shades))
    cells = base.mark_rect(stroke=palette.paper, strokeWidth=2).encode(
        color=alt.Color("value:Q", legend=None, scale=shades),
        tooltip=[
            alt.Tooltip("topic_name:N", title=say("Topic")),
            alt.Tooltip("region_name:N", title=say("Region")),
            alt.Tooltip("label:N", title=say("Valid")),
            alt.Tooltip("of:Q", title=say("Active miners"), format=",d"),
        ],
    )
    strong = STRONG_SHADES[palette.name] / len(palette.shades)
    ink = alt.condition(alt.datum.value >= strong, alt.value(palette.paper), alt.value(palette.ink))
    seen = alt.ExprRef(f"{NARROW} ? 0 : 1")
    numbers = base.mark_text(fontSize=12, opacity=seen).encode(text="label:N", color=ink)
    return alt.layer(cells, numbers).properties(padding={"left": 2, "top": 2, "bottom": 2, "right": 44})


def people_by_relation_and_sex(palette: Theme, groups: tuple[str, ...]) -> Drawing:
    """Bars of each sex, relation by relation, with their numbers."""
    base = alt.Chart(FRAME).encode(
        y=alt.Y("row:N", axis=alt.Axis(title=None, labelColor=palette.ink, labelLimit=160)),
        yOffset=alt.YOffset("group:N", sort=list(groups)),
        x=unseen_axis(),
    )
    colours = alt.Scale(domain=list(groups), range=list(palette.categories))
    drawn = base.mark_bar(height={"band": 0.85}).encode(
        color=alt.Color("group:N", scale=colours),
        tooltip=[
            alt.Tooltip("row:N", title=say("Relation")),
            alt.Tooltip("group:N", title=say("Sex")),
            alt.Tooltip("value:Q", title=say("People"), format=",d"),
        ],
    )
    numbers = base.mark_text(align="left", dx=5, fontSize=12, color=palette.ink).encode(text="label:N")
    return alt.layer(drawn, numbers)


def people_by_month(palette: Theme, months: tuple[str, ...]) -> Drawing:
    """People trained in each month, their hours in the tooltip."""
    drawn: alt.Chart = (
        alt.Chart(FRAME)
        .mark_bar(color=palette.own, width={"band": 0.7})
        .encode(
            x=month_axis().scale(domain=list(months)),
            y=whole_axis(),
            tooltip=[
                alt.Tooltip("month:N", title=say("Month")),
                alt.Tooltip("value:Q", title=say("People"), format=",d"),
                alt.Tooltip("hours:Q", title=say("Hours"), format=",.0f"),
            ],
        )
    )
    return drawn


def lapsing_by_topic(palette: Theme, topics: tuple[str, ...], spans: tuple[str, ...]) -> Drawing:
    """People whose training ends within each of three spans of days, topic by topic."""
    base = alt.Chart(FRAME).encode(
        y=row_axis(palette, "topic_name", topics, longest=220),
        yOffset=alt.YOffset("within:N", sort=list(spans)),
        x=unseen_axis(),
    )
    colours = [palette.target, palette.categories[1], palette.own_soft]
    drawn = base.mark_bar(height={"band": 0.9}).encode(
        color=alt.Color("within:N", scale=alt.Scale(domain=list(spans), range=colours)),
        tooltip=[
            alt.Tooltip("topic_name:N", title=say("Topic")),
            alt.Tooltip("within:N", title=" "),
            alt.Tooltip("value:Q", title=say("People"), format=",d"),
        ],
    )
    numbers = base.mark_text(align="left", dx=5, fontSize=11, color=palette.ink).encode(text="label:N")
    return alt.layer(drawn, numbers)

"""Drawn: cover over turnover, who has it, whose ends, and who pays for it."""

from __future__ import annotations

import json

import altair as alt

from data_access.language import say
from exhibits import words
from exhibits.drawn.overview import insured_by_month
from exhibits.exhibit import FRAME, Drawing
from exhibits.forms import heights, month_axis, names_and_numbers, row_axis, unseen_axis
from exhibits.theme import Theme

# Cover stands above, turnover below, over one line of months.
ABOVE, BETWEEN, BELOW = (0.0, 0.6), 0.69, (0.74, 1.0)
# The most that a letter of such a text is wide, in pixels.
LETTER = 8


def cover_and_turnover(
    palette: Theme, months: tuple[str, ...], target: float | None, most: float | None
) -> Drawing:
    """Insured miners as an area; below it, month by month, who joined and who left."""
    directions = {"joined": palette.own, "left": palette.categories[1]}
    base = alt.Chart(FRAME).encode(x=month_axis().scale(domain=list(months)))
    counted = alt.Axis(
        title=None, orient="left", labelExpr="format(abs(datum.value), 'd')", tickMinStep=1, tickCount=3
    )
    came, went = (
        base.mark_bar(color=directions[direction], width={"band": 0.7}).encode(
            y=alt.Y(f"{field}:Q", axis=counted, scale=alt.Scale(range=heights(BELOW))),
            tooltip=[
                alt.Tooltip("month:N", title=say("Month")),
                alt.Tooltip("joined:Q", title=say("Joined"), format=",d"),
                alt.Tooltip("left:Q", title=say("Left"), format=",d"),
            ],
        )
        for direction, field in (("joined", "joined"), ("left", "gone"))
    )
    once = alt.Chart(FRAME).transform_aggregate(rows="count()")
    # The second word stands beside the first, however long that is.
    places = (4, 8 + LETTER * len(words.code("joined")))
    said = [
        once.mark_text(
            align="left", x=0, dx=place, y=alt.ExprRef(f"height * {BETWEEN}"), color=colour, fontWeight=600
        ).encode(text=alt.value(words.code(direction)))
        for place, (direction, colour) in zip(places, directions.items(), strict=True)
    ]
    above = insured_by_month(palette, months, target, most, ABOVE)
    layers = (above, alt.layer(came, went), *said)
    drawn: Drawing = alt.layer(*layers).resolve_scale(y="independent")
    return drawn


def shares(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """Of each of the ``rows`` a share, as the filled part of a whole line. Name and number stand above
    the line, so that a narrow screen has room for them."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1)))
    )
    tooltip = [alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    whole, part = (
        base.mark_bar(height=11, yOffset=9, color=colour).encode(
            x=alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, 1])), tooltip=tooltip
        )
        for field, colour in (("one", palette.line), ("share", palette.own))
    )
    return alt.layer(whole, part, *names_and_numbers(palette, base, dy=-9))


def lapsing_by_region(palette: Theme, rows: tuple[str, ...], spans: tuple[str, ...]) -> Drawing:
    """Whose cover ends in which of the ``spans`` of days, one after the other, region by region."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=row_axis(palette, "row", rows, longest=150))
    )
    colours = [palette.target, palette.categories[1], palette.own_soft]
    drawn = (
        base.transform_calculate(place=f"indexof({json.dumps(spans)}, datum.span)")
        .mark_bar(height=18)
        .encode(
            x=unseen_axis("more"),
            color=alt.Color("span:N", scale=alt.Scale(domain=list(spans), range=colours)),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("row:N", title=say("Region")),
                alt.Tooltip("span:N", title=say("Cover ends")),
                alt.Tooltip("more:Q", title=say("People"), format=",d"),
            ],
        )
    )
    last = base.transform_filter(alt.FieldOneOfPredicate("span", list(spans[-1:])))
    numbers = last.mark_text(align="left", dx=6, color=palette.ink).encode(x="value:Q", text="label:N")
    return alt.layer(drawn, numbers)


def cost_by_payer(
    palette: Theme, months: tuple[str, ...], payers: tuple[str, ...], of_each_month: bool = False
) -> Drawing:
    """What cover cost in each month, stacked by who paid, the insured and theirs at the foot; as
    amounts, or as parts of each month's cost."""
    colours = [palette.own, palette.own_soft, palette.categories[1]]
    written = "format(datum.value * 100, 'd') + ' %'" if of_each_month else "format(datum.value, '~s')"
    axis = alt.Axis(title=None, labelExpr=written)
    drawn: alt.Chart = (
        alt.Chart(FRAME)
        .transform_calculate(place=f"indexof({json.dumps(payers)}, datum.group)")
        .mark_bar(width={"band": 0.8}, stroke=palette.paper, strokeWidth=0.75)
        .encode(
            x=month_axis().scale(domain=list(months)),
            y=alt.Y("value:Q", axis=axis, stack="normalize" if of_each_month else "zero"),
            color=alt.Color("group:N", scale=alt.Scale(domain=list(payers), range=colours)),
            order=alt.Order("place:Q"),
            tooltip=[
                alt.Tooltip("month:N", title=say("Month")),
                alt.Tooltip("group:N", title=say("Paid by")),
                alt.Tooltip("label:N", title=say("Cost")),
            ],
        )
    )
    return drawn

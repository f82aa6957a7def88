"""The forms that several charts take: bars with their numbers, stacks over months, bullets."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.legends import AVAILABLE
from exhibits.lettering import broken
from exhibits.theme import LETTERS, Theme

MONTH = "datetime(+slice(datum.value, 0, 4), +slice(datum.value, 5, 7) - 1, 1)"
# The year stands under January, and under the first month shown.
MONTH_LABEL = (
    f"slice(datum.value, 5, 7) == '01' || datum.index == 0 "
    f"? [timeFormat({MONTH}, '%b'), timeFormat({MONTH}, '%Y')] : timeFormat({MONTH}, '%b')"
)
BAR_HEIGHT = 30
# As far as the bar of a target reaches that is more than met.
FURTHEST = 1.25
# The most pixels that are left to words beside the plot where the screen is a phone's.
LONGEST_ON_A_PHONE = 230
# From line to line of a label, in pixels.
LINE_HEIGHT = LETTERS + 2
# How wide a letter is on the average, in pixels, and how much wider a bold one.
LETTER, BOLDER = 6.1, 1.1


def month_axis(field: str = "month") -> alt.X:
    """Months in order, named as briefly as they can be; a missing month stays a gap."""
    axis = alt.Axis(labelExpr=MONTH_LABEL, labelOverlap="greedy", labelAngle=0, title=None)
    return alt.X(f"{field}:O", axis=axis)


def last_month(months: Sequence[str]) -> alt.FieldOneOfPredicate:
    """Keeps the last of the ``months``, or nothing where there is none."""
    return alt.FieldOneOfPredicate("month", list(months[-1:]))


def whole_axis(most: float | None = None, part: tuple[float, float] | None = None) -> alt.Y:
    """Whole numbers from zero, up to ``most`` where that is given; in a ``part`` of the height, if not
    in all of it: from where to where, the top being 0."""
    top = alt.Undefined if most is None else most
    axis = alt.Axis(title=None, format=",d", tickMinStep=1)
    return alt.Y("value:Q", axis=axis, scale=alt.Scale(zero=True, domainMax=top, range=heights(part)))


def heights(part: tuple[float, float] | None) -> Any:
    """The range of an axis in a part of the height, so that two can stand over one line of months."""
    return [alt.ExprRef(f"height * {edge}") for edge in reversed(part)] if part else alt.Undefined


def row_axis(palette: Theme, field: str, rows: Sequence[str], longest: int) -> alt.Y:
    """Names of the ``rows`` in their order, up to ``longest`` pixels each: longer ones stand on two lines."""
    lines = {row: broken(row, longest, LETTERS, most=2) for row in rows}
    # On a phone the longest leave room for what stands beside them.
    limit = (
        longest
        if longest <= LONGEST_ON_A_PHONE
        else alt.ExprRef(f"min({longest}, max({LONGEST_ON_A_PHONE} / 2, {AVAILABLE} - {LONGEST_ON_A_PHONE}))")
    )
    axis = alt.Axis(title=None, labelLimit=limit, labelColor=palette.ink, **in_lines(lines))
    return alt.Y(f"{field}:N", sort=list(rows), axis=axis)


def in_lines(lines: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What an axis of rows needs to say for those of its labels that have more than one line: these stand
    around the middle of their row."""
    long = {label: list(each) for label, each in lines.items() if len(each) > 1}
    if not long:
        return {}
    at = f"indexof({json.dumps([*long])}, datum.value)"
    above = [-(len(each) - 1) * LINE_HEIGHT / 2 for each in long.values()]
    return {
        "labelExpr": f"{at} < 0 ? datum.label : {json.dumps([*long.values()])}[{at}]",
        "labelOffset": alt.ExprRef(f"{at} < 0 ? 0 : {json.dumps(above)}[{at}]"),
    }


def names_and_numbers(
    palette: Theme, base: alt.Chart, dy: float, bold: bool = False
) -> tuple[alt.Chart, alt.Chart]:
    """Above each bar its ``row`` to the left, as far as its ``label`` to the right leaves it room."""
    room = f"floor({AVAILABLE} / {LETTER} - {BOLDER if bold else 1} * length(datum.label) - 2)"
    named = base.transform_calculate(named=f"truncate(datum.row, max(8, {room}))")
    number = base.mark_text(
        align="right", dy=dy, color=palette.ink, fontWeight="bold" if bold else alt.Undefined
    )
    return (
        named.mark_text(align="left", dy=dy, color=palette.ink).encode(x=alt.value(0), text="named:N"),
        number.encode(x=alt.value("width"), text="label:N"),
    )


def room_beyond(furthest: float, most: float, words: int) -> alt.Scale:
    """A scale from 0 to ``most``, or on a narrow screen so far that ``words`` of so many pixels have room
    beyond what is ``furthest``."""
    needed = f"{furthest} * {AVAILABLE} / max(1, {AVAILABLE} - {words})"
    return alt.Scale(domainMin=0, domainMax=alt.ExprRef(f"max({most}, {needed})"), nice=False, clamp=True)


def unseen_axis(field: str = "value") -> alt.X:
    """From zero, without ticks, for bars that bear their numbers."""
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=4))


def bars(palette: Theme, rows: Sequence[str], colour: str = "own", longest: int = 190) -> Drawing:
    """Horizontal bars of these ``rows``, in their order, each with its ``label`` at its end."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=row_axis(palette, "row", rows, longest), x=unseen_axis())
    )
    drawn = base.mark_bar(color=getattr(palette, colour), height={"band": 0.62}, tooltip=True).encode(
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    )
    numbers = base.mark_text(align="left", dx=6, color=palette.ink).encode(text="label:N")
    return alt.layer(drawn, numbers)


def stack_over_months(
    palette: Theme, groups: Sequence[str], colours: Sequence[str], outlined: str | None = None
) -> Drawing:
    """What there was at each month's end, stacked with the last group at the foot; ``outlined``
    stands on top."""
    stacked = [*([outlined] if outlined else []), *(group for group in groups if group != outlined)]
    outline = alt.condition(alt.datum.group == outlined, alt.value(palette.muted), alt.value(palette.paper))
    scale = alt.Scale(domain=list(groups), range=list(colours))
    drawn: alt.Chart = (
        alt.Chart(FRAME)
        .transform_calculate(place=f"indexof({json.dumps(stacked)}, datum.group)")
        .mark_bar(strokeWidth=1, width={"band": 0.86})
        .encode(
            x=month_axis(),
            y=whole_axis(),
            color=alt.Color("group:N", scale=scale, legend=alt.Legend(symbolStrokeColor=palette.muted)),
            stroke=outline,
            order=alt.Order("place:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("month:N", title=say("Month")),
                alt.Tooltip("group:N", title=say("Stage")),
                alt.Tooltip("value:Q", title=say("Units")),
            ],
        )
    )
    return drawn


def bullets(palette: Theme, rows: Sequence[str]) -> Drawing:
    """Actual against target, each as a share of its own target: under its name a bar, the target a
    line. The name stands above the bar, so that a narrow screen has room for both."""
    base = (
        alt.Chart(FRAME)
        .transform_filter(alt.FieldOneOfPredicate("row", list(rows)))
        .encode(y=alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(paddingInner=0.1)))
    )
    scale = room_beyond(FURTHEST, 1.6, words=130)
    # What lies beyond is told by the number, which stands at the bar's end.
    drawn = base.transform_calculate(drawn=f"min(datum.reached, {FURTHEST})")
    actual = drawn.mark_bar(height=9, yOffset=8).encode(
        x=alt.X("drawn:Q", scale=scale, axis=None),
        color=alt.Color(
            "met:N",
            legend=None,
            scale=alt.Scale(domain=["met", "short"], range=[palette.own, palette.own_soft]),
        ),
    )
    # What is missing is as visible as what is there.
    lacking = base.transform_filter("datum.met == 'short' && datum.reached < 1").mark_rule(
        color=palette.target, strokeDash=[2, 3], strokeWidth=1.5, yOffset=8, y2Offset=8
    )
    lacking = lacking.encode(x=alt.X("reached:Q", scale=scale, axis=None), x2="one:Q")
    target = base.mark_tick(color=palette.target, thickness=2.5, height=16, yOffset=8).encode(
        x=alt.X("one:Q", scale=scale, axis=None)
    )
    named = base.mark_text(align="left", dy=-8, color=palette.ink, limit=alt.ExprRef("width"))
    named = named.encode(x=alt.value(0), text="row:N")
    numbers = base.mark_text(align="left", dx=6, dy=8, color=palette.ink).encode(
        x=alt.X("edge:Q", scale=scale, axis=None), text="label:N"
    )
    return alt.layer(actual, lacking, target, named, numbers)


def sparkline(palette: Theme, months: tuple[str, ...]) -> Drawing:
    """A small way through the months, from zero, so that it does not exaggerate; its end is marked."""
    base = alt.Chart(FRAME).encode(
        x=alt.X("month:O", axis=None, scale=alt.Scale(domain=list(months))),
        y=alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True)),
    )
    area = base.mark_area(color=palette.own, opacity=0.18)
    line = base.mark_line(color=palette.own, strokeWidth=1.5)
    end = base.transform_filter(last_month(months)).mark_point(color=palette.own, filled=True, size=36)
    return alt.layer(area, line, end)

"""Drawn: a flow from left to right; on a narrow screen the same as a list of bars."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt

from data_access.language import say, say_in
from exhibits.exhibit import FRAME, Drawing
from exhibits.flow import HEADING, LINE, LONGEST_LINE, SIDES
from exhibits.theme import Theme

ROLES = ("due", "open", "flowing", "idle")
# The width, in pixels, from which each column has room for its labels.
WIDE = 820
STEPS_OF_A_CURVE = 0.04
BAR_WIDTH, BAND = 9, 0.32
# A heading with as many words on its first line as have room beside the next column.
TWO_LINES = f"replace({{}}, regexp('^(.{{{{1,{LONGEST_LINE}}}}}) '), '$1\\n')"
X = alt.Scale(domain=[0, 1], nice=False, zero=False)


def premium_trace(palette: Theme, height: int) -> Drawing:
    """Bands from node to node, of what has the roles ``ROLES``, in heights from 0 to ``height``."""
    colours = alt.Scale(
        domain=list(ROLES), range=[palette.categories[1], palette.target, palette.own, palette.muted]
    )
    scale = alt.Scale(domain=[height, 0], nice=False, zero=False)
    return alt.layer(*_wide(palette, colours, scale), *_narrow(palette, colours, scale))


def _wide(palette: Theme, colours: alt.Scale, scale: alt.Scale) -> list[alt.Chart]:
    base = alt.Chart(FRAME).transform_filter(f"width >= {WIDE}")
    role = alt.Color("role:N", scale=colours, legend=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=None)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=X, axis=None)

    bent = "datum.t * datum.t * (3 - 2 * datum.t)"
    bands = (
        base.transform_calculate(t=f"sequence(0, 1 + {STEPS_OF_A_CURVE / 2}, {STEPS_OF_A_CURVE})")
        .transform_flatten(["t"])
        .transform_calculate(
            x="datum.x0 + (datum.x1 - datum.x0) * datum.t",
            top=f"datum.top0 + (datum.top1 - datum.top0) * {bent}",
            foot=f"datum.foot0 + (datum.foot1 - datum.foot0) * {bent}",
        )
        .mark_area(opacity=BAND, tooltip=True)
        .encode(
            x=x("x"), y=y("top"), y2="foot:Q", color=role,
            detail=["source:N", "target:N"],
            tooltip=[
                alt.Tooltip("source:N", title=say_in("flow", "From")),
                alt.Tooltip("target:N", title=say_in("flow", "To")),
                alt.Tooltip("label:N", title=say("Amount")),
            ],
        )
    )  # fmt: skip
    bars = [
        base.mark_rule(strokeWidth=BAR_WIDTH, strokeCap="butt").encode(
            x=x("x0"), y=y("top0"), y2="foot0:Q", color=role
        ),
        base.transform_filter("datum.ends")
        .mark_rule(strokeWidth=BAR_WIDTH, strokeCap="butt")
        .encode(x=x("x1"), y=y("top1"), y2="foot1:Q", color=role),
    ]
    written = []
    for end, side in enumerate(SIDES):
        told = base.transform_filter(f"isValid(datum.{side}_at)")
        for what, at, weight in (("lines", "at", "bold"), ("said", "said_at", "normal")):
            text = told.encode(x=x(f"x{end}"), y=y(f"{side}_{at}"), text=f"{side}_{what}:N")
            mark: dict[str, Any] = {"align": "left", "baseline": "top", "dx": BAR_WIDTH, "dy": 2}
            mark |= {"fontSize": 12, "lineHeight": LINE, "lineBreak": "\n", "fontWeight": weight}
            # A rim of paper keeps the words apart from the bands behind them.
            written.append(text.mark_text(**mark, stroke=palette.paper, strokeWidth=3, strokeOpacity=0.75))
            written.append(text.mark_text(**mark, color=palette.ink))
        written.append(_heading(palette, base, side, "top").encode(x=x(f"x{end}"), y=alt.value(0)))
    return [bands, *bars, *written]


def _narrow(palette: Theme, colours: alt.Scale, scale: alt.Scale) -> list[alt.Chart]:
    base = alt.Chart(FRAME).transform_filter(f"width < {WIDE}")
    layers = []
    for side in SIDES:
        top, foot = alt.Y(f"{side}_row:Q", scale=scale, axis=None), f"{side}_row_foot:Q"
        told = base.transform_filter(f"isValid(datum.{side}_row)")
        bars = told.mark_rect(opacity=BAND).encode(
            x=alt.X(f"{side}_part:Q", scale=X, axis=None),
            x2=alt.datum(0),
            y=top,
            y2=foot,
            color=alt.Color(f"{side}_role:N", scale=colours, legend=None),
        )
        written = told.transform_calculate(middle=f"(datum.{side}_row + datum.{side}_row_foot) / 2")
        word: dict[str, Any] = {"baseline": "middle", "fontSize": 12, "color": palette.ink}
        middle = alt.Y("middle:Q", scale=scale, axis=None)
        layers += [
            bars,
            written.mark_text(**word, align="left", dx=4).encode(
                x=alt.value(0), y=middle, text=f"{side}_name:N"
            ),
            written.mark_text(**word, align="right", dx=-2).encode(
                x=alt.value("width"), y=middle, text=f"{side}_said:N"
            ),
            _heading(palette, base, side, "bottom").encode(
                x=alt.value(0), y=alt.Y(f"{side}_heading_foot:Q", scale=scale, axis=None)
            ),
        ]
    return layers


def _heading(palette: Theme, base: alt.Chart, side: str, baseline: Literal["top", "bottom"]) -> alt.Chart:
    heading = f"datum.{side}_heading"
    in_lines = f"length({heading}) > {LONGEST_LINE} ? {TWO_LINES.format(heading)} : {heading}"
    headed: alt.Chart = (
        base.transform_filter(f"isValid({heading})")
        .transform_calculate(headed=in_lines if baseline == "top" else heading)
        .mark_text(
            align="left",
            baseline=baseline,
            fontSize=12,
            lineBreak="\n",
            lineHeight=HEADING / 2,
            color=palette.muted,
        )
        .encode(text="headed:N")
    )
    return headed
